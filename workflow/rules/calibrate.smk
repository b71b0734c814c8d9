# SCE-UA, each cell by itself: scattered over blocks of cells, then gathered; all searches of a case are scored in one job.


rule calibrate:
    input:
        **PREPARED,
        code=model_code("calibrate"),
    output:
        block="results/{dataset}/{model}/sceua/{sample}/seed{seed}/blocks/{block}.csv",
    params:
        settings=problem("calibration"),
        model=model_settings,
    message:
        "Calibrate {wildcards.model} by SCE-UA ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed}, block {wildcards.block})"
    script:
        "../scripts/calibrate.py"


rule gather_calibration:
    input:
        **PREPARED,
        code=model_code("gather_calibration"),
        blocks=blocks,
    output:
        trace="results/{dataset}/{model}/sceua/{sample}/seed{seed}/trace.csv",
        parameters="results/{dataset}/{model}/sceua/{sample}/seed{seed}/parameters.nc",
    params:
        settings=problem(),
        model=model_settings,
    message:
        "Gather the calibrated cells of {wildcards.model} ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/gather_calibration.py"


for case_name in filter(lambda name: searched_curves(cases[name]), cases):

    rule:
        name:
            f"score_calibration_{case_name}"
        input:
            **PREPARED,
            code=model_code("score_calibration"),
            traces=calibrated_traces,
        output:
            curves=patterns(searched_curves(cases[case_name]), "curve.csv"),
        wildcard_constraints:
            dataset=re.escape(case_name),
        params:
            settings=problem("calibration"),
            models=setting("models"),
        message:
            "Score all searches along their way ({wildcards.dataset})"
        script:
            "../scripts/score_calibration.py"
