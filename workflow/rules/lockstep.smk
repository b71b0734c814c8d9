# SCE-UA in lockstep: all places of a sample in one job; its comparison with SPOTPY's.


rule calibrate_lockstep:
    input:
        **PREPARED,
        code=model_code("calibrate_lockstep"),
    output:
        trace="results/{dataset}/{model}/lockstep/{sample}/seed{seed}/trace.csv",
        parameters="results/{dataset}/{model}/lockstep/{sample}/seed{seed}/parameters.nc",
    params:
        settings=problem("calibration"),
        model=model_settings,
    message:
        "Calibrate {wildcards.model} by SCE-UA in lockstep ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/calibrate_lockstep.py"


rule table_lockstep:
    input:
        code=package_code("table_lockstep"),
        traces=of_runs(searches, "trace.csv"),
    output:
        table="results/{dataset}/tables/lockstep.csv",
    params:
        settings=sections("calibration"),
        seeds=setting("measurements", "search_seeds"),
        study=study,
    message:
        "Compare SCE-UA in lockstep with SPOTPY's ({wildcards.dataset})"
    script:
        "../scripts/table_lockstep.py"
