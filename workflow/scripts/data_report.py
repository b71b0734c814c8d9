"""Report coverage and defects of the data as a table and as maps."""

from pathlib import Path
from typing import Any

import pandas as pd

from fpl import logs
from fpl.data import report, store
from fpl.figures import data_report, style
from fpl.terms import Study


def write(
    sources: dict[str, str],
    table: str,
    png: str,
    pdf: str,
    periods: Any,
    study: Study,
    samples: list[str],
) -> None:
    forcing = store.open_forcing(sources["forcing"])
    observations = store.open_observations(sources["observations"])
    attributes = store.open_attributes(sources["attributes"])
    quality = pd.read_csv(sources["quality"])
    Path(table).parent.mkdir(parents=True, exist_ok=True)
    facts = report.facts(forcing, observations, attributes, quality, periods, samples, study.place)
    facts.to_csv(table, index=False, float_format="%.6g")
    style.save(data_report.plot(forcing, observations, quality, periods, study, samples), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    names = ("forcing", "observations", "attributes", "quality")
    write(
        sources={name: snakemake.input[name] for name in names},
        table=snakemake.output.table,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
        periods=snakemake.params.settings["periods"],
        study=Study.of(snakemake.params.study),
        samples=snakemake.params.settings["samples"],
    )
