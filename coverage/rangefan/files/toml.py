"""TOML with line numbers: `tomllib` reads, and the lines are worked out only when a problem needs one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rangefan.errors import InputError, Problem
from rangefan.files.text import read_text

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed TOML file that can say on which line a key stands.

    Attributes
    ----------
    name : str
        The file's name as shown in messages.
    text : str
        What the file holds.
    data : dict
        What `tomllib` makes of it.
    """

    name: str
    text: str
    data: dict[str, Any]
    _lines: dict[Key, int] = field(default_factory=dict, compare=False, repr=False)

    def at(self, key: Key) -> tuple[str, int]:
        """Return the file's name and the line (from 1) on which a key stands, or its nearest parent's."""
        if not self._lines:
            self._lines.update(_lines_of(self.text))
        while key and key not in self._lines:
            key = key[:-1]
        return self.name, self._lines.get(key, 1)


def read_toml(path: Path, name: str | None = None) -> TomlFile:
    """Read a TOML file.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        How messages call it; the path if not given.

    Raises
    ------
    FileError
        If it cannot be opened.
    InputError
        If it is not TOML.
    """
    name, text = name or str(path), read_text(path)
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = re.sub(r"\s*\(at .*\)$", "", str(error)).rstrip(".")
        raise InputError([Problem(name, line, f"not TOML: {what}", "mend the line")]) from error


def _lines_of(text: str) -> dict[Key, int]:
    """Return the line of every table and key, statement by statement.

    A statement ends where `tomllib` accepts it, so that strings and arrays over several lines need no
    parser of our own.
    """
    lines: dict[Key, int] = {(): 1}
    counts: dict[Key, int] = {}
    table: Key = ()
    pending, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if not pending:
            start = number
        pending += line + "\n"
        try:
            parsed = tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        is_header = pending.lstrip().startswith("[")
        pending = ""
        path = _path(parsed)
        if is_header:
            table = _absolute(path[:-1] if path and path[-1] == 0 else path, counts)
            if path and path[-1] == 0:
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            lines.setdefault(table, start)
        elif path:
            for end in range(1, len(path) + 1):
                lines.setdefault((*table, *path[:end]), start)
    return lines


def _path(parsed: dict[str, Any]) -> Key:
    """Return the one chain of keys in a parsed statement; an array of tables ends in 0."""
    path: list[str | int] = []
    node: Any = parsed
    while isinstance(node, dict) and len(node) == 1:
        key, node = next(iter(node.items()))
        path.append(key)
    if isinstance(node, list) and node == [{}]:
        path.append(0)
    return tuple(path)


def _absolute(path: Key, counts: dict[Key, int]) -> Key:
    """Put the current index behind every array of tables that a header's path goes through."""
    absolute: Key = ()
    for position, key in enumerate(path):
        absolute = (*absolute, key)
        if absolute in counts and position < len(path) - 1:
            absolute = (*absolute, counts[absolute])
    return absolute
