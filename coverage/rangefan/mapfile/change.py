"""A what-if is a changed copy: one layer of a map file elsewhere, turned, or with another figure."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable
from typing import Any

from rangefan.errors import UsageError
from rangefan.files import Report, read_record
from rangefan.files.fields import nearest
from rangefan.mapfile.nouns import Layer, MapFile

# Ways to say one thing: who names one gives up the others.
_RIVALS = (
    ({"site"}, {"town"}, {"lat", "lon", "place"}),
    ({"toward"}, {"azimuth_deg"}),
    ({"range_km"}, {"low", "nominal", "high"}),
)


def with_layer(mapped: MapFile, layer_id: str, changes: dict[str, Any]) -> MapFile:
    """Return a map file with one layer changed; see `MapFile.with_layer`."""
    known = [item.name for item in dataclasses.fields(Layer) if item.name != "id"]
    wrong = [f'a layer has no "{name}": {nearest(name, known)}' for name in changes if name not in known]
    old = next((layer for layer in mapped.layers if layer.id == layer_id), None)
    if old is None and "system" not in changes:
        ids = [layer.id for layer in mapped.layers]
        wrong.append(
            f'no layer is called "{layer_id}": {nearest(layer_id, ids)}, or name a system to add one'
        )
    for one, other in _both(changes):
        wrong.append(f'"{one}" and "{other}" both say the same thing: keep one')
    if wrong:
        raise UsageError("\n".join(wrong))
    kept = {item.name: getattr(old, item.name) for item in dataclasses.fields(Layer)} if old else {}
    for name in _given_up(changes):
        kept.pop(name, None)
    raw = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in {**kept, **changes, "id": layer_id}.items()
        if value is not None
    }
    report = Report()
    layer = read_record(Layer, raw, report, lambda _: (f'layer "{layer_id}"', 0))
    report.raise_if_any()
    assert layer is not None  # no problem, so there is a layer
    if old is None:
        return dataclasses.replace(mapped, layers=(*mapped.layers, layer))
    layers = tuple(layer if item.id == layer_id else item for item in mapped.layers)
    return dataclasses.replace(mapped, layers=layers)


def _both(changes: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield pairs of fields that say one thing in two ways."""
    said = {name for name, value in changes.items() if value not in (None, "")}
    for ways in _RIVALS:
        given = [min(way & said) for way in ways if way & said]
        yield from itertools.pairwise(given)


def _given_up(changes: dict[str, Any]) -> set[str]:
    lost = set()
    for ways in _RIVALS:
        for way in ways:
            if way & changes.keys():
                lost |= {name for other in ways if other is not way for name in other}
    return lost
