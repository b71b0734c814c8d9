"""What all sections of the configuration share: strictness, kinds of numbers, lists of names."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from fpl.terms import METHODS


class Section(BaseModel):
    """A part of the configuration: unknown keys are errors, numbers are finite, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def each_once(values: list[Any]) -> list[Any]:
    """A list as it is; ValueError if it holds a value twice."""
    if len(set(values)) < len(values):
        raise ValueError(f"expected each once, got {values}; drop the repeated one")
    return values


def runnable(method: str) -> str:
    """The name of a method as it is; ValueError if no rule runs it."""
    if method not in RUNNABLE:
        raise ValueError(
            f"expected a method of {', '.join(RUNNABLE)}, got {method!r}; mend the name"
        )
    return method


def section_of(kind: str, known: Mapping[str, type[Section]], name: Any, values: Any) -> Any:
    """The section that ``name`` chooses among ``known``; ValueError lists these for another."""
    if name not in list(known):
        raise ValueError(
            f"unknown {kind} {name!r}; expected one of {', '.join(sorted(known))}: mend the name"
        )
    return known[name].model_validate(values)


def chosen(kind: str, known: Mapping[str, type[Section]]) -> BeforeValidator:
    """Reads a mapping as the section that its key ``kind`` chooses among ``known``."""

    def section(values: Any) -> Any:
        if not isinstance(values, Mapping) or kind not in values:
            raise ValueError(f"expected a section with the key {kind}, one of {', '.join(known)}")
        return section_of(kind, known, values[kind], values)

    return BeforeValidator(section)


# Methods that find parameters by a run of their own; a prior is the one given set that is run.
RUNNABLE = tuple(
    method.name
    for method in METHODS.values()
    if method.kind in ("network", "learned", "calibrated") or method.name == "default"
)
Share = Annotated[float, Field(ge=0, le=1)]
LessThanOne = Annotated[float, Field(ge=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0)]
Seeds = Annotated[list[Seed], Field(min_length=1), AfterValidator(each_once)]
Names = Annotated[list[str], Field(min_length=1), AfterValidator(each_once)]
RunMethod = Annotated[str, AfterValidator(runnable)]
# Training samples: one place in each NxN patch of a lattice; N places at random; all places but
# those of one contiguous block; all.
Sample = Annotated[str, Field(pattern=r"^(s\d+|random\d+|without_region\d+|all)$")]
MainSample = Annotated[str, Field(pattern=r"^(s\d+|random\d+|all)$")]
