"""Shapes as letters: a sixth of the bytes of GeoJSON, and the same shapes after `unpack.js`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

MAX_DIGITS = 9
# Every letter that neither JSON nor HTML must escape. Most steps are small: one letter says each. The last
# nine go before a letter and say how often it has been all the way round.
LETTERS = "".join(letter for letter in map(chr, range(ord("#"), ord("~") + 1)) if letter not in "&'<>\\")
SINGLE = 78


def packed(value: Any) -> Any:
    """Return plain data with every GeoJSON geometry in it packed.

    A packed geometry is `{"type", "digits", "steps"}`: runs of points as text, each point as its two steps
    from the point before (the first of all from 0, 0), in units of 10**-digits degrees. `digits` is the least
    that loses nothing; a geometry that needs more than nine decimals stays as it is. One that has been packed
    before is `{"=": index}`, counted from 0 in the order they are met.

    Examples
    --------
    >>> packed({"type": "MultiLineString", "coordinates": [[[127.5, 36.25], [127.75, 36.0]]]})
    {'type': 'MultiLineString', 'digits': 2, 'steps': ['x~wpvvwrYX']}
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
            key = repr(geometry)
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
    numbers = _flat(coordinates, [])
    for digits in range(MAX_DIGITS + 1):
        scale = 10**digits
        # The browser divides the same whole number by the same power of ten, so this is what it will see.
        if all(round(number * scale) / scale == number for number in numbers):
            steps = _steps(coordinates, scale, [0, 0])
            return {"type": geometry["type"], "digits": digits, "steps": steps}
    return dict(geometry)


def _flat(part: Any, numbers: list[float]) -> list[float]:
    """Add the numbers of coordinates to a list, and return it."""
    if part and isinstance(part[0], (list, tuple)):
        for inner in part:
            _flat(inner, numbers)
    else:
        numbers.extend(part)
    return numbers


def _steps(part: Any, scale: int, at: list[int]) -> Any:
    """Return runs as text, each going on from where the one before ended: `at` follows."""
    if isinstance(part[0][0], (list, tuple)):
        return [_steps(inner, scale, at) for inner in part]
    text = []
    for point in part:
        here = [round(number * scale) for number in point]
        text += [_letters(to - since) for to, since in zip(here, at, strict=True)]
        at[:] = here
    return "".join(text)


@cache
def _letters(step: int) -> str:
    """Return a step as text: its sign goes into the lowest bit."""
    rounds, single = divmod(2 * step if step >= 0 else -2 * step - 1, SINGLE)
    text = LETTERS[single]
    more = len(LETTERS) - SINGLE
    while rounds:
        rounds, which = divmod(rounds - 1, more)
        text = LETTERS[SINGLE + which] + text
    return text
