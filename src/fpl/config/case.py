"""A case: data of a source, process models, a target and an objective, and what is run on them."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from fpl.config.base import MainSample, NotNegative, RunMethod, Section, each_once
from fpl.config.optional import Evapotranspiration, Experiment, Identifiability, Lstm, Surrogate
from fpl.config.processes import Models, Processes
from fpl.config.sections import (
    Calibration,
    Engine,
    Evaluation,
    Figures,
    Learning,
    Measurements,
    Periods,
    Seeds,
    TargetSettings,
    Warmup,
)
from fpl.config.sources import Data
from fpl.models import MODELS
from fpl.models.declaration import Declaration
from fpl.terms.metric import ObjectiveName


class Case(Section):
    """All settings of a case; ``name`` and ``engine`` come from the run.

    ``published`` is the folder, within those of committed tables and figures, that copies of the
    results go to ("." is these folders themselves); None where results are not committed.
    ``thresholds`` are values of the objective at which costs are compared.
    """

    name: str
    engine: Engine
    published: Annotated[str, Field(pattern=r"^(\.|[a-z][a-z0-9_]*)$")] | None = None
    place: Literal["cell", "basin"]
    target: TargetSettings
    objective: ObjectiveName
    thresholds: list[NotNegative] = Field(min_length=1)
    data: Data
    periods: Periods
    warmup: Warmup
    samples: Annotated[list[MainSample], Field(min_length=1), AfterValidator(each_once)]
    seeds: Seeds
    processes: Processes
    models: Models = Field(min_length=1)
    methods: dict[str, list[RunMethod]]
    headline: str
    learning: Learning
    calibration: Calibration
    evaluation: Evaluation
    measurements: Measurements
    figures: Figures
    experiments: dict[str, Experiment] = Field(default_factory=dict)
    lstm: Lstm | None = None
    surrogate: Surrogate | None = None
    identifiability: Identifiability | None = None
    evapotranspiration: Evapotranspiration | None = None

    @property
    def largest(self) -> str:
        """The sample with most places."""
        return self.samples[-1]

    def declaration(self, model: str) -> Declaration:
        """The declaration of the process of a model."""
        return MODELS[self.models[model].process]

    def processes_of(self, models: Sequence[str]) -> list[str]:
        """The processes of some models, each once."""
        return list(dict.fromkeys(self.models[model].process for model in models))

    def study(self) -> dict[str, Any]:
        """What tables and figures need to know of the case: ``fpl.terms.Study.of`` reads it."""
        return {
            "name": self.name,
            "place": self.place,
            "target": self.target.model_dump(mode="json"),
            "objective": self.objective,
            "thresholds": list(self.thresholds),
            "generated": self.data.generated,
            "grid": self.data.grid,
        }
