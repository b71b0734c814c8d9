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
# # Skill of learned and calibrated parameters
#
# fPL learns the parameters of all cells at once, SCE-UA searches them cell by cell. Both see the
# same data, model, objective and counter of model runs. This notebook reads tables and figures
# that the workflow writes and computes nothing new.
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
# ## Cells that a network has never seen
# `cells` names a group: `s4_minus_s16` are the cells of s4 that are not in s16. A network trained
# at s16 has seen none of them; SCE-UA was fitted at each.

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
# ## What the parameters look like
# Maps of a learned function of attributes are smooth by construction: coherence alone proves
# nothing.

# %%
Image(filename=figures / "parameters.png")

# %% [markdown]
# ## Example cells

# %%
Image(filename=figures / "timeseries.png")

# %% [markdown]
# ## Right for the right reasons?
# A soil can be as wet as SMAP sees it and yet evaporate too little, if too much drains instead.
# So mean evapotranspiration of every run is compared with flux towers and with water balances of
# basins (precipitation minus runoff), which no method has seen. They are of other years, and towers
# lean low, because they do not close the energy balance: at cells that have both (`tower_shared`,
# `water_balance_shared`) the two estimates differ by more than 15 % themselves. So `pooled` within
# 15 % is no contradiction; towers alone may be further off. `et_per_p` is the share of
# precipitation that evaporates, each with the precipitation of its own years. A generated world has
# no towers.

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
