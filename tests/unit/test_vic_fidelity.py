"""The report on VIC's reference runs: what it must find right and what wrong."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from reference_files import DAYS, RUNS, made
from studies import SMAP

from fpl.errors import DataError
from fpl.evaluation.vic_reference import reading, tolerance
from fpl.evaluation.vic_reference.report import report
from fpl.figures.vic_fidelity import plot

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks import vic_reference


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "runs.nc"
    return path, made(path)


@pytest.fixture(scope="module")
def tables(file):
    return report(reading.read(file[0]))


def test_runs_of_our_own_are_within_every_tolerance(tables):
    table, of_runs = tables
    judged = table[table["ok"] != ""]
    assert set(judged["test"]) == {"soil column", "evaporation", "free-running"}
    assert (judged["ok"] == "yes").all(), judged[judged["ok"] == "no"]
    assert set(table["cover"]) == {"bare", "grass", "mixed", "all"}
    whole = table[(table["cover"] == "all") & (table["test"] != "free-running, layered")]
    assert (whole["days"] == DAYS * RUNS).all()
    assert np.allclose(of_runs["ours"], of_runs["vic"])
    assert len(of_runs) == 4 * RUNS


def test_the_other_sharing_is_measured_against_the_exact_one(tables):
    table, _ = tables
    layered = table[(table["test"] == "free-running, layered") & (table["ok"] == "")]
    transpired = layered[(layered["variable"] == "transpiration") & (layered["cover"] == "grass")]
    assert transpired["max_abs"].item() > 1e-3


@pytest.mark.parametrize(
    ("name", "wrong"), [("evap_canop", "canopy_evaporation"), ("rnet", "net_radiation")]
)
def test_a_difference_is_found_where_it_is(file, tmp_path, name, wrong):
    ds = file[1].copy(deep=True)
    ds[name][1, 40] = ds[name][1, 40] + 1e-6  # of a run of grass
    ds.to_netcdf(tmp_path / "wrong.nc")
    table, _ = report(reading.read(tmp_path / "wrong.nc"))
    failed = table[(table["ok"] == "no") & (table["variable"] == wrong)]
    assert set(failed["cover"]) == {"grass", "all"}
    assert failed["max_abs"].to_numpy() == pytest.approx(1e-6, rel=1e-3)


def test_annual_sums_that_are_off_fail(file, tmp_path):
    ds = file[1].copy(deep=True)
    ds["runoff"] = 1.002 * ds["runoff"]
    ds["baseflow"] = 1.0005 * ds["baseflow"]
    ds.to_netcdf(tmp_path / "wrong.nc")
    table, _ = report(reading.read(tmp_path / "wrong.nc"))
    free = table[(table["test"] == "free-running") & (table["cover"] == "all")]
    verdicts = free.set_index("variable")["ok"]
    assert verdicts["runoff"] == "no" and verdicts["baseflow"] == "yes"


def test_a_rounded_file_is_judged_by_its_rounding(file, tmp_path):
    ds = file[1].astype("float32", keep_attrs=True)
    for name in [n for n in ds if n.startswith("run_") or n in ("date", "substep_day")]:
        ds[name] = file[1][name]
    for name, digits in {"evap": 4, "rnet": 4, "gflux": 4, "runoff": 4, "wdew": 4}.items():
        values = ds[name].to_numpy()
        size = 10.0 ** (np.floor(np.log10(np.maximum(np.abs(values), 1e-30))) + 1 - digits)
        ds[name] = (ds[name].dims, (np.round(values / size) * size).astype("float32"))
        ds[name].attrs[tolerance.DIGITS] = digits
    ds.to_netcdf(tmp_path / "rounded.nc")
    runs = reading.read(tmp_path / "rounded.nc")
    assert not tolerance.is_exact(runs)
    table, _ = report(runs)
    judged = table[(table["ok"] != "") & (table["test"] == "evaporation")]
    assert (judged["ok"] == "yes").all(), judged[judged["ok"] == "no"]
    asked = judged[(judged["variable"] == "bare_evaporation") & (judged["cover"] == "bare")]
    assert 1e-9 < asked["max_abs"].item() < asked["tolerance"].item() < 0.1


def test_half_of_the_last_digit(file):
    variable = file[1]["evap"].copy()
    variable.attrs[tolerance.DIGITS] = 3
    values = torch.tensor([0.0, 123.0, -0.0456, 9.99], dtype=torch.float64)
    found = tolerance.half_digit(values, variable).tolist()
    assert found == pytest.approx([0.0, 0.5, 0.00005, 0.005])


def test_the_command_says_by_its_exit_what_came_out(file, tmp_path, capsys):
    out = tmp_path / "report.csv"
    assert vic_reference.main([str(file[0]), "--out", str(out)]) == 0
    assert out.read_text().startswith("test,group,cover,variable")
    assert "tolerances are kept" in capsys.readouterr().out
    ds = file[1].copy(deep=True)
    ds["soil_moist"][:, -1] = ds["soil_moist"][:, -1] + 1.0
    ds.to_netcdf(tmp_path / "wrong.nc")
    assert vic_reference.main([str(tmp_path / "wrong.nc")]) == 1


def test_a_file_of_another_format_is_refused(file, tmp_path, capsys):
    other = tmp_path / "other.nc"
    file[1].drop_vars(["evap_layer", "run_root"]).to_netcdf(other)
    with pytest.raises(DataError, match="without evap_layer, run_root"):
        reading.read(other)
    (tmp_path / "text.nc").write_text("no netCDF")
    for path in (other, tmp_path / "text.nc", tmp_path / "absent.nc"):
        assert vic_reference.main([str(path)]) == 2
        assert "expected" in capsys.readouterr().err


def test_the_figure_draws_every_test_and_run(tables):
    table, of_runs = (made.assign(file="vic_exact") for made in tables)
    figure = plot({"vic_fidelity": table, "vic_fidelity_runs": of_runs.assign(group=1)}, SMAP, {})
    differences, annual, snow = figure.axes
    labels = [label.get_text() for label in differences.get_yticklabels()]
    assert len(labels) == 19 and all("(" in label for label in labels)
    assert len(annual.lines[0].get_xdata()) == len(snow.lines[0].get_xdata()) == RUNS
    assert "tolerances are kept" in figure.get_suptitle()
    with pytest.raises(DataError, match="expected rows"):
        plot({"vic_fidelity": table[:0], "vic_fidelity_runs": of_runs}, SMAP, {})
