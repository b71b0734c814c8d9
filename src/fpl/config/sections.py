"""Sections that every case has, one model each; the files in config/cases explain the keys."""

import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from fpl.config.base import Count, LessThanOne, NotNegative, Positive, Sample, Section
from fpl.config.base import Seeds as SomeSeeds


class TargetSettings(Section):
    """What is simulated and observed: an output of the process model, its unit and its name."""

    output: str
    unit: str
    label: str


class Period(Section):
    """Days from ``start`` to ``end``, both included."""

    start: datetime.date
    end: datetime.date

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        if not self.start < self.end:
            raise ValueError(
                f"expected start before end, got {self.start} to {self.end}; swap them"
            )
        return self

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1


class Periods(Section):
    """When parameters are fitted and when they are tested."""

    training: Period
    test: Period

    @model_validator(mode="after")
    def _do_not_overlap(self) -> Self:
        if not self.training.end < self.test.start:
            raise ValueError(
                f"expected training to end before test starts, got training to {self.training.end} "
                f"and test from {self.test.start}; move one of the two dates"
            )
        return self


class Warmup(Section):
    """When the storages of a place are settled: training is cycled until they return."""

    settled_mm: Positive
    max_cycles: Count


class Engine(Section):
    """What runs a process model."""

    name: Literal["auto", "fused", "torch"]
    threads: Count
    cache: str


class Seeds(Section):
    """Seeds of the methods that draw random numbers; each seed is a run of its own."""

    fpl: SomeSeeds
    sceua: SomeSeeds
    lockstep: SomeSeeds


class History(Section):
    """How g_z reads and encodes what has been."""

    block_days: Count
    units: Count
    layers: Count
    kernel: Count


class Gradient(Section):
    """Training of each place's parameters by themselves, without a network."""

    steps: Count
    learning_rate: Positive


class Learning(Section):
    """The networks g_A and g_z and their training."""

    hidden: Count
    layers: Count
    dropout: LessThanOne
    learning_rate: Positive
    batch_cells: Count
    steps: Count
    monitor_every: Count
    checkpoint_every: Count
    history: History
    gradient: Gradient


class Stop(Section):
    """When SCE-UA stops before its budget is spent."""

    kstop: Count
    pcento: Positive
    peps: Positive


class Calibration(Section):
    """SCE-UA, place by place."""

    sample: Sample
    blocks: Count
    budget: Count
    complexes: Count
    stop: Stop


class Evaluation(Section):
    """How simulations are scored."""

    minimum_days: Count


class Measurements(Section):
    """What is measured beside the runs of a case."""

    continent_places: Count
    search_seeds: Count


class Figures(Section):
    """What is drawn as an example."""

    example_percentiles: list[Annotated[NotNegative, Field(le=100)]]
    map_parameters: list[str]
    compared_parameters: list[str]
