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
# # Fairness: where a difference comes from
#
# Parameter learning and a search in each cell differ in more than one thing: in the optimiser, in
# whether cells share anything, in how many model runs they may take. And both rest on choices that
# could favour one of them: which parameters are free, and how simulated moisture is compared with
# SMAP. Here these are taken one at a time. This notebook reads a table and a figure that the
# workflow writes and computes nothing new.
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

# %%
Image(filename=figures / "fairness.png")

# %% [markdown]
# ## The network, and the optimiser
# * `fpl` against `gradient`: the same engine and optimiser, once with one network for all cells and
#   once with each cell's parameters free. What is left is regularisation in space.
# * `gradient` against `lockstep`: both treat each cell by itself. What is left is the optimiser.
# * `fpl` against `lockstep`: both together, as the paper compares.
#
# Median over cells of the paired difference, `method` minus `against`, with its 95 % interval.

# %%
fairness = pd.read_csv(tables / "fairness.csv")
fairness["against"] = fairness["against"].fillna("")
shown = ["model", "method", "against", "period", "statistic", "value", "low", "high", "n", "unit"]
paired = fairness[fairness["against"] != ""]
methods = paired["against"].isin(["lockstep", "sceua", "gradient"])
errors = paired["statistic"].isin(["rmse", "ubrmse", "r", "abs_bias"])
paired.loc[methods & errors, shown]

# %% [markdown]
# ## Regularisation in time
# `rmse_degradation` is the test minus the training RMSE of a cell. A search that fits the training
# year more closely than the parameters deserve loses more of it in the next year.

# %%
fairness.loc[fairness["statistic"] == "rmse_degradation", shown]

# %% [markdown]
# ## Budget
# `rmse_so_far`: the best that SCE-UA (in lockstep) has found after so many runs per cell;
# `rmse_still_to_gain`: the training error then, minus that at the full budget. If much is still to
# be gained at two thirds, the budget is too small for a fair comparison.

# %%
budget = fairness["runs"].notna()
fairness.loc[budget, ["period", "runs", "statistic", "value", "low", "high", "n"]]

# %% [markdown]
# ## Operator and calibrated parameters
# `against` is another model: the same method with a*y + b fitted in each cell instead of none, with
# eight free parameters instead of five, or with moisture that rises from layer 2, which VIC 5 has
# not (`vic5_extended`). `evapotranspiration` (mm a year) is seen by
# no method: what a choice moves there without gaining in moisture, it moves unchecked.

# %%
models = paired["against"].isin(fairness["model"].unique())
paired.loc[models, shown]

# %% [markdown]
# ## Through a surrogate
# The paper's route for models without gradients: an LSTM is trained to stand in for VIC, fPL learns
# through it, and VIC has the last word. `rmse_true_minus_told` is how much worse VIC finds the
# parameters than the LSTM promised; `rmse` against `fpl`, what the detour costs.

# %%
fairness.loc[fairness["method"] == "fpl_surrogate", shown]
