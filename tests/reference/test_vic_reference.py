"""The soil column against runs of the real VIC 5, on both engines.

The reference runs are looked for in the local data folders; without them these tests are skipped.
"""

from pathlib import Path

import pytest
import torch
import xarray as xr

from fpl.engine import simulate
from fpl.physics.process_model import Fields, ProcessModel, Variable
from fpl.physics.vic.soil_column import Soil, soil_column
from fpl.physics.vic.table import PARAMETERS

pytestmark = pytest.mark.engines

FOLDERS = ("data/raw/vic_reference", "../shared/data/vic_reference")
LAYERS = (1, 2, 3)
NAMES = ("infilt", "Ds", "Dsmax", "Ws", "c", "expt", "Ksat")


def reference(name: str) -> xr.Dataset:
    for folder in FOLDERS:
        if (Path(folder) / name).exists():
            with xr.open_dataset(Path(folder) / name) as ds:
                return ds.load()
    pytest.skip(f"{name} is in none of {', '.join(FOLDERS)}")


def column_alone() -> ProcessModel:
    """The soil column as a model of its own, fed with VIC's inflow and evaporation."""
    some = PARAMETERS[0]
    names = [*NAMES, *(f"{bound}_{layer}" for bound in ("wmax", "wres") for layer in LAYERS)]

    def step(forcing: Fields, state: Fields, p: Fields):
        bounds = {b: tuple(p[f"{b}_{layer}"] for layer in LAYERS) for b in ("wmax", "wres")}
        soil = Soil(**{name: p[name] for name in NAMES}, **bounds)
        asked = tuple(forcing[f"evaporation_{layer}"] for layer in LAYERS)
        day = soil_column(forcing["inflow"], asked, tuple(state.values()), soil, 24)
        end = dict(zip(state, day.moisture, strict=True))
        return end, end | {"runoff": day.runoff, "baseflow": day.baseflow}

    moistures = tuple(Variable(f"w{layer}", "mm") for layer in LAYERS)
    return ProcessModel(
        name="soil_column",
        forcings=(
            Variable("inflow", "mm d-1"),
            *(Variable(f"evaporation_{layer}", "mm d-1") for layer in LAYERS),
        ),
        parameters=tuple(type(some)(n, "1", 0.0, 1.0, 0.5, "", "") for n in names),
        states=moistures,
        outputs=(*moistures, Variable("runoff", "mm d-1"), Variable("baseflow", "mm d-1")),
        step=step,
        initial_state=lambda p: {},
    )


def errors(ds: xr.Dataset, engine: str) -> dict[str, float]:
    """Greatest error over all runs and days, free-running from the initial moisture."""

    def tensor(name: str) -> torch.Tensor:
        return torch.as_tensor(ds[name].to_numpy(), dtype=torch.float64)

    values = {"infilt": tensor("run_infilt"), "Ds": tensor("run_Ds"), "Ws": tensor("run_Ws")}
    values |= {"Dsmax": tensor("run_Dsmax"), "c": tensor("run_c")}
    values |= {"expt": tensor("run_expt")[:, 0], "Ksat": tensor("run_ksat")[:, 0]}
    residual = 1000.0 * tensor("run_resid") * tensor("run_depth")
    first, forced = {}, {"inflow": tensor("inflow").T.contiguous()}
    for i, layer in enumerate(LAYERS):
        values[f"wmax_{layer}"] = tensor("run_max_moist")[:, i]
        values[f"wres_{layer}"] = residual[:, i]
        first[f"w{layer}"] = tensor("run_init_moist")[:, i]
        forced[f"evaporation_{layer}"] = tensor("evap_layer")[:, :, i].T.contiguous()
    values = {name: v.contiguous() for name, v in values.items()}
    out = simulate(column_alone(), forced, values, first, engine=engine).outputs
    known = {f"w{layer}": tensor("soil_moist")[:, :, i] for i, layer in enumerate(LAYERS)}
    known |= {"runoff": tensor("runoff"), "baseflow": tensor("baseflow")}
    return {name: (out[name].T - known[name]).abs().max().item() for name in known}


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_three_years_free_running_match_the_unrounded_runs(engine: str):
    found = errors(reference("vic_exact.nc"), engine)
    assert max(found.values()) < 1e-8, found


def test_all_runs_match_to_the_rounding_of_the_file():
    # forcing in the file is rounded to 5 or 6 digits: a free-running column drifts by about 1e-3 mm
    found = errors(reference("vic_reference.nc"), "fused")
    assert max(found["w1"], found["w2"], found["w3"]) < 5e-3, found
    assert found["runoff"] < 1e-3, found
    assert found["baseflow"] < 1e-3, found
