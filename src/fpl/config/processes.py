"""Sections of the configuration about process models: their settings, and what is made of them."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SerializeAsAny

from fpl.config.base import Count, Section, chosen, each_once
from fpl.models import MODELS


class Process(Section):
    """Settings of a process model: ranges in place of those of its declaration, sets of parameters
    that are calibrated together, states (mm) that a warm-up watches."""

    ranges: dict[str, tuple[float, float]] = Field(default_factory=dict)
    calibrated_sets: dict[str, Annotated[list[str], Field(min_length=1), AfterValidator(each_once)]]
    settles: Annotated[list[str], Field(min_length=1), AfterValidator(each_once)]


class Vic(Process):
    """Settings that only VIC has: sub-steps of runoff, how layers share transpiration."""

    runoff_steps: Count
    sharing: Literal["exact", "layered"]


class Model(Section):
    """A model of a case: a process, what of it is calibrated and what varies from day to day, and
    how its output is compared with observations."""

    process: str
    calibrated: str
    observation: Literal["identity", "rescaled"]
    dynamic: Annotated[list[str], AfterValidator(each_once)] = Field(default_factory=list)


class VicModel(Model):
    """A model of VIC: whether moisture rises between its layers."""

    capillary: bool = False


# Processes that have settings of their own; all others have those that any process has.
_SETTINGS: dict[str, type[Process]] = {"vic": Vic}
_MODELS: dict[str, type[Model]] = {"vic": VicModel}


def _settle(values: Any) -> Any:
    """The storages that settle are those of the declaration, unless others are named."""
    if not isinstance(values, dict):
        return values
    return {
        name: {"settles": list(MODELS[name].settles)} | inner
        if name in MODELS and isinstance(inner, dict)
        else inner
        for name, inner in values.items()
    }


Processes = Annotated[
    dict[str, SerializeAsAny[Process]],
    BeforeValidator(chosen("process", {name: _SETTINGS.get(name, Process) for name in MODELS})),
    BeforeValidator(_settle),
]
Models = dict[
    str,
    Annotated[
        SerializeAsAny[Model],
        BeforeValidator(
            chosen("process", {name: _MODELS.get(name, Model) for name in MODELS}, "process")
        ),
    ],
]
