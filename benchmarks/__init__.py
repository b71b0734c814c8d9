"""How fast the engine is, measured beside eager torch and beside other packages: ``make bench``."""
