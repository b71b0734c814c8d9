"""Whether process models fit their case: settings, target, forcing, operator; each side named."""

import math
import re
from collections.abc import Iterable, Iterator

from fpl.config.case import Case
from fpl.errors import ConfigError
from fpl.models import MODELS
from fpl.models.declaration import Declaration

RESERVED = (  # folders of results/{dataset}/ that are not process models
    "data",
    "tables",
    "figures",
    "benchmarks",
    "cost",
    "experiments",
    "identifiability",
    "notebooks",
    "observation",
    "upstream_lstm",
)


def unknown(key: str, values: Iterable[str], known: Iterable[str], where: str) -> Iterator[str]:
    """A complaint about each value of a key that is not known; ``where`` known ones stand."""
    known = list(known)
    for value in values:
        if value not in known:
            yield (
                f"{key}: expected one of {', '.join(known)} ({where}), got {value!r}; mend the "
                "name or add it there"
            )


def parameters(key: str, names: Iterable[str], declared: Declaration) -> Iterator[str]:
    """A complaint if names are not parameters of a process model."""
    if strange := [name for name in names if name not in declared.parameter_names]:
        yield (
            f"{key}: unknown parameter {', '.join(strange)}; {declared.name} has "
            f"{', '.join(declared.parameter_names)}"
        )


def processes(case: Case) -> Iterator[str]:
    """Complaints about the settings of process models."""
    for name, process in case.processes.items():
        declared, key = MODELS[name], f"processes.{name}"
        yield from parameters(f"{key}.ranges", process.ranges, declared)
        for parameter, limits in process.ranges.items():
            if parameter in declared.parameter_names:
                yield from _range(f"{key}.ranges.{parameter}", declared, parameter, limits)
        yield from unknown(
            f"{key}.settles", process.settles, declared.state_names, f"states of {name}"
        )
        for chosen, members in process.calibrated_sets.items():
            yield from parameters(f"{key}.calibrated_sets.{chosen}", members, declared)


def _range(
    key: str, declared: Declaration, name: str, limits: tuple[float, float]
) -> Iterator[str]:
    """A range has a width, and stays where the parameter has a meaning."""
    try:
        declared.with_ranges({name: limits})
    except ConfigError as error:
        yield f"{key}: {error}"
        return
    parameter = next(known for known in declared.parameters if known.name == name)
    is_share = parameter.unit == "1" and parameter.low >= 0 and parameter.high <= 1
    least = 0.0 if parameter.low >= 0 else -math.inf
    most = 1.0 if is_share else math.inf
    if limits[0] < least or limits[1] > most:
        yield (
            f"{key}: expected a range within [{least:g}, {most:g}], where {name} "
            f"({parameter.description}) has a meaning, got [{limits[0]:g}, {limits[1]:g}]; mend "
            "the range"
        )


def models(case: Case) -> Iterator[str]:
    """Complaints about models, and about what of the case does not fit them."""
    for name, model in case.models.items():
        key = f"models.{name}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED:
            yield (
                f"{key}: expected a name of a-z, 0-9 and _ other than {', '.join(RESERVED)}; "
                "rename the model"
            )
        if model.process not in case.processes:
            yield from unknown(
                f"{key}.process", [model.process], case.processes, "keys of processes"
            )
            continue
        sets = case.processes[model.process].calibrated_sets
        where = f"processes.{model.process}.calibrated_sets"
        yield from unknown(f"{key}.calibrated", [model.calibrated], sets, f"keys of {where}")
        if model.calibrated in sets:
            members = sets[model.calibrated]
            yield from unknown(
                f"{key}.dynamic", model.dynamic, members, f"{where}.{model.calibrated}"
            )
        declared = MODELS[model.process]
        if model.observation == "rescaled" and case.target.output not in declared.offsets:
            yield (
                f"{key}.observation: expected identity, since {declared.name} declares bounds of "
                f"the offset of rescaled for {', '.join(declared.offsets) or 'none'} of its "
                f"outputs only and target.output is {case.target.output}; take identity"
            )
        yield from _target(case, key, declared)
        yield from _source(case, key, declared)


def _target(case: Case, key: str, declared: Declaration) -> Iterator[str]:
    """The target is an output of the model."""
    target, units = case.target, {output.name: output.unit for output in declared.outputs}
    if target.output not in units:
        yield (
            f"target.output: expected an output of {declared.name} ({key}), one of "
            f"{', '.join(units)}, got {target.output!r}; mend the target or take another process"
        )
    elif target.unit != units[target.output]:
        yield (
            f"target.unit: expected {units[target.output]}, the unit of {target.output} in "
            f"{declared.name}, got {target.unit!r}; mend the unit"
        )


def _source(case: Case, key: str, declared: Declaration) -> Iterator[str]:
    """The source gives what the set-up of the model needs."""
    for kind, needed, given in (
        ("forcing", declared.needs_forcing, case.data.forcing),
        ("attributes", declared.needs_attributes, case.data.attributes),
    ):
        if lacking := [name for name in needed if name not in given]:
            yield (
                f"{key}.process: {declared.name} needs the {kind} {', '.join(lacking)}, which the "
                f"source {case.data.source} (data.source) does not give; take another process or "
                "source"
            )
