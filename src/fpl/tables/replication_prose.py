"""What REPLICATION.md says beside its numbers; fields in braces are filled by the workflow."""

INTRODUCTION = """\
This page goes through the claims of Tsai et al. (2021) one by one, and through what a reviewer
would ask beside them. Every number on it is put in by the workflow: ours from `tables/claims.csv`,
the paper's from `config/published.csv`, which holds only numbers whose source could be read. What
is missing there is called "not sourced", never guessed.

Each claim has parts: one statistic each, with a limit that was committed, with its reason, before
the experiments were run (`config/claims.yaml`). A part is **supported** if its whole 95 % interval
lies on the right side of the limit, **supported in part** if only the value does, else **not
supported**. A claim is supported if all of its parts are, not supported if none is, else supported
in part; parts that are only told, or not testable, do not count.

Intervals are bootstraps over cells and seeds, paired over cells; where whole regions are held out,
and of maps, over blocks of cells. Those of costs, and of slopes against the number of cells, are
over runs (seeds) alone, and where a method has one run its chance is not in them. n is what was
resampled: cells, or runs. A difference in error is the median over cells of the first method's
error minus the second's, each the mean over seeds; it is not the difference of two medians. Biases
of evapotranspiration are sizes of the mean bias over places. Ratios are the second method over the
first, so that a greater one favours fPL. The test year is looked at, never fitted to or chosen
by."""
TWIN = """\
> **Generated world (twin).** Everything below is of a small made-up world whose true parameters are
> known. It says whether the method works as built, nothing about real soil."""
DIFFERENCES = """\
- **What could be read of the paper.** Abstracts, captions, the beginning of the methods, the
  authors' statements and code. The tables, the results section and the supplement could not, so no
  metric of the paper stands beside ours except those named above.
- **Cells.** SMAP's own grid, one cell in each patch: {cells}. The paper's cells are of NLDAS-2's
  finer grid, and more.
- **Periods.** Trained on {training}, tested on {test}; the paper has trainings of one and of two
  years. One year of testing is one year's weather.
- **Seeds of the main runs.** {seeds}. An interval over so few seeds rests mostly on the cells.
- **Model.** Our own VIC, differentiable, with {runoff_steps} runoff sub-steps a day; how close it
  is to VIC itself, and the capillary rise that ours has besides, is in `docs/vic.md`; what that
  process changes is in the table `fairness`. The headline model is `{headline}`; `vic_paper` has
  the paper's calibrated parameters and a rescaling of its output.
- **The search.** SCE-UA with {budget} model runs a cell, by SPOTPY and by our own search of all
  cells in lockstep; the paper's settings are not sourced.
- **Evapotranspiration.** Annual means at flux towers and small basins, of other years, in place of
  a satellite product.
- **Not run.** The paper's cases of streamflow."""
TWIN_WORLD = """\
- **Cells.** Of a generated lattice: {cells}.
- **Periods.** Trained on {training}, tested on {test}.
- **Seeds of the main runs.** {seeds}.
- **The search.** SCE-UA with {budget} model runs a cell.
- **Model.** Headline model `{headline}`, with {runoff_steps} runoff sub-steps a day: the model that
  also made the observations, so no error of the model is in them."""
