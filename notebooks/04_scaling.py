# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # More cells: cheaper, better?
#
# The paper calls it super-convergence: the more cells a network learns from at once, the fewer
# runs each of them needs, and the better it ends. Here the number of training cells is changed
# while the cells on which skill is compared stay the same. This notebook reads tables and figures
# that the workflow writes and computes nothing new.
#
# Inputs: `results/{dataset}/tables/` and `results/{dataset}/figures/`, made by `make replicate`
# (dataset `smap`, real) or `make demo` (dataset `twin`, a generated world). Set the environment
# variable `FPL_DATASET` to choose.

# %%
import os
from pathlib import Path

import pandas as pd
from IPython.display import Image

root = next(f for f in (Path.cwd(), *Path.cwd().parents) if (f / "Snakefile").exists())
dataset = os.environ.get("FPL_DATASET", "smap")
scaling = pd.read_csv(root / "results" / dataset / "tables" / "scaling.csv")
number = ["statistic", "value", "low", "high", "n", "unit"]

# %%
Image(filename=root / "results" / dataset / "figures" / "superconvergence.png")

# %% [markdown]
# ## Exponents
# Slope of the logarithm of a cost against the logarithm of the number of cells: runs per cell
# below 0 is super-convergence, seconds of all cells below 1 is cheaper than in proportion. But
# samples differ in how hard their cells are, so the slope of SCE-UA on the same cells (period
# `training`, taken from its trace) is the yardstick, and the rows with `against` are what is left
# for learning together.

# %%
slopes = scaling[scaling["statistic"].str.startswith("slope")]
slopes[["method", "sample", "against", "period", *number]]

# %% [markdown]
# Up to the size of a batch, each step runs every cell once: there runs per cell are steps, and
# can fall only if fewer steps are needed. Above it a step runs a part of the cells. Much of the
# slope is this arithmetic: the steps that a training needs hardly depend on the number of cells.

# %% [markdown]
# ## Skill at the same cells
# The largest sample minus the smallest, in each cell: at cells that both were trained on, at
# cells that neither was trained on, and at all (where the largest sample is all cells).

# %%
scaling.loc[scaling["statistic"].str.contains("minus"), ["sample", "cells", *number]]

# %% [markdown]
# ## As good as regionalised SCE-UA with fewer cells
# The share of SCE-UA's donor cells with which fPL is as good at cells that neither was trained
# on. Empty where it never is; the smallest sample's share where that is as good already.

# %%
scaling.loc[scaling["statistic"].str.startswith("percent"), ["sample", "against", *number]]

# %% [markdown]
# ## A continent
# 77,184 cells are 1/8 degree. Costs there are extrapolated: fPL by its power law, SCE-UA in
# proportion to the cells. Rows with `whole` take whole runs, fPL's with as many steps as here,
# which is an assumption. What can be measured is a step: one of a batch costs the same whatever
# it is drawn from, one over all cells is heavy.

# %%
far = scaling["statistic"].str.contains("77184|step_")
scaling.loc[far, ["method", "sample", "against", "cells", *number]]
