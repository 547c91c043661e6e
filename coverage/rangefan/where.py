"""Where the shipped data and maps lie: beside the package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from rangefan.errors import FileError


def data_dir() -> Path:
    """Return the folder of the shipped catalogue and geodata.

    Raises
    ------
    FileError
        If the installation is broken and the folder is nowhere.
    """
    return _shipped("data")


def maps_dir() -> Path:
    """Return the folder of the shipped map files.

    Raises
    ------
    FileError
        If the installation is broken and the folder is nowhere.
    """
    return _shipped("maps")


def web_dir() -> Path:
    """Return the folder of the page's own scripts, styles and vendored libraries."""
    return Path(__file__).parent / "web"


def _shipped(name: str) -> Path:
    package = Path(__file__).parent
    for folder in (package / name, package.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileError(f"the shipped folder {name}/ is missing: install rangefan again")
