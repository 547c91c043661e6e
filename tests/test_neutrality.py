"""Our own words: what is refused, where it is said to stand, and what is exempt."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import rangefan
from rangefan.catalogue.neutral import NeutralWords, Refused
from rangefan.cli import main
from rangefan.errors import InputError
from rangefan.where import data_dir, maps_dir

FIXTURE = Path(__file__).parent / "fixtures/catalogue"
RADAR = "systems/radar-a.toml"


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str, str, str], list[str]]:
    """Load the small catalogue with one text replaced, and return its problems as lines."""

    def problems(file: str, old: str, new: str) -> list[str]:
        folder = shutil.copytree(FIXTURE, tmp_path / "data")
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            rangefan.load(folder)
        except InputError as error:
            return [str(problem) for problem in error.problems]
        return []

    return problems


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "what"),
    [
        ("statements.csv", "Objected.", "Slammed it.", 2, '"summary" says "slammed"'),
        ("claims.toml", "It reaches.", "It Obviously reaches.", 2, '"claim" says "obviously"'),
        (RADAR, 'why = "All there is."', 'why = "All the regime has."', 14, '"why" says "regime"'),
        (RADAR, "Invented for the tests", "An aggressive radar", 1, '"summary" says "aggressive"'),
    ],
)
def test_a_refused_word_is_named_with_its_line(
    refused: Callable[[str, str, str], list[str]], file: str, old: str, new: str, line: int, what: str
) -> None:
    (problem,) = refused(file, old, new)
    assert problem.startswith(f"data/{file}:{line}: {what}: ")


@pytest.mark.parametrize(
    "new",
    [
        "Called it “provocative”.",  # another's word, marked as such
        "The allied force applied.",  # part of another word
        "Wrote non-provocative notes.",  # a word of its own
    ],
)
def test_quotes_and_parts_of_words_are_exempt(
    refused: Callable[[str, str, str], list[str]], new: str
) -> None:
    assert refused("statements.csv", "Objected.", new) == []


def test_a_statement_needs_a_source(refused: Callable[[str, str, str], list[str]]) -> None:
    row = (FIXTURE / "statements.csv").read_text(encoding="utf-8").splitlines()[1]
    (problem,) = refused("statements.csv", row, row.replace("text-a", ""))
    assert problem.startswith('data/statements.csv:2: "source" is ""')


def test_a_map_file_is_held_to_the_same_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (maps_dir() / "candidates-2016.toml").read_text(encoding="utf-8")
    path = tmp_path / "loud.toml"
    path.write_text(text.replace("Most rings", "The rogue rings"), encoding="utf-8")
    line = text[: text.index("Most rings")].count("\n") + 1
    assert main(["check", str(path)]) == 3
    said = capsys.readouterr().err
    assert f'loud.toml:{line}: "note" says "rogue"' in said


def test_every_refused_word_has_a_reason_and_is_found() -> None:
    groups = tomllib.loads((data_dir() / "neutral-words.toml").read_text(encoding="utf-8"))["refused"]
    words = [word for group in groups for word in group["words"]]
    assert len(words) == len(set(words))
    listed = NeutralWords(refused=tuple(Refused(**{**g, "words": tuple(g["words"])}) for g in groups))
    for word in words:
        assert word == word.lower()
        assert [found for found, _ in listed.found_in(f"It was {word.title()}, they said.")] == [word]
        assert not listed.clear(["Nothing here.", f"It was {word}."])


def test_what_testing_a_claim_says_is_neutral_too() -> None:
    from rangefan.answers.claims import claims_tested

    known = rangefan.load()
    for one in claims_tested(known, ["c02", "c05", "c11", "c16", "c20"]):
        assert list(known.words.found_in(f"{one.summary} {one.depends_on} {one.flips}")) == []
