"""One truth, two languages: the page's geometry gives what Python's gives, near poles and date line too."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from rangefan import gazetteer
from rangefan.geometry import Fan, contains, footprint, inverse
from rangefan.outputs import assets
from rangefan.where import web_dir

HERE = Path(__file__).parent
SCRIPTS = [name for name in assets.SCRIPTS if "geodesic" in name or name in ("vertices.js", "fan.js")]
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


def test_a_thousand_fans_and_their_towns_are_the_same_in_both_languages() -> None:
    asked = fans(20260101, 1000)
    towns = [gazetteer.town(name) for name in SHOWN]
    lat, lon = (np.array([getattr(town, name) for town in towns]) for name in ("lat", "lon"))
    question = {"fans": asked, "towns": np.column_stack([lat, lon]).tolist()}
    scripts = [web_dir() / name for name in SCRIPTS]
    answers: list[dict[str, Any]] = json.loads(
        node(HERE / "two_languages.mjs", *scripts, given=json.dumps(question))
    )
    for (numbers, frame), answer in zip(asked, answers, strict=True):
        fan = Fan(**numbers)
        shape = footprint(fan, **frame)
        found = shapely.MultiPolygon([(rings[0], rings[1:]) for rings in answer["polygons"]])
        assert found.is_valid, numbers
        for one, other in ((found, shape), (shape, found)):
            edge = other.boundary
            shapely.prepare(edge)
            vertices = shapely.points(shapely.get_coordinates(one))
            assert shapely.dwithin(edge, vertices, 1e-9).all(), (numbers, frame)
        assert found.area == pytest.approx(shape.area, rel=1e-9, abs=1e-9), (numbers, frame)
        solved, inside = zip(*answer["towns"], strict=True)
        distance_km, azimuth_deg = inverse(fan.lat, fan.lon, lat, lon)
        assert [item["distance_km"] for item in solved] == pytest.approx(distance_km, abs=1e-9)
        assert [item["azimuth_deg"] for item in solved] == pytest.approx(azimuth_deg, abs=1e-9)
        assert list(inside) == contains(fan, lat, lon).tolist(), numbers
