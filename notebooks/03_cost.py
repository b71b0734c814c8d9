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
# # What skill costs
#
# fPL trains one network for all cells, SCE-UA searches each cell by itself. Here their skill is
# set against what it has cost until then, in the same units for both: **forward passes** of the
# training year per cell (with every cycle of warm-up, and with the way back of a gradient at its
# measured cost), and **core seconds**. This notebook reads tables and figures that the workflow
# writes and computes nothing new.
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
cost = pd.read_csv(tables / "cost.csv")
number = ["statistic", "value", "low", "high", "n", "unit"]

# %% [markdown]
# ## The curves
# Solid: fPL, by the sample of its cells. Dashed: SCE-UA, by SPOTPY (its own overhead in the
# seconds, and dotted without it) and in lockstep, our own, which is the strongest baseline. A
# search with a budget of B runs is the first B runs of a longer one.

# %%
Image(filename=root / "results" / dataset / "figures" / "cost.png")

# %% [markdown]
# ## How many times as much SCE-UA costs
# Ratio of the medians over seeds, with the interval from resampling seeds; `n` is the smaller
# number of seeds. `threshold` is RMSE 0.05, at which the paper calls a model functional; `0.04`
# is the accuracy that SMAP was built for; `common_skill` is the worst end of any run of both
# methods. Below 1, SCE-UA is the cheaper one. The first threshold is hardly more than leaving the
# start: both get there within few runs of a cell.

# %%
ratios = cost[cost["statistic"].str.endswith("_ratio") & (cost["method"] == "fpl")]
ratios[["sample", "against", "period", *number]]

# %% [markdown]
# ## What each method took
# Until the thresholds, until within 1 % of its own last error (`own_end`), and in all (`whole`).
# Empty: never reached.

# %%
own = cost[cost["statistic"].str.contains("_to_|_whole") & cost["against"].isna()]
own[["method", "sample", "cells", *number]]

# %% [markdown]
# ## SCE-UA after so many runs

# %%
cost.loc[cost["statistic"].str.contains("_at_"), ["method", "sample", "period", *number]]

# %% [markdown]
# ## What a step of learning is made of
# The way back through the model in forward passes, and the share of network, optimiser and
# choosing cells. Here the interval is from the lowest to the highest of `n` measurements.

# %%
cost.loc[cost["statistic"].isin(["backward_per_forward", "network_share"]), number]

# %% [markdown]
# ## The paper's route through a surrogate
# Its whole bill: runs of the process model, training of the LSTM, rounds of refinement, and
# learning through it. One seed, so no interval.

# %%
cost.loc[cost["method"] == "fpl_surrogate", ["sample", "against", *number]]
