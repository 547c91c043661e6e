"""Terrain as a skyline: laws, a second way to the same answers, and what verbs and page make of it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod

from rangefan import Scene, load, resolve
from rangefan.catalogue import Catalogue
from rangefan.cli import main, terrain
from rangefan.errors import InputError, RangeError
from rangefan.geometry import (
    FOUR_THIRDS_EARTH,
    RAY_TRACED,
    UNREFRACTED,
    Fan,
    Sight,
    area_km2,
    azimuth_steps,
    footprint,
    lowest_over_skyline_km,
    polygon_area_km2,
    reach_at_altitude,
    reach_by_azimuth,
    rim_footprint,
    skyline_around,
)
from rangefan.geometry.elevation_model import ElevationModel, grid_dem
from rangefan.geometry.lookout import Lookout
from rangefan.geometry.mosaic import dem_digest, read_dem
from rangefan.geometry.terrain import lowest_over_terrain_m
from rangefan.mapfile import Layer, MapFile
from rangefan.mapfile.nouns import Altitude, Towns

Array = NDArray[np.float64]

LAT, LON = 36.0, 128.0
AROUND = f"+proj=aeqd +lat_0={LAT} +lon_0={LON} +datum=WGS84"
TURN = azimuth_steps()
REFRACTIONS = st.sampled_from([RAY_TRACED, UNREFRACTED, FOUR_THIRDS_EARTH])


def square(cells: Any, cell_m: float = 1000.0) -> ElevationModel:
    """Terrain with the site at the middle of its middle cell."""
    half = len(cells) / 2 * cell_m
    return grid_dem(cells, crs=AROUND, affine=(cell_m, 0, -half, 0, -cell_m, half), source="a test")


def plain(size: int = 41, height_m: float = 0.0, cell_m: float = 5000.0) -> ElevationModel:
    return square(np.full((size, size), height_m), cell_m)


def sight_of(site_km: float = 0.0, refraction: Any = RAY_TRACED, **more: Any) -> Sight:
    return Sight(site_altitude_km=site_km, refraction=refraction, **more)


# ---- laws ----


@settings(max_examples=25)
@given(
    st.floats(0, 1.5),
    st.floats(1, 200),
    st.floats(50, 2000),
    REFRACTIONS,
    st.sampled_from(["ground", "slant"]),
    st.sampled_from([None, 0.0, 5.0]),
    st.sampled_from([(0.0, 360.0), (327.0, 120.0)]),
)
def test_a_plain_gives_back_the_smooth_earth(
    site: float, altitude: float, range_km: float, bent: Any, measure: Any, floor: Any, turn: Any
) -> None:
    skyline = skyline_around(
        plain(), LAT, LON, azimuth_steps(*turn), range_km, site_altitude_km=site, refraction=bent
    )
    sight = sight_of(site, bent, measure=measure, min_elevation_deg=floor)
    reach = reach_at_altitude(range_km, altitude, sight, LAT)
    outer = reach_by_azimuth(range_km, altitude, sight, LAT, skyline.elevation_deg)
    shape = rim_footprint(LAT, LON, skyline.azimuths_deg, outer, reach.inner_km if reach else 0.0)
    assert shape.is_valid
    if reach is None:
        assert shape.is_empty
        return
    fan = Fan(
        lat=LAT,
        lon=LON,
        range_km=reach.outer_km,
        inner_km=reach.inner_km,
        azimuth_deg=turn[0],
        width_deg=turn[1],
    )
    assert polygon_area_km2(shape) == pytest.approx(polygon_area_km2(footprint(fan, tolerance_m=1)), rel=1e-3)


HILLS = st.lists(st.floats(0, 3000), min_size=81, max_size=81)


@settings(max_examples=25)
@given(HILLS, st.data(), st.floats(0, 1), st.floats(0.1, 300), REFRACTIONS)
def test_terrain_never_adds(hills: Any, data: st.DataObject, agl: float, altitude: float, bent: Any) -> None:
    cells = np.array(hills).reshape(9, 9)
    raised = cells.copy()
    at = data.draw(st.integers(0, 80).filter(lambda n: n != 40))
    raised.flat[at] += data.draw(st.floats(0, 1000))
    site = cells[4, 4] / 1000 + agl
    sight = sight_of(site, bent)
    smooth = reach_at_altitude(800, altitude, sight, LAT)
    before, after = (
        reach_by_azimuth(
            800,
            altitude,
            sight,
            LAT,
            skyline_around(
                square(each), LAT, LON, TURN, 800, site_altitude_km=site, refraction=bent
            ).elevation_deg,
        )
        for each in (cells, raised)
    )
    assert (before <= (smooth.outer_km if smooth else 0.0)).all()
    assert (after <= before + 1e-6).all()


RIMS = st.lists(st.sampled_from([0.0, 1.0, 30.0, 299.0, 300.0, 1500.0, math.nan]), min_size=36, max_size=36)


@settings(max_examples=60)
@given(
    RIMS,
    RIMS,
    st.sampled_from([(36.0, 128.0), (-20.0, 179.0), (80.0, 10.0), (0.0, -60.0)]),
    st.sampled_from([0.0, 128.0, -170.0]),
    st.booleans(),
)
def test_any_rim_is_a_valid_shape_of_the_right_area(
    outer: Any, inner: Any, at: tuple[float, float], centre: float, is_turn: bool
) -> None:
    """By caps of a sphere, which is within 1 % of the ellipsoid."""
    azimuths = np.arange(36.0) * 10 + 5
    if is_turn:
        azimuths, outer, inner = np.append(azimuths, 365.0), [*outer, outer[0]], [*inner, inner[0]]
    out, hole = np.array(outer), np.minimum(inner, outer)
    shape = rim_footprint(*at, azimuths, out, hole, centre)
    assert shape.is_valid
    for part in shape.geoms:
        assert part.exterior.is_ccw
        assert not any(ring.is_ccw for ring in part.interiors)
    if not shape.is_empty:
        west, south, east, north = shape.bounds
        assert centre - 180 - 1e-9 <= west <= east <= centre + 180 + 1e-9
        assert -90 <= south <= north <= 90
    expected = 0.0
    for n in range(azimuths.size - 1):
        pair = slice(n, n + 2)
        if np.isfinite([out[pair], hole[pair]]).all():
            part = np.linspace(0, 1, 21)[1:] - 0.025
            rims = ((1 - part) * rim[n] + part * rim[n + 1] for rim in (out, hole))
            disc, cut = (cap_km2(rim).mean() for rim in rims)
            expected += (disc - cut) / 36
    assert polygon_area_km2(shape) == pytest.approx(expected, rel=0.02, abs=200)


def cap_km2(range_km: Array) -> Array:
    return np.asarray(2 * math.pi * 6371**2 * (1 - np.cos(range_km / 6371)))


def test_a_rim_of_one_distance_is_the_footprint() -> None:
    fan = Fan(lat=60.0, lon=175.0, range_km=1000.0, azimuth_deg=10.0, width_deg=120.0, inner_km=200.0)
    azimuths = azimuth_steps(10.0, 120.0)
    for centre in (0.0, 180.0):
        rim = rim_footprint(60.0, 175.0, azimuths, np.full(azimuths.size, 1000.0), 200.0, centre)
        truth = footprint(fan, center_lon=centre)
        assert len(rim.geoms) == len(truth.geoms)
        assert rim.symmetric_difference(truth).area < 2e-4 * truth.area
    over_the_pole = rim_footprint(80.0, 0.0, TURN, np.full(TURN.size, 3000.0))
    disc = area_km2(Fan(lat=80.0, lon=0.0, range_km=3000.0))
    assert polygon_area_km2(over_the_pole) == pytest.approx(disc, rel=1e-3)
    assert over_the_pole.bounds[3] == 90


def test_a_gap_stays_open_to_its_neighbours() -> None:
    outer = np.full(TURN.size, 100.0)
    outer[90] = math.nan
    shape = rim_footprint(LAT, LON, TURN, outer)
    toward = Geod(ellps="WGS84").fwd(LON, LAT, TURN[90], 50_000)
    assert not shape.contains(shapely.Point(*toward[:2]))
    assert polygon_area_km2(shape) == pytest.approx(
        358 / 360 * area_km2(Fan(lat=LAT, lon=LON, range_km=100.0)), rel=1e-3
    )


# ---- a second way ----


@settings(max_examples=30)
@given(HILLS, st.floats(0, 2), st.floats(0.5, 3.9), st.sampled_from([UNREFRACTED, FOUR_THIRDS_EARTH]))
def test_the_lowest_over_the_skyline_is_that_over_terrain(
    hills: Any, agl: float, distance: float, bent: Any
) -> None:
    dem = square(np.array(hills).reshape(9, 9))
    ground = float(np.float32(hills[40]))
    lowest, skyline = lowest_over_skyline_km(
        dem, LAT, LON, 30.0, distance, sight=sight_of(ground / 1000 + agl, bent)
    )
    there = Lookout(dem=dem, lat=LAT, lon=LON, antenna_agl_m=agl * 1000, k=bent.earth_factor)
    expected = lowest_over_terrain_m(there, [30.0], [distance])[0, 0]
    # Below the sea no ray is followed.
    assert lowest * 1000 == pytest.approx(max(expected, 0.0), abs=0.05)
    assert skyline.antenna_km * 1000 == pytest.approx(there.antenna_m, abs=0.01)


def test_a_wall_is_the_floor_of_the_ray_trace() -> None:
    cells = np.zeros((101, 101))
    cells[:, 60] = 1000
    skyline = skyline_around(square(cells), LAT, LON, [90.0, 270.0], 40.0, site_altitude_km=0.05)
    assert skyline.within_km == pytest.approx(40, abs=1)
    east, west = skyline.elevation_deg.tolist()
    # 950 m up at 10 km, less the curve of the 4/3 earth.
    assert east == pytest.approx(
        math.degrees(math.atan(950 / 10_000)) - math.degrees(10 / 8495 / 2), abs=0.01
    )
    outer = reach_by_azimuth(600, 100, sight_of(0.05), LAT, skyline.elevation_deg)
    by_floor = reach_at_altitude(600, 100, sight_of(0.05, min_elevation_deg=east), LAT)
    without = reach_at_altitude(600, 100, sight_of(0.05), LAT)
    assert by_floor is not None
    assert without is not None
    assert outer == pytest.approx([by_floor.outer_km, without.outer_km], abs=0.2)
    assert west < 0


def test_the_antenna_stands_on_the_ground_where_that_is_higher() -> None:
    high = plain(height_m=700.0)
    assert skyline_around(high, LAT, LON, [0.0], 50.0).antenna_km == pytest.approx(0.7)
    assert skyline_around(high, LAT, LON, [0.0], 50.0, site_altitude_km=0.1).antenna_km == pytest.approx(0.7)
    assert skyline_around(high, LAT, LON, [0.0], 50.0, site_altitude_km=1.1).antenna_km == pytest.approx(1.1)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(RangeError, match="skyline is not"):
        reach_by_azimuth(600, 10, Sight(), LAT, [90.0])
    with pytest.raises(RangeError, match="azimuths must grow"):
        rim_footprint(LAT, LON, [0.0, 30.0], [1.0, 1.0])
    with pytest.raises(RangeError, match="a rim is not"):
        rim_footprint(LAT, LON, [0.0, 3.0], [1.0, -1.0])
    with pytest.raises(RangeError, match="must end"):
        rim_footprint(LAT, LON, TURN, TURN + 180)
    with pytest.raises(InputError, match="where the antenna stands"):
        skyline_around(plain(), 50.0, LON, [0.0], 50.0)


# ---- the verbs ----


@pytest.fixture(scope="module")
def hills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 400 by 400 km, flat but for a wall of 2 km from north to south, 30 km east of the site."""
    path = tmp_path_factory.mktemp("dem") / "hills.tif"
    cells = np.zeros((401, 401), dtype=np.float32)
    cells[:, 230] = 2000
    frame = {"driver": "GTiff", "count": 1, "height": 401, "width": 401, "dtype": "float32"}
    affine = rasterio.Affine(1000, 0, -200_500, 0, -1000, 200_500)
    with rasterio.open(path, "w", **frame, crs=rasterio.CRS.from_string(AROUND), transform=affine) as file:
        file.write(cells, 1)
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def test_ring_over_terrain(capsys: pytest.CaptureFixture[str], hills: Path) -> None:
    words = ("ring", "36", "128", "600", "--altitude", "10", "--site-altitude", "0.03")
    code, out, said = run(capsys, *words, "--dem", str(hills))
    assert code == 0
    feature = json.loads(out)
    properties = feature["properties"]
    smooth = json.loads(run(capsys, *words)[1])
    shape, whole = (shapely.geometry.shape(each["geometry"]) for each in (feature, smooth))
    assert shape.is_valid
    assert shape.difference(whole).area < 1e-3 * whole.area
    # Eastward the wall, at 30 km, is the floor; westward nothing is.
    east = json.loads(run(capsys, *words, "--min-elevation", "3.646")[1])["properties"]["outer_km"]
    at = dict(zip(properties["azimuths_deg"], properties["outer_km_by_azimuth"], strict=True))
    assert at[90.0] == pytest.approx(east, rel=0.01)
    assert at[-90.0] == pytest.approx(smooth["properties"]["outer_km"], abs=0.2)
    assert properties["decided_by"] == "terrain"
    assert properties["illustrative"] is True
    facts = properties["terrain"]
    assert facts["source"] == "hills.tif"
    assert facts["datum"] == "not stated by the file"
    assert facts["k"] == pytest.approx(4 / 3)
    assert facts["cell_km"] == pytest.approx(1, rel=1e-3)
    assert "Terrain: hills.tif, cells of 1.0 km, datum not stated by the file" in said


def test_floor_over_terrain(capsys: pytest.CaptureFixture[str], hills: Path) -> None:
    words = ("floor", "36", "128", "--distance", "150", "--refraction", "4/3", "--json", "--dem", str(hills))
    code, out, said = run(capsys, *words, "--azimuth", "90")
    assert code == 0
    answer = json.loads(out)
    there = Lookout(dem=read_dem(hills), lat=LAT, lon=LON, antenna_agl_m=0)
    expected = lowest_over_terrain_m(there, [90.0], [150.0])[0, 0] / 1000
    assert answer["lowest_visible_km"] == pytest.approx(expected, abs=1e-3)
    assert (answer["decided_by"], answer["terrain"]["source"]) == ("terrain", "hills.tif")
    assert "decided by the terrain" in said
    west = json.loads(run(capsys, *words, "--azimuth", "270", "--min-elevation", "2")[1])
    assert west["decided_by"] == "floor"


def test_the_coarse_grid_is_labelled_an_illustration(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, "ring", "37.7", "128.6", "300", "--altitude", "5", "--dem", "coarse")
    assert code == 0
    assert "an illustration" in said
    assert "an illustration" in json.loads(out)["properties"]["terrain"]["text"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("ring 36 128 600 --dem HILLS", 2, "--dem needs --altitude"),
        ("floor 36 128 --distance 100 --dem HILLS", 2, "--dem needs --azimuth"),
        ("floor 36 128 --distance 300 --azimuth 0 --dem HILLS", 3, "no elevation at"),
        ("ring 50 128 600 --altitude 10 --dem HILLS", 3, "where the antenna stands"),
        ("ring 36 128 600 --altitude 10 --dem HILLS --dem coarse", 2, "a grid of its own"),
        ("ring 36 128 600 --altitude 10 --dem missing.tif", 5, "missing.tif"),
        ("build thaad-korea --dem missing.tif", 5, "missing.tif"),
    ],
)
def test_bad_words(capsys: pytest.CaptureFixture[str], hills: Path, words: str, code: int, says: str) -> None:
    found, _, said = run(capsys, *words.replace("HILLS", str(hills)).split())
    assert (found, says in said) == (code, True), said


def test_without_rasterio_the_words_say_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, hills: Path
) -> None:
    monkeypatch.setattr(terrain, "find_spec", lambda name: None)
    code, _, said = run(capsys, "ring", "36", "128", "600", "--altitude", "10", "--dem", str(hills))
    assert code == 2
    assert "pip install 'rangefan[terrain]'" in said


# ---- the scene ----


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def scene_of(
    catalogue: Catalogue, dem: ElevationModel | None, steps: tuple[float, ...] = (2, 10), **layer: Any
) -> Scene:
    """A radar without a floor in the middle of the test's terrain, facing east over the wall."""
    radar = {"system": "an-tpy-2", "mode": "terminal", "lat": LAT, "lon": LON, "azimuth_deg": 90.0}
    written = Layer(id="radar", **{**radar, "min_elevation_deg": 0, "site_altitude_km": 0.05, **layer})
    towns = Towns(show=("Busan", "Ulsan", "Daegu", "Gwangju", "Pohang, KOR"))
    mapped = MapFile(id="t", title="T?", towns=towns, altitude=Altitude(steps_km=steps), layers=(written,))
    return resolve(mapped, catalogue, dem)


def test_a_scene_over_terrain_is_cut_by_it_and_says_so(catalogue: Catalogue, hills: Path) -> None:
    smooth, over = scene_of(catalogue, None), scene_of(catalogue, read_dem(hills))
    before, after = smooth.layers[0], over.layers[0]
    assert before.sight is not None
    assert after.sight is not None
    assert "smooth Earth" in before.sight.text
    assert "smooth Earth" not in after.sight.text
    assert "Terrain: hills.tif, cells of 1.0 km, datum not stated by the file" in after.sight.text
    assert "illustrative" in after.sight.text
    assert [note["title"] for note in over.notes if note not in smooth.notes] == ["Terrain"]
    for was, now in zip(before.at_altitude, after.at_altitude, strict=True):
        for free, cut in zip(was.left, now.left, strict=True):
            shapes = [shapely.geometry.shape(each.geometry) for each in (free, cut)]
            assert shapes[1].is_valid
            assert cut.area_km2 == pytest.approx(polygon_area_km2(shapes[1]), rel=1e-4)
            assert cut.area_km2 < 0.7 * free.area_km2
            assert shapes[1].difference(shapes[0]).area < 1e-3 * shapes[0].area
            assert "the terrain" in cut.decided_by
    # The bands lie side by side and fill the fan.
    bands = [shapely.geometry.shape(band.geometry) for band in after.lowest_visible]
    fan = shapely.geometry.shape(next(f for f in after.footprints if f.pick == "nominal").geometry)
    assert sum(band.area for band in bands) == pytest.approx(fan.area, rel=1e-3)
    assert shapely.union_all(bands).area == pytest.approx(fan.area, rel=1e-3)
    # Each is drawn by the page, which leaves out what begins at the figure's own range.
    assert all(band.from_km < 800 for band in after.lowest_visible)


def test_towns_answer_as_the_drawn_rim_has_them(catalogue: Catalogue, hills: Path) -> None:
    steps = (0.5, 2, 5, 10, 20, 40)
    over = scene_of(catalogue, read_dem(hills), steps, show=("nominal",))
    radar, answers = over.layers[0], []
    for town in over.towns:
        for step, cell in zip(radar.at_altitude, town.cells_at["radar"], strict=True):
            geometry = step.left[0].geometry
            inside = bool(
                geometry and shapely.geometry.shape(geometry).contains(shapely.Point(town.lon, town.lat))
            )
            if cell["turns_on"] != "point":  # else the line crosses the city
                assert (cell["answer"] == "in") == inside, (town.name, step.altitude_km, cell)
                answers.append((cell["answer"], cell["why"]))
    assert {answer for answer, _ in answers} == {"in", "out", "depends"}
    # The same towns when the layer itself is drawn at one of these altitudes.
    at = scene_of(catalogue, read_dem(hills), show=("nominal",), altitude_km=10.0)
    tenth = [town.cells_at["radar"][3] for town in over.towns]
    assert [town.cells["radar"]["answer"] for town in at.towns] == [cell["answer"] for cell in tenth]


def test_a_plain_leaves_every_shape_as_it_was(catalogue: Catalogue) -> None:
    smooth, over = scene_of(catalogue, None), scene_of(catalogue, plain(81))
    assert over.layers[0].at_altitude == smooth.layers[0].at_altitude
    assert over.layers[0].lowest_visible == smooth.layers[0].lowest_visible
    assert [town.cells_at for town in over.towns] == [town.cells_at for town in smooth.towns]


def test_the_hash_covers_the_elevations(catalogue: Catalogue, hills: Path, tmp_path: Path) -> None:
    copy = tmp_path / hills.name
    copy.write_bytes(hills.read_bytes())
    assert dem_digest(read_dem(copy)) == dem_digest(read_dem(hills))
    with rasterio.open(copy, "r+") as file:
        file.write(np.full((1, 1), 11.0, dtype=np.float32), 1, window=rasterio.windows.Window(0, 0, 1, 1))
    hashes = {scene_of(catalogue, dem).data_hash for dem in (None, read_dem(hills), read_dem(copy))}
    assert len(hashes) == 3
    again = scene_of(catalogue, read_dem(hills))
    assert again.to_json() == scene_of(catalogue, read_dem(hills)).to_json()


def test_build_takes_elevations(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(
        capsys, "build", "thaad-korea", "--dem", "coarse", "--json", "-o", str(tmp_path / "page.html")
    )
    assert code == 0
    assert "an illustration" in json.loads(out)["terrain"][0]
    assert "an illustration" in (tmp_path / "page.html").read_text(encoding="utf-8")
