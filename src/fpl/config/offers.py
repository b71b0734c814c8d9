"""Which tables, figures and notebooks a case has: those whose needs it offers."""

from collections.abc import Collection
from pathlib import Path

from fpl.config import runs
from fpl.config.case import Case
from fpl.config.exhibits import FIGURES, NOTEBOOKS, TABLES, Figure, Notebook, Table

SECTIONS = ("evapotranspiration", "experiments", "identifiability", "lstm", "surrogate")


def offers(case: Case, judged: Collection[str] = ()) -> set[str]:
    """What exhibits may need (``fpl.config.exhibits.NEEDS``) and the case has.

    ``judged`` are the names of the cases that the claims ledger asks about.
    """
    found = {name for name in SECTIONS if getattr(case, name)}
    found |= {f"experiments.{name}" for name in case.experiments}
    found |= set(case.methods.get(case.headline, []))
    found |= {f"place {case.place}", f"process {case.models[case.headline].process}"}
    found |= set(case.data.offers)
    estimates = case.evapotranspiration
    if estimates is None:
        found -= {"towers"}
    has = {
        "networks": runs.networks(case),
        "curves": runs.curves(case),
        "examples": runs.examples(case),
        "modis": "towers" in found and estimates and estimates.modis_csv,
        "vic_reference": reference_runs(case),
        "claims": case.name in judged,
    }
    return found | {name for name, value in has.items() if value}


def reference_runs(case: Case) -> list[str]:
    """Runs of the original model in local folders of a case; no address to fetch them is known."""
    for folder in getattr(case.data, "local_folders", []):
        if found := sorted(Path(folder, "vic_reference").glob("*.nc")):
            return [str(path) for path in found]
    return []


def tables(offered: Collection[str]) -> list[Table]:
    """The tables of a case that offers all this."""
    return [table for table in TABLES if set(table.needs) <= set(offered)]


def figures(offered: Collection[str]) -> list[Figure]:
    """The figures of a case that offers all this, and has the tables that they are drawn from."""
    return [figure for figure in FIGURES if _has(offered, figure)]


def notebooks(offered: Collection[str]) -> list[Notebook]:
    """The notebooks of a case that offers all this, and has the tables that they show."""
    return [notebook for notebook in NOTEBOOKS if _has(offered, notebook)]


def _has(offered: Collection[str], exhibit: Figure | Notebook) -> bool:
    there = {stem for table in tables(offered) for stem in (table.name, *table.beside)}
    return set(exhibit.needs) <= set(offered) and set(exhibit.reads) <= there
