"""The shipped data keep their promises, and a broken file names every fault with its line."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from rangefan import InputError, load
from rangefan.catalogue import Catalogue
from rangefan.where import data_dir

FIXTURE = Path(__file__).parent / "fixtures" / "catalogue"
RADAR = "systems/radar-a.toml"

# Each fault: the file, what stands there, what it becomes, and where and how it must be named.
BROKEN = [
    (RADAR, "value = 600", "value = nan", 20, '"value" is nan'),
    (RADAR, "high = 200", "high = 30000", 47, "half the meridian"),
    (RADAR, "value = 600", 'value = "200 furlongs"', 20, "not a number"),
    (RADAR, "value = 600", "value = 600\nrange = 1", 21, 'unknown key "range"'),
    (RADAR, "value = 600", "value = 600 km", 20, "not TOML"),
    (
        RADAR,
        'source = "text-a"\n\n[[figure]]\nid = "band"',
        '\n[[figure]]\nid = "band"',
        16,
        '"source" is missing',
    ),
    (RADAR, 'id = "spare"', 'id = "single"', 47, "stands on line 17 already"),
    (RADAR, 'nominal = "single"', 'nominal = "singel"', 12, 'did you mean "single"?'),
    (RADAR, 'nominal = "single"', 'nominal = "band"', 12, "leads to no number"),
    (RADAR, 'nominal = "single"', 'nominal = "opening"', 12, "may not be drawn"),
    (RADAR, 'low = "band.low"', 'low = "band.high"', 12, "rising order"),
    (RADAR, "low = 100", "low = 1500", 47, "is above high"),
    (
        RADAR,
        'basis = "stated"\nsaid = "600 km"',
        'basis = "leaked"\nsaid = "600 km"',
        22,
        '"basis" is "leaked"',
    ),
    (RADAR, 'said = "600 km"', f'said = "{"word " * 16}"', 23, "has 16 words"),
    (RADAR, 'width = "opening"', 'width = "band"', 1, "[sector] width"),
    ("sources.csv", "https://a.example/text", "javascript:alert(1)", 2, "not a web address"),
    ("sources.csv", ",2026-11,", ",,", 2, '"accessed"'),
    ("sites.csv", "36.05,128.23", "128.23,36.05", 2, "swapped"),
    ("sites.csv", "36.05,128.23,1", "36.05,128.23,", 2, "give all four"),
    ("sites.csv", "nowhere,", "site-a,", 3, "stands on line 2 already"),
    ("deployments.csv", "radar-a,only", "radar-a,onyl", 2, 'did you mean "only"?'),
    ("deployments.csv", ",,,,text-a", ",327,,,text-a", 2, "an azimuth and its source go together"),
    ("statements.csv", "2016-07-08", "8 July 2016", 2, "not a date"),
    ("statements.csv", ",-2,", ",-3,", 2, '"stance" is -3'),
    ("statements.csv", "radar-reach", "radar-rech", 2, 'did you mean "radar-reach"?'),
    ("statements.csv", "Objected.,,,", f"Objected.,{'word ' * 16},no,", 2, "has 16 words"),
    ("statements.csv", ",anywhere,", ",", 2, "17 cells where the header has 18"),
    ("claims.toml", '["s001"]', '["s002"]', 2, 'names "s002"'),
    ("claims.toml", "line:KOR-PRK", "a line", 11, 'is "a line", not a place'),
    ("claims.toml", "site-a", "site-b", 10, 'names "site-b"'),
]


@pytest.fixture
def broken(tmp_path: Path) -> Callable[..., list[str]]:
    """Load the small catalogue with some texts replaced, and return its problems as lines."""

    def problems(*changes: tuple[str, str, str]) -> list[str]:
        folder = shutil.copytree(FIXTURE, tmp_path / "data", dirs_exist_ok=True)
        for file, old, new in changes:
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text
            (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load(folder)
        return [str(problem) for problem in caught.value.problems]

    return problems


def test_the_small_catalogue_is_good() -> None:
    assert load(FIXTURE).systems["radar-a"].drawn("band.high")[2] == 1000


@pytest.mark.parametrize(("file", "old", "new", "line", "what"), BROKEN)
def test_a_fault_is_named_with_its_line(
    broken: Callable[..., list[str]], file: str, old: str, new: str, line: int, what: str
) -> None:
    problems = broken((file, old, new))
    assert len(problems) == 1
    assert problems[0].startswith(f"data/{file}:{line}: ")
    assert what in problems[0]


def test_all_faults_come_at_once(broken: Callable[..., list[str]]) -> None:
    problems = broken(
        (RADAR, 'kind = "radar"', 'kind = "radr"'),
        (RADAR, "value = 600", "value = true"),
        ("sites.csv", "KOR,36.05", "Korea,36.05"),
        ("statements.csv", ",CHN,", ",chn,"),
        ("claims.toml", "It reaches.", ""),
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "data/claims.toml:3",
        "data/sites.csv:2",
        "data/statements.csv:2",
        "data/systems/radar-a.toml:2",
        "data/systems/radar-a.toml:20",
    ]


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    folder = shutil.copytree(FIXTURE, tmp_path / "data")
    (folder / "sites.csv").write_bytes((folder / "sites.csv").read_bytes() + b"caf\xe9\n")
    with pytest.raises(InputError, match=r"sites\.csv:4: byte \d+ is not UTF-8"):
        load(folder)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


def test_shipped_data_keep_their_stated_bounds(shipped: Catalogue) -> None:
    bounds = tomllib.loads((data_dir() / "bounds.toml").read_text(encoding="utf-8"))
    for kind, least in bounds["at_least"].items():
        if kind == "figures":
            count = sum(len(system.figures) for system in shipped.systems.values())
        else:
            count = len(getattr(shipped, kind))
        assert count >= least, kind
    for system in shipped.systems.values():
        for figure in system.figures:
            numbers = [n for n in (figure.value, figure.low, figure.high) if n is not None]
            if figure.unit == "km":
                assert max(numbers, default=0) <= bounds["range_km"]["max"], (system.id, figure.id)
    for site in shipped.sites.values():
        if site.lat is not None and site.lon is not None:
            assert bounds["lat"]["min"] <= site.lat <= bounds["lat"]["max"], site.id
            assert bounds["lon"]["min"] <= site.lon <= bounds["lon"]["max"], site.id
            assert len(str(site.lat).partition(".")[2]) <= 4, site.id
            assert len(str(site.lon).partition(".")[2]) <= 4, site.id


def test_every_system_the_issue_names_is_there(shipped: Catalogue) -> None:
    names = " ".join(f"{system.name} {system.family}" for system in shipped.systems.values())
    for name in ("THAAD", "AN/TPY-2", "Patriot", "Cheongung", "L-SAM", "Green Pine", "Standard Missile"):
        assert name in names
    for name in ("SPY-1", "SPY-7", "J/FPS-5", "Leshan", "S-400", "S-300", "HQ-9", "Voronezh", "Hwasong-15"):
        assert name in names


def test_green_pine_has_no_point_on_purpose(shipped: Catalogue) -> None:
    """Published to the province only: a point would be finer than any source."""
    assert all(site.lat is None for site in shipped.sites.values() if site.id.startswith("kr-gp-"))
