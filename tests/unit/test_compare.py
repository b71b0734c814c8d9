import pandas as pd

from fpl.tables.compare import Tolerance, compare

SKILL = pd.DataFrame(
    {
        "method": ["fpl", "fpl", "sceua"],
        "seed": [0, 1, 0],
        "statistic": "median",
        "value": [0.040, 0.041, 0.050],
        "cpu_seconds": [10.0, 11.0, 90.0],
    }
)


def test_same_tables_do_not_differ_whatever_their_order():
    assert compare(SKILL, SKILL[::-1]).empty


def test_numbers_within_the_tolerance_pass_and_others_are_listed():
    new = SKILL.assign(value=[0.040 + 0.9e-3, 0.041 + 1.1e-3, 0.050])
    found = compare(new, SKILL, Tolerance(relative=0, absolute=1e-3))
    assert found.to_dict("records") == [
        {"row": "fpl 1 median", "column": "value", "committed": "0.041", "new": "0.0421"}
    ]


def test_tolerance_grows_with_the_committed_number():
    new = SKILL.assign(value=SKILL["value"] * 1.04)
    assert compare(new, SKILL, Tolerance(relative=0.05, absolute=0)).empty
    assert len(compare(new, SKILL, Tolerance(relative=0.03, absolute=0))) == 3


def test_seconds_are_not_compared():
    assert compare(SKILL.assign(cpu_seconds=1e6), SKILL).empty


def test_missing_rows_and_columns_are_listed():
    found = compare(SKILL[:2].assign(extra=1.0), SKILL)
    assert set(found["row"]) == {"", "sceua 0 median"}
    assert found.set_index("row").loc["sceua 0 median", "new"] == "absent"
    assert found.set_index("row").loc["", "column"] == "extra"


def test_missing_values_are_equal_to_each_other_only():
    gone = SKILL.assign(value=[None, 0.041, 0.050])
    assert compare(gone, gone).empty
    assert len(compare(SKILL, gone)) == 1


def test_rows_that_keys_do_not_tell_apart_are_matched_in_order():
    doubled = pd.concat([SKILL, SKILL])
    assert compare(doubled, doubled).empty
    assert len(compare(SKILL, doubled)) == 3


def test_a_key_may_be_empty():
    some = SKILL.assign(note=["fast", None, None])
    assert compare(some, some[::-1]).empty
