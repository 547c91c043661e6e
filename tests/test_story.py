"""A story: read strictly, resting on records, listed without scripts, walked with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rangefan import InputError, load, read_map, render_page, resolve
from rangefan.catalogue import Catalogue
from rangefan.scene import Scene

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
