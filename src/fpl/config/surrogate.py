"""Section of the configuration about the surrogate's route."""

from typing import Annotated

from pydantic import Field, model_validator

from fpl.config.base import Count, Positive, Sample, Section, Seed


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

    @model_validator(mode="after")
    def _rounds_rise(self) -> "Surrogate":
        if self.rounds != sorted(set(self.rounds)):
            raise ValueError(f"rounds: expected rising numbers, got {self.rounds}; sort them")
        return self
