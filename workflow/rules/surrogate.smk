# The paper's route for models that cannot be differentiated: learn through an LSTM surrogate.


rule surrogate_round:
    input:
        unpack(rounds_before),
        code=package_code("surrogate_round"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        runs="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/runs.nc",
        surrogate="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/surrogate.pt",
        parameters="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/fpl/parameters.nc",
        bill="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/fpl/bill.csv",
    log:
        "logs/{dataset}/surrogate_round/{model}_{sample}_seed{seed}_{round}.log",
    benchmark:
        "results/{dataset}/benchmarks/surrogate_round/{model}_{sample}_seed{seed}_{round}.jsonl"
    conda:
        "../../environment.yml"
    threads: config["surrogate"]["training"]["threads"]
    params:
        settings=sections("periods", "warmup", "engine", "vic", "learning"),
        training=config["surrogate"]["training"],
        model=model_settings,
    message:
        "Train a surrogate of {wildcards.model} and learn through it ({wildcards.dataset}, {wildcards.sample}, round {wildcards.round})"
    script:
        "../scripts/surrogate_round.py"


rule surrogate_calibrate:
    input:
        code=package_code("surrogate_calibrate"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        surrogate="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/surrogate.pt",
    output:
        parameters="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/sceua/parameters.nc",
        bill="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/sceua/bill.csv",
    log:
        "logs/{dataset}/surrogate_calibrate/{model}_{sample}_seed{seed}_{round}.log",
    benchmark:
        "results/{dataset}/benchmarks/surrogate_calibrate/{model}_{sample}_seed{seed}_{round}.jsonl"
    conda:
        "../../environment.yml"
    threads: config["surrogate"]["training"]["threads"]
    params:
        settings=sections("periods", "warmup", "engine", "vic", "calibration"),
        training=config["surrogate"]["training"],
        budget=config["surrogate"]["budget"],
        model=model_settings,
    message:
        "Calibrate {wildcards.model} by SCE-UA on its surrogate ({wildcards.dataset}, {wildcards.sample}, round {wildcards.round})"
    script:
        "../scripts/surrogate_calibrate.py"


rule surrogate_score:
    input:
        code=package_code("surrogate_score"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        surrogate="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/surrogate.pt",
        parameters="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/{search}/parameters.nc",
    output:
        metrics="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/{search}/metrics.csv",
        errors="results/{dataset}/{model}/surrogate/{sample}/seed{seed}/round{round}/{search}/errors.csv",
    log:
        "logs/{dataset}/surrogate_score/{model}_{sample}_seed{seed}_{round}_{search}.log",
    benchmark:
        "results/{dataset}/benchmarks/surrogate_score/{model}_{sample}_seed{seed}_{round}_{search}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic", "evaluation"),
        training=config["surrogate"]["training"],
        held_out_sets=config["surrogate"]["held_out_sets"],
        model=model_settings,
    message:
        "Score {wildcards.search} through the surrogate by both judges ({wildcards.dataset}, round {wildcards.round})"
    script:
        "../scripts/surrogate_score.py"


rule table_surrogate:
    input:
        code=package_code("table_surrogate"),
        metrics=of_surrogate(runs.surrogate_searches(checked), "metrics.csv"),
        errors=of_surrogate(runs.surrogate_searches(checked), "errors.csv"),
        bills=of_surrogate(runs.surrogate_bills(checked), "bill.csv"),
        direct_metrics=of_runs(runs.beside_surrogate(checked)["metrics"], "metrics.csv"),
        direct_curves=of_runs(runs.beside_surrogate(checked)["curve"], "curve.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/surrogate.csv",
    log:
        "logs/{dataset}/table_surrogate.log",
    benchmark:
        "results/{dataset}/benchmarks/table_surrogate.jsonl"
    conda:
        "../../environment.yml"
    params:
        sample=config["surrogate"]["sample"],
    message:
        "Tabulate the surrogate's route beside the direct one ({wildcards.dataset})"
    script:
        "../scripts/table_surrogate.py"


rule figure_surrogate:
    input:
        code=package_code("figure_surrogate"),
        surrogate="results/{dataset}/tables/surrogate.csv",
    output:
        png=report(
            "results/{dataset}/figures/surrogate.png",
            caption="../report/surrogate.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/surrogate.pdf",
    log:
        "logs/{dataset}/figure_surrogate.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_surrogate.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw the surrogate's route by both judges ({wildcards.dataset})"
    script:
        "../scripts/figure_surrogate.py"
