"""The page in a real browser, with no network: it asks for nothing, obeys its policy, is usable by all."""

from __future__ import annotations

import copy
import gzip
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from rangefan.outputs import render_page, scene_layer, still_svg, to_folium
from rangefan.outputs.assets import json_text, source_text

from . import pages

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")
def scene() -> dict[str, Any]:
    return pages.scene()


@pytest.fixture(scope="module")
def html(scene: dict[str, Any]) -> str:
    return render_page(scene)


def clean(opened: Any) -> None:
    """Nothing asked for, nothing complained of, no breach of the policy."""
    assert (opened.requests, opened.errors, opened.violations) == ([], [], [])


def use_every_control(page: Any) -> None:
    for box in page.locator(".rf-panel input").all():
        box.click()
    for button in page.locator("button[data-figure]").all():
        button.click()
        page.keyboard.press("Escape")
    for button in page.locator(".rf-zoom button").all():
        button.click()
    page.locator(".rf-site[role=button]").first.click()
    page.get_by_role("button", name="Close details").click()


def test_asks_for_nothing_and_keeps_its_policy(html: str, open_page: OpenPage) -> None:
    assert "unsafe" not in html.split("</head>")[0]
    opened = open_page(html)
    use_every_control(opened.page)
    clean(opened)


def test_policy_stops_what_it_did_not_hash(html: str, open_page: OpenPage) -> None:
    """The policy is real: a script and a style it did not hash are refused."""
    foreign = "<script>window.pwned=1</script><style>body{display:none}</style></main>"
    opened = open_page(html.replace("</main>", foreign, 1))
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.locator("h1").is_visible()
    assert len(opened.violations) == 2


def test_no_inline_style_attributes_or_handlers(html: str) -> None:
    found: list[str] = []

    class Attributes(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(name for name, _ in attrs if name == "style" or name.startswith("on"))

    Attributes().feed(html)
    assert found == []


def test_same_bytes_across_processes(scene: dict[str, Any], html: str, tmp_path: Path) -> None:
    path = tmp_path / "scene.json"
    path.write_text(json.dumps(scene), encoding="utf-8")
    script = (
        "import json, pathlib, sys; from rangefan.outputs import render_page, to_folium;"
        f"scene = json.loads(pathlib.Path({str(path)!r}).read_text(encoding='utf-8'));"
        "sys.stdout.buffer.write((render_page(scene) + to_folium(scene).get_root().render()).encode())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(seen) == 1
    assert seen.pop().startswith(html.encode())


def test_two_maps_do_not_leak(scene: dict[str, Any], html: str) -> None:
    before = copy.deepcopy((folium.Map.default_js, folium.Map.default_css))
    other = pages.scene()
    other["map"]["title"] = "Another question"
    assert "Another question" not in render_page(scene)
    first, second = to_folium(scene), to_folium(other)
    assert first.get_name() != second.get_name()
    second.get_root().render()
    assert "Another question" not in first.get_root().render()
    assert render_page(scene) == html
    assert (folium.Map.default_js, folium.Map.default_css) == before


def shown_text(page: Any) -> str:
    """All the text a reader can come to, popups included."""
    texts = [page.evaluate("document.title"), page.evaluate("document.documentElement.textContent")]
    for button in page.locator("button[data-figure]").all():
        button.evaluate("button => button.click()")
        texts.append(page.locator(".rf-card").text_content())
    for site in page.locator(".rf-site[role=button]").all():
        site.evaluate("site => site.click()")
        texts.append(page.locator(".rf-card").text_content())
    texts += page.evaluate(
        "[...document.querySelectorAll('[aria-label]')].map(node => node.getAttribute('aria-label'))"
    )
    return "\n".join(texts)


@pytest.mark.parametrize("route", ["page", "folium"])
def test_hostile_text_is_shown_as_it_is(
    route: str, open_page: OpenPage, leaflet: Callable[[str], str]
) -> None:
    evil = pages.hostile(pages.scene())
    assert json.dumps(evil).count("7*7") > 60
    if route == "page":
        source = render_page(evil)
    else:
        mine = folium.Map(location=[36, 128], zoom_start=4, tiles=None)
        scene_layer(evil).add_to(mine)
        source = leaflet(mine.get_root().render())
    opened = open_page(source)
    text = shown_text(opened.page)
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.locator("img").count() == 0
    for start in (
        "SYS-1 radar, terminal mode",
        "Here (a place)",
        "Ministry",
        "A report",
        "so many kilometres",
    ):
        assert start + pages.HOSTILE in text
    if route == "page":
        for start in (
            "How far?",
            "A kicker",
            "It reaches ",
            "There",
            "Bland",
            "How to read this",
            "Borders: made up",
        ):
            assert start + pages.HOSTILE in text
    assert opened.requests == []
    assert opened.errors == []


def test_links_lead_only_to_the_web(html: str, open_page: OpenPage) -> None:
    opened = open_page(html)
    opened.page.locator("button[data-figure]").first.click()
    links = opened.page.locator("a[href]").evaluate_all(
        "links => links.map(a => [a.getAttribute('href'), a.rel])"
    )
    away = [(href, rel) for href, rel in links if not href.startswith("#")]
    assert away
    assert all(re.match("https?://", href) and rel == "noopener noreferrer" for href, rel in away)
    for href, _ in links:
        if href.startswith("#"):
            assert opened.page.locator(href).count() == 1


@pytest.fixture
def leaflet() -> Callable[[str], str]:
    """Put our Leaflet in the place of the libraries that folium maps load from the network."""

    def local(source: str) -> str:
        bare = re.sub(r"<script src=[^>]*></script>|<link rel=\"stylesheet\" href=[^>]*/>", "", source)
        styles, script = source_text("vendor/leaflet/leaflet.css"), source_text("vendor/leaflet/leaflet.js")
        return bare.replace("<head>", f"<head><style>{styles}</style><script>{script}</script>", 1)

    return local


def test_folium_map_takes_more(
    scene: dict[str, Any], open_page: OpenPage, leaflet: Callable[[str], str]
) -> None:
    mine = to_folium(scene)
    folium.CircleMarker([35, 129]).add_to(mine)
    opened = open_page(leaflet(mine.get_root().render()))
    page = opened.page
    assert page.locator(".rf-badge").inner_text().lower().startswith("illustrative")
    assert page.locator(".rf-pane-line path").count() > 5
    page.locator(".rf-dock summary").click()
    page.get_by_role("checkbox", name="SYS-1 interceptor").uncheck()
    clean(opened)


def test_a_layer_without_a_map_says_so(scene: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="add it to one"):
        scene_layer(scene).render()


def test_modes_of_one_antenna_are_never_shown_together(html: str, open_page: OpenPage) -> None:
    page = open_page(html).page

    def shown() -> tuple[bool, bool]:
        labels = page.locator(".rf-words .rf-name").all_text_contents()
        return any("800 km" in text for text in labels), any("900 km" in text for text in labels)

    assert shown() == (True, False)
    page.get_by_role("radio", name="SYS-1 radar, forward mode").check()
    assert shown() == (False, True)
    page.get_by_role("button", name="600 km, low figure of SYS-1 radar, terminal mode: who says so").click()
    assert shown() == (True, False)
    page.get_by_role("radio", name="Radar not shown").check()
    assert shown() == (False, False)


def test_the_figure_choice_moves_the_firm_line(html: str, open_page: OpenPage) -> None:
    page = open_page(html).page
    for pick, km in (("Low", "600"), ("High", "1,000"), ("Nominal", "800")):
        page.get_by_role("radio", name=pick, exact=True).check()
        assert km in page.locator(".rf-words .rf-name.is-main.rf-orange").first.text_content()


def test_what_no_source_records_looks_hypothetical(html: str, open_page: OpenPage) -> None:
    page = open_page(html).page
    page.get_by_role("checkbox", name="SYS-1 moved").check()
    assert page.locator(".rf-words .rf-name", has_text="Hypothetical").count() == 1
    fill = page.locator(".rf-pane-fill path.rf-fill.is-main.is-hypothetical").evaluate(
        "node => getComputedStyle(node).fill"
    )
    assert "#rf-hatch-orange" in fill
    assert page.locator("#rf-hatch-orange line").count() == 1
    page.get_by_role("button", name="150 km, nominal figure of SYS-1 moved: who says so").click()
    assert page.locator(".rf-card .rf-flag").inner_text() == "Hypothetical"


def test_keyboard_reaches_every_footprint_and_comes_back(html: str, open_page: OpenPage) -> None:
    page = open_page(html, viewport={"width": 1000, "height": 800}).page
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(node => node === document.body ? '' : (node.getAttribute('aria-label')"
            " || node.labels?.[0]?.textContent || node.textContent).trim())(document.activeElement)"
        )
        if not name:
            break
        reached.append(name)
        if name.startswith("800 km"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            page.keyboard.press("Enter")
            assert page.locator(".rf-card").is_visible()
            assert "Ministry" in page.locator(".rf-card").inner_text()
            page.keyboard.press("Escape")
            assert page.locator(".rf-card").is_hidden()
            assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name
    for km in ("600 km, low", "800 km, nominal", "1,000 km, high", "900 km", "200 km", "150 km"):
        assert sum(name.startswith(km) for name in reached) == 1
    assert "Here (a place): what this point is" in reached
    places = [name for name in reached if "report" not in name]
    assert len(places) == len(set(places))


def test_a_click_on_the_map_says_whose_figure(html: str, open_page: OpenPage) -> None:
    page = open_page(html, viewport={"width": 1280, "height": 1000}).page
    spot = page.locator(".rf-frame .folium-map").bounding_box()
    # Inside the 200 km ring, away from its site: the smallest footprint there is the one that answers.
    page.mouse.click(spot["x"] + spot["width"] / 2 + 25, spot["y"] + spot["height"] * 0.6 + 10)
    card = page.locator(".rf-card")
    assert "SYS-1 interceptor" in card.inner_text()
    assert "200 km" in card.inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('folium-map')")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_labels_never_touch_and_the_frame_shows_all(html: str, open_page: OpenPage, width: int) -> None:
    page = open_page(html, viewport={"width": width, "height": 900}).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame = page.locator(".rf-frame .folium-map").bounding_box()
    boxes = page.locator(".rf-words text").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    assert boxes
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= frame["x"]
        assert top >= frame["y"]
        assert right <= frame["x"] + frame["width"]
        assert bottom <= frame["y"] + frame["height"]
        for other in boxes[:i]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    badge = page.locator(".rf-badge").bounding_box()
    assert badge["x"] >= frame["x"]
    assert badge["x"] + badge["width"] <= frame["x"] + frame["width"]


def test_the_scale_bar_is_true_where_it_says(html: str, open_page: OpenPage) -> None:
    """A degree of longitude at 38°N is 87.8 km (WGS84: pi/180 * a * cos(phi) / sqrt(1 - e² sin² phi))."""
    page = open_page(html).page
    km, lat = map(
        int,
        re.match(r"([\d,]+) km at (\d+)°N", page.locator(".rf-scale").inner_text().replace(",", "")).groups(),
    )
    a, e2 = 6378.137, 0.00669437999014
    phi = math.radians(lat)
    degree = math.radians(1) * a * math.cos(phi) / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    frame = page.locator(".rf-frame .folium-map").bounding_box()
    bar = page.locator(".rf-scale i").bounding_box()
    degrees_per_px = 28.0 / frame["width"]
    assert bar["width"] * degrees_per_px * degree == pytest.approx(km, rel=0.03)


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MAP = ".rf-frame .folium-map"


def fingers(page: Any) -> Callable[..., None]:
    """Return what lays fingers on the page: a kind of event, and where each finger is."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]},
        )

    return touch


def test_one_finger_is_the_pages(html: str, open_page: OpenPage) -> None:
    page = open_page(html, **PHONE).page
    assert page.locator(MAP).evaluate("node => getComputedStyle(node).touchAction") == "pan-x pan-y"
    before = page.locator(".rf-scale").inner_text(), page.locator(".rf-words text").first.bounding_box()["x"]
    y = page.locator(MAP).bounding_box()["y"] + 150
    touch = fingers(page)
    touch("touchStart", (200, y))
    for step in range(1, 6):
        touch("touchMove", (200, y - 30 * step))
    touch("touchEnd")
    page.wait_for_function("() => scrollY > 50")
    assert (
        page.locator(".rf-scale").inner_text(),
        page.locator(".rf-words text").first.bounding_box()["x"],
    ) == before


@pytest.mark.parametrize("apart", [0, 10])
def test_two_fingers_are_the_maps(html: str, open_page: OpenPage, apart: int) -> None:
    """Side by side they move it, by as much; apart they zoom it. The page stays where it is."""
    page = open_page(html, **PHONE).page
    site, scale = page.locator(".rf-site").first, page.locator(".rf-scale")
    before, said = site.bounding_box(), scale.inner_text()
    y = page.locator(MAP).bounding_box()["y"] + 150
    touch = fingers(page)
    touch("touchStart", (130, y), (230, y))
    for step in range(1, 6):
        touch("touchMove", (130 + (10 - apart) * step, y - 10 * step), (230 + 10 * step, y - 10 * step))
    touch("touchEnd")
    if apart:
        expect(scale).not_to_have_text(said)
    else:
        assert scale.inner_text().split(" at ")[0] == said.split(" at ")[0]
        # Leaflet takes the first few pixels to tell a drag from a tap.
        moved = site.bounding_box()
        assert moved["x"] - before["x"] == pytest.approx(50, abs=15)
        assert moved["y"] - before["y"] == pytest.approx(-50, abs=15)
    assert page.evaluate("scrollY") == 0


def test_without_scripts_all_is_there(html: str, open_page: OpenPage) -> None:
    opened = open_page(html, java_script_enabled=False)
    page = opened.page
    assert page.locator(".rf-still svg").is_visible()
    assert page.locator(".rf-alt").is_visible()
    for table in ("towns", "figures", "footprints"):
        assert page.locator(f"#{table} table caption").is_visible()
    assert page.locator("#sources li").count() == 2
    assert page.locator(".rf-panel input:visible, .rf-panel button:visible").count() == 0
    assert opened.requests == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000])
def test_accessible(html: str, open_page: OpenPage, axe: str, scheme: str, width: int) -> None:
    page = open_page(html, viewport={"width": width, "height": 800}, color_scheme=scheme).page
    page.evaluate(axe)
    for step in ("first view", "popup open"):
        if step == "popup open":
            page.locator("button[data-figure]").first.click()
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
            AXE_TAGS,
        )
        assert found == [], step


def test_print_shows_the_whole_map(html: str, open_page: OpenPage) -> None:
    page = open_page(html, viewport={"width": 1280, "height": 900}).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(100)
    assert page.locator(".rf-frame").bounding_box()["width"] <= 662
    assert page.pdf().startswith(b"%PDF")


def test_small_enough(html: str) -> None:
    """Everything but the scene's own data: Leaflet, styles, scripts, words."""
    page = html.encode()
    assert len(page) < 300_000
    assert len(gzip.compress(page, 9)) < 90_000


def test_figures_say_whose_they_are(html: str) -> None:
    """Rivals stand beside what is drawn, in the page as it is before any script runs."""
    body = html.split("</head>")[1]
    assert body.index("700 km") < body.index('id="footprints"')
    assert len(re.findall(r'class="is-drawn"', body)) == 6
    assert "javascript:" not in re.sub(
        r'<script type="application/json".*?</script>', "", body, flags=re.DOTALL
    )


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_json_text_is_json_and_ends_nothing(data: Any) -> None:
    text = json_text(data)
    assert json.loads(text) == data
    assert not set("<>&\u2028\u2029") & set(text)
    text.encode()


def test_json_text_refuses_what_json_has_not() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text({"range": math.nan})


def test_the_still_picture_is_well_formed(scene: dict[str, Any]) -> None:
    from xml.etree import ElementTree

    evil = pages.hostile(scene)
    for layer in evil["layers"]:
        layer |= {"style": {"color": pages.HOSTILE}, "role": pages.HOSTILE, "status": pages.HOSTILE}
    for line in evil["basemap"]["lines"] + evil["basemap"]["labels"]:
        line["kind"] = pages.HOSTILE
    for given_scene in (scene, evil):
        root = ElementTree.fromstring(still_svg(given_scene))
        words = [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]
        assert any("Illustrative" in word for word in words)
        assert not [node for node in root.iter() if "style" in node.attrib]
