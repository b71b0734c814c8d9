"""Experiments: which runs beside the main ones are learned, calibrated and scored together."""

from typing import Annotated

from pydantic import AfterValidator, Field

from fpl.config.base import RunMethod, Sample, Section, Seeds, each_once

MAIN = "main"  # the experiment of the main runs, which `methods`, `samples` and `seeds` name
Listed = AfterValidator(each_once)


class Experiment(Section):
    """Every combination of models, methods, samples and seeds.

    A method without chance (default, gradient) is run with the first seed only. What treats each
    place by itself (default, sceua, lockstep) is run on the sample that it is run on anyway.
    """

    models: Annotated[list[str], Field(min_length=1), Listed]
    methods: Annotated[list[RunMethod], Field(min_length=1), Listed]
    samples: Annotated[list[Sample], Field(min_length=1), Listed]
    seeds: Seeds
