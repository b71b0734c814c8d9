"""What REPLICATION.md says beside its numbers; fields in braces are filled by the workflow."""

INTRODUCTION = """\
This page covers the claims of Tsai et al. (2021) one by one, and further questions that a reviewer
would ask. The workflow writes every number on it: our numbers from `tables/claims.csv`, those of
the paper from `config/published.csv`, which contains only numbers whose source could be read. A
number without such a source is "not sourced"; none is guessed.

Each claim has parts. A part is one statistic with a limit; each limit has its reason in
`config/claims.yaml`, and what was known when it was set, or changed, is at the end of this page. A
part is **supported** if its whole 95 % interval lies on the right side of the limit, **refuted** if
all of it lies on the wrong side, and otherwise **inconclusive**. Parts without a limit are
reported.

One part of each claim decides it, the primary part; the others show how far the answer holds. All
primary parts are one family of tests: a claim is supported or refuted only if it would be so at
95 % for the family as a whole (p adjusted by Holm's method), otherwise it is inconclusive. A claim
of the paper is decided at the paper's own specification (VIC 5, its five parameters, and a
rescaling of moisture at each cell) where both methods were run with it. Other models, named in the
parts, are our extensions.

Intervals are bootstrapped over cells and seeds, paired over cells. Intervals of whole regions that
are held out, and of maps, are bootstrapped over blocks of cells. Intervals of costs, and of slopes
against the number of cells, are bootstrapped over seeds only; a method with a single seed has no
seed uncertainty in its interval. n is the number of cells, or of runs, that were resampled.

A difference in error is computed at each cell, as the first method's error minus the second's, each
averaged over seeds. Its median over cells is reported; this is not the difference of two medians.
Biases of evapotranspiration are absolute values of the mean bias over places. Ratios are the second
method over the first, so a greater ratio favours fPL. The test year is used for scores only;
nothing was fitted to it or chosen by it."""
HISTORY = """\
Each change of a claim, a limit or a rule since the first version, with the old value beside the new
one, and what was known of the results when it was made."""
GENERATED = """\
> **Generated world.** All results below are from a small generated world whose true
> parameters are known. They show whether the method works as implemented, and nothing about real
> soil."""
DIFFERENCES = """\
- **What could be read of the paper.** The abstracts, the captions, the beginning of the methods,
  the authors' statements and the code could be read. The tables, the results section and the
  supplement could not. The only metrics of the paper beside ours are therefore those named above.
- **Cells.** SMAP's own grid, one cell in each patch: {cells}. The paper has more cells, on the
  finer grid of NLDAS-2.
- **Periods.** Training: {training}; test: {test}. The paper trains on one and on two years. A test
  of one year depends on the weather of that year.
- **Seeds of the main runs.** {seeds}. With so few seeds, an interval depends mostly on the cells.
- **Model.** Our own differentiable VIC{substeps}. `docs/vic.md`
  shows how close it is to VIC itself, and describes the capillary rise that we add; the table
  `fairness` gives the effect of that process. The headline model is `{headline}`; `vic_paper` is
  the paper's own specification, VIC 5 with its calibrated parameters and a rescaling of its output.
- **The search.** SCE-UA with {budget} model runs per cell, by SPOTPY and by our own search of all
  cells in lockstep. The settings of the paper are not sourced.
- **Evapotranspiration.** Annual means at flux towers and small basins, from other years, replace
  the satellite product of the paper.
- **Not run.** The streamflow cases of the paper."""
GENERATED_WORLD = """\
- **Cells.** On a generated lattice: {cells}.
- **Periods.** Training: {training}; test: {test}.
- **Seeds of the main runs.** {seeds}.
- **The search.** SCE-UA with {budget} model runs per cell.
- **Model.** Headline model `{headline}`{substeps}. The same model
  generated the observations, so they contain no model error."""
