# %% [markdown]
# # Skill of learned and calibrated parameters
#
# fPL learns the parameters of all cells together; SCE-UA calibrates each cell separately. Both use
# the same data, model and objective, and count model runs in the same way.
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

# %% [markdown]
# ## All methods on the same cells

# %%
Markdown((tables / "summary.md").read_text())

# %% [markdown]
# ## Skill against cost
# In the manner of the paper's Fig. 2.

# %%
Image(filename=figures / "scaling.png")

# %% [markdown]
# ## Distributions over cells

# %%
Image(filename=figures / "metrics.png")

# %% [markdown]
# ## Cells that a network was not trained on
# `cells` names a group: `s4_minus_s16` are the cells of s4 that are not in s16. A network trained
# on s16 was trained on none of them; SCE-UA was fitted at each of them.

# %%
skill = pd.read_csv(tables / "skill.csv")
rmse = skill.query("period == 'test' and metric == 'rmse' and statistic == 'median'")
rmse[rmse["cells"].str.contains("_minus_")].pivot_table(
    index=["model", "method", "sample"], columns="cells", values="value", aggfunc="median"
)

# %% [markdown]
# ## Where which method is better

# %%
Image(filename=figures / "skill.png")

# %% [markdown]
# ## Maps of the parameters
# A learned function of attributes gives smooth maps by construction, so coherence alone proves
# nothing.

# %%
Image(filename=figures / "parameters.png")

# %% [markdown]
# ## Example cells

# %%
Image(filename=figures / "timeseries.png")

# %% [markdown]
# ## Right for the right reasons?
# Simulated soil can be as wet as SMAP observes and yet evaporate too little, if too much water
# drains instead. The mean evapotranspiration of every run is therefore compared with flux towers
# and with water balances of basins (precipitation minus runoff). No method was fitted to them.
#
# * The estimates are from other years than the simulations.
# * Flux towers underestimate evapotranspiration because they do not close the energy balance. At
#   cells that have both (`tower_shared`, `water_balance_shared`), the two estimates themselves
#   differ by more than 15 %. So a run may be within 15 % of `pooled` and further from the towers
#   alone.
# * `et_per_p` is the share of precipitation that evaporates; simulations and estimates each use
#   the precipitation of their own years.
# * A generated world has no towers.

# %%
estimates = tables / "evapotranspiration.csv"
found = pd.read_csv(estimates).query("period == 'both'") if estimates.exists() else pd.DataFrame()
found

# %%
Image(filename=figures / "et_tradeoff.png") if len(found) else Markdown("Real data only.")

# %% [markdown]
# ## Evapotranspiration before any fitting

# %%
Image(filename=figures / "priors_et.png") if len(found) else Markdown("Real data only.")
