"""Real data sources, one module each: ``fpl.data.sources.NAME`` is what a case names as its source.

A source has a function ``prepare`` that makes the files of a case (forcing.nc, observations.nc,
attributes.nc as :mod:`fpl.data.schema` describes them, and the quality table) from raw files. A
source that generates its data, in :mod:`fpl.twin`, has ``generate`` in its place.
"""
