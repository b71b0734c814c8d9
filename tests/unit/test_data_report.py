import matplotlib
import numpy as np
import pandas as pd
import pytest
import raw_files
from cmcrameri import cm
from matplotlib.figure import Figure
from studies import SAMPLES, SMAP, TWIN

from fpl.data import ease2, report, store
from fpl.data.sources.smap import prepare
from fpl.figures import data_report, maps


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    import yaml
    from conftest import ROOT

    configuration = yaml.safe_load((ROOT / "config/cases/smap.yaml").read_text())
    folder = tmp_path_factory.mktemp("prepared")
    settings = configuration["data"] | {"drop_cells": [5], "forcing_years": [2015, 2016]}
    prepare(
        manifest=raw_files.write(folder / "raw"),
        forcing=folder / "forcing.nc",
        observations=folder / "observations.nc",
        attributes=folder / "attributes.nc",
        quality_table=folder / "quality.csv",
        settings={"data": settings, "periods": configuration["periods"]},
    )
    return {
        "forcing": store.open_forcing(folder / "forcing.nc"),
        "observations": store.open_observations(folder / "observations.nc"),
        "attributes": store.open_attributes(folder / "attributes.nc"),
        "quality": pd.read_csv(folder / "quality.csv"),
        "periods": configuration["periods"],
    }


def test_facts_agree_with_the_files(prepared):
    table = report.facts(**prepared, samples=("s16", "s8", "s4"))
    facts = table.set_index(["variable", "statistic", "comment"])["value"]
    assert facts["cells", "kept", ""] == 5
    assert facts["cells", "cell 5 left out", "in data.drop_cells"] == 1
    assert facts["precipitation", "mean annual sum", "all days of forcing"] == pytest.approx(
        2.4 * 365.25
    )
    assert facts["observed", "missing share", "training period"] == pytest.approx(0.5, abs=0.05)
    assert facts["observed", "share of values used", "test period"] == 1.0
    assert facts["land_cover", "class 10", ""] == 5
    assert not table[["variable", "statistic", "unit"]].isna().any(axis=None)


def test_figure_has_nine_labelled_maps(prepared):
    shown = {name: prepared[name] for name in ("forcing", "observations", "quality", "periods")}
    figure = data_report.plot(**shown, study=TWIN, samples=SAMPLES)
    assert "generated world (twin)" in figure.get_suptitle()
    drawn = [ax for ax in figure.axes if ax.get_title(loc="right")]
    bars = [ax for ax in figure.axes if ax.get_xlabel()]
    assert len(drawn) == 9 and len(bars) == 9
    assert "twin" not in data_report.plot(**shown, study=SMAP, samples=SAMPLES).get_suptitle()


@pytest.mark.parametrize("size", [(8, 2), (2, 8)])
def test_map_fills_axes_of_any_shape_and_matplotlib_does_not_warn(size, caplog):
    row, column = np.array([63, 67]), np.array([207, 211])
    latitude, longitude = ease2.latitude_longitude(row, column)
    figure = Figure(figsize=size)
    ax = figure.subplots()
    before = ax.get_position().bounds
    maps.draw(ax, SMAP, longitude, latitude, [1.0, 2.0], cmap=cm.batlow)
    figure.draw_without_rendering()
    assert ax.get_position().bounds == before
    corners = maps._patches(latitude, longitude, "ease2")[1]
    sides = []
    for ends, values in zip((ax.get_xlim(), ax.get_ylim()), corners.T, strict=True):
        margins = [values.min() - ends[0], ends[1] - values.max()]
        assert margins[0] == pytest.approx(margins[1])
        sides.append(min(margins))
    assert min(sides) == pytest.approx(maps.MARGIN_KM) and max(sides) > 2 * maps.MARGIN_KM
    assert not caplog.records


def test_map_gives_each_cell_its_value_and_colour_limits():
    row, column = np.array([63, 63, 67]), np.array([207, 211, 207])
    latitude, longitude = ease2.latitude_longitude(row, column)
    ax = Figure().subplots()
    drawn = maps.draw(
        ax, SMAP, longitude, latitude, [1.0, np.nan, 3.0], cmap=cm.batlow, limits=(0, 4)
    )
    assert drawn.get_clim() == (0, 4)
    assert drawn.get_array().tolist() == [1.0, None, 3.0]
    assert matplotlib.colors.to_hex(drawn.to_rgba(drawn.get_array())[1]) == "#bfbfbf"
    assert ax.get_aspect() == 1.0


def test_projection_keeps_areas():
    # patches of EASE-2 have equal area; so must their pictures
    row, column = np.array([51, 79, 107]), np.array([155, 223, 275])
    latitude, longitude = ease2.latitude_longitude(row, column)
    corners = maps._patches(latitude, longitude, "ease2")[1].reshape(-1, 4, 2)
    x, y = corners[..., 0], corners[..., 1]
    area = 0.5 * np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(axis=1))
    side = 2 * ease2.CELL_METRES / 1000.0  # lattice step of 4 would give 4 * 36 km
    assert np.ptp(area) / area.mean() < 0.01
    assert area.mean() > side**2


def test_projection_origin_and_directions():
    assert maps.project(-96.0, 37.5) == pytest.approx((0.0, 0.0), abs=1e-9)
    east, _ = maps.project(-95.0, 37.5)
    _, north = maps.project(-96.0, 38.5)
    assert east == pytest.approx(111.19 * np.cos(np.deg2rad(37.5)), rel=0.01)
    assert north == pytest.approx(111.19, rel=0.01)
