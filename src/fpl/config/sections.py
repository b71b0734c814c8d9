"""The sections of the configuration, one model each; config/config.yaml explains every key."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fpl.config.names import VIC_PARAMETERS

Lattice = Literal["s16", "s8", "s4"]
Method = Literal[
    "default",
    "fpl",
    "fpl_gz",
    "fpl_gz_observed",
    "gradient",
    "constant",
    "linear",
    "shuffled",
    "noise",
    "sceua",
    "lockstep",
]
Dataset = Literal["smap", "twin"]
Flag = Literal["frozen", "at_ceiling", "stuck_cell"]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0)]


class Section(BaseModel):
    """A part of the configuration: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Section):
    """Days from ``start`` to ``end``, both included."""

    start: datetime.date
    end: datetime.date

    @model_validator(mode="after")
    def _runs_forwards(self) -> "Period":
        if not self.start < self.end:
            raise ValueError(
                f"expected start before end, got {self.start} to {self.end}; swap them"
            )
        return self


class Periods(Section):
    """When parameters are fitted and when they are judged."""

    training: Period
    test: Period

    @model_validator(mode="after")
    def _do_not_overlap(self) -> "Periods":
        if not self.training.end < self.test.start:
            raise ValueError(
                f"expected training to end before test starts, got training to {self.training.end} "
                f"and test from {self.test.start}; move one of the two dates"
            )
        return self


class Warmup(Section):
    """When a cell's storages are settled: the training year is cycled until they return."""

    storages: list[Literal["w1", "w2", "w3", "snow_ice"]] = Field(min_length=1)
    settled_mm: Positive
    max_cycles: Count


class Model(Section):
    """A process model, what of it is calibrated, how its output is compared with SMAP, and whether
    moisture rises between its layers."""

    process: Literal["vic"]
    calibrated: str
    observation: Literal["identity", "rescaled"]
    dynamic: list[str] = []
    capillary: bool = False


class Vic(Section):
    """Settings of VIC: sub-steps of runoff, how layers share transpiration, ranges that replace the
    table's, calibrated sets."""

    runoff_steps: Count
    sharing: Literal["exact", "layered"]
    ranges: dict[str, tuple[float, float]] = {}
    calibrated_sets: dict[str, list[str]]

    @model_validator(mode="after")
    def _names_and_ranges_hold(self) -> "Vic":
        check_names("ranges", list(self.ranges))
        for name, (low, high) in self.ranges.items():
            if not low < high:
                raise ValueError(
                    f"ranges.{name}: expected low < high, got [{low}, {high}]; mend the range"
                )
        for key, names in self.calibrated_sets.items():
            check_names(f"calibrated_sets.{key}", names)
            if not names or len(set(names)) < len(names):
                raise ValueError(
                    f"calibrated_sets.{key}: expected at least one name and each once, got {names}"
                )
        return self


def check_names(key: str, names: list[str]) -> None:
    """Complain about names that are not parameters of VIC."""
    unknown = [name for name in names if name not in VIC_PARAMETERS]
    if unknown:
        raise ValueError(
            f"{key}: unknown parameter {', '.join(unknown)}; VIC has {', '.join(VIC_PARAMETERS)}"
        )


class Engine(Section):
    """What runs a process model."""

    name: Literal["auto", "fused", "torch"]
    threads: Count
    cache: str


class Seeds(Section):
    """Seeds of the methods that draw random numbers; each seed is a run of its own."""

    fpl: list[Seed] = Field(min_length=1)
    sceua: list[Seed] = Field(min_length=1)
    lockstep: list[Seed] = Field(min_length=1)

    @model_validator(mode="after")
    def _differ(self) -> "Seeds":
        for seeds in (self.fpl, self.sceua, self.lockstep):
            if len(set(seeds)) < len(seeds):
                raise ValueError(f"expected each seed once, got {seeds}; drop the repeated one")
        return self


class History(Section):
    """How g_z reads and encodes what has been."""

    block_days: Count
    units: Count
    layers: Count
    kernel: Count


class Gradient(Section):
    """Training of each cell's parameters by themselves, without a network."""

    steps: Count
    learning_rate: Positive


class Learning(Section):
    """The networks g_A and g_z and their training."""

    hidden: Count
    layers: Count
    dropout: Annotated[float, Field(ge=0, lt=1)]
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
    """SCE-UA, cell by cell."""

    sample: Lattice
    blocks: Count
    budget: Count
    complexes: Count
    stop: Stop


class Evaluation(Section):
    """How simulations are judged."""

    minimum_days: Count


class Figures(Section):
    """What is drawn as an example."""

    example_percentiles: list[Annotated[float, Field(ge=0, le=100)]]
    map_parameters: list[str]

    @model_validator(mode="after")
    def _names_hold(self) -> "Figures":
        check_names("map_parameters", self.map_parameters)
        return self
