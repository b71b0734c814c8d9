# Where a difference between the methods comes from.
TABLES.append("fairness")
FIGURES.append("fairness")
PUBLISHED.append("fairness")


# Every seed of SCE-UA in lockstep on the headline model, on the cells that are searched.
FULL_SEARCHES = [
    run
    for run in runs.calibrated(checked)
    if run.startswith(f"{checked.headline}/lockstep/{checked.calibration.sample}/")
]


rule table_fairness:
    input:
        code=package_code("table_fairness"),
        judged=expand(
            "results/{{dataset}}/experiments/{name}.csv",
            name=["main", "mappings", "operators"],
        ),
        told=of_surrogate([f"round{checked.surrogate.rounds[-1]}/fpl"], "metrics.csv"),
        traces=of_runs(FULL_SEARCHES, "trace.csv"),
        curves=of_runs(FULL_SEARCHES, "curve.csv"),
    output:
        table="results/{dataset}/tables/fairness.csv",
    log:
        "logs/{dataset}/table_fairness.log",
    benchmark:
        "results/{dataset}/benchmarks/table_fairness.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline", "calibration", "surrogate"),
        models={name: model.model_dump() for name, model in checked.models.items()},
        sample=runs.densest(checked),
    message:
        "Say where differences between the methods come from ({wildcards.dataset})"
    script:
        "../scripts/table_fairness.py"


rule figure_fairness:
    input:
        code=package_code("figure_fairness"),
        table="results/{dataset}/tables/fairness.csv",
    output:
        png=report(
            "results/{dataset}/figures/fairness.png",
            caption="../report/fairness.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/fairness.pdf",
    log:
        "logs/{dataset}/figure_fairness.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_fairness.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw where differences between the methods come from ({wildcards.dataset})"
    script:
        "../scripts/figure_fairness.py"
