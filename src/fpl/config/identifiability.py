"""Section of the configuration about what observations of the target can tell of parameters."""

from typing import Annotated

from pydantic import Field, model_validator

from fpl.config.base import Count, NotNegative, Positive, Sample, Section, Seed, Seeds, Share


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

    @model_validator(mode="after")
    def _can_be_drawn(self) -> "Identifiability":
        if self.samples & (self.samples - 1):
            raise ValueError(
                f"samples: expected a power of two (a Sobol' sequence), got {self.samples}; take "
                f"{2 ** self.samples.bit_length()}"
            )
        return self
