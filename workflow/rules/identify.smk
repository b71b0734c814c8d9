# Which parameters surface moisture can constrain: three studies, a table, a figure.


rule identify_sobol:
    input:
        code=package_code("identify_sobol"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/identifiability/sobol.csv",
    log:
        "logs/{dataset}/identify_sobol.log",
    benchmark:
        "results/{dataset}/benchmarks/identify_sobol.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic"),
        model=config["models"][config["headline"]],
        known=config["identifiability"]["known"],
        sample=config["identifiability"]["sample"],
        samples=config["identifiability"]["samples"],
        seed=config["identifiability"]["seed"],
    message:
        "Measure what each parameter moves over all ranges ({wildcards.dataset})"
    script:
        "../scripts/identify_sobol.py"


rule identify_slopes:
    input:
        code=package_code("identify_slopes"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        information="results/{dataset}/identifiability/information.nc",
    log:
        "logs/{dataset}/identify_slopes.log",
    benchmark:
        "results/{dataset}/benchmarks/identify_slopes.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline", "periods", "warmup", "engine", "vic"),
        model=config["models"][config["headline"]],
        known=config["identifiability"]["known"],
        step=config["identifiability"]["step"],
    message:
        "Measure what observed days tell of each parameter ({wildcards.dataset})"
    script:
        "../scripts/identify_slopes.py"


rule identify_recovery:
    input:
        code=package_code("identify_recovery"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/identifiability/recovery_seed{seed}.csv",
    log:
        "logs/{dataset}/identify_recovery/seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/identify_recovery/seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    threads: config["engine"]["threads"]
    params:
        settings=sections("periods", "warmup", "engine", "vic", "learning"),
        model=config["models"][config["headline"]],
        known=config["identifiability"]["known"],
        steps=config["identifiability"]["steps"],
        noise=config["identifiability"]["noise_m3_m3"],
        unexplained=config["twin"]["parameter_noise"],
    message:
        "Find generated parameters on this forcing ({wildcards.dataset}, seed {wildcards.seed})"
    script:
        "../scripts/identify_recovery.py"


rule table_identifiability:
    input:
        code=package_code("table_identifiability"),
        sobol="results/{dataset}/identifiability/sobol.csv",
        information="results/{dataset}/identifiability/information.nc",
        recovered=expand(
            "results/{{dataset}}/identifiability/recovery_seed{seed}.csv",
            seed=config["identifiability"]["worlds"],
        ),
    output:
        table="results/{dataset}/tables/identifiability.csv",
    log:
        "logs/{dataset}/table_identifiability.log",
    benchmark:
        "results/{dataset}/benchmarks/table_identifiability.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline", "vic", "identifiability"),
        model=config["models"][config["headline"]],
    message:
        "Say which parameters surface moisture constrains ({wildcards.dataset})"
    script:
        "../scripts/table_identifiability.py"


rule figure_identifiability:
    input:
        code=package_code("figure_identifiability"),
        identifiability="results/{dataset}/tables/identifiability.csv",
    output:
        png=report(
            "results/{dataset}/figures/identifiability.png",
            caption="../report/identifiability.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/identifiability.pdf",
    log:
        "logs/{dataset}/figure_identifiability.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_identifiability.jsonl"
    conda:
        "../../environment.yml"
    params:
        limits=config["identifiability"]["limits"],
    message:
        "Draw which parameters surface moisture constrains ({wildcards.dataset})"
    script:
        "../scripts/figure_identifiability.py"
