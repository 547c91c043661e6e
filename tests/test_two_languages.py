"""One truth, two languages: the page's geometry gives what Python's gives, near poles and date line too."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import rangefan
from rangefan import gazetteer
from rangefan.geometry import Fan, contains, footprint, inverse
from rangefan.outputs import assets
from rangefan.outputs.packing import packed
from rangefan.outputs.reaches import with_reaches
from rangefan.where import web_dir

HERE = Path(__file__).parent
SCRIPTS = [
    name for name in assets.SCRIPTS if "geodesic" in name or name in ("vertices.js", "fan.js", "unpack.js")
]
SHOWN = ("Seoul", "Busan", "Pyongyang", "Dandong", "Weihai", "Dalian", "Qingdao", "Shenyang", "Beijing")


def node(*arguments: str | Path, given: str = "") -> str:
    program = shutil.which("node")
    if program is None:
        pytest.fail("no node: `make setup` needs Node.js 20 or newer")
    done = subprocess.run(
        [program, *map(str, arguments)], input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_javascript_agrees_with_the_fixture() -> None:
    node("--test", HERE / "geodesic.test.mjs")


def asked_of_the_page(question: dict[str, Any]) -> dict[str, Any]:
    scripts = [web_dir() / name for name in SCRIPTS]
    answer: dict[str, Any] = json.loads(
        node(HERE / "two_languages.mjs", *scripts, given=json.dumps(question))
    )
    return answer


def fans(seed: int, count: int) -> list[tuple[dict[str, float], dict[str, float]]]:
    draw = random.Random(seed)
    made = []
    for _ in range(count):
        lat = draw.choice([draw.uniform(-90, 90), draw.uniform(30, 45), 90, 89.9, -89.5, 0])
        lon = draw.choice([draw.uniform(-180, 180), 179.9, -180, 180, 127.5])
        range_km = min(20_000.0, draw.choice([10 ** draw.uniform(0, 4.302), draw.uniform(9_000, 20_000)]))
        fan = {
            "lat": lat,
            "lon": lon,
            "range_km": range_km,
            "inner_km": draw.choice([0, 0, range_km * draw.uniform(0.05, 0.9)]),
            "azimuth_deg": draw.choice([draw.uniform(-360, 360), 0, 60, -60, 90, 180]),
            "width_deg": draw.choice([360, 120, draw.uniform(1, 359)]),
        }
        center_lon = draw.choice([0, 128.5, lon, draw.uniform(-360, 360)])
        made.append((fan, {"tolerance_m": draw.choice([50, 163, 2000]), "center_lon": center_lon}))
    return made


def assert_same_edges(one: shapely.MultiPolygon, other: shapely.MultiPolygon, apart_deg: float) -> None:
    """Every vertex of either lies on the edge of the other: wherever their rings begin."""
    for vertices, edge in ((one, other.boundary), (other, one.boundary)):
        shapely.prepare(edge)
        points = shapely.points(shapely.get_coordinates(vertices))
        assert shapely.dwithin(edge, points, apart_deg).all()


def shape_of(polygons: Any) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])


def geometries(value: Any) -> Iterator[Any]:
    """Every geometry in plain data, in order."""
    if isinstance(value, Mapping):
        if "coordinates" in value:
            yield value["coordinates"]
        else:
            for key in sorted(value):
                yield from geometries(value[key])
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from geometries(item)


def test_a_thousand_fans_and_their_towns_are_the_same_in_both_languages() -> None:
    asked = fans(20260101, 1000)
    towns = [gazetteer.town(name) for name in SHOWN]
    lat, lon = (np.array([getattr(town, name) for town in towns]) for name in ("lat", "lon"))
    question = {"fans": asked, "towns": np.column_stack([lat, lon]).tolist()}
    answers = asked_of_the_page(question)["answers"]
    for (numbers, frame), answer in zip(asked, answers, strict=True):
        fan = Fan(**numbers)
        shape = footprint(fan, **frame)
        found = shape_of(answer["polygons"])
        assert found.is_valid, numbers
        assert_same_edges(found, shape, 1e-9)
        assert found.area == pytest.approx(shape.area, rel=1e-9, abs=1e-9), (numbers, frame)
        solved, inside = zip(*answer["towns"], strict=True)
        distance_km, azimuth_deg = inverse(fan.lat, fan.lon, lat, lon)
        assert [item["distance_km"] for item in solved] == pytest.approx(distance_km, abs=1e-9)
        assert [item["azimuth_deg"] for item in solved] == pytest.approx(azimuth_deg, abs=1e-9)
        assert list(inside) == contains(fan, lat, lon).tolist(), numbers


@pytest.mark.parametrize(
    ("lon", "center_lon", "range_km", "azimuth_deg", "width_deg", "over_pole"),
    [
        # A whole fan lies on one side of its own straight side, however the two meridians are rounded.
        (97.4, 277.4, 150.0, 270.0, 180.0, False),
        (108.5601, 288.5601, 800.0, 210.0, 60.0, False),
        # Half of 116.6 from here is not quite north, and 9,000 km go over the pole.
        (-38.6, -218.6, 9000.0, 58.30000000000001, 116.6, True),
    ],
)
def test_a_straight_side_along_the_seam_leaves_one_part_in_both_languages(
    lon: float, center_lon: float, range_km: float, azimuth_deg: float, width_deg: float, over_pole: bool
) -> None:
    fan = Fan(lat=36.0, lon=lon, range_km=range_km, azimuth_deg=azimuth_deg, width_deg=width_deg)
    frame = {"tolerance_m": 50, "center_lon": center_lon}
    shape = footprint(fan, **frame)
    [answer] = asked_of_the_page({"fans": [[asdict(fan), frame]]})["answers"]
    found = shape_of(answer["polygons"])
    assert_same_edges(found, shape, 1e-9)
    for each in (shape, found):
        assert len(each.geoms) == 1
        assert (each.bounds[3] == 90) == over_pole


@pytest.mark.parametrize("name", ["thaad-korea", "missile-ranges", "region"])
def test_a_page_carries_fans_and_draws_the_very_shapes_of_the_scene(name: str) -> None:
    catalogue = rangefan.load()
    scene = rangefan.resolve(rangefan.read_map(name, catalogue), catalogue).to_dict()
    carried = packed(with_reaches(scene))
    assert '"steps"' not in json.dumps(carried["layers"])
    drawn = asked_of_the_page({"packed": carried})["scene"]["layers"]
    pairs = list(zip(geometries(drawn), geometries(scene["layers"]), strict=True))
    assert len(pairs) > 5
    for found, wanted in pairs:
        # Scenes round to 1e-6 degrees, a decimetre; a coordinate half way between two may go either way.
        assert_same_edges(shape_of(found), shape_of(wanted), 1.5e-6)


def test_a_shape_that_is_not_its_fans_travels_whole() -> None:
    catalogue = rangefan.load()
    scene = rangefan.resolve(rangefan.read_map("thaad-korea", catalogue), catalogue).to_dict()
    footprint = scene["layers"][0]["footprints"][0]
    footprint["geometry"]["coordinates"][0][0][7][0] += 0.001
    carried = with_reaches(scene)["layers"][0]["footprints"]
    assert carried[0]["geometry"] == footprint["geometry"]
    assert set(carried[1]["geometry"]) == {"fan"}


def test_packing_loses_nothing() -> None:
    draw = random.Random(20260101)
    lines = [
        {
            "type": "MultiLineString",
            "coordinates": [
                [
                    [round(draw.uniform(-180, 540), digits), round(draw.uniform(-90, 90), digits)]
                    for _ in range(draw.randint(1, 9))
                ]
                for _ in range(draw.randint(1, 5))
            ],
        }
        for digits in (0, 1, 3, 5, 9)
        for _ in range(40)
    ]
    given = {"shapes": [*lines, lines[0]], "text": "[1, 2]", "none": None}
    assert asked_of_the_page({"packed": packed(given)})["scene"] == given
