import json

import numpy as np
import pytest
import raw_files

from fpl.data import manifest
from fpl.data.sources.smap_files import raw
from fpl.errors import DataError


@pytest.fixture
def matrix(tmp_path):
    path = tmp_path / "values.csv"
    path.write_text("1,2,-9999\n4,5,6\n")
    return path


def test_missing_values_become_nan(matrix):
    expected = [[1, 2, np.nan], [4, 5, 6]]
    np.testing.assert_array_equal(raw.read_matrix(matrix, 2, 3), expected)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1,2,3\n4,5\n", "line 2 has empty fields or is cut short"),
        ("1,2,3\n", "expected 2 rows"),
        ("1,2,3\n4,5,6\n7,8,9\n", "expected 2 rows .cells., got 3"),
        ("1,2\n3,4\n", "expected 3 columns, got 2"),
        ("1,2,3\n4,5,6,7\n", "cannot be read"),
        ("1,2,3\n4,five,6\n", "cannot be read"),
        ("", "cannot be read"),
        ("<html>not found</html>\n1\n", "cannot be read"),
    ],
)
def test_damaged_file_is_named_with_its_fault(matrix, text, complaint):
    matrix.write_text(text)
    with pytest.raises(DataError, match=complaint) as error:
        raw.read_matrix(matrix, 2, 3)
    assert str(matrix) in str(error.value) and "run `fetch` again" in str(error.value)


def test_missing_file_is_named():
    with pytest.raises(DataError, match=r"'Sand' at gone.csv, found none.*rule `fetch`"):
        manifest.locate({"Sand": "gone.csv"}, "Sand")
    with pytest.raises(DataError, match="'Clay' at None"):
        manifest.locate({"Sand": "gone.csv"}, "Clay")


def test_years_are_joined_in_order(tmp_path):
    files = json.loads(raw_files.write(tmp_path).read_text())
    values, time = raw.read_years(files, "TMP_2_FORA", [2015, 2016], 6)
    assert values.shape == (6, 731) and len(time) == 731
    with pytest.raises(DataError, match="list them in order"):
        raw.read_years(files, "TMP_2_FORA", [2016, 2015], 6)


def test_days_must_be_without_a_gap(tmp_path):
    path = tmp_path / "timeStr.csv"
    path.write_text("2015-04-01\n2015-04-03\n")
    with pytest.raises(DataError, match="without a gap"):
        raw.read_days(path)
    path.write_text("736055\n736056\n")
    with pytest.raises(DataError, match="one date a line"):
        raw.read_days(path)
