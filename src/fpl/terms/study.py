"""A study case as its tables and figures see it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from fpl.terms.metric import METRICS, Metric
from fpl.terms.target import Target


class Study(NamedTuple):
    """The words and limits of one case of the workflow.

    name : the dataset, as in paths
    place : what a place is called, in the singular ("cell", "basin")
    target : what is compared with observations
    objective : name of the metric that training and calibration minimise, in ``METRICS``
    thresholds : values of the objective at which costs are compared; figures show the first
    generated : whether the world is generated; every title then says so
    grid : grid that the places are cells of, in ``fpl.data.grids``; None without a grid
    """

    name: str
    place: str
    target: Target
    objective: str
    thresholds: tuple[float, ...]
    generated: bool = False
    grid: str | None = None

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Study":
        """The study of plain values, as the parameters of a workflow's rule hold them."""
        target, thresholds = Target(**plain["target"]), tuple(plain["thresholds"])
        return cls(**{**plain, "target": target, "thresholds": thresholds})

    @property
    def metric(self) -> Metric:
        """The metric that training and calibration minimise."""
        return METRICS[self.objective]

    def places(self, count: int) -> str:
        """So many places, in words: "1 cell", "206 basins"."""
        return f"{count} {self.place}" + ("" if count == 1 else "s")

    def title(self, text: str) -> str:
        """A title; that of a generated world says so."""
        return f"generated world ({self.name}): {text}" if self.generated else text
