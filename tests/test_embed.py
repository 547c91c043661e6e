"""The page in other people's pages: it tells its height, never grows by itself, and says where it stands."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rangefan.errors import FileError, UsageError
from rangefan.outputs import build, render_page
from rangefan.outputs.embed import HEIGHT, embed_page, oembed, public_address

from . import pages

OpenPage = Callable[..., Any]
URL = "https://news.example/maps/page.html"

# How each host reads a height, after its own published script: datawrapper/chart-core lib/embed.js, pym.js
# 1.3 _makeMessageRegex, amphtml amp-iframe (sentinel and type), Flourish embed.js (parse, sender, method).
HOSTS = {
    "datawrapper": """(event, frame) => {
        const heights = event.data["datawrapper-height"];
        for (const id in heights ?? {})
          if (document.getElementById("datawrapper-chart-" + id) === frame) return heights[id]; }""",
    "pym": """(event) => {
        const whole = /^pymxPYMxgraphic-0xPYMx(\\S+)xPYMx(.*)$/;
        const found = typeof event.data === "string" && event.data.match(whole);
        if (found && found[1] === "height") return parseInt(found[2]); }""",
    "amp": """(event) => {
        if (event.data.sentinel === "amp" && event.data.type === "embed-size") return event.data.height; }""",
    "flourish": """(event) => {
        let message;
        try { message = typeof event.data === "object" ? event.data : JSON.parse(event.data); }
        catch { return; }
        if (message.sender === "Flourish" && message.method === "resize") return message.height; }""",
}


def host(read: str, page: Path, *, more: int = 0) -> str:
    """Somebody else's page with ours in a sandboxed frame; `more` is what it adds to every height."""
    return f"""<!DOCTYPE html><title>An article</title><p>Text.</p>
<iframe id="datawrapper-chart-made-up" title="A map" style="border:0;width:600px;height:150px"
  sandbox="allow-scripts" src="{page.as_uri()}?initialWidth=600&amp;childId=graphic-0"></iframe>
<script>
const frame = document.querySelector("iframe"), read = {read};
globalThis.told = [];
addEventListener("message", (event) => {{
  const height = event.source === frame.contentWindow && read(event, frame);
  if (!height) return;
  told.push(height);
  frame.style.height = height + {more} + "px";
}});
</script>"""


@pytest.fixture
def framed(tmp_path: Path) -> Path:
    path = tmp_path / "framed.html"
    path.write_text(render_page(pages.scene()), encoding="utf-8")
    return path


@pytest.mark.parametrize("protocol", HOSTS)
def test_a_host_sizes_the_frame_and_it_stays(protocol: str, framed: Path, open_page: OpenPage) -> None:
    opened = open_page(host(HOSTS[protocol], framed))
    page = opened.page
    page.wait_for_function("told.length > 0")
    page.wait_for_timeout(900)
    inner = page.frames[1]
    height = inner.evaluate("Math.ceil(document.querySelector('.rf-wrap').getBoundingClientRect().height)")
    assert page.evaluate("frame.getBoundingClientRect().height") == height
    assert inner.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    told = page.evaluate("told.length")
    page.wait_for_timeout(600)
    assert page.evaluate("told.length") == told <= 4
    assert page.evaluate("told[0]") == height  # told once it is laid out: no article jumps
    # A narrower column is higher, and the host hears of it.
    page.evaluate("frame.style.width = '320px'")
    page.wait_for_function(f"told.at(-1) > {height}")
    assert opened.errors == []


def test_a_host_that_adds_to_the_height_starts_no_loop(framed: Path, open_page: OpenPage) -> None:
    page = open_page(host(HOSTS["datawrapper"], framed, more=40)).page
    page.wait_for_function("told.length > 0")
    page.wait_for_timeout(1500)
    told = page.evaluate("told")
    assert len(told) <= 4
    assert page.evaluate("frame.getBoundingClientRect().height") == told[-1] + 40


def test_pym_gets_an_answer_when_it_tells_the_width(framed: Path, open_page: OpenPage) -> None:
    page = open_page(host(HOSTS["pym"], framed)).page
    page.wait_for_function("told.length > 0")
    page.wait_for_timeout(700)
    told = page.evaluate("told.length")
    page.evaluate("frame.contentWindow.postMessage('pymxPYMxgraphic-0xPYMxwidthxPYMx600', '*')")
    page.wait_for_function(f"told.length > {told}")


def test_alone_it_tells_nobody(framed: Path, open_page: OpenPage) -> None:
    page = open_page(framed).page
    page.evaluate(
        "globalThis.heard = []; addEventListener('message', ({data}) => heard.push(data));"
        "document.querySelector('.rf-wrap').append(document.createElement('hr'))"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("heard") == []
    assert page.locator("html.rf-framed").count() == 0


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_an_address_brings_what_an_editor_needs(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    bare = build("candidates-2016", page)
    assert bare.beside == ()
    assert list(tmp_path.iterdir()) == [page]
    assert "og:" not in page.read_text(encoding="utf-8").split("<style>")[0]
    seen = []
    for _ in range(2):
        built = build("candidates-2016", page, url=URL)
        seen.append([path.read_bytes() for path in (built.page, *built.beside)])
    assert seen[0] == seen[1]
    assert [path.name for path in built.beside] == ["embed.html", "oembed.json", "card.png"]
    # PNG, 2003, 11.2.2: width and height are the first eight bytes of the header's chunk.
    assert struct.unpack(">II", seen[0][3][16:24]) == (1200, 630)
    tags = Tags(page.read_text(encoding="utf-8")).found
    assert ("link", {"rel": "canonical", "href": URL}) in tags
    links = [attrs["href"] for tag, attrs in tags if attrs.get("type") == "application/json+oembed"]
    assert links == ["https://news.example/maps/oembed.json"]
    properties = {attrs["property"]: attrs["content"] for _, attrs in tags if "property" in attrs}
    assert properties["og:url"] == URL
    assert "Illustrative" in (properties["og:description"] or "")
    assert properties["og:image"] == "https://news.example/maps/card.png"


def test_oembed_is_what_its_specification_asks_of_rich() -> None:
    """oEmbed 1.0, 2.3.4: version, type, and for type rich html, width and height."""
    answer = json.loads(oembed(pages.scene(), URL))
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert isinstance(answer["width"], int)
    assert isinstance(answer["height"], int)
    [(tag, attrs)] = Tags(answer["html"]).found
    assert (tag, attrs["src"]) == ("iframe", URL)
    assert "allow-same-origin" not in (attrs["sandbox"] or "")


def test_one_folder_holds_one_page_with_an_address(tmp_path: Path) -> None:
    build("candidates-2016", tmp_path / "page.html", url=URL)
    with pytest.raises(FileError, match="a folder of its own"):
        build("candidates-2016", tmp_path / "other.html", url="https://news.example/maps/other.html")
    assert not (tmp_path / "other.html").exists()


@pytest.mark.parametrize(
    "url",
    [
        "page.html",
        "javascript:alert(1)",
        "https://",
        "https://a b.example/",
        'https://news.example/"><script>',
        "https://me:secret@news.example/",
        "https://news.example/#v=1",
        "https://news.example/서울",
        "http://[",
    ],
)
def test_only_a_public_address_is_one(url: str) -> None:
    with pytest.raises(UsageError):
        public_address(url)


@pytest.mark.parametrize(("lang", "word"), [("ko", "기사"), ("ru", "Вставить в статью"), ("zh", "放入文章")])
def test_the_snippets_are_written_in_the_pages_language(
    lang: str, word: str, tmp_path: Path, open_page: OpenPage, axe: str
) -> None:
    page = tmp_path / "page.html"
    built = build("candidates-2016", page, url=URL, lang=lang)
    opened = open_page(built.beside[0])
    shown = opened.page
    assert shown.locator(f'html[lang="{lang}"]').count() == 1
    assert word in shown.title()
    title = shown.locator("iframe").get_attribute("title")
    assert title
    # All that is left in Latin letters are names, addresses and code.
    words = shown.evaluate("document.body.innerText")
    assert title in words
    assert not re.findall(r"\b(?:the|page|frame|script|any|what|you)\b", re.sub(r"https?://\S+", "", words))
    for snippet in shown.locator("textarea").evaluate_all("all => all.map(each => each.value)"):
        assert "Show all" not in snippet
    inside = shown.frames[1]
    inside.locator(f'html[lang="{lang}"]').wait_for(state="attached")
    assert inside.locator("h1").text_content() == title
    answer = json.loads(built.beside[1].read_text(encoding="utf-8"))
    assert answer["title"].startswith(title)
    assert dict(Tags(answer["html"]).found)["iframe"]["title"] == title
    head = {attrs.get("property"): attrs.get("content") for _, attrs in Tags(page.read_text("utf-8")).found}
    assert head["og:title"] == title
    shown.evaluate(axe)
    found = shown.evaluate("axe.run(document, {iframes: false}).then(r => r.violations.map(v => v.id))")
    assert (found, opened.requests, opened.errors, opened.violations) == ([], [], [], [])


def test_the_snippets_show_the_page_and_hold_what_they_say(
    framed: Path, open_page: OpenPage, axe: str
) -> None:
    evil = pages.hostile(pages.scene())
    path = framed.with_name("embed.html")
    path.write_text(embed_page(evil, URL, framed.name), encoding="utf-8")
    opened = open_page(path)
    page = opened.page
    page.frames[1].locator(".rf-badge").wait_for()
    page.wait_for_timeout(700)
    assert page.locator("iframe").bounding_box()["height"] != HEIGHT
    codes = page.locator("textarea").evaluate_all("nodes => nodes.map(node => node.value)")
    assert len(codes) == 4
    sized, plain, pym, amp = (Tags(code).found for code in codes)
    assert [tag for tag, _ in sized] == ["iframe", "script"]
    assert all(attrs["src"] == URL for attrs in (plain[0][1], amp[0][1]))
    assert pym == [("div", {"data-pym-src": URL})]
    assert plain[0][1]["title"] == evil["map"]["title"]
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {iframes: false}).then(r => r.violations.map(v => v.id))")
    assert (found, opened.requests, opened.errors, opened.violations) == ([], [], [], [])
