"""The configuration of a run: its cases, each from a file of its own, and what it changes in them.

``config/config.yaml`` says what is of the run, ``config/cases/NAME.yaml`` all settings of a case.
Overlays (``--configfile``) change any key of any case under ``cases: {NAME: ...}``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, Field, ValidationError

from fpl.config import checks, files, messages
from fpl.config.base import Section, each_once
from fpl.config.case import Case
from fpl.config.sections import Engine
from fpl.errors import ConfigError

RESERVED = ("tables", "figures", "benchmarks")  # words that would be mistaken for a case
OF_THE_RUN = ("name", "engine")  # keys of a case that its file does not have


def _name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED:
        raise ValueError(
            f"expected names of a-z, 0-9 and _ other than {', '.join(RESERVED)}, got {name!r}; "
            "rename the case"
        )
    return name


class Run(Section):
    """What is of the run: which cases it is about, its engine, and what it changes in cases."""

    datasets: Annotated[
        list[Annotated[str, AfterValidator(_name)]], Field(min_length=1), AfterValidator(each_once)
    ]
    engine: Engine
    cases: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Config(Section):
    """The whole configuration, checked: each case of the run by its name, in the run's order."""

    engine: Engine
    cases: dict[str, Case]


def load(given: Mapping[str, Any], folder: str | Path = "config/cases") -> Config:
    """Check the configuration of a run; ``folder`` holds the files of cases.

    ConfigError names each key that is unknown, missing, of the wrong type or at odds with another
    key, in the run and in all of its cases, and says what to do.
    """
    folder = Path(folder)
    try:
        run = Run.model_validate(given)
    except ValidationError as error:
        raise _all(map(_moved, messages.complaints(error, "config/config.yaml"))) from None
    there, cases = files.names(folder), {}
    wrong = [
        f"cases.{name}: unknown case; {folder} has {', '.join(there)}: mend the name or write "
        f"{folder / name}.yaml"
        for name in run.cases
        if name not in there
    ]
    for name in run.datasets:
        try:
            values = files.merged(files.sections(folder, name), run.cases.get(name, {}))
            wrong += [
                f"cases.{name}.{own}: {own} is of the run, not of a case; take it out"
                for own in OF_THE_RUN
                if own in values
            ]
            cases[name] = Case.model_validate(values | {"name": name, "engine": run.engine})
        except ValidationError as error:
            wrong += messages.complaints(error, f"{folder}/*.yaml", f"cases.{name}")
        except ConfigError as error:
            wrong.append(str(error))
    for name, case in cases.items():
        wrong += [messages.keyed(f"cases.{name}", line) for line in checks.complaints(case)]
    wrong += _published_apart(cases)
    if wrong:
        raise _all(wrong)
    return Config(engine=run.engine, cases=cases)


def read(path: str | Path, *overlays: Mapping[str, Any]) -> Config:
    """Read and check the configuration in a file, with overlays; cases lie in ``cases`` beside it.

    ConfigError as from :func:`load`.
    """
    path = Path(path)
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    for overlay in overlays:
        values = files.merged(values, overlay)
    return load(values, path.parent / "cases")


def _published_apart(cases: Mapping[str, Case]) -> Iterator[str]:
    """Cases whose committed copies would overwrite those of an earlier one."""
    kept: dict[str, str] = {}
    for name, case in cases.items():
        if case.published is not None and kept.setdefault(case.published, name) != name:
            yield (
                f"cases.{name}.published: expected a folder of its own, got {case.published!r}, "
                f"which cases.{kept[case.published]} has; name another or null"
            )


def _moved(line: str) -> str:
    """A complaint about a key of the run; sections of a case are told where they belong."""
    key = line.split(":")[0].split(".")[0]
    if key in Case.model_fields and key not in Run.model_fields:
        return f"{key}: expected under cases.NAME, the case that it is of; move it there"
    return line


def _all(wrong: Iterable[str]) -> ConfigError:
    lines = "\n".join(f"  {line}" for line in wrong)
    return ConfigError(f"configuration (config/, --configfile and --config):\n{lines}")
