# %% [markdown]
# # More cells: cheaper, better?
#
# The paper calls it super-convergence: the more cells a network learns from, the fewer runs it
# needs per cell, and the better its final skill. Here the number of training cells changes, while
# skill is compared at the same cells.
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
scaling = pd.read_csv(tables / "scaling.csv")
number = ["statistic", "value", "low", "high", "n", "unit"]

# %%
Image(filename=figures / "superconvergence.png")

# %% [markdown]
# ## Exponents
# The slope of the logarithm of a cost against the logarithm of the number of cells.
# Super-convergence means a slope below 0 for runs per cell. For the seconds of all cells, a slope
# below 1 means that cost grows less than in proportion.
#
# Samples differ in how difficult their cells are. The slope of SCE-UA on the same cells (period
# `training`, taken from its trace) measures this, because SCE-UA does not depend on the number of
# cells. The rows with `against` are the differences: only they are an effect of learning
# together.

# %%
slopes = scaling[scaling["statistic"].str.startswith("slope")]
slopes[["method", "sample", "against", "period", *number]]

# %% [markdown]
# If a sample is no larger than a batch, each step runs every cell once. Runs per cell then equal
# steps, and fall only if fewer steps are needed. In a larger sample, a step runs a part of the
# cells. Much of the slope follows from this arithmetic: the number of steps that training needs
# hardly depends on the number of cells.

# %% [markdown]
# ## Skill at the same cells
# The difference is the largest sample minus the smallest, at each cell: at cells that are in both
# samples, at cells that are in neither, and at all cells (if the largest sample is all cells).

# %%
scaling.loc[scaling["statistic"].str.contains("minus"), ["sample", "cells", *number]]

# %% [markdown]
# ## As good as regionalised SCE-UA with fewer cells
# The number of training cells at which fPL is as good as regionalised SCE-UA, as a share of
# SCE-UA's donor cells; both are compared at cells that neither was trained on. Empty if fPL never
# is as good. If the smallest sample is already as good, its share is given.

# %%
scaling.loc[scaling["statistic"].str.startswith("percent"), ["sample", "against", *number]]

# %% [markdown]
# ## A continent
# 77,184 cells are a continent at 1/8 degree. The costs there are extrapolated: that of fPL by its
# power law, that of SCE-UA in proportion to the number of cells. Rows with `whole` are costs of
# whole runs; for fPL they assume as many steps as here. A single step can be measured. A step
# over one batch costs the same for any number of cells; a step over all cells is expensive.

# %%
far = scaling["statistic"].str.contains("77184|step_")
scaling.loc[far, ["method", "sample", "against", "cells", *number]]
