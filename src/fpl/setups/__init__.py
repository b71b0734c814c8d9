"""Set-ups: each process model with what drives it and what is known of its parameters.

They stand between labelled files and physics, which knows tensors only. A set-up is one module
here with a function ``setup``; it is named as its declaration in ``fpl.models``.
"""

from importlib import import_module

from fpl.errors import ConfigError
from fpl.models import MODELS
from fpl.setups.setup import Settings, Setup


def open_setup(settings: Settings, model: Settings) -> Setup:
    """The set-up of a model.

    ``settings`` holds the section processes of a case's configuration, ``model`` one entry of its
    models. ConfigError if no such process model is known or configured, or it has not what is
    configured.
    """
    process = model["process"]
    if process not in MODELS:
        raise ConfigError(f"no process model {process!r}; expected one of {', '.join(MODELS)}")
    configured = settings["processes"]
    if process not in configured:
        raise ConfigError(
            f"a model runs {process}, but config section processes has only "
            f"{', '.join(configured)}; add processes.{process}"
        )
    # On demand: a result depends on the code of its own model, which the rules name (model_code).
    opened: Setup = import_module(f"fpl.setups.{process}").setup(configured[process], model)
    return opened


__all__ = ["Setup", "open_setup"]
