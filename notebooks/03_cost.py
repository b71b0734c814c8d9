# %% [markdown]
# # What skill costs
#
# fPL trains one network for all cells; SCE-UA calibrates each cell separately. Here the skill of
# both is shown against its cost, in the same units for both: **forward passes** through the
# training year per cell, and **core seconds**. Forward passes include every cycle of warm-up, and
# the backward pass of a gradient at its measured cost.
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
cost = pd.read_csv(tables / "cost.csv")
number = ["statistic", "value", "low", "high", "n", "unit"]

# %% [markdown]
# ## The curves
# Solid: fPL, by the sample of training cells. Dashed: SCE-UA, by SPOTPY (seconds with its own
# overhead; dotted without it) and by our own search in lockstep, which is the strongest baseline.
# A search with a budget of B runs is identical to the first B runs of a longer search.

# %%
Image(filename=figures / "cost.png")

# %% [markdown]
# ## The cost of SCE-UA relative to that of fPL
# These are ratios of the medians over seeds. The interval is from resampling seeds; `n` is the
# smaller number of seeds. `threshold` is RMSE 0.05, at which the paper calls a model functional;
# `0.04` is the accuracy required of SMAP; `common_skill` is the highest final error among all
# runs of both methods. Below 1, SCE-UA is cheaper. The first threshold is close to the error at
# the start: both methods reach it within a few runs per cell.

# %%
ratios = cost[cost["statistic"].str.endswith("_ratio") & (cost["method"] == "fpl")]
ratios[["model", "sample", "against", "period", *number]]

# %% [markdown]
# ## The cost of each method
# The cost until a threshold is reached, until the error is within 1 % of the method's own final
# error (`own_end`), and in total (`whole`). Empty: never reached.

# %%
own = cost[cost["statistic"].str.contains("_to_|_whole") & cost["against"].isna()]
own[["model", "method", "sample", "cells", *number]]

# %% [markdown]
# ## SCE-UA after a given number of runs

# %%
cost.loc[cost["statistic"].str.contains("_at_"), ["model", "method", "sample", "period", *number]]

# %% [markdown]
# ## The parts of a training step
# The cost of the backward pass through the model, in forward passes; and the share of network,
# optimiser and choosing cells. Here the interval spans the lowest to the highest of `n`
# measurements.

# %%
cost.loc[cost["statistic"].isin(["backward_per_forward", "network_share"]), number]

# %% [markdown]
# ## The paper's route through a surrogate
# The total cost includes the runs of the process model, the training of the LSTM, the rounds of
# refinement, and learning through the LSTM. There is one seed, so there is no interval.

# %%
cost.loc[cost["method"] == "fpl_surrogate", ["sample", "against", *number]]
