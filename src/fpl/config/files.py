"""Files of cases: sections that one case takes over from another, and what a run changes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from fpl.errors import ConfigError

Values = dict[str, Any]
LIKE = "like"  # the key that names the case whose sections a file starts from
CHOICES = ("source", "process")  # a section that chooses otherwise shares no other key


def names(folder: Path) -> list[str]:
    """The cases that have a file in ``folder``."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def sections(folder: Path, name: str) -> Values:
    """The sections of a case: of its file, laid over those of the case that it is like.

    Raises
    ------
    ConfigError
        If there is no such file, it is no yaml of sections, or cases are like each other in a ring.
    """
    return _sections(folder, name, ())


def merged(base: Values, over: Mapping[str, Any]) -> Values:
    """Values laid over others: sections are merged key by key, lists and single values replaced.

    A section that is null in ``over`` is taken out. A section that chooses another source or
    process than the base starts afresh, since it has other keys.
    """
    kept = dict(base)
    for key, value in over.items():
        before = kept.get(key)
        if not isinstance(before, dict):
            kept[key] = value
        elif value is None:
            del kept[key]
        elif isinstance(value, Mapping):
            kept[key] = dict(value) if _chooses_otherwise(before, value) else merged(before, value)
        else:
            kept[key] = value
    return kept


def _chooses_otherwise(before: Values, value: Mapping[str, Any]) -> bool:
    return any(key in before and value.get(key, before[key]) != before[key] for key in CHOICES)


def _sections(folder: Path, name: str, after: tuple[str, ...]) -> Values:
    path = folder / f"{name}.yaml"
    if name in after:
        ring = " is like ".join([*after, name])
        raise ConfigError(f"{path}: expected a case that starts somewhere, got {ring}; break it")
    if not path.is_file():
        raise ConfigError(
            f"{'like in ' + after[-1] if after else 'datasets'}: expected a case with a file in "
            f"{folder}, one of {', '.join(names(folder)) or '(none)'}, got {name!r}; mend the name "
            f"or write {path}"
        )
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: expected yaml, which this is not ({error}); mend it") from error
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: expected sections (key: value), got {values!r}; write them")
    like = values.pop(LIKE, None)
    return values if like is None else merged(_sections(folder, like, (*after, name)), values)
