"""The claims ledger: its schema, its limits, rules and verdicts, and the page that it makes."""

import copy
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import SMAP, TWIN

from fpl.config.claims import check, read
from fpl.errors import ConfigError, DataError
from fpl.evaluation.claims import (
    INCONCLUSIVE,
    REFUTED,
    SUPPORTED,
    UNTESTABLE,
    holm,
    overall,
    p_value,
    pick,
    verdict,
)
from fpl.evaluation.claims import read as read_tables
from fpl.figures.claims import plot
from fpl.tables import claims, replication
from fpl.tables import replication_prose as prose

NAN, INF = float("nan"), float("inf")
# Rules and limits as committed; the one in brackets decides in smap. Whoever changes one adds what
# was known then to config/claims_history.csv. Of streamflow none has been argued yet.
LIMITS = {
    "skill": "[<= 0.001], <= 0.001, >= -0.01, <= 0.001, >= 0.001",
    "outperforms": "[<= -0.002], <= -0.002, >= 0.01",
    "cost": "[>= 100], >= 100, >= 100, >= 100, >= 100, >= 100, >= 100",
    "super_convergence": "[<= 0], <= 0.5",
    "more_data": "[<= -0.002], <= -0.002, >= 0.01",
    "data_efficiency": "[<= 13]",
    "untrained_cells": "[<= -0.002], >= 0.01, <= -0.002, >= 0.01",
    "coherence": "[>= 0.05], >= 0.05, >= 0.05, <= -0.05",
    "coherence_earned": "[>= 0.05], >= 0.05, >= 0.05, <= -0.002",
    "physical_sense": "[>= 0.1], >= 0.1, >= 0.1, >= 0.1, >= 0.7, >= 0.1",
    "evapotranspiration": "[<= -5], <= -5, <= -5, <= -5, <= -5, >= 0.1, >= 0.1, <= -5, >= 0.1",
    "other_outputs": "[>= 0.5], >= 0.5, <= 5, <= 5, >= 0.5, <= 5, >= 0.5",
    "surrogate": "<= 0.001, [<= 0.001], >= 10",
    "baseline": "[<= 0.0005]",
    "operator": f"[<= 0.001]{', <= 0.001' * 6}",
    "seeds": "[<= 0.001], >= 85, <= 95",
}
PART = {
    "name": "RMSE, fPL minus SCE-UA",
    "table": "temporal",
    "where": {"method": "fpl", "against": "lockstep", "statistic": "rmse"},
    "rule": "at_most",
    "limit": 0.002,
    "effect": "rmse",
    "primary": ["smap", "twin"],
}
LEDGER = {
    "cases": ["smap", "twin"],
    "effects": {"rmse": {"of": "RMSE", "size": 0.002, "unit": "m3 m-3", "why": "matters"}},
    "claims": [
        {
            "id": "skill",
            "claim": "Equivalent.",
            "asked_by": "paper",
            "source": {"quote": "equivalent", "where": "abstract", "tag": "V"},
            "published": ["threshold"],
            "figure": "cost",
            "limits_of_reading": "One year.",
            "parts": [PART],
        }
    ],
}
HISTORY = pd.DataFrame(
    [["2026-11-23", "abc", "skill", "margin", "<= 2", "<= 1", "nothing"]],
    columns=["date", "commit", "claim", "what", "before", "after", "known"],
)
MULTIVERSE = pd.DataFrame(
    {
        "claim": ["skill"] * 3,
        "model": ["vic_paper", "vic_extended", "vic5_extended"],
        "decides": [1, 0, 0],
        "verdict": ["supported", "supported", "inconclusive"],
    }
)
FACTS = dict.fromkeys(
    ("cells", "training", "test", "seeds", "headline", "substeps", "budget"), "so many"
)


@pytest.fixture
def ledger(root):
    return read(root / "config/claims.yaml")


@pytest.fixture
def published(root):
    return pd.read_csv(root / "config/published.csv")


def changed(**part):
    """The small ledger with other values in its part; None takes a key away."""
    values = copy.deepcopy(LEDGER)
    values["claims"][0]["parts"][0].update(part)
    kept = values["claims"][0]["parts"][0]
    values["claims"][0]["parts"][0] = {k: v for k, v in kept.items() if v is not None}
    return values


def statistics(value=0.001, low=0.0005, high=0.0015, **other):
    row = {"method": "fpl", "against": "lockstep", "statistic": "rmse"}
    row |= {"value": value, "low": low, "high": high, "n": 411, "unit": "m3 m-3"}
    return pd.DataFrame([row | other, row | {"against": np.nan, "value": 0.035}])


def part_of(table, ledger_values=LEDGER):
    tables = {} if table is None else {"temporal": table}
    return claims.build(check(ledger_values), tables, "smap").iloc[0]


def test_committed_ledger_is_valid_and_its_sources_are_there(ledger, published):
    assert {"skill", "cost", "untrained_cells", "evapotranspiration"} <= {
        claim.id for claim in ledger.claims
    }
    assert published["id"].is_unique and set(published["tag"]) <= {"V", "S"}
    for claim in ledger.claims:
        assert set(claim.published) <= set(published["id"]), claim.id
        assert any(part.rule != "reported" for part in claim.parts), claim.id


def test_limits_are_those_committed_before_the_experiments(ledger):
    signs = {"at_most": "<=", "at_least": ">="}
    found = {}
    for claim in ledger.claims:
        limits = [
            (f"{signs[part.rule]} {part.limit:g}", "smap" in part.primary)
            for part in claim.parts
            if part.rule in signs
        ]
        found[claim.id] = ", ".join(f"[{said}]" if first else said for said, first in limits)
    del found["other_models"]
    assert found == LIMITS, "add the change to config/claims_history.csv"


def test_history_has_what_was_known_at_each_change(root, ledger):
    history = pd.read_csv(root / "config/claims_history.csv", dtype=str)
    assert (
        not history.isna().any(axis=None)
        and pd.to_datetime(history["date"]).is_monotonic_increasing
    )
    named = {name for row in history["claim"] for name in row.split("; ")}
    assert named <= {"all", *(claim.id for claim in ledger.claims)}


def test_differences_say_what_is_subtracted(ledger):
    for part in [part for claim in ledger.claims for part in claim.parts]:
        itself = ("minus", "degradation")  # statistics that say themselves what is subtracted
        if " minus " in part.name and not any(word in part.where["statistic"] for word in itself):
            assert part.where.get("against"), part.name


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"table": "Temporal"}, "claims.0.parts.0.table: String should match"),
        ({"tabel": "x"}, "claims.0.parts.0.tabel: unknown key"),
        ({"where": {"method": "fpl"}}, "where: expected a statistic"),
        (
            {"where": {"metod": "fpl", "statistic": "r"}},
            "where.metod: String should match",
        ),
        ({"rule": "less"}, "claims.0.parts.0.rule: Input should be 'at_most'"),
        ({"rule": "reported"}, "limit: expected one with at_most"),
        ({"limit": None}, "limit: expected one with at_most"),
        ({"limit": 0.003}, "expected a limit of the effect's size, 0.002, got 0.003"),
        ({"effect": "bias"}, "expected an effect of rmse, got bias"),
        ({"effect": None}, "either an effect whose size it is or a why"),
        ({"why": "because"}, "either an effect whose size it is or a why"),
        ({"effect": None, "why": "because"}, "got why; argue each limit once"),
        ({"primary": ["smap"]}, "the primary one of twin, got none; name twin in `primary` of one"),
        ({"primary": ["smap", "twin", "mine"]}, "the primary one of mine, got RMSE, fPL minus"),
        (
            {"rule": "reported", "limit": None, "effect": None, "primary": ["smap"]},
            "of smap, got RMSE, fPL minus SCE-UA; name smap in `primary` of one of: none (give",
        ),
    ],
)
def test_wrong_part_is_named_with_its_remedy(part, said):
    with pytest.raises(ConfigError) as raised:
        check(changed(**part))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [({"gist": "ours"}, "got both; keep one"), ({"quote": ""}, "got neither; keep one")],
)
def test_source_is_either_quoted_or_told_in_our_words(source, said):
    values = copy.deepcopy(LEDGER)
    values["claims"][0]["source"].update(source)
    with pytest.raises(ConfigError, match=said):
        check(values)


def test_names_are_used_once():
    values = copy.deepcopy(LEDGER)
    values["claims"] *= 2
    with pytest.raises(ConfigError, match="each id once, got skill twice"):
        check(values)
    values = copy.deepcopy(LEDGER)
    values["claims"][0]["parts"] *= 2
    with pytest.raises(ConfigError, match=r"claims\.skill: expected each name of a part once"):
        check(values)


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (1.0, 0.5, 1.5, SUPPORTED),
        (1.0, 0.5, 2.0, SUPPORTED),  # the limit itself is right
        (1.0, 0.5, 2.5, INCONCLUSIVE),
        (2.5, 1.0, 3.0, INCONCLUSIVE),
        (1.0, NAN, NAN, INCONCLUSIVE),
        (INF, NAN, NAN, INCONCLUSIVE),
        (2.5, 2.1, 3.0, REFUTED),
        (2.5, 2.1, NAN, REFUTED),  # without an end
        (1.0, 0.5, NAN, INCONCLUSIVE),
        (1.0, NAN, 1.5, SUPPORTED),
        (NAN, 0.5, 1.5, UNTESTABLE),
    ],
)
def test_verdict_of_a_part(value, low, high, expected):
    assert verdict(value, low, high, "at_most", 2.0) == expected
    assert verdict(-value, -high, -low, "at_least", -2.0) == expected


def test_p_is_that_of_a_normal_error_as_wide_as_the_interval_towards_the_limit():
    assert p_value(1.96, 0.0, 9.0, 0.0) == pytest.approx(0.05)
    assert p_value(2.576, 2.576 - 1.96, 99.0, 0.0) == pytest.approx(0.01, rel=1e-3)
    assert p_value(0.0, -9.0, 1.96, 2.576) == pytest.approx(0.01, rel=1e-3)
    assert p_value(1.0, 0.0, 2.0, 1.0) == p_value(1.0, 1.0, 1.0, 1.0) == 1.0
    assert p_value(1.0, 1.0, 1.0, 2.0) == 0.0  # an interval without width
    assert np.isnan([p_value(NAN, 0, 1, 0), p_value(1, NAN, NAN, 0), p_value(INF, 1, INF, 0)]).all()


@given(st.floats(-9, 9), st.floats(0.01, 9), st.floats(0.01, 9), st.floats(-9, 9))
def test_p_and_interval_agree(value, below, above, limit):
    low, high = value - below, value + above
    near = min(abs(limit - low), abs(limit - high))
    if near > 1e-9:
        assert (p_value(value, low, high, limit) < 0.05) == (not low < limit < high)


def test_family_of_tests():
    # by hand: 0.01 * 4, 0.02 * 3, 0.04 * 2, then no smaller than the one before
    assert holm([0.04, 0.01, NAN, 0.05, 0.02]) == pytest.approx(
        [0.08, 0.04, NAN, 0.08, 0.06], nan_ok=True
    )
    assert holm([0.9, 0.8]) == [1.0, 1.0] and holm([]) == []


@pytest.mark.parametrize(
    ("primary", "adjusted", "expected"),
    [
        (SUPPORTED, 0.05, SUPPORTED),
        (SUPPORTED, 0.06, INCONCLUSIVE),
        (REFUTED, 0.001, REFUTED),
        (REFUTED, 0.2, INCONCLUSIVE),
        (REFUTED, NAN, INCONCLUSIVE),
        (INCONCLUSIVE, 0.2, INCONCLUSIVE),
        (UNTESTABLE, NAN, UNTESTABLE),
    ],
)
def test_verdict_of_a_claim(primary, adjusted, expected):
    assert overall(primary, adjusted) == expected


def test_only_the_primary_part_decides_and_the_family_counts_claims():
    values = copy.deepcopy(LEDGER)
    other = {"name": "R", "where": PART["where"] | {"statistic": "r"}, "primary": []}
    values["claims"][0]["parts"].append(PART | other)
    values["claims"].append(copy.deepcopy(values["claims"][0]) | {"id": "again"})
    near = statistics(0.001, 0.0001, 0.0019)  # p 0.03 by itself, 0.06 of two
    worse = statistics(0.01, 0.009, 0.011, statistic="r")
    table = claims.build(check(values), {"temporal": pd.concat([near, worse])}, "smap")
    assert table["verdict"].tolist() == [SUPPORTED, REFUTED] * 2
    assert set(table["claim_verdict"]) == {INCONCLUSIVE}
    assert table["p_family"].tolist() == pytest.approx(
        [2 * table["p"][0], NAN, 2 * table["p"][0], NAN], nan_ok=True
    )


def test_a_table_whose_units_are_all_1_is_judged(tmp_path):
    path = tmp_path / "temporal.csv"
    statistics(unit="1").to_csv(path, index=False)
    values = changed(effect=None, why="matters", unit="1")
    row = claims.build(check(values), read_tables([path]), "smap").iloc[0]
    assert row["verdict"] == SUPPORTED and row["unit"] == "1"


def test_an_empty_value_asks_for_an_empty_cell():
    assert pick(statistics(), {"against": "", "statistic": "rmse"})["value"] == 0.035
    assert pick(statistics(), {"against": "lockstep"})["value"] == 0.001
    assert pick(statistics(), {"against": "sceua"}) is None


def test_several_rows_are_an_error():
    with pytest.raises(DataError, match="expected one row with statistic rmse, got 2"):
        pick(statistics(), {"statistic": "rmse"})


def test_part_is_judged_and_its_distance_is_in_sizes_that_matter():
    row = part_of(statistics())
    assert row["verdict"] == row["claim_verdict"] == SUPPORTED
    found = row[["distance", "distance_low", "distance_high"]].to_list()
    assert found == pytest.approx([0.5, 0.25, 0.75])


def test_distance_of_a_ratio_is_in_orders_of_magnitude():
    where = {"method": "fpl", "against": "lockstep", "statistic": "cost_ratio"}
    other = {"effect": None, "why": "two orders", "unit": "1"}
    values = changed(where=where, rule="at_least", limit=100, **other)
    row = part_of(statistics(1000.0, 100.0, 10000.0, statistic="cost_ratio", unit="1"), values)
    found = row[["distance", "distance_low", "distance_high"]].to_list()
    assert found == pytest.approx([1.0, 0.0, 2.0])


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (None, "no table temporal.csv"),
        (statistics(against="sceua"), "temporal.csv has no row with method fpl, against lockstep"),
        (statistics().drop(columns="against"), "temporal.csv has no column against"),
        (statistics(value=NAN), "temporal.csv has the row, but no value"),
        (statistics(unit="%"), "expected the unit m3 m-3, got %"),
    ],
)
def test_what_is_missing_is_not_testable_and_says_why(table, reason):
    row = part_of(table)
    assert row["verdict"] == row["claim_verdict"] == UNTESTABLE
    assert reason in row["reason"]


def test_parts_of_another_dataset_are_left_out(ledger):
    real, twin = (claims.build(ledger, {}, name) for name in ("smap", "twin"))
    assert any("towers" in name for name in real["part"])
    assert not any("towers" in name for name in twin["part"])
    assert any("true parameters" in name for name in twin["part"])


def every_row(ledger, seed=0):
    """A row for every part but those of streamflow, with values near the limits."""
    draw, rows = np.random.default_rng(seed), {}
    for part in [part for claim in ledger.claims for part in claim.parts]:
        if part.table != "streamflow":
            middle = abs(part.limit or 1.0) * draw.uniform(0.5, 1.5)
            row = dict.fromkeys(("model", "method", "sample", "against", "cells"), "") | part.where
            row |= {"value": middle, "low": middle * 0.9, "high": middle * 1.1, "n": 40}
            rows.setdefault(part.table, []).append(row | {"unit": ledger.unit(part) or "1"})
    return {
        name: pd.DataFrame(found).drop_duplicates(
            [key for key in pd.DataFrame(found) if key not in ("value", "low", "high", "unit")]
        )
        for name, found in rows.items()
    }


@pytest.fixture
def page(ledger, published):
    table = claims.build(ledger, every_row(ledger), "smap")
    page = replication.build(
        ledger, table, published, HISTORY, MULTIVERSE, FACTS, ["cost", "claims"], SMAP
    )
    return page, table


def test_page_tells_every_claim_part_and_reason(ledger, page):
    text, table = page
    for claim in ledger.claims:
        assert claim.claim in text and claim.limits_of_reading in text
    assert "supported with 2 of 3 models; inconclusive with vic5_extended." in text
    assert "| 2 of 3 |" in text and "one model only" in text
    for part in table["part"]:
        assert part.replace("|", "\\|") in text
    assert (
        "test KGE of streamflow, fPL minus SCE-UA (other_models): no table streamflow.csv" in text
    )
    assert "(figures/cost.png)" in text and "(figures/space.png)" not in text
    assert "not sourced." in text and "the traditional approach: 100 processors" in text


def test_numbers_of_the_page_follow_the_table(ledger, published, page):
    text, table = page
    row = table[(table["claim"] == "skill") & (table["primary"] == 1)].iloc[0].to_dict()
    assert f"**{row['part']}** (decides)" in text and "| margin | <= 2 | <= 1 | nothing |" in text
    stated = f"**{row['part']}** (decides) | {replication.stated(row)}"
    assert stated in text
    other = claims.build(ledger, every_row(ledger, seed=1), "smap")
    again = replication.build(
        ledger, other, published, HISTORY, MULTIVERSE, FACTS, ["cost", "claims"], SMAP
    )
    assert stated not in again


def test_page_of_the_twin_says_so(ledger, published, page):
    table = claims.build(ledger, every_row(ledger), "twin")
    text = replication.build(ledger, table, published, HISTORY, MULTIVERSE, FACTS, [], TWIN)
    assert "**Generated world.**" in text and "SMAP's own grid" not in text
    assert "Generated world" not in page[0]


def test_templates_hold_no_number():
    texts = (prose.HISTORY, prose.INTRODUCTION, prose.DIFFERENCES, prose.GENERATED_WORLD)
    kept = [re.sub(r"\(2021\)|95 %|NLDAS-2|VIC 5|\{\w+\}", "", text) for text in texts]
    assert not [found for text in kept for found in re.findall(r"\d+", text)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"value": -0.00214, "low": -0.0034, "high": -0.001},
            "-0.0021 (-0.0034 to -0.0010) m3 m-3",
        ),
        ({"value": 0.5, "low": NAN, "high": NAN, "unit": "1"}, "0.500"),
        ({"value": 12.65, "low": 10, "high": 15, "unit": "%"}, "12.7 (10.0 to 15.0) %"),
        (
            {"value": 1234.5, "low": 95, "high": 2e4, "unit": "1", "statistic": "cost_ratio"},
            "1,234 (95 to 20,000)",
        ),
        ({"value": 137.5, "low": 30.4, "high": NAN, "unit": "%"}, "137.5 (at least 30.4) %"),
        ({"value": -0.00003, "low": -0.0002, "high": 0.0}, "0.0000 (-0.0002 to 0.0000) m3 m-3"),
        ({"value": INF, "low": NAN, "high": NAN, "unit": "%"}, "inf %"),
        ({"value": NAN}, "-"),
    ],
)
def test_numbers_as_text(row, expected):
    usual = {"low": 0.0, "high": 0.0, "unit": "m3 m-3", "statistic": "rmse"}
    assert replication.stated(usual | row) == expected


def test_facts_come_from_the_configuration(configuration):
    settings = configuration | {"processes": {"vic": {"runoff_steps": 4}}}
    found = replication.facts(settings, {"s16": [1, 2], "s8": [1], "s4": range(5)})
    assert found["cells"] == "2 of s16, 1 of s8, 5 of s4"
    assert found["training"] == "2015-04-01 to 2016-03-31"
    prose.DIFFERENCES.format(**found)
    prose.GENERATED_WORLD.format(**found)


def test_figure_draws_every_judged_part(ledger):
    table = claims.build(ledger, every_row(ledger), "twin")
    figure = plot({"claims": table}, TWIN, {})
    ticks = figure.axes[0].get_yticks()
    assert len(ticks) == (table["rule"] != "reported").sum()
    assert "generated world" in figure.get_suptitle()


def test_readme_summary_has_one_line_a_claim(ledger, page):
    lines = replication.summary(ledger, page[1], MULTIVERSE).splitlines()
    assert len(lines) == 2 + len(ledger.claims)
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 6 for line in lines)
