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
# # Cells never trained on
#
# Parameters that were searched cell by cell say nothing about a cell without observations: they
# have to be carried there (regionalised). A learned mapping from attributes to parameters gives
# them everywhere. This notebook asks how both do at cells that they never saw. It reads tables and
# figures that the workflow writes and computes nothing new.
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
tables = root / "results" / dataset / "tables"
figures = root / "results" / dataset / "figures"

# %% [markdown]
# ## Three hold-outs
# * `s8`, `s16`: trained on a lattice of cells, judged at the cells between them. Neighbours are
#   much alike, so this is interpolation.
# * `regions`: the continent is cut into contiguous blocks; each is left out in turn, and its cells
#   are judged by the run that did not see it. Most of a block lies far from any cell trained on.
#
# ## How SCE-UA gets there
# * `similar`, `nearest`: all parameters of one donor, the one with the most similar features (those
#   that fPL reads) or the nearest one. A set that was found together stays together.
# * `inverse_distance`: mean of the four nearest donors, weighted by inverse distance squared.
# * `forest`: a random forest on the same features, fitted to the donors.
#
# Means are made in the space that was searched (logarithms of parameters that span decades).
# `best_regionalised` is whichever has the lowest median test RMSE in that hold-out: it is chosen in
# favour of SCE-UA.

# %%
Image(filename=figures / "space.png")

# %% [markdown]
# ## Levels
# Medians over cells in the test year. Methods that have seen SMAP of these cells in the training
# year say so in `note`: they bound what can be hoped for.

# %%
space = pd.read_csv(tables / "space.csv")
shown = ["method", "sample", "value", "low", "high", "n", "note"]
levels = space[space["against"].isna() & (space["cells"] == "untrained")]
rmse = levels.query("statistic == 'rmse' and period == 'test'")[shown]
rmse.sort_values(["sample", "value"])

# %% [markdown]
# ## fPL minus each other method
# Median of the differences at the same cells, with 95 % intervals. Below zero in RMSE, ubRMSE and
# bias, and above zero in correlation, fPL is better.

# %%
paired = space[space["against"].notna() & (space["cells"] == "untrained")]
paired[["sample", "against", "statistic", "value", "low", "high", "n", "note"]]

# %% [markdown]
# ## Farther from what was trained on

# %%
far = space[space["cells"].str.endswith("_km")]
far[["sample", "cells", "method", "against", "value", "low", "high", "n"]]

# %% [markdown]
# ## Where

# %%
Image(filename=figures / "space_map.png")
