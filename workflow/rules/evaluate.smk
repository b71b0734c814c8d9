# Parameters to simulations to metrics; baselines.


rule default_parameters:
    input:
        code=package_code("default_parameters"),
        forcing="results/{dataset}/data/forcing.nc",
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        parameters="results/{dataset}/{model}/default/{density}/seed0/parameters.nc",
    log:
        "logs/{dataset}/default_parameters/{model}_{density}.log",
    benchmark:
        "results/{dataset}/benchmarks/default_parameters/{model}_{density}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic"),
        model=model_settings,
    message:
        "Take the prior parameters of {wildcards.model} ({wildcards.dataset}, {wildcards.density})"
    script:
        "../scripts/default_parameters.py"


rule simulate:
    input:
        code=package_code("simulate"),
        parameters="results/{dataset}/{model}/{method}/{density}/seed{seed}/parameters.nc",
        forcing="results/{dataset}/data/forcing.nc",
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        simulation="results/{dataset}/{model}/{method}/{density}/seed{seed}/simulation.nc",
    log:
        "logs/{dataset}/simulate/{model}_{method}_{density}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/simulate/{model}_{method}_{density}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic"),
        model=model_settings,
    message:
        "Simulate with {wildcards.model}, {wildcards.method} ({wildcards.dataset}, {wildcards.density}, seed {wildcards.seed})"
    script:
        "../scripts/simulate.py"


rule evaluate:
    input:
        code=package_code("evaluate"),
        simulation="results/{dataset}/{model}/{method}/{density}/seed{seed}/simulation.nc",
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
    output:
        metrics="results/{dataset}/{model}/{method}/{density}/seed{seed}/metrics.csv",
    log:
        "logs/{dataset}/evaluate/{model}_{method}_{density}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/evaluate/{model}_{method}_{density}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evaluation"),
    message:
        "Score {wildcards.model}, {wildcards.method} ({wildcards.dataset}, {wildcards.density}, seed {wildcards.seed})"
    script:
        "../scripts/evaluate.py"


rule climatology:
    input:
        code=package_code("climatology"),
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
    output:
        metrics="results/{dataset}/observation/climatology/{density}/seed0/metrics.csv",
    log:
        "logs/{dataset}/climatology/{density}.log",
    benchmark:
        "results/{dataset}/benchmarks/climatology/{density}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evaluation"),
    message:
        "Score each cell's mean of the training period ({wildcards.dataset}, {wildcards.density})"
    script:
        "../scripts/climatology.py"


rule lstm_baseline:
    input:
        code=package_code("lstm_baseline"),
        raw="results/smap/data/raw.json",
        soil_moisture="results/smap/data/soil_moisture.nc",
    output:
        metrics="results/smap/upstream_lstm/lstm/{density}/seed0/metrics.csv",
    log:
        "logs/smap/lstm_baseline/{density}.log",
    benchmark:
        "results/smap/benchmarks/lstm_baseline/{density}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evaluation"),
    message:
        "Score the predictions of the upstream LSTM ({wildcards.density})"
    script:
        "../scripts/lstm_baseline.py"
