import numpy as np
import pytest
import xarray as xr

from fpl.data import schema
from fpl.data.sources.smap_files import attributes
from fpl.data.sources.smap_files.attributes import UPSTREAM_NAMES
from fpl.data.sources.smap_files.variables import VARIABLES
from fpl.errors import DataError


@pytest.fixture
def constants():
    values = {name: ("cell", np.full(3, 0.5)) for name in UPSTREAM_NAMES}
    values["land_cover"] = ("cell", np.array([1.0, 10.0, 17.0]))
    values["extra_flag"] = ("cell", np.array([0.0, 6.0, 0.0]))
    places = {name: ("cell", np.arange(3)) for name in ("row", "column")}
    places |= {name: ("cell", np.zeros(3)) for name in ("lat", "lon", "elevation")}
    return schema.described(xr.Dataset(values, coords=places | {"cell": [3, 4, 9]}), VARIABLES)


def test_classes_become_integers_and_one_hot(constants):
    made = attributes.finished(constants)
    schema.check(made, "attributes")
    assert made["land_cover"].dtype == np.int32
    assert made["land_cover_onehot"].shape == (3, 17) and made["extra_flag_onehot"].shape == (3, 7)
    assert made["land_cover_onehot"].sum("land_cover_class").values.tolist() == [1, 1, 1]
    assert float(made["land_cover_onehot"].sel(cell=4, land_cover_class=10)) == 1.0


def test_missing_attribute_names_variable_and_cell(constants):
    constants["sand"][1] = np.nan
    constants["clay"][2] = np.nan
    with pytest.raises(DataError, match=r"sand in cells \[4\]; clay in cells \[9\].*drop_cells"):
        attributes.finished(constants)


@pytest.mark.parametrize(
    ("name", "code"), [("land_cover", 18.0), ("land_cover", 0.0), ("extra_flag", 2.5)]
)
def test_class_out_of_range(constants, name, code):
    constants[name][1] = code
    with pytest.raises(DataError, match=rf"{name}: expected classes .* got {code} in cell 4"):
        attributes.finished(constants)
