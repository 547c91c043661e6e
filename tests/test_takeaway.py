"""Out again from the page: its map file builds the same picture, and what it saves says where it is from."""

from __future__ import annotations

import csv
import io
import json
import struct
from pathlib import Path
from typing import Any

import pytest
import shapely

import rangefan
from rangefan.mapfile import Layer, written

from .conftest import OpenPage


@pytest.fixture(scope="module")
def page() -> str:
    catalogue = rangefan.load()
    return rangefan.render_page(rangefan.resolve(rangefan.read_map("thaad-korea", catalogue), catalogue))


def saved(opened: Any, what: str) -> bytes:
    with opened.page.expect_download() as download:
        opened.page.locator(f"[data-take={what}]").click()
    return Path(download.value.path()).read_bytes()


def map_file(opened: Any, tmp_path: Path) -> rangefan.MapFile:
    opened.page.locator("[data-take=map]").click()
    path = tmp_path / "thaad-korea.toml"
    path.write_text(opened.page.locator(".rf-taken").input_value(), encoding="utf-8")
    return rangefan.read_map(path, rangefan.load())


def clean(opened: Any) -> bool:
    return (opened.errors, opened.requests, opened.violations) == ([], [], [])


def test_the_map_file_is_the_authors_own(page: str, open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(page)
    assert map_file(opened, tmp_path) == rangefan.read_map("thaad-korea", rangefan.load())
    assert clean(opened)


def test_a_placement_comes_back_as_the_same_picture(page: str, open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(page)
    opened.page.locator("#whatif summary").click()
    opened.page.locator("[data-w=at]").select_option(label="Busan")
    opened.page.locator("[data-w=azimuth]").fill("300")
    opened.page.locator("[data-w=azimuth]").press("Enter")
    opened.page.locator("[data-w=copy]").click()
    opened.page.locator("[data-w=lat]").fill("37.5")
    opened.page.locator("[data-w=lat]").press("Enter")
    shapes = json.loads(saved(opened, "geojson"))
    mapped = map_file(opened, tmp_path)
    scene = rangefan.resolve(mapped, rangefan.load())
    built = {
        (layer.id, footprint.pick): (layer, footprint)
        for layer in scene.layers
        if layer.visible
        for footprint in layer.footprints
    }
    assert len(shapes["features"]) == len(built) > 6
    assert {layer.site.name for layer in scene.layers if layer.id == "radar-terminal"} == {"Busan"}
    for feature in shapes["features"]:
        told = feature["properties"]
        layer, footprint = built[told["id"].replace("_", "-"), told["pick"]]
        assert (told["status"], layer.status) == ("hypothetical", "hypothetical")
        drawn, wanted = (
            shapely.geometry.shape(geometry) for geometry in (feature["geometry"], footprint.geometry)
        )
        assert drawn.symmetric_difference(wanted).area < 1e-4 * wanted.area
    assert clean(opened)


def test_shapes_and_tables_carry_their_sources(page: str, open_page: OpenPage) -> None:
    opened = open_page(page)
    shapes = json.loads(saved(opened, "geojson"))
    assert shapes["illustrative"].startswith("Illustrative")
    radar = shapes["features"][0]["properties"]
    assert (radar["illustrative"], radar["hypothetical"]) == (True, False)
    assert (radar["range_km"], radar["source_publisher"] != "", radar["source_url"][:4]) == (
        600,
        True,
        "http",
    )
    for feature in shapes["features"]:
        lons = shapely.get_coordinates(shapely.geometry.shape(feature["geometry"]))[:, 0]
        assert abs(lons).max() <= 180
    rows = list(csv.DictReader(saved(opened, "towns").decode().splitlines()))
    seoul = next(row for row in rows if row["town"] == "Seoul" and "interceptor" in row["layer"])
    assert (seoul["answer"], float(seoul["distance_km"])) == ("depends", pytest.approx(201.8, abs=0.05))
    footprints = list(csv.DictReader(saved(opened, "footprints").decode().splitlines()))
    assert {row["pick"] for row in footprints} == {"low", "nominal", "high"}
    assert all(row["illustrative"].startswith("Illustrative") for row in [*rows, *footprints])
    assert clean(opened)


def test_a_cell_that_a_spreadsheet_would_run_is_text(open_page: OpenPage) -> None:
    catalogue = rangefan.load()
    mapped = rangefan.MapFile(
        id="evil",
        title="=1+1",
        layers=(
            Layer(id="a", name='=HYPERLINK("x"),\n2', system="thaad", lat=-36.0, lon=-128.0, place="@x"),
        ),
    )
    opened = open_page(rangefan.render_page(rangefan.resolve(mapped, catalogue)))
    row = next(csv.DictReader(io.StringIO(saved(opened, "footprints").decode(), newline="")))
    assert row["layer"].startswith("'=HYPERLINK")
    assert row["site"] == "'@x"
    assert float(row["site_lat"]) == -36


def test_the_picture_is_the_view_and_says_what_it_is(page: str, open_page: OpenPage) -> None:
    opened = open_page(page, viewport={"width": 1000, "height": 800})
    png = saved(opened, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    box = opened.page.locator(".rf-map").bounding_box()
    assert width == round(box["width"]) * 2
    assert height > box["height"] * 2 + 60  # and words below
    assert clean(opened)


def test_a_link_restores_what_it_was_copied_from(page: str, open_page: OpenPage) -> None:
    opened = open_page(page)
    opened.page.locator("[data-take=link]").click()
    opened.page.locator(".rf-takeaway [role=status]").filter(has_text="copied").wait_for()
    assert written(rangefan.read_map("thaad-korea", rangefan.load()))  # the page's file is this one
    assert clean(opened)
