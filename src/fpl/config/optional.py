"""Sections that a case may leave out, one model each; config/cases/ explains every key."""

from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from fpl.config.base import (
    Count,
    LessThanOne,
    Names,
    NotNegative,
    Positive,
    RunMethod,
    Sample,
    Section,
    Seed,
    Seeds,
    Share,
    each_once,
)


class Experiment(Section):
    """Every combination of models, methods, samples and seeds, beside the main runs.

    A method without chance (default, gradient) is run with the first seed only. What treats each
    place by itself (default, sceua, lockstep) is run on the sample that it is run on anyway.
    """

    models: Names
    methods: Annotated[list[RunMethod], Field(min_length=1), AfterValidator(each_once)]
    samples: Annotated[list[Sample], Field(min_length=1), AfterValidator(each_once)]
    seeds: Seeds


class LstmTraining(Section):
    """Size and training of the LSTM."""

    hidden: Count
    dropout: LessThanOne
    learning_rate: Positive
    weight_decay: NotNegative
    batch_cells: Count
    crop_days: Count
    spin_up_days: Count
    steps: Count
    monitor_every: Count


class Lstm(Section):
    """An LSTM without a process model: one run for each sample and seed."""

    samples: list[Sample] = Field(min_length=1)
    seeds: Seeds
    training: LstmTraining


class SurrogateTraining(Section):
    """The surrogate, what it is trained on, and how long fPL learns through it."""

    threads: Count
    sets: Annotated[int, Field(ge=2)]
    sets_a_round: Count
    spread: Positive
    hidden: Count
    learning_rate: Positive
    batch: Count
    crop_days: Count
    spin_up_days: Count
    steps: Count
    steps_a_round: Count
    learning_steps: Count


class Surrogate(Section):
    """The route through an LSTM in place of the process model."""

    sample: Sample
    rounds: list[Seed] = Field(min_length=1)
    training: SurrogateTraining
    budget: Count
    held_out_sets: Count

    @field_validator("rounds")
    @classmethod
    def _rise(cls, rounds: list[int]) -> list[int]:
        if rounds != sorted(set(rounds)):
            raise ValueError(f"expected rising numbers, got {rounds}; sort them")
        return rounds


class Limits(Section):
    """What a parameter has to reach to count as constrained, and what it may do to ET."""

    total_index: Share
    standard_error: Positive
    rank_correlation: Share
    et_percent: Positive


class Identifiability(Section):
    """Which parameters the target can constrain."""

    known: list[str]
    sample: Sample
    samples: Count
    step: Annotated[float, Field(gt=0, le=0.5)]
    noise: Positive
    unexplained: NotNegative
    worlds: Seeds
    steps: Count
    seed: Seed
    limits: Limits

    @field_validator("samples")
    @classmethod
    def _of_a_sobol_sequence(cls, samples: int) -> int:
        if samples & (samples - 1):
            raise ValueError(
                f"expected a power of two (a Sobol' sequence), got {samples}; take "
                f"{2 ** samples.bit_length()}"
            )
        return samples


class Evapotranspiration(Section):
    """Which towers and gauges a simulation is compared with, and how sure the comparison is."""

    tower_km: Positive
    gauge_km: Positive
    exclude_igbp: list[str]
    least_years: Count
    largest_basin_km2: Positive
    resamples: Count
    seed: Seed
    modis_csv: str | None = None
    modis_scale: Positive = 1.0
