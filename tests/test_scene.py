"""Scenes answer as print does, say what no source records, and come out the same every time."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangefan import load, read_map, resolve
from rangefan.answers import Reach, answer_for
from rangefan.catalogue import Catalogue
from rangefan.mapfile import Layer, MapFile, names
from rangefan.mapfile.nouns import Towns
from rangefan.scene import Scene

FAN = {"site": "kr-seongju-lotte", "system": "an-tpy-2", "toward": "Pyongyang"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def thaad(catalogue: Catalogue) -> Scene:
    return resolve(read_map("thaad-korea", catalogue), catalogue)


def scene_of(catalogue: Catalogue, *layers: Layer, towns: tuple[str, ...] = ("Seoul",)) -> Scene:
    mapped = MapFile(id="test", title="A question?", towns=Towns(show=towns), layers=layers)
    return resolve(mapped, catalogue)


def answers(scene: Scene, layer: str) -> dict[str, str]:
    return {town.name: town.cells[layer]["answer"] for town in scene.towns}


def test_golden_answers_from_print(catalogue: Catalogue) -> None:
    """USCC, 2016 Annual Report to Congress, p. 448: what 600 and 2,000 km from Seongju take in."""
    towns = ("Dandong", "Weihai", "Dalian", "Qingdao", "Shenyang", "Beijing", "Wuhan", "Xi’an", "Chengdu")
    scene = scene_of(
        catalogue,
        Layer(id="terminal", **FAN, mode="terminal", show=("low",), width_deg=360),
        Layer(id="forward", **FAN, mode="forward", show=("nominal",), width_deg=360),
        towns=towns,
    )
    inside = {name for name, answer in answers(scene, "terminal").items() if answer == "in"}
    assert inside == {"Dandong", "Weihai"}
    outside = {name for name, answer in answers(scene, "forward").items() if answer == "out"}
    assert outside == {"Chengdu"}


def test_seoul_is_the_golden_depends(thaad: Scene) -> None:
    cell = next(town for town in thaad.towns if town.name == "Seoul").cells["interceptor"]
    assert cell["answer"] == "depends"
    assert "crosses the city" in cell["why"]


def test_two_modes_of_one_antenna_exclude_each_other(thaad: Scene) -> None:
    terminal, forward, interceptor = thaad.layers
    assert terminal.exclusive == forward.exclusive is not None
    assert interceptor.exclusive is None
    assert [layer.visible for layer in (terminal, forward)] == [True, False]


def test_every_number_on_the_map_leads_to_a_source(catalogue: Catalogue) -> None:
    for name in names():
        scene = resolve(read_map(name, catalogue), catalogue)
        figures = {figure["id"]: figure for figure in scene.figures}
        sources = {source["id"]: source for source in scene.sources}
        for layer in scene.layers:
            if layer.status != "hypothetical":
                assert layer.status_source in sources
                assert layer.site.source in sources
            for footprint in layer.footprints:
                figure = figures[footprint.figure or ""]
                assert sources[figure["source"]]["url"].startswith("http")
                assert layer.id in figure["drawn_by"]
        assert {figure["source"] for figure in scene.figures} <= set(sources)


@pytest.mark.parametrize(
    ("layer", "status"),
    [
        (Layer(id="x", **FAN, mode="terminal"), "recorded"),
        (Layer(id="x", system="thaad", site="kr-humphreys"), "candidate"),
        (Layer(id="x", system="spy-7", site="jp-araya"), "candidate"),
        (Layer(id="x", system="thaad", site="jp-shariki"), "hypothetical"),
        (Layer(id="x", system="thaad", town="Busan"), "hypothetical"),
        (Layer(id="x", system="thaad", lat=36.0, lon=128.0), "hypothetical"),
        (Layer(id="x", **FAN, mode="terminal", range_km=777), "hypothetical"),
        (Layer(id="x", **FAN, mode="terminal", width_deg=90), "hypothetical"),
        (Layer(id="x", **FAN, mode="forward"), "hypothetical"),
        (Layer(id="x", system="an-tpy-2", mode="forward", site="jp-shariki"), "recorded"),
        (Layer(id="x", system="an-tpy-2", mode="forward", site="jp-shariki", azimuth_deg=10), "hypothetical"),
        (Layer(id="x", system="hwasong-15", town="Pyongyang"), "hypothetical"),
    ],
)
def test_what_no_source_records_says_hypothetical(catalogue: Catalogue, layer: Layer, status: str) -> None:
    resolved = scene_of(catalogue, layer).layers[0]
    assert resolved.status == status
    word = {"recorded": "", "candidate": "never built", "hypothetical": "ypothetical"}[status]
    assert word in resolved.status_text


def test_an_assumed_direction_says_so(thaad: Scene, catalogue: Catalogue) -> None:
    direction = thaad.layers[0].direction
    assert direction is not None
    assert direction.text == "drawn toward Pyongyang, 327°; the azimuth is not published"
    assert thaad.layers[0].any_direction is not None
    published = scene_of(catalogue, Layer(id="x", system="an-tpy-2", mode="forward", site="jp-shariki"))
    assert published.layers[0].direction is not None
    assert (published.layers[0].direction.published, published.layers[0].any_direction) == (True, None)


def test_two_resolutions_are_the_same_bytes_and_two_maps_differ(catalogue: Catalogue, thaad: Scene) -> None:
    mapped = read_map("thaad-korea", catalogue)
    again = resolve(mapped, load())
    assert again.to_json() == thaad.to_json()
    moved = dataclasses.replace(mapped, note="another")
    assert resolve(moved, catalogue).data_hash != thaad.data_hash


def test_a_frame_is_found_when_none_is_given(catalogue: Catalogue) -> None:
    scene = scene_of(catalogue, Layer(id="x", **FAN, mode="terminal"))
    west, south, east, north = scene.view["bounds"]
    for footprint in scene.layers[0].footprints:
        for polygon in footprint.geometry["coordinates"]:
            for lon, lat in polygon[0]:
                assert west <= lon <= east
                assert south <= lat <= north


def test_a_frame_is_found_where_little_or_nothing_is_drawn(catalogue: Catalogue) -> None:
    """A hidden mode without its nominal figure, and an altitude that leaves nothing."""
    shown = Layer(id="shown", **FAN, mode="terminal")
    hidden = Layer(id="hidden", **FAN, mode="forward", show=("low",), visible=False)
    assert scene_of(catalogue, shown, hidden).layers[1].exclusive
    below = scene_of(catalogue, Layer(id="x", system="thaad", site="kr-seongju-lotte", altitude_km=10))
    assert below.layers[0].footprints[0].geometry["coordinates"] == []
    assert answers(below, "x") == {"Seoul": "out"}
    assert all(math.isfinite(edge) for edge in below.view["bounds"])


def test_figures_leave_as_a_geodataframe_that_another_program_opens(thaad: Scene, tmp_path: Path) -> None:
    import geopandas

    from rangefan import to_geodataframe

    to_geodataframe(thaad).to_file(tmp_path / "thaad.gpkg", engine="pyogrio")
    frame = geopandas.read_file(tmp_path / "thaad.gpkg", engine="pyogrio")
    assert len(frame) == sum(len(layer.footprints) for layer in thaad.layers)
    assert frame.geometry.is_valid.all()
    assert frame["url"].str.startswith("http").all()
    assert frame["note"].str.startswith("Illustrative").all()


@given(
    low=st.floats(1, 1000),
    more=st.floats(0, 1000),
    distance=st.floats(0, 3000),
    slack=st.floats(0, 50),
    azimuth=st.floats(-180, 180),
)
def test_doubt_only_ever_turns_an_answer_into_depends(
    low: float, more: float, distance: float, slack: float, azimuth: float
) -> None:
    """The law behind *in / out / depends*: more doubt never turns in into out, nor out into in."""

    def ask(slack: float, high: float) -> str:
        reach = Reach(low_km=low, high_km=high, low_label="a", high_label="b", precision_km=slack)
        return answer_for(reach, distance, azimuth).answer

    sure = ask(0, low)
    assert sure == ("in" if distance <= low else "out")
    for doubted in (ask(slack, low), ask(0, low + more), ask(slack, low + more)):
        assert doubted in (sure, "depends")


def test_plain_data_is_a_copy_of_all_there_is(thaad: Scene) -> None:
    plain = thaad.to_dict()
    assert {**dataclasses.asdict(thaad), "schema": "rangefan-scene/1"}.items() <= plain.items()
    plain["basemap"]["countries"][0]["geometry"]["coordinates"].clear()
    plain["layers"][0]["footprints"][0]["geometry"]["coordinates"].clear()
    assert thaad.basemap["countries"][0]["geometry"]["coordinates"]
    assert thaad.layers[0].footprints[0].geometry["coordinates"]
