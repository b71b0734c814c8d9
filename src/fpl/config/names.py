"""Names that the workflow keeps for itself."""

# Folders of results/{dataset}/ that are not process models.
RESERVED_MODELS = (
    "data",
    "tables",
    "figures",
    "benchmarks",
    "cost",
    "experiments",
    "identifiability",
    "notebooks",
    "observation",
    "upstream_lstm",
)
# Words that would be mistaken for a case where results are kept.
RESERVED_CASES = ("tables", "figures", "benchmarks")
