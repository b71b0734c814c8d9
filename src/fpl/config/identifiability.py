"""Section of the configuration about what surface moisture can tell of parameters."""

from typing import Annotated

from pydantic import Field, model_validator

from fpl.config.sections import Count, Lattice, Positive, Section, Seed, Share, check_names


class Limits(Section):
    """What a parameter has to reach to count as constrained, and what it may do to ET."""

    total_index: Share
    standard_error: Positive
    rank_correlation: Share
    et_percent: Positive


class Identifiability(Section):
    """Which parameters surface moisture can constrain."""

    known: list[str]
    sample: Lattice
    samples: Count
    step: Annotated[float, Field(gt=0, le=0.5)]
    noise_m3_m3: Positive
    worlds: list[Seed] = Field(min_length=1)
    steps: Count
    seed: Seed
    limits: Limits

    @model_validator(mode="after")
    def _can_be_drawn(self) -> "Identifiability":
        check_names("known", self.known)
        if self.samples & (self.samples - 1):
            raise ValueError(
                f"samples: expected a power of two (a Sobol' sequence), got {self.samples}; take "
                f"{2 ** self.samples.bit_length()}"
            )
        if len(set(self.worlds)) < len(self.worlds):
            raise ValueError(
                f"worlds: expected each seed once, got {self.worlds}; drop the repeated one"
            )
        return self
