"""A map file back as TOML: what `read_map` reads, every choice on a line of its own."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING
from typing import Any

from rangefan.mapfile.nouns import MapFile


def written(mapped: MapFile) -> str:
    """Return a map file as TOML; what is as it would be anyway is left out.

    The standard library reads TOML and does not write it. What a map file holds (text, numbers, truth, lists,
    tables) is four lines of format, and a writer of everything would be a dependency to keep for that.

    Examples
    --------
    >>> from rangefan.mapfile import Layer
    >>> layer = Layer(id="radar", system="an-tpy-2", mode="terminal", town="Pyeongtaek", azimuth_deg=327.0)
    >>> print(written(MapFile(id="mine", title="What if?", layers=(layer,))))
    id = "mine"
    title = "What if?"
    <BLANKLINE>
    [[layer]]
    id = "radar"
    system = "an-tpy-2"
    mode = "terminal"
    town = "Pyeongtaek"
    azimuth_deg = 327
    <BLANKLINE>
    """
    # Tables come last: a key after one would belong to it.
    lines, tables = [], []
    for key, value in _chosen(mapped).items():
        if isinstance(value, Mapping):
            tables += ["", f"[{key}]", *_lines(value)]
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for row in value:
                tables += ["", f"[[{key}]]", *_lines(row)]
        else:
            lines.append(f"{key} = {_text(value)}")
    return "\n".join([*lines, *tables, ""])


def _lines(table: Mapping[str, Any]) -> Iterable[str]:
    return (f"{key} = {_text(value)}" for key, value in table.items())


def _chosen(noun: Any) -> dict[str, Any]:
    """Return the fields that are not as they would be anyway, by the keys they are read from."""
    chosen = {}
    for item in dataclasses.fields(noun):
        value = getattr(noun, item.name)
        if item.default is MISSING or value != item.default:
            chosen[item.metadata.get("key", item.name)] = _plain(value)
    return chosen


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _chosen(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    if isinstance(value, str):
        # JSON's text is TOML's, but for one character that TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_lines(value))} }}"
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if value == int(value) else repr(value)
