"""Still pictures: every format from one drawing, the same bytes each time, every character with a glyph."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageChops

import rangefan
from rangefan.errors import UsageError
from rangefan.language import LANGUAGES, day, said_in
from rangefan.outputs.fonts import set_text
from rangefan.outputs.marks import words_of
from rangefan.outputs.picture import card_drawing, drawing_bytes, picture_of
from rangefan.outputs.stances import stances_of
from rangefan.outputs.textures import TILES
from rangefan.outputs.wrapping import joined, wrapped

if TYPE_CHECKING:
    from conftest import OpenPage

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "data/fonts"
MAPS = ["thaad-korea", "candidates-2016", "region", "missile-ranges"]
SVG = "{http://www.w3.org/2000/svg}"
# What a stranger may have written into a map file or a catalogue.
HOSTILE = "</title><script>alert(1)</script>{{7*7}} ${x} \"' \\) Tj ET %\u202eabc ]]> 한글 <img onerror=x>"


@pytest.fixture(scope="module")
def scenes() -> dict[str, Any]:
    known = rangefan.load()
    return {name: rangefan.resolve(rangefan.read_map(name, known), known) for name in MAPS}


def labels(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [group.get("aria-label", "") for group in root.iter(f"{SVG}g") if group.get("aria-label")]


def run(*command: str | Path) -> str:
    if shutil.which(str(command[0])) is None:
        pytest.fail(f"no {command[0]}: `make setup` installs poppler-utils")
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


def test_pictures_are_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    call = "import sys; from rangefan.cli import main; sys.exit(main())"
    found: dict[str, set[str]] = {}
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "coverage")}
        for kind in ("svg", "png", "pdf", "card"):
            path = tmp_path / f"{seed}.{kind}"
            words = ["export", "thaad-korea", "--to", kind, "-o", str(path)]
            subprocess.run([sys.executable, "-c", call, *words], env=env, check=True, capture_output=True)
            found.setdefault(kind, set()).add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert {kind: len(digests) for kind, digests in found.items()} == dict.fromkeys(found, 1)


@pytest.mark.parametrize(
    ("name", "lang"), [*zip(MAPS, LANGUAGES, strict=False), ("thaad-korea", "zh"), ("region", "ru")]
)
def test_every_character_has_a_glyph(name: str, lang: str, scenes: dict[str, Any]) -> None:
    from fontTools.ttLib import TTFont

    maps = {path.stem: TTFont(path).getBestCmap() for path in FONTS.glob("*.woff2")}
    drawing = picture_of(scenes[name], lang=lang)
    assert drawing.missing() == ""
    for words in words_of(drawing.marks):
        for glyph in words.run.glyphs:
            assert maps[glyph.face][ord(glyph.char)] == glyph.name


def test_every_message_of_every_catalogue_can_be_drawn() -> None:
    for path in sorted((ROOT / "coverage/rangefan/language").glob("*.po")):
        # Arrow and command key are the page's alone.
        text = "".join(sorted(set(path.read_text(encoding="utf-8")) - set("→⌘")))
        assert set_text(text, "bold", path.stem).missing == "", path.name


def test_east_asian_letters_are_drawn_the_way_of_the_language() -> None:
    faces = {lang: {glyph.face for glyph in set_text("直", "regular", lang).glyphs} for lang in ("ja", "zh")}
    assert faces == {"ja": {"sans-jp"}, "zh": {"sans-sc"}}
    assert {glyph.face for glyph in set_text("성주군", "bold", "en").glyphs} == {"sans-kr"}
    assert all(glyph.heavy for glyph in set_text("성주군", "bold", "en").glyphs)


def test_kerning_is_that_of_the_font() -> None:
    # Noto Sans draws AV closer than A and V alone; HarfBuzz's hb-shape says so too.
    alone = sum(set_text(letter).width for letter in "AV")
    assert set_text("AV").width < alone
    assert set_text("HH").width == 2 * set_text("H").width


def test_fonts_are_light_licensed_and_as_recorded() -> None:
    recorded = tomllib.loads((FONTS / "provenance.toml").read_text(encoding="utf-8"))["file"]
    files = {path.name: path.read_bytes() for path in FONTS.glob("*.woff2")}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == {
        name: row["sha256"] for name, row in recorded.items()
    }
    assert sum(map(len, files.values())) <= 700_000
    assert {row["licence"] for row in recorded.values()} == {"OFL-1.1"}
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MAPS)
def test_a_picture_says_what_it_is(name: str, scenes: dict[str, Any]) -> None:
    scene = scenes[name].to_dict()
    for drawing in (picture_of(scene), card_drawing(scene)):
        said = " ".join(words.run.text for words in words_of(drawing.marks))
        assert "ILLUSTRATIVE" in said
        for word in scene["map"]["title"].split():
            assert word in said
        hypothetical = any(
            layer["visible"] and layer["status"] == "hypothetical" for layer in scene["layers"]
        )
        assert ("Hypothetical" in said) == hypothetical
    whole = "".join(words.run.text for words in words_of(picture_of(scene).marks)).replace(" ", "")
    for said in ("".join(run["text"] for run in scene["answer"]), scene["credits"][0]["text"]):
        assert said.replace(" ", "") in whole


@pytest.mark.parametrize("name", MAPS)
def test_no_word_is_cut(name: str, scenes: dict[str, Any]) -> None:
    """In the language with the longest words, on a card and in the narrowest picture."""
    scene = scenes[name]
    for drawing in (card_drawing(scene, lang="ru"), picture_of(scene, lang="ru", width=360)):
        for words in words_of(drawing.marks):
            x, y = words.at
            assert x >= 0, words.run.text
            assert x + words.width <= drawing.width, words.run.text
            assert 0 < y <= drawing.height, words.run.text


def test_lines_break_where_the_language_breaks_them() -> None:
    def lines(text: str, width: float, names: tuple[str, ...] = ()) -> list[str]:
        return [joined(row) for row in wrapped([(text, "regular")], width, lambda part, _: len(part), names)]

    assert lines("Shanghai (825 km) lies", 13) == ["Shanghai", "(825 km) lies"]
    assert lines("ミサイルの公表", 5) == ["ミサイルの", "公表"]
    assert lines("北のミサイル", 4) == ["北の", "ミサイル"]
    assert lines("算起首尔是否", 3, ("首尔",)) == ["算起", "首尔是", "否"]
    assert lines("東京1,036公里", 5) == ["東京", "1,036公里"]


def test_svg_opens_in_a_browser_as_resvg_draws_it(scenes: dict[str, Any], open_page: OpenPage) -> None:
    svg = rangefan.picture_svg(scenes["thaad-korea"], lang="ko")
    assert "<text" not in svg  # outlines: no font is asked for
    opened = open_page(
        f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}", viewport={"width": 1080, "height": 800}
    )
    shot = Image.open(io.BytesIO(opened.page.locator("svg").first.screenshot())).convert("L")
    assert opened.requests == opened.errors == []
    ours = Image.open(io.BytesIO(rangefan.picture_png(scenes["thaad-korea"], lang="ko", zoom=1))).convert("L")
    assert shot.size == ours.size
    histogram = ImageChops.difference(shot, ours).histogram()
    assert sum(histogram[64:]) / sum(histogram) < 0.01
    assert sum(count > 0 for count in shot.histogram()) > 100


def test_png_has_the_size_it_says(scenes: dict[str, Any]) -> None:
    card = Image.open(io.BytesIO(rangefan.card_png(scenes["thaad-korea"])))
    assert (card.format, card.size) == ("PNG", (1200, 630))
    narrow = Image.open(io.BytesIO(rangefan.picture_png(scenes["thaad-korea"], width=600)))
    assert narrow.width == 1200
    dark = Image.open(io.BytesIO(rangefan.picture_png(scenes["thaad-korea"], dark=True, zoom=1)))
    assert dark.convert("RGB").getpixel((2, 2)) == (0x17, 0x18, 0x1A)


def test_pdf_is_sound_searchable_and_has_its_fonts(tmp_path: Path, scenes: dict[str, Any]) -> None:
    from pypdf import PdfReader

    path = tmp_path / "map.pdf"
    scene = scenes["thaad-korea"].to_dict()
    scene["map"] = {**scene["map"], "kicker": "성주 · 星州 · 조선 / Сеул"}
    path.write_bytes(rangefan.picture_pdf(scene))
    reader = PdfReader(path, strict=True)
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert "Illustrative" in (reader.metadata.title or "")
    text = re.sub(r"\s+", " ", run("pdftotext", path, "-"))
    for words in (scene["map"]["title"], "성주 · 星州 · 조선 / СЕУЛ", "ILLUSTRATIVE", "Vladivostok"):
        assert words in text
    rows = run("pdffonts", path).splitlines()[2:]
    assert {"sans-kr", "sans-jp", "sans-bold-cyrillic"} <= {
        row.split()[0].split("rangefan-")[1] for row in rows
    }
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)  # embedded, subset, to Unicode


def test_pdf_is_drawn_by_another_program_as_the_png_is(tmp_path: Path, scenes: dict[str, Any]) -> None:
    """Poppler's picture of the PDF beside resvg's of the SVG: textures, dashes, fills and letters alike."""
    path = tmp_path / "map.pdf"
    path.write_bytes(rangefan.picture_pdf(scenes["thaad-korea"], lang="ja"))
    run("pdftoppm", "-r", "96", "-png", "-singlefile", path, tmp_path / "map")
    ours = Image.open(io.BytesIO(rangefan.picture_png(scenes["thaad-korea"], lang="ja", zoom=1))).convert("L")
    theirs = Image.open(tmp_path / "map.png").convert("L")
    assert theirs.size == ours.size
    histogram = ImageChops.difference(theirs, ours).histogram()
    assert sum(histogram[64:]) / sum(histogram) < 0.02


def test_a_strangers_text_stands_as_it_is(tmp_path: Path, scenes: dict[str, Any]) -> None:
    scene = scenes["thaad-korea"].to_dict()
    scene["map"] = {**scene["map"], "title": HOSTILE, "kicker": HOSTILE}
    scene["layers"] = [{**layer, "name": HOSTILE, "status_text": HOSTILE} for layer in scene["layers"]]
    svg = rangefan.picture_svg(scene)
    shown = "".join(labels(svg)).replace(" ", "")
    assert HOSTILE.replace(" ", "") in shown
    root = ElementTree.fromstring(svg)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        *("svg", "title", "desc", "defs", "path", "clipPath", "g", "use")
    }
    path = tmp_path / "map.pdf"
    path.write_bytes(rangefan.picture_pdf(scene))
    assert "<script>alert(1)</script>{{7*7}}" in run("pdftotext", path, "-").replace("\n", "").replace(
        " ", ""
    )


def test_what_no_font_has_is_a_box_and_is_named(scenes: dict[str, Any]) -> None:
    scene = scenes["thaad-korea"].to_dict()
    scene["map"] = {**scene["map"], "title": "ጤና in a title"}
    drawing = picture_of(scene)
    assert drawing.missing() == "ናጤ"
    assert b"ActualText" in zlib_text(drawing_bytes(drawing, "pdf"))


def zlib_text(pdf: bytes) -> bytes:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()  # type: ignore[union-attr]


def test_on_paper_no_table_is_cut_and_no_control_stands(scenes: dict[str, Any], open_page: OpenPage) -> None:
    page = open_page(rangefan.render_page(scenes["thaad-korea"])).page
    page.emulate_media(media="print")
    cut = "boxes => boxes.filter(box => box.scrollHeight > box.clientHeight + 1).map(box => box.ariaLabel)"
    assert page.locator(".rf-scroll").count() > 3
    assert page.locator(".rf-scroll").evaluate_all(cut) == []
    assert page.locator("section :is(input, button, select):visible").count() == 0
    assert page.locator(".rf-line.is-main:visible").count() > 0
    # A4 between its margins: what is wider than the paper makes Chromium shrink the whole page.
    page.set_viewport_size({"width": 703, "height": 1032})
    assert page.evaluate("document.documentElement.scrollWidth") <= 703


def test_a_printed_page_holds_figure_key_tables_and_sources(
    tmp_path: Path, scenes: dict[str, Any], open_page: OpenPage
) -> None:
    """As Chromium prints it and poppler reads it."""
    scene = scenes["thaad-korea"].to_dict()
    page = open_page(rangefan.render_page(scenes["thaad-korea"])).page
    path = tmp_path / "printed.pdf"
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    sheets = run("pdftotext", "-layout", path, "-").split("\f")[:-1]
    assert all(sheet.strip() for sheet in sheets)
    first, whole = sheets[0], re.sub(r"\s+", " ", " ".join(sheets))
    for words in ("11 Mar 2026", "ILLUSTRATIVE", "objected", "no position found", "supported", "Vladivostok"):
        assert words in first, words
    assert "Play" not in whole
    assert "Source, and below it" in whole  # the last column of the widest table
    for event in scene["positions"]["events"]:  # folded on the screen
        assert event["event"].split()[0] in whole
    assert re.search(rf"\b{len(scene['sources'])}\. ", whole)  # the last source's number, not cut at the edge
    run("pdftoppm", "-r", "60", "-png", "-l", "1", "-singlefile", path, tmp_path / "first")
    colours = Image.open(tmp_path / "first.png").convert("RGB").getcolors(1_000_000)
    assert colours
    drawn = {colour for count, colour in colours if count > 300}
    assert (0xDB, 0xE6, 0xEC) in drawn  # the sea: fills are printed


# ---- positions ----

STANCE = re.compile(r"rf-stance-(\d|site)")


def test_pictures_show_the_positions_that_the_page_shows_first(
    scenes: dict[str, Any], open_page: OpenPage
) -> None:
    """Whose texture, how many local voices of which stance, and the date: as the page's scripts have them."""
    page = open_page(rangefan.render_page(scenes["thaad-korea"])).page
    classes = page.locator(".rf-pane-positions path.rf-stance").evaluate_all(
        "paths => paths.map(path => path.getAttribute('class'))"
    )
    wanted = Counter(code[1] for each in classes if (code := STANCE.search(each)))
    marks = page.locator(".rf-local span").evaluate_all(
        "all => all.map(each => [each.firstChild.getAttribute('class'), Number(each.dataset.count || 1)])"
    )
    local = Counter({STANCE.search(name)[1]: 0 for name, _ in marks})  # type: ignore[index]
    for name, count in marks:
        local[STANCE.search(name)[1]] += count  # type: ignore[index]
    day = page.locator(".rf-time-bar output").inner_text()
    assert len(wanted) > 2
    assert len(local) > 2

    scene = scenes["thaad-korea"].to_dict()
    found = stances_of(scene)
    assert found
    shown = [found.countries.get(row["iso_a3"]) for row in scene["basemap"]["countries"]]
    assert Counter(filter(None, shown)) == wanted
    assert Counter(voice.code for voice in found.voices) == local
    assert day == "11 Mar 2026"
    for drawing in (picture_of(scene), card_drawing(scene)):
        said = " ".join(words.run.text for words in words_of(drawing.marks))
        assert day in said
        assert "our own coding" in said
        assert "China, Russia and North Korea" in drawing.text
    counted = [words.run.text for words in words_of(picture_of(scene).marks) if words.run.text.isdigit()]
    assert sum(map(int, counted)) + 2 == sum(local.values())  # two stand alone, without a number


def test_without_scripts_the_positions_are_there(scenes: dict[str, Any], open_page: OpenPage) -> None:
    page = open_page(rangefan.render_page(scenes["thaad-korea"]), java_script_enabled=False).page
    still = page.locator(".rf-still svg")
    for code in ("0", "3", "4"):
        fill = still.locator(f"path.rf-stance-{code}").first.evaluate("path => getComputedStyle(path).fill")
        assert fill == f'url("#rf-texture-{code}")'
        assert page.locator(f"#rf-texture-{code}").count() == 1
    assert "11 Mar 2026" in still.text_content()
    assert "China, Russia and North Korea" in still.get_attribute("aria-label")
    assert still.locator(".rf-local-mark").count() > 8
    # What is drawn is a texture on land, not a hole: land's own colour is most of a hatched country.
    shot = Image.open(io.BytesIO(still.screenshot())).convert("RGB")
    land = shot.crop((20, 330, 100, 380)).getcolors(10_000)
    assert land
    assert max(land)[1] == (0xF6, 0xF4, 0xEE)


def test_a_stronger_stance_is_darker_and_no_stance_is_coloured(scenes: dict[str, Any]) -> None:
    """Objection is hatched, support dotted, and neither is red or green; no position found is plain land."""
    known = rangefan.load()
    scene = rangefan.resolve(rangefan.read_map("positions", known), known)
    picture = Image.open(io.BytesIO(rangefan.picture_png(scene, zoom=2))).convert("RGB")
    # Inner China, Hokkaido and Mongolia, off every label, as they lie in the picture.
    boxes = {"CHN": (80, 1340, 200, 1440), "JPN": (1262, 935, 1310, 963), "MNG": (110, 720, 330, 780)}
    dark = {}
    for country, box in boxes.items():
        pixels = np.asarray(picture.crop(box), dtype=int).reshape(-1, 3)
        dark[country] = float((pixels.sum(axis=1) < 3 * 225).mean())
        assert np.ptp(pixels, axis=1).max() < 30, country
    assert dark["CHN"] > dark["JPN"] > 0.03
    assert dark["MNG"] == 0


def test_textures_are_those_of_the_page() -> None:
    source = (ROOT / "coverage/rangefan/web/positions-map.js").read_text(encoding="utf-8")
    table = re.findall(r'\[(\d), (\d+), "(M[^"]+)", ([\d.]+)\]', source)
    assert {code: (int(side), float(width), lines) for code, side, lines, width in table} == TILES


def test_dates_are_written_as_browsers_write_them() -> None:
    dates = ["2026-03-11", "2016-02", "2014", "2017-12-31"]
    script = """const forms = {};
      const form = (date) => ({ timeZone: "UTC", year: "numeric",
        ...(date.length > 4 ? { month: "short" } : {}),
        ...(date.length > 7 ? { day: "numeric" } : {}) });
      for (const lang of ["en-GB", "ko", "zh", "ja", "ru"]) forms[lang.slice(0, 2)] = DATES.map(
        (date) => new Intl.DateTimeFormat(lang, form(date)).format(new Date(date)));
      console.log(JSON.stringify(forms));"""
    found = json.loads(run("node", "-e", script.replace("DATES", json.dumps(dates))))
    for lang in LANGUAGES:
        spaces = str.maketrans(dict.fromkeys("\u00a0\u202f", " "))
        ours = [str(said_in(day(date), lang)).translate(spaces) for date in dates]
        assert ours == [date.translate(spaces) for date in found[lang]]
    assert day("2016-02-31") == day("2016-02")
    assert day("<img>") == "<img>"


# ---- in the page ----

PICTURED = """() => Object.fromEntries(["#claims", "#side"].map((part) => [part,
  [...document.querySelectorAll(`${part} svg`)].flatMap((svg) => [svg.ariaLabel ?? "",
    ...[...svg.querySelectorAll("text")].map((text) => text.textContent)]).join("\\n")]))"""


def test_words_in_pictures_follow_the_readers_language(open_page: OpenPage) -> None:
    """Built in one language and read in another: as maps of either country would have it."""
    known = rangefan.load()
    scene = rangefan.resolve(rangefan.read_map("claims", known), known)
    words = {
        "#claims": {
            "Seongju": "Сонджу",
            "Beijing": "Пекин",
            "Seoul": "Сеул",
            "heights": "высоты",
            " km": " км",
        },
        "#side": {"Seongju": "Сонджу", "Pyongyang": "Пхеньян", "horizon": "горизонт", " km": " км"},
    }
    for built, read in (("en", "ru"), ("ru", "en")):
        path = open_page(rangefan.render_page(scene, lang=built)).page
        # From another page: an open one would follow the address, and may write its own before it reloads.
        address = f"{path.url}#lang={read}"
        path.goto("about:blank")
        path.goto(address)
        path.locator(f'html[lang="{read}"]').wait_for(state="attached")
        found = path.evaluate(PICTURED)
        for part, pairs in words.items():
            for english, russian in pairs.items():
                ours, other = (russian, english) if read == "ru" else (english, russian)
                assert ours in found[part], (part, built, read)
                assert other not in found[part], (part, built, read)


def test_nonsense_is_refused(scenes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="360"):
        rangefan.picture_svg(scenes["thaad-korea"], width=10)
    with pytest.raises(UsageError, match="xx"):
        rangefan.picture_svg(scenes["thaad-korea"], lang="xx")
