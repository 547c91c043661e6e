"""Out again from the page: its map file builds the same picture, and what it saves says where it is from."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
import shapely

import rangefan
from rangefan.mapfile import Layer
from rangefan.scene.layers import resolve_layer
from rangefan.where import web_dir

from .conftest import OpenPage
from .test_whatif_page import says


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


SCRIPTS = [
    "language.js",
    "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js",
    "geodesic.js",
    "altitude.js",
    "whatif-answers.js",
    "whatif-area.js",
    "whatif-model.js",
    "whatif-address.js",
    "takeaway-map-file.js",
]


def random_placement(chance: random.Random, scene: dict[str, Any]) -> str:
    """Return an address in which batteries are moved, put at sites and towns, turned, copied and removed."""
    whatif = scene["whatif"]
    movable = [layer for layer in scene["layers"] if layer["kind"] != "missile"]
    batteries = list(dict.fromkeys(layer["site"]["id"] for layer in movable))
    anchors = [place["id"] for place in (*whatif["sites"], *scene["towns"])]
    words = ["1"]
    copied = chance.choice(batteries) if chance.random() < 0.4 else ""
    if copied:
        words.append(f"C{copied}_2")
    if len(batteries) > 1 and chance.random() < 0.3:
        words.append(f"X{chance.choice(batteries)}")
    for battery in [chance.choice(batteries), *([f"{copied}_2"] if copied else [])]:
        point = f"P{chance.uniform(-89, 89):.4f}_{chance.uniform(-180, 180):.4f}"
        words += [f"S{battery}", chance.choice([point, f"I{chance.choice(anchors)}"])]
    for layer in chance.sample(movable, min(2, len(movable))):
        words.append(
            f"L{layer['id']}{'_2' if layer['site']['id'] == copied and chance.random() < 0.5 else ''}"
        )
        if chance.random() < 0.5:
            words.append(f"A{chance.uniform(0, 359.9):.1f}")
        if chance.random() < 0.3:
            words.append(f"W{chance.choice([360, chance.uniform(1, 359)]):.1f}")
        if chance.random() < 0.6:
            figures = whatif["figures"][f"{layer['system']}/{layer['mode']}"]
            words.append(f"F{chance.choice(figures)['ref']}")
    return "*".join(words)


@pytest.mark.parametrize("name", ["thaad-korea", "region", "thaad-story"])
def test_what_the_page_draws_is_what_python_reads_in_its_map_file(name: str, tmp_path: Path) -> None:
    known = rangefan.load()
    scene = json.loads(rangefan.resolve(rangefan.read_map(name, known), known).to_json())
    chance = random.Random(2016)
    asked = {"scene": scene, "placements": [random_placement(chance, scene) for _ in range(60)]}
    program = shutil.which("node")
    assert program, "no node: `make setup` installs it"
    scripts = [str(web_dir() / script) for script in SCRIPTS]
    done = subprocess.run(
        [program, str(Path(__file__).parent / "map_files.mjs"), *scripts],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert sum(any(layer.get("placed") for layer in answer["layers"]) for answer in answers) > 50
    # Nothing is drawn here: coarse is as good as fine.
    view = {**scene["view"], "bounds": [-51.5, -60.0, 308.5, 84.0]}
    for answer in answers:
        path = tmp_path / f"{name}.toml"
        path.write_text(answer["file"], encoding="utf-8")
        mapped = rangefan.read_map(path, known)
        assert [layer["id"].replace("_", "-") for layer in answer["layers"]] == [
            layer.id for layer in mapped.layers
        ]
        alone = dataclasses.replace(mapped, altitude=dataclasses.replace(mapped.altitude, steps_km=()))
        for layer, written in zip(answer["layers"], mapped.layers, strict=True):
            if layer.get("placed"):
                read, _ = resolve_layer(written, alone, known, view)
                plain = json.loads(json.dumps(dataclasses.asdict(read)))
                assert drawn(layer) == drawn(plain), answer["text"]


def drawn(layer: dict[str, Any]) -> dict[str, Any]:
    """What is drawn of a layer, and what is said of its place."""
    turn, site = layer["direction"], layer["site"]
    return {
        "system": (layer["system"], layer["mode"], layer["kind"], layer["visible"]),
        "at": (site["lat"], site["lon"], site["precision_km"]),
        # A disc points nowhere. The page keeps a tenth of a degree.
        "turn": turn and (round(turn["azimuth_deg"], 1) if turn["width_deg"] < 360 else 0, turn["width_deg"]),
        "published": turn and turn["published"],
        "status": layer["status"],
        "figures": [
            (item["pick"], item["figure"], item["range_km"], item["inner_km"], item["label"], item["measure"])
            for item in layer["footprints"]
        ],
    }


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


# Notes every text that is drawn on a canvas.
LISTEN = """() => {
  const { prototype } = CanvasRenderingContext2D;
  const { fillText } = prototype;
  window.said = [];
  prototype.fillText = function (text, ...at) { window.said.push(text); fillText.call(this, text, ...at); };
}"""


def test_the_picture_is_the_view_and_says_what_it_is(page: str, open_page: OpenPage) -> None:
    opened = open_page(page, viewport={"width": 1000, "height": 800})
    opened.page.locator("#whatif summary").click()
    opened.page.locator("[data-w=at]").select_option(label="Busan")
    opened.page.evaluate(LISTEN)
    picture = PIL.Image.open(io.BytesIO(saved(opened, "png"))).convert("RGB")
    box = opened.page.locator(".rf-map").bounding_box()
    assert picture.width == round(box["width"]) * 2
    assert picture.height > box["height"] * 2 + 60  # and words below
    words = opened.page.evaluate("window.said")
    below = " ".join(words)
    for said in (
        "Illustrative: published nominal ranges, not capability",
        "Hypothetical: placed by a reader",
    ):
        assert said in words  # on the map itself, where no crop parts them
        assert said in below.replace(said, "", 1)
    for said in (
        "800 km · ROK minister 2017",
        "Natural Earth",
        "Positions on the date: 11 Mar 2026",
        "objected",
    ):
        assert said in below, said
    # The bar is as long as its words say, by Mercator's own scale at that latitude.
    km, lat = map(int, re.search(r"(\d+) km at (\d+)°N", below).groups())
    zoom = opened.page.evaluate("window[Object.keys(window).find(key => /^map_/.test(key))].getZoom()")
    km_per_px = 2 * math.pi * 6378.137 * math.cos(math.radians(lat)) / (256 * 2**zoom)
    bar = opened.page.locator(".rf-scale i").bounding_box()
    foot = round((bar["y"] + bar["height"] - box["y"]) * 2)
    rows = (
        "".join("#" if max(picture.getpixel((x, y))) < 60 else " " for x in range(800))
        for y in range(foot - 6, foot + 4)
    )
    longest = max(len(run) for row in rows for run in row.split())
    assert longest == pytest.approx(2 * km / km_per_px, abs=4)
    # China had objected by that date: its land is hatched.
    x, y = opened.page.evaluate(
        "() => { const map = window[Object.keys(window).find(key => /^map_/.test(key))];"
        " const { x, y } = map.latLngToContainerPoint([33.5, 116.5]); return [x, y]; }"
    )
    patch = picture.crop((round(2 * x) - 20, round(2 * y) - 20, round(2 * x) + 20, round(2 * y) + 20))
    light = sorted(sum(pixel) / 3 for pixel in patch.get_flattened_data())
    assert light[-1] - light[0] > 60
    assert clean(opened)


EVERYTHING = {
    "panel": ".rf-panel input:checked",
    "fields": "[data-w]:not(button)",
    "compared": ".rf-w-compare",
    "date": ".rf-time-bar output",
    "theme": ".rf-theme select",
}


def test_a_link_opens_elsewhere_as_it_was_copied(page: str, open_page: OpenPage) -> None:
    opened = open_page(
        page, viewport={"width": 1280, "height": 1000}, permissions=["clipboard-read", "clipboard-write"]
    )
    first = opened.page
    first.locator("#whatif summary").click()
    first.locator("[data-w=at]").select_option(label="Busan")
    first.locator("[data-w=copy]").click()
    first.locator(".rf-panel input[data-layer=interceptor_2]").uncheck()
    first.locator("[data-w=compare]").click()
    for name, value in (("lat", "37.5"), ("azimuth", "300"), ("width", "90")):
        first.locator(f"[data-w={name}]").fill(value)
        first.locator(f"[data-w={name}]").press("Enter")
    first.locator("[data-w=figure]").select_option(label="600 km · USCC 2016")
    first.locator(".rf-panel input[data-layer=interceptor]").uncheck()
    first.locator("[data-pick=low]").check()
    first.locator(".rf-time-bar [data-step='-1']").click()
    first.locator(".rf-theme select").select_option("dark")
    first.locator("[data-take=link]").click()
    first.locator(".rf-takeaway [role=status]").filter(has_text="copied").wait_for()
    link = first.evaluate("navigator.clipboard.readText()")

    def seen(opened_page: Any) -> dict[str, Any]:
        read = "nodes => nodes.map(n => [n.dataset?.layer ?? n.dataset?.pick, n.value, n.textContent])"
        parts = {name: opened_page.locator(where).evaluate_all(read) for name, where in EVERYTHING.items()}
        view = opened_page.evaluate("window[Object.keys(window).find(key => /^map_/.test(key))].getZoom()")
        return says(opened_page) | parts | {"zoom": pytest.approx(view, abs=0.01)}

    wanted = seen(first)
    assert "Only A" in wanted["compared"][0][2]
    another = open_page(page, viewport={"width": 1280, "height": 1000})
    another.page.goto("about:blank")
    another.page.goto(link)
    another.page.locator("#whatif summary").click()
    # Which battery the fields show is no part of what is shown.
    another.page.locator("[data-w=battery]").select_option(index=1)
    another.page.locator("[data-w=part]").select_option("radar-terminal_2")
    found = seen(another.page)
    for part, words in wanted.items():
        assert found[part] == words, part
    assert clean(another)
    assert clean(opened)


def test_the_map_file_says_what_is_around_the_placement(
    page: str, open_page: OpenPage, tmp_path: Path
) -> None:
    opened = open_page(page, viewport={"width": 1280, "height": 1000})
    shown = "v=1&lang=ko&date=2017-04-26&at=40.00,120.00,4.50&pick=low&theme=dark&q=published"
    address = f"{opened.page.url}#{shown}"
    opened.page.goto("about:blank")
    opened.page.goto(address)
    opened.page.locator("#whatif summary").click()
    opened.page.locator("[data-w=at]").select_option("kr-seongsan")
    mapped = map_file(opened, tmp_path)
    assert (mapped.lang, mapped.positions.date) == ("ko", "2017-04-26")
    assert {layer.site for layer in mapped.layers} == {"kr-seongsan"}
    assert (mapped.view.west + mapped.view.east) / 2 == pytest.approx(120, abs=0.02)
    assert mapped.view.east - mapped.view.west == pytest.approx(
        opened.page.locator(".rf-map").bounding_box()["width"] * 360 / (256 * 2**4.5), rel=0.01
    )
    told = opened.page.locator(".rf-taken").input_value()
    assert "in no map file: B of the comparison; which figure is drawn firmly (low); light or dark." in told
    opened.page.locator("[data-w=at]").select_option(index=3)  # a town, by its Korean name
    assert (
        map_file(opened, tmp_path).layers[0].town
        in rangefan.read_map("thaad-korea", rangefan.load()).towns.show
    )
    assert clean(opened)
