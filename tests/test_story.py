"""A story: read strictly, resting on records, listed without scripts, walked with them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rangefan import InputError, load, read_map, render_page, resolve
from rangefan.catalogue import Catalogue
from rangefan.scene import Scene

from . import pages

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STORY = """\
title = "A question?"
[altitude]
steps_km = [10, 40]
[[layer]]
id = "interceptor"
system = "thaad"
site = "kr-seongju-lotte"
[[step]]
date = "2016-07-08"
title = "The decision"
text = "It was announced."
rests_on = ["2016-07-08-decision-announced"]
[[step]]
date = "2016-09"
title = "The site"
text = "It was moved."
rests_on = ["s092"]
sources = ["buddhistchannel-2016"]
show = ["interceptor"]
pick = "high"
altitude_km = 40
focus = "s092"
view = { west = 120, south = 30, east = 140, north = 45 }
"""
# Each fault: what stands in the good story, what it becomes, the line, and a part of the message.
FAULTS = [
    ('date = "2016-09"', 'date = "2015"', 14, "put the steps in order of date"),
    ('date = "2016-09"', 'date = "September"', 14, "not a date"),
    ('text = "It was moved."', "", 13, '"text" is missing'),
    ('"2016-07-08-decision-announced"', '"2016-07-08-decision-anounced"', 12, 'did you mean "2016-07-08-dec'),
    ('rests_on = ["2016-07-08-decision-announced"]', "", 10, "rests on nothing"),
    ('"buddhistchannel-2016"', '"budhistchannel-2016"', 18, 'did you mean "buddhistchannel-2016"?'),
    ('show = ["interceptor"]', 'show = ["intercepter"]', 19, 'did you mean "interceptor"?'),
    ('pick = "high"', 'pick = "highest"', 20, 'did you mean "high"?'),
    ("altitude_km = 40", "altitude_km = 41", 21, "use one of: 10, 40"),
    ('focus = "s092"', 'focus = "s9999"', 22, 'no statement "s9999"'),
    ("[[step]]", '[positions]\nobjects = ["second battery"]\n[[step]]', 24, "[positions] leaves out"),
    ("east = 140", "east = 119", 23, "let east be above west"),
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def shipped(catalogue: Catalogue) -> Scene:
    return resolve(read_map("thaad-story", catalogue), catalogue)


@pytest.mark.parametrize(("old", "new", "line", "what"), FAULTS)
def test_a_fault_in_a_step_is_named_with_its_line(
    catalogue: Catalogue, tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    path = tmp_path / "story.toml"
    path.write_text(STORY, encoding="utf-8")
    assert len(read_map(path, catalogue).steps) == 2
    assert old in STORY
    path.write_text(STORY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_map(path, catalogue)
    assert any(problem.line == line and what in str(problem) for problem in caught.value.problems)


def test_the_shipped_story_says_no_more_than_its_records(catalogue: Catalogue) -> None:
    """Every date and every number of two digits in a step stands in a record it rests on; the kinds stand."""
    steps = read_map("thaad-story", catalogue).steps
    assert 10 <= len(steps) <= 14
    assert (steps[0].date[:4], steps[-1].date[:4]) == ("2013", "2026")
    for step in steps:
        records = [catalogue.events.get(name) or catalogue.statements[name] for name in step.rests_on]
        said = " ".join(f"{getattr(r, 'event', '')} {getattr(r, 'summary', '')} {r.date}" for r in records)
        assert step.date in {record.date for record in records}
        for number in re.findall(r"\d[\d,]+", step.text):
            assert number in said, (step.title, number)
        assert not step.focus or step.focus in step.rests_on
        assert not re.search(r"[“”\"]", step.text), "paraphrase: a quote belongs to a statement"


def test_every_step_is_listed_with_its_sources(shipped: Scene) -> None:
    html = render_page(shipped)
    urls = {source["id"]: source["url"] for source in shipped.sources}
    items = re.findall(r"<li id=\"step-\d+\".*?</li>", html, re.DOTALL)
    assert len(items) == len(shipped.steps)
    for item, step in zip(items, shipped.steps, strict=True):
        assert f'datetime="{step.date}"' in item
        for source in step.sources:
            assert urls[source].replace("&", "&amp;") in item


def test_a_map_without_a_story_carries_none_of_it(catalogue: Catalogue) -> None:
    html = render_page(resolve(read_map("thaad-korea", catalogue), catalogue))
    assert "rf-step" not in html
    assert 'id="story"' not in html


# ---- in a browser ----


def told(scene: dict[str, Any]) -> dict[str, Any]:
    """The small scene of `pages`, with a story of three steps."""
    step = {"text": "They said so.", "sources": ["src-1"], "pick": "nominal", "altitude": None}
    step |= {"bounds": None, "focus": None}
    steps = [
        {**step, "date": "2016-07-08", "title": "One", "show": []},
        {**step, "date": "2016-07-13", "title": "Two", "show": ["reach"], "bounds": [124, 33, 132, 40]},
        {**step, "date": "2017", "title": "Three", "show": ["forward", "reach"], "pick": "high"},
    ]
    return {**copy.deepcopy(scene), "steps": steps}


@pytest.fixture(scope="module")
def html() -> str:
    return render_page(told(pages.scene()))


def shows(page: Any) -> tuple[str, list[str], str]:
    """The step in words, the layers switched on, and the figure chosen."""
    on = page.locator(".rf-panel input[data-layer]:checked").evaluate_all(
        "all => all.map(i => i.dataset.layer)"
    )
    now = page.locator("#story li:visible")
    return (
        now.inner_text() if now.count() else "",
        on,
        page.locator("[data-pick]:checked").get_attribute("data-pick"),
    )


def test_a_reader_walks_the_story(html: str, open_page: Callable[..., Any]) -> None:
    opened = open_page(html)
    page = opened.page
    assert shows(page) == ("", ["terminal", "reach"], "nominal")
    page.get_by_role("button", name="Begin").click()
    words, on, _ = shows(page)
    assert ("They said so." in words, on) == (True, [])
    page.keyboard.press("ArrowRight")
    whole = page.locator(".rf-scale").inner_text()
    assert shows(page)[1] == ["reach"]
    page.get_by_role("button", name="Next", exact=True).click()
    assert shows(page)[1:] == (["forward", "reach"], "high")
    assert page.locator(".rf-scale").inner_text() != whole
    # At the end the focus stays on a button that works.
    assert page.evaluate("document.activeElement.ariaLabel") == "Step back"
    page.get_by_label("Step of the story").select_option("2016-07-13 Two")
    assert shows(page)[1:] == (["reach"], "nominal")
    page.get_by_label("Step of the story").select_option("All steps, as a list")
    assert page.locator("#story li:visible").count() == 3
    page.get_by_label("Step of the story").select_option("3 steps")
    assert shows(page) == ("", ["terminal", "reach"], "nominal")
    assert (opened.requests, opened.errors, opened.violations) == ([], [], [])


def test_a_step_has_an_address_and_a_readers_choice_outlives_it(
    html: str, open_page: Callable[..., Any]
) -> None:
    page = open_page(html).page
    address = page.url.split("#")[0]

    def at(text: str) -> tuple[str, list[str], str]:
        page.goto("about:blank")
        page.goto(address + text)
        return shows(page)

    assert at("#v=1&step=3")[1:] == (["forward", "reach"], "high")
    words, on, pick = at("#v=1&step=3&show=reach&pick=low")
    assert ("Three" in words, on, pick) == (True, ["reach"], "low")
    for bad in ("0", "4", "-1", "1e0", "__proto__", "%3Cimg%3E"):
        assert at(f"#v=1&step={bad}") == ("", ["terminal", "reach"], "nominal")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**#*step=1*", wait_until="commit")


def test_without_scripts_the_whole_story_is_there(html: str, open_page: Callable[..., Any]) -> None:
    page = open_page(html, java_script_enabled=False).page
    assert page.locator("#story li:visible").count() == 3
    assert page.locator("#story a:visible").count() == 3


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1000, "light")])
def test_the_walk_is_accessible(
    html: str, open_page: Callable[..., Any], axe: str, width: int, scheme: str
) -> None:
    page = open_page(html, viewport={"width": width, "height": 800}, color_scheme=scheme).page
    page.get_by_role("button", name="Begin").click()
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags})"
        ".then(r => r.violations.map(v => [v.id, v.nodes[0].html]))",
        AXE_TAGS,
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
