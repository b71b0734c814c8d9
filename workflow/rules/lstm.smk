# An LSTM without a process model, trained on what parameter learning is trained on.


rule learn_lstm:
    input:
        **PREPARED,
        code=model_code("learn_lstm"),
    output:
        simulation="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/simulation.nc",
        curve="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/curve.csv",
        metrics="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/metrics.csv",
    params:
        settings=problem("evaluation"),
        model=headline_settings,
        training=setting("lstm", "training"),
    message:
        "Train an LSTM, no process model ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/learn_lstm.py"


rule table_lstm:
    input:
        code=package_code("table_lstm"),
        judged="results/{dataset}/experiments/main.csv",
        metrics=of_runs(all_lstms, "metrics.csv"),
        curves=of_runs(runs.lstms, "curve.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/lstm.csv",
    params:
        settings=sections("headline"),
        study=study,
    message:
        "Compare LSTMs with the headline model ({wildcards.dataset})"
    script:
        "../scripts/table_lstm.py"


rule table_lstm_gap:
    input:
        code=package_code("table_lstm_gap"),
        simulations=of_runs(lstm_gap_runs, "simulation.nc"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        raw="results/{dataset}/data/raw.json",
    output:
        table="results/{dataset}/tables/lstm_gap.csv",
    params:
        settings=sections("periods", "target"),
        study=study,
    message:
        "Say where the errors lie, beside those of the upstream LSTM ({wildcards.dataset})"
    script:
        "../scripts/table_lstm_gap.py"
