"""The house stands: it builds, installs, finds its data, starts light, and keeps its own rules."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "coverage/rangefan"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SLOW = [
    "babel",
    "branca",
    "folium",
    "fontTools",
    "geopandas",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "pyproj",
    "resvg_py",
    "shapely",
]

# A third-party library and the only room that may import it.
ROOMS = {
    "babel": "language",
    "branca": "outputs",
    "folium": "outputs",
    "fontTools": "outputs",
    "resvg_py": "outputs",
    "jinja2": "outputs",
    "geopandas": "outputs",
    "pandas": "outputs",
    "matplotlib": "outputs",
    "pyproj": "geometry",
    "rasterio": "geometry",
}
# Modules over 300 lines, each with the reason why it is still one idea.
LONG: dict[str, str] = {}

BINARY = {".png", ".npz", ".woff2", ".gz"}
MACHINE_PATH = re.compile(r"(?<![\w.\-/:$}])/(?:work|tmp|root|home)/\w")
REGISTRY_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com|net)\b")


def run(*command: str | Path, cwd: Path = ROOT, **env: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": "", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel built from that sdist, not from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out)
    return out


@pytest.fixture(scope="module")
def sdist(built: Path) -> dict[str, bytes]:
    """The files of the sdist: what a clone would hold, by path."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        return {
            member.name.partition("/")[2]: archive.extractfile(member).read()  # type: ignore[union-attr]
            for member in archive
            if member.isfile()
        }


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        return set(archive.namelist())


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The Python of a throwaway environment: our dependencies within reach, rangefan not."""
    folder = tmp_path / "venv"
    venv.create(folder, symlinks=os.name == "posix")
    purelib = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    # A .pth file lends the packages; the .pth files among them, such as our own editable one, stay unread.
    (purelib / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = folder / "bin/python"
    probe = "from importlib.util import find_spec as f; print(getattr(f('rangefan'), 'origin', None))"
    assert run(python, "-c", probe) == "None\n"
    return python


def install(python: Path, *what: str | Path) -> None:
    run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation", *what)


def where(python: Path, cwd: Path) -> list[Path]:
    script = "from rangefan import where as w; print(w.data_dir(), w.maps_dir(), w.web_dir(), sep='\\n')"
    return [Path(line).resolve() for line in run(python, "-c", script, cwd=cwd).splitlines()]


# ---- the folder called coverage/ ----


def test_coverage_is_a_source_root_and_no_package() -> None:
    # An __init__.py there would stand in the way of coverage.py.
    inside = {path.name for path in (ROOT / "coverage").iterdir()} - {"__pycache__"}
    assert inside == {"rangefan"}


def test_git_hides_no_source(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    run("git", "-c", "init.defaultBranch=main", "init", "-q", cwd=tmp_path)

    def hidden(*paths: str) -> list[str]:
        ask = ["git", "-c", f"core.excludesFile={os.devnull}", "check-ignore", "--no-index", *paths]
        done = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode < 2, done.stderr
        return done.stdout.split()

    assert hidden("coverage/", "coverage/rangefan/__init__.py", "data/geodata/build.py", "maps/a.toml") == []
    assert hidden(".venv/", "build/", "tests/node_modules/") == [".venv/", "build/", "tests/node_modules/"]


# ---- built and installed ----


def test_sdist_holds_everything_a_checkout_has(sdist: dict[str, bytes]) -> None:
    for folder in ("coverage", "data", "maps", "tests"):
        here = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and not {"__pycache__", "node_modules", ".DS_Store"} & set(path.parts)
        }
        assert here - sdist.keys() == set()
    assert {"Makefile", "LICENSE", "README.md", "CHANGELOG.md", ".ci/run", "pyproject.toml"} <= sdist.keys()


def test_wheel_holds_package_data_maps_and_licences(wheel: set[str]) -> None:
    homes = {"coverage/rangefan": "rangefan", "data": "rangefan/data", "maps": "rangefan/maps"}
    for folder, inside in homes.items():
        here = {
            f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert here - wheel == set()
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {"rangefan", f"rangefan-{version('rangefan')}.dist-info"}
    licences = {name.partition("/licenses/")[2] for name in wheel} - {""}
    vendored = {p.relative_to(ROOT).as_posix() for p in PACKAGE.glob("web/vendor/*/LICENSE*")}
    assert licences == {"LICENSE", *vendored}
    assert len(vendored) == len([p for p in PACKAGE.glob("web/vendor/*") if p.is_dir()])


def test_installed_wheel_finds_what_it_ships(built: Path, bare: Path, tmp_path: Path) -> None:
    install(bare, next(built.glob("*.whl")))
    data, maps, web = where(bare, tmp_path)
    package = web.parent
    assert package.is_relative_to(bare.parent.parent.resolve())
    assert (data, maps) == (package / "data", package / "maps")
    assert (bare.parent / "rangefan").is_file()
    assert run(bare, "-c", "import rangefan; print(rangefan.__version__)") == version("rangefan") + "\n"


def test_installed_command_draws_what_the_checkout_draws(built: Path, bare: Path, tmp_path: Path) -> None:
    install(bare, next(built.glob("*.whl")))
    pages = [tmp_path / "installed.html", tmp_path / "checkout.html"]
    run(bare.parent / "rangefan", "build", "thaad-korea", "-o", pages[0], cwd=tmp_path)
    call = "import sys; from rangefan.cli import main; sys.exit(main())"
    run(sys.executable, "-c", call, "build", "thaad-korea", "-o", pages[1], PYTHONPATH=str(PACKAGE.parent))
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_editable_install_finds_the_checkout(bare: Path, tmp_path: Path) -> None:
    install(bare, "--editable", ROOT)
    assert where(bare, tmp_path) == [ROOT / "data", ROOT / "maps", PACKAGE / "web"]


def test_version_has_one_source() -> None:
    import rangefan

    assert "version" in PROJECT["dynamic"]
    assert f"\n## {rangefan.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# ---- dependencies ----


def test_dependencies_have_one_plain_lower_bound_each() -> None:
    for line in PROJECT["dependencies"]:
        name, bound = re.fullmatch(r"([a-z0-9-]+)>=(\d+\.\d+\.\d+)", line).groups()  # type: ignore[union-attr]
        here, least = (tuple(map(int, re.findall(r"\d+", text)[:3])) for text in (version(name), bound))
        if os.environ.get("RANGEFAN_DEPENDENCIES") == "oldest":
            assert here == least, f"`make oldest` should test {line}, and has {version(name)}"
        else:
            assert here >= least


@pytest.mark.parametrize("words", ["", "--help", "list", "list systems"])
def test_light_things_start_light(words: str) -> None:
    script = f"""
import contextlib, sys, rangefan
sys.argv = ["rangefan", *{words.split()}]
if {bool(words)}:
    import rangefan.cli
    with contextlib.suppress(SystemExit):
        rangefan.cli.main()
print("\\nloaded:", *(name for name in {SLOW} if name in sys.modules))
"""
    said = run(sys.executable, "-c", script, PYTHONPATH=str(PACKAGE.parent))
    assert said.splitlines()[-1] == "loaded:"


# ---- rules of the house ----


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_each_library_is_imported_in_one_room() -> None:
    for path in modules():
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                only = ROOMS.get(name.split(".")[0], room)
                assert room == only, f"{path}:{node.lineno}: {name} is imported in {only} only"


def test_modules_are_one_idea() -> None:
    lines = {str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    long = {name: n for name, n in lines.items() if n > 300}
    assert long.keys() == LONG.keys()
    assert not {"utils", "helpers", "common", "base", "misc"} & {p.stem for p in modules()}


def test_no_file_names_a_machine_or_a_registry(sdist: dict[str, bytes]) -> None:
    found = [
        f"{name}:{number}: {hit[0]}"
        for name, content in sdist.items()
        if PurePosixPath(name).suffix not in BINARY and "/vendor/" not in name
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1)
        for rule in (MACHINE_PATH, REGISTRY_HOST)
        if (hit := rule.search(line))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "tests/README.md"])
def test_every_make_command_in_the_docs_is_there(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^STEPS = (.*)$", makefile, re.M)[1].split()  # type: ignore[index]
    phony += re.search(r"^GATES = (.*)$", makefile, re.M)[1].split()  # type: ignore[index]
    phony += re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split()  # type: ignore[index]
    said = re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    assert said
    assert set(said) <= set(phony)


def test_ci_runs_make_test_and_prepares_nothing(sdist: dict[str, bytes]) -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
    commands = [line for line in sdist[".ci/run"].decode().splitlines() if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-1] == "exec make test"
    assert len(commands) == 3
