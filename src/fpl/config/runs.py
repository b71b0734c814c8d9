"""Which runs a configuration asks for, as folders ``{model}/{method}/{density}/seed{seed}``.

Everything but learning treats each cell by itself, so it is run on one density only; its results
on sparser densities are subsets of cells.
"""

from fpl.config import Config
from fpl.config.names import DENSITIES


def densest(config: Config) -> str:
    """Return the density with the most cells."""
    return max(config.densities, key=DENSITIES.index)


def learned(config: Config) -> list[str]:
    """Return the runs of parameter learning: every density and seed."""
    return [
        f"{model}/fpl/{density}/seed{seed}"
        for model in _with_method(config, "fpl")
        for density in config.densities
        for seed in config.seeds.fpl
    ]


def calibrated(config: Config) -> list[str]:
    """Return the runs of SCE-UA."""
    return _calibrated(config, [config.calibration.density])


def calibration_curves(config: Config) -> list[str]:
    """Return where SCE-UA has a curve: the density that it was run on, and all sparser ones."""
    last = DENSITIES.index(config.calibration.density)
    return _calibrated(config, [d for d in config.densities if DENSITIES.index(d) <= last])


def defaults(config: Config) -> list[str]:
    """Return the runs with prior parameters."""
    return [f"{model}/default/{densest(config)}/seed0" for model in _with_method(config, "default")]


def prior(config: Config) -> str:
    """Return the run of the headline model with prior parameters, which no method has to name."""
    return f"{config.headline}/default/{densest(config)}/seed0"


def baselines(config: Config) -> list[str]:
    """Return what is scored without a process model; the LSTM's predictions are for real data."""
    names = ["observation/climatology"] + ["upstream_lstm/lstm"] * (config.dataset == "smap")
    return [f"{name}/{densest(config)}/seed0" for name in names]


def first_learned(config: Config) -> str:
    """Return the densest run of learning on the headline model with the lowest seed."""
    return f"{config.headline}/fpl/{densest(config)}/seed{min(config.seeds.fpl)}"


def examples(config: Config) -> list[str]:
    """Return one run of each method on the headline model, for time series."""
    model, calibration = config.headline, config.calibration
    firsts = {
        "default": f"{model}/default/{densest(config)}/seed0",
        "fpl": first_learned(config),
        "sceua": f"{model}/sceua/{calibration.density}/seed{min(config.seeds.sceua)}",
    }
    return [firsts[method] for method in config.methods[config.headline]]


def _calibrated(config: Config, densities: list[str]) -> list[str]:
    return [
        f"{model}/sceua/{density}/seed{seed}"
        for model in _with_method(config, "sceua")
        for density in densities
        for seed in config.seeds.sceua
    ]


def _with_method(config: Config, method: str) -> list[str]:
    return [model for model, methods in config.methods.items() if method in methods]
