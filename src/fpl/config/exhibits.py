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
}

FIGURES = (
    Figure("metrics", ("metrics",)),
    Figure("skill", ("metrics",), ("headline",), ("fpl",)),
    Figure("timeseries", ("timeseries",), ("periods",), ("fpl",)),
    Figure("scaling", ("curves",), needs=("fpl",)),
    Figure("cost", ("cost_curves",), needs=("fpl", "experiments")),
    Figure("superconvergence", ("scaling",), needs=("fpl", "experiments")),
    Figure("lockstep", ("lockstep",), needs=("sceua", "lockstep")),
    Figure("space", ("space", "space_cells"), needs=("fpl", "experiments")),
    Figure("space_map", ("space", "space_cells"), needs=("fpl", "experiments")),
    Figure("parameters", ("parameters",), ("headline", "figures"), ("fpl",)),
    Figure("parameter_maps", ("parameter_maps",), ("headline",), ("fpl", "identifiability")),
    Figure("coherence", ("coherence", "variograms"), ("headline",), ("fpl", "identifiability")),
    Figure("equifinality", ("equifinality",), ("headline",), ("fpl", "identifiability")),
    Figure("identifiability", ("identifiability",), ("identifiability",), ("identifiability",)),
    Figure("recovery", ("recovery", "recovery_cells"), needs=("truth",), published=False),
    Figure("uncertainty", ("uncertainty",), needs=("fpl",)),
    Figure("networks", ("networks",), ("headline",), ("networks",)),
    Figure("surrogate", ("surrogate",), needs=("surrogate",)),
    Figure("lstm", ("lstm",), needs=("lstm",)),
    Figure("lstm_gap", ("lstm_gap",), needs=("lstm", "upstream_lstm")),
    Figure("fairness", ("fairness",), needs=("fpl", "experiments")),
    Figure("et_methods", ("et_methods",), needs=("evapotranspiration",)),
    Figure("priors_et", ("priors_et", "evapotranspiration"), needs=("towers",)),
    Figure("et_tradeoff", ("evapotranspiration",), needs=("towers", "fpl")),
    Figure("vic_fidelity", ("vic_fidelity", "vic_fidelity_runs"), needs=("vic_reference",)),
    Figure("claims", ("claims",)),
)
