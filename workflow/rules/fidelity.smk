# How near the process model is to the original: fewer sub-steps, and runs of VIC itself.

for (
    name
) in PUBLISHED:  # where the runs are absent, the committed copies stay as they are
    if "process vic" in OFFERED[name] and "vic_reference" not in OFFERED[name]:
        logger.info(
            f"No vic_reference/*.nc in cases.{name}.data.local_folders: vic_fidelity is left out."
        )


rule table_substeps:
    input:
        **PREPARED,
        code=model_code("table_substeps"),
        parameters=headline_parameters,
    output:
        table="results/{dataset}/tables/substeps.csv",
    params:
        settings=problem("headline"),
        model=headline_settings,
        study=study,
    message:
        "Measure what fewer sub-steps change ({wildcards.dataset})"
    script:
        "../scripts/table_substeps.py"


rule table_vic_fidelity:
    input:
        code=package_code("table_vic_fidelity"),
        runs=reference_runs,
    output:
        table="results/{dataset}/tables/vic_fidelity.csv",
        runs="results/{dataset}/tables/vic_fidelity_runs.csv",
    params:
        settings=sections("engine"),
        study=study,
    message:
        "Compare our VIC with runs of VIC itself ({wildcards.dataset})"
    script:
        "../scripts/table_vic_fidelity.py"
