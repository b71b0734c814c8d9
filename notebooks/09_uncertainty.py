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
# # What do several seeds know of their error?
#
# Training a network and searching by SCE-UA both draw random numbers. Repeated with another seed,
# both give other parameters. Such repeats cost little thought and are often shown as
# "uncertainty". This notebook asks what they are worth: whether their mean is better than one of
# them, whether the range that they span holds the observations of a year that nothing was fitted
# to, and what has to be added so that an interval of 90 % holds 90 %. It reads a table and a figure
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
table = pd.read_csv(root / "results" / dataset / "tables" / "uncertainty.csv")
table["against"] = table["against"].fillna("")
test = table[table["period"] == "test"]
shown = ["method", "against", "statistic", "value", "low", "high", "n", "unit", "seeds"]

# %% [markdown]
# Rows with an empty `against` are levels of a method; the others are fPL minus SCE-UA in lockstep,
# cell by cell, with as many seeds for both. `low` to `high` is a 95 % interval from resampling
# cells (of the spread of RMSE over seeds: chi-squared, `n` seeds). Seeds are not resampled: drawing
# one twice would narrow their spread. With one seed there is no spread, and such values are empty.
#
# ## Does the result hang on the seed?
# `rmse_seed_spread` is the standard deviation over seeds of the median RMSE over cells (m3 m-3).

# %%
table.loc[table["statistic"] == "rmse_seed_spread", ["period", *shown]]

# %% [markdown]
# ## Is the mean of all members better than one member?
# In squared error the mean can never be worse than its members are on average; the question is by
# how much it is better. Members that err alike leave little to gain.

# %%
skill = table["statistic"].str.contains("_ensemble|_member")
table.loc[skill, ["period", *shown]].round(5)

# %% [markdown]
# ## How far are members apart?
# `moisture_seed_spread` is on a single day (m3 m-3), `spread_share_of_error` the same as a share of
# the error of the ensemble mean: 1 where the spread of seeds tells the size of the error. The
# mean fluxes (mm per year) are of what neither method has seen. How far parameters are apart is
# in `equifinality.csv` and the notebook on parameters.

# %%
spread = test["statistic"].str.endswith("_seed_spread") | test["statistic"].str.startswith("spread")
test.loc[spread, shown].round(4)

# %% [markdown]
# ## Do ranges hold the observations?
# The range of seeds holds only the chance of learning or searching. The error of the model, of the
# forcing and of the satellite is common to all seeds. It is estimated by the errors that a member
# has made in the same cell in the **training** year; the test year is looked at only to count.

# %%
Image(filename=root / "results" / dataset / "figures" / "uncertainty.png")

# %%
held = test["statistic"].str.startswith("coverage")
test.loc[held, shown].round(1)

# %% [markdown]
# Coverage in % of observed days. `residual` alone is one member with its errors (mean over
# members): what `range_and_residual` holds more is what the seeds add. Coverage below nominal means
# that the test year went worse than the year that was fitted.

# %%
width = test["statistic"].str.startswith("width")
test.loc[width, shown].round(4)

# %% [markdown]
# ## What this does not say
# * Intervals are of single days. Errors of neighbouring days are alike, so an interval of a monthly
#   mean cannot be had from these.
# * One year stands for the errors of the next. A drier or wetter one may differ more.
# * SMAP's own error is in the residuals; the intervals are of what SMAP would show, not of the
#   soil's true moisture.
