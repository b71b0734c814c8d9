"""The configuration: what may be set, checked when the workflow is parsed.

Nothing heavy is imported, because Snakemake reads this at every start. ``load`` checks the run and
every case of it; scripts get single sections of a case and rebuild them with the section's model,
such as ``Learning(**settings["learning"])``.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fpl.config.case import Case
from fpl.config.optional import Evapotranspiration, Identifiability, LstmTraining, SurrogateTraining
from fpl.config.run import Config, load, read
from fpl.config.sections import Calibration, Engine, Evaluation, Learning, Period, Periods

__all__ = [
    "Calibration",
    "Case",
    "Config",
    "Engine",
    "Evaluation",
    "Evapotranspiration",
    "Identifiability",
    "Learning",
    "LstmTraining",
    "Period",
    "Periods",
    "SurrogateTraining",
    "digest",
    "load",
    "read",
]


def digest(settings: Mapping[str, Any]) -> str:
    """Return the sha256 of settings (plain values), whatever the order of their keys."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()
