"""Runs at which a search is scored. No torch: tables read it too."""

CHECKPOINTS = (1, 2, 5)  # of each decade of runs: where a curve has a point


def checkpoints(budget: int) -> list[int]:
    """Runs at which a search is scored: 1, 2, 5, 10, 20, 50, ... and the budget."""
    decades = [c * 10**d for d in range(9) for c in CHECKPOINTS]
    return [run for run in decades if run < budget] + [budget]
