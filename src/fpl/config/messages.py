"""What pydantic finds wrong, in lines that say what was expected, what came and what to do."""

import re

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
    lines = []
    for found in error.errors():
        key = ".".join(str(part) for part in found["loc"] if part != "[key]")
        message = found["msg"].removeprefix("Value error, ")
        if found["type"] in REMEDIES:
            message = f"{REMEDIES[found['type']]} (all are in {known})"
        elif found["type"] != "value_error":
            message = f"{message}, got {found['input']!r}; correct the value"
        lines.append(keyed(within, keyed(key, message)))
    return lines


def keyed(within: str, message: str) -> str:
    """A message with the key that it is about; its own key, if it begins with one, is within."""
    if not within:
        return message
    return f"{within}.{message}" if KEYED.match(message) else f"{within}: {message}"
