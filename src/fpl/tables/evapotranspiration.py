"""Tables of evapotranspiration beside independent estimates, and of the target's skill with it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import xarray as xr

from fpl.config import Evapotranspiration
from fpl.evaluation.evapotranspiration import BOTH, annual, pairs, summarise
from fpl.tables.runs import IDENTITY, gather, places
from fpl.terms import Study

Periods = Mapping[str, Mapping[str, object]]
PRIOR_COLUMNS = ["dataset", "model", "method", "period", "kind", "id", "lat", "lon", "cell"]
PRIOR_COLUMNS += ["distance_km", "igbp", "years", "area_km2", "simulated_mm_yr"]
PRIOR_COLUMNS += ["reference_mm_yr", "simulated_p_mm_yr", "reference_p_mm_yr"]
DIGITS = dict.fromkeys(PRIOR_COLUMNS[-4:], 5) | {"distance_km": 4}


def build(
    simulations: Iterable[str | Path],
    metrics: Iterable[str | Path],
    reference: pd.DataFrame,
    precipitation: xr.DataArray,
    periods: Periods,
    settings: Evapotranspiration,
    study: Study,
) -> pd.DataFrame:
    """Summary of every run; ``test_`` objective and ``test_r`` of the target: medians over cells.

    precipitation : mm d-1 (cell, time), the forcing of all runs.
    """
    table = gather(
        simulations,
        lambda path: summarise(pairs(_annual(path, precipitation, periods), reference), settings),
    )
    return table.merge(
        _skill(metrics, [study.objective, "r"]), on=IDENTITY, how="left", validate="m:1"
    )


def priors(
    simulation: str | Path,
    reference: pd.DataFrame,
    attributes: xr.Dataset,
    precipitation: xr.DataArray,
    periods: Periods,
) -> pd.DataFrame:
    """Both years of one run: a row a cell (``kind`` cell, for the map), a tower and a basin."""
    both = _annual(simulation, precipitation, periods)
    both = both[both["period"] == BOTH]
    cells = both.merge(places(attributes), on="cell", validate="1:1").assign(kind="cell")
    paired = pairs(both, reference).rename(columns={"source": "kind"})
    both = pd.concat([cells, paired], ignore_index=True)
    return gather([simulation], lambda _: both).reindex(columns=PRIOR_COLUMNS)


def _annual(path: str | Path, precipitation: xr.DataArray, periods: Periods) -> pd.DataFrame:
    with xr.open_dataset(path) as run:
        return annual(run["evapotranspiration"].load(), precipitation, periods)


def _skill(metrics: Iterable[str | Path], names: list[str]) -> pd.DataFrame:
    """Metrics of the test period of each run, ``test_`` before their names, medians over cells."""
    table = gather(metrics)
    table = table[(table["period"] == "test") & table["metric"].isin(names)]
    medians = table.pivot_table(index=IDENTITY, columns="metric", values="value", aggfunc="median")
    wide = medians.reindex(columns=names).add_prefix("test_")
    return wide.rename_axis(columns=None).reset_index()
