"""A scene in a notebook, as IPython asks for it and nbconvert keeps it: html in a sandbox, picture, words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from IPython.core.formatters import DisplayFormatter
from nbconvert import HTMLExporter, LatexExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from rangefan import load, resolve
from rangefan.mapfile.nouns import Layer, MapFile

from . import pages


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """What IPython's own formatter makes of a scene with a hostile title."""
    layer = Layer(id="reach", system="thaad", site="kr-seongju-lotte")
    scene = resolve(MapFile(id="test", title=f"How far? {pages.HOSTILE}", layers=(layer,)), load())
    data, _ = DisplayFormatter().format(scene)
    return data


@pytest.fixture(scope="module")
def notebook(shown: dict[str, Any]) -> NotebookNode:
    output = new_output("execute_result", data=shown, execution_count=2)
    cells = [
        new_code_cell("import rangefan", execution_count=1),
        new_code_cell("scene", execution_count=2, outputs=[output]),
    ]
    return new_notebook(cells=cells)


def test_a_scene_shows_as_html_picture_and_words(shown: dict[str, Any]) -> None:
    assert shown.keys() == {"text/html", "image/svg+xml", "application/pdf", "text/plain"}
    assert ElementTree.fromstring(shown["image/svg+xml"]).tag == "{http://www.w3.org/2000/svg}svg"
    assert "THAAD" in shown["text/plain"]
    assert "Illustrative" in shown["text/plain"]


def test_the_frame_works_and_cannot_reach_the_notebook(
    shown: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    document = f'<!DOCTYPE html><title>n</title><p id="own">mine</p>{shown["text/html"]}'
    opened = open_page(document)
    frame = opened.page.frame_locator("iframe")
    frame.locator(".rf-badge").wait_for()
    frame.get_by_role("radio", name="Low", exact=True).check()
    inner = opened.page.frames[1]
    assert inner.evaluate("window.origin") == "null"
    assert inner.evaluate("(() => { try { return !!parent.document; } catch { return false; } })()") is False
    assert pages.HOSTILE in inner.evaluate("document.body.textContent")
    assert opened.page.evaluate("window.pwned") is inner.evaluate("window.pwned") is None
    assert (opened.requests, opened.errors, opened.violations) == ([], [], [])


def frames(document: str) -> list[dict[str, str | None]]:
    """The attributes of every frame in a document; nbconvert writes them in an order of its own."""
    found: list[dict[str, str | None]] = []

    class Frames(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "iframe":
                found.append(dict(attrs))

    Frames().feed(document)
    return found


def test_nbconvert_shows_the_figure_in_html_and_latex(
    notebook: NotebookNode, shown: dict[str, Any], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    html, _ = HTMLExporter().from_notebook_node(notebook)
    (mine,), (kept,) = frames(shown["text/html"]), frames(html)
    assert kept == mine
    assert kept["sandbox"] == "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
    page = open_page(html).page
    page.frame_locator("iframe").locator("path.rf-line.is-main").first.wait_for(state="attached")
    assert page.locator("iframe").bounding_box()["height"] > 400
    assert page.evaluate("window.pwned") is None
    latex, resources = LatexExporter().from_notebook_node(notebook)
    (name,) = [name for name in resources["outputs"] if name.endswith(".pdf")]
    picture = tmp_path / "picture.pdf"
    picture.write_bytes(resources["outputs"][name])
    said = subprocess.run(["pdftotext", picture, "-"], capture_output=True, text=True, check=True).stdout
    assert "ILLUSTRATIVE" in said
    assert "THAAD reach" in said
    assert re.search(r"\\includegraphics.*" + re.escape(name), latex) or f"{{{name}}}" in latex
