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
# # Evapotranspiration and runoff, which no method has seen
#
# All methods are fitted to surface soil moisture alone. A soil can be as wet as SMAP sees it and
# yet evaporate too little, if too much drains instead. So mean fluxes of every method are
# compared with what was measured elsewhere: evapotranspiration (ET) with flux towers, ET and
# runoff with gauged basins. In a generated world the true fluxes are known, so there they are
# compared at all cells, and day by day. This notebook reads tables and figures and computes
# nothing new.
#
# Inputs: `results/{dataset}/tables/` and `results/{dataset}/figures/`, made by `make replicate`
# (dataset `smap`, real) or `make demo` (dataset `twin`, a generated world). Set the environment
# variable `FPL_DATASET` to choose.

# %%
import os
from pathlib import Path

import pandas as pd
from IPython.display import Image, Markdown

root = next(f for f in (Path.cwd(), *Path.cwd().parents) if (f / "Snakefile").exists())
dataset = os.environ.get("FPL_DATASET", "smap")
tables = root / "results" / dataset / "tables"
figures = root / "results" / dataset / "figures"
pd.set_option("display.max_rows", 200)
pd.set_option("display.precision", 3)

# %% [markdown]
# ## What the estimates are, and what they are not
# * **Towers**: annual medians of latent heat by eddy covariance. Such towers fail to close the
#   energy balance by 10 to 20 % as a rule, and are not corrected: they lean low. One tower sees a
#   square kilometre, a cell has 1300.
# * **Basins**: ET is precipitation minus runoff, October 1989 to September 2009, of basins no
#   larger than a cell; runoff is what the gauge measures. The simulated years are April 2015 to
#   March 2017. Runoff is the small difference of large terms, so other precipitation shows most
#   there.
# * **Surface share**: what a digital filter does not call baseflow. The filter tells water by its
#   speed, the model by its path; the two are comparable in size, not to the per cent.
# * Where a cell has both, towers and basins disagree. So they are told apart, and `pooled` only
#   beside that.
#
# Differences between methods at the same places are safer than any distance from zero: places,
# years and errors of the estimates are then the same.

# %%
Image(filename=figures / "et_methods.png")

# %% [markdown]
# ## Every method, beside the estimates themselves (`estimate`)
# Biases in % of the estimated mean, `rmse` in mm a year over cells, `r` over cells. Seeds are
# scored one by one and then averaged. `surface_runoff_median` (mm a year) is the median over all
# cells of what runs off at the surface: learning moves it much more than it moves ET.

# %%
methods = pd.read_csv(tables / "et_methods.csv").fillna({"against": "", "model": ""})
levels = methods[methods["against"] == ""]
levels.pivot_table(
    index=["model", "method"], columns=["cells", "statistic"], values="value", sort=False
)

# %% [markdown]
# ## fPL minus other methods, at the same places
# `low` to `high`: 95 % interval, cells drawn anew for both at once, seeds of each by themselves.
# Negative `abs_bias_percent` and `rmse`, and positive `r`, speak for fPL.

# %%
keys = ["model", "against", "cells", "statistic", "period"]
methods[methods["against"] != ""][[*keys, "value", "low", "high", "n", "unit"]]

# %% [markdown]
# ## Soil moisture and ET at once
# Each run with the error of its soil moisture and the bias of its ET, at towers and at basins
# (real data only).

# %%
drawn = figures / "et_tradeoff.png"
Image(filename=drawn) if drawn.exists() else Markdown("Real data only.")

# %% [markdown]
# ## Before any fitting
# The prior parameters of the deeper soil and of the plants are not touched by the headline set.
# Where its ET is right, it is so because the priors are (real data only).

# %%
drawn = figures / "priors_et.png"
Image(filename=drawn) if drawn.exists() else Markdown("Real data only.")

# %% [markdown]
# ## Spans of 8 days, beside MODIS
# As the paper compares. The product needs an account to download, so it is optional: with a point
# sample by AppEEARS in `evapotranspiration.modis_csv` the workflow makes this table. MOD16A2 is
# itself a model, driven by reanalysis and leaf area.

# %%
modis = tables / "et_modis.csv"
pd.read_csv(modis) if modis.exists() else Markdown("No MODIS file is configured.")
