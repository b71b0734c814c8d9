# Cost and skill, and how both grow with the number of training cells.
TABLES += ["cost", "cost_curves", "scaling"]
FIGURES += ["cost", "superconvergence"]
PUBLISHED += ["cost", "cost_curves", "scaling"]
# One step over so many cells is measured: the continent in 1/8 degree; a generated world is small
CONTINENT = 77_184 if config["dataset"] == "smap" else 2_000


rule measure_passes:
    input:
        code=package_code("measure_passes"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/cost/passes.csv",
    log:
        "logs/{dataset}/measure_passes.log",
    benchmark:
        "results/{dataset}/benchmarks/measure_passes.jsonl"
    conda:
        "../../environment.yml"
    threads: config["engine"]["threads"]
    params:
        settings=sections(
            "periods", "warmup", "engine", "vic", "learning", "calibration"
        ),
        model=config["models"][config["headline"]],
    message:
        "Measure what passes of the model cost ({wildcards.dataset})"
    script:
        "../scripts/measure_passes.py"


rule continental_step:
    input:
        code=package_code("continental_step"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/cost/continent.csv",
    log:
        "logs/{dataset}/continental_step.log",
    benchmark:
        "results/{dataset}/benchmarks/continental_step.jsonl"
    conda:
        "../../environment.yml"
    threads: config["engine"]["threads"]
    params:
        settings=sections("periods", "warmup", "engine", "vic", "learning"),
        cells=CONTINENT,
        model=config["models"][config["headline"]],
    message:
        "Measure a training step of a continent ({wildcards.dataset})"
    script:
        "../scripts/continental_step.py"


rule table_cost:
    input:
        code=package_code("table_cost"),
        curves=of_runs(cost_runs(), "curve.csv"),
        judged="results/{dataset}/experiments/main.csv",
        passes="results/{dataset}/cost/passes.csv",
        surrogate="results/{dataset}/tables/surrogate.csv",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/cost.csv",
        curves="results/{dataset}/tables/cost_curves.csv",
    log:
        "logs/{dataset}/table_cost.log",
    benchmark:
        "results/{dataset}/benchmarks/table_cost.jsonl"
    conda:
        "../../environment.yml"
    params:
        headline=config["headline"],
    message:
        "Say what each method costs until it has some skill ({wildcards.dataset})"
    script:
        "../scripts/table_cost.py"


rule table_scaling:
    input:
        code=package_code("table_scaling"),
        curves=scaling_curves(),
        traces=of_runs(headline_searches(), "trace.csv"),
        judged="results/{dataset}/experiments/scaling.csv",
        regionalised="results/{dataset}/experiments/regionalised.csv",
        passes="results/{dataset}/cost/passes.csv",
        continent="results/{dataset}/cost/continent.csv",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/scaling.csv",
    log:
        "logs/{dataset}/table_scaling.log",
    benchmark:
        "results/{dataset}/benchmarks/table_scaling.jsonl"
    conda:
        "../../environment.yml"
    params:
        headline=config["headline"],
    message:
        "Say how cost and skill change with the training cells ({wildcards.dataset})"
    script:
        "../scripts/table_scaling.py"


rule figure_cost:
    input:
        code=package_code("figure_cost"),
        curves="results/{dataset}/tables/cost_curves.csv",
    output:
        png=report(
            "results/{dataset}/figures/cost.png",
            caption="../report/cost.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/cost.pdf",
    log:
        "logs/{dataset}/figure_cost.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_cost.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw skill against cost ({wildcards.dataset})"
    script:
        "../scripts/figure_cost.py"


rule figure_superconvergence:
    input:
        code=package_code("figure_superconvergence"),
        scaling="results/{dataset}/tables/scaling.csv",
    output:
        png=report(
            "results/{dataset}/figures/superconvergence.png",
            caption="../report/superconvergence.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/superconvergence.pdf",
    log:
        "logs/{dataset}/figure_superconvergence.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_superconvergence.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw cost and skill against the training cells ({wildcards.dataset})"
    script:
        "../scripts/figure_superconvergence.py"
