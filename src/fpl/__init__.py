"""fPL: parameter learning for process-based models, replicated and computed anew."""
