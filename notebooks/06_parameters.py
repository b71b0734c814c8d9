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
# # Parameters: coherent, repeatable, sensible?
#
# The paper shows that maps of learned parameters are smooth where those of a search cell by cell
# are noisy, and takes this as a sign of physical sense. But a network is a smooth function of what
# it reads, and what it reads (climate, soil, vegetation) is smooth on the map: some coherence comes
# by construction. This notebook asks how much, and what else speaks for the maps. It reads tables
# and figures that the workflow writes and computes nothing new.
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
coherence = pd.read_csv(tables / "coherence.csv", keep_default_na=False, na_values=[""])
equifinality = pd.read_csv(tables / "equifinality.csv", keep_default_na=False, na_values=[""])
SHOWN = ["model", "method", "against", "parameter", "value", "low", "high", "n", "seeds"]

SUMMED = ["median", "constrained", "unconstrained"]  # over parameters
coherent = coherence[coherence["parameter"].isin(SUMMED)].fillna({"against": ""}).round(3)
repeatable = equifinality[equifinality["parameter"].isin(SUMMED)].fillna({"against": ""}).round(3)

# %% [markdown]
# ## Maps
# Methods beside each other with the same limits in a row. With shuffled attributes the network
# learns from inputs that belong to other cells.

# %%
Image(filename=figures / "parameter_maps.png")

# %% [markdown]
# ## How coherent
# Moran's I is 1 if each cell equals its neighbours, near 0 if neighbours are strangers. The grey
# band is what networks with random weights give that read the same attributes: coherence by
# construction. Variograms say the same by distance; where a curve would start above zero,
# neighbours differ by chance (nugget).

# %%
Image(filename=figures / "coherence.png")

# %%
coherent.loc[coherent["statistic"] == "morans_i", SHOWN]

# %% [markdown]
# `morans_i_of_mean` is of the mean map over the seeds of a method: where single searches are
# noisy but their mean is not, the pattern was in the data and the noise was the search's.

# %%
coherent.loc[coherent["statistic"] == "morans_i_of_mean", SHOWN]

# %%
coherent.loc[coherent["statistic"] == "nugget_share", SHOWN]

# %% [markdown]
# ## Is it earned?
# A search cell by cell reads neither attributes nor neighbours. Where its map is like that of fPL,
# the pattern comes from the observations. Random networks say what correlation would come by
# chance (their `low` to `high` holds 95 % of networks).

# %%
agreement = coherence["statistic"].str.fullmatch("(lockstep|sceua)_correlation")
coherence.loc[agreement & coherence["against"].isna(), ["statistic", *SHOWN]].round(3)

# %% [markdown]
# And a map that is right should help where nothing was trained: test RMSE (m3 m-3) at cells outside
# of the sample, and fPL minus the others. Empty where all samples hold all cells.

# %%
skill = coherence[coherence["statistic"] == "rmse"]
skill[["model", "method", "sample", "against", "value", "low", "high", "n"]].round(4)

# %% [markdown]
# ## Do seeds agree?
# Different parameters of equal skill are called equifinality. All seeds of fPL start from one
# median prior and read the same attributes, so they may agree where the data tell nothing: a small
# spread is a convenience, not a proof.

# %%
Image(filename=figures / "equifinality.png")

# %%
repeatable.loc[repeatable["statistic"] == "seed_spread", SHOWN]

# %%
repeatable.loc[repeatable["statistic"] == "rmse_spread", SHOWN]

# %% [markdown]
# ## Physical sense
# `texture_correlation` is the rank correlation with what pedotransfer says of texture and bulk
# density (Cosby et al. 1984). It was never a target, but texture is among the inputs of fPL, so
# random networks may correlate as well; SCE-UA judges this very prior as its first run, which
# leans towards it. There is no expectation for infilt that could be sourced.

# %%
coherence.loc[coherence["statistic"] == "texture_correlation", SHOWN].round(3)

# %% [markdown]
# ## Recovery of true parameters
# Known in the generated world only.

# %%
coherent.loc[coherent["statistic"] == "recovery_correlation", SHOWN]
