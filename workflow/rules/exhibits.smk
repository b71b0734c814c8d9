# Which tables, figures and notebooks a run makes, and which are committed. No rules here.

# Tables, figures and notebooks of a dataset


def table_stems(dataset):
    """The tables of a dataset."""
    return [table.name for table in offers.tables(OFFERED[dataset])]


def figure_stems(dataset):
    """The figures of a dataset; the report of the data draws its own."""
    drawn = [figure.name for figure in offers.figures(OFFERED[dataset])]
    return ["data_report", *drawn]


def tables_of(dataset):
    """The files of all tables of a dataset."""
    return [f"results/{dataset}/tables/{name}.csv" for name in table_stems(dataset)]


def figures_of(dataset):
    """The files of all figures of a dataset."""
    named = [f"results/{dataset}/figures/{name}" for name in figure_stems(dataset)]
    return [f"{path}.{form}" for path in named for form in ("png", "pdf")]


def tables():
    """Every table of every case."""
    return [path for dataset in cases for path in tables_of(dataset)]


def figures():
    """Every figure of every case."""
    return [path for dataset in cases for path in figures_of(dataset)]


def notebooks():
    """Every notebook that a case has, executed on its results."""
    return [
        f"results/{dataset}/notebooks/{notebook.name}.html"
        for dataset in cases
        for notebook in offers.notebooks(OFFERED[dataset])
    ]


def judged_tables(wildcards):
    """The tables that claims read and the case has; parts that read others are not testable."""
    read = ledger.tables()
    stems = [stem for stem in table_stems(wildcards.dataset) if stem in read]
    return [f"results/{wildcards.dataset}/tables/{stem}.csv" for stem in stems]


# Committed copies; a generated world has none


def copies(dataset):
    """What is published of a dataset: pairs of a computed file and its committed copy."""
    folder, made = cases[dataset].published, Path("results", dataset)
    kept = Path("results/tables", folder)
    page = Path("." if folder == "." else kept, "REPLICATION.md")
    stems = [t.name for t in offers.tables(OFFERED[dataset]) if t.published]
    drawn = [f.name for f in offers.figures(OFFERED[dataset]) if f.published]
    written = {  # by the table that it is written with
        "summary": (made / "tables/summary.md", kept / "summary.md"),
        "claims": (made / "REPLICATION.md", page),
    }
    return {
        "tables": [(made / f"tables/{s}.csv", kept / f"{s}.csv") for s in stems],
        "markdown": [pair for stem, pair in written.items() if stem in stems],
        "figures": [
            (made / f"figures/{stem}.{form}", Path("figures", folder, f"{stem}.{form}"))
            for stem in ["data_report", *drawn]
            for form in ("png", "pdf")
        ],
    }


def computed(dataset, kind):
    """The computed files of a kind that are published."""
    return [str(source) for source, _ in copies(dataset)[kind]]


def committed(dataset, kind):
    """Their committed copies, in the same order."""
    return [str(copy) for _, copy in copies(dataset)[kind]]


def readme_inputs(wildcards):
    """The committed files whose numbers stand in README.md, as far as the case has them."""
    wanted = {
        "summary.md": "markdown",
        "et_methods.csv": "fluxes",
        "claims.csv": "claims",
        "multiverse.csv": "multiverse",
    }
    kinds = ("tables", "markdown")
    there = [path for kind in kinds for path in committed(wildcards.dataset, kind)]
    named = {Path(path).name: path for path in there}
    return {key: named[name] for name, key in wanted.items() if name in named}


def stamps():
    """What is done to committed files; README.md shows the case that has no folder of its own."""
    main = [name for name in PUBLISHED if cases[name].published == "."]
    return [f"results/{name}/published.json" for name in PUBLISHED] + [
        f"results/{name}/readme.json" for name in main
    ]
