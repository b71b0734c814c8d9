"""Set-ups: each process model with what drives it and what is known of its parameters.

They stand between labelled files and physics, which knows tensors only. A set-up is one module
here, named as its declaration in ``fpl.models``, with three functions: ``physics`` gives the model
with ranges and switches as a section of ``processes`` and an entry of ``models`` configure it;
``drivers`` and ``priors`` are those of a :class:`Setup`.
"""

from importlib import import_module

from fpl.errors import ConfigError
from fpl.models import MODELS
from fpl.physics.process_model import ProcessModel
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
    own, section = import_module(f"fpl.setups.{process}"), configured[process]
    physics: ProcessModel = own.physics(section, model)
    declared = MODELS[process]
    settles = tuple(section.get("settles") or declared.settles)
    unknown = [name for name in settles if name not in declared.state_names]
    if unknown:
        raise ConfigError(
            f"config key processes.{process}.settles names {', '.join(unknown)}, but {process} has "
            f"the states {', '.join(declared.state_names)}; name some of these"
        )
    dynamic = physics.with_dynamic(*model.get("dynamic", ()))
    return Setup(declared, dynamic, settles, own.drivers, own.priors)


__all__ = ["Setup", "open_setup"]
