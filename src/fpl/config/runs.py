"""Which runs a configuration asks for, as folders ``{model}/{method}/{sample}/seed{seed}``.

Everything but learning treats each cell by itself, so it is run on one sample only; its results
on sparser samples are subsets of cells.
"""

from itertools import product

from fpl.config import Config
from fpl.config.experiments import MAIN, Experiment
from fpl.config.names import LATTICES
from fpl.config.sections import Lattice

NETWORKS = ("fpl", "fpl_gz", "fpl_gz_observed")  # methods of parameter learning: g_A, then g_z
LEARNED = (*NETWORKS, "gradient", "constant", "linear", "shuffled", "noise")  # by gradient
CALIBRATED = ("sceua", "lockstep")  # SCE-UA by SPOTPY, and by our own in lockstep
WITHOUT_CHANCE = ("default", "gradient")
COMPARED = 2  # samples, the densest first, on which g_z is learned, beside g_A


def densest(config: Config) -> str:
    """Return the sample with the most cells."""
    return max(config.samples, key=LATTICES.index)


def learned(config: Config) -> list[str]:
    """Return the runs of parameter learning: every seed, every sample (g_A) or the two densest."""
    return _learned(config, "fpl", config.samples) + [
        run for method in NETWORKS[1:] for run in _learned(config, method, _compared(config))
    ]


def networks(config: Config) -> list[str]:
    """Return the runs of learning in which networks are compared: the same samples for all, on
    models that have more than one network or parameters that vary from day to day."""
    models = [
        name
        for name, methods in config.methods.items()
        if len(set(NETWORKS) & set(methods)) > 1 or config.models[name].dynamic
    ]
    found = [run for method in NETWORKS for run in _learned(config, method, _compared(config))]
    return [run for run in found if run.split("/")[0] in models]


def experiments(config: Config) -> dict[str, list[str]]:
    """Return the runs of each experiment, each once; the first is that of the main runs."""
    main = defaults(config) + learned(config) + calibrated(config)
    return {MAIN: main} | {
        name: _combined(config, asked) for name, asked in config.experiments.items()
    }


def _combined(config: Config, asked: Experiment) -> list[str]:
    """Every combination; what treats each cell by itself has one sample, the calibrated one."""
    found = []
    for model, method, sample, seed in product(
        asked.models, asked.methods, asked.samples, asked.seeds
    ):
        where = sample
        if method in CALIBRATED:
            where = config.calibration.sample
        if method == "default":
            where = densest(config)
        number = asked.seeds[0] if method in WITHOUT_CHANCE else seed
        found.append(f"{model}/{method}/{where}/seed{0 if method == 'default' else number}")
    return list(dict.fromkeys(found))


def calibrated(config: Config) -> list[str]:
    """Return the runs of SCE-UA, by SPOTPY and in lockstep."""
    return _calibrated(config, [config.calibration.sample])


def both_searches(config: Config) -> list[str]:
    """Return the runs of SCE-UA on the headline model: SPOTPY's and those in lockstep."""
    return [run for run in calibrated(config) if run.split("/")[0] == config.headline]


def calibration_curves(config: Config) -> list[str]:
    """Return where SCE-UA has a curve: the sample that it was run on, and all sparser ones."""
    last = LATTICES.index(config.calibration.sample)
    return _calibrated(config, [d for d in config.samples if LATTICES.index(d) <= last])


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
    """Return one run of each method on the headline model, for time series; of learning g_A's."""
    firsts = _firsts(config)
    return [
        firsts[method]
        for method in config.methods[config.headline]
        if method in firsts and (method not in NETWORKS or method == NETWORKS[0])
    ]


def beside_lstm(config: Config) -> list[str]:
    """Return the first seed of each method on the headline model, where most cells are."""
    firsts = _firsts(config)
    runs = [firsts[method] for method in config.methods[config.headline] if method in firsts]
    return [run for run in runs if run.split("/")[2] == densest(config)]


def _firsts(config: Config) -> dict[str, str]:
    """The run with the lowest seed of each method on the headline model, on most cells; SCE-UA in
    lockstep is left to SPOTPY's."""
    model, sample = config.headline, densest(config)
    calibration = f"{config.calibration.sample}/seed{min(config.seeds.sceua)}"
    learning = {method: f"{sample}/seed{min(config.seeds.fpl)}" for method in NETWORKS}
    runs = {"default": f"{sample}/seed0", **learning, "sceua": calibration}
    return {method: f"{model}/{method}/{run}" for method, run in runs.items()}


def _learned(config: Config, method: str, samples: list[Lattice]) -> list[str]:
    return [
        f"{model}/{method}/{sample}/seed{seed}"
        for model in _with_method(config, method)
        for sample in samples
        for seed in config.seeds.fpl
    ]


def _compared(config: Config) -> list[Lattice]:
    return sorted(config.samples, key=LATTICES.index)[-COMPARED:]


def surrogate(config: Config) -> str:
    """Return the run of the surrogate's route: the headline model, the lowest seed."""
    return f"{config.headline}/surrogate/{config.surrogate.sample}/seed{min(config.seeds.fpl)}"


def surrogate_searches(config: Config) -> list[str]:
    """Return what is searched through a surrogate, as ``round{r}/{search}``: by fPL in each round
    that is told of, by SCE-UA in the first and the last of them."""
    rounds = config.surrogate.rounds
    return [f"round{r}/fpl" for r in rounds] + [
        f"round{r}/sceua" for r in dict.fromkeys((rounds[0], rounds[-1]))
    ]


def surrogate_bills(config: Config) -> list[str]:
    """Return every round that is played, and what SCE-UA searches, as ``round{r}/{search}``."""
    every = [f"round{r}/fpl" for r in range(config.surrogate.rounds[-1] + 1)]
    return every + [place for place in surrogate_searches(config) if place not in every]


def beside_surrogate(config: Config) -> dict[str, list[str]]:
    """Return the runs on the process model that stand beside the surrogate's route: those with
    metrics, and those with a curve on its cells."""
    model, sample, calibration = config.headline, config.surrogate.sample, config.calibration
    found: dict[str, list[str]] = {"metrics": [], "curve": []}
    if "fpl" in config.methods[model]:
        run = f"{model}/fpl/{sample}/seed{min(config.seeds.fpl)}"
        found["metrics"].append(run)
        found["curve"].append(run)
    if "sceua" in config.methods[model] and _covers(calibration.sample, sample):
        seed = min(config.seeds.sceua)
        found["metrics"].append(f"{model}/sceua/{calibration.sample}/seed{seed}")
        found["curve"].append(f"{model}/sceua/{sample}/seed{seed}")
    return found


def _covers(dense: str, sparse: str) -> bool:
    return LATTICES.index(sparse) <= LATTICES.index(dense)


def _calibrated(config: Config, samples: list[str]) -> list[str]:
    seeds = {"sceua": config.seeds.sceua, "lockstep": config.seeds.lockstep}
    return [
        f"{model}/{method}/{sample}/seed{seed}"
        for method in CALIBRATED
        for model in _with_method(config, method)
        for sample in samples
        for seed in seeds[method]
    ]


def _with_method(config: Config, method: str) -> list[str]:
    return [model for model, methods in config.methods.items() if method in methods]
