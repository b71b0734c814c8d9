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


def sections(folder: Path, name: str, after: tuple[str, ...] = ()) -> Values:
    """The sections of a case: of its file, laid over those of the case that it is like.

    ``after`` are the cases that are like this one. ConfigError if there is no such file, it is no
    yaml of sections, or cases are like each other in a ring.
    """
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
    return values if like is None else merged(sections(folder, like, (*after, name)), values)


def merged(base: Values, over: Mapping[str, Any]) -> Values:
    """Values laid over others: sections are merged key by key, lists and single values replaced.

    A section that is null in ``over`` is taken out. A section that chooses another source or
    process than the base starts afresh, since it has other keys.
    """
    kept = dict(base)
    for key, value in over.items():
        before = kept.get(key)
        if value is None and isinstance(before, dict):
            del kept[key]
        elif isinstance(value, Mapping) and isinstance(before, dict):
            other = any(c in before and value.get(c, before[c]) != before[c] for c in CHOICES)
            kept[key] = dict(value) if other else merged(before, value)
        else:
            kept[key] = value
    return kept
