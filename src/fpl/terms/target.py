"""The target: what is simulated, observed and compared."""

import re
from typing import NamedTuple


class Target(NamedTuple):
    """The output of a process model that is compared with observations.

    ``output`` is its name in the process model, ``unit`` a CF unit, ``label`` what people call it.
    """

    output: str
    unit: str
    label: str

    @property
    def axis(self) -> str:
        """Label and unit as an axis shows them."""
        return f"{self.label} ({unit_text(self.unit)})"

    @property
    def is_flux(self) -> bool:
        """Whether it is water per time, such as streamflow, rather than water that is stored."""
        return self.unit.endswith((" d-1", " s-1", " h-1"))


def unit_text(unit: str) -> str:
    """A CF unit as an axis shows it: powers raised, a pure number as "-"."""
    if unit in ("", "1"):
        return "-"
    return re.sub(r"(?<=[A-Za-z])(-?\d+)", r"$^{\1}$", unit)
