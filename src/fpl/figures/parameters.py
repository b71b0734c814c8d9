"""Maps of parameters by learning and by calibration, side by side with the same limits."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.parameter_maps import rows_of_maps
from fpl.terms import Study

SHOWN = ("truth", "fpl", "sceua")


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``parameters`` of the headline model: a row a parameter, a column a method.

    All maps show the places that all methods have. Of each method the run on the largest sample is
    drawn at its lowest seed. ``settings``: headline, figures (map_parameters), samples.
    """
    parameters, model = tables["parameters"], settings["headline"]
    names = list(settings["figures"]["map_parameters"])
    here = parameters[parameters["model"] == model]
    shown = [name for name in names if name in set(here["parameter"])]
    runs = [style.largest(here[here["method"] == m], settings["samples"]) for m in SHOWN]
    chosen = pd.concat(runs)
    methods = [method for method in SHOWN if method in set(chosen["method"])]
    if not shown or not {"fpl", "sceua"} & set(methods):
        raise DataError(
            f"Parameters of {model}: expected {names} estimated by fpl or sceua, got parameters "
            f"{sorted(set(here['parameter']))} of {sorted(set(here['method']))}. "
            "Change figures.map_parameters in the configuration."
        )
    return rows_of_maps(shown, methods, chosen, study, model)
