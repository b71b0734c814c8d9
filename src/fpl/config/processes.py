"""Sections of the configuration about process models: their settings, and models that use them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SerializeAsAny

from fpl.config.base import Count, Names, Section, chosen, each_once, section_of
from fpl.models import MODELS


class Process(Section):
    """Settings of a process model: ranges in place of those of its declaration, sets of parameters
    that are calibrated together, states (mm) that a warm-up watches."""

    ranges: dict[str, tuple[float, float]] = Field(default_factory=dict)
    calibrated_sets: dict[str, Names]
    settles: Names


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


# Processes that have keys of their own; all others have those that any process has.
PROCESSES: dict[str, type[Process]] = dict.fromkeys(MODELS, Process) | {"vic": Vic}
OF_PROCESS: dict[str, type[Model]] = dict.fromkeys(MODELS, Model) | {"vic": VicModel}


def _named(sections: Any) -> Any:
    return (
        {name: (name, values) for name, values in sections.items()}
        if isinstance(sections, Mapping)
        else sections
    )


def _process(named: tuple[str, Any]) -> Any:
    """The settings of a process by its name; its declaration says what settles, if they do not."""
    name, values = named
    if name in MODELS and isinstance(values, dict):
        values = {"settles": list(MODELS[name].settles)} | values
    return section_of("process", PROCESSES, name, values)


Processes = Annotated[
    dict[str, Annotated[SerializeAsAny[Process], BeforeValidator(_process)]],
    BeforeValidator(_named),
]
Models = dict[str, Annotated[SerializeAsAny[Model], chosen("process", OF_PROCESS)]]
