# %% [markdown]
# # How well do several seeds estimate the error?
#
# Training a network and searching by SCE-UA both use random numbers. With another seed, both give
# other parameters. Such repetitions are easy to make and are often shown as "uncertainty". Three
# questions test what they are worth. Is their mean better than a single member? Does their range
# contain the observations of a year that nothing was fitted to? What must be added so that an
# interval of 90 % contains 90 %?
#
# This notebook computes nothing: it reads a table and a figure in `results/{dataset}/`. Both are
# written by `make replicate` (dataset `smap`, real) or `make demo` (dataset `twin`, a generated
# world). The environment variable `FPL_DATASET` selects the dataset.

# %%
import pandas as pd
from IPython.display import Image

from fpl.notebook import results

folder = results("smap")
tables, figures = folder / "tables", folder / "figures"
table = pd.read_csv(tables / "uncertainty.csv")
table["against"] = table["against"].fillna("")
test = table[table["period"] == "test"]
shown = ["method", "against", "statistic", "value", "low", "high", "n", "unit", "seeds"]

# %% [markdown]
# Rows with an empty `against` are values of a method. The others are fPL minus SCE-UA in
# lockstep, cell by cell, with the same number of seeds for both. `low` to `high` is a 95 %
# interval from resampling cells (for the spread of RMSE over seeds: chi-squared, `n` seeds).
# Seeds are not resampled, because drawing one twice would narrow their spread. With one seed
# there is no spread, and such values are empty.
#
# ## Does the result depend on the seed?
# `rmse_seed_spread` is the standard deviation over seeds of the median RMSE over cells (m3 m-3).

# %%
table.loc[table["statistic"] == "rmse_seed_spread", ["period", *shown]]

# %% [markdown]
# ## Is the mean of all members better than one member?
# In squared error, the mean is never worse than its members are on average; the question is how
# much better it is. If the errors of the members are similar, there is little to gain.

# %%
skill = table["statistic"].str.contains("_ensemble|_member")
table.loc[skill, ["period", *shown]].round(5)

# %% [markdown]
# ## How far do members differ?
# `target_seed_spread` is the spread on a single day (m3 m-3). `spread_share_of_error` is the
# same as a share of the error of the ensemble mean; at 1, the spread of seeds equals the size of
# the error. The mean fluxes (mm per year) are outputs that neither method was fitted to.
# `equifinality.csv` and the notebook on parameters show how far parameters differ.

# %%
spread = test["statistic"].str.endswith("_seed_spread") | test["statistic"].str.startswith("spread")
test.loc[spread, shown].round(4)

# %% [markdown]
# ## Do ranges contain the observations?
# The range of seeds covers only the randomness of learning or searching. All seeds share the
# errors of the model, of the forcing and of the satellite. These errors are estimated from the
# errors of a member at the same cell in the **training** year. The test year is used only to
# count.

# %%
Image(filename=figures / "uncertainty.png")

# %%
held = test["statistic"].str.startswith("coverage")
test.loc[held, shown].round(1)

# %% [markdown]
# Coverage is in % of observed days. `residual` alone is one member with its errors (mean over
# members). The coverage that `range_and_residual` has in addition is the contribution of the
# seeds. Coverage below the nominal value means that errors in the test year are larger than in
# the fitted year.

# %%
width = test["statistic"].str.startswith("width")
test.loc[width, shown].round(4)

# %% [markdown]
# ## What this does not say
# * Intervals are for single days. Errors of neighbouring days are similar, so an interval of a
#   monthly mean cannot be derived from them.
# * The errors of the next year are estimated from a single year. A drier or wetter year may
#   differ more.
# * The residuals include SMAP's own error. The intervals are for what SMAP would observe, not for
#   the true moisture of the soil.
