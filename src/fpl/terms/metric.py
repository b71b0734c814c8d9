"""Metrics: what each is called, in which unit it is, and which way is better."""

from typing import Literal, NamedTuple

from fpl.terms.target import Target, unit_text

OF_TARGET = "of the target"
ObjectiveName = Literal["rmse", "rsr", "kge"]  # metrics that training and calibration may minimise


class Metric(NamedTuple):
    """A score of a simulated series against an observed one; one value a place and period.

    ``unit`` is a CF unit, or ``OF_TARGET``. ``better`` says which values are better: ``lower``,
    ``higher``, or ``zero`` (nearer to zero).
    """

    name: str
    label: str
    unit: str
    better: Literal["lower", "higher", "zero"]

    def unit_of(self, target: Target) -> str:
        """The CF unit of the metric of this target."""
        return target.unit if self.unit == OF_TARGET else self.unit

    def axis(self, target: Target) -> str:
        """Label and unit as an axis shows them."""
        return f"{self.label} ({unit_text(self.unit_of(target))})"


_ALL = (
    Metric("rmse", "RMSE", OF_TARGET, "lower"),
    Metric("ubrmse", "ubRMSE", OF_TARGET, "lower"),
    Metric("bias", "bias", OF_TARGET, "zero"),
    Metric("abs_bias", "absolute bias", OF_TARGET, "lower"),
    Metric("r", "correlation R", "1", "higher"),
    Metric("nse", "NSE", "1", "higher"),
    Metric("kge", "KGE", "1", "higher"),
    Metric("rsr", "RSR", "1", "lower"),
)
METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
