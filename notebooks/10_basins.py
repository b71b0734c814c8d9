# %% [markdown]
# # Streamflow of basins in a generated world
#
# Parameter learning is not tied to soil moisture. Here the places are basins, the process model is
# a snow-and-bucket model in the manner of HBV, and the target is daily streamflow in mm d-1. **The
# world is generated: there is no real basin and no real gauge in it.** Weather, attributes and true
# parameters come from a seed. The model itself simulates streamflow with the true parameters; then
# errors that last for weeks are added, as from an outdated rating curve, and days are taken out in
# spells. So the model has no structural error, and the true parameters are known.
#
# This notebook computes nothing: it reads tables and figures in `results/{dataset}/`. They are
# written by `make demo` (dataset `twin_basins`; `make replicate` has no basins), or for basins of
# your own as `docs/new_case.md` describes. The environment variable `FPL_DATASET` selects the
# dataset.

# %%
import pandas as pd
import xarray as xr
from IPython.display import Image, Markdown

from fpl.notebook import results

folder = results("twin_basins")
tables, figures = folder / "tables", folder / "figures"

# %% [markdown]
# ## The basins
# Attributes are what the network reads, beside statistics of the climate of the training period.

# %%
attributes = xr.open_dataset(folder / "data" / "attributes.nc")
pd.DataFrame({name: values.attrs for name, values in attributes.data_vars.items()}).T[
    ["long_name", "units"]
]

# %%
Image(filename=figures / "data_report.png")

# %% [markdown]
# ## Hydrographs
# The basins are chosen by a rule: the test RSR of fPL is nearest to the percentiles given in the
# titles. Dots are observed days. The training period is white, the test period grey.

# %%
Image(filename=figures / "timeseries.png")

# %% [markdown]
# ## Skill of the methods
# All methods minimise RSR, the RMSE over the standard deviation of the observations: 0 is
# perfect, and 1 is as good as the observed mean; RSR is sqrt(1 - NSE). It makes dry and wet
# basins count alike. Moriasi et al. (2007) call monthly streamflow satisfactory at RSR 0.7 or
# less and very good at 0.5 or less. Daily series, as here, are harder to simulate than monthly
# ones.

# %%
Markdown((tables / "summary.md").read_text())

# %%
Image(filename=figures / "metrics.png")

# %% [markdown]
# ## Basins without a gauge
# Columns are groups of basins: `all_minus_random6` are the basins that are not in the sample
# `random6`. For fPL trained on `random6` they are ungauged: it reads their attributes and climate,
# never their streamflow. SCE-UA was calibrated at each of them. Values are test RSR, the median
# over basins. Each seed draws its own random samples; the groups are those of seed 0, so seed 0
# is shown.

# %%
skill = pd.read_csv(tables / "skill.csv")
rsr = skill.query("seed == 0 and period == 'test' and metric == 'rsr' and statistic == 'median'")
rsr.pivot(index=["model", "method", "sample"], columns="cells", values="value").round(2)

# %% [markdown]
# ## Skill against cost
# One model run is one basin through the training period. The dotted line is the first of the two
# limits above.

# %%
Image(filename=figures / "scaling.png")

# %% [markdown]
# ## Estimated parameters against the truth
# Points on the diagonal are basins whose true parameter is recovered. Streamflow constrains some
# parameters well (the degree-day factor CFMAX, the greatest soil water FC) and others hardly
# (LP, the soil water above which evaporation is potential; the fast outflow K0, which few days
# show). SCE-UA can reach a similar RSR with wrong parameters, because those of a single basin
# compensate one another. fPL estimates one function of attributes for all basins, and the true
# parameters are such a function plus a small random part. Real basins may not be so kind.

# %%
Image(filename=figures / "recovery.png")

# %% [markdown]
# Rank correlation over basins of estimated and true parameters, median over seeds.

# %%
recovery = pd.read_csv(tables / "recovery.csv")
recovery.pivot_table(
    index=["parameter", "unit"], columns=["method", "sample"], values="rank_r", aggfunc="median"
).round(2)

# %% [markdown]
# ## What seeds know of their error
# The range of several seeds contains few observed days. Errors of the training period must be
# added to it before an interval contains about as many days of the test period as it should.

# %%
Image(filename=figures / "uncertainty.png")
