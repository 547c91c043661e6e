"""Begin a map of one's own from a shipped one."""

from __future__ import annotations

import re
from pathlib import Path

from rangefan.errors import UsageError
from rangefan.files import read_text, write_text
from rangefan.mapfile.read import find


def start(name: str, origin: str = "thaad-korea", folder: Path | None = None) -> Path:
    """Copy a map file to `NAME.toml`, to edit.

    Parameters
    ----------
    name : str
        Of the new map: a-z, 0-9 and hyphens.
    origin : str
        The map to copy, by name or path.
    folder : Path, optional
        Where to put it; the current folder if not given.

    Raises
    ------
    UsageError
        If the name would not do as a file's name, or `origin` is no map.
    FileError
        If a file of that name stands there already, or it cannot be written.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UsageError(f'"{name}" will not do as a name: use a-z, 0-9 and single hyphens, as my-map')
    path = (folder or Path.cwd()) / f"{name}.toml"
    write_text(path, read_text(find(origin)), replace=False)
    return path
