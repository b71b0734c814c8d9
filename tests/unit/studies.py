"""Studies as tables and figures get them: real cells, generated cells, generated basins."""

from fpl.terms import Study, Target

MOISTURE = Target("surface_soil_moisture", "m3 m-3", "soil moisture")
SMAP = Study("smap", "cell", MOISTURE, "rmse", (0.05, 0.04))
TWIN = SMAP._replace(name="twin", generated=True)
BASINS = Study(
    "twin_basins", "basin", Target("streamflow", "mm d-1", "streamflow"), "rsr", (0.7, 0.5), True
)
STUDIES = {study.name: study for study in (SMAP, TWIN, BASINS)}
SAMPLES = ["s16", "s8", "s4"]
