"""Placements in a real browser: every way of placing agrees, addresses bring them back, and nothing tears."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from rangefan import catalogue, geometry, mapfile
from rangefan import scene as scenes
from rangefan.outputs import render_page

from .test_page import AXE_TAGS, clean

OpenPage = Callable[..., Any]
WIDE = {"viewport": {"width": 1280, "height": 1000}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}

# Screen points of every line drawn firmly, subpath by subpath, as they stand in the document.
LINES = """() => [...document.querySelectorAll('path.rf-line.is-main, path.rf-any')]
  .filter(path => getComputedStyle(path).display !== 'none')
  .flatMap(path => (path.getAttribute('d') ?? '').split('M').filter(Boolean)
    .map(run => run.split('L').map(pair => pair.replace('Z', '').trim().split(/[ ,]/).map(Number))))"""


@pytest.fixture(scope="module")
def html() -> str:
    known = catalogue.load()
    return render_page(scenes.resolve(mapfile.read_map("thaad-korea", known), known))


def field(page: Any, name: str) -> Any:
    return page.locator(f"[data-w={name}]")


def open_fold(page: Any) -> None:
    page.locator("#whatif > summary").click()


def typed(page: Any, **values: float) -> None:
    for name, value in values.items():
        field(page, name).fill(f"{value}")
        field(page, name).press("Enter")


def centre(page: Any, selector: str = ".rf-site") -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Any, dx: float, dy: float, selector: str = ".rf-site", *, drop: bool = True) -> None:
    x, y = centre(page, selector)
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.6, 1):
        page.mouse.move(x + dx * part, y + dy * part)
        page.wait_for_timeout(30)
    if drop:
        page.mouse.up()


def says(page: Any) -> dict[str, str]:
    """What a reader sees and hears of the placement at this moment."""
    parts = {
        "answer": ".rf-answer",
        "towns": "#towns table",
        "footprints": "#footprints table",
        "alt": ".rf-alt",
        "legend": ".rf-panel",
        "badge": ".rf-badge",
        "lines": "path.rf-line.is-main",
    }
    # What is drawn last lies on top, and is no other placement for that.
    read = "nodes => nodes.map(n => n.getAttribute('d') ?? n.textContent).sort().join(' ')"
    return {part: page.locator(where).evaluate_all(read) for part, where in parts.items()}


def placed(page: Any) -> Any:
    """The address once it has been written."""
    page.wait_for_timeout(300)
    return page.evaluate("location.hash")


def test_every_way_agrees_and_comes_back(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, **WIDE)
    page = opened.page
    published = says(page)
    open_fold(page)

    def by_drag() -> None:
        drag(page, -60, -45)

    def by_click() -> None:
        x, y = centre(page)
        field(page, "pick").click()
        page.mouse.click(x - 60, y - 45)

    def by_keys() -> None:
        page.locator(".rf-site").first.focus()
        for key in ("ArrowUp", "Shift+ArrowLeft"):
            page.keyboard.press(key)

    def by_site() -> None:
        field(page, "at").select_option("kr-seongsan")

    seen = {}
    for way in (by_drag, by_click, by_keys, by_site):
        way()
        where = [float(field(page, name).input_value()) for name in ("lat", "lon")]
        seen[way.__name__] = says(page)
        address = placed(page)
        assert address.startswith("#v=1&p=1*S")
        for part in ("answer", "towns", "alt", "legend", "lines"):
            assert seen[way.__name__][part] != published[part], (way, part)
        field(page, "back").click()
        assert says(page) == published
        assert placed(page) == ""
        if way is by_site:  # named, and known to its precision: typed numbers are not that place
            assert "Candidate" in seen["by_site"]["answer"]
            continue
        typed(page, lat=where[0], lon=where[1])
        assert says(page) == seen[way.__name__]
        assert placed(page) == address
        assert "Hypothetical" in page.locator(".rf-badge").inner_text()
        field(page, "undo").click()
        field(page, "redo").click()
        assert says(page) == seen[way.__name__]
        field(page, "back").click()
    assert says(page) == published
    clean(opened)


def test_turns_agree_and_escape_takes_back(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, **WIDE)
    page = opened.page
    open_fold(page)
    published = says(page)
    at_first = centre(page)
    drag(page, -60, -45, drop=False)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert says(page) == published
    assert centre(page) == at_first
    x, y = centre(page)
    handle = centre(page, ".rf-turn-grip")
    bearing = math.degrees(math.atan2(handle[0] - x, y - handle[1])) % 360
    assert abs(bearing - 326.97) < 1.5
    drag(page, x + 60 - handle[0], y - handle[1], ".rf-turn-grip")
    assert abs(float(field(page, "azimuth").input_value()) - 90) < 1
    typed(page, azimuth=91)
    grip = page.locator(".rf-turn-grip")
    by_number = says(page)
    grip.focus()
    page.keyboard.press("ArrowRight")
    assert field(page, "azimuth").input_value() == "92"
    page.keyboard.press("ArrowLeft")
    assert says(page) == by_number
    field(page, "turn").fill("200")
    typed(page, azimuth=91)
    assert says(page) == by_number
    # Nobody publishes this azimuth: another one is another assumption, and contradicts no record.
    assert "turned to 91° by the reader; the azimuth is not published" in by_number["answer"]
    assert "Changed by a reader" in by_number["badge"]
    assert "Hypothetical" not in by_number["answer"] + by_number["badge"]
    typed(page, width=90)  # the opening is published
    assert all("Hypothetical" in says(page)[part] for part in ("answer", "badge", "towns", "legend"))
    clean(opened)


def test_no_answer_of_the_published_place_stays_at_an_altitude(html: str, open_page: OpenPage) -> None:
    page = open_page(html, **WIDE).page
    open_fold(page)
    typed(page, lat=37.5, lon=127)
    towns = page.locator("#towns tbody").inner_text()
    page.get_by_role("radio", name="40 km", exact=True).check()
    assert page.locator("#towns tbody").inner_text() == towns
    assert page.locator("#altitude").evaluate("node => node.classList.contains('rf-stale')")


def test_an_address_restores_everything(html: str, open_page: OpenPage) -> None:
    page = open_page(html, **WIDE).page
    open_fold(page)
    field(page, "compare").click()
    typed(page, lat=37.5, lon=127)
    field(page, "copy").click()
    field(page, "part").select_option("radar-forward_2")
    typed(page, azimuth=45, width=90)
    field(page, "figure").select_option(index=2)
    address = placed(page)
    wanted = says(page) | {"compare": page.locator(".rf-w-compare").inner_text()}
    assert "battery 2" in wanted["towns"]
    assert "radar-forward_2" in address
    again = open_page(html, **WIDE).page
    again.evaluate("hash => { location.hash = hash; }", address)
    again.reload()
    assert again.locator(".rf-w-state").get_attribute("hidden") is None
    open_fold(again)
    found = says(again) | {"compare": again.locator(".rf-w-compare").inner_text()}
    boxes = again.locator(".rf-panel input[data-layer$='_2']").evaluate_all(
        "all => all.map(one => one.checked)"
    )
    assert boxes == [False, True, True]
    for part, words in wanted.items():
        assert found[part] == words, part


HOSTILE = [
    "1*Skr-seongju-lotte*P1e9_5",
    "1*Skr-seongju-lotte*PNaN_NaN",
    "2*Skr-seongju-lotte*P36_127",
    "1*Snowhere*P36_127",
    "1*S__proto__*P36_127",
    "1*L__proto__*A10*Lconstructor*W20",
    "1*Skr-seongju-lotte*I../../etc",
    "1*Xkr-seongju-lotte",
    "1*Lradar-terminal*FJavascript:alert(1)",
    "1*Linterceptor*A90",
    "1*" + "Ckr-seongju-lotte_2*" * 200,
    "<img src=x onerror=alert(1)>",
    "1***",
]


def test_what_two_batteries_share_follows_once_the_hand_rests(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, **WIDE)
    page = opened.page
    open_fold(page)
    field(page, "copy").click()
    typed(page, lat=37.0, lon=127.1)
    rows = page.locator("#whatif tbody tr")

    def told() -> list[float]:
        return [float(text.replace(",", "")) for text in rows.locator("td.rf-number").all_inner_texts()]

    def wanted() -> list[float]:
        """By Python, to the three digits that the page gives."""
        there = {
            "lat": float(field(page, "lat").input_value()),
            "lon": float(field(page, "lon").input_value()),
        }
        pairs = []
        for range_km, width_deg in ((800.0, 120.0), (200.0, 360.0)):
            seongju = geometry.Fan(
                lat=36.0494, lon=128.2262, range_km=range_km, azimuth_deg=326.97, width_deg=width_deg
            )
            toward = geometry.inverse(there["lat"], there["lon"], 39.0339, 125.7543)[1]
            other = dataclasses.replace(seongju, **there, azimuth_deg=float(toward) % 360)
            pairs.append(float(f"{geometry.shared_km2(seongju, other):.3g}"))
        return pairs

    first = told()
    assert first == pytest.approx(wanted(), rel=6e-3)  # one in the last digit
    drag(page, -30, -20, ".rf-site >> nth=1", drop=False)
    assert told() == first
    page.mouse.up()
    assert told() == pytest.approx(wanted(), rel=6e-3)
    assert told() != first
    field(page, "compare").click()
    field(page, "remove").click()
    last = told()[-6:]  # only A, both, only B: of the radar, then of the interceptor
    assert last[0::3] + last[1::3] == [0, 0, 0, 0]  # B alone has the battery that A has lost
    assert last[2::3] == pytest.approx([669_000, 126_000], rel=6e-3)
    clean(opened)


def test_hostile_addresses_keep_the_defaults(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, **WIDE)
    page = opened.page
    published = says(page)
    for text in HOSTILE:
        for key in ("p", "q"):
            page.evaluate("hash => { location.hash = hash; }", f"v=1&{key}={text}")
            page.wait_for_timeout(60)
            assert says(page) == published, text
    # A number beyond its bounds is brought back to them.
    page.evaluate("location.hash = 'v=1&p=1*Skr-seongju-lotte*P200_500*Lradar-terminal*W900*A-90'")
    page.wait_for_timeout(200)
    assert placed(page) == "#v=1&p=1*Skr-seongju-lotte*P90_140*Lradar-terminal*A270*W360"
    clean(opened)


def longest_step(page: Any) -> float:
    """The longest step of a line that is drawn, as a part of the world's width."""
    world = page.evaluate("256 * 2 ** window[Object.keys(window).find(key => /^map_/.test(key))].getZoom()")
    steps = [math.dist(a, b) for run in page.evaluate(LINES) for a, b in pairwise(run)]
    assert steps
    assert all(math.isfinite(step) for step in steps)
    return max(steps) / world


@pytest.mark.parametrize(("lat", "lon"), [(84.5, 128), (-84, 10), (40, 179.9), (66, -52.1), (0, -51)])
def test_nothing_tears_at_poles_and_seams(html: str, open_page: OpenPage, lat: float, lon: float) -> None:
    opened = open_page(html, **WIDE)
    page = opened.page
    open_fold(page)
    typed(page, lat=lat, lon=lon)
    page.wait_for_timeout(300)
    at_rest = longest_step(page)
    drag(page, 30, 25, drop=False)
    moving = longest_step(page)
    page.mouse.up()
    assert max(at_rest, moving) < 0.2
    clean(opened)


@pytest.mark.parametrize("range_km", [1.0, 20_000.0])
def test_the_least_and_the_longest_range_are_dragged_over_pole_and_date_line(
    open_page: OpenPage, range_km: float
) -> None:
    known = catalogue.load()
    layer = mapfile.Layer(id="made-up", system="thaad", lat=80.0, lon=179.5, place="here", range_km=range_km)
    mapped = mapfile.MapFile(id="made-up", title="How far?", layers=(layer,))
    opened = open_page(render_page(scenes.resolve(mapped, known)), **WIDE)
    page = opened.page
    open_fold(page)
    for dx, dy in ((40, -200), (60, 0), (-120, 60)):
        drag(page, dx, dy, drop=False)
        moving = longest_step(page)
        page.mouse.up()
        page.wait_for_timeout(100)
        lat, lon = (float(field(page, name).input_value()) for name in ("lat", "lon"))
        assert max(moving, longest_step(page)) < 0.2, (lat, lon)
        # The footprint's area is that of its range, wherever it lies.
        area = page.locator("#footprints tbody td").last.text_content().replace(",", "")
        expected = geometry.area_km2(geometry.Fan(lat=lat, lon=lon, range_km=range_km))
        assert float(area) == pytest.approx(expected, abs=0.51)
    clean(opened)


def test_fingers_scroll_the_page_and_drag_the_battery(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, **PHONE)
    page = opened.page
    session = page.context.new_cdp_session(page)

    def touch(x: float, y: float, dx: float, dy: float) -> None:
        points = [(x + dx * part / 8, y + dy * part / 8) for part in range(9)]
        for number, (at_x, at_y) in enumerate(points):
            kind = "touchMove" if number else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at_x, "y": at_y}]})
            page.wait_for_timeout(20)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(300)

    page.locator(".rf-site").first.scroll_into_view_if_needed()
    x, y = centre(page)
    touch(x, y, -40, -30)
    assert "p=1*S" in placed(page)
    before = page.evaluate("scrollY")
    frame = page.locator(".folium-map").bounding_box()
    touch(frame["x"] + frame["width"] - 100, frame["y"] + frame["height"] * 0.8, 0, -160)
    assert page.evaluate("scrollY") > before + 60
    open_fold(page)
    for selector in (".rf-site", ".rf-turn-grip"):
        box = page.locator(selector).first.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    assert not opened.errors


@pytest.mark.parametrize("context", [WIDE, PHONE], ids=["desk", "phone"])
def test_accessible_with_the_fold_open(
    html: str, open_page: OpenPage, axe: str, context: dict[str, Any]
) -> None:
    opened = open_page(html, **context)
    page = opened.page
    open_fold(page)
    field(page, "compare").click()
    typed(page, lat=37.5, lon=127)
    page.evaluate(axe)
    # Marks of local voices are tested with the positions.
    around = {"exclude": [[".rf-local"]]}
    found = page.evaluate("([around, tags]) => axe.run(around, {runOnly: tags})", [around, AXE_TAGS])
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
