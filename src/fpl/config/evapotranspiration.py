"""The section of the configuration about independent estimates of evapotranspiration."""

from fpl.config.base import Count, Positive, Section, Seed


class Evapotranspiration(Section):
    """Which towers and gauges a simulation is compared with, and how sure the comparison is."""

    tower_km: Positive
    gauge_km: Positive
    exclude_igbp: list[str]
    least_years: Count
    largest_basin_km2: Positive
    resamples: Count
    seed: Seed
    modis_csv: str | None = None
    modis_scale: Positive = 1.0
