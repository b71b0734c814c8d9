"""The multiverse: which models answer a claim, with which verdict, and what is said of it."""

import numpy as np
import pandas as pd
import pytest
from studies import SMAP
from test_claims import LEDGER, PART

from fpl.config.claims import check
from fpl.figures.multiverse import plot
from fpl.tables.multiverse import build, choices, sentence, share

MODELS = {
    "wide": {"process": "vic", "observation": "identity", "capillary": True, "dynamic": []},
    "own": {"process": "vic", "observation": "rescaled", "capillary": False, "dynamic": []},
    "bare": {"process": "vic", "observation": "identity", "capillary": False, "dynamic": ["n"]},
}


@pytest.fixture
def ledger():
    part = PART | {"where": PART["where"] | {"model": "own"}}
    return check(LEDGER | {"claims": [LEDGER["claims"][0] | {"parts": [part]}]})


def rows(**values):
    """A row of statistics for each model: its value, 0.0004 to either side."""
    row = {"method": "fpl", "against": "lockstep", "statistic": "rmse", "n": 9, "unit": "m3 m-3"}
    return pd.DataFrame(
        [
            row | {"model": model, "value": value, "low": value - 4e-4, "high": value + 4e-4}
            for model, value in values.items()
        ]
    )


def test_every_model_that_has_the_row_is_judged_by_the_same_limit(ledger):
    table = build(ledger, {"temporal": rows(wide=0.001, own=0.0012, bare=0.003)}, MODELS, "smap")
    assert table[["model", "decides", "verdict"]].to_numpy().tolist() == [
        ["own", 1, "supported"],
        ["wide", 0, "supported"],
        ["bare", 0, "refuted"],
    ]
    assert table["capillary"].tolist() == ["no", "yes", "no"]
    assert table["dynamic"].tolist() == ["none", "none", "n"] and "process" not in table
    assert share(table, "skill") == (2, 3)
    assert sentence(table, "skill").endswith("supported with 2 of 3 models; refuted with bare.")


def test_models_without_a_value_are_left_out(ledger):
    table = build(ledger, {"temporal": rows(own=0.001, bare=np.nan)}, MODELS, "smap")
    assert table["model"].tolist() == ["own"]
    assert "one model only" in sentence(table, "skill")
    assert share(table, "cost") == (0, 0)
    assert build(ledger, {}, MODELS, "smap").empty


def test_choices_are_the_keys_in_which_models_differ():
    assert choices(MODELS) == ["observation", "capillary", "dynamic"]
    assert choices({"own": MODELS["own"]}) == ["process"]


def test_figure_has_a_curve_for_claims_with_several_models(ledger):
    table = build(ledger, {"temporal": rows(wide=0.003, own=0.001, bare=0.002)}, MODELS, "smap")
    drawn = plot({"multiverse": table}, SMAP, {})
    curve, dots = drawn.axes
    filled = [line for line in curve.lines if line.get_markerfacecolor() not in ("white", "none")]
    assert any(list(line.get_ydata()) == pytest.approx([1.0]) for line in filled)
    assert curve.get_ylabel().startswith("RMSE (10$^{-3}$ m")
    assert [label.get_text() for label in dots.get_yticklabels()][:2] == [
        "observation: identity",
        "observation: rescaled",
    ]
    alone = build(ledger, {"temporal": rows(own=0.001)}, MODELS, "smap")
    assert "No claim" in plot({"multiverse": alone}, SMAP, {}).get_suptitle()
