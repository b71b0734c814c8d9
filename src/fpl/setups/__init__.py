"""Set-ups: each process model with what drives it and what is known of its parameters.

They stand between labelled files and physics, which knows tensors only. A set-up is one module
here, named in ``SETUPS``, beside its declaration in ``fpl.models``.
"""

from collections.abc import Callable

from fpl.errors import ConfigError
from fpl.setups import snow_bucket, vic
from fpl.setups.setup import Settings, Setup

# Imported by name and not on demand: the workflow reads from imports what a result depends on.
SETUPS: dict[str, Callable[[Settings, Settings], Setup]] = {
    "vic": vic.setup,
    "snow_bucket": snow_bucket.setup,
}


def open_setup(settings: Settings, model: Settings) -> Setup:
    """The set-up of a model.

    ``settings`` holds the section processes of a case's configuration, ``model`` one entry of its
    models.

    Raises
    ------
    ConfigError
        No such process model is known or configured, or it has not what is configured.
    """
    process = model["process"]
    if process not in SETUPS:
        raise ConfigError(f"no process model {process!r}; expected one of {', '.join(SETUPS)}")
    configured = settings["processes"]
    if process not in configured:
        raise ConfigError(
            f"a model runs {process}, but config section processes has only "
            f"{', '.join(configured)}; add processes.{process}"
        )
    return SETUPS[process](configured[process], model)


__all__ = ["SETUPS", "Setup", "open_setup"]
