# SCE-UA in lockstep: all cells of a sample in one job.


rule calibrate_lockstep:
    input:
        code=package_code("calibrate_lockstep"),
        forcing="results/{dataset}/data/forcing.nc",
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        trace="results/{dataset}/{model}/lockstep/{sample}/seed{seed}/trace.csv",
        parameters="results/{dataset}/{model}/lockstep/{sample}/seed{seed}/parameters.nc",
    log:
        "logs/{dataset}/calibrate_lockstep/{model}_{sample}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/calibrate_lockstep/{model}_{sample}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic", "calibration"),
        model=model_settings,
    message:
        "Calibrate {wildcards.model} by SCE-UA in lockstep ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/calibrate_lockstep.py"
