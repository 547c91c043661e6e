"""The verbs as a person types them: what they print, and the exit codes."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rangefan.cli import main
from rangefan.geometry import polygon_area_km2

Run = Callable[..., tuple[int, str, str]]

GOOD_MAP = """\
title = "A question?"

[view]
west = 113
south = 30
east = 143
north = 46

[towns]
show = ["Seoul", "Busan"]
answer = "radar"

[[layer]]
id = "radar"
system = "an-tpy-2"
mode = "terminal"
site = "kr-seongju-lotte"
toward = "Pyongyang"
"""

# Each fault: what stands in the good map, what it becomes, the line, and a part of the message.
BROKEN_MAPS = [
    ('title = "A question?"', "", 1, '"title" is missing'),
    ('title = "A question?"', 'title = "A?"\ntitel = "B"', 2, 'did you mean "title"?'),
    ('title = "A question?"', 'title = "A?"\nid = "../../x"', 2, "not an id"),
    ("east = 143", "east = 113", 3, "let east be above west"),
    ("north = 46", "north = 20", 3, "swap them"),
    ('"Busan"]', '"Bussan"]', 10, "no town called 'Bussan'"),
    ('answer = "radar"', 'answer = "rader"', 11, 'did you mean "radar"?'),
    ('system = "an-tpy-2"', 'system = "an-tpy2"', 15, 'did you mean "an-tpy-2"?'),
    ('mode = "terminal"', 'mode = "terminl"', 16, 'did you mean "terminal"?'),
    ('mode = "terminal"\n', "", 14, "set mode: terminal, forward"),
    ('site = "kr-seongju-lotte"', 'site = "kr-seongju"', 17, 'no site "kr-seongju"'),
    ('site = "kr-seongju-lotte"', 'site = "kr-gp-busan"', 17, "no text gives coordinates"),
    ('site = "kr-seongju-lotte"', "lat = 128.2\nlon = 36.0", 17, "swapped"),
    ('site = "kr-seongju-lotte"', "lat = 36.0", 17, "lat and lon go together"),
    ('site = "kr-seongju-lotte"', 'site = "kr-seongju-lotte"\ntown = "Seoul"', 17, "needs one place"),
    ('toward = "Pyongyang"', "", 14, "the azimuth is not published"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nazimuth_deg = 400', 19, "write 0 to 360"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nazimuth_deg = 40', 18, "keep one"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nrange_km = 0', 19, "write 0.001 to 20,003.9 km"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nrange_km = -1', 19, "write 0.001 to 20,003.9 km"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nrange_km = 30000', 19, "write 0.001 to 20,003.9 km"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nrange_km = nan', 19, "write a finite number"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nrange_km = "200 furlongs"', 19, "not a number"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nnominal = "x"', 19, 'no figure "x"'),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\n[[layer]]\nid = "radar"', 19, '"system" is missing'),
    ('toward = "Pyongyang"', "toward = Pyongyang", 18, "not TOML"),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\nshow = []', 19, "nothing of"),
    (
        'toward = "Pyongyang"',
        'toward = "Pyongyang"\nrange_km = 700\nshow = ["low"]',
        20,
        "show one of: nominal",
    ),
    ('toward = "Pyongyang"', 'toward = "Pyongyang"\ninner_km = 600', 19, "is not below the range, 600 km"),
]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def runner(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as stop:  # argparse leaves this way
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return runner


@pytest.fixture
def map_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "my-map.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_ships_is_good(run: Run) -> None:
    code, _, err = run("check")
    assert code == 0
    assert re.search(r"good: \d+ maps", err)


def test_the_good_map_is_good(run: Run, map_file: Callable[[str], Path]) -> None:
    assert run("check", str(map_file(GOOD_MAP)))[0] == 0


@pytest.mark.parametrize(("old", "new", "line", "what"), BROKEN_MAPS)
def test_a_fault_in_a_map_is_named_with_its_line_and_nothing_is_written(
    run: Run,
    map_file: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    line: int,
    what: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert old in GOOD_MAP
    path = map_file(GOOD_MAP.replace(old, new, 1))
    code, out, err = run("build", str(path))
    assert (code, out) == (3, "")
    assert any(said.startswith(f"{path}:{line}: ") and what in said for said in err.splitlines()), err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == [path]


def test_every_fault_of_a_map_is_named_at_once(run: Run, map_file: Callable[[str], Path]) -> None:
    text = GOOD_MAP.replace("Busan", "Bussan").replace("an-tpy-2", "an-tpy2").replace("lotte", "lott")
    path = map_file(text)
    code, out, err = run("check", str(path), "--json")
    assert code == 3
    assert [problem["line"] for problem in json.loads(out)["problems"]] == [10, 15, 17]
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("ring 36 128 nan", 3, "finite"),
        ("ring 128 36 600", 3, "swapped"),
        ("ring 36 128 0", 3, "above zero"),
        ("ring 36 128 -1", 3, "above zero"),
        ("ring 36 128 30000", 3, "20003.9"),
        ("ring 36 128 600furlongs", 2, "not a number of kilometres"),
        ("ring 36 128 600 --azimuth 0", 2, "go together"),
        ("ring 36 128", 2, "KM"),
        ("list system", 2, "systems"),
        ("show an-tpy2", 2, 'did you mean "an-tpy-2"?'),
        ("build no-such-map", 2, "shipped map"),
        ("build no-such-map.toml", 2, "no such file"),
        ("new ../../x", 2, "will not do as a name"),
        ("new x --from no-such-map", 2, "shipped map"),
        ("", 2, "VERB"),
    ],
)
def test_wrong_words_say_what_to_do(run: Run, words: str, code: int, said: str) -> None:
    got, out, err = run(*words.split())
    assert (got, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_help_begins_with_an_example(run: Run) -> None:
    for verb in ("build", "new", "check", "list", "show", "ring"):
        code, out, _ = run(verb, "--help")
        assert (code, out.startswith(f"usage: rangefan {verb} ")) == (0, True)


@pytest.mark.parametrize("words", ["36 128 600 --azimuth 0 --width 120", "-8.5 -179.9 500", "85 0 1000"])
def test_ring_prints_geojson_that_another_reader_opens(run: Run, tmp_path: Path, words: str) -> None:
    import geopandas

    code, out, _ = run("ring", *words.split())
    assert code == 0
    (tmp_path / "ring.geojson").write_text(out, encoding="utf-8")
    frame = geopandas.read_file(tmp_path / "ring.geojson")
    assert frame.geometry.is_valid.all()
    west, _, east, _ = frame.total_bounds
    assert -180 <= west <= east <= 180
    assert "llustrative" in out


def test_three_fans_of_the_command_line_add_up_to_the_disc(run: Run) -> None:
    from shapely.geometry import shape

    def area(*words: str) -> float:
        return polygon_area_km2(shape(json.loads(run("ring", "36", "128", "600", *words)[1])["geometry"]))

    fans = [area("--azimuth", str(azimuth), "--width", "120") for azimuth in (0, 120, 240)]
    assert sum(fans) == pytest.approx(area(), rel=1e-9)
    assert area() == pytest.approx(1_130_137.822, rel=2e-4)  # design/model.md; the polygon is inscribed


def test_show_prints_every_figure_with_its_source(run: Run) -> None:
    code, out, _ = run("show", "an-tpy-2")
    code_json, text, _ = run("show", "an-tpy-2", "--json")
    record = json.loads(text)
    assert (code, code_json, record["table"]) == (0, 0, "systems")
    assert len(record["figures"]) >= 45
    assert {figure["source"] for figure in record["figures"]} == set(record["sources"])
    for figure in record["figures"]:
        assert f"[{figure['id']}]" in out
    assert "Sources disagree" in out
    assert out.count("http") >= len(record["figures"])


def test_list_and_show_know_every_kind(run: Run) -> None:
    for kind in ("systems", "sites", "deployments", "statements", "claims", "events", "sources", "maps"):
        code, out, _ = run("list", kind, "--json")
        rows = json.loads(out)
        assert (code, bool(rows)) == (0, True)
        code, out, _ = run("show", rows[0]["id"])
        assert (code, bool(out.strip())) == (0, True)


def test_new_copies_a_map_and_never_over_another(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "my-map")[0] == 0
    made = (tmp_path / "my-map.toml").read_text(encoding="utf-8")
    assert run("check", "my-map.toml")[0] == 0
    (tmp_path / "my-map.toml").write_text("mine", encoding="utf-8")
    code, _, err = run("new", "my-map")
    assert (code, "is there already" in err) == (5, True)
    assert (tmp_path / "my-map.toml").read_text(encoding="utf-8") == "mine" != made
    assert [path.name for path in tmp_path.iterdir()] == ["my-map.toml"]


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """A missing folder, a folder in the way, and a disk that is full after 64 kB."""
    old = tmp_path / "page.html"
    old.write_text("old", encoding="utf-8")
    (tmp_path / "folder.html").mkdir()

    def full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    for output, limit in (("no/page.html", None), ("folder.html", None), ("page.html", full_disk)):
        done = subprocess.run(
            [sys.executable, "-m", "rangefan.cli", "build", "thaad-korea", "-o", str(tmp_path / output)],
            preexec_fn=limit,
            capture_output=True,
            text=True,
            check=False,
            env={
                "PYTHONPATH": str(Path(__file__).parent.parent / "coverage"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        assert done.returncode == 5, done.stderr
        assert "cannot be written" in done.stderr
        assert "Traceback" not in done.stderr
    assert old.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.html", "page.html"]
