"""What all sections of the configuration share: strictness, kinds of numbers, lists of names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

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


def chosen(
    kind: str, known: Mapping[str, type[Section]], key: str | None = None
) -> Callable[[Any], Any]:
    """A validator that reads a mapping as the section that its ``key`` chooses among ``known``.

    Without ``key`` the mapping holds one entry for each kind, by name, and all are read. Errors
    list what is known.
    """

    def section(values: Any, name: Any) -> Any:
        if name not in known:
            raise ValueError(
                f"unknown {kind} {name!r}; expected one of {', '.join(sorted(known))}: mend the "
                "name"
            )
        return values if isinstance(values, Section) else known[name].model_validate(values)

    def one(values: Any) -> Any:
        if isinstance(values, Section):
            return values
        if not isinstance(values, Mapping) or key not in values:
            raise ValueError(f"expected a section with the key {key}, one of {', '.join(known)}")
        return section(values, values[key])

    def named(values: Any) -> Any:
        if not isinstance(values, Mapping):
            raise ValueError(f"expected one section for each {kind}, got {values!r}")
        return {name: section(inner, name) for name, inner in values.items()}

    return named if key is None else one


def among(values: Iterable[str], known: Iterable[str], where: str) -> list[str]:
    """One complaint for each value that is not known; ``where`` says where known ones stand."""
    known = list(known)
    return [
        f"expected one of {', '.join(known)} ({where}), got {value!r}; mend the name or add it "
        "there"
        for value in values
        if value not in known
    ]


# Methods that find parameters by a run of their own; a prior is the one given set that is run.
RUNNABLE = tuple(
    method.name
    for method in METHODS.values()
    if method.kind in ("network", "learned", "calibrated") or method.name == "default"
)
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Seed = Annotated[int, Field(ge=0)]
Seeds = Annotated[list[Seed], Field(min_length=1), AfterValidator(each_once)]
RunMethod = Annotated[str, AfterValidator(runnable)]
# Training samples: one place in each NxN patch of a lattice; N places at random; all places but
# those of one contiguous block; all.
Sample = Annotated[str, Field(pattern=r"^(s\d+|random\d+|without_region\d+|all)$")]
MainSample = Annotated[str, Field(pattern=r"^(s\d+|random\d+|all)$")]
