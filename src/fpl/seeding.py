"""The only place that touches global random state."""

import random

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    """Seed python, numpy and torch, and ask torch for deterministic algorithms."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - SPOTPY draws from the global state
    torch.manual_seed(seed)
    torch.set_deterministic_debug_mode("error")  # its namesake loads torch's compiler first
