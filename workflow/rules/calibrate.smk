# SCE-UA, each cell by itself: scattered over blocks of cells, then gathered.


rule calibrate:
    input:
        code=model_code("calibrate"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        block="results/{dataset}/{model}/sceua/{sample}/seed{seed}/blocks/{block}.csv",
    log:
        "logs/{dataset}/calibrate/{model}_{sample}_seed{seed}_{block}.log",
    benchmark:
        "results/{dataset}/benchmarks/calibrate/{model}_{sample}_seed{seed}_{block}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=problem("calibration"),
        model=model_settings,
    message:
        "Calibrate {wildcards.model} by SCE-UA ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed}, block {wildcards.block})"
    script:
        "../scripts/calibrate.py"


rule gather_calibration:
    input:
        code=model_code("gather_calibration"),
        blocks=blocks,
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        trace="results/{dataset}/{model}/sceua/{sample}/seed{seed}/trace.csv",
        parameters="results/{dataset}/{model}/sceua/{sample}/seed{seed}/parameters.nc",
    log:
        "logs/{dataset}/gather_calibration/{model}_{sample}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/gather_calibration/{model}_{sample}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=problem(),
        model=model_settings,
    message:
        "Gather the calibrated cells of {wildcards.model} ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/gather_calibration.py"


rule score_calibration:
    input:
        code=model_code("score_calibration"),
        trace=calibrated_trace,
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        curve="results/{dataset}/{model}/{method}/{sample}/seed{seed}/curve.csv",
    log:
        "logs/{dataset}/score_calibration/{model}_{method}_{sample}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/score_calibration/{model}_{method}_{sample}_seed{seed}.jsonl"
    wildcard_constraints:
        method=only(runs.of_kind("calibrated")),
    conda:
        "../../environment.yml"
    params:
        settings=problem("calibration"),
        model=model_settings,
    message:
        "Score {wildcards.model}, {wildcards.method}, along its calibration ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/score_calibration.py"
