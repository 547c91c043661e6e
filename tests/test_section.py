"""The side view: its numbers are the model's, its scales are the stated ones, its words are harmless."""

from __future__ import annotations

import dataclasses
import functools
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rangefan import load, read_map, render_page, resolve
from rangefan.catalogue import Catalogue
from rangefan.cli import main
from rangefan.geometry import gaussian_radius_km
from rangefan.mapfile import Layer, MapFile
from rangefan.mapfile.nouns import Altitude, Towns
from rangefan.outputs.caption import section_caption
from rangefan.outputs.section import section_svg, stretch_of
from rangefan.scene import Scene
from rangefan.scene.nouns import SceneLayer
from rangefan.scene.section import sections_of

from . import pages

SVG = "{http://www.w3.org/2000/svg}"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RADAR = Layer(id="x", system="an-tpy-2", mode="terminal", lat=36.0, lon=128.0, azimuth_deg=0)
R36 = gaussian_radius_km(36.0)


@functools.cache
def known() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return known()


@pytest.fixture(scope="module")
def thaad(catalogue: Catalogue) -> Scene:
    return resolve(read_map("thaad-korea", catalogue), catalogue)


@pytest.fixture(scope="module")
def view(thaad: Scene) -> dict[str, Any]:
    return dataclasses.asdict(thaad.sections[0])


def views_of(catalogue: Catalogue, *layers: Layer, **given: Any) -> list[dict[str, Any]]:
    mapped = MapFile(id="test", title="A question?", layers=layers, **given)
    return [dataclasses.asdict(section) for section in resolve(mapped, catalogue).sections]


def profile(layer: dict[str, Any], kind: str) -> Callable[[float], float]:
    """A ray of a side view as a function: altitude over a ground distance."""
    line = next(line for line in layer["profiles"] if line["kind"] == kind)
    points = list(zip(line["distance_km"], line["altitude_km"], strict=True))

    def at(s: float) -> float:
        (a, h), (b, g) = next(pair for pair in pairwise(points) if pair[1][0] >= s)
        return float(h + (g - h) * (s - a) / (b - a))

    return at


def paths(svg: str, name: str) -> list[list[tuple[float, float]]]:
    """The points of every path with a class."""
    found = [p for p in ElementTree.fromstring(svg).iter(f"{SVG}path") if name in p.get("class", "").split()]
    runs = [re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", "")) for path in found]
    return [[(float(x), float(y)) for x, y in run] for run in runs]


def text_of(svg: str) -> str:
    return " ".join(text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def crossing(outline: list[tuple[float, float]], y: float) -> float:
    """Where an outline is furthest right at a height."""
    rights = []
    for (a, b), (c, d) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if min(b, d) <= y <= max(b, d):
            rights.append(max(a, c) if b == d else a + (c - a) * (y - b) / (d - b))
    return max(rights)


# ---- the numbers ----


def test_the_floor_ray_is_that_of_the_radar_handbooks(catalogue: Catalogue) -> None:
    """h = kR (cos e / cos(e + s/kR) - 1), e = 5°, k = 4/3: 9.3 / 19.9 / 44.6 / 74.3 / 148.6 km."""
    layer = dataclasses.replace(RADAR, range_km=1100.0, min_elevation_deg=5.0)
    [view] = views_of(catalogue, layer, altitude=Altitude(steps_km=(180.0,), refraction="4/3"))
    floor = profile(view["layers"][0], "floor")
    wanted = {100: 9.3, 200: 19.9, 400: 44.6, 600: 74.3, 1000: 148.6}
    assert [floor(s) for s in wanted] == pytest.approx(list(wanted.values()), abs=0.06)


def test_the_horizon_without_air_falls_away_with_the_square(catalogue: Catalogue) -> None:
    """Seen from sea level, what lies s away must be R (1/cos(s/R) - 1) high."""
    layer = dataclasses.replace(RADAR, range_km=800.0, mode="forward")  # which has no published floor
    [view] = views_of(catalogue, layer, altitude=Altitude(steps_km=(60.0,), refraction="none"))
    assert [line["kind"] for line in view["layers"][0]["profiles"]] == ["horizon"]
    horizon = profile(view["layers"][0], "horizon")
    for s in (200.0, 500.0, 800.0):
        assert horizon(s) == pytest.approx(R36 * (1 / math.cos(s / R36) - 1), abs=0.02)


def test_a_slant_range_is_an_arc_around_the_site(view: dict[str, Any]) -> None:
    """By the law of cosines, by hand: 200 km of slant reach 195.4, 171.9, 130.8 km at 40, 100, 150 km."""
    interceptor = next(layer for layer in view["layers"] if layer["layer"] == "interceptor")
    arc = next(e["line"] for e in interceptor["edges"] if e["pick"] == "nominal" and e["reading"] == "slant")
    points = list(zip(arc["distance_km"], arc["altitude_km"], strict=True))
    assert points[0] == pytest.approx((195.4, 40.0), abs=0.1)
    assert points[-1] == pytest.approx((130.8, 150.0), abs=0.1)
    radius = view["earth_radius_km"]
    for s, h in points:
        across, up = (radius + h) * math.sin(s / radius), (radius + h) * math.cos(s / radius) - radius
        assert math.hypot(across, up) == pytest.approx(200.0, abs=0.01)


def test_both_readings_stand_where_no_source_says_which(view: dict[str, Any]) -> None:
    for layer in view["layers"]:
        read = {(edge["pick"], edge["reading"]): edge["assumed"] for edge in layer["edges"]}
        assert read == {
            (p, r): r == "ground" for p in ("low", "nominal", "high") for r in ("ground", "slant")
        }


def test_what_is_filled_is_what_each_altitude_leaves(thaad: Scene, view: dict[str, Any]) -> None:
    """The drawn area, measured in the picture, against the ranges at altitude that the map itself answers."""
    svg = section_svg(view)
    steps = dict(zip(view["altitudes_km"], paths(svg, "rf-side-step"), strict=True))
    px_per_km = (steps[10.0][-1][0] - steps[10.0][0][0]) / view["far_km"]
    for fill, layer in zip(paths(svg, "rf-side-fill"), (thaad.layers[0], thaad.layers[2]), strict=True):
        for at in layer.at_altitude:
            left = next(item for item in at.left if item.pick == "nominal")
            if left.geometry is None:
                continue
            y = steps[at.altitude_km][0][1]
            right = (crossing(fill, y) - steps[10.0][0][0]) / px_per_km
            assert right == pytest.approx(left.outer_km, abs=0.6)


# ---- the scales ----


@pytest.mark.parametrize("narrow", [False, True])
def test_heights_are_stretched_by_as_much_as_the_picture_says(view: dict[str, Any], narrow: bool) -> None:
    svg = section_svg(view, narrow=narrow)
    ticks = [run for run in paths(svg, "rf-side-ruler") if len(run) == 2 and run[0][0] == run[1][0]]
    tick_km = float(re.findall(r">(\d+)</text>", svg)[1])  # the second number on the ruler
    across = (ticks[1][0][0] - ticks[0][0][0]) / tick_km
    heights = [run[0][1] for run in paths(svg, "rf-side-step")]
    up = (heights[0] - heights[-1]) / (view["altitudes_km"][-1] - view["altitudes_km"][0])
    stated = float(re.search(r"Heights × ([\d.]+)", text_of(svg))[1])  # type: ignore[index]
    assert stated == stretch_of(view, narrow=narrow)
    assert up / across == pytest.approx(stated, rel=0.005)


@pytest.mark.parametrize("narrow", [False, True])
def test_true_scale_is_one_scale_over_an_earth_that_curves(view: dict[str, Any], narrow: bool) -> None:
    svg = section_svg(view, true_scale=True, narrow=narrow)
    assert "True scale" in text_of(svg)
    assert "Heights ×" not in svg
    px_per_km = -paths(svg, "rf-side-step")[-1][0][1] / view["altitudes_km"][-1]
    left = paths(svg, "rf-side-sea")[0][0][0]
    feet = [run[0] for run in paths(svg, "rf-side-radar")][::2]  # of the upright lines; arcs come after each
    radius = view["earth_radius_km"]
    for km, (x, y) in zip((600.0, 800.0, 1000.0), feet, strict=True):
        assert (x - left) / px_per_km == pytest.approx(radius * math.sin(km / radius), rel=0.003)
        assert y / px_per_km == pytest.approx(km**2 / (2 * radius), rel=0.003, abs=0.1 / px_per_km)


def test_a_tall_view_needs_no_stretching_and_says_so(catalogue: Catalogue) -> None:
    [view] = views_of(catalogue, Layer(id="x", system="thaad", site="kr-seongju-lotte"))
    assert stretch_of(view) is None
    assert section_svg(view) == section_svg(view, true_scale=True)
    assert "Drawn to true scale" in section_caption(view)[-1]


# ---- which views there are ----


def test_fans_set_the_direction_and_rings_go_with_them(thaad: Scene) -> None:
    [section] = thaad.sections
    assert [layer.layer for layer in section.layers] == ["radar-terminal", "interceptor"]
    assert section.azimuth_deg == pytest.approx(327.34, abs=0.01)
    # Azimuths from Seongju as the town table has them: Beijing's is 296°, more than 8° off.
    assert [town.name for town in section.towns] == ["Seoul", "Pyongyang", "Dandong", "Shenyang"]


def test_a_ring_alone_looks_to_the_town_the_map_asks_about(catalogue: Catalogue) -> None:
    ring = Layer(id="x", system="thaad", site="kr-seongsan")
    [asked] = views_of(catalogue, ring, towns=Towns(show=("Seoul",), ask="Seoul"))
    assert "toward Seoul" in asked["azimuth_text"]
    assert [town["name"] for town in asked["towns"]] == ["Seoul"]  # though it lies beyond the range
    [north] = views_of(catalogue, ring)
    assert north["azimuth_deg"] == 0


def test_without_a_published_altitude_there_is_no_side_view(catalogue: Catalogue) -> None:
    flat = Layer(id="flat", system="s-400", mode="aircraft", site="ru-nakhodka")
    assert views_of(catalogue, flat) == []
    page = render_page(resolve(MapFile(id="t", title="?", layers=(flat, RADAR)), catalogue))
    assert "for want of a published altitude: S-400" in page


# ---- words ----


def test_every_picture_says_what_it_is_and_whose(view: dict[str, Any]) -> None:
    for narrow in (False, True):
        for true_scale in (False, True):
            svg = section_svg(view, true_scale=true_scale, narrow=narrow)
            said = text_of(svg)
            for word in ("Illustrative", "AN/TPY-2", "800 km · ROK", "THAAD", "USCC", "USFK", "Seoul 202 km"):
                assert word in said.replace("ROK minister", "ROK"), (word, narrow, true_scale)
            assert "81 km up at 600 km" in ElementTree.fromstring(svg).get("aria-label", "")
    caption = " ".join(section_caption(view))
    assert "ITU-R P.453" in caption
    assert "not detection, not protection" in caption


def test_hostile_text_is_shown_as_it_is(thaad: Scene, view: dict[str, Any]) -> None:
    nasty = pages.hostile({**view, "id": "side-1"})
    nasty["site"]["name"] = "\0\ufffe" + nasty["site"]["name"]
    for layer, true in zip(nasty["layers"], view["layers"], strict=True):
        layer["style"] = true["style"]
        for line, was in zip(layer["profiles"], true["profiles"], strict=True):
            line["kind"] = was["kind"]
        for edge, was in zip(layer["edges"], true["edges"], strict=True):
            edge["reading"] = was["reading"]
    for alone in (False, True):
        tree = ElementTree.fromstring(section_svg(nasty, alone=alone))
        assert {part.tag.removeprefix(SVG) for part in tree.iter()} <= {
            "svg",
            "style",
            "rect",
            "path",
            "circle",
            "text",
        }
        assert not any(
            name.startswith("on") or name == "href" for part in tree.iter() for name in part.attrib
        )
        assert pages.HOSTILE in tree.get("aria-label", "")
    page = render_page({**thaad.to_dict(), "sections": [nasty]})
    assert (
        "<img src=x"
        not in page.replace("\\u003c", "<").split('<section id="side">')[1].split("</section>")[0]
    )


def test_a_picture_of_its_own_needs_no_variables(view: dict[str, Any]) -> None:
    svg = section_svg(view, alone=True)
    assert "var(" not in svg
    assert "#b84a00" in svg.split("@media")[0]
    assert "#e69f00" in svg.split("@media")[1]
    assert "Seongju, looking along 327°" in text_of(svg)


@functools.cache
def plain_radar() -> SceneLayer:
    layer = dataclasses.replace(RADAR, range_km=1.0)
    return resolve(MapFile(id="t", title="?", layers=(layer,)), known()).layers[0]


@settings(max_examples=30)
@given(
    range_km=st.floats(1, 12000),
    floor=st.none() | st.floats(0, 80),
    site=st.floats(0, 9),
    steps=st.lists(st.floats(0.1, 2000), max_size=4, unique=True),
    measure=st.sampled_from(["", "slant", "ground"]),
    narrow=st.booleans(),
)
def test_whatever_the_numbers_it_draws(
    range_km: float,
    floor: float | None,
    site: float,
    steps: list[float],
    measure: Any,
    narrow: bool,
) -> None:
    """Finite, well-formed, inside its own frame, and the scale never understated."""
    layer = dataclasses.replace(
        RADAR, range_km=range_km, min_elevation_deg=floor, site_altitude_km=site, measure=measure
    )
    mapped = MapFile(id="t", title="?", layers=(layer,), altitude=Altitude(steps_km=tuple(sorted(steps))))
    drawn = plain_radar()  # its outline on the map plays no part here
    footprints = tuple(dataclasses.replace(each, range_km=range_km) for each in drawn.footprints)
    [found] = sections_of(mapped, known(), [dataclasses.replace(drawn, footprints=footprints)], [])
    view = dataclasses.asdict(found)
    for true_scale in (False, True):
        svg = section_svg(view, true_scale=true_scale, narrow=narrow)
        assert not re.search(r"\b(?:nan|inf)\b", svg)
        tree = ElementTree.fromstring(svg)
        left, top, width, height = map(float, tree.get("viewBox", "").split())
        for run in paths(svg, "rf-side-edge") + paths(svg, "rf-side-ray") + paths(svg, "rf-side-fill"):
            for x, y in run:
                assert left - 1 <= x <= left + width + 1
                assert top - 1 <= y <= top + height + 1
        assert "Illustrative" in text_of(svg)


# ---- on the command line ----


def test_the_verb_writes_the_whole_picture_or_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], view: dict[str, Any]
) -> None:
    path = tmp_path / "side.svg"
    assert main(["section", "thaad-korea", "--true-scale", "-o", str(path)]) == 0
    assert path.read_text("utf-8") == section_svg({**view, "id": "side"}, true_scale=True, alone=True)
    said = capsys.readouterr()
    assert said.out == f"{path}\n"
    assert "not detection, not protection" in said.err
    assert main(["section", "thaad-korea", "-o", str(tmp_path / "none/side.svg")]) == 5


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["thaad-korea", "--layer", "radar"], 2, "radar-terminal"),
        (["missile-ranges"], 2, "take another map"),
        (["region", "--layer", "nakhodka-aircraft"], 2, "no source gives it an altitude"),
        (["thaad-korea", "--layer", "radar-terminal", "--azimuth", "100"], 3, "looks from 267° to 27°"),
        (["thaad-korea", "--azimuth", "nan"], 3, "give degrees"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_advice(
    words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["section", *words]) == code
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""


def test_same_bytes_across_processes() -> None:
    call = "import sys; from rangefan.cli import main; sys.exit(main(['section', 'thaad-korea']))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", call],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(seen) == 1


# ---- in a browser ----


@pytest.fixture(scope="module")
def page(thaad: Scene) -> str:
    return render_page(thaad)


SHOWN = "[...document.querySelectorAll('#side svg')].filter(svg => svg.getClientRects().length)"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_keyboard_switches_the_scale(page: str, open_page: Callable[..., Any], scripts: bool) -> None:
    opened = open_page(page, java_script_enabled=scripts)
    picture = opened.page.locator("#side svg:visible")
    assert picture.count() == 1
    assert "Heights × " in picture.text_content()
    opened.page.get_by_role("radio", name="stretched").focus()
    opened.page.keyboard.press("ArrowRight")
    assert picture.count() == 1
    assert "True scale" in picture.text_content()
    opened.page.keyboard.press("ArrowLeft")
    assert "Heights × " in picture.text_content()
    assert (opened.requests, opened.errors, opened.violations) == ([], [], [])


def unfold(page: Any) -> None:
    """On a phone the sections below the map begin folded."""
    button = page.locator("#side .rf-unfold")
    if button.count():
        button.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000])
def test_usable_by_all(page: str, open_page: Callable[..., Any], axe: str, width: int, scheme: str) -> None:
    opened = open_page(page, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    opened.page.add_script_tag(content=axe)
    unfold(opened.page)
    for name in ("stretched", "true scale, 1:1"):
        opened.page.get_by_role("radio", name=name).check()
        ask = "tags => axe.run('#side', {runOnly: tags}).then(found => found.violations.map(v => v.id))"
        assert opened.page.evaluate(ask, AXE_TAGS) == []
        smallest = opened.page.evaluate(
            f"{SHOWN}.map(svg => svg.getScreenCTM().a * Math.min(...[...svg.querySelectorAll('text')]"
            ".map(text => parseFloat(getComputedStyle(text).fontSize))))"
        )
        assert min(smallest) >= 11
        assert opened.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_words_keep_clear_of_each_other_and_of_the_edge(
    page: str, open_page: Callable[..., Any], width: int, scheme: str
) -> None:
    opened = open_page(page, viewport={"width": width, "height": 900}, color_scheme=scheme)
    unfold(opened.page)
    for name in ("stretched", "true scale, 1:1"):
        opened.page.get_by_role("radio", name=name).check()
        boxes = opened.page.evaluate(
            f"{SHOWN}.flatMap(svg => [svg, ...svg.querySelectorAll('text:not([transform])')].map(part =>"
            " { const b = part.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }))"
        )
        (left, top, right, bottom), *words = boxes
        for x, y, a, b in words:
            assert left - 1 <= x
            assert a <= right + 1
            assert top - 1 <= y
            assert b <= bottom + 1
        for n, (x, y, a, b) in enumerate(words):
            for c, d, e, f in words[n + 1 :]:
                assert min(a, e) - max(x, c) < 1 or min(b, f) - max(y, d) < 4
