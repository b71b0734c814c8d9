"""Section of the configuration: the LSTM trained here, with which process models are compared."""

from typing import Annotated

from pydantic import Field

from fpl.config.base import Count, Positive, Sample, Section, Seeds


class LstmTraining(Section):
    """Size and training of the LSTM."""

    hidden: Count
    dropout: Annotated[float, Field(ge=0, lt=1)]
    learning_rate: Positive
    weight_decay: Annotated[float, Field(ge=0)]
    batch_cells: Count
    crop_days: Count
    spin_up_days: Count
    steps: Count
    monitor_every: Count


class Lstm(Section):
    """A pure LSTM: one run for each sample and seed."""

    samples: list[Sample] = Field(min_length=1)
    seeds: Seeds
    training: LstmTraining
