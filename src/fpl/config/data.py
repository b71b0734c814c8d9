"""Sections of the configuration about data: one model for each source."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from fpl.config.base import Count, NotNegative, Section, Seed, Share, chosen

Flag = Literal["frozen", "at_ceiling", "stuck_cell"]
YearList = Annotated[list[int], Field(min_length=1)]


class Ceiling(Section):
    """When the observations of a place count as clipped at its own ceiling."""

    least_times: Count
    tolerance_m3_m3: NotNegative


class Elevation(Section):
    """Elevation of the ground, m: rows are latitudes, columns longitudes, both rising (degrees)."""

    longitudes: list[float]
    latitudes: list[float]
    metres: list[list[float]]

    @model_validator(mode="after")
    def _is_a_table(self) -> "Elevation":
        for name, axis in (("longitudes", self.longitudes), ("latitudes", self.latitudes)):
            if axis != sorted(set(axis)):
                raise ValueError(f"{name}: expected rising degrees, got {axis}; sort them")
        shape = [len(self.longitudes)] * len(self.latitudes)
        if [len(row) for row in self.metres] != shape:
            raise ValueError(
                f"metres: expected {len(self.latitudes)} rows (latitudes) of "
                f"{len(self.longitudes)} values (longitudes), got {[len(r) for r in self.metres]}; "
                "complete the table"
            )
        return self


class Source(Section):
    """What the data of any source have: a name, and how many days a place needs."""

    source: str
    least_valid_days: Count


class SoilMoisture(Source):
    """What is done about defects of retrieved soil moisture."""

    frozen_below_degc: float
    ceiling: Ceiling
    stuck_share: Share
    exclude_flags: list[Flag]


class Smap(SoilMoisture):
    """SMAP soil moisture with forcing and attributes, as upstream ships them."""

    local_folders: Annotated[list[str], Field(min_length=1)]
    download_folder: str
    forcing_years: YearList
    soil_moisture_years: YearList
    drop_cells: list[Annotated[int, Field(ge=0)]]
    bounds: dict[str, tuple[float, float]]
    elevation: Elevation

    @model_validator(mode="after")
    def _hold(self) -> "Smap":
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

    parameter_noise: NotNegative
    gap_share: Annotated[float, Field(ge=0, lt=1)]
    seed: Seed


class GeneratedCells(Generated, SoilMoisture):
    """A generated world of cells on a lattice, whose soil moisture is observed."""

    cells_x: Count
    cells_y: Count
    observation_noise_m3_m3: NotNegative


class GeneratedBasins(Generated):
    """A generated world of basins, whose streamflow is observed."""

    basins: Count
    observation_noise: NotNegative


SETTINGS: dict[str, type[Source]] = {
    "smap": Smap,
    "generated_cells": GeneratedCells,
    "generated_basins": GeneratedBasins,
}
Data = Annotated[SerializeAsAny[Source], BeforeValidator(chosen("source", SETTINGS, "source"))]
