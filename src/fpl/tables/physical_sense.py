"""Rows on what maps of parameters agree with that they were not fitted to.

All are Spearman's correlation over cells, mean over seeds (median over a group of parameters):

``texture_correlation``
    with the prior from texture and bulk density of the soil. It was no
    target; but texture is among what fPL reads, so that any function of it may correlate: random
    networks say how much. fPL and gradient start from one median prior for all cells; SCE-UA
    judges the prior of its cell as its first run, which leans towards it
``lockstep_correlation`` (or ``sceua_correlation``)
    with the mean map of a search cell by cell, which reads no attributes and no neighbours
``recovery_correlation``
    with the true parameters (generated worlds only)
"""

from functools import partial

from fpl.evaluation.blocks import resample
from fpl.evaluation.bootstrap import Floats
from fpl.evaluation.spatial import rank_correlation
from fpl.tables.compared_maps import MEDIAN, Maps, Rows, compare

# Parameters of which texture or bulk density say something, by sources (infilt: none found)
SOIL = ("expt", "Ksat", "porosity", "Wcr")
PRIOR = "default"
SEARCHES = ("lockstep", "sceua")  # the first that is there: it has more seeds


def of_soil(maps: Maps) -> Rows:
    """Correlation with the prior of the soil, of the parameters of SOIL and their median."""
    if PRIOR not in maps.cubes:
        return []
    groups = {name: [maps.names.index(name)] for name in SOIL if name in maps.names}
    together = {MEDIAN: [i for members in groups.values() for i in members]}
    return _rows(maps, "texture_correlation", maps.cubes[PRIOR][0], together | groups, (PRIOR,))


def of_searches(maps: Maps) -> Rows:
    """Correlation with the mean map over the seeds of a search, of every parameter and group."""
    for search in [name for name in SEARCHES if name in maps.cubes]:
        mean = maps.cubes[search].mean(axis=0)
        return _rows(maps, f"{search}_correlation", mean, maps.groups, (PRIOR, *SEARCHES))
    return []


def of_truth(maps: Maps, truth: Floats) -> Rows:
    """Correlation with the true map ``(parameter, cell)``, of every parameter and group."""
    return _rows(maps, "recovery_correlation", truth, maps.groups, ("truth",))


def _rows(
    maps: Maps, statistic: str, expected: Floats, groups: dict[str, list[int]], out: tuple[str, ...]
) -> Rows:
    correlations = {
        method: resample(partial(rank_correlation, cube, expected), maps.weight)
        for method, cube in maps.cubes.items()
        if method not in out
    }
    return compare(maps, statistic, correlations, groups)
