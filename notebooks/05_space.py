# %% [markdown]
# # Cells never trained on
#
# Parameters that were calibrated cell by cell say nothing about a cell without observations: they
# must be transferred to it (regionalised). A learned mapping from attributes to parameters gives
# them everywhere. How good are both at cells that they were not fitted to?
#
# This notebook computes nothing: it reads tables and figures in `results/{dataset}/`. They are
# written by `make replicate` (dataset `smap`, real) or `make demo` (dataset `twin`, a generated
# world). The environment variable `FPL_DATASET` selects the dataset.

# %%
import pandas as pd
from IPython.display import Image

from fpl.notebook import results

folder = results("smap")
tables, figures = folder / "tables", folder / "figures"

# %% [markdown]
# ## Three hold-outs
# * `s8`, `s16`: methods are fitted to a lattice of cells and scored at the cells between them.
#   Neighbouring cells are similar, so this is interpolation.
# * `regions`: the continent is divided into contiguous blocks. Each block is left out in turn,
#   and its cells are scored with the run that did not see it. Most of a block is far from any
#   training cell.
#
# ## How SCE-UA is regionalised
# * `similar`, `nearest`: all parameters come from one donor, the one with the most similar
#   features (those that fPL reads) or the nearest one. Parameters calibrated together stay
#   together.
# * `inverse_distance`: mean of the four nearest donors, weighted by inverse distance squared.
# * `forest`: a random forest on the same features, fitted to the donors.
#
# Means are taken on the scale of the search (of logarithms, for parameters that span decades).
# `best_regionalised` is the method with the lowest median test RMSE in that hold-out. This choice
# favours SCE-UA.

# %%
Image(filename=figures / "space.png")

# %% [markdown]
# ## Skill of each method
# Medians over cells in the test year. The column `note` marks methods that used the observations
# of these cells in the training year; they show the skill that is attainable.

# %%
space = pd.read_csv(tables / "space.csv")
shown = ["method", "sample", "value", "low", "high", "n", "note"]
levels = space[space["against"].isna() & (space["cells"] == "untrained")]
rmse = levels.query("statistic == 'rmse' and period == 'test'")[shown]
rmse.sort_values(["sample", "value"])

# %% [markdown]
# ## fPL minus each other method
# Median of the differences at the same cells, with 95 % intervals. fPL is better if the
# difference is below zero in RMSE, ubRMSE and bias, and above zero in correlation.

# %%
paired = space[space["against"].notna() & (space["cells"] == "untrained")]
paired[["sample", "against", "statistic", "value", "low", "high", "n", "note"]]

# %% [markdown]
# ## Skill against the distance to the training cells

# %%
far = space[space["cells"].str.endswith("_km")]
far[["sample", "cells", "method", "against", "value", "low", "high", "n"]]

# %% [markdown]
# ## Maps

# %%
Image(filename=figures / "space_map.png")
