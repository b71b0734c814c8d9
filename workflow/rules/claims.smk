# The claims ledger: the temporal test, each claim's verdict, and REPLICATION.md.
from fpl.config.claims import read

JUDGED = read("config/claims.yaml").tables()  # wrong keys are told when this is parsed

TABLES += ["temporal", "claims"]
FIGURES.append("claims")
PUBLISHED += ["temporal", "claims"]


rule table_temporal:
    input:
        code=package_code("table_temporal"),
        judged=expand(
            "results/{{dataset}}/experiments/{name}.csv",
            name=["main", "mappings", "operators"],
        ),
        others=of_runs([*runs.baselines(checked), *LSTM_RUNS], "metrics.csv"),
    output:
        table="results/{dataset}/tables/temporal.csv",
    log:
        "logs/{dataset}/table_temporal.log",
    benchmark:
        "results/{dataset}/benchmarks/table_temporal.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
        models=list(config["methods"]),
        sample=runs.densest(checked),
    message:
        "Compare all methods in the test year ({wildcards.dataset})"
    script:
        "../scripts/table_temporal.py"


rule table_claims:
    input:
        code=package_code("table_claims"),
        ledger="config/claims.yaml",
        published="config/published.csv",
        attributes="results/{dataset}/data/attributes.nc",
        # Those that this configuration makes; parts of others are not testable.
        tables=lambda wildcards: [
            path for path in tables() if Path(path).stem in JUDGED
        ],
    output:
        table="results/{dataset}/tables/claims.csv",
        page="results/{dataset}/REPLICATION.md",
    log:
        "logs/{dataset}/table_claims.log",
    benchmark:
        "results/{dataset}/benchmarks/table_claims.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections(
            "headline", "samples", "periods", "seeds", "vic", "calibration"
        ),
        figures=lambda wildcards: sorted({Path(path).stem for path in figures()}),
    message:
        "Judge the claims ({wildcards.dataset})"
    script:
        "../scripts/table_claims.py"


rule figure_claims:
    input:
        code=package_code("figure_claims"),
        claims="results/{dataset}/tables/claims.csv",
    output:
        png=report(
            "results/{dataset}/figures/claims.png",
            caption="../report/claims.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/claims.pdf",
    log:
        "logs/{dataset}/figure_claims.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_claims.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw every part of the claims against its limit ({wildcards.dataset})"
    script:
        "../scripts/figure_claims.py"
