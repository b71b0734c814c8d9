"""Sections of the configuration about data: one model for each source."""

from typing import Annotated, Literal, Self

from pydantic import Field, SerializeAsAny, model_validator

from fpl.config.base import Count, LessThanOne, NotNegative, Section, Seed, Share, chosen


class Ceiling(Section):
    """When the observations of a place count as clipped at its own ceiling."""

    least_times: Count
    tolerance_m3_m3: NotNegative


class Source(Section):
    """What the data of any source have: a name, and how many days a place needs."""

    source: str
    least_valid_days: Count


class SoilMoisture(Source):
    """What is done about defects of retrieved soil moisture."""

    frozen_below_degc: float
    ceiling: Ceiling
    stuck_share: Share
    exclude_flags: list[Literal["frozen", "at_ceiling", "stuck_cell"]]


class Smap(SoilMoisture):
    """SMAP soil moisture with forcing and attributes, as upstream ships them."""

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

    basins: Count
    observation_noise: NotNegative


SETTINGS: dict[str, type[Source]] = {
    "smap": Smap,
    "generated_cells": GeneratedCells,
    "generated_basins": GeneratedBasins,
}
Data = Annotated[SerializeAsAny[Source], chosen("source", SETTINGS)]
