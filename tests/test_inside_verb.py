"""`rangefan inside`: its JSON to the letter, its words, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rangefan import inside, load, read_map, resolve
from rangefan.answers import people_inside
from rangefan.cli import main
from rangefan.geometry import Fan, area_km2
from rangefan.mapfile import Layer, MapFile
from rangefan.mapfile.nouns import Towns


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["inside", *words])
    return (code, *capsys.readouterr())


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    known = load()
    scene = resolve(read_map("thaad-korea", known), known)
    return {contents.id: contents.to_dict() for contents in inside(scene)}


def test_json_has_exactly_these_keys(capsys: pytest.CaptureFixture[str], answer: dict[str, Any]) -> None:
    code, out, err = said(capsys, "thaad-korea", "--json")
    data = json.loads(out)
    assert (code, set(data)) == (0, {"footprints"})
    assert "llustrative" in err
    assert {row["id"]: row for row in data["footprints"]} == answer
    picks = [
        f"{layer}/{pick}"
        for layer in ("radar-terminal", "radar-forward", "interceptor")
        for pick in ("low", "nominal", "high")
    ]
    assert [row["id"] for row in data["footprints"]] == picks
    known = load()
    for row in data["footprints"]:
        assert list(row) == ["id", "system", "figure", "area_km2", "countries", "towns", "people"]
        system, _, figure = row["figure"].partition("/")
        assert system == row["system"]
        assert figure in {item.id for item in known.systems[system].figures}
        for country in row["countries"]:
            assert list(country) == ["iso_a3", "name", "area_km2", "share"]
            assert 0 <= country["share"] <= 1
        for town in row["towns"]:
            assert list(town) == ["name", "country", "state", "distance_km", "azimuth_deg"]
            assert town["state"] in ("in", "out", "depends")
        assert list(row["people"]) == ["count", "of", "share", "source", "year", "country"]
        assert (row["people"]["year"], row["people"]["country"]) == (2020, "KOR")
        assert "Statistics Korea" in row["people"]["source"]
        assert sum(country["area_km2"] for country in row["countries"]) <= row["area_km2"]


def test_numbers_are_those_of_the_fan_drawn(answer: dict[str, Any]) -> None:
    known = load()
    site = known.sites["kr-seongju-lotte"]
    assert site.lat is not None
    assert site.lon is not None
    fan = Fan(lat=site.lat, lon=site.lon, range_km=200.0)
    found, people = answer["interceptor/high"], people_inside(fan)
    assert people is not None
    assert found["area_km2"] == round(area_km2(fan), 1)
    assert found["people"]["count"] == pytest.approx(people.count, abs=50)
    assert found["people"]["of"] == pytest.approx(51_656_761, abs=50)


def test_golden_towns(answer: dict[str, Any]) -> None:
    """design/model.md: the 200 km line crosses Seoul; USCC 2016 counts Dandong and Weihai within 600 km."""

    def states(name: str) -> dict[str, str]:
        return {town["name"]: town["state"] for town in answer[name]["towns"]}

    assert states("interceptor/high")["Seoul"] == "depends"
    assert states("interceptor/low")["Seoul"] == "out"
    low = states("radar-terminal/low")
    assert {name for name, state in low.items() if state == "in"} == {
        "Seoul",
        "Pyongyang",
        "Dandong",
        "Weihai",
    }
    assert low["Busan"] == "depends"  # near, but behind the direction drawn, which nobody published
    assert [town["distance_km"] for town in answer["radar-terminal/low"]["towns"]] == sorted(
        town["distance_km"] for town in answer["radar-terminal/low"]["towns"]
    )


def test_a_layer_together_and_its_figures_alone_agree() -> None:
    """A town in for the whole layer is in for each of its figures; out, out; what figures split, depends."""
    known = load()
    scene = resolve(read_map("thaad-korea", known), known)
    for layer in scene.layers:
        alone = [c.towns for c in inside(scene, layer.id)]
        for row in scene.towns:
            states = {
                t.state for towns in alone for t in towns if (t.name, t.country) == (row.name, row.country)
            }
            together = row.cells[layer.id]["answer"]
            assert states == {together} if together != "depends" else states != {"in"} != {"out"}


def test_text_names_sources_and_says_illustrative(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "thaad-korea")
    assert code == 0
    assert out.startswith("Illustrative: ")
    for words in (
        "the azimuth is not published",
        "600 km · USCC 2016",
        "Shandong",
        "over all directions it could face",
        "Borders and coasts: Natural Earth",
        "Statistics Korea, 2020 census",
        "rangefan show an-tpy-2, thaad",
    ):
        assert words in " ".join(out.split())
    assert max(map(len, out.splitlines())) < 160


def test_one_layer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "thaad-korea", "--layer", "interceptor", "--json")
    assert code == 0
    assert {row["id"].split("/")[0] for row in json.loads(out)["footprints"]} == {"interceptor"}


def test_where_nobody_counted_people_is_null() -> None:
    known = load()
    layers = (
        Layer(id="far", system="thaad", lat=40.0, lon=100.0),
        Layer(id="high", system="an-tpy-2", mode="terminal", lat=36.0, lon=128.0, toward="any"),
    )
    mapped = MapFile(id="test", title="A question?", towns=Towns(show=("Seoul",)), layers=layers)
    found = {contents.id: contents for contents in inside(resolve(mapped, known))}
    assert found["far/nominal"].people is None
    assert found["far/nominal"].to_dict()["people"] is None
    everywhere = found["high/nominal"]
    assert (everywhere.any_direction, everywhere.people_by_bearing) == ((), None)
    assert [town.state for town in everywhere.towns] == ["depends"]


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["thaad-korea", "--layer", "intercepto"], 2, 'did you mean "interceptor"?'),
        (["no-such-map"], 2, "shipped map"),
        (["no-such-map.toml"], 2, "no such file"),
    ],
)
def test_wrong_words(capsys: pytest.CaptureFixture[str], words: list[str], code: int, what: str) -> None:
    got, out, err = said(capsys, *words)
    assert (got, out) == (code, "")
    assert what in err


def test_a_broken_map_is_bad_input(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "my-map.toml"
    path.write_text(
        'title = "A?"\n[[layer]]\nid = "a"\nsystem = "thaadd"\nlat = 36\nlon = 128\n', encoding="utf-8"
    )
    code, out, err = said(capsys, str(path))
    assert (code, out) == (3, "")
    assert f"{path}:4: " in err
