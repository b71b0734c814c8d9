"""Experiments: which runs beside the main ones are learned, calibrated and judged together."""

from typing import Annotated

from pydantic import Field, model_validator

from fpl.config.sections import Method, Section, Seed

Sample = Annotated[str, Field(pattern=r"^(s\d+|random\d+|without_region\d)$")]
MAIN = "main"  # the experiment of the main runs, which `methods`, `samples` and `seeds` name


class Experiment(Section):
    """Every combination of models, methods, samples and seeds.

    A method without chance (default, gradient) is run with the first seed only. What treats each
    cell by itself (default, sceua, lockstep) is run on the sample that it is run on anyway.
    """

    models: list[str] = Field(min_length=1)
    methods: list[Method] = Field(min_length=1)
    samples: list[Sample] = Field(min_length=1)
    seeds: list[Seed] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> "Experiment":
        for key in ("models", "methods", "samples", "seeds"):
            values = getattr(self, key)
            if len(set(values)) < len(values):
                raise ValueError(f"{key}: expected each once, got {values}; drop the repeated one")
        return self
