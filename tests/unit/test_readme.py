import pandas as pd
import pytest

from fpl.config.claims import read
from fpl.errors import DataError
from fpl.tables.readme import fill, sources, speed
from fpl.tables.replication import summary as summary_of_claims

TEXT = "# Title\n<!-- begin:skill -->\nold\n<!-- end:skill -->\ntail\n"


def test_block_is_replaced_and_the_rest_kept():
    filled = fill(TEXT, {"skill": "| a |\n"})
    assert filled == "# Title\n<!-- begin:skill -->\n| a |\n<!-- end:skill -->\ntail\n"
    assert fill(filled, {"skill": "| a |"}) == filled


def test_blocks_without_contents_stay():
    assert fill(TEXT, {}) == TEXT


def test_backslashes_in_contents_are_kept():
    assert r"\1 \g<name>" in fill(TEXT, {"skill": r"\1 \g<name>"})


@pytest.mark.parametrize("text", ["", "<!-- begin:skill -->\n", "<!-- end:skill -->"])
def test_missing_markers_are_named(text):
    with pytest.raises(DataError, match="begin:skill"):
        fill(text, {"skill": ""})


def test_sources_join_files_of_one_citation():
    files = pd.DataFrame(
        {
            "group": ["forcing", "forcing", "soil_moisture"],
            "bytes": [1_000_000, 500_000, 200_000],
            "licence": ["open", "open", "open"],
            "citation": ["A", "A", "B"],
        }
    )
    lines = sources(files).splitlines()
    assert lines[2:] == [
        "| forcing | 2 | 1.5 MB | open | A |",
        "| soil moisture | 1 | 0.2 MB | open | B |",
    ]


def test_speed_shows_the_rows_that_have_a_target():
    ratios = pd.DataFrame(
        {
            "slower": ["torch", "torch", "jfuse"],
            "model": ["vic", "vic", "vic"],
            "substeps": [24, 1, 1],
            "cells": [400, 100, 400],
            "threads": [2, 1, 2],
            "model_of_slower": ["vic", "vic", "vic"],
            "ratio": [251.3, 300.0, 1.5],
            "low": [240.0, 290.0, 1.25],
            "high": [260.0, 310.0, 1.75],
            "target": [200.0, float("nan"), 1.0],
        }
    )
    lines = speed(ratios).splitlines()
    assert lines[2:4] == [
        "| VIC, 24 sub-steps a day | eager torch, the same model | 251 (240 to 260) | 200 |",
        "| VIC, 1 sub-step a day | jfuse's VIC | 1.5 (1.25 to 1.75) | 1 |",
    ]


def test_readme_is_in_step_with_the_committed_results(root):
    readme = (root / "README.md").read_text()
    blocks = {"sources": sources(pd.read_csv(root / "config/datasets.csv"))}
    summary = root / "results/tables/summary.md"
    if summary.exists():
        blocks["skill"] = summary.read_text()
    claims = root / "results/tables/claims.csv"
    if claims.exists():
        blocks["claims"] = summary_of_claims(
            read(root / "config/claims.yaml"),
            pd.read_csv(claims),
            pd.read_csv(root / "results/tables/multiverse.csv"),
        )
    ratios = root / "results/benchmarks/ratios.csv"
    if ratios.exists():
        blocks["speed"] = speed(pd.read_csv(ratios))
    assert fill(readme, blocks) == readme, "run `snakemake --cores 1 results/smap/readme.json`"
