"""Errors that a user can cause. Each message says what was expected, what came, and what to do."""


class ConfigError(ValueError):
    """A configuration key is unknown, of the wrong type, or contradicts another."""


class DataError(ValueError):
    """A data file is missing, damaged, or holds values outside its physical bounds."""


class EngineError(RuntimeError):
    """A process model cannot be traced, compiled or run."""
