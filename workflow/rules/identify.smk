# Which parameters observations of the target can constrain: three studies, a table.


rule identify_sobol:
    input:
        **PREPARED,
        code=model_code("identify_sobol"),
    output:
        table="results/{dataset}/identifiability/sobol.csv",
    params:
        settings=problem(),
        model=headline_settings,
        known=setting("identifiability", "known"),
        sample=setting("identifiability", "sample"),
        samples=setting("identifiability", "samples"),
        seed=setting("identifiability", "seed"),
    message:
        "Measure what each parameter moves over all ranges ({wildcards.dataset})"
    script:
        "../scripts/identify_sobol.py"


rule identify_slopes:
    input:
        **PREPARED,
        code=model_code("identify_slopes"),
    output:
        information="results/{dataset}/identifiability/information.nc",
    params:
        settings=problem("headline"),
        model=headline_settings,
        known=setting("identifiability", "known"),
        step=setting("identifiability", "step"),
    message:
        "Measure what observed days tell of each parameter ({wildcards.dataset})"
    script:
        "../scripts/identify_slopes.py"


rule identify_recovery:
    input:
        **PREPARED,
        code=model_code("identify_recovery"),
    output:
        table="results/{dataset}/identifiability/recovery_seed{seed}.csv",
    threads: checked.engine.threads
    params:
        settings=problem("learning"),
        model=headline_settings,
        known=setting("identifiability", "known"),
        steps=setting("identifiability", "steps"),
        noise=setting("identifiability", "noise"),
        unexplained=setting("identifiability", "unexplained"),
    message:
        "Find generated parameters on this forcing ({wildcards.dataset}, seed {wildcards.seed})"
    script:
        "../scripts/identify_recovery.py"


rule table_identifiability:
    input:
        code=package_code("table_identifiability"),
        sobol="results/{dataset}/identifiability/sobol.csv",
        information="results/{dataset}/identifiability/information.nc",
        recovered=recovered_worlds,
    output:
        table="results/{dataset}/tables/identifiability.csv",
    params:
        settings=sections("headline", "processes", "identifiability"),
        model=headline_settings,
        study=study,
    message:
        "Say which parameters observations constrain ({wildcards.dataset})"
    script:
        "../scripts/table_identifiability.py"
