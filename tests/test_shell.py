"""The page's frame: its theme, its contrasts, its keyboard, and what a narrow or enlarged view does to it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rangefan import load, read_map, resolve
from rangefan.outputs import render_page
from rangefan.outputs.assets import source_text
from rangefan.outputs.policy import content_policy

from . import pages
from .test_page import AXE_TAGS

OpenPage = Callable[..., Any]
Colour = tuple[float, ...]


@pytest.fixture(scope="module")
def html() -> str:
    return render_page(pages.scene())


@pytest.fixture(scope="module")
def whole() -> str:
    """The default map's page, with all its parts."""
    known = load()
    return render_page(resolve(read_map("thaad-korea", known), known))


# ---- colours ----


def palettes() -> dict[str, dict[str, str]]:
    """The colours of map.css by theme; dark stands there twice, once for each way to it."""
    light, _, rest = source_text("map.css").partition("(prefers-color-scheme: dark)")
    dark, _, forced = rest.partition('data-theme="dark"')
    found = {
        name: dict(re.findall(r"--rf-([a-z-]+): (#[0-9a-f]{6})", css))
        for name, css in (("light", light), ("dark", dark), ("forced", forced))
    }
    assert found["dark"] == found.pop("forced")
    assert found["light"].keys() == found["dark"].keys()
    return found


def linear(colour: str) -> Colour:
    """WCAG 2.2, relative luminance, the part before the weights."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def contrast(one: Colour, other: Colour) -> float:
    dark, bright = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), rgb, strict=True)) for rgb in (one, other)
    )
    return (bright + 0.05) / (dark + 0.05)


def over(fill: str, ground: str, opacity: float) -> str:
    """A colour over a ground, mixed as browsers mix: in sRGB."""
    pairs = zip(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (fill, ground)), strict=True)
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02x}" for a, b in pairs)


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def lab(rgb: Colour) -> Colour:
    """CIE L*a*b* under D65 of linear sRGB (IEC 61966-2-1)."""
    matrix = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    xyz = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in matrix]
    f = [
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (value / white for value, white in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def seen(colour: str, sight: str) -> Colour:
    """Linear RGB as an eye takes it."""
    rgb = linear(colour)
    rows = (sum(a * b for a, b in zip(row, rgb, strict=True)) for row in DEFICIENCIES[sight])
    return tuple(min(1.0, max(0.0, value)) for value in rows)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", DEFICIENCIES)
def test_words_and_lines_stand_out_on_land_and_sea(theme: str, sight: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: words 4.5 to 1, lines 3 to 1, also over the fills they stand on."""
    palette = palettes()[theme]
    linear = functools.partial(seen, sight=sight)
    colours = ("orange", "blue", "black", "purple", "grey")
    weak = []
    for ground in ("land", "sea"):
        for name in ("ink", "soft", "demarcation", *(f"{c}-word" for c in ("orange", "blue")), *colours[2:]):
            plain = contrast(linear(palette[name]), linear(palette[ground]))
            # A band's 13 % over a fill's 7 % is about 19 % of the colour; a label's rim is 90 % land.
            rim = over(palette["land"], over(palette["orange"], palette[ground], 0.19), 0.9)
            filled = contrast(linear(palette[name]), linear(rim))
            weak += [(name, ground, n) for n in (plain, filled) if n < 4.5]
        for name in (*colours, "focus"):
            if contrast(linear(palette[name]), linear(palette[ground])) < 3:
                weak.append((name, ground, "line"))
    for name, ground, least in (
        ("seaname", "sea", 4.5), ("border", "land", 3), ("border", "paper", 3),
        ("ink", "paper", 4.5), ("soft", "paper", 4.5), ("blue-word", "paper", 4.5), ("focus", "paper", 3),
    ):  # fmt: skip
        if contrast(linear(palette[name]), linear(palette[ground])) < least:
            weak.append((name, ground, least))
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", DEFICIENCIES)
def test_colours_stay_apart_for_every_eye(theme: str, sight: str) -> None:
    """CIE76 distance; 2.3 is a just noticeable difference. Dashes and labels tell lines apart besides."""
    palette = palettes()[theme]
    seen_as = {name: lab(seen(palette[name], sight)) for name in ("orange", "blue", "black", "purple")}
    for one, other in itertools.combinations(seen_as, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen_as[one], seen_as[other], strict=True)) ** 0.5
        assert distance > 12, (one, other)


# ---- theme ----

PAPER = "getComputedStyle(document.body).backgroundColor"
WHITE, DARK = "rgb(255, 255, 255)", "rgb(23, 24, 26)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_readers_theme_wins_and_stays_in_the_address(html: str, open_page: OpenPage, scheme: str) -> None:
    page = open_page(html, color_scheme=scheme).page
    choice = page.get_by_role("combobox", name="Theme")
    assert page.evaluate(PAPER) == {"light": WHITE, "dark": DARK}[scheme]
    other, paper = {"light": ("dark", DARK), "dark": ("light", WHITE)}[scheme]
    choice.select_option(other)
    assert page.evaluate(PAPER) == paper
    page.wait_for_timeout(300)
    assert f"theme={other}" in page.evaluate("location.hash")
    page.reload()
    assert page.evaluate(PAPER) == paper
    assert choice.input_value() == other
    page.emulate_media(media="print")
    assert page.evaluate(PAPER) == WHITE
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    page.emulate_media(media="screen")
    choice.select_option("")
    page.wait_for_timeout(300)
    assert "theme" not in page.evaluate("location.hash")
    page.evaluate("location.hash = '#v=1&theme=%22%3E%3Cscript%3E'")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.dataset.theme") is None


# ---- in a frame that may do nothing but run scripts ----


@pytest.mark.parametrize("host", ["on a disk", "in an article"])
def test_a_sandboxed_frame_keeps_its_controls(
    whole: str, open_page: OpenPage, tmp_path: Path, host: str
) -> None:
    """An editor tries a page from a disk; an article holds it as text. Neither gives it an origin."""
    (tmp_path / "page.html").write_text(whole, encoding="utf-8")
    source = 'src="page.html"' if host == "on a disk" else f'srcdoc="{escape(whole)}"'
    outer = f'<!DOCTYPE html><iframe sandbox="allow-scripts" width="900" height="700" {source}></iframe>'
    opened = open_page(outer)
    page = opened.page.frame_locator("iframe")
    said = page.locator(".rf-takeaway [role=status]")
    page.get_by_role("combobox", name="Theme").select_option("dark")
    assert page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == DARK
    for take, words in (
        ("link", "Link copied." if host == "on a disk" else "This frame has no address to link to."),
        ("map", "Map file copied."),
        ("towns", "Offered as thaad-korea-towns.csv; this frame may keep it from being saved."),
    ):
        page.locator(f"[data-take={take}]").click()
        expect(said).to_have_text(words)
    for tag, words in (("ru", "Тема"), ("ko", "테마"), ("en", "Theme")):
        page.locator(".rf-language select").select_option(tag)
        page.locator(f'html[lang="{tag}"]').wait_for(state="attached")
        expect(page.locator(".rf-theme span")).to_have_text(words)
        expect(page.locator(".rf-map")).not_to_have_attribute("aria-busy", "true")
        assert page.locator(".rf-pane-line path").count() > 5
    if host == "on a disk":
        assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("checkbox", name="THAAD interceptor").uncheck()
    expect(page.locator(".rf-words .rf-name", has_text="CRS 2024")).to_have_count(0)
    assert (opened.requests, opened.errors) == ([], [])


# ---- drawn in turns ----

# Whether the map says it is busy, and how many words stand on it: the document read, printed, and loaded.
NOTE = """
  globalThis.seen = [];
  const note = () => seen.push([
    Boolean(document.querySelector('[aria-busy]')), document.querySelectorAll('.rf-map text').length]);
  addEventListener('DOMContentLoaded', () => {
    note();
    if (PRINTED) { dispatchEvent(new Event('beforeprint')); note(); }
  });
  addEventListener('load', note);
"""


@pytest.mark.parametrize("printed", [False, True])
def test_a_window_has_loaded_when_all_is_drawn(whole: str, open_page: OpenPage, printed: bool) -> None:
    """Until then the map says that it is busy; paper does not wait, and gets all of it."""
    page = open_page(whole, viewport={"width": 390, "height": 844}).page
    page.add_init_script(NOTE.replace("PRINTED", str(printed).lower()))
    page.reload()
    seen = page.evaluate("seen")
    assert [busy for busy, _ in seen] == [True, False, False][: 2 + printed]
    assert seen[0][1] < seen[1][1]
    if not printed:
        assert page.locator(".rf-map text").count() == seen[1][1]


def test_a_part_that_fails_takes_neither_map_nor_window_with_it(html: str, open_page: OpenPage) -> None:
    broken = html.replace(
        "rangefan.draw(", 'rangefan.part(() => { throw Error("a part"); });\nrangefan.draw(', 1
    )
    policy = escape(content_policy(broken), quote=True)
    opened = open_page(re.sub('(?<=Policy" content=")[^"]*', lambda _: policy, broken, count=1))
    assert opened.errors == ["a part"]
    assert opened.page.locator("[aria-busy]").count() == 0
    assert opened.page.locator(".rf-pane-land path").first.is_visible()


# ---- keyboard ----

# Every fold open, every section laid out, near or far, and marks that move for them moved (120 ms later).
OPEN = """async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('section { content-visibility: visible !important; }');
  document.adoptedStyleSheets = [sheet];
  for (const fold of document.querySelectorAll('[aria-expanded=false]')) fold.click();
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  await new Promise(done => setTimeout(done, 300));
}"""
# Everything that Tab should come to: of radio buttons of one name the browser takes one.
STOPS = """() => {
  const all = 'a[href], button, input, select, summary, textarea, [tabindex="0"]';
  globalThis.stops = [...document.querySelectorAll(all)]
    .filter(node => !node.disabled && node.checkVisibility({visibilityProperty: true}) && node.tabIndex >= 0)
    .filter(node => node.type !== 'radio' || node.checked
      || !document.querySelector(`input[type=radio][name="${node.name}"]:checked`));
  return stops.length; }"""
AT = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const name = node.getAttribute('aria-label') || node.labels?.[0]?.textContent || node.textContent;
  const map = document.querySelector('.rf-frame').getBoundingClientRect();
  const hidden = !node.closest('.rf-frame') && box.top < map.bottom && box.bottom > map.top
    && box.left < map.right && box.right > map.left;
  return {at: stops.indexOf(node), tag: node.localName, name: name.trim().replace(/\\s+/g, ' '),
    outline: style.outlineStyle + parseFloat(style.outlineWidth), hidden}; }"""


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_tab_comes_to_every_control_once_and_shows_where_it_is(
    whole: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(whole, viewport={"width": size[0], "height": size[1]}).page
    page.evaluate(OPEN)
    expected = page.evaluate(STOPS)
    assert expected > 200
    found = []
    for _ in range(expected):
        page.keyboard.press("Tab")
        found.append(page.evaluate(AT))
    assert sorted(stop["at"] for stop in found) == list(range(expected))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || !document.hasFocus()")
    assert [stop for stop in found if stop["outline"] != "solid3"] == []
    # WCAG 2.2, 2.4.11: nothing focused is covered by the map that stays in sight.
    assert [stop for stop in found if stop["hidden"]] == []
    controls = [stop["name"] for stop in found if stop["tag"] != "a"]
    assert "" not in controls
    assert len(controls) == len(set(controls))


def test_escape_closes_what_was_opened_and_goes_back(whole: str, open_page: OpenPage) -> None:
    page = open_page(whole, viewport={"width": 1280, "height": 900}).page
    card = page.get_by_role("dialog")
    openers = page.locator("button[data-figure]:visible, .rf-site[role=button]").all()
    assert len(openers) > 8
    for opener in openers:
        opener.focus()
        page.keyboard.press("Enter")
        assert card.is_visible()
        assert card.evaluate("node => node.contains(document.activeElement)")
        page.keyboard.press("Escape")
        assert card.is_hidden()
        assert opener.evaluate("node => node === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000])
def test_the_whole_page_is_for_all(
    whole: str, open_page: OpenPage, axe: str, scheme: str, width: int
) -> None:
    """WCAG 2.2 AA by axe-core, with all that can be opened open: folds, and one card after the other."""
    page = open_page(whole, viewport={"width": width, "height": 800}, color_scheme=scheme).page
    page.evaluate(OPEN)
    page.evaluate(axe)
    tables = page.locator("main > section table")
    assert tables.count() > 4
    assert page.locator("main > section table:visible").count() == tables.count()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for opener, around in ((".rf-site[role=button]", ".rf-card"), ("button[data-figure]", "html")):
        page.locator(opener).first.click()
        assert page.get_by_role("dialog").is_visible()
        found = page.evaluate(
            "([around, tags]) => axe.run(around, {runOnly: tags})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))",
            [around, AXE_TAGS],
        )
        assert found == [], around
        page.keyboard.press("Escape")


def test_the_map_is_described_in_words(html: str, open_page: OpenPage) -> None:
    page = open_page(html).page
    described = page.get_by_role("region", name="Map", exact=True).get_attribute("aria-describedby")
    assert page.locator(f"#{described}").text_content() == pages.scene()["alt"]


# ---- narrow and enlarged ----


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(320, 700, 1), (640, 450, 2), (844, 390, 1), (600, 900, 1)]
)
def test_no_sideways_scroll(whole: str, open_page: OpenPage, width: int, height: int, scale: int) -> None:
    """640 by 450 is a 1,280 px desk at 200 % zoom."""
    page = open_page(whole, viewport={"width": width, "height": height}, device_scale_factor=scale).page
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # Where the map stays in sight it leaves room for what it goes with.
    page.evaluate("scrollTo(0, document.querySelector('.rf-controls').getBoundingClientRect().top + 100)")
    shown = page.locator(".rf-frame").bounding_box()
    assert shown["y"] + shown["height"] < height * 0.65 or shown["y"] < 0


def test_on_a_phone_sections_open_on_request_and_where_a_link_leads(html: str, open_page: OpenPage) -> None:
    page = open_page(html, viewport={"width": 390, "height": 844}).page
    assert page.locator("#figures table").is_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 4000
    heading = page.get_by_role("button", name="Figures and who said them")
    heading.click()
    assert page.locator("#figures table").is_visible()
    assert heading.get_attribute("aria-expanded") == "true"
    heading.click()
    page.locator("button[data-figure]").first.click()
    page.locator(".rf-card a[href^='#figure-']").first.click()
    assert page.locator("#figures table").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#sources ol").is_visible()
