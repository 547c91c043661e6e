"""Map files written and changed: what is written reads back the same, and a what-if is a changed copy."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import rangefan
from rangefan import mapfile
from rangefan.errors import InputError, UsageError
from rangefan.mapfile import written


@pytest.fixture(scope="module")
def catalogue() -> rangefan.Catalogue:
    return rangefan.load()


@pytest.mark.parametrize("name", mapfile.names())
def test_every_shipped_map_reads_back_as_it_was(
    name: str, catalogue: rangefan.Catalogue, tmp_path: Path
) -> None:
    mapped = rangefan.read_map(name, catalogue)
    path = tmp_path / "other.toml"
    path.write_text(written(mapped), encoding="utf-8")
    assert rangefan.read_map(path, catalogue) == mapped
    assert written(rangefan.read_map(path, catalogue)) == written(mapped)


def test_any_text_and_number_survives(catalogue: rangefan.Catalogue, tmp_path: Path) -> None:
    mapped = rangefan.read_map("thaad-korea", catalogue)
    layer = dataclasses.replace(mapped.layers[0], name='"""\\\n\t\x7f\x1f 사드 ]] = #', azimuth_deg=1 / 3)
    layer = dataclasses.replace(layer, toward="", range_km=1e-3, min_elevation_deg=-1e-7)
    odd = dataclasses.replace(mapped, title="'''\r\n\u2028[[layer]]", layers=(layer,))
    odd = dataclasses.replace(odd, towns=dataclasses.replace(odd.towns, answer=""))
    path = tmp_path / "odd.toml"
    path.write_bytes(written(odd).encode())
    assert rangefan.read_map(path, catalogue) == dataclasses.replace(odd, id="thaad-korea")


def test_a_layer_is_changed_in_a_copy(catalogue: rangefan.Catalogue) -> None:
    mapped = rangefan.read_map("thaad-korea", catalogue)
    before = written(mapped)
    moved = mapped.with_layer("radar-terminal", town="Pyeongtaek", azimuth_deg=300)
    assert written(mapped) == before
    layer = moved.layers[0]
    assert (layer.site, layer.town, layer.toward, layer.azimuth_deg) == (None, "Pyeongtaek", "", 300)
    assert moved.layers[1:] == mapped.layers[1:]
    back = moved.with_layer("radar-terminal", site="kr-seongju-lotte", toward="Pyongyang")
    assert back == mapped
    added = mapped.with_layer("second", system="thaad", lat=37.0, lon=127.0)
    assert [layer.id for layer in added.layers] == [*(layer.id for layer in mapped.layers), "second"]


def test_a_change_that_cannot_be_says_what_to_do(catalogue: rangefan.Catalogue) -> None:
    mapped = rangefan.read_map("thaad-korea", catalogue)
    with pytest.raises(UsageError, match=r"did you mean .radar-terminal."):
        mapped.with_layer("radar-terminl", town="Seoul")
    with pytest.raises(UsageError, match=r"did you mean .azimuth_deg."):
        mapped.with_layer("radar-terminal", azimut_deg=3)
    with pytest.raises(UsageError, match=r"(?s)twon.*azimut.*both say the same thing: keep one"):
        mapped.with_layer("radar-terminal", twon="x", azimut_deg=3, site="kr-wonju", town="Seoul")
    with pytest.raises(InputError, match=r'(?s)^layer "radar-terminal": "azimuth_deg".*"lat" is 128'):
        mapped.with_layer("radar-terminal", lat=128.0, lon=36.0, azimuth_deg=400.0)
    with pytest.raises(InputError, match="latitude"):
        mapped.with_layer("radar-terminal", lat=128.0, lon=36.0)


def test_names_that_lead_nowhere_are_all_told_when_the_map_is_resolved(catalogue: rangefan.Catalogue) -> None:
    mapped = rangefan.read_map("thaad-korea", catalogue)
    wrong = mapped.with_layer("radar-terminal", site="kr-wnju").with_layer(
        "interceptor", town="Nowhere", nominal="x"
    )
    with pytest.raises(InputError) as caught:
        rangefan.resolve(wrong, catalogue)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 3
    assert (
        told[-1]
        == 'map "thaad-korea", layer "radar-terminal", site: no site "kr-wnju", did you mean "kr-wonju"?'
    )
