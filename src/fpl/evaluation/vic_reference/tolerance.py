"""How far we may differ from VIC: fixed where a file is exact, else what its rounding explains."""

from collections.abc import Iterator
from dataclasses import replace

import torch
import xarray as xr
from torch import Tensor

from fpl.engine.choice import EngineName
from fpl.evaluation.vic_reference import reading
from fpl.evaluation.vic_reference.compare import COLUMN, EVAPORATION, Pair, evaporation
from fpl.evaluation.vic_reference.reading import Runs

EXACT = {COLUMN: 1e-8, EVAPORATION: 1e-9}  # mm and mm/d (W m-2 for radiation), in float64
SIGMAS = 4.0  # of a sum of rounding errors
SINGLE_DIGITS = 7  # of float32
DIGITS = "_QuantizeGranularBitRoundNumberOfSignificantDigits"

# free-running: annual sums in % of the mean over a group's runs; correlation of snow
ANNUAL_PERCENT = {0: 0.1, 1: 5.0, 2: 0.1}
ANNUAL = ("evapotranspiration", "runoff", "baseflow")
SNOW_CORRELATION = 0.95
SNOWY_MM = 1.0  # a group with a smaller mean SWE has too little snow to correlate


def is_exact(runs: Runs) -> bool:
    """Whether the file holds VIC's numbers unrounded, in float64.

    The attribute of rounding does not tell: unrounded copies may carry it still.
    """
    return bool(runs.made["evap"].dtype == "float64")


def half_digit(values: Tensor, variable: xr.DataArray) -> Tensor:
    """Half of the last digit that the file keeps of each value: its greatest rounding error."""
    attributes = variable.attrs | variable.encoding
    digits = int(attributes.get(DIGITS, SINGLE_DIGITS))
    size = torch.floor(torch.log10(values.abs().clamp(min=1e-30)))
    return torch.where(values == 0.0, 0.0, 0.5 * 10.0 ** (size + 1.0 - digits))


def column_drift(runs: Runs) -> Tensor:
    """How far rounded inflow and evaporation carry a column from VIC's, mm, ``(run,)``.

    Four standard deviations of the sum of their rounding errors over all days, each error taken as
    evenly spread within half a digit.
    """
    variance = torch.zeros_like(runs.parameters["cover"])
    for name, series in reading.fed(runs).items():
        source = "inflow" if name == "inflow" else "evap_layer"
        variance = variance + (half_digit(series, runs.made[source]) ** 2 / 3.0).sum(0)
    return SIGMAS * variance.sqrt()


def evaporation_rounding(runs: Runs, engine: EngineName = "auto") -> dict[str, Tensor]:
    """How far rounded input may move each output of the evaporation test, ``(day, run)``.

    The sum of what half of the last digit of each input moves. Moisture is not moved: it is kept to
    single precision, which is a hundred times finer.
    """
    asked = evaporation(runs, engine)
    moved = {name: torch.zeros_like(series) for name, series in asked.items()}
    for changed in _moved_inputs(runs):
        found = evaporation(changed, engine)
        for name in moved:
            moved[name] = moved[name] + (found[name] - asked[name]).abs()
    return moved


def _moved_inputs(runs: Runs) -> Iterator[Runs]:
    for name, source in reading.FORCING.items():
        scale = 1000.0 if name == "vapour_pressure_deficit" else 1.0
        half = scale * half_digit(runs.forcing[name] / scale, runs.made[source])
        yield replace(runs, forcing=runs.forcing | {name: runs.forcing[name] + half})
    ds = runs.made
    for source in ("rnet", "gflux", "wdew"):
        raised = reading.of(ds, source) + half_digit(reading.of(ds, source), ds[source])
        yield replace(runs, made=ds.assign({source: (("run", "day"), raised.T.numpy())}))


def of_pair(pair: Pair, runs: Runs, moved: dict[str, Tensor], drift: Tensor) -> Tensor | None:
    """Tolerance of a pair's daily differences, ``(day, run)`` or ``(run,)``; none if free-running.

    moved, drift : see above; not used if the file is exact.
    """
    if pair.test not in EXACT:
        return None
    if is_exact(runs):
        return torch.full_like(drift, EXACT[pair.test])
    written = half_digit(pair.theirs, runs.made[pair.source])
    if pair.test == COLUMN:
        return drift + written
    return moved[pair.variable] + written
