"""Geometry against GeographicLib, published tables, rival libraries, and its own laws."""

from __future__ import annotations

import itertools
import json
import math
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import antimeridian
import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from rangefan.errors import RangeError
from rangefan.geometry import (
    Fan,
    area_km2,
    contains,
    destination,
    feature,
    footprint,
    inverse,
    outline,
    polygon_area_km2,
)
from rangefan.geometry.geodesic import cut_distance_km

GIVEN = json.loads((Path(__file__).parent / "fixtures/geodesics.json").read_text(encoding="utf-8"))
MICROMETRE_KM = GIVEN["tolerance"]["position_m"] / 1000
EARTH_KM2 = 510065621.724  # WGS84, NIMA TR8350.2


def apart_km(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> Any:
    """Distance of near points without the code under test: the local metric of WGS84."""
    sine = np.sin(np.radians(lat1))
    curve = 1 - 0.00669437999014 * sine**2
    north = np.radians(np.subtract(lat2, lat1)) * 6378.137 * (1 - 0.00669437999014) / curve**1.5
    turn = np.remainder(np.subtract(lon2, lon1) + 180, 360) - 180
    east = np.radians(turn) * 6378.137 / np.sqrt(curve) * np.cos(np.radians(lat1))
    return np.hypot(north, east)


def off_edge_km(fan: Fan, lat: Any, lon: Any) -> Any:
    """Distance of points from the nearest true edge, by distance and azimuth (good where it is small)."""
    distance_km, azimuth_deg = inverse(fan.lat, fan.lon, np.asarray(lat), np.asarray(lon))
    near = np.abs(distance_km - fan.range_km)
    if fan.inner_km:
        near = np.minimum(near, np.abs(distance_km - fan.inner_km))
    if not fan.is_ring:
        for edge in (fan.azimuth_deg - fan.width_deg / 2, fan.azimuth_deg + fan.width_deg / 2):
            off = np.radians(np.abs(np.remainder(azimuth_deg - edge + 180, 360) - 180))
            aside = 6371 * np.abs(np.arcsin(np.sin(distance_km / 6371) * np.sin(off)))
            near = np.minimum(near, np.where(off < np.pi / 2, aside, distance_km))
    return near


def equal_area_km2(shape: shapely.MultiPolygon) -> float:
    """Area by another way: PROJ's cylindrical equal-area projection (EPSG:6933), then the plane."""
    project = Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True).transform
    return float(shapely.transform(shape, lambda c: np.column_stack(project(*c.T))).area) / 1e6


# --- geodesics ---------------------------------------------------------------------------------------------


def test_destination_meets_the_published_table() -> None:
    lat1, lon1, azimuth, lat2, lon2, _, metres = np.array(GIVEN["published_table"]["rows"]).T
    assert lat1.size == 20
    found = destination(lat1, lon1, azimuth, metres / 1000)
    assert apart_km(lat2, lon2, *found).max() <= MICROMETRE_KM


def test_inverse_meets_the_published_table() -> None:
    lat1, lon1, azimuth, lat2, lon2, _, metres = np.array(GIVEN["published_table"]["rows"]).T
    distance_km, azimuth_deg = inverse(lat1, lon1, lat2, lon2)
    assert np.abs(distance_km - metres / 1000).max() <= MICROMETRE_KM
    assert np.abs(azimuth_deg - azimuth).max() <= GIVEN["tolerance"]["azimuth_deg"]


def test_destination_meets_the_recorded_answers_of_geodsolve() -> None:
    lat1, lon1, azimuth, km, lat2, lon2 = np.array(GIVEN["destinations"]["rows"]).T
    assert apart_km(lat2, lon2, *destination(lat1, lon1, azimuth, km)).max() <= MICROMETRE_KM


def test_geodesics_meet_geodsolve_itself() -> None:
    """GeographicLib's own program, by exact elliptic integrals: 400 cases from everywhere, any length."""
    program = shutil.which("GeodSolve")
    if program is None:
        pytest.fail("GeodSolve is missing: `make setup` installs it, or Debian's package geographiclib-tools")
    rng = random.Random(7)
    cases = [
        (rng.uniform(-90, 90), rng.uniform(-180, 180), rng.uniform(-180, 180), 10 ** rng.uniform(-2, 4.29))
        for _ in range(400)
    ]
    lat1, lon1, azimuth, km = np.array(cases).T

    def solved(rows: Any, *options: str) -> Any:
        lines = "".join(" ".join(map(repr, row)) + "\n" for row in rows.tolist())
        told = subprocess.run(
            [program, "-E", "-p", "10", *options], input=lines, capture_output=True, text=True, check=True
        )
        return np.array([line.split() for line in told.stdout.splitlines()], dtype=float).T

    lat2, lon2, _ = solved(np.column_stack([lat1, lon1, azimuth, km * 1000]))
    assert apart_km(lat2, lon2, *destination(lat1, lon1, azimuth, km)).max() <= MICROMETRE_KM
    azimuth1, _, metres = solved(np.column_stack([lat1, lon1, lat2, lon2]), "-i")
    distance_km, azimuth_deg = inverse(lat1, lon1, lat2, lon2)
    assert np.abs(distance_km - metres / 1000).max() <= MICROMETRE_KM
    turn = np.radians(np.remainder(azimuth_deg - azimuth1 + 180, 360) - 180)
    assert np.abs(turn * np.sin(distance_km / 6371) * 6371).max() <= MICROMETRE_KM


def test_one_number_in_one_number_out() -> None:
    found = destination(36.0, 128.0, 90.0, 200.0)
    assert [type(number) for number in found] == [float, float]
    lat, lon = destination(36.0, 128.0, np.array([[0.0], [90.0]]), np.array([200.0, 600.0, 1000.0]))
    assert lat.shape == lon.shape == (2, 3)
    assert (lat[1, 0], lon[1, 0]) == found
    one, _ = destination(36.0, 128.0, np.array([90.0]), 200.0)
    assert one.tolist() == [found[0]]


@pytest.mark.parametrize("numbers", [(math.nan, 0, 0, 0), (0, math.inf, 0, 0), (90.1, 0, 0, 0)])
def test_geodesics_refuse_what_is_no_place(numbers: tuple[float, ...]) -> None:
    for verb in (destination, inverse):
        with pytest.raises(RangeError):
            verb(*numbers)


def test_paths_meet_their_mirror_images_on_the_opposite_parallel() -> None:
    lat, azimuth = 36.0, np.arange(5.0, 176, 10)
    cut_km = cut_distance_km(lat, azimuth)
    assert np.abs(destination(lat, 128.0, azimuth, cut_km)[0] + lat).max() < 1e-10
    for beyond_km, shortest in ((-0.1, True), (1.0, False)):
        there = destination(lat, 128.0, azimuth, cut_km + beyond_km)
        assert ((inverse(lat, 128.0, *there)[0] > cut_km + beyond_km - 1e-6) == shortest).all()


# --- the noun ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lat": math.nan}, "lat is nan"),
        ({"lon": math.inf}, "lon is inf"),
        ({"lat": 128.0, "lon": 36.0}, "latitude and longitude look swapped"),
        ({"lat": -90.5}, "latitude is -90.5"),
        ({"lon": 190.0}, "here -170"),
        ({"range_km": 0.0}, "above zero"),
        ({"range_km": -1.0}, "above zero"),
        ({"range_km": 30_000.0}, "half the meridian"),
        ({"range_km": 20_003.95}, "half the meridian"),
        ({"range_km": 1e-6}, "at least 0.001"),
        ({"range_km": True}, "plain number"),
        ({"range_km": "200 furlongs"}, "plain number"),
        ({"inner_km": 600.0}, "less than the range"),
        ({"inner_km": -1.0}, "give 0 or"),
        ({"width_deg": 0.0}, "more than 0"),
        ({"width_deg": 360.1}, "at most 360"),
        ({"azimuth_deg": 361.0}, "clockwise from north"),
    ],
)
def test_fan_refuses(change: dict[str, Any], says: str) -> None:
    with pytest.raises(RangeError, match=says):
        Fan(**{"lat": 36.0, "lon": 128.0, "range_km": 600.0, **change})


def test_fan_names_every_fault_at_once() -> None:
    with pytest.raises(RangeError) as caught:
        Fan(lat=-91, lon=200, range_km=0, width_deg=400, inner_km=-2, azimuth_deg=999)
    assert str(caught.value).count(";") == 5


@pytest.mark.parametrize("tolerance_m", [0, -1, math.nan, math.inf])
def test_outline_refuses_a_tolerance(tolerance_m: float) -> None:
    with pytest.raises(RangeError, match="tolerance"):
        outline(Fan(lat=36, lon=128, range_km=600), tolerance_m)


def test_edges_and_centre_are_inside() -> None:
    fan = Fan(lat=36, lon=128, range_km=600, azimuth_deg=30, width_deg=120)
    edge = outline(fan)
    assert contains(fan, edge[:, 1], edge[:, 0]).all()
    assert contains(fan, 36.0, 128.0)
    assert not contains(replace(fan, inner_km=50), 36.0, 128.0)
    assert not contains(fan, *destination(36.0, 128.0, 30.0, 600.001))
    assert not contains(fan, *destination(36.0, 128.0, 90.1, 300.0))


# --- area --------------------------------------------------------------------------------------------------


def extrapolated_km2(fan: Fan) -> float:
    """Area by geodesic polygons in the disc, extrapolated to infinitely many vertices (Romberg)."""
    geod = Geod(ellps="WGS84")
    table: list[list[float]] = []
    for count in (64, 128, 256, 512, 1024):
        azimuth = np.linspace(360, 0, count, endpoint=False)
        lat, lon = destination(fan.lat, fan.lon, azimuth, fan.range_km)
        area, _ = geod.polygon_area_perimeter(lon, lat)
        row = [area / 1e6 % EARTH_KM2]
        for power, coarser in enumerate(table[-1] if table else [], start=1):
            row.append(row[-1] + (row[-1] - coarser) / (4**power - 1))
        table.append(row)
    return table[-1][-1]


@pytest.mark.parametrize("row", GIVEN["disc_areas"]["rows"], ids=str)
def test_disc_areas_to_the_digits_given(row: list[Any]) -> None:
    lat, lon, range_km, area, digits = row
    fan = Fan(lat=lat, lon=lon, range_km=range_km)
    assert round(area_km2(fan), digits) == area
    assert extrapolated_km2(fan) == pytest.approx(area_km2(fan), rel=1e-10)


@pytest.mark.parametrize(
    "place",
    [(60, 175, 1000), (85, 0, 1000), (39.03, 125.75, 13000), (39.03, 125.75, 19900), (-90, 0, 5000)],
)
def test_areas_anywhere(place: tuple[float, float, float]) -> None:
    fan = Fan(lat=place[0], lon=place[1], range_km=place[2])
    assert area_km2(fan) == pytest.approx(extrapolated_km2(fan), rel=1e-10)


@settings(max_examples=50)
@given(
    st.floats(-90, 90), st.floats(0.01, 20003.9), st.floats(0, 360), st.floats(1, 179), st.floats(0.1, 0.9)
)
def test_fans_and_rings_add_up(lat: float, km: float, begin: float, width: float, inner: float) -> None:
    disc = Fan(lat=lat, lon=0, range_km=km)
    fans = []
    for opening in (width, 180 - width, 180.0):  # side by side, once around
        fans.append(replace(disc, azimuth_deg=(begin + opening / 2) % 360, width_deg=opening))
        begin += opening
    assert sum(map(area_km2, fans)) == pytest.approx(area_km2(disc), rel=1e-11)
    near, far = replace(disc, range_km=km * inner), replace(disc, inner_km=km * inner)
    assert area_km2(near) + area_km2(far) == pytest.approx(area_km2(disc), rel=1e-12)


def test_polygon_area_follows_straight_edges() -> None:
    zone = shapely.box(100, 30, 140, 45)  # edges along parallels, which geodesics are not
    assert polygon_area_km2(shapely.MultiPolygon([zone])) == pytest.approx(
        equal_area_km2(shapely.MultiPolygon([zone])), rel=1e-9
    )
    assert polygon_area_km2(shapely.box(-180, -90, 180, 90)) == pytest.approx(EARTH_KM2, rel=1e-11)
    holed = zone.difference(shapely.box(110, 35, 120, 40))
    assert polygon_area_km2(holed) == pytest.approx(
        polygon_area_km2(zone) - polygon_area_km2(shapely.box(110, 35, 120, 40))
    )
    with pytest.raises(RangeError, match="LineString"):
        polygon_area_km2(shapely.LineString([(0, 0), (1, 1)]))


# --- outlines and footprints -------------------------------------------------------------------------------

POLE_KM = inverse(36.0, 128.0, 90.0, 128.0)[0]
PLACES = {
    "the issue's fan": Fan(lat=36, lon=128, range_km=600, width_deg=120),
    "date line": Fan(lat=60, lon=175, range_km=1000),
    "near the pole": Fan(lat=85, lon=0, range_km=1000),
    "13,000 km from Pyongyang": Fan(lat=39.03, lon=125.75, range_km=13000),
    "most of the Earth": Fan(lat=39.03, lon=125.75, range_km=19900),
    "past where paths meet": Fan(lat=10, lon=20, range_km=19990),
    "sector past where paths meet": Fan(lat=10, lon=20, range_km=19990, azimuth_deg=70, width_deg=200),
    "at the pole": Fan(lat=90, lon=0, range_km=1000),
    "sector at the South Pole": Fan(lat=-90, lon=10, range_km=3000, azimuth_deg=50, width_deg=270),
    "edge over the pole": Fan(lat=36, lon=128, range_km=8000, azimuth_deg=60, width_deg=120),
    "other edge over the pole": Fan(lat=36, lon=128, range_km=8000, azimuth_deg=-60, width_deg=120),
    "edge a hair from the pole": Fan(lat=36, lon=128, range_km=8000, azimuth_deg=60 + 1e-9, width_deg=120),
    "both edges over poles": Fan(lat=0, lon=0, range_km=19000, azimuth_deg=90, width_deg=180),
    "arc through the pole": Fan(lat=36, lon=128, range_km=POLE_KM),
    "slit around the pole": Fan(lat=-89.9, lon=-140, range_km=4290, azimuth_deg=270, width_deg=359.9999),
    "around but not over the pole": Fan(lat=80, lon=0, range_km=2000, azimuth_deg=180, width_deg=350),
    "negative coordinates": Fan(lat=-8.5, lon=-179.9, range_km=500),
    "ring with a hole": Fan(lat=-8.5, lon=-179.9, range_km=500, inner_km=300),
    "ring around the pole": Fan(lat=80, lon=0, range_km=3000, inner_km=1500),
    "annular sector": Fan(lat=36, lon=128, range_km=2000, inner_km=500, azimuth_deg=327, width_deg=120),
    "least": Fan(lat=36, lon=128, range_km=0.001),
}
everywhere = pytest.mark.parametrize("fan", PLACES.values(), ids=PLACES)


@everywhere
def test_footprint_is_valid_and_of_the_right_area(fan: Fan) -> None:
    # A metre, or for small fans the five degrees between vertices, that is 0.13 per cent of the area.
    near = 2e-3 if fan.range_km < 1 else 1e-4
    for center_lon in (0.0, 128.0, -180.0):
        shape = footprint(fan, tolerance_m=1, center_lon=center_lon)
        assert shape.is_valid
        assert all(part.exterior.is_ccw for part in shape.geoms)
        assert not any(hole.is_ccw for part in shape.geoms for hole in part.interiors)
        west, south, east, north = shape.bounds
        assert center_lon - 180 <= west < east <= center_lon + 180
        assert -90 <= south < north <= 90
        assert polygon_area_km2(shape) == pytest.approx(area_km2(fan), rel=near)
    assert equal_area_km2(footprint(fan, tolerance_m=1)) == pytest.approx(area_km2(fan), rel=near)


@pytest.mark.parametrize(
    "name",
    [
        "date line",
        "near the pole",
        "13,000 km from Pyongyang",
        "most of the Earth",
        "around but not over the pole",
        "negative coordinates",
    ],
)
def test_footprint_agrees_with_the_antimeridian_package(name: str) -> None:
    fan = PLACES[name]
    line = outline(fan)
    line[:, 0] = np.remainder(line[:, 0] + 180, 360) - 180
    rival = antimeridian.fix_polygon(shapely.Polygon(line), fix_winding=False, great_circle=False)
    assert footprint(fan).symmetric_difference(rival).area == pytest.approx(0, abs=1e-6)


def test_three_fans_make_the_disc() -> None:
    fan = PLACES["the issue's fan"]
    fans = [footprint(replace(fan, azimuth_deg=azimuth)) for azimuth in (0.0, 120.0, 240.0)]
    disc = footprint(replace(fan, width_deg=360.0))
    for one, other in itertools.combinations(fans, 2):
        assert one.intersection(other).area == pytest.approx(0, abs=1e-12)
    union = shapely.union_all(fans)
    assert isinstance(union, shapely.Polygon)
    assert not union.interiors  # they share the vertices of their edges: no sliver between them
    assert union.symmetric_difference(disc).area / disc.area < 1e-4


# Seeds of fans: any place, the awkward ones often.
latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([0.0, 36.0, 90.0, -90.0, 89.95, -89.95]))
longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([0.0, 128.0, 180.0, -180.0]))
azimuths = st.one_of(st.floats(0, 360), st.sampled_from([0.0, 60.0, 90.0, 180.0, 300.0]))
widths = st.one_of(st.just(360.0), st.floats(1, 359), st.sampled_from([90.0, 120.0, 180.0]))


@st.composite
def some_fans(draw: st.DrawFn) -> Fan:
    range_km = 10 ** draw(st.floats(0, math.log10(20003.8)))
    inner = draw(st.one_of(st.just(0.0), st.floats(0.05, 0.95)))
    return Fan(
        lat=draw(latitudes),
        lon=draw(longitudes),
        range_km=range_km,
        azimuth_deg=draw(azimuths),
        width_deg=draw(widths),
        inner_km=range_km * inner,
    )


@settings(max_examples=50)
@given(some_fans())
def test_every_vertex_lies_on_the_edge(fan: Fan) -> None:
    line = outline(fan)
    assume(fan.range_km < 19970)  # beyond, the edge is also where paths meet
    ring = replace(fan, inner_km=0.0) if fan.is_ring else fan
    assert off_edge_km(ring, line[:, 1], line[:, 0]).max() <= 1e-9
    assert line[0, 1] == line[-1, 1]
    assert abs(line[-1, 0] - line[0, 0]) in (0, 360)


@settings(max_examples=50)
@given(some_fans(), st.sampled_from([5.0, 50.0, 1000.0]))
def test_straight_edges_stay_within_tolerance(fan: Fan, tolerance_m: float) -> None:
    assume(fan.range_km < 19900)
    line = outline(fan, tolerance_m)
    (lon_a, lat_a), (lon_b, lat_b) = line[:-1].T, line[1:].T
    whole = (np.abs(lat_a) < 90) | (np.abs(lat_b) < 90)  # edges along a pole are that pole
    lon_a, lat_a, lon_b, lat_b = lon_a[whole], lat_a[whole], lon_b[whole], lat_b[whole]
    ring = replace(fan, inner_km=0.0) if fan.is_ring else fan

    def mercator(lat: Any) -> Any:
        return np.arcsinh(np.tan(np.radians(np.clip(lat, -89.9999999, 89.9999999))))

    for part in np.arange(1, 10) / 10:
        lon = lon_a + part * (lon_b - lon_a)
        on_map = np.degrees(np.arctan(np.sinh((1 - part) * mercator(lat_a) + part * mercator(lat_b))))
        for lat in ((1 - part) * lat_a + part * lat_b, on_map):
            # A hundredth for the measure, which is a sphere's.
            assert off_edge_km(ring, lat, lon).max() * 1000 <= tolerance_m * 1.01


WORLD = np.random.default_rng(1).random((1500, 2))
WORLD_LAT, WORLD_LON = np.degrees(np.arcsin(2 * WORLD[:, 0] - 1)), 360 * WORLD[:, 1] - 180


@settings(max_examples=50)
@given(some_fans(), longitudes)
@example(PLACES["slit around the pole"], 87.8)
@example(PLACES["sector past where paths meet"], 0.0)
@example(Fan(lat=43.8, lon=-180, range_km=19978, inner_km=9932), 0.0)
def test_footprint_covers_what_the_fan_contains(fan: Fan, center_lon: float) -> None:
    """Everywhere on Earth and thickly around the edge; polygon and azimuths may differ only on the edge."""
    shape = footprint(fan, tolerance_m=50, center_lon=center_lon)
    assert shape.is_valid
    turn = np.linspace(0, 360, 40)[:, None]
    near_lat, near_lon = destination(fan.lat, fan.lon, turn, fan.range_km * np.array([0.2, 0.9, 0.99, 1.0]))
    lat, lon = np.append(WORLD_LAT, near_lat), np.append(WORLD_LON, near_lon)
    clear = (off_edge_km(fan, lat, lon) > 0.053) & (np.abs(lat) < 89.9999)
    lat, lon = lat[clear], lon[clear]
    shown = shapely.contains_xy(shape, np.remainder(lon - center_lon + 180, 360) - 180 + center_lon, lat)
    at_seam = np.abs(np.abs(np.remainder(lon - center_lon + 180, 360) - 180) - 180) < 1e-9
    assert (shown == contains(fan, lat, lon))[~at_seam].all()


def test_beyond_where_paths_meet_only_what_is_too_far_is_left_out() -> None:
    """Near the antipode, 19,990 km away by some paths and less by others."""
    fan = PLACES["past where paths meet"]
    rng = np.random.default_rng(2)
    lat, lon = rng.uniform(-10.6, -9.4, 3000), rng.uniform(-160.8, -159.2, 3000)
    clear = off_edge_km(fan, lat, lon) > 0.053
    far = inverse(10.0, 20.0, lat, lon)[0] > fan.range_km
    assert 10 < far.sum() < 1000
    assert (shapely.contains_xy(footprint(fan), lon, lat) == ~far)[clear].all()


def test_same_call_same_bytes() -> None:
    for fan in PLACES.values():
        assert footprint(fan).wkb == footprint(replace(fan)).wkb


# --- GeoJSON -----------------------------------------------------------------------------------------------


@everywhere
def test_feature_is_rfc_7946(fan: Fan) -> None:
    told = feature(fan, {"name": "<b>"})
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert list(told) == ["type", "bbox", "geometry", "properties"]
    assert told["properties"] == {"name": "<b>", "illustrative": True}
    shape = shapely.geometry.shape(told["geometry"])
    assert shape.is_valid
    points = shapely.get_coordinates(shape)
    assert np.abs(points[:, 0]).max() <= 180
    assert (points == points.round(7)).all()
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert part.exterior.coords[0] == part.exterior.coords[-1]
    west, south, east, north = told["bbox"]
    assert (south, north) == (points[:, 1].min(), points[:, 1].max())
    width = east - west if west <= east else east - west + 360
    assert (np.remainder(points[:, 0] - west, 360) <= width + 1e-9).all() or width == 360


def test_feature_drops_a_hole_that_rounding_closes() -> None:
    exact = {"range_km": 19994.190205576968, "inner_km": 10001.965729312724, "width_deg": 294.3310661767307}
    fan = Fan(lat=0, lon=-180, azimuth_deg=-76.06125651007285, **exact)
    assert shapely.geometry.shape(feature(fan, {}, tolerance_m=5)["geometry"]).is_valid


def test_feature_box_crosses_the_date_line_as_section_5_asks() -> None:
    assert feature(PLACES["date line"], {})["bbox"][0] > feature(PLACES["date line"], {})["bbox"][2]
    assert feature(PLACES["near the pole"], {})["bbox"][::2] == [-180, 180]
    assert feature(PLACES["the issue's fan"], {})["geometry"]["type"] == "Polygon"
