"""ProcessModel: a declaration and one torch step. Nothing else is written per model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from torch import Tensor

from fpl.errors import ConfigError
from fpl.models.declaration import Interface
from fpl.models.parameter import Parameter

Fields = Mapping[str, Tensor]
Step = Callable[[Fields, Fields, Fields], tuple[dict[str, Tensor], dict[str, Tensor]]]


@dataclass(frozen=True)
class ProcessModel(Interface):
    """A process model that advances every cell by one day, cells independent of one another.

    ``step(forcing, state, parameters)`` takes dictionaries of tensors of one shape, ``(cell,)``,
    and returns ``(state at the end of the day, outputs of the day)``. It must be built of
    pointwise torch operations and hold no control flow on values, so that it can be traced.
    A loop of equal sub-steps is written with :func:`fpl.physics.repeat.repeat`.
    ``initial_state(parameters)`` gives the state before any warm-up. ``name`` appears in messages.
    Parameters named in ``dynamic`` have a value for each day and cell; the others one for each
    cell.
    """

    step: Step
    initial_state: Callable[[Fields], dict[str, Tensor]]
    dynamic: tuple[str, ...] = ()

    def with_dynamic(self, *names: str) -> "ProcessModel":
        """The same model with these parameters, and no others, varying from day to day."""
        return replace(self, dynamic=tuple(self.parameter(name).name for name in names))

    @property
    def static(self) -> tuple[str, ...]:
        """Names of the parameters that are not dynamic."""
        return tuple(name for name in self.parameter_names if name not in self.dynamic)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; ConfigError if the model has none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise ConfigError(
            f"model {self.name} has no parameter {name!r}; it has {', '.join(self.parameter_names)}"
        )
