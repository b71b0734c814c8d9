"""Data sources: what each gives to a case, and the keys of its section ``data``.

Light; the code of a source is imported by name, by the scripts.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, SerializeAsAny, model_validator

from fpl.config.base import Count, LessThanOne, NotNegative, Section, Seed, Share, chosen

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


class Ceiling(Section):
    """When the observations of a place count as clipped at its own ceiling."""

    least_times: Count
    tolerance_m3_m3: NotNegative


class Source(Section):
    """What the data of any source have: a name, and how many days a place needs.

    place : what a place is
    forcing, attributes : variables of forcing.nc and attributes.nc that set-ups may read
    lattice : places lie on every so many-th row and column of a grid; None without a grid
    grid : its name in ``fpl.data.grids``
    offers : what exhibits may need beside that, see ``fpl.config.exhibits.NEEDS``
    generated : whether the world is generated, so that its true parameters are known
    """

    place: ClassVar[Literal["cell", "basin"]]
    forcing: ClassVar[tuple[str, ...]]
    attributes: ClassVar[tuple[str, ...]]
    lattice: ClassVar[int | None] = None
    grid: ClassVar[str | None] = None
    offers: ClassVar[tuple[str, ...]] = ()
    generated: ClassVar[bool] = False

    source: str
    least_valid_days: Count


class SoilMoisture(Source):
    """Cells with retrieved soil moisture, and what is done about its defects."""

    place = "cell"
    forcing, attributes = METEOROLOGY, SURFACE
    lattice, grid = 4, "ease2"

    frozen_below_degc: float
    ceiling: Ceiling
    stuck_share: Share
    exclude_flags: list[Literal["frozen", "at_ceiling", "stuck_cell"]]


class Smap(SoilMoisture):
    """SMAP soil moisture with forcing and attributes, as upstream ships them."""

    offers = ("towers", "upstream_lstm")

    local_folders: list[str] = Field(min_length=1)
    download_folder: str
    forcing_years: list[int] = Field(min_length=1)
    soil_moisture_years: list[int] = Field(min_length=1)
    drop_cells: list[Annotated[int, Field(ge=0)]]
    bounds: dict[str, tuple[float, float]]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for name, (low, high) in self.bounds.items():
            if not low < high:
                raise ValueError(
                    f"bounds.{name}: expected low < high, got [{low}, {high}]; mend the bounds"
                )
        if lost := sorted(set(self.soil_moisture_years) - set(self.forcing_years)):
            raise ValueError(
                f"soil_moisture_years: expected years of forcing_years {self.forcing_years}, got "
                f"{lost} beside them; add the forcing or take the years out"
            )
        return self


class Generated(Source):
    """What any generated world has: noise in parameters, gaps in observations, a seed."""

    offers = ("truth",)
    generated = True

    parameter_noise: NotNegative
    gap_share: LessThanOne
    seed: Seed


class GeneratedCells(Generated, SoilMoisture):
    """A generated world of cells on a lattice, whose soil moisture is observed."""

    cells_x: Count
    cells_y: Count
    observation_noise_m3_m3: NotNegative


class GeneratedBasins(Generated):
    """A generated world of basins, whose streamflow is observed."""

    place = "basin"
    forcing, attributes = ("precipitation", "air_temperature"), ()

    basins: Count
    observation_noise: NotNegative


SOURCES: dict[str, type[Source]] = {
    "smap": Smap,
    "generated_cells": GeneratedCells,
    "generated_basins": GeneratedBasins,
}
Data = Annotated[SerializeAsAny[Source], chosen("source", SOURCES)]


def module(source: str) -> str:
    """The module that prepares the data of a source, or generates them."""
    return f"fpl.twin.{source}" if SOURCES[source].generated else f"fpl.data.sources.{source}"
