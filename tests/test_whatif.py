"""Placements on the page: the same answers as Python's, however they are made, and gone when taken back."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rangefan import catalogue, mapfile
from rangefan import scene as scenes

HERE = Path(__file__).parent
MAP = "thaad-korea"


@pytest.fixture(scope="module")
def known() -> catalogue.Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def mapped(known: catalogue.Catalogue) -> mapfile.MapFile:
    return mapfile.read_map(MAP, known)


@pytest.fixture(scope="module")
def scene(known: catalogue.Catalogue, mapped: mapfile.MapFile) -> dict[str, Any]:
    """The shipped map as plain data."""
    return json.loads(scenes.resolve(mapped, known).to_json())


def random_case(
    chance: random.Random,
    mapped: mapfile.MapFile,
    scene: dict[str, Any],
    known: catalogue.Catalogue,
) -> dict[str, Any]:
    """Return one placement, as the page's plain data, and what Python's own map file of it answers."""
    from rangefan.scene.layers import resolve_layer
    from rangefan.scene.towns import town_rows

    layer = chance.choice(mapped.layers)
    base = next(item for item in scene["layers"] if item["id"] == layer.id)
    lat, lon = round(chance.uniform(-90, 90), 4), round(chance.uniform(-180, 180), 4)
    if chance.random() < 0.7:  # near the towns, where answers are not all "out"
        lat, lon = round(chance.uniform(30, 44), 4), round(chance.uniform(116, 140), 4)
    place: dict[str, Any] = {"site": None, "lat": lat, "lon": lon}
    put: dict[str, Any] = {"lat": lat, "lon": lon}
    if chance.random() < 0.3:
        site = chance.choice(scene["whatif"]["sites"])
        place = {"site": site["id"], "lat": None, "lon": None}
        put = {"lat": site["lat"], "lon": site["lon"], "at": site["id"]}
    turn: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    if base["direction"] and chance.random() < 0.6:
        turn["azimuth_deg"] = changes["azimuth_deg"] = round(chance.uniform(0, 359.9), 1)
        changes["toward"] = ""
    if base["direction"] and chance.random() < 0.3:
        turn["width_deg"] = changes["width_deg"] = round(chance.uniform(1, 359), 1)
    if chance.random() < 0.3:
        low, high = base["footprints"][0]["range_km"], base["footprints"][-1]["range_km"]
        figures = scene["whatif"]["figures"][f"{base['system']}/{base['mode']}"]
        choice = chance.choice([item for item in figures if low <= item["range_km"] <= high])
        turn["figure"] = changes["nominal"] = choice["ref"]
    moved = dataclasses.replace(layer, **place, **changes)
    alone = dataclasses.replace(
        mapped, layers=(moved,), altitude=dataclasses.replace(mapped.altitude, steps_km=())
    )
    # Few are drawn as fine as the page draws: answers ask for no shape.
    drawn = chance.random() < 0.05
    view = scene["view"] if drawn else {**scene["view"], "bounds": [-51.5, -60.0, 308.5, 84.0]}
    resolved, _ = resolve_layer(moved, alone, known, view)
    rows = town_rows(mapped, [resolved])
    return {
        "placement": {"sites": {base["site"]["id"]: put}, "layers": {layer.id: turn}},
        "layers": {
            layer.id: {
                "cells": {row.id: row.cells[layer.id] for row in rows},
                "distance_km": {row.id: row.distance_km[resolved.site.id] for row in rows},
                "status": resolved.status,
                "areas": [item.area_km2 for item in resolved.footprints],
                "ranges": [item.range_km for item in resolved.footprints],
                "geometry": resolved.footprints[-1].geometry if drawn else None,
            }
        },
    }


def random_pairs(chance: random.Random, count: int) -> list[tuple[dict[str, float], dict[str, float], float]]:
    """Return pairs of fans within each other's reach, poles and date line included, with what they share."""
    from rangefan.geometry import Fan, destination, shared_km2

    def fan(lat: float, lon: float, range_km: float) -> dict[str, float]:
        return {
            "lat": lat,
            "lon": lon,
            "range_km": range_km,
            "inner_km": chance.choice([0, 0, range_km * chance.uniform(0.05, 0.9)]),
            "azimuth_deg": chance.choice([0, 327, chance.uniform(-360, 360)]),
            "width_deg": chance.choice([360, 360, 120, chance.uniform(1, 359)]),
        }

    pairs = []
    for _ in range(count):
        lat = chance.choice([chance.uniform(-90, 90), chance.uniform(30, 44), 90, -89.7])
        lon = chance.choice([chance.uniform(-180, 180), 179.8, -180])
        range_km = min(20_000.0, chance.choice([10 ** chance.uniform(0, 4.3), chance.uniform(100, 3000)]))
        other_km = min(20_000.0, range_km * chance.uniform(0.2, 2))
        away = min(19_900.0, (range_km + other_km) * chance.uniform(0, 1))
        there = [float(part) for part in destination(lat, lon, chance.uniform(0, 360), away)[:2]]
        one, two = fan(lat, lon, range_km), fan(*there, other_km)
        pairs.append((one, two, shared_km2(Fan(**one), Fan(**two))))
    return pairs


def test_a_thousand_placements_agree(
    known: catalogue.Catalogue, mapped: mapfile.MapFile, scene: dict[str, Any], tmp_path: Path
) -> None:
    chance = random.Random(2016)
    cases = [random_case(chance, mapped, scene, known) for _ in range(1000)]
    path = tmp_path / "cases.json"
    text = json.dumps({"scene": scene, "cases": cases, "pairs": random_pairs(chance, 200)})
    path.write_text(text, encoding="utf-8")
    node = shutil.which("node")
    assert node, "no node: `make setup` installs it"
    done = subprocess.run(
        [node, "--test", str(HERE / "whatif.test.mjs")],
        env={**os.environ, "RANGEFAN_WHATIF_CASES": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "# skipped 0" in done.stdout
