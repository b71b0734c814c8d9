# %% [markdown]
# # Parameters: coherent, repeatable, sensible?
#
# The paper shows that maps of learned parameters are smooth, while maps from separate searches are
# noisy, and takes this as a sign that learned parameters are physically sensible. But a network is
# a smooth function of its inputs, and its inputs (climate, soil, vegetation) are smooth in space.
# Some coherence therefore exists by construction. How much is it, and what else supports the maps?
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
coherence = pd.read_csv(tables / "coherence.csv", keep_default_na=False, na_values=[""])
equifinality = pd.read_csv(tables / "equifinality.csv", keep_default_na=False, na_values=[""])
SHOWN = ["model", "method", "against", "parameter", "value", "low", "high", "n", "seeds"]

SUMMED = ["median", "constrained", "unconstrained"]  # over parameters
coherent = coherence[coherence["parameter"].isin(SUMMED)].fillna({"against": ""}).round(3)
repeatable = equifinality[equifinality["parameter"].isin(SUMMED)].fillna({"against": ""}).round(3)

# %% [markdown]
# ## Maps
# The maps of a row have the same limits. With shuffled attributes the network learns from inputs
# that belong to other cells.

# %%
Image(filename=figures / "parameter_maps.png")

# %% [markdown]
# ## How coherent are the maps?
# Moran's I is 1 if each cell equals its neighbours, and near 0 if neighbours are unrelated. The
# grey band is from networks with random weights that read the same attributes: coherence by
# construction. Variograms show the same by distance. If a curve starts above zero, neighbours
# differ at random (nugget).

# %%
Image(filename=figures / "coherence.png")

# %%
coherent.loc[coherent["statistic"] == "morans_i", SHOWN]

# %% [markdown]
# `morans_i_of_mean` is computed for the mean map over the seeds of a method. If single searches
# are noisy but their mean is not, the pattern comes from the data, and the noise from the search.

# %%
coherent.loc[coherent["statistic"] == "morans_i_of_mean", SHOWN]

# %%
coherent.loc[coherent["statistic"] == "nugget_share", SHOWN]

# %% [markdown]
# ## Does the coherence come from the data?
# A separate search at each cell reads neither attributes nor neighbours. Where its map resembles
# that of fPL, the pattern comes from the observations. Random networks show which correlation
# would arise by chance (`low` to `high` contains 95 % of the networks).

# %%
agreement = coherence["statistic"].str.fullmatch("(lockstep|sceua)_correlation")
coherence.loc[agreement & coherence["against"].isna(), ["statistic", *SHOWN]].round(3)

# %% [markdown]
# A correct map should also help at cells that were not trained on. The table gives the test RMSE
# (m3 m-3) at cells outside the sample, and fPL minus the other methods. It is empty if all
# samples contain all cells.

# %%
skill = coherence[coherence["statistic"] == "rmse"]
skill[["model", "method", "sample", "against", "value", "low", "high", "n"]].round(4)

# %% [markdown]
# ## Do seeds agree?
# Different parameters of equal skill are called equifinality. All seeds of fPL start from the
# same median prior and read the same attributes. They may therefore agree where the data contain
# no information: a small spread is convenient, but no proof.

# %%
Image(filename=figures / "equifinality.png")

# %%
repeatable.loc[repeatable["statistic"] == "seed_spread", SHOWN]

# %%
repeatable.loc[repeatable["statistic"] == "rmse_spread", SHOWN]

# %% [markdown]
# ## Do ranges bind?
# The share of cells, in per cent, at which a parameter lies within a hundredth of its range from
# an end of it. There the range decides and not the data. `resid_ratio` starts at its lower end.

# %%
bounds = pd.read_csv(tables / "bounds.csv", keep_default_na=False, na_values=[""])
bounds.pivot_table(
    index=["model", "method"], columns=["parameter", "statistic"], values="value"
).round(1)

# %% [markdown]
# ## Physical sense
# `texture_correlation` is the rank correlation with the values that a pedotransfer function gives
# from texture and bulk density (Cosby et al. 1984). This expectation was never a target. But
# texture is among the inputs of fPL, so random networks may correlate with it as well. SCE-UA
# evaluates this prior as its first run, which draws its result towards the prior. No expectation
# for infilt could be sourced.

# %%
coherence.loc[coherence["statistic"] == "texture_correlation", SHOWN].round(3)

# %% [markdown]
# ## Recovery of true parameters
# The true parameters are known in the generated world only.

# %%
coherent.loc[coherent["statistic"] == "recovery_correlation", SHOWN]
