"""Altitude, floor, horizon and refraction against printed tables, wradlib, scipy's integrators, and laws."""

from __future__ import annotations

import json
import math
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from scipy.integrate import quad, solve_ivp

from rangefan.cli import main
from rangefan.errors import RangeError
from rangefan.geometry import (
    FOUR_THIRDS_EARTH,
    RAY_TRACED,
    REFRACTIONS,
    UNREFRACTED,
    Reach,
    Refraction,
    Sight,
    beam_at_slant,
    gaussian_radius_km,
    ground_to_slant,
    lowest_visible_km,
    reach_at_altitude,
    slant_to_ground,
)
from rangefan.geometry.atmosphere import Atmosphere, exponential
from rangefan.geometry.rays import altitude_at, ground_km, trace

ROOT = Path(__file__).parent.parent
GIVEN = json.loads((ROOT / "tests/fixtures/altitude.json").read_text(encoding="utf-8"))
R = 6371.0
SEOUL = 37.5


def latitude_of_radius(radius_km: float) -> float:
    """Where WGS84's √(MN) is this: solved by hand from a = 6378.137 km, 1/f = 298.257223563."""
    e2 = 0.0066943799901413165
    return math.degrees(math.asin(math.sqrt((1 - 6378.137 * math.sqrt(1 - e2) / radius_km) / e2)))


def k(factor: float) -> Refraction:
    return Refraction(name="k", text="k", earth_factor=factor)


def through(air: Atmosphere) -> Refraction:
    return Refraction(name="air", text="air", atmosphere=air)


def traced(altitude_km: float, *, antenna_km: float = 0.0, elevation_deg: float = 0.0, **over: Any) -> float:
    reached = ground_km(trace(antenna_km, elevation_deg, R, over.get("by", RAY_TRACED)), altitude_km)
    assert reached is not None
    return reached


# --- printed tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slant_km", "altitude_km", "expected"), GIVEN["slant_to_ground"]["rows"])
def test_slant_table(slant_km: float, altitude_km: float, expected: float) -> None:
    found = slant_to_ground(slant_km, altitude_km, radius_km=GIVEN["slant_to_ground"]["radius_km"])
    assert found == pytest.approx(expected, abs=GIVEN["slant_to_ground"]["tolerance_km"])


def test_floor_table() -> None:
    table = GIVEN["floor"]
    distances, expected = np.array(table["rows"]).T
    sight = Sight(min_elevation_deg=table["floor_deg"], refraction=FOUR_THIRDS_EARTH)
    found = lowest_visible_km(distances, sight, latitude_of_radius(table["radius_km"]))
    assert np.abs(found - expected).max() <= table["tolerance_km"]


@pytest.mark.parametrize("row", GIVEN["grazing"]["rows"])
def test_refraction_table_in_every_cell(row: list[float]) -> None:
    table = GIVEN["grazing"]
    lat = latitude_of_radius(table["radius_km"])
    for name, expected in zip(table["columns"][1:], row[1:], strict=True):
        reach = reach_at_altitude(20_000, row[0], Sight(refraction=REFRACTIONS[name]), lat)
        assert reach is not None
        assert reach.decided_by == "horizon"
        assert reach.outer_km == pytest.approx(expected, abs=table["tolerance_km"]), name


@pytest.mark.parametrize("row", GIVEN["lowest_at_slant"]["rows"])
def test_lowest_altitude_at_slant_ranges(row: list[Any]) -> None:
    table = GIVEN["lowest_at_slant"]
    factor = REFRACTIONS[row[0]].earth_factor
    for slant, expected in zip(table["columns"][2:], row[2:], strict=True):
        if expected is not None:
            found, _ = beam_at_slant(float(slant), row[1], radius_km=table["radius_km"] * factor)
            assert found == pytest.approx(expected, abs=table["tolerance_km"]), slant


# --- rivals ------------------------------------------------------------------------------------------------


def test_beam_is_wradlibs_to_a_millimetre() -> None:
    printed = GIVEN["wradlib_printed"]["rows"]
    rows = [[0.0, 2.0, 10_000.0 * (i + 1), height_m, None] for i, (height_m,) in enumerate(printed)]
    for site_m, elevation, range_m, height_m, ground_m in rows + GIVEN["wradlib"]["rows"]:
        found = beam_at_slant(
            range_m / 1000,
            elevation,
            site_altitude_km=site_m / 1000,
            radius_km=GIVEN["wradlib"]["radius_km"] * 4 / 3,
        )
        assert found[0] * 1000 == pytest.approx(height_m, abs=GIVEN["wradlib"]["tolerance_m"])
        if ground_m is not None:
            assert found[1] * 1000 == pytest.approx(ground_m, abs=GIVEN["wradlib"]["tolerance_m"])


@pytest.mark.parametrize("antenna_km", [0.0, 0.7, 3.0])
@pytest.mark.parametrize("elevation_deg", [0.0, 0.3, 5.0, 60.0])
@pytest.mark.parametrize("rise_km", [0.01, 1.0, 9.0, 40.0, 300.0])
def test_ray_is_that_of_scipys_quadrature(antenna_km: float, elevation_deg: float, rise_km: float) -> None:
    """Bouguer's integral over altitude, its root at a level start taken out by h = h₀ + t²."""

    excess = 315e-6 * math.exp(-antenna_km / 7.35)
    start = (1 + excess) * (R + antenna_km)
    constant = start * math.cos(math.radians(elevation_deg))

    half_sine = math.sin(math.radians(elevation_deg) / 2)

    def turn(t: float) -> float:
        rho, thinner = R + antenna_km + t * t, excess * math.expm1(-t * t / 7.35)
        m = (1 + excess + thinner) * rho
        above = thinner * rho + (1 + excess) * t * t + 2 * start * half_sine**2
        return 2 * t * constant / (rho * math.sqrt(above * (m + constant)))

    top = math.sqrt(rise_km)
    angle, _ = quad(turn, 0, top, limit=500, epsabs=1e-11, points=sorted({min(top, p) for p in (0.3, 2, 6)}))
    found = traced(antenna_km + rise_km, antenna_km=antenna_km, elevation_deg=elevation_deg)
    assert found == pytest.approx(R * angle, abs=1e-4)


@pytest.mark.parametrize(
    ("antenna_km", "elevation_deg"), [(0, 0), (0, 5), (1.2, -0.8), (2.0, 0.1), (0.3, 80)]
)
def test_ray_is_that_of_scipys_differential_equation(antenna_km: float, elevation_deg: float) -> None:
    """Another formulation: the ray's curvature is n′ cos ε / n, stepped along the path."""

    def step(_: float, state: Any) -> list[float]:
        rho, _, elevation = state
        n = 1 + 315e-6 * math.exp(-(rho - R) / 7.35)
        bend = -315e-6 / 7.35 * math.exp(-(rho - R) / 7.35) / n
        return [math.sin(elevation), math.cos(elevation) / rho, math.cos(elevation) * (1 / rho + bend)]

    start = [R + antenna_km, 0.0, math.radians(elevation_deg)]
    path = solve_ivp(step, (0, 1500), start, method="DOP853", rtol=1e-12, atol=1e-12, max_step=10).y
    distances, altitudes = R * path[1], path[0] - R
    found = altitude_at(trace(antenna_km, elevation_deg, R, RAY_TRACED), distances)
    steep = 1 + math.tan(math.radians(abs(elevation_deg)))
    assert np.abs(found - altitudes).max() <= 1e-4 * steep


def test_vacuum_through_the_tracer_is_no_refraction_to_a_metre() -> None:
    vacuum = Atmosphere(name="n = 1", index_at=np.ones_like, gradient_at=np.zeros_like, top_km=150.0)
    for altitude, expected, *_ in GIVEN["grazing"]["rows"]:
        found = traced(altitude, by=through(vacuum))
        assert found == pytest.approx(R * math.acos(R / (R + altitude)), abs=1e-3)
        assert found == pytest.approx(traced(altitude, by=UNREFRACTED), abs=1e-3)
        assert found == pytest.approx(expected, abs=0.1)


def test_constant_gradient_is_four_thirds_earth() -> None:
    linear = Atmosphere(
        name="dn/dh = -1/(4R)",
        index_at=lambda h: 1 - h / (4 * R),
        gradient_at=lambda h: np.full_like(h, -1 / (4 * R)),
        top_km=40.0,
    )
    for altitude in (1, 10, 30):
        assert traced(altitude, by=through(linear)) == pytest.approx(
            traced(altitude, by=FOUR_THIRDS_EARTH), abs=0.2
        )


@pytest.mark.parametrize("azimuth", [0.0, 45.0, 90.0, 200.0])
@pytest.mark.parametrize(("elevation", "altitude"), [(0.0, 10.0), (0.0, 100.0), (5.0, 100.0), (5.0, 500.0)])
def test_sphere_stands_for_the_ellipsoid(azimuth: float, elevation: float, altitude: float) -> None:
    """A straight line walked in three dimensions over WGS84 itself: the sphere costs a few parts in 1,000."""
    lat, lon = SEOUL, 127.0
    to_cartesian = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    site = np.array(to_cartesian.transform(lon, lat, 0.0))
    phi, lam, az, el = map(math.radians, (lat, lon, azimuth, elevation))
    east = np.array([-math.sin(lam), math.cos(lam), 0])
    north = np.array([-math.sin(phi) * math.cos(lam), -math.sin(phi) * math.sin(lam), math.cos(phi)])
    up = np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])
    ray = math.cos(el) * (math.sin(az) * east + math.cos(az) * north) + math.sin(el) * up
    low, high = 0.0, 5e6
    for _ in range(60):
        middle = (low + high) / 2
        there = to_cartesian.transform(*(site + middle * ray), direction="INVERSE")
        low, high = (middle, high) if there[2] < altitude * 1000 else (low, middle)
    expected = Geod(ellps="WGS84").inv(lon, lat, there[0], there[1])[2] / 1000
    sight = Sight(min_elevation_deg=elevation, refraction=UNREFRACTED)
    reach = reach_at_altitude(20_000, altitude, sight, lat)
    assert reach is not None
    assert reach.outer_km == pytest.approx(expected, rel=2e-3)


def test_gaussian_radius_is_the_mean_of_the_sections() -> None:
    azimuths = np.radians(np.arange(0, 360, 1.0))
    for lat in (0.0, 36.0, -61.0, 90.0):
        w = 1 - 0.0066943799901413165 * math.sin(math.radians(lat)) ** 2
        meridian, normal = 6378.137 * (1 - 0.0066943799901413165) / w**1.5, 6378.137 / math.sqrt(w)
        euler = 1 / (np.cos(azimuths) ** 2 / meridian + np.sin(azimuths) ** 2 / normal)
        assert gaussian_radius_km(lat) == pytest.approx(euler.mean(), abs=1e-6)


# --- laws --------------------------------------------------------------------------------------------------

MODELS = st.sampled_from([RAY_TRACED, UNREFRACTED, FOUR_THIRDS_EARTH, through(exponential(400, 6))])
ALTITUDES = st.floats(0, 1000)
SITES = st.floats(0, 4)
FLOORS = st.none() | st.floats(-5, 60)
RANGES = st.floats(1, 6000)
MEASURES = st.sampled_from(["slant", "ground"])


@st.composite
def sights(draw: st.DrawFn) -> Sight:
    low = draw(FLOORS)
    high = draw(st.none() | st.floats(61, 90))
    return Sight(
        site_altitude_km=draw(SITES),
        min_elevation_deg=low,
        max_elevation_deg=high,
        measure=draw(MEASURES),
        refraction=draw(MODELS),
    )


def outer(reach: Reach | None) -> float:
    return reach.outer_km if reach else 0.0


@given(sights(), ALTITUDES, ALTITUDES)
def test_with_altitude_floor_and_horizon_never_shrink(sight: Sight, one: float, two: float) -> None:
    low, high = sorted((one, two))
    free = replace(sight, measure="ground", max_elevation_deg=None)
    assert outer(reach_at_altitude(20_000, low, free, SEOUL)) <= outer(
        reach_at_altitude(20_000, high, free, SEOUL)
    ) * (1 + 1e-9)


# From 50 km up the horizon is beyond 790 km in every model, so that nearer in the slant range alone decides.
@given(sights(), st.floats(1, 780), st.floats(50, 1000), st.floats(50, 1000))
def test_with_altitude_slant_never_grows(sight: Sight, range_km: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    slant = replace(sight, measure="slant", min_elevation_deg=None, max_elevation_deg=None)
    near, far = (reach_at_altitude(range_km, altitude, slant, SEOUL) for altitude in (high, low))
    assert outer(near) <= outer(far) * (1 + 1e-9)
    assert all(reach.decided_by == "slant" for reach in (near, far) if reach)


@given(sights(), RANGES, ALTITUDES, st.floats(0, 29))
def test_a_higher_floor_never_adds(sight: Sight, range_km: float, altitude: float, more: float) -> None:
    base = replace(sight, max_elevation_deg=None)
    lower = -6.0 if sight.min_elevation_deg is None else sight.min_elevation_deg
    raised = replace(base, min_elevation_deg=lower + more)
    before = reach_at_altitude(range_km, altitude, base, SEOUL)
    after = reach_at_altitude(range_km, altitude, raised, SEOUL)
    assert outer(after) <= outer(before) * (1 + 1e-9)
    if after and before:
        assert after.inner_km >= before.inner_km - 1e-6
    distance = min(range_km, 3000)
    assert lowest_visible_km(distance, raised, SEOUL) >= lowest_visible_km(distance, base, SEOUL) - 1e-6


@given(sights(), RANGES, ALTITUDES, st.floats(1, 4 / 3))
def test_a_factor_between_stays_between(sight: Sight, range_km: float, height: float, factor: float) -> None:
    sight = replace(sight, max_elevation_deg=None, min_elevation_deg=max(0.0, sight.min_elevation_deg or 0))
    least, middle, most = (
        outer(reach_at_altitude(range_km, height, replace(sight, refraction=model), SEOUL))
        for model in (UNREFRACTED, k(factor), FOUR_THIRDS_EARTH)
    )
    assert least * (1 - 1e-9) <= middle <= most * (1 + 1e-9)


@given(sights(), st.floats(0.5, 500))
def test_lowest_visible_is_the_inverse_of_reach(sight: Sight, rise: float) -> None:
    altitude = sight.site_altitude_km + rise
    reach = reach_at_altitude(20_000, altitude, replace(sight, measure="ground"), SEOUL)
    assume(reach is not None)
    assert reach is not None
    assert reach.decided_by in ("floor", "horizon")
    steep = 1 + math.tan(math.radians(max(0.0, sight.min_elevation_deg or 0)))
    found = lowest_visible_km(reach.outer_km, sight, SEOUL)
    assert found == pytest.approx(altitude, abs=1e-4 * steep + 1e-6 * altitude)


@given(st.floats(0, 19_000), ALTITUDES, SITES)
def test_slant_and_ground_are_inverse(distance: float, altitude: float, site: float) -> None:
    slant = ground_to_slant(distance, altitude, site_altitude_km=site, radius_km=R)
    assume(slant > 1e-3)
    back = slant_to_ground(slant, altitude, site_altitude_km=site, radius_km=R)
    assert back is not None
    assert ground_to_slant(back, altitude, site_altitude_km=site, radius_km=R) == pytest.approx(
        slant, rel=1e-9
    )


# --- what decides, and where it ends -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("altitude", "sight", "decided"),
    [
        (0.0, Sight(site_altitude_km=0.4), "horizon"),
        (10.0, Sight(), "horizon"),
        (10.0, Sight(min_elevation_deg=5.0), "floor"),
        (100.0, Sight(), "range"),
        (100.0, Sight(measure="slant"), "slant"),
        (100.0, Sight(measure="slant", min_elevation_deg=20.0), "floor"),
    ],
)
def test_the_limit_that_decides_is_named(altitude: float, sight: Sight, decided: str) -> None:
    reach = reach_at_altitude(600, altitude, sight, 36.0)
    assert reach is not None
    assert (reach.decided_by, reach.inner_km, reach.hole_by) == (decided, 0.0, None)


def test_hole_overhead() -> None:
    reach = reach_at_altitude(600, 100, Sight(max_elevation_deg=60, refraction=UNREFRACTED), SEOUL)
    assert reach is not None
    assert reach.hole_by == "overhead"
    # The sine rule in the triangle of centre, site and target.
    radius = gaussian_radius_km(SEOUL)
    at_target = math.asin(radius * math.sin(math.radians(150)) / (radius + 100))
    assert reach.inner_km == pytest.approx(radius * (math.radians(30) - at_target), abs=1e-6)
    assert reach_at_altitude(50, 100, Sight(max_elevation_deg=60), SEOUL) is None


def test_targets_below_the_antenna() -> None:
    hill = Sight(site_altitude_km=2.0)
    assert reach_at_altitude(600, 0.5, replace(hill, min_elevation_deg=0.0), SEOUL) is None
    open_view = reach_at_altitude(600, 0.5, hill, SEOUL)
    dipped = reach_at_altitude(600, 0.5, replace(hill, min_elevation_deg=-1.1), SEOUL)
    assert open_view is not None
    assert dipped is not None
    assert open_view.inner_km == 0
    assert (dipped.decided_by, dipped.hole_by) == ("floor", "floor")
    assert 0 < dipped.inner_km < dipped.outer_km < open_view.outer_km
    # A floor so low that its ray meets the sea: the horizon decides, and only what is near is lost.
    steep = reach_at_altitude(600, 0.5, replace(hill, min_elevation_deg=-5.0), SEOUL)
    assert steep is not None
    assert (steep.decided_by, steep.outer_km, steep.hole_by) == ("horizon", open_view.outer_km, "floor")
    assert lowest_visible_km(50.0, replace(hill, min_elevation_deg=-5.0), SEOUL) == 0
    assert lowest_visible_km(5.0, replace(hill, min_elevation_deg=-5.0), SEOUL) == pytest.approx(
        1.564, abs=1e-3
    )


def test_too_high_for_the_slant_range_and_too_far_for_any_altitude() -> None:
    assert reach_at_altitude(200, 201, Sight(measure="slant"), SEOUL) is None
    assert lowest_visible_km(12_000, Sight(), SEOUL) == math.inf
    assert lowest_visible_km(0.0, Sight(), SEOUL) == 0.0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Sight(site_altitude_km=math.nan), "site altitude is nan"),
        (lambda: Sight(site_altitude_km=-1, min_elevation_deg=90), "less than 90"),
        (lambda: Sight(min_elevation_deg=50, max_elevation_deg=40), "swap them"),
        (lambda: Sight(measure="miles"), "give slant or ground"),  # type: ignore[arg-type]
        (lambda: reach_at_altitude(0, 1, Sight(), 36), "range is 0 km"),
        (lambda: reach_at_altitude(math.inf, 1, Sight(), 36), "range is inf km"),
        (lambda: reach_at_altitude(1, math.nan, Sight(), 36), "altitude is nan"),
        (lambda: reach_at_altitude(1, 1, Sight(), 91), "latitude is 91"),
        (lambda: lowest_visible_km(-1, Sight(), 36), "a distance"),
        (lambda: slant_to_ground(-1, 1, radius_km=R), "slant is -1 km"),
        (lambda: ground_to_slant(21_000, 1, radius_km=R), "half way round"),
        (lambda: beam_at_slant(1, 91, radius_km=R), "elevation is 91"),
        (lambda: k(3), "0.5 to 1.5"),
        (lambda: exponential(900, 7), "no atmosphere we trace"),
    ],
)
def test_bad_numbers_are_refused_with_a_reason(call: Any, said: str) -> None:
    with pytest.raises(RangeError, match=said):
        call()


# --- the verbs ---------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], words: str) -> tuple[int, str, str]:
    try:
        code = main(words.split())
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, *capsys.readouterr()


def test_ring_at_an_altitude(capsys: pytest.CaptureFixture[str]) -> None:
    words = "ring 36 128 600 --azimuth 327 --width 120 --altitude 10 --min-elevation 5 --measure slant"
    code, out, err = run(capsys, words)
    feature = json.loads(out)
    reach = reach_at_altitude(600, 10, Sight(min_elevation_deg=5, measure="slant"), 36)
    assert reach is not None
    assert (code, feature["properties"]["decided_by"]) == (0, "floor")
    assert feature["properties"]["outer_km"] == reach.outer_km
    lons, lats = np.array(feature["geometry"]["coordinates"][0]).T
    metres = Geod(ellps="WGS84").inv(np.full_like(lons, 128), np.full_like(lats, 36), lons, lats)[2]
    assert max(metres) / 1000 == pytest.approx(reach.outer_km, abs=0.06)
    assert "illustrative" in feature["properties"]["note"].lower()
    assert "floor" in err
    assert "P.453" in err


def test_ring_that_nothing_is_left_of(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ring 36 128 200 --altitude 300 --measure slant")
    feature = json.loads(out)
    assert (code, feature["type"], feature["geometry"]) == (0, "Feature", None)
    assert "nothing at 300 km" in err


def test_floor_says_how_low(capsys: pytest.CaptureFixture[str]) -> None:
    words = "floor 36 128 --distance 600 --azimuth 0 --min-elevation 5 --refraction 4/3"
    code, out, _ = run(capsys, words)
    assert (code, out) == (0, "74.3 km\n")
    code, out, _ = run(capsys, words + " --json")
    answer = json.loads(out)
    assert code == 0
    assert answer["lowest_visible_km"] == pytest.approx(74.3, abs=0.05)
    assert (answer["decided_by"], answer["refraction"]) == ("floor", "4/3")
    assert answer["place"] == pytest.approx({"lat": 41.4, "lon": 128}, abs=0.01)
    assert json.loads(run(capsys, "floor 36 128 --distance 12000 --json")[1])["lowest_visible_km"] is None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("ring 36 128 600 --min-elevation 5", 2, "--altitude"),
        ("ring 36 128 600 --altitude -1", 3, "altitude is -1"),
        ("ring 36 128 600 --altitude 10 --refraction 5/3", 2, "invalid choice"),
        ("ring 36 128 600 --altitude 10 --inner 700", 3, "inner range is 700"),
        ("floor 36 128", 2, "--distance"),
        ("floor 136 28 --distance 100", 3, "swapped"),
        ("floor 36 128 --distance nan", 3, "distance"),
    ],
)
def test_bad_words(capsys: pytest.CaptureFixture[str], words: str, code: int, said: str) -> None:
    found, out, err = run(capsys, words)
    assert (found, out) == (code, "")
    assert said in err


# --- the page on method ------------------------------------------------------------------------------------


def test_method_page_is_what_its_script_writes() -> None:
    written = runpy.run_path(str(ROOT / "docs/method.py"))["page"]()
    assert (ROOT / "docs/method.md").read_text(encoding="utf-8") == written
