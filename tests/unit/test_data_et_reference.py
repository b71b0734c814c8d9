"""Towers and basins: which are taken, and which cell they stand for."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.config import Evapotranspiration
from fpl.data import et_reference, geography
from fpl.errors import DataError

SETTINGS = Evapotranspiration(
    tower_km=75,
    gauge_km=60,
    exclude_igbp=["CRO", "WET"],
    least_years=2,
    largest_basin_km2=1300,
    resamples=50,
    seed=0,
)
# Kansas, Kansas one cell further east, and a place in Canada
PLACES = xr.Dataset(
    {"lat": ("cell", [38.5, 38.5, 52.0]), "lon": ("cell", [-98.0, -96.4, -98.0])},
    coords={"cell": [7, 9, 11]},
)
TOWERS = """site_id,igbp_class,location_lat,location_long,n_years_le,et_median,other
US-A,GRA,38.6,-98.1,5,600,1
US-B,CRO,38.6,-98.1,5,700,1
US-C,GRA,38.6,-98.1,1,500,1
US-D,GRA,38.6,-98.1,5,NA,1
US-E,DBF,38.4,-96.3,3,650,1
US-F,GRA,36.0,-98.0,3,650,1
CA-G,GRA,52.0,-98.0,3,400,1
"""
TOPO = """gauge_id;gauge_lat;gauge_lon;area_gages2
01;38.5;-98.0;100
02;38.5;-98.0;5000
03;38.5;-98.0;100
04;38.5;-97.2;100
"""
CLIM = "gauge_id;p_mean;pet_mean\n" + "".join(f"0{n};2.0;3.0\n" for n in range(1, 5))
HYDRO = "gauge_id;q_mean;baseflow_index\n01;0.5;0.6\n02;0.5;0.6\n03;2.5;0.6\n04;0.5;0.6\n"


@pytest.fixture
def manifest(tmp_path):
    texts = {
        "tower_et": TOWERS,
        "camels_topo": TOPO,
        "camels_clim": CLIM,
        "camels_hydro": HYDRO,
        "crd": "not read",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return {name: str(tmp_path / name) for name in texts}


def test_only_what_says_something_of_a_cell_is_kept(manifest):
    table = et_reference.build(manifest, PLACES, SETTINGS)
    assert list(table.columns) == et_reference.COLUMNS
    # left out: crops, one year, no value, too far, Canada; large basin, negative balance, too far
    assert table["id"].tolist() == ["US-A", "US-E", "01"]
    assert table["cell"].tolist() == [7, 9, 7]
    basin = table.set_index("id").loc["01"]
    assert basin["et_mm_yr"] == pytest.approx(365.25 * 1.5)
    assert basin["p_mm_yr"] == pytest.approx(365.25 * 2.0)
    assert basin["q_mm_yr"] == pytest.approx(basin["p_mm_yr"] - basin["et_mm_yr"])
    assert basin["baseflow_index"] == 0.6
    assert table["p_mm_yr"].isna().tolist() == [True, True, False]
    assert (table["distance_km"] <= [75, 75, 60]).all()


def test_a_wider_limit_takes_more(manifest):
    wide = SETTINGS.model_copy(update={"gauge_km": 100.0, "largest_basin_km2": 1e5})
    ids = et_reference.build(manifest, PLACES, wide)["id"].tolist()
    assert ids == ["US-A", "US-E", "01", "02", "04"]


def test_distance_is_that_of_great_circles():
    quarter = np.pi / 2 * geography.EARTH_KM
    assert geography.distance_km(0.0, 0.0, 0.0, 90.0) == pytest.approx(quarter)
    assert geography.distance_km(90.0, 12.0, 0.0, -70.0) == pytest.approx(quarter)
    one_degree = geography.distance_km(60.0, 0.0, 60.0, 1.0)
    assert one_degree == pytest.approx(111.19 / 2, rel=1e-3)


def test_cells_outside_the_lower_48_are_nobodys(manifest):
    cells = et_reference.lower_48(PLACES["cell"], PLACES["lat"], PLACES["lon"])
    assert cells["cell"].tolist() == [7, 9]
    with pytest.raises(DataError, match="0 cells"):
        et_reference.build(manifest, PLACES.sel(cell=[11]), SETTINGS)


def test_missing_files_and_columns_are_told(manifest, tmp_path):
    with pytest.raises(DataError, match=r"'camels_hydro'.*raw.json"):
        et_reference.build(
            {name: path for name, path in manifest.items() if name != "camels_hydro"},
            PLACES,
            SETTINGS,
        )
    (tmp_path / "camels_clim").write_text("gauge_id;p\n01;2\n")
    with pytest.raises(DataError, match=r"missing \['p_mean'\]"):
        et_reference.build(manifest, PLACES, SETTINGS)


def test_real_tables_have_what_the_readme_of_the_data_says(root):
    table = pd.read_csv(root / "config/datasets.csv").set_index("name")
    assert set(et_reference.FILES) <= set(table.index[table["needed"] == "yes"])
