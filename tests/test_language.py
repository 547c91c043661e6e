"""What rangefan says, in five languages: nothing missing, nothing stale, and a page to be read in each."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from rangefan import load, read_map, resolve
from rangefan.errors import UsageError
from rangefan.language import LANGUAGES, OTHERS, language, listed, named, number, phrases, said_in, strung, t
from rangefan.outputs import render_page
from rangefan.outputs.saying import Book

ROOT = Path(__file__).parent.parent
MESSAGES = runpy.run_path(str(ROOT / "docs/messages.py"))["messages"]()


def fields(message: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("lang", OTHERS)
def test_catalogue_holds_what_is_said_and_nothing_else(lang: str) -> None:
    assert phrases(lang).keys() <= MESSAGES.keys(), "stale: run `make messages`"
    wrong = {message for (_, message), said in phrases(lang).items() if fields(message) != fields(said)}
    assert wrong == set()


def test_a_message_is_said_in_another_language() -> None:
    # Numbers and lists as Unicode CLDR has them; the words are given here.
    seoul = named("Seoul", {"ko": "서울", "ru": "Сеул"})
    assert said_in(listed([seoul, "Busan", "Daegu"]), "ru") == "Сеул, Busan и Daegu"
    assert said_in(number(1234.56, 1), "ru") == "1\N{NO-BREAK SPACE}234,6"
    assert said_in(t("unknown to all {town}", town=seoul), "ko") == "unknown to all 서울"
    assert said_in({"rows": [strung([seoul, t("as it is")])]}, "ko") == {"rows": ["서울 · as it is"]}
    with pytest.raises(UsageError, match="did you mean"):
        language("KO")


def test_a_document_marks_what_it_says_alone_and_among_other_text() -> None:
    book = Book("ko", switch=True)
    seoul = book.mark(named("Seoul", {"ko": "<서울>"}))
    html = f'<p class="a">{seoul}</p><p>to {seoul}</p><img alt="{seoul}"><input>{seoul}<br>'
    mark = '<span data-t="0">&lt;서울&gt;</span>'
    assert book.set_down(html) == (
        f'<p class="a" data-t="0">&lt;서울&gt;</p><p>to {mark}</p>'
        f'<img alt="&lt;서울&gt;" data-t-alt="0"><input>{mark}<br>'
    )
    for mixed in (f"<title>to {seoul}</title>", f'<p title="to {seoul}"></p>'):
        with pytest.raises(ValueError, match="alone"):
            book.set_down(mixed)
    assert book.mark("\ufdd0 0\ufdd2") == "\ufffd 0\ufffd"  # a stranger's text cannot pose as a mark


def test_the_page_says_what_python_says() -> None:
    """The book, read by language.js in node, gives the texts of `said_in`."""
    town = named("Seoul", {lang: f"<{lang}>" for lang in LANGUAGES})
    texts = [
        town,
        t("{town} · {km:,.1f} km, {share:.0%}", town=town, km=12345.678, share=0.256),
        t("{km:,g} km", km=1000.0),
        number(1234567),
        listed([town, "A", "B"]),
        listed(["A", t("B {n}", n=listed([town, "C"]))]),
        strung([town, t("x。"), "y"], " "),
    ]
    book = Book("en", switch=True)
    data = book.refs({"texts": texts})
    script = (
        "globalThis.document = { documentElement: {}, querySelectorAll: () => [] };"
        f"globalThis.location = {{ hash: '' }}; const book = {json.dumps(book.to_dict())};"
        + (ROOT / "coverage/rangefan/web/language.js").read_text(encoding="utf-8")
        + "const all = {}; for (const lang of Object.keys(rangefan.languages)) {"
        f"rangefan.speak({{ ...book, lang }}); all[lang] = rangefan.told({json.dumps(data)}).texts; }}"
        "console.log(JSON.stringify(all));"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        lang: [str(said_in(text, lang)) for text in texts] for lang in LANGUAGES
    }


def test_no_text_is_glued_in_scripts() -> None:
    # `rangefan.t` is given one literal; docs/messages.py refuses anything else when it reads them.
    found = {message for context, message in MESSAGES if context is None}
    assert not [message for message in found if re.search(r"^\s|\s$", message)], "put the space outside"


def test_a_message_of_scene_and_script_is_said_in_every_language() -> None:
    """Korean writes "600 km" as English does and a script says it too: the scene has it all the same."""
    book = Book("en", switch=True, spoken=["{km:,.0f} km", "Map"])
    data = book.refs({"said": t("{km:,.0f} km", km=600), "static": 1})
    book.mark(t("Sources"))
    script = (
        "globalThis.document = { documentElement: {}, querySelectorAll: () => [] };"
        f"globalThis.location = {{ hash: '' }}; const book = {json.dumps(book.to_dict())};"
        + (ROOT / "coverage/rangefan/web/language.js").read_text(encoding="utf-8")
        + "const all = {}; for (const lang of Object.keys(rangefan.languages)) {"
        f"rangefan.speak({{ ...book, lang }}); all[lang] = [rangefan.told({json.dumps(data)}).said, "
        'rangefan.t("{km:,.0f} km", { km: 600 }), rangefan.t("Map")]; }'
        "console.log(JSON.stringify(all));"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    km = {lang: str(said_in(t("{km:,.0f} km", km=600), lang)) for lang in LANGUAGES}
    maps = {lang: str(said_in(t("Map"), lang)) for lang in LANGUAGES}
    assert json.loads(done.stdout) == {lang: [km[lang], km[lang], maps[lang]] for lang in LANGUAGES}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_message_is_translated(lang: str) -> None:
    assert MESSAGES.keys() - phrases(lang).keys() == set(), "translate what `make messages` left empty"


def test_a_reader_chooses_a_language(open_page: Callable[..., Any]) -> None:
    """In a sandboxed frame without an origin, as an article would hold it: no storage, no network."""
    catalogue = load()
    page = render_page(resolve(read_map("missile-ranges", catalogue), catalogue))
    frame = (
        f'<!DOCTYPE html><iframe sandbox="allow-scripts" width="900" height="700" srcdoc="{escape(page)}">'
    )
    opened = open_page(frame)
    for tag, name in [("ko", "북한"), ("ru", "КНДР"), ("en", "North Korea")]:
        inside = opened.page.frame_locator("iframe")
        inside.locator(".rf-language select").select_option(tag)
        inside.locator(f'html[lang="{tag}"]').wait_for(state="attached")
        assert name in inside.locator("h1").text_content()
        inside.locator(f'.rf-language option:checked[lang="{tag}"]').wait_for(state="attached")
    assert opened.errors == []


def test_a_page_is_built_in_a_language() -> None:
    catalogue = load()
    page = render_page(resolve(read_map("missile-ranges", catalogue), catalogue), lang="ru")
    text = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert '<html lang="ru">' in text
    assert "Иллюстрация: опубликованные номинальные дальности" in text
    # What is left in Latin letters outside `lang="en"`: names of things, publishers and units, no sentences.
    bare = re.sub(r'<(\w+)[^<>]*lang="en"[^<>]*>.*?</\1>', "", text, flags=re.DOTALL)
    assert not re.findall(r">[^<]*\b(?:the|which|every|inside|drawn)\b[^<]*<", bare)
