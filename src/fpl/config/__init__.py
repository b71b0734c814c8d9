"""The configuration: what may be set, checked when the workflow is parsed.

Nothing heavy is imported, because Snakemake reads this at every start. ``load`` checks the whole
configuration; scripts get single sections of it and rebuild them with the section's model, such as
``Learning(**settings["learning"])``.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from fpl.config.data import Data, Twin
from fpl.config.evapotranspiration import Evapotranspiration
from fpl.config.experiments import MAIN, Experiment
from fpl.config.identifiability import Identifiability
from fpl.config.lstm import Lstm, LstmTraining
from fpl.config.messages import complaints
from fpl.config.names import LATTICES, READ_DAYS, RESERVED_MODELS
from fpl.config.sections import (
    Calibration,
    Dataset,
    Engine,
    Evaluation,
    Figures,
    Lattice,
    Learning,
    Method,
    Model,
    Period,
    Periods,
    Section,
    Seeds,
    Vic,
    Warmup,
)
from fpl.config.surrogate import Surrogate, SurrogateTraining
from fpl.errors import ConfigError

__all__ = [
    "Calibration",
    "Config",
    "Data",
    "Engine",
    "Evaluation",
    "Evapotranspiration",
    "Figures",
    "Identifiability",
    "Learning",
    "Lstm",
    "LstmTraining",
    "Model",
    "Period",
    "Periods",
    "Seeds",
    "Surrogate",
    "SurrogateTraining",
    "Twin",
    "Vic",
    "Warmup",
    "digest",
    "load",
]


class Config(Section):
    """The whole configuration."""

    dataset: Dataset
    data: Data
    twin: Twin
    periods: Periods
    warmup: Warmup
    samples: list[Lattice]
    seeds: Seeds
    models: dict[str, Model]
    methods: dict[str, list[Method]]
    headline: str
    vic: Vic
    engine: Engine
    learning: Learning
    calibration: Calibration
    surrogate: Surrogate
    evaluation: Evaluation
    evapotranspiration: Evapotranspiration
    identifiability: Identifiability
    figures: Figures
    lstm: Lstm
    experiments: dict[str, Experiment] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _models_hold(self) -> Self:
        for name, model in self.models.items():
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED_MODELS:
                raise ValueError(
                    f"models.{name}: expected a name of a-z, 0-9 and _ other than "
                    f"{', '.join(RESERVED_MODELS)}; rename the model"
                )
            key = f"models.{name}.calibrated"
            _one_of(key, model.calibrated, self.vic.calibrated_sets, "vic.calibrated_sets")
            where = f"vic.calibrated_sets.{model.calibrated}"
            for dynamic in model.dynamic:
                known = self.vic.calibrated_sets[model.calibrated]
                _one_of(f"models.{name}.dynamic", dynamic, known, where)
        for name, methods in self.methods.items():
            _one_of("methods", name, self.models, "models")
            static = [method for method in methods if method not in READ_DAYS]
            if self.models[name].dynamic and static:
                raise ValueError(
                    f"methods.{name}: expected {' or '.join(READ_DAYS)}, which give a model's "
                    f"dynamic parameters day by day, got {', '.join(static)}; take them out or "
                    f"empty models.{name}.dynamic"
                )
        _one_of("headline", self.headline, self.models, "models")
        return self

    @model_validator(mode="after")
    def _experiments_hold(self) -> Self:
        for name, experiment in self.experiments.items():
            if not re.fullmatch(r"[a-z]+", name) or name == MAIN:
                raise ValueError(
                    f"experiments.{name}: expected letters a-z, and not {MAIN}; rename it"
                )
            for model in experiment.models:
                _one_of(f"experiments.{name}.models", model, self.models, "models")
        return self

    @model_validator(mode="after")
    def _known_are_not_searched(self) -> Self:
        for name, members in self.vic.calibrated_sets.items():
            both = [member for member in members if member in self.identifiability.known]
            if both:
                raise ValueError(
                    f"identifiability.known: {', '.join(both)} is calibrated in "
                    f"vic.calibrated_sets.{name}; take it out of one of the two"
                )
        return self

    @model_validator(mode="after")
    def _samples_hold(self) -> Self:
        if not self.samples or len(set(self.samples)) < len(self.samples):
            raise ValueError(
                f"samples: expected one or more of {', '.join(LATTICES)}, each once, "
                f"got {self.samples}"
            )
        _one_of("calibration.sample", self.calibration.sample, self.samples, "samples")
        _one_of("surrogate.sample", self.surrogate.sample, self.samples, "samples")
        return self


def _one_of(key: str, value: str, known: Mapping[str, object] | list[Any], where: str) -> None:
    """Complain about a value that names nothing."""
    if value not in known:
        raise ValueError(
            f"{key}: expected one of {', '.join(known)} (keys of {where}), got {value!r}; "
            f"mend the name or add it to {where}"
        )


def load(values: Mapping[str, Any]) -> Config:
    """Check the configuration.

    Raises
    ------
    ConfigError
        Names each key that is unknown, missing, of the wrong type or at odds with another key, and
        says what to do.
    """
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        found = complaints(error, "config.yaml")
    raise ConfigError("configuration (config/config.yaml and --configfile):\n" + found)


def digest(settings: Mapping[str, Any]) -> str:
    """Return the sha256 of settings (plain values), whatever the order of their keys."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()
