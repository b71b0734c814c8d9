# %% [markdown]
# # The data
#
# The inputs of all methods: forcing, soil moisture and attributes of cells on the 36 km grid of
# SMAP.
#
# This notebook computes nothing: it reads files in `results/{dataset}/`. They are written by `make
# replicate` (dataset `smap`, real) or `make demo` (dataset `twin`, a generated world). The
# environment variable `FPL_DATASET` selects the dataset.

# %%
import pandas as pd
import xarray as xr
from IPython.display import Image

from fpl.notebook import results

folder = results("smap")
tables, figures = folder / "tables", folder / "figures"

# %% [markdown]
# ## Forcing
# Daily values with the dimensions `cell` and `time`. Each variable has its unit.

# %%
forcing = xr.open_dataset(folder / "data" / "forcing.nc")
pd.DataFrame({name: values.attrs for name, values in forcing.data_vars.items()}).T[
    ["long_name", "units"]
]

# %% [markdown]
# ## Soil moisture
# `used` is 1 on the days that are used for training and scores. The flags give the reason why a
# value is not used.

# %%
observations = xr.open_dataset(folder / "data" / "observations.nc")
observations

# %%
observations["quality_flag"].attrs

# %% [markdown]
# ## Which cells are kept
# There is one row for each raw cell; `reason` says why a cell is left out.

# %%
quality = pd.read_csv(folder / "data" / "quality.csv")
quality["kept"].value_counts().rename({0: "left out", 1: "kept"})

# %%
quality[quality["kept"] == 0]

# %% [markdown]
# ## Defects and coverage

# %%
pd.read_csv(tables / "data_report.csv")

# %%
Image(filename=figures / "data_report.png")
