"""Whether a target is something that a process model gives."""

from fpl.errors import ConfigError
from fpl.physics.process_model import ProcessModel
from fpl.terms import Target


def check_target(model: ProcessModel, target: Target) -> None:
    """ConfigError if the target is no output of the model, or in another unit."""
    units = {output.name: output.unit for output in model.outputs}
    if target.output not in units:
        raise ConfigError(
            f"target.output is {target.output!r}, but process model {model.name} has the outputs "
            f"{', '.join(units)}; name one of these or take another process model"
        )
    if units[target.output] != target.unit:
        raise ConfigError(
            f"target.unit is {target.unit!r}, but process model {model.name} gives "
            f"{target.output} in {units[target.output]!r}; write the model's unit"
        )
