"""What lies inside, by routes that share no code with ours: equal-area maps, sums by hand, lines walked."""

from __future__ import annotations

import csv
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from shapely.geometry import shape

from rangefan.answers import (
    countries_inside,
    distance_difference_km,
    nearest_border,
    nearest_line,
    nearest_point,
    people_by_bearing,
    people_inside,
    provinces_inside,
    radius_for_area_km,
    radius_for_people_km,
)
from rangefan.errors import RangeError
from rangefan.geometry import Fan
from rangefan.where import data_dir

GEOD = Geod(ellps="WGS84")
SEONGJU = {"lat": 36.045, "lon": 128.222}
GEODATA = data_dir() / "geodata"

places = st.tuples(st.floats(33.0, 42.0), st.floats(124.0, 131.0))
ranges = st.floats(5.0, 3000.0)
turns = st.floats(0.0, 360.0)


@cache
def land(file: str, key: str) -> dict[str, Any]:
    rows = json.loads((GEODATA / file).read_text(encoding="utf-8"))["features"]
    return {row["properties"][key]: shape(row["geometry"]) for row in rows}


@cache
def census() -> tuple[list[tuple[float, float]], list[int]]:
    with Path(GEODATA / "people_kor.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["people"]]
    return [(float(row["lat"]), float(row["lon"])) for row in rows], [int(row["people"]) for row in rows]


def by_equal_area(fan: Fan, country: Any) -> float:
    """Share of a country, on Lambert's equal-area map around the site, its outline walked in small steps."""
    to_map = Transformer.from_crs(4326, f"+proj=laea +lat_0={fan.lat} +lon_0={fan.lon}", always_xy=True)

    def flat(points: Any) -> Any:
        return np.column_stack(to_map.transform(points[:, 0], points[:, 1]))

    # On this map geodesics from the centre are very nearly straight, but not quite: they are walked too.
    azimuths = np.linspace(fan.azimuth_deg - fan.width_deg / 2, fan.azimuth_deg + fan.width_deg / 2, 7200)
    steps = np.linspace(0, fan.range_km * 1000, 400)

    def walk(azimuth: Any, metres: Any) -> Any:
        lon, lat, _ = GEOD.fwd(*(np.full(azimuth.size, x) for x in (fan.lon, fan.lat)), azimuth, metres)
        return np.column_stack([lon, lat])

    edge = [walk(azimuths, np.full(azimuths.size, fan.range_km * 1000))]
    if fan.width_deg < 360:
        edge.insert(0, walk(np.full(steps.size, azimuths[0]), steps))
        edge.append(walk(np.full(steps.size, azimuths[-1]), steps)[::-1])
    drawn = shapely.Polygon(flat(np.vstack(edge))).buffer(0)
    whole = shapely.transform(shapely.segmentize(country, 0.02), flat).buffer(0)
    return float(drawn.intersection(whole).area / whole.area)


@pytest.mark.parametrize(
    "turn", [{}, {"azimuth_deg": 327.3, "width_deg": 120.0}, {"azimuth_deg": 60.0, "width_deg": 200}]
)
@pytest.mark.parametrize("range_km", [60.0, 200.0, 600.0, 2000.0])
def test_shares_agree_with_an_equal_area_map(range_km: float, turn: dict[str, float]) -> None:
    fan = Fan(**SEONGJU, range_km=range_km, **turn)
    codes = ["KOR", "PRK", "CHN", "JPN", "MNG"]
    found = {row.code: row.share for row in countries_inside(fan, codes=codes)}
    assert set(found) == set(codes)
    for code in codes:
        assert found[code] == pytest.approx(
            by_equal_area(fan, land("countries.geojson", "iso_a3")[code]), abs=1e-5
        )
    provinces = {row.code: row.share for row in provinces_inside(fan, country="CHN")}
    for code in ("CN-SD", "CN-LN", "CN-JL"):
        expected = by_equal_area(fan, land("provinces.geojson", "iso_3166_2")[code])
        assert provinces[code] == pytest.approx(expected, abs=1e-5)


def test_uscc_sentence() -> None:
    """USCC, 2016 Annual Report, p. 448: 600 km takes in a strip along the border and the tip of Shandong."""
    disc = Fan(**SEONGJU, range_km=600.0)
    (china,) = countries_inside(disc, codes=["CHN"])
    assert 0 < china.share < 0.01
    shares = {row.code: row.share for row in provinces_inside(disc, country="CHN") if row.area_km2}
    assert shares.keys() == {"CN-LN", "CN-JL", "CN-SD"}  # Liaoning, Jilin, Shandong
    assert max(shares.values()) < 0.1


def test_countries_are_whole_beyond_the_fine_file() -> None:
    """Land areas from the CIA's World Factbook (with inland water; to 5 %)."""
    everything = {row.code: row for row in countries_inside(Fan(lat=0.0, lon=100.0, range_km=20003.9))}
    for code, area in {"RUS": 17.098e6, "DEU": 357_022, "AUS": 7.741e6, "FJI": 18_274, "KOR": 99_720}.items():
        assert everything[code].area_km2 == pytest.approx(area, rel=0.05)
        assert everything[code].share == pytest.approx(1, abs=1e-9)
    assert sum(row.area_km2 for row in everything.values()) == pytest.approx(147e6, rel=0.01)  # all land


@settings(max_examples=25)
@given(place=places, range_km=ranges, more=st.floats(1.0, 2.0), azimuth=turns, width=st.floats(1.0, 359.0))
def test_more_reach_never_holds_less(
    place: tuple[float, float], range_km: float, more: float, azimuth: float, width: float
) -> None:
    lat, lon = place
    wedge = Fan(lat=lat, lon=lon, range_km=range_km, azimuth_deg=azimuth, width_deg=width)
    disc = Fan(lat=lat, lon=lon, range_km=range_km)
    wider = Fan(lat=lat, lon=lon, range_km=range_km * more)
    codes = ["KOR", "PRK", "CHN", "JPN"]
    found = [{row.code: row for row in countries_inside(fan, codes=codes)} for fan in (wedge, disc, wider)]
    counts = [row.count if (row := people_inside(fan)) else 0 for fan in (wedge, disc, wider)]
    assert counts == sorted(counts)
    for code in codes:
        shares = [one[code].share for one in found]
        assert all(0 <= share <= 1 for share in shares)
        assert shares[0] <= shares[1] + 1e-6
        assert shares[1] <= shares[2] + 1e-6


@settings(max_examples=15)
@given(place=places, range_km=ranges, first=turns)
def test_three_fans_are_their_disc(place: tuple[float, float], range_km: float, first: float) -> None:
    lat, lon = place
    disc = Fan(lat=lat, lon=lon, range_km=range_km)
    fans = [
        Fan(lat=lat, lon=lon, range_km=range_km, azimuth_deg=(first + turn) % 360, width_deg=120.0)
        for turn in (0, 120, 240)
    ]
    codes = ["KOR", "PRK", "CHN", "JPN"]
    whole = {row.code: row.area_km2 for row in countries_inside(disc, codes=codes)}
    joined = {row.code: row.area_km2 for row in countries_inside(*fans, codes=codes)}
    parts = [{row.code: row.area_km2 for row in countries_inside(fan, codes=codes)} for fan in fans]
    for code in codes:
        assert joined[code] == pytest.approx(whole[code], rel=1e-5, abs=0.1)
        assert math.fsum(part[code] for part in parts) == pytest.approx(whole[code], rel=1e-5, abs=0.1)
    assert people_inside(*fans) == people_inside(disc)


@pytest.mark.parametrize(
    ("range_km", "width_deg"), [(200.0, 360.0), (200.0, 120.0), (40.0, 130.0), (300.0, 30.0)]
)
def test_people_agree_with_a_sum_by_hand(range_km: float, width_deg: float) -> None:
    points, counts = census()
    total = 0
    for (lat, lon), count in zip(points, counts, strict=True):
        azimuth, _, metres = GEOD.inv(SEONGJU["lon"], SEONGJU["lat"], lon, lat)
        aside = abs((azimuth - 300 + 180) % 360 - 180)
        total += count if metres <= range_km * 1000 and aside <= width_deg / 2 else 0
    found = people_inside(Fan(**SEONGJU, range_km=range_km, azimuth_deg=300.0, width_deg=width_deg))
    assert found is not None
    assert (found.count, found.of) == (total, sum(counts))
    assert sum(counts) == 51_656_761  # data/geodata/README.md


def test_people_elsewhere_are_not_guessed() -> None:
    assert people_inside(Fan(lat=39.9, lon=116.4, range_km=300.0)) is None
    assert people_by_bearing(Fan(lat=39.9, lon=116.4, range_km=300.0, width_deg=120.0)) is None
    assert people_inside(Fan(lat=39.9, lon=116.4, range_km=300.0), Fan(**SEONGJU, range_km=9.0)) is not None


@settings(max_examples=15)
@given(place=places, range_km=st.floats(5.0, 400.0), width=st.floats(1.0, 359.0))
def test_the_turning_wedge_holds_what_its_wedges_hold(
    place: tuple[float, float], range_km: float, width: float
) -> None:
    lat, lon = place
    fan = Fan(lat=lat, lon=lon, range_km=range_km, width_deg=width)
    turning = people_by_bearing(fan)
    disc = people_inside(Fan(lat=lat, lon=lon, range_km=range_km))
    if turning is None or disc is None:
        assert turning is disc is None
        return

    def at(azimuth: float) -> int:
        found = people_inside(
            Fan(lat=lat, lon=lon, range_km=range_km, width_deg=width, azimuth_deg=azimuth),
            Fan(lat=35.0, lon=128.0, range_km=0.001),  # a metre without a census point, so that 0 is not None
        )
        assert found is not None
        return found.count

    assert 0 <= turning.least <= turning.mean <= turning.most <= disc.count
    assert at(turning.least_azimuth_deg) == turning.least
    assert at(turning.most_azimuth_deg) == turning.most
    assert turning.mean == pytest.approx(disc.count * width / 360, abs=1)
    assert all(turning.least <= at(azimuth) <= turning.most for azimuth in range(0, 360, 15))


def test_the_nearest_point_is_nearest_of_all_along_the_line() -> None:
    lat, lon = SEONGJU["lat"], SEONGJU["lon"]
    for code in ("CHN", "PRK", "JPN", "KOR"):
        found = nearest_border(lat, lon, code)
        walked = shapely.get_coordinates(shapely.segmentize(land("countries.geojson", "iso_a3")[code], 0.001))
        ones = np.ones(len(walked))
        metres = GEOD.inv(lon * ones, lat * ones, walked[:, 0], walked[:, 1])[2]
        assert found.distance_km <= metres.min() / 1000 + 1e-9
        assert found.distance_km == pytest.approx(metres.min() / 1000, abs=1e-3)
        assert GEOD.inv(lon, lat, found.lon, found.lat)[2] / 1000 == pytest.approx(
            found.distance_km, abs=1e-9
        )


def test_the_nearest_point_lies_between_vertices() -> None:
    line = shapely.LineString([(120, 36), (135, 40)])
    found = nearest_point(36.045, 128.222, line)
    ends = [GEOD.inv(128.222, 36.045, *end)[2] / 1000 for end in line.coords]
    assert found.distance_km < min(ends) / 2
    assert shapely.distance(line, shapely.Point(found.lon, found.lat)) < 1e-9


def test_the_seam_of_the_files_is_no_border() -> None:
    """Germany is cut at 10 E, where the fine file begins; a place on that meridian is not on a border."""
    assert nearest_border(51.0, 10.0, "DEU").distance_km > 100
    assert nearest_border(67.5, 180.0, "RUS").distance_km > 50


def test_seongju_to_the_demarcation_line() -> None:
    """The ministry said 240 km, July 2016, of a hill 15 km to the south-east (claim 14)."""
    assert nearest_line(SEONGJU["lat"], SEONGJU["lon"], "KOR-PRK").distance_km == pytest.approx(240, abs=10)


def test_distance_differences() -> None:
    beijing, seongju, shariki = (39.9042, 116.4074), (36.045, 128.222), (40.889, 140.338)
    km = [GEOD.inv(lon, lat, beijing[1], beijing[0])[2] / 1000 for lat, lon in (seongju, shariki)]
    assert distance_difference_km(*beijing, seongju, shariki) == pytest.approx(km[1] - km[0], abs=1e-9)


@pytest.mark.parametrize("share", [0.5, 2 / 3, 1.0])
def test_the_radius_holds_its_share_and_a_little_less_does_not(share: float) -> None:
    lat, lon = SEONGJU["lat"], SEONGJU["lon"]
    for codes in (["KOR"], ["KOR", "PRK"]):
        radius = radius_for_area_km(lat, lon, codes, share)
        shares = []
        for range_km in (radius, radius - 0.5):
            found = countries_inside(Fan(lat=lat, lon=lon, range_km=range_km), codes=codes)
            shares.append(sum(row.area_km2 for row in found) / sum(row.whole_km2 for row in found))
        assert shares[0] >= share - 1e-9 > shares[1] - 2e-9
        assert share - 1e-4 < shares[0] < share + 1e-4
    points, counts = census()
    radius = radius_for_people_km(lat, lon, share)
    metres = [GEOD.inv(lon, lat, town[1], town[0])[2] for town in points]

    def held(range_km: float) -> int:
        return sum(
            count for away, count in zip(metres, counts, strict=True) if away <= range_km * 1000 + 1e-6
        )

    assert held(radius) >= share * sum(counts) > held(radius - 1e-6)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: radius_for_area_km(36.0, 128.0, ["KOR"], 0.0), "above 0"),
        (lambda: radius_for_area_km(36.0, 128.0, ["KOR"], math.nan), "above 0"),
        (lambda: radius_for_area_km(36.0, 128.0, [], 0.5), "no country"),
        (lambda: radius_for_people_km(36.0, 128.0, 1.01), "above 0"),
        (lambda: countries_inside(Fan(**SEONGJU, range_km=9.0), codes=["XYZ"]), "XYZ"),
        (lambda: provinces_inside(Fan(**SEONGJU, range_km=9.0), country="USA"), "CHN, JPN, KOR"),
        (lambda: nearest_border(36.0, 128.0, "XYZ"), "XYZ"),
        (lambda: nearest_line(36.0, 128.0, "PRK-KOR"), "alphabetical"),
        (lambda: nearest_point(36.0, 128.0, shapely.LineString()), "empty"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(ask: Any, said: str) -> None:
    with pytest.raises(RangeError, match=said):
        ask()
