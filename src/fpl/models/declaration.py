"""What a process model is called, needs, has and gives: read without torch, when configured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fpl.errors import ConfigError
from fpl.models.parameter import Parameter


@dataclass(frozen=True)
class Variable:
    """A forcing, state or output of a model."""

    name: str
    unit: str
    description: str = ""


@dataclass(frozen=True)
class Interface:
    """What a process model is driven by, has and gives, in the order that the engine keeps."""

    name: str
    forcings: tuple[Variable, ...]
    parameters: tuple[Parameter, ...]
    states: tuple[Variable, ...]
    outputs: tuple[Variable, ...]

    @property
    def forcing_names(self) -> tuple[str, ...]:
        """Names of the forcings."""
        return tuple(forcing.name for forcing in self.forcings)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the states."""
        return tuple(state.name for state in self.states)

    @property
    def output_names(self) -> tuple[str, ...]:
        """Names of the outputs."""
        return tuple(output.name for output in self.outputs)


@dataclass(frozen=True)
class Declaration(Interface):
    """A process model without its physics; its forcings are what its set-up makes of the data.

    needs_forcing, needs_attributes : variables of forcing.nc, attributes.nc that its set-up reads
    needs_coordinates : coordinates of the places that its set-up reads
    settles : states (mm) that a warm-up watches unless the configuration names others
    fluxes : outputs that simulations keep beside the target
    offsets : output -> lowest and highest offset, in its unit, of observations that are a linear
        rescaling of it; outputs that are not named are compared as they are only
    """

    needs_forcing: tuple[str, ...]
    needs_attributes: tuple[str, ...]
    settles: tuple[str, ...]
    fluxes: tuple[str, ...]
    offsets: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    needs_coordinates: tuple[str, ...] = ("lat",)

    def with_ranges(self, ranges: Mapping[str, Sequence[float]]) -> tuple[Parameter, ...]:
        """The parameters, with ``ranges`` (name -> [low, high]) in place of the table's own;
        ConfigError if a name is unknown or a range is empty."""
        unknown = sorted(set(ranges) - set(self.parameter_names))
        if unknown:
            raise ConfigError(
                f"config key processes.{self.name}.ranges names unknown parameters "
                f"{', '.join(unknown)}; {self.name} has {', '.join(self.parameter_names)}"
            )
        return tuple(
            replace(p, low=float(ranges[p.name][0]), high=float(ranges[p.name][1]))
            if p.name in ranges
            else p
            for p in self.parameters
        )
