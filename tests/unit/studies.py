"""Studies as tables and figures get them: real cells, generated cells, generated basins."""

from fpl.terms import Study, Target

MOISTURE = Target("surface_soil_moisture", "m3 m-3", "soil moisture")
SMAP = Study("smap", "cell", MOISTURE, "rmse", (0.05, 0.04), grid="ease2")
TWIN = SMAP._replace(name="twin", generated=True)
BASINS = Study(
    "twin_basins", "basin", Target("streamflow", "mm d-1", "streamflow"), "rsr", (0.7, 0.5), True
)
STUDIES = {study.name: study for study in (SMAP, TWIN, BASINS)}
SAMPLES = ["s16", "s8", "s4"]

SETTINGS = {  # sections of a configuration that figures read
    "headline": "vic_extended",
    "samples": SAMPLES,
    "models": {
        name: {"process": "vic", "calibrated": calibrated, "observation": observation}
        for name, calibrated, observation in (
            ("vic_extended", "extended", "identity"),
            ("vic_paper", "paper", "rescaled"),
        )
    },
    "figures": {"map_parameters": ["infilt", "expt"], "compared_parameters": ["infilt", "expt"]},
    "periods": {
        "training": {"start": "2015-04-01", "end": "2015-07-31"},
        "test": {"start": "2015-08-01", "end": "2015-11-30"},
    },
    "identifiability": {
        "limits": {
            "total_index": 0.02,
            "standard_error": 0.12,
            "rank_correlation": 0.7,
            "et_percent": 10.0,
        }
    },
}
