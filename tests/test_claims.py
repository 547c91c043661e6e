"""Claims: every one has a verdict, its numbers come from elsewhere too, and figures turn it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import shape

import rangefan
from rangefan.answers.claims import Outcome, claims_tested
from rangefan.cli import main
from rangefan.errors import InputError
from rangefan.outputs.page import render_page
from rangefan.where import data_dir, maps_dir

GEOD = Geod(ellps="WGS84")
VERDICTS = {"holds", "fails", "depends", "cannot be tested here"}
# As the sites' and the gazetteer's rows have them.
SEONGJU, SEOUL, KURECIK = (36.0494, 128.2262), (37.566, 126.9784), (38.3494, 37.7936)


def km(start: tuple[float, float], end: tuple[float, float]) -> float:
    return float(GEOD.inv(start[1], start[0], end[1], end[0])[2]) / 1000


@pytest.fixture(scope="module")
def found() -> dict[str, Outcome]:
    return {one.id: one for one in claims_tested(rangefan.load())}


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., str]:
    """The verdict on a claim with one text of one file of the catalogue changed."""

    def verdict(claim: str, file: str, *changes: tuple[str, str]) -> str:
        folder = tmp_path / "data"
        if not folder.exists():
            shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns("geodata"))
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        (one,) = claims_tested(rangefan.load(folder), [claim])
        return one.verdict

    return verdict


def number(one: Outcome, *words: str) -> float:
    """The one number whose name has all these words."""
    (value,) = [value for name, (value, _) in one.numbers.items() if all(word in name for word in words)]
    return value


def test_every_claim_has_a_record_and_a_verdict(found: dict[str, Outcome]) -> None:
    assert list(found) == [f"c{n:02}" for n in range(1, 23)]
    claims = rangefan.load().claims
    for name, one in found.items():
        assert one.verdict in VERDICTS
        assert one.summary
        assert one.sources
        if one.verdict == "depends":
            assert one.depends_on, name
        if one.verdict == "cannot be tested here":
            assert claims[name].missing, name
        else:
            assert one.numbers, name
    # All four occur: none of the tests is one that nothing can turn.
    assert {one.verdict for one in found.values()} == VERDICTS


def test_distances_by_another_route(found: dict[str, Outcome]) -> None:
    assert number(found["c16"], "distance", "200 km, Seongju, Seoul") == pytest.approx(km(SEONGJU, SEOUL))
    hwangju = (38.669, 125.775)  # the event's row
    assert number(found["c17"], "Busan") == pytest.approx(km(hwangju, (35.169, 129.062)))
    rows = json.loads((data_dir() / "geodata/countries.geojson").read_text(encoding="utf-8"))["features"]
    (iran,) = [shape(row["geometry"]) for row in rows if row["properties"]["iso_a3"] == "IRN"]
    lons, lats = shapely.get_coordinates(shapely.segmentize(iran, 0.002)).T
    nearest = GEOD.inv(np.full(lons.size, KURECIK[1]), np.full(lons.size, KURECIK[0]), lons, lats)[2].min()
    assert number(found["c18"], "Iran") == pytest.approx(nearest / 1000, abs=0.1)


def test_people_by_brute_force(found: dict[str, Outcome]) -> None:
    with (data_dir() / "geodata/people_kor.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["people"]]
    lats, lons, count = (np.array([float(row[key]) for row in rows]) for key in ("lat", "lon", "people"))
    ones = np.ones(len(rows))
    away = GEOD.inv(ones * SEONGJU[1], ones * SEONGJU[0], lons, lats)[2] / 1000
    share = count[away <= 200].sum() / count.sum()
    assert number(found["c01"], "200 km", "Seongju, people") == pytest.approx(share, abs=1e-9)
    # Seoul, by the sum over its own rows.
    seoul = np.array(["Seoul" in row["name"] for row in rows])
    share = count[seoul & (away <= 200)].sum() / count[seoul].sum()
    (case,) = [v for n, (v, u) in found["c02"].numbers.items() if n.endswith("USCC 2016, Seongju")]
    assert case == pytest.approx(share, abs=1e-9)


def test_heights_and_readings_by_hand(found: dict[str, Outcome]) -> None:
    assert number(found["c11"], "2.4 km") == pytest.approx(2400 * np.tan(np.radians(5)), abs=1)
    assert number(found["c13"], "500 m") == pytest.approx(0.004136 / (0.01659 / 25))
    assert number(found["c20"], "15°", "2 times") == pytest.approx(
        np.degrees(np.arctan(2 * np.tan(np.radians(15))))
    )


def test_radii_give_the_shares_asked_for(found: dict[str, Outcome]) -> None:
    from rangefan.answers import countries_inside
    from rangefan.geometry import Fan

    half = number(found["c01"], "50 % of area", "Seongju")
    (korea,) = countries_inside(Fan(lat=SEONGJU[0], lon=SEONGJU[1], range_km=half), codes=["KOR"])
    assert korea.share == pytest.approx(0.5, abs=1e-4)


def test_figures_turn_verdicts(changed: Callable[..., str], found: dict[str, Outcome]) -> None:
    """What rests on a figure is found anew when it changes; each of these turns at a known place."""
    usfk = 'id = "taiwan-cn-2017-10-08-korea"\nquantity = "detection_range"\nvalue = 1000'
    text = (data_dir() / "systems/an-tpy-2.toml").read_text(encoding="utf-8")
    (chosun,) = re.findall(r'id = "chosun-2017-05-16-korea"\n(?:.+\n)+?high = 800', text)
    assert found["c03"].verdict == "depends"  # at 600 km it holds, at 800 and 1,000 it does not
    nearer = (usfk, usfk.replace("1000", "620")), (chosun, chosun.replace("800", "610"))
    assert changed("c03", "systems/an-tpy-2.toml", *nearer) == "holds"


def test_beams_and_sites_turn_verdicts(changed: Callable[..., str], found: dict[str, Outcome]) -> None:
    assert found["c11"].verdict == "holds"
    floor = 'id = "aju-2016-02-15-elevation"\nquantity = "min_elevation"\nmode = "terminal"\nvalue = 5'
    assert changed("c11", "systems/an-tpy-2.toml", (floor, floor.replace("= 5", "= 6"))) == "fails"
    assert found["c18"].verdict == "fails"
    assert changed("c18", "sites.csv", ("38.3494,37.7936,1", "38.3494,36.2,1")) == "holds"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('figures = ["thaad/crs-2024-04-25-range.low"', 'figures = ["thaad/crs-2024"', "leads to no number"),
        ('sites = ["kr-seongsan"', 'sites = ["kr-seongsam"', 'did you mean "kr-seongsan"'),
        ("radius = true", "radios = true", 'did you mean "radius"'),
        ('[[claim.share]]\npart = "b"', '[[claim.share]]\npart = "z"', "use one of: a, b"),
        ('to = ["line:KOR-PRK"]', 'to = ["A line"]', "write a site's id"),
    ],
)
def test_what_is_wrong_in_a_claim_is_said_with_its_line(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns("geodata"))
    path = folder / "claims.toml"
    before, after = path.read_text(encoding="utf-8").split(old, 1)
    path.write_text(before + new + after, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        rangefan.load(folder)
    (problem,) = [problem for problem in caught.value.problems if said in str(problem)]
    assert problem.file == "data/claims.toml"
    first = before.count("\n") + 1
    assert first <= problem.line <= first + new.count("\n")


def test_the_verb_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "c16", "c08", "--json"]) == 0
    said = capsys.readouterr()
    assert "Illustrative" in said.err
    rows = json.loads(said.out)
    assert [row["id"] for row in rows] == ["c16", "c08"]
    for row in rows:
        assert {"claim", "who", "date", "verdict", "summary", "numbers", "depends_on"} <= row.keys()
        assert {"figures", "sources"} <= row.keys()
        assert all(number.keys() == {"value", "unit"} for number in row["numbers"].values())
        assert all(source["url"].startswith("http") for source in row["sources"])
    assert rows[1]["verdict"] == "cannot be tested here"
    assert main(["claims", "c99"]) == 2
    assert "c99" in capsys.readouterr().err


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with four of the claims: shares, distances, a chart, and a sector without land."""
    path = tmp_path_factory.mktemp("claims") / "few.toml"
    text = (maps_dir() / "claims.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('show = ["all"]', 'show = ["c01", "c12", "c13", "c18"]'), encoding="utf-8")
    known = rangefan.load()
    html = render_page(rangefan.resolve(rangefan.read_map(path, known), known))
    built = path.with_suffix(".html")
    built.write_text(html, encoding="utf-8")
    return built


def test_the_page_has_every_claim_without_scripts(page: Path, found: dict[str, Outcome]) -> None:
    html = page.read_text(encoding="utf-8")
    claims = rangefan.load().claims
    for name in ("c01", "c12", "c13", "c18"):
        article = html[html.index(f'<article id="{name}"') :]
        article = article[: article.index("</article>")]
        plain = unescape(re.sub("<[^>]+>", "", article))
        assert claims[name].claim in plain
        assert found[name].verdict in plain
        assert claims[name].wording_note in plain
        assert 'role="img"' in article
        assert " style=" not in article
    # The block that scripts read does not say it all again.
    assert html.count("English reports shortened it") == 1
    assert 'id="rf-land-korea"' in html
    assert 'id="rf-land-baltic"' not in html


def test_a_map_without_claims_pays_nothing_for_them() -> None:
    known = rangefan.load()
    scene = rangefan.resolve(rangefan.read_map("thaad-korea", known), known)
    assert scene.claims is None
    assert not re.search(r"rf-claim\b", render_page(scene))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000])
def test_the_page_of_claims_is_accessible(
    page: Path, open_page: Any, axe: str, width: int, scheme: str
) -> None:
    opened = open_page(page, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    opened.page.evaluate("document.querySelectorAll('#claims details').forEach(one => { one.open = true })")
    assert opened.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    opened.page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    broken = opened.page.evaluate("tags => axe.run('#claims', {runOnly: tags}).then(r => r.violations)", tags)
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken] == []
    assert (opened.requests, opened.errors) == ([], [])


def test_a_map_names_claims_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    text = (maps_dir() / "claims.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('"all"', '"c1"'), encoding="utf-8")
    line = text[: text.index('"all"')].count("\n") + 1
    with pytest.raises(InputError, match=f':{line}: no claim "c1"'):
        rangefan.read_map(path, rangefan.load())


def test_terrain_too_coarse_for_a_hill_hard_by_decides_nothing() -> None:
    from rangefan.gazetteer import coarse_dem

    (one,) = claims_tested(rangefan.load(), ["c08"], coarse_dem())
    assert one.verdict == "cannot be tested here"
    assert "too coarse" in one.summary
