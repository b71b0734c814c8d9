"""What must hold between the sections of a case, each side named."""

import re
from collections.abc import Iterator

from fpl.config import fit
from fpl.config.case import Case
from fpl.config.fit import parameters, unknown
from fpl.config.runs import MAIN, of_kind
from fpl.terms import METHODS

MAIN_METHODS = [*of_kind("network", "calibrated"), "default"]


def complaints(case: Case) -> list[str]:
    """One line for each thing that does not hold, beginning with the key."""
    return list(dict.fromkeys(line for check in CHECKS for line in check(case)))


def _methods(case: Case) -> Iterator[str]:
    yield from unknown("headline", [case.headline], case.models, "keys of models")
    yield from unknown("methods", case.methods, case.models, "keys of models")
    for name, methods in case.methods.items():
        if beside := [method for method in methods if method not in MAIN_METHODS]:
            yield (
                f"methods.{name}: expected any of {', '.join(MAIN_METHODS)}, got "
                f"{', '.join(beside)}; name the others in an experiment"
            )
        static = [method for method in methods if not METHODS[method].daily]
        if name in case.models and case.models[name].dynamic and static:
            daily = [method.name for method in METHODS.values() if method.daily]
            yield (
                f"methods.{name}: expected {' or '.join(daily)}, which give a model's dynamic "
                f"parameters day by day, got {', '.join(static)}; take them out or empty "
                f"models.{name}.dynamic"
            )


def _experiments(case: Case) -> Iterator[str]:
    for name, experiment in case.experiments.items():
        key = f"experiments.{name}"
        if not re.fullmatch(r"[a-z]+", name) or name == MAIN:
            yield f"{key}: expected letters a-z, and not {MAIN}; rename it"
        yield from unknown(f"{key}.models", experiment.models, case.models, "keys of models")


def _samples(case: Case) -> Iterator[str]:
    for kind, sign in (("s", -1), ("random", 1)):
        found = [re.fullmatch(rf"{kind}(\d+)", sample) for sample in case.samples]
        numbers = [sign * int(match[1]) for match in found if match]
        if numbers != sorted(numbers):
            yield f"samples: expected the sparsest first, got {case.samples}; sort them"
    if "all" in case.samples[:-1]:
        yield f"samples: expected all, which has most places, last, got {case.samples}; sort them"
    main = {"calibration.sample": [case.calibration.sample]}
    if case.surrogate:
        main["surrogate.sample"] = [case.surrogate.sample]
    for key, samples in main.items():
        yield from unknown(key, samples, case.samples, "samples")
    more = {"samples": case.samples}
    if case.identifiability:
        more["identifiability.sample"] = [case.identifiability.sample]
    if case.lstm:
        more["lstm.samples"] = case.lstm.samples
    more |= {f"experiments.{name}.samples": e.samples for name, e in case.experiments.items()}
    for key, samples in (more | main).items():
        for sample in samples:
            if re.fullmatch(r"s\d+", sample):
                yield from _lattice(case, key, sample)


def _lattice(case: Case, key: str, sample: str) -> Iterator[str]:
    step, source = case.data.lattice, f"{case.data.source} (data.source)"
    if step is None:
        yield (
            f"{key}: {sample} is a sample of a lattice, and places of the source {source} lie on "
            "none; take randomN or all"
        )
    elif int(sample[1:]) % step or int(sample[1:]) == 0:
        yield (
            f"{key}: expected s and a multiple of {step}, the step of the lattice of the source "
            f"{source}, got {sample}; mend the sample"
        )


def _parameter_names(case: Case) -> Iterator[str]:
    if case.headline not in case.models:
        return
    declared, figures = case.declaration(case.headline), case.figures
    yield from parameters("figures.map_parameters", figures.map_parameters, declared)
    yield from parameters("figures.compared_parameters", figures.compared_parameters, declared)
    known = case.identifiability.known if case.identifiability else []
    yield from parameters("identifiability.known", known, declared)
    for process, settings in case.processes.items():
        for name, members in settings.calibrated_sets.items():
            if both := [member for member in members if member in known]:
                yield (
                    f"identifiability.known: {', '.join(both)} is calibrated in "
                    f"processes.{process}.calibrated_sets.{name}; take it out of one of the two"
                )


def _days(case: Case) -> Iterator[str]:
    for key, least in (
        ("evaluation.minimum_days", case.evaluation.minimum_days),
        ("data.least_valid_days", case.data.least_valid_days),
    ):
        for name, period in case.periods:
            if least > period.days:
                yield (
                    f"{key}: expected no more days than periods.{name} has, {period.days}, got "
                    f"{least}; lower it or lengthen the period"
                )


def _place(case: Case) -> Iterator[str]:
    if case.place != case.data.place:
        yield (
            f"place: expected {case.data.place}, which the source {case.data.source} "
            f"(data.source) has, got {case.place}; mend the place"
        )
    if case.published is not None and case.data.generated:
        yield (
            f"published: a generated world (data.source is {case.data.source}) is never published; "
            "take the key out"
        )


CHECKS = (
    fit.processes,
    fit.models,
    _methods,
    _experiments,
    _samples,
    _parameter_names,
    _days,
    _place,
)
