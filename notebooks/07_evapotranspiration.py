# %% [markdown]
# # Evapotranspiration and runoff, to which no method was fitted
#
# All methods are fitted to surface soil moisture alone. Simulated soil can be as wet as SMAP
# observes and yet evaporate too little, if too much water drains instead. The mean fluxes of every
# method are therefore compared with independent estimates: evapotranspiration (ET) with flux
# towers, ET and runoff with gauged basins. In a generated world the true fluxes are known, so the
# comparison there is at all cells and day by day.
#
# This notebook computes nothing: it reads tables and figures in `results/{dataset}/`. They are
# written by `make replicate` (dataset `smap`, real) or `make demo` (dataset `twin`, a generated
# world). The environment variable `FPL_DATASET` selects the dataset.

# %%
import pandas as pd
from IPython.display import Image, Markdown

from fpl.notebook import results

folder = results("smap")
tables, figures = folder / "tables", folder / "figures"
pd.set_option("display.max_rows", 200)
pd.set_option("display.precision", 3)

# %% [markdown]
# ## The estimates and their limits
# * **Towers**: annual medians of latent heat from eddy covariance. Such towers typically fail to
#   close the energy balance by 10 to 20 %, and the data are not corrected, so they underestimate
#   ET. One tower observes a square kilometre; a cell has 1300.
# * **Basins**: ET is precipitation minus runoff, October 1989 to September 2009, for basins no
#   larger than a cell. Runoff is the measurement of the gauge. The simulated years are April 2015
#   to March 2017. Runoff is a small difference of large terms, so it is most sensitive to the
#   different precipitation.
# * **Surface share**: the share of runoff that a digital filter does not classify as baseflow.
#   The filter separates water by its speed, the model by its path. The two are comparable in
#   size, but not to the per cent.
# * Where a cell has both, towers and basins disagree. They are therefore reported separately, and
#   `pooled` only in addition.
#
# Differences between methods at the same places are more reliable than distances from zero,
# because places, years and errors of the estimates are then the same.

# %%
Image(filename=figures / "et_methods.png")

# %% [markdown]
# ## Every method, beside the estimates themselves (`estimate`)
# Biases are in % of the estimated mean, `rmse` in mm a year over cells, `r` over cells. Each seed
# is scored, and the scores are averaged. `surface_runoff_median` (mm a year) is the median over
# all cells of surface runoff. Learning changes it much more than it changes ET.

# %%
methods = pd.read_csv(tables / "et_methods.csv").fillna({"against": "", "model": ""})
levels = methods[methods["against"] == ""]
levels.pivot_table(
    index=["model", "method"], columns=["cells", "statistic"], values="value", sort=False
)

# %% [markdown]
# ## fPL minus other methods, at the same places
# `low` to `high` is a 95 % interval. Cells are resampled for both methods together, seeds for
# each method separately. Negative `abs_bias_percent` and `rmse`, and positive `r`, favour fPL.

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
# The headline set does not change the prior parameters of the deeper soil and of the plants. If
# its ET is right, it is right because these priors are (real data only).

# %%
drawn = figures / "priors_et.png"
Image(filename=drawn) if drawn.exists() else Markdown("Real data only.")

# %% [markdown]
# ## Means over 8 days, beside MODIS
# This is the comparison of the paper. Downloading the product needs an account, so it is
# optional. If `evapotranspiration.modis_csv` names a point sample from AppEEARS, the workflow
# writes this table. MOD16A2 is itself a model, driven by reanalysis and leaf area.

# %%
modis = tables / "et_modis.csv"
pd.read_csv(modis) if modis.exists() else Markdown("No MODIS file is configured.")
