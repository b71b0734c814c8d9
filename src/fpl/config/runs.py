"""Which runs a case asks for.

A run is a model, a method, a training sample and a seed (``fpl.terms.Run``). Everything but
learning treats each place by itself, so it is run on one sample only; its results on sparser
samples are subsets of places. What a table reads is picked from the runs by :func:`select`.
"""

from collections.abc import Collection, Iterable
from itertools import product

from fpl.config.case import Case
from fpl.config.optional import Experiment
from fpl.terms import METHODS, Run

Named = str | Collection[str] | None
MAIN = "main"  # the experiment of the main runs, which `methods`, `samples` and `seeds` name
LEARNED = ("network", "learned")  # kinds of methods that learn, by gradient
COMPARED = 2  # samples, those with most places, on which g_z is learned, beside g_A
SHIPPED = ("lstm", "lstm_multi")  # of others, where the source has their predictions
PAPER = "fpl"  # g_A, the method of the paper


def of_kind(*kinds: str) -> list[str]:
    """The methods of these kinds (see ``fpl.terms.Method``), in their fixed order."""
    return [name for name, method in METHODS.items() if method.kind in kinds]


def select(
    runs: Iterable[Run],
    *,
    model: Named = None,
    method: Named = None,
    sample: Named = None,
    first_seed: bool = False,
) -> list[Run]:
    """The runs of these models, methods and samples (one, several, or None for all), each once.

    With ``first_seed``, of runs that differ in nothing but their seed, the one with the lowest.
    """
    asked = {
        key: [names] if isinstance(names, str) else names
        for key, names in (("model", model), ("method", method), ("sample", sample))
        if names is not None
    }
    kept = [
        run
        for run in dict.fromkeys(runs)
        if all(getattr(run, key) in names for key, names in asked.items())
    ]
    if not first_seed:
        return kept
    falling = sorted(kept, key=lambda run: -run.seed)
    lowest = {run._replace(seed=0): run for run in falling}  # the last of each stays
    return [run for run in kept if run == lowest[run._replace(seed=0)]]


def runs(case: Case) -> list[Run]:
    """The main runs, which ``methods``, ``samples`` and ``seeds`` of a case name: priors, learning,
    then searches. g_A learns on every sample, g_z on the two with most places."""
    seeds = case.seeds.model_dump()
    given = [
        Run(case.name, model, "default", case.largest, 0) for model in _having(case, "default")
    ]
    learned = [
        Run(case.name, model, method, sample, seed)
        for method in of_kind("network")
        for model in _having(case, method)
        for sample in (case.samples if method == PAPER else case.samples[-COMPARED:])
        for seed in seeds[PAPER]
    ]
    searched = [
        Run(case.name, model, method, case.calibration.sample, seed)
        for method in of_kind("calibrated")
        for model in _having(case, method)
        for seed in seeds[method]
    ]
    return given + learned + searched


def experiments(case: Case) -> dict[str, list[Run]]:
    """The runs of each experiment, each once; the first is that of the main runs."""
    return {MAIN: runs(case)} | {
        name: _combined(case, asked) for name, asked in case.experiments.items()
    }


def curves(case: Case) -> list[Run]:
    """The main runs that have a curve of skill against cost: learning, and searches on the sample
    that is searched and on all sparser ones, which are subsets of its places."""
    last = case.samples.index(case.calibration.sample)
    main = runs(case)
    searched = select(main, method=of_kind("calibrated"))
    at = case.samples[: last + 1]
    groups = dict.fromkeys((run.model, run.method) for run in searched)
    return select(main, method=of_kind(*LEARNED)) + [
        run._replace(sample=sample)
        for model, method in groups
        for sample in at
        for run in select(searched, model=model, method=method)
    ]


def prior(case: Case) -> Run:
    """The run of the headline model with prior parameters, which no method has to name."""
    return Run(case.name, case.headline, "default", case.largest, 0)


def headline(case: Case) -> list[Run]:
    """The main runs of the headline model."""
    return select(runs(case), model=case.headline)


def baselines(case: Case) -> list[Run]:
    """What is scored without a process model: the mean of each place, and the LSTMs of others."""
    climatology = Run(case.name, "observation", "climatology", case.largest, 0)
    shipped = SHIPPED if "upstream_lstm" in case.data.offers else ()
    of_others = [Run(case.name, "upstream_lstm", method, case.largest, 0) for method in shipped]
    return [climatology, *of_others]


def lstms(case: Case) -> list[Run]:
    """The runs of the LSTM that is trained here."""
    if case.lstm is None:
        return []
    return [
        Run(case.name, "observation", "lstm_trained", sample, seed)
        for sample in case.lstm.samples
        for seed in case.lstm.seeds
    ]


def networks(case: Case) -> list[Run]:
    """The runs of learning in which networks are compared: the same samples for all, on models
    that have more than one network or parameters that vary from day to day."""
    kind = of_kind("network")
    models = [
        name
        for name, methods in case.methods.items()
        if len(set(kind) & set(methods)) > 1 or case.models[name].dynamic
    ]
    return select(runs(case), model=models, method=kind, sample=case.samples[-COMPARED:])


def examples(case: Case) -> list[Run]:
    """One run of each method on the headline model, for time series; of learning g_A's."""
    others = of_kind("network")[1:]
    return [run for run in _firsts(case) if run.method not in others]


def beside_lstm(case: Case) -> list[Run]:
    """The first seed of each method on the headline model, where most places are."""
    return select(_firsts(case), sample=case.largest)


def _firsts(case: Case) -> list[Run]:
    """The run with the lowest seed of each method on the headline model, on most places, in the
    order of ``methods``; SCE-UA in lockstep is left to SPOTPY's."""
    methods = ["default", *of_kind("network"), "sceua"]
    found = {
        run.method: run
        for run in select(headline(case), method=methods, first_seed=True)
        if run.method == "sceua" or run.sample == case.largest
    }
    return [found[name] for name in case.methods.get(case.headline, []) if name in found]


def _combined(case: Case, asked: Experiment) -> list[Run]:
    """Every combination; what treats each place by itself has one sample, the searched one."""
    found = []
    for model, name, sample, seed in product(
        asked.models, asked.methods, asked.samples, asked.seeds
    ):
        method = METHODS[name]
        where = {"calibrated": case.calibration.sample, "given": case.largest}
        number = seed if method.has_chance else asked.seeds[0]
        number = 0 if method.kind == "given" else number
        found.append(Run(case.name, model, name, where.get(method.kind, sample), number))
    return list(dict.fromkeys(found))


def _having(case: Case, method: str) -> list[str]:
    return [model for model, methods in case.methods.items() if method in methods]
