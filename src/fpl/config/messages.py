"""What pydantic finds wrong, in lines that say what was expected, what came and what to do."""

import re
from typing import Any

from pydantic import ValidationError

REMEDIES = {  # by pydantic's type of error
    "extra_forbidden": "unknown key; correct its spelling or remove it",
    "missing": "missing key; add it",
}
KEYED = re.compile(r"^[a-z]\w*(\.\w+)*: ")  # a message that begins with a key of its own


def complaints(error: ValidationError, known: str, within: str = "") -> list[str]:
    """One line for each finding, beginning with its full key.

    ``known`` names the file in which all keys are to be seen, ``within`` is the key of what was
    checked.
    """
    return [_explain(dict(found), known, within) for found in error.errors()]


def keyed(within: str, message: str) -> str:
    """A message with the key that it is about; its own key, if it begins with one, is within."""
    if not within:
        return message
    return f"{within}.{message}" if KEYED.match(message) else f"{within}: {message}"


def _explain(found: dict[str, Any], known: str, within: str) -> str:
    """Put one finding into a line: key, what was expected, what came, remedy."""
    key = ".".join(str(part) for part in ((within,) if within else ()) + tuple(found["loc"]))
    if found["type"] in REMEDIES:
        return f"{key}: {REMEDIES[found['type']]} (all are in {known})"
    message = found["msg"].removeprefix("Value error, ")
    if found["type"] == "value_error":
        return keyed(key, message)
    return f"{key}: {message}, got {found['input']!r}; correct the value"
