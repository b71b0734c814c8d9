# An LSTM without a process model, trained on what parameter learning is trained on.


rule learn_lstm:
    input:
        code=package_code("learn_lstm"),
        forcing="results/{dataset}/data/forcing.nc",
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        simulation="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/simulation.nc",
        curve="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/curve.csv",
        metrics="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/metrics.csv",
    log:
        "logs/{dataset}/learn_lstm/{sample}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/learn_lstm/{sample}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic", "evaluation"),
        model=config["models"][config["headline"]],
        training=config["lstm"]["training"],
    message:
        "Train an LSTM, no process model ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/learn_lstm.py"
