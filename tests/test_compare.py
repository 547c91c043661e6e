"""Two placements side by side: in Python, in the terminal and as a page."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import expect

import rangefan
from rangefan.cli.main import main
from rangefan.geometry import inverse, polygon_area_km2
from rangefan.mapfile import written

from .conftest import OpenPage

PYEONGTAEK = (36.9947, 127.0889)  # the gazetteer's point, to a kilometre


@pytest.fixture(scope="module")
def maps() -> tuple[rangefan.MapFile, rangefan.MapFile]:
    published = rangefan.read_map("thaad-korea", rangefan.load())
    moved = published.with_layer("radar-terminal", town="Pyeongtaek").with_layer(
        "interceptor", town="Pyeongtaek"
    )
    return published, dataclasses.replace(moved, id="moved", title="And at Pyeongtaek?")


@pytest.fixture(scope="module")
def found(maps: tuple[rangefan.MapFile, rangefan.MapFile]) -> rangefan.Comparison:
    catalogue = rangefan.load()
    return rangefan.compare(*(rangefan.resolve(mapped, catalogue) for mapped in maps))


def test_towns_change_as_their_distances_say(found: rangefan.Comparison) -> None:
    assert found.layers == ("radar-terminal", "interceptor")
    rows = {(row.layer, row.town): row for row in found.towns}
    # 39.9, 116.4: Beijing, 1,123 km from Seongju; the highest figure is 1,000 km.
    distance_km, _ = inverse(*PYEONGTAEK, 39.9, 116.4)
    beijing = rows["radar-terminal", "Beijing"]
    assert (beijing.before, beijing.after, beijing.answer_changes) == ("out", "depends", True)
    assert beijing.after_km == pytest.approx(distance_km, abs=3)
    assert not rows["radar-terminal", "Seoul"].answer_changes
    assert ("radar-forward", "Seoul") not in rows


def test_areas_add_up(found: rangefan.Comparison) -> None:
    areas = {}
    for item in found.differences:
        shapes = [
            shapely.geometry.shape(part["geometry"]) if part["geometry"] else shapely.MultiPolygon()
            for part in (item.only_before, item.only_after)
        ]
        assert shapes[0].intersection(shapes[1]).area < 1e-9
        areas[item.footprint] = [polygon_area_km2(shape) for shape in shapes]
        assert item.only_after["properties"]["status"] == "hypothetical"
        assert item.only_after["properties"]["illustrative"] is True
    # The same fan elsewhere: what it gives up is what it gains, but for the ellipsoid's curvature.
    lost, gained = areas["interceptor/nominal"]
    assert lost > 10_000
    assert gained == pytest.approx(lost, rel=0.01)
    assert {row.code for row in found.countries if row.footprint == "interceptor/nominal"} >= {"KOR", "PRK"}


def test_the_other_way_round_mirrors(
    maps: tuple[rangefan.MapFile, rangefan.MapFile], found: rangefan.Comparison
) -> None:
    catalogue = rangefan.load()
    back = rangefan.compare(*(rangefan.resolve(mapped, catalogue) for mapped in reversed(maps)))
    assert {(row.layer, row.town, row.before, row.after) for row in found.towns} == {
        (row.layer, row.town, row.after, row.before) for row in back.towns
    }
    same = rangefan.compare(*(rangefan.resolve(maps[0], catalogue) for _ in range(2)))
    assert (same.layers, same.towns, same.countries, same.differences) == ((), (), (), ())


def test_the_verb_prints_and_builds_a_page(
    maps: tuple[rangefan.MapFile, rangefan.MapFile],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    open_page: OpenPage,
    axe: str,
) -> None:
    other, page = tmp_path / "moved.toml", tmp_path / "page.html"
    other.write_text(written(maps[1]), encoding="utf-8")
    assert main(["compare", "thaad-korea", str(other), "-o", str(page)]) == 0
    text = capsys.readouterr().out
    assert "Illustrative" in text
    assert "* Beijing" in text
    assert main(["compare", "thaad-korea", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["layers"] == ["radar-terminal", "interceptor"]
    opened = open_page(page)
    section = opened.page.locator("#compared")
    section.scroll_into_view_if_needed()
    for words in ("Beijing", "South Korea"):
        expect(section).to_contain_text(words, use_inner_text=True)
    assert opened.page.locator("path.rf-fill.rf-purple").count() >= 4
    opened.page.evaluate(axe)
    broken = opened.page.evaluate("axe.run('#compared').then(found => found.violations.map(v => v.id))")
    assert broken == []
    assert (opened.errors, opened.requests, opened.violations) == ([], [], [])
