# The claims ledger: each claim under every model, its verdict, and REPLICATION.md.


rule table_multiverse:
    input:
        code=package_code("table_multiverse"),
        ledger="config/claims.yaml",
        tables=judged_tables,
    output:
        table="results/{dataset}/tables/multiverse.csv",
    params:
        models=setting("models"),
        study=study,
    message:
        "Ask each claim of every model ({wildcards.dataset})"
    script:
        "../scripts/table_multiverse.py"


rule table_claims:
    input:
        code=package_code("table_claims"),
        ledger="config/claims.yaml",
        published="config/published.csv",
        history="config/claims_history.csv",
        multiverse="results/{dataset}/tables/multiverse.csv",
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
