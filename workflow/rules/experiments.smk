# The runs of an experiment, scored together in one job: skill and water balance of every place.


rule judge:
    input:
        **PREPARED,
        code=model_code("judge"),
        parameters=experiment_parameters,
    output:
        table="results/{dataset}/experiments/{experiment}.csv",
    params:
        settings=problem("evaluation"),
        models=setting("models"),
    message:
        "Judge the runs of the experiment {wildcards.experiment} ({wildcards.dataset})"
    script:
        "../scripts/judge.py"
