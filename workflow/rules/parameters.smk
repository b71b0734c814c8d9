# Are maps of parameters coherent, is that earned, and do seeds agree?
from fpl.config import mapped

TABLES.extend(["coherence", "equifinality", "parameter_maps"])
FIGURES.extend(["coherence", "equifinality", "parameter_maps"])
PUBLISHED.extend(["coherence", "equifinality"])


rule table_coherence:
    input:
        unpack(truth),
        code=package_code("table_coherence"),
        parameters=of_runs(mapped.parameter_runs(checked), "parameters.nc"),
        judged=expand(
            "results/{{dataset}}/experiments/{experiment}.csv",
            experiment=mapped.judged(checked),
        ),
        identifiability="results/{dataset}/tables/identifiability.csv",
        forcing="results/{dataset}/data/forcing.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/coherence.csv",
        variograms="results/{dataset}/tables/variograms.csv",
    log:
        "logs/{dataset}/table_coherence.log",
    benchmark:
        "results/{dataset}/benchmarks/table_coherence.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "learning"),
    message:
        "Measure how coherent maps of parameters are ({wildcards.dataset})"
    script:
        "../scripts/table_coherence.py"


rule table_equifinality:
    input:
        code=package_code("table_equifinality"),
        parameters=of_runs(mapped.parameter_runs(checked), "parameters.nc"),
        judged=expand(
            "results/{{dataset}}/experiments/{experiment}.csv",
            experiment=mapped.judged(checked),
        ),
        identifiability="results/{dataset}/tables/identifiability.csv",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/equifinality.csv",
    log:
        "logs/{dataset}/table_equifinality.log",
    benchmark:
        "results/{dataset}/benchmarks/table_equifinality.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Measure how far seeds disagree on parameters ({wildcards.dataset})"
    script:
        "../scripts/table_equifinality.py"


rule table_parameter_maps:
    input:
        unpack(truth),
        code=package_code("table_parameter_maps"),
        parameters=of_runs(mapped.drawn_runs(checked), "parameters.nc"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/parameter_maps.csv",
    log:
        "logs/{dataset}/table_parameter_maps.log",
    benchmark:
        "results/{dataset}/benchmarks/table_parameter_maps.jsonl"
    conda:
        "../../environment.yml"
    params:
        drawn=list(mapped.DRAWN),
    message:
        "Collect the parameters that are drawn as maps ({wildcards.dataset})"
    script:
        "../scripts/table_parameter_maps.py"


rule figure_coherence:
    input:
        code=package_code("figure_coherence"),
        coherence="results/{dataset}/tables/coherence.csv",
        variograms="results/{dataset}/tables/variograms.csv",
    output:
        png=report(
            "results/{dataset}/figures/coherence.png",
            caption="../report/coherence.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/coherence.pdf",
    log:
        "logs/{dataset}/figure_coherence.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_coherence.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Draw how coherent maps of parameters are ({wildcards.dataset})"
    script:
        "../scripts/figure_coherence.py"


rule figure_equifinality:
    input:
        code=package_code("figure_equifinality"),
        equifinality="results/{dataset}/tables/equifinality.csv",
    output:
        png=report(
            "results/{dataset}/figures/equifinality.png",
            caption="../report/equifinality.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/equifinality.pdf",
    log:
        "logs/{dataset}/figure_equifinality.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_equifinality.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Draw how far seeds disagree on parameters ({wildcards.dataset})"
    script:
        "../scripts/figure_equifinality.py"


rule figure_parameter_maps:
    input:
        code=package_code("figure_parameter_maps"),
        parameter_maps="results/{dataset}/tables/parameter_maps.csv",
    output:
        png=report(
            "results/{dataset}/figures/parameter_maps.png",
            caption="../report/parameter_maps.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/parameter_maps.pdf",
    log:
        "logs/{dataset}/figure_parameter_maps.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_parameter_maps.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Draw maps of parameters by every method ({wildcards.dataset})"
    script:
        "../scripts/figure_parameter_maps.py"
