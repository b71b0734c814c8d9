"""Data sources declared: what each gives. Light; their code is imported by name, by the scripts."""

from typing import Literal, NamedTuple

METEOROLOGY = (
    "precipitation",
    "air_temperature",
    "specific_humidity",
    "vapour_pressure",
    "surface_pressure",
    "shortwave",
    "longwave",
    "wind_speed",
)
SURFACE = ("sand", "silt", "clay", "bulk_density", "water_capacity", "ndvi", "land_cover")


class SourceDeclaration(NamedTuple):
    """What a data source gives to a case.

    place : what a place is
    forcing, attributes : variables of forcing.nc and attributes.nc that set-ups may read
    lattice : places lie on every so many-th row and column of a grid; None without a grid
    grid : its name in ``fpl.data.grids``
    offers : what exhibits may need beside that, see ``fpl.config.exhibits.NEEDS``
    generated : whether the world is generated, so that its true parameters are known
    """

    place: Literal["cell", "basin"]
    forcing: tuple[str, ...]
    attributes: tuple[str, ...]
    lattice: int | None = None
    grid: str | None = None
    offers: tuple[str, ...] = ()
    generated: bool = False


SOURCES: dict[str, SourceDeclaration] = {
    "smap": SourceDeclaration(
        "cell",
        METEOROLOGY,
        SURFACE,
        lattice=4,
        grid="ease2",
        offers=("towers", "upstream_lstm"),
    ),
    "generated_cells": SourceDeclaration(
        "cell", METEOROLOGY, SURFACE, lattice=4, grid="ease2", offers=("truth",), generated=True
    ),
    "generated_basins": SourceDeclaration(
        "basin",
        ("precipitation", "air_temperature"),
        (),
        offers=("truth",),
        generated=True,
    ),
}


def module(source: str) -> str:
    """The module that prepares the data of a source, or generates them."""
    return f"fpl.twin.{source}" if SOURCES[source].generated else f"fpl.data.sources.{source}"
