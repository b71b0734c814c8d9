"""Methods: what finds parameters (or a series), under which name, and how it is drawn."""

from typing import Literal, NamedTuple

Kind = Literal["network", "learned", "calibrated", "given", "series"]


class Method(NamedTuple):
    """A way to parameters of places, or to a series without a process model.

    ``kind`` says what makes a run of it:

    network : parameter learning by a network, as in the paper (g_A or g_z)
    learned : by gradient too, but not the paper's: what parameter learning is compared with
    calibrated : a search at each place by itself
    given : parameters known beforehand, nothing is fitted
    series : a series without a process model, or observed

    ``label`` is its name for people, ``colour`` and ``marker`` are how every figure draws it.
    ``has_chance`` is false where two seeds give the same run. ``daily`` methods can give parameters
    that vary from day to day.
    """

    name: str
    kind: Kind
    label: str
    colour: str
    marker: str
    has_chance: bool = True
    daily: bool = False


# Colours of Okabe and Ito (2008), some of them darkened: they can be told apart with any colour
# vision. Parameter learning is blue, calibration orange to brown, networks without physics violet.
_ALL = (
    Method("fpl", "network", "fPL", "#0072B2", "o"),
    Method("fpl_gz", "network", "fPL, g_z (weather)", "#CC79A7", "h", daily=True),
    Method(
        "fpl_gz_observed", "network", "fPL, g_z (weather, observations)", "#009E73", "H", daily=True
    ),
    Method("gradient", "learned", "gradient, each place", "#E69F00", "s", has_chance=False),
    Method("constant", "learned", "one set for all", "#F0E442", "p"),
    Method("linear", "learned", "linear transfer", "#56B4E9", "^"),
    Method("shuffled", "learned", "fPL, shuffled attributes", "#882255", "D"),
    Method("noise", "learned", "fPL, noise attributes", "#004B75", "v"),
    Method("sceua", "calibrated", "SCE-UA (SPOTPY)", "#D55E00", "P"),
    Method("lockstep", "calibrated", "SCE-UA (lockstep)", "#7F3800", "X"),
    Method("default", "given", "priors", "#999999", "<", has_chance=False),
    Method("truth", "given", "true", "#000000", "x", has_chance=False),
    Method("climatology", "series", "mean of each place", "#BBBBBB", ">", has_chance=False),
    Method("lstm", "series", "LSTM (upstream)", "#AA4499", "*"),
    Method("lstm_multi", "series", "LSTM (upstream, multi-task)", "#661100", "1"),
    Method("lstm_trained", "series", "LSTM (trained here)", "#44AA99", "d"),
    Method("observed", "series", "observed", "#000000", ".", has_chance=False),
)
METHODS: dict[str, Method] = {method.name: method for method in _ALL}
