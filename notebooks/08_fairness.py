# %% [markdown]
# # Fairness: where a difference comes from
#
# Parameter learning and a separate search at each cell differ in several ways: in the optimiser, in
# whether cells share anything, and in the number of model runs. Both also depend on choices that
# could favour one of them: which parameters are free, and how simulated moisture is compared with
# SMAP. Here these are examined one at a time.
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

# %%
Image(filename=figures / "fairness.png")

# %% [markdown]
# ## The network, and the optimiser
# * `fpl` against `gradient`: the same engine and optimiser, once with one network for all cells
#   and once with free parameters at each cell. The difference is the effect of regularisation in
#   space.
# * `gradient` against `lockstep`: both treat each cell separately. The difference is the effect
#   of the optimiser.
# * `fpl` against `lockstep`: both effects together, as the paper compares.
#
# Values are the median over cells of the paired difference, `method` minus `against`, with its 95
# % interval.

# %%
fairness = pd.read_csv(tables / "fairness.csv")
fairness["against"] = fairness["against"].fillna("")
shown = ["model", "method", "against", "period", "statistic", "value", "low", "high", "n", "unit"]
paired = fairness[fairness["against"] != ""]
methods = paired["against"].isin(["lockstep", "sceua", "gradient"])
errors = paired["statistic"].isin(["rmse", "ubrmse", "r", "abs_bias"])
paired.loc[methods & errors, shown]

# %% [markdown]
# ## Regularisation in time
# `rmse_degradation` is the test RMSE minus the training RMSE of a cell. A search that overfits
# the training year loses more skill in the next year.

# %%
fairness.loc[fairness["statistic"] == "rmse_degradation", shown]

# %% [markdown]
# ## Budget
# `rmse_so_far` is the lowest RMSE of SCE-UA (in lockstep) after a given number of runs per cell.
# `rmse_still_to_gain` is the training error at that point minus that at the full budget. If it is
# still large at two thirds of the budget, the budget is too small for a fair comparison.

# %%
budget = fairness["runs"].notna()
fairness.loc[budget, ["period", "runs", "statistic", "value", "low", "high", "n"]]

# %% [markdown]
# ## Operator and calibrated parameters
# `against` is another model with the same method. The models differ in one choice: a*y + b fitted
# at each cell or not, eight free parameters or five, moisture that rises from layer 2 or not
# (`vic5_...`, `vic_paper` and `vic_paper_identity` are without, as VIC 5 is). No method was fitted
# to `evapotranspiration` (mm a year). If a choice changes it without improving moisture, no
# observation constrains that change.

# %%
models = paired["against"].isin(fairness["model"].unique())
paired.loc[models, shown]

# %% [markdown]
# ## Through a surrogate
# The paper's route for models without gradients: an LSTM is trained to emulate VIC, fPL learns
# through it, and the parameters are finally scored with VIC. `rmse_true_minus_told` is the RMSE
# of these parameters with VIC minus their RMSE with the LSTM. `rmse` against `fpl` is the loss of
# skill by this route.

# %%
fairness.loc[fairness["method"] == "fpl_surrogate", shown]
