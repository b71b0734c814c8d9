"""Whether process models fit their case: settings, target, forcing, operator; each side named."""

import math
import re
from collections.abc import Iterable, Iterator

from fpl.config.base import among
from fpl.config.case import Case
from fpl.config.names import RESERVED_MODELS
from fpl.config.processes import Process
from fpl.errors import ConfigError
from fpl.models import MODELS
from fpl.models.declaration import Declaration


def processes(case: Case) -> Iterator[str]:
    """Complaints about the settings of process models."""
    for name, process in case.processes.items():
        declared, key = MODELS[name], f"processes.{name}"
        yield from _ranges(key, process, declared)
        yield from keyed(
            f"{key}.settles", process.settles, declared.state_names, f"states of {name}"
        )
        for chosen, members in case.processes[name].calibrated_sets.items():
            yield from parameters(f"{key}.calibrated_sets.{chosen}", members, declared)


def _ranges(key: str, process: Process, declared: Declaration) -> Iterator[str]:
    """Ranges name parameters, have a width, and stay where the parameter has a meaning."""
    yield from parameters(f"{key}.ranges", process.ranges, declared)
    known = {parameter.name: parameter for parameter in declared.parameters}
    for name, (low, high) in process.ranges.items():
        if name not in known:
            continue
        try:
            declared.with_ranges({name: (low, high)})
        except ConfigError as error:
            yield f"{key}.ranges.{name}: {error}"
            continue
        parameter = known[name]
        is_share = parameter.unit == "1" and parameter.low >= 0 and parameter.high <= 1
        least = 0.0 if parameter.low >= 0 else -math.inf
        most = 1.0 if is_share else math.inf
        if low < least or high > most:
            yield (
                f"{key}.ranges.{name}: expected a range within [{least:g}, {most:g}], where "
                f"{name} ({parameter.description}) has a meaning, got [{low:g}, {high:g}]; mend "
                "the range"
            )


def models(case: Case) -> Iterator[str]:
    """Complaints about models, and about what of the case does not fit them."""
    for name, model in case.models.items():
        key = f"models.{name}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED_MODELS:
            yield (
                f"{key}: expected a name of a-z, 0-9 and _ other than "
                f"{', '.join(RESERVED_MODELS)}; rename the model"
            )
        if model.process not in case.processes:
            yield from keyed(f"{key}.process", [model.process], case.processes, "keys of processes")
            continue
        sets = case.processes[model.process].calibrated_sets
        where = f"processes.{model.process}.calibrated_sets"
        if model.calibrated not in sets:
            yield from keyed(f"{key}.calibrated", [model.calibrated], sets, f"keys of {where}")
        else:
            members = sets[model.calibrated]
            yield from keyed(
                f"{key}.dynamic", model.dynamic, members, f"{where}.{model.calibrated}"
            )
        declared = MODELS[model.process]
        if model.observation == "rescaled" and case.target.output not in declared.offsets:
            yield (
                f"{key}.observation: expected identity, since {declared.name} declares bounds of "
                f"the offset of rescaled for {', '.join(declared.offsets) or 'none'} of its "
                f"outputs only and target.output is {case.target.output}; take identity"
            )
        yield from _fits(case, key, declared)


def _fits(case: Case, key: str, declared: Declaration) -> Iterator[str]:
    """The target is an output of the model, and the source gives what its set-up needs."""
    units = {output.name: output.unit for output in declared.outputs}
    if case.target.output not in units:
        yield (
            f"target.output: expected an output of {declared.name} ({key}), one of "
            f"{', '.join(units)}, got {case.target.output!r}; mend the target or take another "
            "process"
        )
    elif units[case.target.output] != case.target.unit:
        yield (
            f"target.unit: expected {units[case.target.output]}, the unit of "
            f"{case.target.output} in {declared.name}, got {case.target.unit!r}; mend the unit"
        )
    for kind, needed, given in (
        ("forcing", declared.needs_forcing, case.source.forcing),
        ("attributes", declared.needs_attributes, case.source.attributes),
    ):
        if lacking := [name for name in needed if name not in given]:
            yield (
                f"{key}.process: {declared.name} needs the {kind} {', '.join(lacking)}, which the "
                f"source {case.data.source} (data.source) does not give; take another process or "
                "source"
            )


def keyed(key: str, values: Iterable[str], known: Iterable[str], where: str) -> list[str]:
    """One complaint for each value of a key that is not known."""
    return [f"{key}: {line}" for line in among(values, known, where)]


def parameters(key: str, names: Iterable[str], declared: Declaration) -> Iterator[str]:
    """A complaint if names are not parameters of a process model."""
    if unknown := [name for name in names if name not in declared.parameter_names]:
        yield (
            f"{key}: unknown parameter {', '.join(unknown)}; {declared.name} has "
            f"{', '.join(declared.parameter_names)}"
        )
