"""Positions in a real browser: the slider moves China's fill, statement and footprint light each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pyproj import Geod

import rangefan
from rangefan.catalogue import Catalogue
from rangefan.scene import Scene

from .test_page import AXE_TAGS, clean

OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return rangefan.load()


@pytest.fixture(scope="module")
def scene(known: Catalogue) -> Scene:
    return rangefan.resolve(rangefan.read_map("thaad-korea", known), known)


@pytest.fixture(scope="module")
def html(scene: Scene) -> str:
    return rangefan.render_page(scene)


@pytest.fixture(scope="module")
def alone(scene: Scene) -> str:
    """The same page with China as its only country, so that every fill is China's."""
    data = scene.to_dict()
    data["basemap"] = data["basemap"] | {
        "countries": [each for each in data["basemap"]["countries"] if each["iso_a3"] == "CHN"]
    }
    return rangefan.render_page(data)


def fill(page: Any) -> int | None:
    """Return the stance that the fills on the map stand for; None for no position found."""
    found = page.locator(".rf-pane-positions path.rf-stance").evaluate_all(
        "paths => [...new Set(paths.map(path => path.getAttribute('class')))]"
    )
    assert len(found) == 1
    code = re.search(r"rf-stance-(\d|none)", found[0])[1]  # type: ignore[index]
    return None if code == "none" else int(code) - 2


def of_china(known: Catalogue, date: str) -> int | None:
    return next(
        each.stance
        for each in rangefan.positions_on(known, date, ["THAAD Korea"])
        if each.voice.group == "government" and each.voice.country == "CHN"
    )


def wait(page: Any, ms: int) -> None:
    """Wait by the page's own clock: what it had planned for sooner has then happened, however slow it is."""
    page.evaluate("ms => new Promise(done => setTimeout(done, ms))", ms)


def date_of(page: Any) -> str:
    wait(page, 200)  # the address follows the reader at a walking pace
    found = re.search(r"date=([\d-]+)", page.evaluate("location.hash"))
    return found[1] if found else "2026-12-31"


def test_the_slider_by_keys_and_mouse_moves_chinas_fill(
    alone: str, known: Catalogue, open_page: OpenPage
) -> None:
    opened = open_page(alone, viewport={"width": 1280, "height": 900})
    page = opened.page
    slider = page.get_by_role("slider", name="Date of the positions")
    slider.focus()
    page.keyboard.press("Home")
    assert of_china(known, date_of(page)) is None
    assert fill(page) is None
    seen = set()
    for _ in range(14):
        for _ in range(9):
            page.keyboard.press("ArrowRight")
        date = date_of(page)  # which waits, so that the last key has been heard
        seen.add(fill(page))
        assert fill(page) == of_china(known, date)
    page.keyboard.press("End")
    assert of_china(known, date_of(page)) == -2
    assert fill(page) == -2
    assert seen >= {-2, -1}
    box = slider.bounding_box()
    for share in (0.1, 0.5, 0.85):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        date = date_of(page)
        assert fill(page) == of_china(known, date)
    before = date_of(page)
    page.get_by_role("button", name="Previous date").click()
    assert date_of(page) < before
    page.get_by_role("button", name="Next date").click()
    assert date_of(page) == before
    clean(opened)


def test_the_page_finds_every_stance_that_python_finds(
    html: str, scene: Scene, known: Catalogue, open_page: OpenPage
) -> None:
    """Two languages, one rule: every voice on the map's objects, at five dates."""
    assert scene.positions
    page = open_page(html).page
    shown = {(item["group"], item["country"], item["voice"]) for item in scene.positions["statements"]}
    for date in ("2015-06-30", "2016-02-29", "2016-08-01", "2017-11-30", "2026-06-30"):
        for index, name in enumerate(scene.positions["objects"]):
            found = page.evaluate(
                """([date, object]) => {
                  const box = document.querySelector('.rf-time');
                  const all = rangefan.statements(document.querySelector('.rf-said'), box);
                  const by = rangefan.stancesOn(all, {date, object});
                  return Object.fromEntries([...by].map(([voice, said]) => [voice, said && said.stance]));
                }""",
                [date, index],
            )
            python = {
                " ".join((each.voice.group, each.voice.country or "-", each.voice.name)): each.stance
                for each in rangefan.positions_on(known, date, [name])
                if (each.voice.group, each.voice.country or "", each.voice.name) in shown
            }
            assert found == python


def test_play_runs_and_stops_and_is_not_there_for_who_wants_no_motion(html: str, open_page: OpenPage) -> None:
    page = open_page(html).page
    page.get_by_role("button", name="Play").click()
    output = page.locator(".rf-time-bar output")
    first = output.inner_text()
    assert "2014" in first  # from the end it begins again
    page.wait_for_function(
        "first => document.querySelector('.rf-time-bar output').textContent !== first", arg=first
    )
    page.get_by_role("button", name="Pause").click()
    stopped = output.inner_text()
    wait(page, 1300)
    assert output.inner_text() == stopped
    still = open_page(html, reduced_motion="reduce").page
    assert still.get_by_role("button", name="Play").count() == 0
    assert still.get_by_role("button", name="Next date").is_visible()


def test_statement_and_footprint_light_each_other(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, viewport={"width": 1280, "height": 900})
    page = opened.page
    lit = page.locator(".rf-pane-line path.is-lit")
    assert lit.count() == 0
    page.get_by_role("radio", name="Radar not shown").check()
    page.get_by_role("button", name="Footprint of Wang Yi, foreign minister, 25 Feb 2016").click()
    # Its layer was off and is on now; the statement names no distance and none is drawn for it.
    assert page.get_by_role("radio", name="AN/TPY-2 radar, terminal mode").is_checked()
    assert lit.count() >= 1
    assert all(
        "rf-orange" in name for name in lit.evaluate_all("all => all.map(p => p.getAttribute('class'))")
    )
    assert "It names no distance" in page.locator(".rf-focus").inner_text()
    assert page.locator("path.rf-claimed").count() == 0
    page.get_by_role("button", name="Close the statement").click()
    assert lit.count() == 0
    page.get_by_role("button", name="600 km, low figure of AN/TPY-2 radar, terminal mode").click()
    spoke = page.locator(".rf-focus").inner_text()
    assert "had spoken of it by 11 Mar 2026" in spoke
    page.keyboard.press("Escape")
    page.locator(".rf-focus").get_by_role("button", name=re.compile("^China")).click()
    assert lit.count() >= 1
    clean(opened)


def test_a_claimed_reach_is_drawn_beside_the_published_one(html: str, open_page: OpenPage) -> None:
    page = open_page(html, viewport={"width": 1280, "height": 900}).page
    page.get_by_role("button", name=re.compile("Footprint of ROK government, as reported by Xinhua")).click()
    assert "It names 600 km" in page.locator(".rf-focus").inner_text()
    points = page.evaluate(
        """() => {
          const map = window[Object.keys(window).find(key => /^map_/.test(key))];
          const found = [];
          map.eachLayer(layer => {
            if (layer.options?.className !== 'rf-claimed' || !layer.getLatLngs) return;
            found.push(...layer.getLatLngs().flat(2).map(p => [p.lat, p.lng]));
          });
          return found;
        }"""
    )
    # Every point of the arc is 600 km from the site by pyproj's inverse; the rest lies on the two edges.
    geod = Geod(ellps="WGS84")
    away = [geod.inv(128.2262, 36.0494, lon, lat)[2] / 1000 for lat, lon in points]
    assert max(away) == pytest.approx(600, abs=0.06)
    assert sum(abs(km - 600) < 0.06 for km in away) > 30


def test_filters_count_only_what_is_asked_for(html: str, open_page: OpenPage) -> None:
    page = open_page(html).page
    page.locator(".rf-time summary").click()
    words = page.locator(".rf-count")
    every = words.inner_text()
    page.locator("[name=ground]").select_option("radar-reach")
    few = words.inner_text()
    assert every != few
    page.locator("[name=ground]").select_option("")
    page.locator("[name=object]").select_option(label="second battery")
    # Nobody but China and South Korea's politicians spoke on a second battery: no other stance is lent to it.
    governments = page.locator(".rf-voices > div").first.inner_text()
    assert "China" in governments
    assert "Japan" not in governments


def test_an_address_brings_back_what_it_may(html: str, open_page: OpenPage) -> None:
    opened = open_page(html)
    page = opened.page
    page.evaluate("location.hash = '#v=1&date=2016-08-01&focus=s055'")
    shows = "date => document.querySelector('.rf-time-bar output').textContent === date"
    page.wait_for_function(shows, arg="1 Aug 2016")
    assert "Xinhua" in page.locator(".rf-focus").inner_text()
    page.evaluate("location.hash = '#v=1&date=%3Cimg%3E&focus=__proto__'")
    page.wait_for_function(shows, arg="11 Mar 2026")
    assert page.locator(".rf-focus").inner_text() == ""
    clean(opened)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1000, "dark")])
def test_accessible_with_everything_open(
    html: str, open_page: OpenPage, axe: str, width: int, scheme: str
) -> None:
    page = open_page(html, viewport={"width": width, "height": 800}, color_scheme=scheme).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(axe)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for address in ("", "#v=1&date=2016-08-01&focus=s055"):
        page.evaluate("address => { location.hash = address; }", address)
        wait(page, 300)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
            AXE_TAGS,
        )
        assert found == [], address


def test_on_a_phone_nothing_is_cut_off(html: str, open_page: OpenPage) -> None:
    page = open_page(html, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in page.locator(".rf-time-bar button, .rf-time-bar input, .rf-local").all():
        box = control.bounding_box()
        assert box["width"] >= 24
        assert box["height"] >= 24


def test_without_scripts_every_position_is_listed(html: str, scene: Scene, open_page: OpenPage) -> None:
    opened = open_page(html, java_script_enabled=False)
    page = opened.page
    rows = page.locator("#positions tbody tr")
    assert scene.positions
    assert rows.count() == len(scene.positions["statements"]) > 100
    assert rows.first.is_visible()
    assert page.locator(".rf-time:visible").count() == 0
    text = page.locator("#positions").text_content()
    for item in scene.positions["statements"]:
        assert item["summary"] in text
    assert opened.requests == []
