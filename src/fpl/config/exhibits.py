"""Catalogue of figures: which tables each reads, and what a case must have for it.

A figure is a module in ``fpl.figures`` with ``plot(tables, study, settings)``, a caption
``workflow/report/NAME.rst``, and one line here. The workflow makes a rule of each line.
"""

from typing import NamedTuple


class Figure(NamedTuple):
    """One figure of a case.

    name : module in ``fpl.figures``, caption, and stem of the file that is drawn
    reads : stems of the csv tables that it is drawn from, in ``results/{dataset}/tables``
    sections : parts of the configuration that ``plot`` gets as ``settings``
    needs : what a case must have, else the figure is left out, see ``NEEDS``
    published : whether the figure is committed for cases that are published
    """

    name: str
    reads: tuple[str, ...]
    sections: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    published: bool = True


NEEDS = {
    # optional sections of a case
    "evapotranspiration": "evapotranspiration is compared among methods",
    "experiments": "runs beside the main ones",
    "identifiability": "which parameters the target constrains is studied",
    "lstm": "a network without a process model is trained",
    "surrogate": "a surrogate of the process model is trained",
    # what a data source offers
    "towers": "measured evapotranspiration: flux towers and water balances of basins",
    "truth": "the true parameters are known",
    "upstream_lstm": "predictions of an LSTM come with the data",
    "vic_reference": "runs of VIC itself are at hand",
    # methods of the headline model
    "default": "prior parameters are run",
    "fpl": "parameters are learned by g_A",
    "lockstep": "SCE-UA is run in lockstep",
    "networks": "parameters are learned by more than one network, or vary from day to day",
    "sceua": "SCE-UA is run by SPOTPY",
    # any model
    "curves": "a method learns or searches, so that skill has a curve against cost",
    "examples": "a method of the headline model is drawn as time series",
    # the rest of a case
    "claims": "claims of the ledger are asked of it",
    "modis": "a file of MODIS evapotranspiration is named",
    "place cell": "places are cells",
    "place basin": "places are basins",
    "process vic": "the headline model is VIC",
    "process snow_bucket": "the headline model is the snow-and-bucket model",
    # experiments by name
    "experiments.scaling": "more and fewer training places",
    "experiments.regions": "regions left out of training",
    "experiments.mappings": "other mappings from attributes to parameters",
    "experiments.operators": "other models and observation operators",
}

FIGURES = (
    Figure("metrics", ("metrics",), ("samples",)),
    Figure("skill", ("metrics",), ("headline", "samples"), ("fpl", "sceua")),
    Figure("timeseries", ("timeseries",), ("periods",), ("fpl",)),
    Figure("scaling", ("curves",), ("samples",), ("fpl",)),
    Figure("cost", ("cost_curves",), needs=("fpl", "experiments")),
    Figure("superconvergence", ("scaling",), needs=("fpl", "experiments")),
    Figure("lockstep", ("lockstep",), needs=("sceua", "lockstep")),
    Figure("space", ("space", "space_cells"), ("samples",), needs=("fpl", "experiments")),
    Figure("space_map", ("space", "space_cells"), needs=("fpl", "experiments")),
    Figure("parameters", ("parameters",), ("headline", "figures", "samples"), ("fpl",)),
    Figure("parameter_maps", ("parameter_maps",), ("headline",), ("fpl", "identifiability")),
    Figure(
        "coherence",
        ("coherence", "variograms"),
        ("headline", "figures"),
        ("fpl", "identifiability"),
    ),
    Figure("equifinality", ("equifinality",), ("headline",), ("fpl", "identifiability")),
    Figure("identifiability", ("identifiability",), ("identifiability",), ("identifiability",)),
    Figure("recovery", ("recovery", "recovery_cells"), ("samples",), ("truth",), published=False),
    Figure("uncertainty", ("uncertainty",), needs=("fpl",)),
    Figure("networks", ("networks",), ("headline", "samples"), ("networks",)),
    Figure("surrogate", ("surrogate",), needs=("surrogate",)),
    Figure("lstm", ("lstm",), ("samples",), ("lstm",)),
    Figure("lstm_gap", ("lstm_gap",), needs=("lstm", "upstream_lstm")),
    Figure("fairness", ("fairness",), ("headline", "models"), ("fpl", "experiments")),
    Figure("et_methods", ("et_methods",), needs=("evapotranspiration",)),
    Figure("priors_et", ("priors_et", "evapotranspiration"), needs=("towers",)),
    Figure("et_tradeoff", ("evapotranspiration",), ("samples",), ("towers", "fpl")),
    Figure("vic_fidelity", ("vic_fidelity", "vic_fidelity_runs"), needs=("vic_reference",)),
    Figure("multiverse", ("multiverse",), needs=("claims",)),
    Figure("claims", ("claims",)),
)


class Table(NamedTuple):
    """One table of a case, made by the rule ``table_NAME`` (``data_report``: by its own).

    name : stem of the csv in ``results/{dataset}/tables``
    needs : what a case must have, else the table is left out, see ``NEEDS``
    published : whether the table is committed for cases that are published; tables that hold every
        place or day would swell the repository
    beside : stems of further csv files that the rule makes, never committed
    """

    name: str
    needs: tuple[str, ...] = ()
    published: bool = True
    beside: tuple[str, ...] = ()


MAPPED = ("fpl", "identifiability")
BESIDE_MAIN = ("experiments.mappings", "experiments.operators")
TABLES = (
    Table("data_report"),
    Table("metrics", published=False),
    Table("skill"),
    Table("curves", ("curves",)),
    Table("summary", ("curves",)),
    Table("parameters", published=False),
    Table("timeseries", ("examples",), published=False),
    Table("substeps", ("fpl", "process vic")),
    Table("lockstep", ("sceua", "lockstep")),
    Table("cost", ("fpl", "experiments.scaling", "surrogate")),
    Table("cost_curves", ("fpl", "experiments.scaling", "surrogate")),
    Table("scaling", ("fpl", "lockstep", "experiments.scaling", "experiments.regions")),
    Table(
        "space",
        ("fpl", "lockstep", "experiments.mappings", "experiments.regions"),
        beside=("space_cells",),
    ),
    Table("coherence", MAPPED, beside=("variograms",)),
    Table("equifinality", MAPPED),
    Table("bounds", ("fpl",)),
    Table("parameter_maps", MAPPED, published=False),
    Table("identifiability", ("identifiability",)),
    Table("recovery", ("truth",), published=False, beside=("recovery_cells",)),
    Table("uncertainty", ("fpl",)),
    Table("networks", ("networks",)),
    Table("surrogate", ("surrogate",)),
    Table("lstm", ("lstm",)),
    Table("lstm_gap", ("lstm", "upstream_lstm")),
    Table("fairness", ("fpl", "lockstep", "surrogate", *BESIDE_MAIN)),
    Table("et_methods", ("evapotranspiration",)),
    Table("et_modis", ("modis",)),
    Table("evapotranspiration", ("towers",)),
    Table("priors_et", ("towers",)),
    Table("vic_fidelity", ("vic_reference",), beside=("vic_fidelity_runs",)),
    Table("temporal", ("fpl",)),
    Table("multiverse", ("claims",)),
    Table("claims", ("claims",)),
)


class Notebook(NamedTuple):
    """One notebook, ``notebooks/NAME.py``: the tables and figures that it shows, what it needs."""

    name: str
    reads: tuple[str, ...]
    needs: tuple[str, ...] = ()


NOTEBOOKS = (
    Notebook("01_data", ("data_report",), ("place cell",)),
    Notebook("02_skill", ("skill", "summary", "timeseries"), ("place cell",)),
    Notebook("03_cost", ("cost", "cost_curves"), ("place cell",)),
    Notebook("04_scaling", ("scaling",), ("place cell",)),
    Notebook("05_space", ("space",), ("place cell",)),
    Notebook(
        "06_parameters", ("coherence", "equifinality", "bounds", "parameter_maps"), ("place cell",)
    ),
    Notebook("07_evapotranspiration", ("et_methods",), ("place cell",)),
    Notebook("08_fairness", ("fairness",), ("place cell",)),
    Notebook("09_uncertainty", ("uncertainty",), ("place cell",)),
    Notebook(
        "10_basins",
        ("summary", "skill", "timeseries", "recovery", "uncertainty"),
        ("place basin", "truth"),
    ),
)
