# SCE-UA in lockstep: all cells of a sample in one job; its comparison with SPOTPY's.

TABLES.append("lockstep")
FIGURES.append("lockstep")
PUBLISHED.append("lockstep")


rule calibrate_lockstep:
    input:
        code=package_code("calibrate_lockstep"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
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


rule table_lockstep:
    input:
        code=package_code("table_lockstep"),
        traces=of_runs(runs.both_searches(checked), "trace.csv"),
    output:
        table="results/{dataset}/tables/lockstep.csv",
    log:
        "logs/{dataset}/table_lockstep.log",
    benchmark:
        "results/{dataset}/benchmarks/table_lockstep.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("calibration"),
        seeds=100 if config["dataset"] == "smap" else 3,  # of the known functions
    message:
        "Compare SCE-UA in lockstep with SPOTPY's ({wildcards.dataset})"
    script:
        "../scripts/table_lockstep.py"


rule figure_lockstep:
    input:
        code=package_code("figure_lockstep"),
        lockstep="results/{dataset}/tables/lockstep.csv",
    output:
        png=report(
            "results/{dataset}/figures/lockstep.png",
            caption="../report/lockstep.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/lockstep.pdf",
    log:
        "logs/{dataset}/figure_lockstep.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_lockstep.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw SCE-UA in lockstep beside SPOTPY's ({wildcards.dataset})"
    script:
        "../scripts/figure_lockstep.py"
