# The paper's route for models that cannot be differentiated: learn through an LSTM surrogate.


rule surrogate_round:
    input:
        unpack(rounds_before),
        **PREPARED,
        code=model_code("surrogate_round"),
    output:
        runs="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/runs.nc",
        surrogate="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/surrogate.pt",
        parameters="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/fpl/parameters.nc",
        bill="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/fpl/bill.csv",
    threads: setting("surrogate", "training", "threads")
    params:
        settings=problem("learning"),
        training=setting("surrogate", "training"),
        model=model_settings,
    message:
        "Train a surrogate of {wildcards.model} and learn through it ({wildcards.dataset}, {wildcards.sample}, round {wildcards.round})"
    script:
        "../scripts/surrogate_round.py"


rule surrogate_calibrate:
    input:
        **PREPARED,
        code=model_code("surrogate_calibrate"),
        surrogate="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/surrogate.pt",
    output:
        parameters="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/sceua/parameters.nc",
        bill="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/sceua/bill.csv",
    threads: setting("surrogate", "training", "threads")
    params:
        settings=problem("calibration"),
        training=setting("surrogate", "training"),
        budget=setting("surrogate", "budget"),
        model=model_settings,
    message:
        "Calibrate {wildcards.model} by SCE-UA on its surrogate ({wildcards.dataset}, {wildcards.sample}, round {wildcards.round})"
    script:
        "../scripts/surrogate_calibrate.py"


rule surrogate_score:
    input:
        **PREPARED,
        code=model_code("surrogate_score"),
        surrogate="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/surrogate.pt",
        parameters="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/{search}/parameters.nc",
    output:
        metrics="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/{search}/metrics.csv",
        errors="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/{search}/errors.csv",
    params:
        settings=problem("evaluation"),
        training=setting("surrogate", "training"),
        held_out_sets=setting("surrogate", "held_out_sets"),
        model=model_settings,
    message:
        "Score {wildcards.search} through the surrogate, by the surrogate and by the model ({wildcards.dataset}, round {wildcards.round})"
    script:
        "../scripts/surrogate_score.py"


rule table_surrogate:
    input:
        code=package_code("table_surrogate"),
        metrics=of_surrogate(surrogates.searches, "metrics.csv"),
        errors=of_surrogate(surrogates.searches, "errors.csv"),
        bills=of_surrogate(surrogates.bills, "bill.csv"),
        direct_metrics=beside_surrogate("metrics", "metrics.csv"),
        direct_curves=beside_surrogate("curve", "curve.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/surrogate.csv",
    params:
        sample=setting("surrogate", "sample"),
        study=study,
    message:
        "Tabulate the surrogate's route beside the direct one ({wildcards.dataset})"
    script:
        "../scripts/table_surrogate.py"
