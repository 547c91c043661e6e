"""Shapes as whole-number steps: a third of the bytes of GeoJSON, and the same shapes after `unpack.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MAX_DIGITS = 9


def packed(value: Any) -> Any:
    """Return plain data with every GeoJSON geometry in it packed.

    A packed geometry is `{"type", "digits", "steps"}`: runs of points as flat lists of steps from the point
    before (the first from 0, 0), in units of 10**-digits degrees. `digits` is the least that loses nothing; a
    geometry that needs more than nine decimals stays as it is. One that has been packed before is
    `{"=": index}`, counted from 0 in the order they are met: at a low altitude many figures leave the same.

    Examples
    --------
    >>> packed({"type": "MultiLineString", "coordinates": [[[127.5, 36.25], [127.75, 36.0]]]})
    {'type': 'MultiLineString', 'digits': 2, 'steps': [[12750, 3625, 25, -25]]}
    >>> packed([{"type": "MultiLineString", "coordinates": [[[127, 36], [128, 36]]]}] * 2)[1]
    {'=': 0}
    """
    return _packed(value, {})


def _packed(value: Any, met: dict[str, int]) -> Any:
    if isinstance(value, Mapping):
        if value.keys() == {"type", "coordinates"} and value["coordinates"]:
            geometry = _geometry(value)
            if "steps" not in geometry:
                return geometry
            key = json.dumps(geometry)
            if key in met:
                return {"=": met[key]}
            met[key] = len(met)
            return geometry
        return {key: _packed(inner, met) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_packed(inner, met) for inner in value]
    return value


def _geometry(geometry: Mapping[str, Any]) -> dict[str, Any]:
    coordinates = geometry["coordinates"]
    numbers = list(_flat(coordinates))
    for digits in range(MAX_DIGITS + 1):
        scale = 10**digits
        # The browser divides the same whole number by the same power of ten, so this is what it will see.
        if all(round(number * scale) / scale == number for number in numbers):
            return {"type": geometry["type"], "digits": digits, "steps": _steps(coordinates, scale)}
    return dict(geometry)


def _flat(part: Any) -> Any:
    if isinstance(part, Sequence):
        for inner in part:
            yield from _flat(inner)
    else:
        yield part


def _steps(part: Any, scale: int) -> list[Any]:
    if not isinstance(part[0][0], Sequence):
        steps: list[int] = []
        x = y = 0
        for lon, lat in part:
            here = (round(lon * scale), round(lat * scale))
            steps += [here[0] - x, here[1] - y]
            x, y = here
        return steps
    return [_steps(inner, scale) for inner in part]
