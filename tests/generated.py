"""Settings of two small generated cases, as the scripts of the workflow have them."""

import copy
from pathlib import Path
from typing import Any

from fpl.models import MODELS

CELLS: dict[str, Any] = {
    "target": {"output": "surface_soil_moisture", "unit": "m3 m-3", "label": "soil moisture"},
    "place": "cell",
    "objective": "rmse",
    "data": {
        "source": "generated_cells",
        "cells_x": 5,
        "cells_y": 4,
        "parameter_noise": 0.1,
        "observation_noise_m3_m3": 0.02,
        "gap_share": 0.58,
        "least_valid_days": 30,
        "frozen_below_degc": 0.0,
        "ceiling": {"least_times": 3, "tolerance_m3_m3": 1e-6},
        "stuck_share": 0.98,
        "exclude_flags": ["frozen"],
        "seed": 0,
    },
    "periods": {
        "training": {"start": "2015-04-01", "end": "2016-03-31"},
        "test": {"start": "2016-04-01", "end": "2017-03-31"},
    },
    "warmup": {"settled_mm": 1.0, "max_cycles": 4},
    "engine": {"name": "auto", "threads": 1, "cache": ".cache/kernels"},
    "processes": {
        "vic": {
            "runoff_steps": 4,
            "sharing": "exact",
            "ranges": {},
            "calibrated_sets": {
                "extended": [
                    "infilt",
                    "expt",
                    "Ksat",
                    "porosity",
                    "Wcr",
                    "Wpwp_ratio",
                    "resid_ratio",
                    "depth_1",
                ]
            },
        }
    },
    "models": {
        "vic_extended": {
            "process": "vic",
            "calibrated": "extended",
            "observation": "identity",
            "capillary": True,
        }
    },
    "headline": "vic_extended",
}
BASINS: dict[str, Any] = CELLS | {
    "target": {"output": "streamflow", "unit": "mm d-1", "label": "streamflow"},
    "place": "basin",
    "objective": "rsr",
    "data": {
        "source": "generated_basins",
        "basins": 12,
        "parameter_noise": 0.1,
        "observation_noise": 0.1,
        "gap_share": 0.05,
        "least_valid_days": 100,
        "seed": 0,
    },
    "periods": {
        "training": {"start": "2000-10-01", "end": "2003-09-30"},
        "test": {"start": "2003-10-01", "end": "2006-09-30"},
    },
    "warmup": {"settled_mm": 1.0, "max_cycles": 8},
    "processes": {
        "snow_bucket": {
            "ranges": {},
            "calibrated_sets": {"all": list(MODELS["snow_bucket"].parameter_names)},
        }
    },
    "models": {
        "bucket": {"process": "snow_bucket", "calibrated": "all", "observation": "identity"}
    },
    "headline": "bucket",
}


def settings(case: dict[str, Any], **data: Any) -> dict[str, Any]:
    """A copy of a case, with other values in its section ``data``."""
    changed = copy.deepcopy(case)
    changed["data"] |= data
    return changed


def paths(folder: Path) -> dict[str, Path]:
    """Where the files of a case go, as ``generate`` takes them."""
    names = ("forcing", "observations", "attributes", "truth", "truth_fluxes")
    return {name: folder / f"{name}.nc" for name in names} | {"quality": folder / "quality.csv"}
