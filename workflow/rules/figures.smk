# Figures, each from a table.


rule figure_scaling:
    input:
        code=package_code("figure_scaling"),
        curves="results/{dataset}/tables/curves.csv",
    output:
        png=report(
            "results/{dataset}/figures/scaling.png",
            caption="../report/scaling.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/scaling.pdf",
    log:
        "logs/{dataset}/figure_scaling.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_scaling.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw skill against model runs and compute time ({wildcards.dataset})"
    script:
        "../scripts/figure_scaling.py"


rule figure_metrics:
    input:
        code=package_code("figure_metrics"),
        metrics="results/{dataset}/tables/metrics.csv",
    output:
        png=report(
            "results/{dataset}/figures/metrics.png",
            caption="../report/metrics.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/metrics.pdf",
    log:
        "logs/{dataset}/figure_metrics.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_metrics.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw the distributions of the metrics ({wildcards.dataset})"
    script:
        "../scripts/figure_metrics.py"


rule figure_parameters:
    input:
        code=package_code("figure_parameters"),
        parameters="results/{dataset}/tables/parameters.csv",
    output:
        png=report(
            "results/{dataset}/figures/parameters.png",
            caption="../report/parameters.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/parameters.pdf",
    log:
        "logs/{dataset}/figure_parameters.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_parameters.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline", "figures"),
    message:
        "Draw maps of parameters ({wildcards.dataset})"
    script:
        "../scripts/figure_parameters.py"


rule figure_skill:
    input:
        code=package_code("figure_skill"),
        metrics="results/{dataset}/tables/metrics.csv",
    output:
        png=report(
            "results/{dataset}/figures/skill.png",
            caption="../report/skill.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/skill.pdf",
    log:
        "logs/{dataset}/figure_skill.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_skill.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Draw maps of skill ({wildcards.dataset})"
    script:
        "../scripts/figure_skill.py"


rule figure_timeseries:
    input:
        code=package_code("figure_timeseries"),
        timeseries="results/{dataset}/tables/timeseries.csv",
    output:
        png=report(
            "results/{dataset}/figures/timeseries.png",
            caption="../report/timeseries.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/timeseries.pdf",
    log:
        "logs/{dataset}/figure_timeseries.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_timeseries.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods"),
    message:
        "Draw time series at example cells ({wildcards.dataset})"
    script:
        "../scripts/figure_timeseries.py"


rule figure_recovery:
    input:
        code=package_code("figure_recovery"),
        recovery="results/twin/tables/recovery.csv",
        cells="results/twin/tables/recovery_cells.csv",
    output:
        png=report(
            "results/twin/figures/recovery.png",
            caption="../report/recovery.rst",
            category="Figures",
        ),
        pdf="results/twin/figures/recovery.pdf",
    log:
        "logs/twin/figure_recovery.log",
    benchmark:
        "results/twin/benchmarks/figure_recovery.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw found against true parameters (twin)"
    script:
        "../scripts/figure_recovery.py"


rule figure_vic_fidelity:
    input:
        code=package_code("figure_vic_fidelity"),
        table="results/smap/tables/vic_fidelity.csv",
        runs="results/smap/tables/vic_fidelity_runs.csv",
    output:
        png=report(
            "results/smap/figures/vic_fidelity.png",
            caption="../report/vic_fidelity.rst",
            category="Figures",
        ),
        pdf="results/smap/figures/vic_fidelity.pdf",
    log:
        "logs/smap/figure_vic_fidelity.log",
    benchmark:
        "results/smap/benchmarks/figure_vic_fidelity.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw how far our VIC is from VIC itself"
    script:
        "../scripts/figure_vic_fidelity.py"


rule figure_networks:
    input:
        code=package_code("figure_networks"),
        networks="results/{dataset}/tables/networks.csv",
    output:
        png=report(
            "results/{dataset}/figures/networks.png",
            caption="../report/networks.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/networks.pdf",
    log:
        "logs/{dataset}/figure_networks.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_networks.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Draw the networks at cells trained on and others ({wildcards.dataset})"
    script:
        "../scripts/figure_networks.py"
