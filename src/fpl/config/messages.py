"""What pydantic finds wrong, in lines that say what was expected, what came and what to do."""

from typing import Any

from pydantic import ValidationError

REMEDIES = {  # by pydantic's type of error
    "extra_forbidden": "unknown key; correct its spelling or remove it",
    "missing": "missing key; add it",
}


def complaints(error: ValidationError, known: str) -> str:
    """One line for each finding; ``known`` names the file in which all keys are to be seen."""
    return "\n".join(_explain(dict(found), known) for found in error.errors())


def _explain(found: dict[str, Any], known: str) -> str:
    """Put one finding into a line: key, what was expected, what came, remedy."""
    key = ".".join(str(part) for part in found["loc"])
    if found["type"] in REMEDIES:
        return f"  {key}: {REMEDIES[found['type']]} (all are in {known})"
    message = found["msg"].removeprefix("Value error, ")
    if found["type"] == "value_error":
        return f"  {key}: {message}" if key else f"  {message}"
    return f"  {key}: {message}, got {found['input']!r}; correct the value"
