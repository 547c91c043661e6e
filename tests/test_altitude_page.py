"""The altitude control in a real browser: map, legend, tables and words change together, and come back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect
from pyproj import Geod

from rangefan import catalogue, mapfile
from rangefan import scene as scenes
from rangefan.geometry import REFRACTIONS, Fan, Sight, footprint, reach_at_altitude
from rangefan.outputs import render_page
from rangefan.outputs.altitude import altitude_table

from . import pages
from .test_page import AXE_TAGS, clean

OpenPage = Callable[..., Any]
WGS84 = Geod(ellps="WGS84")
STEPS = (20.0, 90.0)

# Everything drawn, as Leaflet holds it: class names and rings of [lat, lon].
DRAWN = """() => {
  const map = window[Object.keys(window).find(key => /^map_/.test(key))];
  const flat = part => Array.isArray(part) ? part.map(flat) : [part.lat, part.lng];
  const found = [];
  map.eachLayer(layer => {
    if (!(layer instanceof L.Path)) return;
    found.push({classes: layer.options.className, latlngs: flat(layer.getLatLngs())});
  });
  return found;
}"""


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """The shipped map with altitudes on offer, as plain data."""
    known = catalogue.load()
    return json.loads(scenes.resolve(mapfile.read_map("thaad-korea", known), known).to_json())


@pytest.fixture(scope="module")
def page_of_shipped(shipped: dict[str, Any]) -> str:
    return render_page(shipped)


def made_up() -> dict[str, Any]:
    """The made-up scene with two altitudes: the radar is cut by its floor, the interceptor is not at 20 km.

    The fourth layer has no altitudes, as one that its author fixed at an altitude.
    """
    scene = pages.scene()
    for layer in scene["layers"][:3]:
        radar = layer["role"] == "radar"
        sight = {
            "text": "site at 100 m (Ministry 2016)",
            "site_altitude_km": 0.1,
            "min_elevation_deg": 5.0,
            "refraction": "ray",
        }
        layer |= {"sight": sight, "altitude_km": None, "lowest_visible": []}
        width = 120.0 if layer["direction"] else 360.0
        layer["at_altitude"] = []
        for altitude in STEPS:
            left = []
            for item in layer["footprints"]:
                km = (min(item["range_km"], altitude * 8) if radar else item["range_km"]) * (
                    radar or altitude > 40
                )
                left.append(remains(item["pick"], "ground", km, "the elevation floor", width))
            if not radar:
                left.append(
                    remains("nominal", "slant", (altitude > 40) * 178.6, "the range, read as slant", width)
                )
            layer["at_altitude"].append({"altitude_km": altitude, "left": left})
        if radar:
            near, far = 160.0, layer["footprints"][-1]["range_km"]
            layer["lowest_visible"] = [
                band(0.0, near, 0.0, 20.0, pages.fan(near, width=width)),
                band(near, far, 20.0, None, pages.fan(far, width=width)),
            ]
    for town in scene["towns"]:
        answers = ("out", "depends")
        town["cells_at"] = {
            layer["id"]: [
                {"answer": answer, "why": f"{answer} up there", "turns_on": ""} for answer in answers
            ]
            for layer in scene["layers"][:3]
        }
    return scene


def remains(pick: str, reading: str, km: float, decided_by: str, width: float) -> dict[str, Any]:
    return {
        "pick": pick,
        "reading": reading,
        "outer_km": km,
        "inner_km": 0.0,
        "decided_by": decided_by,
        "area_km2": km * 10,
        "geometry": pages.fan(km, width=width) if km else None,
    }


def band(near: float, far: float, lowest: float, highest: float | None, geometry: Any) -> dict[str, Any]:
    return {
        "from_km": near,
        "to_km": far,
        "lowest_from_km": lowest,
        "lowest_to_km": highest,
        "geometry": geometry,
    }


def choose(page: Any, name: str) -> None:
    page.get_by_role("group", name="Seen at altitude").get_by_role("radio", name=name, exact=True).check()


def drawn(page: Any, *classes: str) -> list[Any]:
    found = page.evaluate(DRAWN)
    return [shape["latlngs"] for shape in found if set(classes) <= set(shape["classes"].split())]


def says(page: Any) -> dict[str, str]:
    """What a reader sees and hears of the map at this moment."""
    parts = {
        "lines": "path.rf-line.rf-radar",
        "labels": ".rf-words .rf-name",
        "dots": ".rf-dot",
        "towns": "#towns tbody",
        "footprints": "#footprints tbody",
        "captions": "#towns caption, #footprints caption",
        "alt": ".rf-alt",
        "live": ".rf-live",
        "row": ".rf-seen[data-layer='radar-terminal']",
        "badge": ".rf-badge",
    }
    return {
        part: page.locator(where).evaluate_all("nodes => nodes.map(n => n.outerHTML).join()")
        for part, where in parts.items()
    }


def test_all_change_together_and_come_back(page_of_shipped: str, open_page: OpenPage) -> None:
    opened = open_page(page_of_shipped, viewport={"width": 1280, "height": 900})
    page = opened.page
    whole = page.evaluate("document.documentElement.outerHTML")
    seen = [says(page)]
    for name in ("10 km", "40 km", "100 km", "150 km"):
        choose(page, name)
        seen.append(says(page))
        for part in ("labels", "alt", "live", "row", "badge", "captions", "footprints"):
            assert name in seen[-1][part], part
    assert "800 km · ROK minister 2017 → 348 km at 40 km" in seen[2]["labels"]
    assert "348 km whichever figure, limited by the elevation floor" in seen[2]["row"]
    assert "elevation floor 5°" in seen[2]["row"]
    for before, after in pairwise(seen):
        assert [part for part in before if before[part] == after[part]] == []
    choose(page, "Lowest visible")
    choose(page, "As published")
    assert page.evaluate("document.documentElement.outerHTML") == whole
    clean(opened)


def test_what_is_drawn_is_pythons(shipped: dict[str, Any], page_of_shipped: str, open_page: OpenPage) -> None:
    """To 1e-6 degrees; and the arc lies where the ellipsoid's geodesics say it does, to a foot."""
    page = open_page(page_of_shipped).page
    layer = shipped["layers"][0]
    site, turn, sight = layer["site"], layer["direction"], layer["sight"]
    west, _, east, _ = shipped["view"]["bounds"]
    tolerance_m = max(50.0, (east - west) * 111_320 / 1280 / 16)
    for step in layer["at_altitude"]:
        choose(page, f"{step['altitude_km']:g} km")
        polygons = drawn(page, "rf-fill", "rf-radar")
        assert len(polygons) == 3
        for item, polygon in zip(reversed(layer["footprints"]), polygons, strict=True):
            reach = reach_at_altitude(
                item["range_km"],
                step["altitude_km"],
                Sight(
                    site_altitude_km=sight["site_altitude_km"],
                    min_elevation_deg=sight["min_elevation_deg"],
                    refraction=REFRACTIONS[sight["refraction"]],
                ),
                site["lat"],
            )
            fan = Fan(
                lat=site["lat"],
                lon=site["lon"],
                range_km=reach.outer_km,
                inner_km=reach.inner_km,
                azimuth_deg=turn["azimuth_deg"],
                width_deg=turn["width_deg"],
            )
            wanted = footprint(fan, tolerance_m=tolerance_m, center_lon=shipped["view"]["center_lon"])
            rings = [list(shape.exterior.coords)[:-1] for shape in wanted.geoms]
            [[ring]], [wanted_ring] = polygon, rings
            assert len(ring) == len(wanted_ring)
            for (lat, lon), (x, y) in zip(ring, wanted_ring, strict=True):
                assert (lon, lat) == pytest.approx((x, y), abs=1e-6)
            far = max(WGS84.inv(site["lon"], site["lat"], lon, lat)[2] for lat, lon in ring)
            assert far == pytest.approx(reach.outer_km * 1000, abs=0.3)


def test_where_nothing_is_left_the_legend_says_why(page_of_shipped: str, open_page: OpenPage) -> None:
    page = open_page(page_of_shipped).page
    choose(page, "10 km")
    assert all(not sum(map(len, shape)) for shape in drawn(page, "rf-interceptor"))
    row = page.locator(".rf-seen[data-layer='interceptor']")
    assert "nothing is left whichever figure, decided by the published altitude band" in row.inner_text()
    assert page.locator(".rf-words .rf-name.rf-blue").count() == 0
    drawn_as = page.locator("#footprints tbody tr").last
    drawn_as.scroll_into_view_if_needed()
    expect(drawn_as).to_contain_text("nothing at 10 km", use_inner_text=True)
    expect(drawn_as.locator("td").last).to_have_text("0", use_inner_text=True)
    page.get_by_role("button", name="200 km, nominal figure of THAAD").click()
    assert "nothing is left, decided by the published altitude band" in page.locator(".rf-card").inner_text()
    choose(page, "40 km")
    assert "200 km over the ground" in page.locator(".rf-card").inner_text()
    assert "Read as slant" in page.locator(".rf-card").inner_text()


def test_the_other_reading_is_a_line_of_its_own(page_of_shipped: str, open_page: OpenPage) -> None:
    page = open_page(page_of_shipped, viewport={"width": 1280, "height": 900}).page
    assert drawn(page, "rf-reading") == []
    choose(page, "150 km")
    terminal, _ = drawn(page, "rf-reading")
    lat, lon = terminal[0][len(terminal[0]) // 2]
    site = (128.2, 36.03)
    assert WGS84.inv(*site, lon, lat)[2] == pytest.approx(777_290, abs=20_000)
    assert "read as slant · 777 km" in page.locator(".rf-words").text_content()
    assert page.locator(".rf-key-reading").inner_text().strip() == "the nominal figure, read as slant"


def test_modes_toggles_and_figures_keep_working(page_of_shipped: str, open_page: OpenPage) -> None:
    page = open_page(page_of_shipped, viewport={"width": 1280, "height": 900}).page
    choose(page, "100 km")
    label = page.locator(".rf-words .rf-name.is-main.rf-orange")
    for pick, km in (("Low", "600 km"), ("High", "701 km at 100 km")):
        page.get_by_role("radio", name=pick, exact=True).check()
        assert km in label.text_content()
    page.get_by_role("radio", name="AN/TPY-2 radar, forward-based mode").check()
    assert "1,303 km at 100 km" in label.text_content()
    assert "1,303 km" in page.locator(".rf-live").text_content()
    assert page.locator(".rf-seen:visible").count() == 2
    page.get_by_role("radio", name="Radar not shown").check()
    page.get_by_role("checkbox", name="THAAD interceptor").uncheck()
    assert drawn(page, "rf-line") == []
    choose(page, "Lowest visible")
    assert "No radar is shown" in page.locator(".rf-live").text_content()


def test_lowest_visible_altitudes(shipped: dict[str, Any], page_of_shipped: str, open_page: OpenPage) -> None:
    page = open_page(page_of_shipped, viewport={"width": 1280, "height": 900}).page
    choose(page, "Lowest visible")
    bands = shipped["layers"][0]["lowest_visible"]
    polygons = drawn(page, "rf-low")
    assert len(polygons) == len(bands) == 4
    for each, polygon in zip(bands, polygons, strict=True):
        for (outer, *holes), rings in zip(each["geometry"]["coordinates"], polygon, strict=True):
            for wanted, ring in zip((outer, *holes), rings, strict=True):
                assert [[lon, lat] for lat, lon in ring] == wanted[:-1]
    rows = page.locator(".rf-lowest-key li").all_inner_texts()
    words = ["below 10 km", "10–40 km", "40–100 km", "100–150 km"]
    assert [re.split(r"\s*out to ", row)[0] for row in rows] == words
    assert {"40 km altitude", "100 km altitude"} <= set(
        page.locator(".rf-words .rf-name").all_text_contents()
    )
    shades = page.locator("path.rf-low").evaluate_all(
        "n => n.map(p => Number(getComputedStyle(p).fillOpacity))"
    )
    assert shades == sorted(set(shades), reverse=True)
    # A shorter figure ends the colours where it ends: no vertex lies beyond 600 km.
    page.get_by_role("radio", name="Low", exact=True).check()
    assert page.locator(".rf-lowest-key li").count() == 3
    site = shipped["layers"][0]["site"]
    far = max(
        WGS84.inv(site["lon"], site["lat"], lon, lat)[2]
        for polygon in drawn(page, "rf-low")
        for shape in polygon
        for ring in shape
        for lat, lon in ring
    )
    assert far == pytest.approx(600_000, abs=0.3)


def test_arrow_keys_walk_the_steps(page_of_shipped: str, open_page: OpenPage) -> None:
    page = open_page(page_of_shipped).page
    page.get_by_role("radio", name="As published").focus()
    heard = []
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        heard.append(page.locator(".rf-live").text_content()[:22])
    assert heard == [
        "Seen at 10 km above th",
        "Seen at 40 km above th",
        "Seen at 100 km above t",
        "Seen at 150 km above t",
        "Lowest visible altitud",
        "",
    ]
    assert page.evaluate("document.activeElement.dataset.altitude") == ""


def test_a_layer_without_altitudes_is_left_alone(open_page: OpenPage) -> None:
    page = open_page(render_page(made_up())).page
    page.get_by_role("checkbox", name="SYS-1 moved").check()
    before = drawn(page, "is-hypothetical", "rf-line")
    for name in ("20 km", "90 km", "Lowest visible"):
        choose(page, name)
        assert drawn(page, "is-hypothetical", "rf-line") == before
    assert page.locator(".rf-seen").count() == 3


def test_towns_follow_in_a_table_of_many_layers(open_page: OpenPage) -> None:
    """Where layers are many the table lists them under in and depends: the lists follow too."""
    scene = made_up()
    for number in range(5):
        extra = pages.layer(f"more-{number}", f"More {number}", {"nominal": 100.0})
        scene["layers"].append(extra)
        scene["towns"][0]["cells"][extra["id"]] = {"answer": "out", "why": ""}
    page = open_page(render_page(scene)).page
    cells = page.locator("#towns tbody td")
    before = cells.all_inner_texts()
    choose(page, "90 km")
    names = ["SYS-1 radar, terminal mode", "SYS-1 radar, forward mode", "SYS-1 interceptor"]
    assert cells.all_inner_texts()[-2] == ""
    assert all(name in cells.all_inner_texts()[-1] for name in names)
    choose(page, "As published")
    assert cells.all_inner_texts() == before


def test_hostile_text_is_shown_as_it_is(open_page: OpenPage) -> None:
    opened = open_page(render_page(pages.hostile(made_up())))
    page = opened.page
    for name in ("20 km", "90 km", "Lowest visible"):
        choose(page, name)
        page.locator("button[data-figure]").first.evaluate("button => button.click()")
        text = page.evaluate("document.documentElement.textContent")
        assert (
            f"site at 100 m (Ministry 2016){pages.HOSTILE}" in page.locator(".rf-seen").first.text_content()
        )
        if name != "Lowest visible":
            for where in (".rf-seen", ".rf-live", ".rf-alt", ".rf-card", "#footprints", "#altitude"):
                assert f"the elevation floor{pages.HOSTILE}" in page.locator(where).first.text_content(), (
                    where
                )
            assert f"up there{pages.HOSTILE}" in text
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    clean(opened)


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1000)])
def test_accessible_at_every_choice(open_page: OpenPage, axe: str, scheme: str, width: int) -> None:
    page = open_page(
        render_page(made_up()), viewport={"width": width, "height": 800}, color_scheme=scheme
    ).page
    page.evaluate(axe)
    for name in ("20 km", "90 km", "Lowest visible"):
        choose(page, name)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
            AXE_TAGS,
        )
        assert found == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for box in page.locator(".rf-altitudes label").all():
        size = box.bounding_box()
        assert min(size["width"], size["height"]) >= 24


def test_without_scripts_a_table_has_it_all(
    shipped: dict[str, Any], page_of_shipped: str, open_page: OpenPage
) -> None:
    page = open_page(page_of_shipped, java_script_enabled=False).page
    table = page.locator("#altitude table")
    table.scroll_into_view_if_needed()
    assert table.locator("caption").is_visible()
    assert table.locator("tbody tr th[scope=row]").count() == 3 * 4
    # Sections are laid out in the frame after they have come near.
    expect(table).to_contain_text("348 348 348 348 as slant the elevation floor", use_inner_text=True)
    expect(table).to_contain_text("elevation floor 5° (Aju Business Daily 2016)", use_inner_text=True)
    assert page.locator("[data-altitude]:visible").count() == 0
    page.locator("#footprints").scroll_into_view_if_needed()
    expect(page.locator("#footprints")).to_contain_text("800 km · ROK minister 2017 ", use_inner_text=True)
    decided = {row["decided"] for layer in altitude_table(shipped) for row in layer["rows"]}
    assert "low: the published range; nominal and high: the elevation floor" in decided


def test_maps_without_altitudes_have_no_control() -> None:
    """Nor a table, nor a word of it: the page before its data and scripts is as it was."""
    scene = pages.scene()
    for layer in scene["layers"]:
        layer |= {"at_altitude": [], "lowest_visible": [], "sight": None, "altitude_km": None}
    for html in (render_page(pages.scene()), render_page(scene)):
        body = html.split("</head>")[1].split('<script type="application/json"')[0]
        assert not re.search(r"altitude|rf-seen|rf-live|rf-reading", body)


def test_folium_map_has_the_control_too(open_page: OpenPage) -> None:
    """The panel alone, with no tables to change."""
    from rangefan.outputs.overlay import SceneLayer

    assert 'data-altitude="1"' in SceneLayer(made_up()).panel


def test_small_enough(page_of_shipped: str) -> None:
    import gzip

    page = page_of_shipped.encode()
    assert len(page) <= 700_000
    assert len(gzip.compress(page, 9)) <= 200_000
