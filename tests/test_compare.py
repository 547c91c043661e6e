"""Two placements side by side: in Python, in the terminal and as a page."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

import rangefan
from rangefan.cli.main import main
from rangefan.geometry import Fan, area_km2, inverse, polygon_area_km2, shared_km2
from rangefan.mapfile import written
from rangefan.outputs.comparison import comparison_page, comparison_scene

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


def drawn_on_equal_area(fan: Fan) -> shapely.Polygon:
    """The fan by pyproj alone, on the equal-area map of the north that NSIDC uses (EPSG:6931)."""
    first, last = fan.azimuth_deg - fan.width_deg / 2, fan.azimuth_deg + fan.width_deg / 2
    azimuths = np.linspace(first, last, 3001)
    along = np.linspace(0, fan.range_km * 1000, 1001)[:-1]
    if fan.is_ring:
        walk = [(azimuths, np.full(3001, fan.range_km * 1000.0))]
    else:
        walk = [
            (np.full(1000, first), along),
            (azimuths, np.full(3001, fan.range_km * 1000.0)),
            (np.full(1000, last), along[::-1]),
        ]
    azimuth, metres = (np.concatenate([part[n] for part in walk]) for n in (0, 1))
    start = np.full(len(azimuth), fan.lon), np.full(len(azimuth), fan.lat)
    lon, lat, _ = pyproj.Geod(ellps="WGS84").fwd(*start, azimuth, metres)
    to_map = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:6931", always_xy=True)
    return shapely.Polygon(np.column_stack(to_map.transform(lon, lat))).buffer(0)


def test_what_two_fans_share_is_what_an_equal_area_map_shows() -> None:
    chance = random.Random(1953)
    shared = []
    for _ in range(60):
        lat = chance.choice([chance.uniform(5, 89), 36.05, 90.0])
        lon = chance.choice([chance.uniform(-180, 180), 179.9, -180.0])
        range_km = chance.uniform(50, 2500)
        one = Fan(
            lat=lat, lon=lon, range_km=range_km, azimuth_deg=327.0, width_deg=chance.choice([360.0, 120.0])
        )
        two = dataclasses.replace(
            one,
            lat=min(90.0, lat + chance.uniform(-0.6, 0.6) * range_km / 111),
            lon=(lon + chance.uniform(-0.6, 0.6) * range_km / 111 + 180) % 360 - 180,
            range_km=chance.uniform(0.5, 1.5) * range_km,
            width_deg=chance.choice([360.0, 90.0]),
        )
        wanted = drawn_on_equal_area(one).intersection(drawn_on_equal_area(two)).area / 1e6
        larger = max(area_km2(one), area_km2(two))
        shared.append(wanted)
        assert shared_km2(one, two) == pytest.approx(wanted, abs=2e-5 * larger), (one, two)
    assert sum(area > 0 for area in shared) > 40
    ring = Fan(lat=36.0, lon=128.0, range_km=600.0)
    assert shared_km2(ring, ring) == pytest.approx(1130137.822, rel=2e-6)  # as printed in the model page
    assert shared_km2(ring, dataclasses.replace(ring, lon=150.0)) == 0


def test_areas_add_up(maps: tuple[rangefan.MapFile, rangefan.MapFile], found: rangefan.Comparison) -> None:
    areas = {}
    published = {
        f"{layer.id}/{item.pick}": item.area_km2
        for layer in rangefan.resolve(maps[0], rangefan.load()).layers
        for item in layer.footprints
    }
    for item in found.differences:
        shapes = [
            shapely.geometry.shape(part["geometry"]) if part["geometry"] else shapely.MultiPolygon()
            for part in (item.only_before, item.only_after)
        ]
        assert shapes[0].intersection(shapes[1]).area < 1e-9
        areas[item.footprint] = [polygon_area_km2(shape) for shape in shapes]
        told = [item.only_before_km2, item.only_after_km2]
        assert told == pytest.approx(areas[item.footprint], rel=1e-3)
        whole = next(row for row in found.differences if row.footprint == item.footprint)
        assert whole.shared_km2 + whole.only_before_km2 == pytest.approx(published[item.footprint], abs=0.2)
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
    assert "Beijing" in (section.text_content() or "")
    assert "South Korea" in (section.text_content() or "")
    assert re.search(r"THAAD interceptor, nominal[\s\d,km²]*68,505 km²", section.text_content() or "")
    assert opened.page.locator("path.rf-line.is-main.rf-purple").count() >= 4
    assert (
        "Dalian (depends → in) and Beijing (out → depends)" in opened.page.locator(".rf-answer").inner_text()
    )
    opened.page.evaluate(axe)
    broken = opened.page.evaluate("axe.run().then(found => found.violations.map(v => v.id))")
    assert broken == []
    assert (opened.errors, opened.requests, opened.violations) == ([], [], [])


@pytest.fixture(scope="module")
def page(maps: tuple[rangefan.MapFile, rangefan.MapFile], found: rangefan.Comparison) -> str:
    return comparison_page(*maps, found, rangefan.load())


# By what a pattern is told, colour aside: its strokes, and how thick and in what pieces they are.
TEXTURES = """() => ['a', 'b'].map(which => {
  const path = document.querySelector(`path.rf-only-${which}`);
  const id = getComputedStyle(path).fill.match(/#([\\w-]+)/)[1];
  const mark = document.querySelector(`#${id} path`);
  return [mark.getAttribute('d'), getComputedStyle(mark).strokeWidth];
})"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_page_tells_a_from_b_without_colour(page: str, open_page: OpenPage, scripts: bool) -> None:
    opened = open_page(page, viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
    there = opened.page
    where = ".rf-map" if scripts else ".rf-still"
    drawn = {which: there.locator(f"{where} path.rf-only-{which}").count() for which in "ab"}
    assert drawn == {"a": 2, "b": 2}  # a fan and a ring each
    words = there.locator(f"{where} .rf-only" if scripts else f"{where} text.rf-sitename").all_text_contents()
    assert sorted(word for word in words if word.startswith("only")) == ["only A"] * 2 + ["only B"] * 2
    key = there.locator(".rf-key").first.inner_text()
    for said in ("reached by A alone", "reached by B alone", "dots between the dashes"):
        assert said in key
    one, other = (
        there.locator(f"{where} path.rf-line.is-main.rf-{colour}").first.evaluate(
            "path => getComputedStyle(path).strokeDasharray"
        )
        for colour in ("orange", "purple")
    )
    assert one != other
    assert "Hatched: what only A reaches" in (there.locator("#rf-alt").text_content() or "")
    if scripts:
        lines, dots = there.evaluate(TEXTURES)
        assert lines[0] != dots[0]
        there.emulate_media(media="print")
        assert there.locator(".rf-map path.rf-only-a").first.is_visible()
        there.emulate_media(media="screen")
        # What a reader moves is no longer what was compared, and the table says so.
        there.locator("#whatif > summary").click()
        there.locator("[data-w=at]").select_option(label="Busan")
        assert there.locator(".rf-map path.rf-only-a").count() == 0
        assert there.locator("#compared.rf-stale").count() == 1
        there.locator("[data-w=back]").click()
        assert there.locator(".rf-map path.rf-only-a").count() == 2


def test_the_areas_drawn_are_where_only_one_reaches(
    maps: tuple[rangefan.MapFile, rangefan.MapFile], found: rangefan.Comparison
) -> None:
    scene, _ = comparison_scene(*maps, found, rangefan.load())
    km2 = {}
    for area in scene["compared"]:
        shape = shapely.geometry.shape(area["geometry"])
        assert shape.contains(shapely.Point(area["at"][::-1]))  # its word stands on it
        km2[f"{area['layers'][0]}/{area['pick']}", area["which"]] = polygon_area_km2(shape)
    for item in found.differences:
        told = [km2[item.footprint, which] for which in "ab"]
        assert told == pytest.approx([item.only_before_km2, item.only_after_km2], rel=3e-3)


def test_a_map_elsewhere_is_in_the_frame() -> None:
    known = rangefan.load()
    published = rangefan.read_map("thaad-korea", known)
    guam = published.with_layer("interceptor", site="gu-thaad")
    found = rangefan.compare(*(rangefan.resolve(mapped, known) for mapped in (published, guam)))
    scene, _ = comparison_scene(published, guam, found, known)
    west, south, east, north = scene["view"]["bounds"]
    for layer in scene["layers"]:
        assert south < layer["site"]["lat"] < north
        assert west < layer["site"]["lon"] < east
    assert [layer["name"][:3] for layer in scene["layers"]].count("B ·") == 1


def test_what_is_no_scene_is_refused(maps: tuple[rangefan.MapFile, rangefan.MapFile]) -> None:
    with pytest.raises(rangefan.UsageError, match=r"MapFile is no scene: rangefan\.resolve"):
        rangefan.compare(*maps)  # type: ignore[arg-type]
