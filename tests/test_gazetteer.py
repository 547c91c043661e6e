"""The committed geodata against what others publish, and the basemap against what a page needs."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import shape

from rangefan import gazetteer
from rangefan.errors import RangeError, RangefanError
from rangefan.gazetteer.shapes import border_lines, far_land, near_land
from rangefan.where import data_dir, web_dir

GEOD = Geod(ellps="WGS84")
KOREA, WORLD = ((112, 25, 150, 50), 127.5), ((-53, -60, 307, 85), 127)

# The other point registry: Natural Earth 1:10m populated places (Debian libmagics++-data 4.13.0), not used by
# the build. Both put a city somewhere within it, so they may be 10 km apart.
ELSEWHERE = [
    ("Seoul", "KOR", 37.5663, 126.9997),
    ("Busan", "KOR", 35.0951, 129.0100),
    ("Daegu", "KOR", 35.8668, 128.6070),
    ("Incheon", "KOR", 37.4761, 126.6422),
    ("Gwangju", "KOR", 35.1710, 126.9104),
    ("Suwon", "KOR", 37.2578, 127.0109),
    ("Pyongyang", "PRK", 39.0194, 125.7547),
    ("Chongjin", "PRK", 41.7846, 129.7900),
    ("Dandong", "CHN", 40.1436, 124.3936),
    ("Weihai", "CHN", 37.5000, 122.1000),
    ("Dalian", "CHN", 38.9228, 121.6298),
    ("Qingdao", "CHN", 36.0900, 120.3300),
    ("Shenyang", "CHN", 41.8050, 123.4500),
    ("Beijing", "CHN", 39.9289, 116.3883),
    ("Tianjin", "CHN", 39.1300, 117.2000),
    ("Shanghai", "CHN", 31.2165, 121.4365),
    ("Vladivostok", "RUS", 43.1300, 131.9100),
    ("Khabarovsk", "RUS", 48.4550, 135.1200),
    ("Fukuoka", "JPN", 33.5950, 130.4100),
    ("Osaka", "JPN", 34.7500, 135.4601),
    ("Tokyo", "JPN", 35.6850, 139.7514),
    ("Wuhan", "CHN", 30.5800, 114.2700),
    ("Chengdu", "CHN", 30.6700, 104.0700),
    ("Harbin", "CHN", 45.7500, 126.6500),
    ("Taipei", "TWN", 25.0358, 121.5683),
    ("Naha", "JPN", 26.2072, 127.6730),
    ("Hagatna", "GUM", 13.4700, 144.7500),
]


def area_km2(polygon: shapely.MultiPolygon) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(polygon))[0]) / 1e6


def polygons(basemap: dict) -> dict[str, shapely.MultiPolygon]:
    return {row["iso_a3"]: shape(row["geometry"]) for row in basemap["countries"]}


@pytest.fixture(scope="module")
def korea() -> dict:
    return gazetteer.basemap(*KOREA)


@pytest.fixture(scope="module")
def world() -> dict:
    return gazetteer.basemap(*WORLD)


# ---- the files ----


def test_every_geodata_file_is_the_one_its_provenance_describes():
    folder = data_dir() / "geodata"
    described = gazetteer.provenance()["file"]
    data = {path.name for path in folder.iterdir() if path.suffix in {".geojson", ".csv", ".json", ".gz"}}
    assert set(described) == data
    for name, row in described.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == row["sha256"], name
        assert set(row["inputs"]) <= set(gazetteer.provenance()["input"])


def test_provenance_repeats_the_pins_of_the_build():
    pins = tomllib.loads((data_dir() / "geodata" / "inputs.toml").read_text(encoding="utf-8"))
    said = gazetteer.provenance()["input"]
    assert {name: row["sha256"] for name, row in pins.items()} == {
        k: row["sha256"] for k, row in said.items()
    }


def test_geodata_stays_small():
    sizes = [path.stat().st_size for path in (data_dir() / "geodata").iterdir() if path.is_file()]
    assert max(sizes) < 1_500_000
    assert sum(sizes) < 8_000_000


def test_vendored_files_are_those_of_their_npm_packages():
    folder = web_dir() / "vendor"
    rows = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))["file"]
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"], row["file"]
    found = {path.relative_to(folder).as_posix() for path in folder.glob("*/*")}
    assert found == {row["file"] for row in rows}


@pytest.mark.parametrize(
    ("code", "published_km2"),
    # The sources' polygons before rounding and simplifying: Natural Earth's; for South Korea NGII's towns.
    [("KOR", 100_105), ("PRK", 122_379), ("JPN", 373_508), ("TWN", 36_198)],
)
def test_areas_are_those_of_the_sources(code, published_km2):
    assert area_km2(gazetteer.country_shape(code)) == pytest.approx(published_km2, rel=0.003)


def test_polygons_are_valid_and_neighbours_match():
    for land in (near_land(), far_land()):
        assert shapely.is_valid(land.shapes).all()
        assert shapely.coverage_is_valid(land.shapes)
    shapes = [row.shape for row in gazetteer.provinces()]
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_provinces_are_all_there_and_fill_their_country():
    rows = gazetteer.provinces()
    assert Counter(row.country for row in rows) == {
        "KOR": 17, "PRK": 11, "JPN": 47, "CHN": 32, "TWN": 21, "MNG": 22, "RUS": 11,
    }  # fmt: skip
    assert all(name for row in rows for name in row.names.values())
    for code in ("KOR", "PRK"):
        provinces = sum(area_km2(row.shape) for row in rows if row.country == code)
        assert provinces == pytest.approx(area_km2(gazetteer.country_shape(code)), rel=0.003)
    # Published by Seoul and by Jeju, km²
    areas = {row.code: area_km2(row.shape) for row in rows}
    assert areas["KR-11"] == pytest.approx(605.2, rel=0.01)
    assert areas["KR-49"] == pytest.approx(1850, rel=0.01)


def test_islands_and_the_demarcation_line_are_where_they_should_be():
    korea = gazetteer.country_shape("KOR")
    for lon, lat in ((131.868, 37.242), (130.87, 37.5), (126.53, 33.37), (124.68, 37.96), (126.27, 33.12)):
        assert korea.distance(shapely.Point(lon, lat)) < 0.02  # Dokdo, Ulleungdo, Jeju, Baengnyeong, Marado
    (line,) = [row for row in border_lines() if row.kind == "demarcation"]
    panmunjom = shapely.Point(126.677, 37.956)
    assert line.shape.distance(panmunjom) < 0.03
    assert line.between == "KOR-PRK"
    # The armistice agreement, article I, paragraph 1: two kilometres on either side.
    edges = [row.shape for row in border_lines() if row.kind == "dmz"]
    assert len(edges) == 2
    for edge in edges:
        for share in (0.2, 0.5, 0.8):
            point = edge.interpolate(share, normalized=True)
            across = shapely.shortest_line(point, line.shape).coords
            assert GEOD.inv(*across[0], *across[1])[2] == pytest.approx(2000, abs=900)


def test_census_adds_up():
    rows = gazetteer.people()
    assert len(rows) == len({row.code for row in rows}) == 3501
    assert sum(row.people or 0 for row in rows) == 51_656_761
    # Statistics Korea, 2020 census, published totals
    published = {"11": 9_586_195, "21": 3_349_016, "23": 2_945_454, "39": 670_858}
    for code, people in published.items():
        assert sum(row.people or 0 for row in rows if row.code.startswith(code)) == people
    assert sum(row.people is None for row in rows) == 14
    korea = gazetteer.country_shape("KOR")
    points = shapely.points([(row.lon, row.lat) for row in rows])
    assert shapely.distance(korea, points).max() < 0.03


# ---- towns, names, heights ----


@pytest.mark.parametrize(("name", "country", "lat", "lon"), ELSEWHERE)
def test_towns_lie_where_another_registry_puts_them(name, country, lat, lon):
    town = gazetteer.town(name)
    assert town.country == country
    assert GEOD.inv(town.lon, town.lat, lon, lat)[2] < 10_000


def test_busan_gwangju_and_suwon_stand_at_their_people():
    for name, code in (("Busan", "21"), ("Gwangju", "24"), ("Suwon", "3101")):
        rows = [row for row in gazetteer.people() if row.code.startswith(code) and row.people]
        weights = [row.people for row in rows]
        lat = np.average([row.lat for row in rows], weights=weights)
        lon = np.average([row.lon for row in rows], weights=weights)
        town = gazetteer.town(name)
        assert (town.lat, town.lon) == pytest.approx((lat, lon), abs=0.001)


def test_town_names_are_found_as_people_type_them():
    assert gazetteer.town("xian") == gazetteer.town("Xi'an") == gazetteer.town("Xi’an", "CHN")
    assert gazetteer.town("wonsan").country == "PRK"
    assert gazetteer.town("Jeju").name == "Jeju City"
    assert gazetteer.town("서울") == gazetteer.town("Seoul")
    assert gazetteer.town("Gwangju", "KOR").population > 1_000_000
    assert {town.country for town in gazetteer.towns("PRK", 100_000)} == {"PRK"}


def test_unknown_and_shared_town_names_say_what_to_do():
    with pytest.raises(gazetteer.UnknownTownError, match="did you mean") as caught:
        gazetteer.town("Pyonyang")
    assert "Pyongyang" in caught.value.similar
    with pytest.raises(gazetteer.UnknownTownError, match="in Japan"):
        gazetteer.town("Seoul", "JPN")
    shared = [
        name
        for name, countries in _countries_by_name().items()
        if len(countries) > 1 and max(countries.values()) < 10 * sorted(countries.values())[-2]
    ]
    with pytest.raises(gazetteer.AmbiguousTownError, match="say which country"):
        gazetteer.town(shared[0])
    assert issubclass(gazetteer.UnknownTownError, RangefanError)


def _countries_by_name() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for town in gazetteer.towns():
        if town.name.isascii() and town.name.isalpha():
            found.setdefault(town.name, {}).setdefault(town.country, town.population)
    return found


def test_city_outlines_hold_their_people():
    outline = shapely.Polygon(gazetteer.city_outline(gazetteer.town("Seoul")))
    near = outline.buffer(0.01)
    seoul = [row for row in gazetteer.people() if row.code.startswith("11")]
    assert (
        sum(row.people or 0 for row in seoul if near.contains(shapely.Point(row.lon, row.lat))) == 9_586_195
    )
    assert gazetteer.city_outline(gazetteer.town("Dalian")) is None


def test_country_names_come_in_six_languages():
    # Unicode CLDR 48
    assert [gazetteer.country_name("KOR", lang) for lang in gazetteer.LANGUAGES] == [
        "South Korea", "대한민국", "韓国", "韩国", "南韓", "Республика Корея",
    ]  # fmt: skip
    assert gazetteer.country_name("TWN") == "Taiwan"
    assert gazetteer.country_name("ZZZ") == "ZZZ"
    with pytest.raises(RangeError, match="use one of"):
        gazetteer.country_name("KOR", "fr")


@pytest.mark.parametrize(
    ("lat", "lon", "true_m"),
    # Published summit heights of Hallasan, Paektu, Jirisan and Seorak; the grid smooths summits away.
    [
        (33.3617, 126.5292, 1947),
        (41.9936, 128.0772, 2744),
        (35.337, 127.7306, 1915),
        (38.119, 128.4654, 1708),
    ],
)
def test_elevation_under_reads_summits_but_not_by_half(lat, lon, true_m):
    assert 0.55 * true_m < gazetteer.elevation_m(lat, lon) < true_m


def test_elevation_is_zero_at_sea_and_refused_outside():
    assert gazetteer.elevation_m(36, 124) == gazetteer.elevation_m(38.5, 133) == 0
    assert gazetteer.elevation_m(60, 155) >= 0
    assert 0 <= gazetteer.elevation_m(37.566, 126.978) < 100
    for lat, lon in ((14.9, 120), (36, 155.1), (float("nan"), 120)):
        with pytest.raises(RangeError, match="give the height"):
            gazetteer.elevation_m(lat, lon)


def test_credits_name_everyone_who_asks_to_be_named():
    text = " ".join(row["text"] for row in gazetteer.credits())
    for name in (
        "Natural Earth",
        "National Geographic Information Institute",
        "GeoNames",
        "Statistics Korea",
        "CLDR",
    ):
        assert name in text


# ---- the basemap ----


def test_korea_fits_its_budget(korea):
    raw = json.dumps(korea, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(raw) < 260_000
    assert len(gzip.compress(raw, 9)) < 90_000


def test_korea_is_drawn_as_the_page_expects(korea):
    assert set(korea) == {"countries", "lines", "labels"}
    shapes = polygons(korea)
    assert {"KOR", "PRK", "CHN", "JPN", "RUS", "MNG", "TWN"} <= set(shapes)
    assert shapes["KOR"].contains(shapely.Point(126.978, 37.5665))
    assert shapes["PRK"].contains(shapely.Point(125.754, 39.03))
    assert shapes["KOR"].distance(shapely.Point(131.868, 37.242)) < 0.02  # Dokdo stays at every width
    assert {row["kind"] for row in korea["lines"]} == {"border", "demarcation", "dmz", "disputed"}
    assert {row["geometry"]["type"] for row in korea["countries"]} == {"MultiPolygon"}
    assert {row["geometry"]["type"] for row in korea["lines"]} == {"MultiLineString"}


def test_shapes_are_valid_matched_and_reach_past_the_view(korea, world):
    for basemap in (korea, world):
        shapes = list(polygons(basemap).values())
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
    west, south, east, north = shapely.total_bounds(list(polygons(korea).values()))
    assert (west, south, east, north) == pytest.approx((98.7, 16.25, 163.3, 58.75), abs=0.5)


def test_border_lines_lie_on_the_edges_of_the_polygons(korea):
    edges = shapely.union_all([polygon.boundary for polygon in polygons(korea).values()])
    for row in korea["lines"]:
        if row["kind"] in ("border", "demarcation"):
            points = shapely.points(shapely.get_coordinates(shape(row["geometry"])))
            assert shapely.distance(edges, points).max() < 0.0005, row["kind"]


def test_the_world_shows_every_continent_without_streaks(world):
    shapes = polygons(world)
    assert {"USA", "BRA", "ZAF", "AUS", "FRA", "RUS", "KOR", "PRK", "ATA"} <= set(shapes)
    west, _, east, _ = shapely.total_bounds(list(shapes.values()))
    assert west >= -53
    assert east <= 307
    for code, polygon in shapes.items():
        for part in polygon.geoms:
            assert code == "ATA" or part.bounds[2] - part.bounds[0] < 175, code
    # The tip of Chukotka lies past 180, at one with the rest of Russia.
    assert max(part.bounds[2] for part in shapes["RUS"].geoms) > 189
    assert not shapes["RUS"].boundary.intersects(shapely.LineString([(180, 66.5), (180, 68)]))


def test_land_is_the_same_wherever_the_frame_is_cut():
    areas = []
    for center in (0, 127, -100):
        basemap = gazetteer.basemap((center - 180, -60, center + 180, 85), center)
        areas.append(sum(map(area_km2, polygons(basemap).values())))
    assert areas == pytest.approx([areas[0]] * 3, rel=0.002)
    assert areas[0] == pytest.approx(149e6, rel=0.02)  # the Earth's land, km²


def test_both_names_stand_in_the_order_asked_for():
    east, japan = (
        [row["text"] for row in gazetteer.basemap((120, 30, 140, 44), 130, sea_names=order)["labels"]]
        for order in ("east-sea-first", "sea-of-japan-first")
    )
    assert {"East Sea / Sea of Japan", "Dokdo / Takeshima"} <= set(east)
    assert {"Sea of Japan / East Sea", "Takeshima / Dokdo"} <= set(japan)


def test_country_labels_stand_on_their_country(korea):
    shapes = polygons(korea)
    labels = {row["text"]: shapely.Point(row["lon"], row["lat"]) for row in korea["labels"]}
    assert {"SOUTH KOREA", "NORTH KOREA", "JAPAN", "CHINA", "RUSSIA"} <= set(labels)
    for text, code in (("SOUTH KOREA", "KOR"), ("NORTH KOREA", "PRK"), ("JAPAN", "JPN"), ("CHINA", "CHN")):
        assert shapes[code].contains(labels[text])
    for text in ("East Sea / Sea of Japan", "Yellow Sea", "East China Sea"):
        assert not any(polygon.contains(labels[text]) for polygon in shapes.values())


def test_same_view_same_bytes_in_another_process():
    code = (
        "import json; from rangefan.gazetteer import basemap; "
        "print(json.dumps(basemap((112, 25, 150, 50), 127.5)))"
    )
    here = json.dumps(gazetteer.basemap(*KOREA))
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert there.stdout.strip() == here


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    center=st.floats(-180, 180),
    width=st.sampled_from([5, 30, 60, 110, 360]),
    offset=st.floats(0, 1),
    south=st.floats(-85, 70),
    height=st.floats(3, 60),
)
def test_any_view_is_valid_and_inside_its_frame(center, width, offset, south, height):
    west = center - 180 + offset * (360 - width)
    bounds = (west, south, min(west + width, center + 180), min(south + height, 90))
    basemap = gazetteer.basemap(bounds, center)
    shapes = list(polygons(basemap).values())
    lines = [shape(row["geometry"]) for row in basemap["lines"]]
    if shapes:
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        found = shapely.total_bounds([*shapes, *lines])
        assert center - 180 <= found[0]
        assert found[2] <= center + 180
    for label in basemap["labels"]:
        assert bounds[0] <= label["lon"] <= bounds[2]
        assert bounds[1] <= label["lat"] <= bounds[3]


@pytest.mark.parametrize(
    ("bounds", "center", "sea_names"),
    [
        ((150, 25, 112, 50), 127, "east-sea-first"),
        ((112, 25, 150, 95), 127, "east-sea-first"),
        ((112, float("nan"), 150, 50), 127, "east-sea-first"),
        ((112, 25, 150), 127, "east-sea-first"),
        ((-70, 25, 150, 50), 127, "east-sea-first"),
        ((112, 25, 150, 50), 127, "neither"),
    ],
)
def test_views_that_are_none_are_refused(bounds, center, sea_names):
    with pytest.raises(RangeError):
        gazetteer.basemap(bounds, center, sea_names=sea_names)
