"""Sections of the configuration about data: real and generated."""

from typing import Annotated

from pydantic import Field, model_validator

from fpl.config.sections import Count, Flag, Section, Seed, Share


class Ceiling(Section):
    """When a cell's observations count as clipped at its own ceiling."""

    least_times: Count
    tolerance_m3_m3: Annotated[float, Field(ge=0)]


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


class Data(Section):
    """Where raw data are, and what is done about their defects."""

    local_folders: list[str]
    download_folder: str
    forcing_years: list[int]
    soil_moisture_years: list[int]
    drop_cells: list[Annotated[int, Field(ge=0)]]
    frozen_below_degc: float
    ceiling: Ceiling
    stuck_share: Share
    exclude_flags: list[Flag]
    least_valid_days: Count
    bounds: dict[str, tuple[float, float]]
    elevation: Elevation

    @model_validator(mode="after")
    def _bounds_hold(self) -> "Data":
        for name, (low, high) in self.bounds.items():
            if not low < high:
                raise ValueError(
                    f"bounds.{name}: expected low < high, got [{low}, {high}]; mend the bounds"
                )
        return self


class Twin(Section):
    """The generated world."""

    cells_x: Count
    cells_y: Count
    parameter_noise: Annotated[float, Field(ge=0)]
    observation_noise_m3_m3: Annotated[float, Field(ge=0)]
    gap_share: Annotated[float, Field(ge=0, lt=1)]
    seed: Seed
