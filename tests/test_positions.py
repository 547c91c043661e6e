"""Who stands where on a date: against a table made by hand, and the rules that keep voices apart."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import rangefan
from rangefan.answers import GROUPS, counts_from, voice_of, without_repeats
from rangefan.catalogue import Catalogue
from rangefan.cli import main
from rangefan.scene import Scene
from rangefan.where import data_dir

# Made by hand, before the code was read again: data/statements.csv sorted by date, the rows on THAAD in Korea
# kept, and for each voice the last row at or above the date read off. None: no row by then. A star marks an
# objection to one site only.
DATES = ("2016-02-20", "2016-08-01", "2017-04-30", "2017-11-30", "2026-06-30")
BY_HAND = {
    ("government", "CHN", ""): ("-2", "-2", "-2", "-1", "-2"),
    ("government", "KOR", ""): ("1", "2", "2", "0", "1"),
    ("government", "RUS", ""): ("-1", "-2", "-2", "-2", "-2"),
    ("local", "KOR", "Seongju residents"): (None, "-2", "-2", "-2", "-2"),
    ("local", "KOR", "Seongju County"): (None, "-1*", "-1*", "-1*", "0"),
}


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return rangefan.load()


@pytest.fixture(scope="module")
def shipped(known: Catalogue) -> Scene:
    return rangefan.resolve(rangefan.read_map("thaad-korea", known), known)


def test_stances_equal_the_table_made_by_hand(known: Catalogue) -> None:
    for index, date in enumerate(DATES):
        found = {
            (each.voice.group, each.voice.country, each.voice.name): each
            for each in rangefan.positions_on(known, date, ["THAAD Korea"])
        }
        for voice, row in BY_HAND.items():
            each = found[voice]
            said = None if each.stance is None else f"{each.stance}{'*' if each.site_only else ''}"
            assert said == row[index], (date, voice)


def test_a_stance_is_reproducible_from_the_file_alone(known: Catalogue) -> None:
    """A second way to China's stance on every day: the CSV, no noun of ours."""
    text = (data_dir() / "statements.csv").read_text(encoding="utf-8")
    rows = [
        row
        for row in csv.DictReader(io.StringIO(text))
        if row["country"] == "CHN"
        and row["actor_kind"] in ("state", "ministry", "military")
        and not row["voice"]
        and row["object"] == "THAAD Korea"
        and len(row["date"]) == 10
    ]
    for day in sorted({row["date"] for row in rows}):
        last = {
            row["stance"] for row in rows if row["date"] == max(r["date"] for r in rows if r["date"] <= day)
        }
        found = [
            each.stance
            for each in rangefan.positions_on(known, day, ["THAAD Korea"])
            if each.voice.group == "government" and each.voice.country == "CHN"
        ]
        assert len(found) == 1
        assert str(found[0]) in last


def test_objects_and_voices_are_never_blended(known: Catalogue) -> None:
    found = rangefan.positions_on(known, "2026-12-31")
    assert len({(each.object, each.voice) for each in found}) == len(found)
    assert {each.voice.group for each in found} == set(GROUPS)
    for each in found:
        assert each.statement
        assert each.statement.object == each.object
        assert (each.voice.group == "government") == (each.voice.name == "")
    # A court, an unnamed official, a nominee and one who has left office speak for no government.
    for one in ("s174", "s134", "s230", "s158", "s041"):
        assert voice_of(known.statements[one]).group == "other"


def test_no_position_found_is_a_state_of_its_own(known: Catalogue) -> None:
    before = rangefan.positions_on(known, "2014-01-01", ["THAAD Korea"])
    assert {each.stance for each in before} == {None}
    # Dated to a month: counts from its end, not before.
    assert counts_from("2016-02") > "2016-02-29"
    with pytest.raises(rangefan.RangeError, match="write YYYY"):
        rangefan.positions_on(known, "yesterday")
    with pytest.raises(rangefan.UsageError, match="use one of"):
        rangefan.positions_on(known, "2016", ["THAAD Corea"])


def test_leaving_repeats_out_changes_no_stance_on_any_date(known: Catalogue) -> None:
    every = [item for item in known.statements.values() if item.object == "THAAD Korea"]
    few = without_repeats(every)
    assert len(few) < len(every)
    for day in {counts_from(item.date) for item in every}:
        for voice in {voice_of(item) for item in every}:
            stances = []
            for rows in (every, few):
                told = [i for i in rows if voice_of(i) == voice and counts_from(i.date) <= day]
                found = without_repeats(told)
                stances.append((found[-1].stance, found[-1].scope) if found else None)
            assert stances[0] == stances[1]


def test_a_mode_or_a_reach_is_only_what_the_text_names(known: Catalogue) -> None:
    named = [item for item in known.statements.values() if item.mode or item.claimed_km]
    assert {item.id for item in named} == {"s028", "s055", "s206"}
    for item in named:
        words = f"{item.summary} {item.quote}"
        if item.claimed_km:
            assert re.search(rf"\b{item.claimed_km:g} km", words), item.id
        if item.mode:
            assert re.search(r"terminal mode|shorter-range mode", words), item.id


def test_a_statement_is_tied_to_the_footprints_it_speaks_of(shipped: Scene) -> None:
    rows = {row["id"]: row for row in (shipped.positions or {})["statements"]}
    assert rows["s034"]["layers"] == ["radar-terminal", "radar-forward"]  # the radar, no mode named
    assert rows["s055"]["layers"] == ["radar-terminal"]  # the shorter-range mode
    assert rows["s206"]["layers"] == ["interceptor"]
    assert rows["s169"]["layers"] == ["radar-terminal", "radar-forward"]  # the whole, for the radar's reach
    assert rows["s184"]["layers"] == []
    assert all(row["layers"] == [] for row in rows.values() if row["object"] == "second battery")
    # Local and civil voices are points; a scholar in a capital is not, nor is a government.
    assert rows["s073"]["point"] == [35.9191, 128.283]
    assert {row["kind"] for row in rows.values() if row["point"]} == {"local", "civil"}
    assert not [row for row in rows.values() if row["point"] and row["place"] in ("Seoul", "Beijing")]


def test_a_map_that_asks_for_what_is_not_there_is_told(known: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    shipped = '[[layer]]\nid = "a"\nsystem = "thaad"\nsite = "kr-seongju-lotte"\n'
    path.write_text(
        'title = "?"\n[positions]\nobjects = ["THAAD Corea"]\nfrom = "2017"\nto = "2016"\n' + shipped,
        encoding="utf-8",
    )
    with pytest.raises(rangefan.InputError) as caught:
        rangefan.read_map(path, known)
    said = str(caught.value)
    assert 'mine.toml:3: no statement is on "THAAD Corea", use one of: Aegis Ashore' in said
    assert "mine.toml:4: from 2017 is after to 2016, swap them" in said


def test_the_verb_says_it_in_words_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["positions", "2016-08-01", "--object", "THAAD Korea"]) == 0
    out, err = capsys.readouterr()
    assert "our own coding" in err
    assert re.search(r"China, government +objected \(-2\)  2016-07-28", out)
    assert re.search(r"Seongju County +objected to this site only \(-1\)", out)
    assert re.search(r"Gimcheon City +no position found", out)
    assert main(["positions", "2016-08-01", "--map", "thaad-korea", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    china = next(p for p in data["positions"] if (p["country"], p["voice"]) == ("CHN", "government"))
    assert (china["stance"], china["state"], china["object"]) == (-2, "objected", "THAAD Korea")
    assert china["source"].startswith("http")
    assert main(["positions", "soon"]) == 2
    assert main(["positions", "--map", "region"]) == 2
