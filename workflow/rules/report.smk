# Figures, executed notebooks, committed copies of published results, numbers in the README.


for figure in FIGURES:  # one rule for each line of the catalogue, all with one script

    rule:
        name:
            f"figure_{figure.name}"
        input:
            code=package_code("figure", f"fpl.figures.{figure.name}"),
            tables=expand("results/{{dataset}}/tables/{stem}.csv", stem=figure.reads),
        output:
            png=report(
                f"results/{{dataset}}/figures/{figure.name}.png",
                caption=f"../report/{figure.name}.rst",
                category="Figures",
            ),
            pdf=f"results/{{dataset}}/figures/{figure.name}.pdf",
        params:
            module=figure.name,
            settings=sections(*figure.sections),
            study=study,
        message:
            f"Draw {figure.name} ({{wildcards.dataset}})"
        script:
            "../scripts/figure.py"


rule notebook:
    input:
        **PREPARED,
        code=package_code("execute_notebook", "fpl.notebook"),
        notebook="notebooks/{notebook}.py",
        tables=lambda wildcards: tables_of(wildcards.dataset),
        figures=lambda wildcards: figures_of(wildcards.dataset),
    output:
        html="results/{dataset}/notebooks/{notebook}.html",
    message:
        "Execute notebook {wildcards.notebook} ({wildcards.dataset})"
    script:
        "../scripts/execute_notebook.py"


for case_name in PUBLISHED:  # copies have no wildcard: a rule for each case

    rule:
        name:
            f"publish_{case_name}"
        input:
            code=package_code("publish"),
            tables=computed(case_name, "tables"),
            markdown=computed(case_name, "markdown"),
            figures=computed(case_name, "figures"),
        output:
            tables=committed(case_name, "tables"),
            markdown=committed(case_name, "markdown"),
            figures=committed(case_name, "figures"),
            # Not committed: a fresh clone, which has the copies, lacks it and so rebuilds everything.
            stamp=f"results/{case_name}/published.json",
        log:
            f"logs/{case_name}/publish.log",
        benchmark:
            f"results/{case_name}/benchmarks/publish.jsonl"
        message:
            "Copy tables and figures to where they are committed"
        script:
            "../scripts/publish.py"


rule readme:
    input:
        unpack(readme_inputs),
        code=package_code("readme"),
        datasets="config/datasets.csv",
        ledger="config/claims.yaml",
        readme="README.md",
    output:
        stamp="results/{dataset}/readme.json",
    message:
        "Fill the marked blocks of README.md ({wildcards.dataset})"
    script:
        "../scripts/readme.py"
