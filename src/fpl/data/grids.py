"""Grids that cells of data sources lie on, by name: modules that give ``row_column`` of points,
and ``latitude_longitude`` (degrees) of cell centres, where fractions give points between."""

from fpl.data import ease2

GRIDS = {"ease2": ease2}
