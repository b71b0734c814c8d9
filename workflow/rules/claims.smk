# The claims ledger: each claim's verdict, and REPLICATION.md.


rule table_claims:
    input:
        code=package_code("table_claims"),
        ledger="config/claims.yaml",
        published="config/published.csv",
        attributes="results/{dataset}/data/attributes.nc",
        # Those that the case has; parts of others are not testable.
        tables=judged_tables,
    output:
        table="results/{dataset}/tables/claims.csv",
        page="results/{dataset}/REPLICATION.md",
    params:
        settings=sections(
            "headline",
            "samples",
            "periods",
            "seeds",
            "processes",
            "models",
            "calibration",
        ),
        figures=lambda wildcards: sorted(figure_stems(wildcards.dataset)),
        study=study,
    message:
        "Judge the claims ({wildcards.dataset})"
    script:
        "../scripts/table_claims.py"
