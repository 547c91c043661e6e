"""How pictures draw positions: a texture for each stance, and the diamonds of local voices.

Hatches object, dots support, dashes take no side; denser is stronger. positions-map.js draws the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rangefan.outputs.lettering import Box
from rangefan.outputs.marks import Group, Mark, Moves, Point, Shape, circle, polyline
from rangefan.outputs.paths import NARROW_PX, Frame
from rangefan.outputs.stances import Stances

# Of each stance: the tile's side, its line's width, and its lines as they stand in an SVG pattern.
TILES: dict[str, tuple[int, float, str]] = {
    "0": (9, 0.9, "M-1 1L1 -1M0 9L9 0M8 10L10 8"),
    "1": (18, 0.9, "M-1 1L1 -1M0 18L18 0M17 19L19 17"),
    "2": (14, 1.1, "M1 3H7M8 10H14"),
    "3": (12, 2.4, "M6 6h.01"),
    "4": (7, 2.4, "M3.5 3.5h.01"),
}
OPACITY = 0.55
DIAMOND = ((0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0))
HALF = ((0.0, -6.0), (0.0, 6.0), (-6.0, 0.0))
DOT_R = 2.0
# Voices so near each other share a plate.
_WIDE, _HIGH = 64.0, 26.0
PLATE_PX = 22.0
MARK_PX, COUNT_PX, _GAP, _PAD = 14.0, 9.0, 4.0, 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """Local voices at a place: how many of each stance, and where their plate stands."""

    parts: tuple[tuple[str, int], ...]
    box: Box
    zoom: float

    def marks(self) -> Iterator[tuple[str, Point, str]]:
        """Yield each diamond's stance, its middle, and the count to the right of it, blank for one."""
        x = self.box.x + _PAD * self.zoom
        for code, count in self.parts:
            middle = (x + MARK_PX / 2 * self.zoom, self.box.y + self.box.height / 2)
            yield code, middle, str(count) if count > 1 else ""
            x += (MARK_PX + (COUNT_PX if count > 1 else 0.0) + _GAP) * self.zoom


def plates(
    stances: Stances, frame: Frame, sites: Iterable[Point], towns: Iterable[Point] = ()
) -> list[Plate]:
    """Return the plates of local voices: below, above or beside their place, off sites and towns."""
    heads: list[tuple[Point, dict[str, int]]] = []
    for voice in stances.voices:
        x, y = frame.at(voice.lon, voice.lat)
        if not (0 < x < frame.width and 0 < y < frame.height):
            continue
        near = (of for at, of in heads if abs(at[0] - x) < _WIDE and abs(at[1] - y) < _HIGH)
        counts = next(near, None)
        if counts is None:
            counts = {}
            heads.append(((x, y), counts))
        counts[voice.code] = counts.get(voice.code, 0) + 1
    taken = [Box(x - 14, y - 14, 28, 28) for x, y in sites] + [Box(x - 7, y - 7, 14, 14) for x, y in towns]
    found = []
    zoom = 1.0 if frame.width >= NARROW_PX else 0.75
    for (x, y), counts in heads:
        wide = 2 * _PAD - _GAP + sum(MARK_PX + _GAP + (COUNT_PX if n > 1 else 0.0) for n in counts.values())
        wide, high = wide * zoom, PLATE_PX * zoom
        beside = wide / 2 + 16
        offs = [(0.0, 16.0), (0.0, -16.0 - high), (-beside, -high / 2), (beside, -high / 2)]
        offs += [(-beside, 4.0), (beside, -4.0 - high), (-beside, -4.0 - high), (beside, 4.0)]
        boxes = [Box(x + dx - wide / 2, y + dy, wide, high) for dx, dy in offs]
        box = next((box for box in boxes if not any(box.meets(other) for other in taken)), boxes[0])
        taken.append(box)
        found.append(Plate(parts=tuple(counts.items()), box=box, zoom=zoom))
    return found


def texture(moves: Moves, code: str, colour: str) -> Iterator[Mark]:
    """Yield the texture of a stance inside a path; nothing for no position found."""
    if not code or not moves:
        return
    side, width, _ = TILES["0" if code == "site" else code]
    left, top, right, bottom = _bounds(moves)
    if code in {"0", "1", "site"}:
        yield hatch(moves, side, Shape(moves=(), stroke=colour, stroke_opacity=OPACITY, width=width))
        return
    # A row of dots is a line whose dashes have no length but round ends.
    dash = (6.0, side - 6.0) if code == "2" else (0.01, side - 0.01)
    rows: list[tuple[float, float]] = [(3.0, 1.0), (10.0, 8.0)] if code == "2" else [(side / 2, side / 2)]
    lines: list[tuple[str, tuple[float, ...]]] = []
    for y0, x0 in rows:
        y, x = top - (top - y0) % side, left - (left - x0) % side
        while y < bottom + side:
            lines += polyline([(x, y), (right, y)])
            y += side
    drawn = Shape(
        moves=tuple(lines), stroke=colour, stroke_opacity=OPACITY, width=width, dash=dash, round_caps=True
    )
    yield Group(clip=moves, marks=(drawn,))


def hatch(moves: Moves, side: float, line: Shape) -> Group:
    """Return lines upward to the right inside a path, `side` apart along it, that look like `line`."""
    left, top, right, bottom = _bounds(moves)
    tall, lines = bottom - top, []
    # From the same lines in every path: two that touch are one field.
    x = left - tall - (left - tall + bottom) % side
    while x < right:
        lines += [*polyline([(x, bottom), (x + tall, top)])]
        x += side
    return Group(clip=moves, marks=(replace(line, moves=tuple(lines)),))


def _bounds(moves: Moves) -> tuple[float, float, float, float]:
    """Return the least and the greatest x and y that a path moves to."""
    xs, ys = zip(*(numbers[-2:] for _, numbers in moves if numbers), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def diamond(code: str, at: Point, ink: str, zoom: float = 1.0) -> Iterator[Shape]:
    """Yield the mark of a local stance: full, half for one site only, hollow for no side, dotted if for."""
    x, y = at

    def moved(points: Iterable[Point]) -> Moves:
        return polyline([(x + dx * zoom, y + dy * zoom) for dx, dy in points], closed=True)

    yield Shape(moves=moved(DIAMOND), stroke=ink, width=1.4, fill=ink if code in {"0", "1"} else None)
    if code == "site":
        yield Shape(moves=moved(HALF), fill=ink)
    if code in {"3", "4"}:
        yield Shape(moves=circle(x, y, DOT_R * zoom), fill=ink)
