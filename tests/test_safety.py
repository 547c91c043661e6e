"""Text is hostile until escaped: a whole catalogue and a map file full of it, read strictly, built, and used.

The page and the layer on a user's own folium map show every text as it is; nothing in it runs or is followed.
Both are made here with sockets refused, as every test is: building asks the network for nothing.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import shutil
import typing
from collections.abc import Callable, Iterator
from typing import Any

import folium
import pytest

from rangefan import load, model, read_map, render_page, resolve, scene_layer
from rangefan.catalogue import Catalogue
from rangefan.language import OTHERS
from rangefan.mapfile import nouns
from rangefan.model import claims, figures, kinds, places, positions, testing
from rangefan.outputs.assets import source_text
from rangefan.scene import Scene
from rangefan.where import data_dir

OpenPage = Callable[..., Any]

# Each does harm somewhere: a template, a script, markup, an attribute, a format string, a sheet, an eye.
STRINGS = (
    "{{7*7}}",
    "{%_if_1_%}{#_c_#}",
    "${window.pwned=1}`${window.pwned=1}`",
    "</script><script>window.pwned=1</script>",
    "</title></style></textarea></noscript><b>",
    "<img/src=x/onerror=window.pwned=1>",
    "<svg/onload=window.pwned=1>",
    '"onfocus="window.pwned=1"autofocus="',
    "'onmouseover='window.pwned=1'",
    "<!--]]>--><![CDATA[",
    "javascript:window.pwned=1//",
    "\u202egnp.exe\u2066\u200f",
    "&lt;b&gt;&amp;&#x3c;\\u003cb\\u003e",
    "=HYPERLINK(\u2028'x'\u2029)",
    "{0}{x!r}{__class__}%s%(x)s",
    "__proto__",
    "\U0001f680\u0301\u0489",
)
ALL = "".join(STRINGS)

# Text that is free, by the table or noun it stands in: all of it is made hostile below.
FREE = {
    "sources": {"publisher", "title", "original_publisher", "short", "note"},
    "sites": {"name", "name_local", "kind", "status", "note"},
    "deployments": {"note"},
    "events": {"event", "object", "place", "note"},
    "statements": {"actor", "voice", "place", "object", "summary", "quote", "coding_note"},
    "Figure": {"component", "target", "said", "note", "unit"},
    "Mode": {"name", "why"},
    "System": {"name", "family", "summary", "disagreement"},
    "Claim": {"claim", "who", "wording_note", "missing", "parts"},
    **{f"testing.{name}": {"why"} for name in ("Asks", "Beam", "Distance", "Published")},
    "MapFile": {"title", "kicker", "note"},
    "Positions": {"objects"},
    "Layer": {"name", "place"},
    "Step": {"title", "text"},
    "Translated": {"ko", "zh", "ja", "ru"},
}
# Text that must name something else: whatever it names stands in the catalogue, or the map is refused.
LEADS = {
    "deployments": {"mode"},
    "Figure": {"mode"},
    "Mode": {"low", "nominal", "high", "altitude", "floor"},
    "Layer": {"mode", "town", "low", "nominal", "high", "toward"},
    "Towns": {"show", "answer", "ask"},
    "Positions": {"events"},
    "Claims": {"show"},
    "testing.Share": {"part", "figures", "toward"},
    "testing.Added": {"part", "figures", "beside_figures"},
    "testing.Within": {"part", "towns", "figures"},
    "testing.Districts": {"part", "city", "figures"},
    "testing.Sightline": {"part", "towns"},
    "testing.Beam": {"part", "figure"},
    "testing.Skyline": {"part", "figure"},
    "testing.Record": {"part", "object"},
    **{
        f"testing.{name}": {"part"}
        for name in ("Closer", "Distance", "InverseSquare", "Published", "Sector", "Stretch")
    },
}
TABLES = {noun.__name__: f"{noun.__name__.lower()}s" for noun in (
    model.Source, model.Site, model.Deployment, model.Event, model.Statement)}  # fmt: skip
FREE_TEXT = {str, kinds.Text, kinds.Quote}
# These group rows, so that each keeps one form; a quote has few words.
GROUPS = {"object", "voice", "actor"}
IN_LANGUAGES = "\n".join(
    f"[{key}_in]\n"
    + "\n".join(f"{lang} = {json.dumps(f'{lang} {key} {ALL}', ensure_ascii=False)}" for lang in OTHERS)
    for key in ("title", "kicker")
)
MAP = f"""\
title = {json.dumps("Title " + ALL, ensure_ascii=False)}
kicker = {json.dumps("Kicker " + ALL, ensure_ascii=False)}
note = {json.dumps("Note " + ALL, ensure_ascii=False)}
{IN_LANGUAGES}
[altitude]
steps_km = [40]
[towns]
show = ["Seoul", "Dalian"]
answer = "radar"
[positions]
objects = [{json.dumps(ALL + "THAAD Korea", ensure_ascii=False)}]
to = "2016-02-10"
[claims]
show = ["all"]
[[layer]]
id = "radar"
name = {json.dumps("Layer " + ALL, ensure_ascii=False)}
system = "an-tpy-2"
mode = "terminal"
site = "kr-seongju-lotte"
toward = "Pyongyang"
[[layer]]
id = "reach"
system = "thaad"
lat = 37.0
lon = 127.0
place = {json.dumps("Place " + ALL, ensure_ascii=False)}
[[step]]
date = "2016-02-07"
title = {json.dumps("Step " + ALL, ensure_ascii=False)}
text = {json.dumps("Text " + ALL, ensure_ascii=False)}
rests_on = ["s189"]
"""


def text_fields(noun: type) -> set[str]:
    """The fields of a noun that hold any text, alone or in a row or a table of texts."""
    hints = typing.get_type_hints(noun, include_extras=True)
    inner = {tuple: 0, dict: 1}

    def of(hint: Any) -> Any:
        origin = typing.get_origin(hint)
        return typing.get_args(hint)[inner[origin]] if origin in inner else hint

    return {key for key, hint in hints.items() if of(hint) in FREE_TEXT}


def test_every_text_field_is_free_text_or_leads_somewhere() -> None:
    """No noun of the catalogue or of a map file has a text that is not named above."""
    found = {}
    for module in (figures, places, positions, claims, testing, nouns):
        for name, noun in vars(module).items():
            if dataclasses.is_dataclass(noun) and noun.__module__ == module.__name__:
                name = f"testing.{name}" if module is testing else TABLES.get(name, name)
                found[name] = text_fields(noun)
    named = {name: FREE.get(name, set()) | LEADS.get(name, set()) for name in FREE | LEADS}
    assert {name: fields for name, fields in found.items() if fields} == named


def poisoned_csv(name: str, text: str) -> str:
    """Every text field of every row begins with a hostile string, another one in every row."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for number, row in enumerate(rows):
        for place, key in enumerate(sorted(FREE[name])):
            if not row[key] and key in ("quote", "object", "voice"):
                continue
            row[key] = (ALL if key in GROUPS else STRINGS[(number + place) % len(STRINGS)]) + row[key]
        for key in {"url", "original_url"} & {key for key in row if row[key]}:
            row[key] += "#'`{{7*7}}onerror=window.pwned=1"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def poisoned_toml(text: str) -> str:
    """Every text begins with all hostile strings; a unit that is no length keeps its place in the sum."""
    keys = "name|family|summary|disagreement|component|target|said|note|why|claim|who|wording_note|missing"
    poison = json.dumps(ALL, ensure_ascii=False)[1:-1].replace("\\", "\\\\")
    text = re.sub(rf'^({keys}) = "', rf'\1 = "{poison}', text, flags=re.MULTILINE)
    text = re.sub(r'\bwhy = "(?!\{)', f'why = "{poison}', text) if "[[claim]]" in text else text
    text = re.sub(r'^([a-z]) = "', rf'\1 = "{poison}', text, flags=re.MULTILINE)  # parts of a claim
    return re.sub(r'^unit = "(?!km"|deg")', f'unit = "{poison}', text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped catalogue with hostile text in every text field, read as strictly as ever."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns("geodata"))
    for path in folder.glob("*.csv"):
        path.write_text(poisoned_csv(path.stem, path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (*folder.glob("systems/*.toml"), folder / "claims.toml"):
        path.write_text(poisoned_toml(path.read_text(encoding="utf-8")), encoding="utf-8")
    return load(folder)


@pytest.fixture(scope="module")
def scene(poisoned: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    path = tmp_path_factory.mktemp("map") / "hostile.toml"
    path.write_text(MAP, encoding="utf-8")
    return resolve(read_map(path, poisoned), poisoned)


def use_everything(page: Any) -> None:
    """Use every control a reader can see, twice over what opens."""
    for _ in range(2):
        for fold in page.locator("summary:visible").all():
            fold.evaluate("node => node.closest('details').open || node.click()")
    for kind in ("input[type=radio]", "input[type=checkbox]", "input[type=range]", "button", "select"):
        for control in page.locator(f"{kind}:visible").all():
            if not control.is_visible() or control.is_disabled():
                continue
            if kind == "select":
                for value in control.locator("option").evaluate_all("all => all.map(option => option.value)"):
                    control.select_option(value)
                    page.wait_for_timeout(20)
            elif kind == "input[type=range]":
                control.press("End")
                control.press("Home")
            else:
                control.evaluate("node => node.click()")
                page.keyboard.press("Escape")


def seen_text(page: Any) -> str:
    """All the text a reader can come to: the document's, that of cards, and that of labels."""
    texts = [page.evaluate("document.title"), page.evaluate("document.documentElement.textContent")]
    for opener in page.locator("button[data-figure], .rf-site[role=button]").all():
        opener.evaluate("node => node.click()")
        texts.append(page.locator(".rf-card").text_content())
    texts += page.evaluate("[...document.querySelectorAll('[aria-label]')].map(node => node.ariaLabel)")
    return "\n".join(filter(None, texts))


def texts_of(scene: Scene) -> Iterator[str]:
    """What both the page and the layer show of this scene."""
    for layer in scene.layers:
        yield layer.name
        yield layer.site.name
        yield layer.site.note
    sources = {source["id"]: source for source in scene.sources}
    for figure in scene.figures:
        if figure["drawn_by"]:
            yield figure["said"]
            yield sources[figure["source"]]["title"]
            yield sources[figure["source"]]["publisher"]


# Text of the scene that our own page does not show as it is, and why.
NOT_SHOWN = {
    "layers.short_name": "on the map only, and there with a small first letter",
    "layers.mode_name": "where the layer's own name does not tell it",
    "figures.component": "of no figure",
    "positions.statements.voice": "tells voices apart; the actor is shown",
    "positions.statements.source.title": "its publisher is, with a link",
    "positions.events.source.title": "its publisher is, with a link",
    "positions.events.source.repost_of": "its publisher is, with a link",
    "positions.events.place": "of no event",
    "map_file": "copied on request, as TOML writes it",
}


def hostile_texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text within plain data that holds a hostile string, after the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from hostile_texts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from hostile_texts(inner, path)
    elif isinstance(value, str) and any(string in value for string in STRINGS):
        yield path, value.rstrip(".")  # a cell is no sentence


def missing(wanted: Iterator[str], text: str) -> list[str]:
    return [word for word in wanted if word.strip() and word not in text]


def test_a_hostile_catalogue_is_only_shown(scene: Scene, open_page: OpenPage) -> None:
    html = render_page(scene)
    assert render_page(scene) == html
    opened = open_page(html, viewport={"width": 1280, "height": 1000})
    page = opened.page
    text = seen_text(page)
    links = page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    text += "\n".join(links)
    texts = list(hostile_texts(scene.to_dict()))
    assert {path.split(".")[0] for path, _ in texts} >= {"claims", "positions", "steps", "notes", "sections"}
    assert {path for path, words in texts if words.strip() not in text} == NOT_SHOWN.keys()
    assert [string for string in STRINGS if string not in text] == []
    use_everything(page)
    links = page.locator("a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [href for href in links if not re.match("https?://|#|blob:", href)] == []
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, b, object, embed").count() == 0
    assert (opened.requests, opened.errors, opened.violations) == ([], [], [])
    # What a map file says in other languages is said in them.
    for lang in OTHERS:
        page.locator(".rf-language select").select_option(lang)
        page.locator(f'html[lang="{lang}"]').wait_for(state="attached")
        assert page.locator("h1").text_content() == f"{lang} title {ALL}"
        assert page.locator(".rf-kicker").text_content() == f"{lang} kicker {ALL}"
    assert page.evaluate("window.pwned") is None
    assert (opened.requests, opened.errors, opened.violations) == ([], [], [])


def test_a_hostile_layer_on_a_map_of_ones_own(scene: Scene, open_page: OpenPage) -> None:
    mine = folium.Map(location=[36, 128], zoom_start=4, tiles=None)
    scene_layer(scene).add_to(mine)
    bare = re.sub(
        r"<script src=[^>]*></script>|<link rel=\"stylesheet\" href=[^>]*/>", "", mine.get_root().render()
    )
    script = f"<script>{source_text('vendor/leaflet/leaflet.js')}</script>"
    opened = open_page(bare.replace("<head>", f"<head>{script}", 1))
    page = opened.page
    page.locator(".rf-dock summary").click()
    assert missing(texts_of(scene), seen_text(page)) == []
    use_everything(page)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, b, object, embed").count() == 0
    assert (opened.requests, opened.errors) == ([], [])


def test_one_map_leaves_nothing_in_the_next(scene: Scene) -> None:
    """What is kept between builds (fans, land, side views) is kept by what it was made of."""
    known = load()
    mapped = nouns.MapFile(
        id="plain",
        title="Plain",
        layers=(nouns.Layer(id="reach", system="thaad", site="kr-seongju-lotte"),),
    )
    before = render_page(resolve(mapped, known))
    render_page(scene)
    other = dataclasses.replace(mapped, title="Other")
    assert "Other" in render_page(resolve(other, known))
    after = render_page(resolve(mapped, known))
    assert after == before
    assert not any(string in after for string in ("pwned", "7*7"))
