"""A small static picture of a claim: a map with rings and distances, or bars beside what they are held to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from rangefan.language import Said, number, said_in, strung, t
from rangefan.outputs.paths import Frame, Point, path

if TYPE_CHECKING:
    from rangefan.outputs.saying import Book

WIDTH = 420.0
CHAR_PX = 6.6
_EM_PX = 11.5
# Of a letter: bold, bold, and small but letter-spaced.
_PX = {"is-site": 7.8, "is-km": 7.8, "is-land": 9.0}
LINE_PX = 14.0
_RING_AT = (0, 45, 315, 90, 270, 135, 225, 180, 20, 340, 70, 290, 110, 250, 160, 200)
_STYLES = 5  # of rings, from a firm line to a dotted one
_KM_PER_DEG = 111.2

Box = tuple[float, float, float, float]


@dataclass(slots=True, kw_only=True)
class _Free:
    """Where no words stand yet; what is written is a message of the page's, that it can say again."""

    book: Book
    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    drawn: list[Point] = field(default_factory=list)

    def draw(self, points: Sequence[Point]) -> None:
        """Note a line, which words had better keep clear of."""
        for (x, y), (a, b) in pairwise(points):
            steps = int(hypot(a - x, b - y) / 5) + 1
            self.drawn += [(x + (a - x) * n / steps, y + (b - y) * n / steps) for n in range(steps)]

    def put(self, text: str, places: Iterable[tuple[str, float, float]], css: str) -> Iterator[str]:
        """Yield the words at the first free place, off all lines if there is one, or nothing."""
        px = next((px for name, px in _PX.items() if name in css), CHAR_PX)
        told = str(said_in(text, self.book.lang))
        wide = sum(_EM_PX * px / CHAR_PX if east_asian_width(letter) in "WF" else px for letter in told)
        free: list[tuple[float, str, float, float, Box]] = []
        for anchor, x, y in places:
            left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            box = (left, y - LINE_PX / 2, wide, LINE_PX)
            inside = left >= 3 and left + wide <= self.width - 3 and 3 <= box[1] <= self.height - LINE_PX - 3
            if inside and not any(_meet(box, other) for other in self.taken):
                # A place further down the list is worth it where it saves two crossings.
                free.append((self._crossed(box) + 2 * len(free), anchor, x, y, box))
        if free:
            _, anchor, x, y, box = min(free)
            self.taken.append(box)
            at = f'x="{x:.0f}" y="{y + 4:.0f}" text-anchor="{anchor}"'
            yield f'<text class="{css}" {at}>{self.book.mark(text)}</text>'

    def _crossed(self, box: Box) -> int:
        x, y, width, height = box
        return sum(x < a < x + width and y < b < y + height for a, b in self.drawn)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def frames_svg(frames: dict[str, Any]) -> str:
    """Return the land of the frames that pictures share, for them to use by name; itself it shows nothing."""
    groups = []
    for name, land in frames.items():
        # Twice as large, so that whole pixels are fine enough.
        frame = Frame.of(land["bounds"], 2 * WIDTH)
        parts = [path(frame, country["geometry"], "rf-land", coarse_px=0.7) for country in land["countries"]]
        parts += [
            path(frame, line["geometry"], f"rf-border rf-{line['kind']}", coarse_px=0.7)
            for line in land["lines"]
        ]
        groups.append(f'<g id="rf-land-{escape(name)}" transform="scale(.5)">{"".join(parts)}</g>')
    return (
        f'<svg width="0" height="0" aria-hidden="true" focusable="false"><defs>{"".join(groups)}</defs></svg>'
    )


def map_svg(drawn: dict[str, Any], land: dict[str, Any] | None, says: str, book: Book) -> str:
    """Return a claim's map as an `<svg>` element without style attributes.

    Parameters
    ----------
    drawn : dict
        A claim's ``map``, as the scene has it.
    land : dict, optional
        Its frame, for the names of countries.
    says : str
        Its text alternative.
    book : Book
        Of the page it stands in.
    """
    frame = Frame.of(drawn["bounds"], WIDTH)
    free = _Free(book=book, width=WIDTH, height=frame.height)
    parts = []
    if drawn["frame"]:
        parts.append(f'<use href="#rf-land-{escape(drawn["frame"])}"/>')
    # Rings of one text are drawn alike, and the text stands once.
    texts = list(dict.fromkeys(ring["text"] for ring in drawn["rings"]))
    for ring in drawn["rings"]:
        style = min(texts.index(ring["text"]), _STYLES - 1)
        fan = "" if ring["width_deg"] == 360 else " is-fan"
        parts.append(path(frame, ring["geometry"], f"rf-ring rf-ring-{style}{fan}"))
        for polygon in ring["geometry"]["coordinates"]:
            free.draw([frame.at(*point) for point in polygon[0]])
    for line in drawn["lines"]:
        (x1, y1), (x2, y2) = ends = [frame.at(lon, lat) for lat, lon in (line["start"], line["end"])]
        free.draw(ends)
        parts.append(f'<path class="rf-away" d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"/>')
    for dot in drawn["dots"]:
        x, y = frame.at(dot["lon"], dot["lat"])
        free.taken.append((x - 4, y - 4, 8, 8))
        radius = 4 if dot["kind"] == "site" else 2.6
        parts.append(f'<circle class="rf-at rf-at-{dot["kind"]}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>')
    words: list[str] = []
    names = [dot for dot in drawn["dots"] if dot["name"]]
    # Sites first: without them a ring is of nothing. Of a crowd, some stay without a name.
    for dot in sorted(names, key=lambda dot: dot["kind"] != "site"):
        x, y = frame.at(dot["lon"], dot["lat"])
        css = "rf-say is-site" if dot["kind"] == "site" else "rf-say"
        words += free.put(dot["name"], _beside(x, y), css)
    rings, free.drawn = free.drawn, []  # a distance stands on its line
    for line in drawn["lines"]:
        start, end = (frame.at(lon, lat) for lat, lon in (line["start"], line["end"]))
        words += free.put(line["text"], _along(start, end), "rf-say is-km")
    free.drawn = rings
    for text in texts:
        alike = [ring for ring in drawn["rings"] if ring["text"] == text]
        words += free.put(text, (place for ring in alike for place in _on(frame, ring)), "rf-say is-ring")
    for label in land["labels"] if land else ():
        x, y = frame.at(label["lon"], label["lat"])
        words += free.put(label["text"], (("middle", x, y + dy) for dy in (0, 16, -16)), "rf-say is-land")
    local = "" if land else " is-local"
    return (
        f'<svg class="rf-claim-map{local}" viewBox="0 0 {WIDTH:g} {frame.height:g}" role="img"'
        f' aria-label="{book.mark(says)}">{"".join(parts)}{"".join(words)}</svg>'
    )


def _beside(x: float, y: float) -> list[tuple[str, float, float]]:
    return [
        ("start", x + 7, y),
        ("end", x - 7, y),
        ("middle", x, y - 12),
        ("middle", x, y + 13),
        ("start", x + 6, y - 12),
        ("end", x - 6, y + 12),
        ("start", x + 6, y + 12),
        ("end", x - 6, y - 12),
    ]


def _along(start: Point, end: Point) -> list[tuple[str, float, float]]:
    """Return places on a line, from its middle outward."""
    steps = (0.5, 0.6, 0.4, 0.7, 0.3)
    points = [(start[0] + (end[0] - start[0]) * s, start[1] + (end[1] - start[1]) * s) for s in steps]
    return [("middle", x, y + dy) for x, y in points for dy in (0, -10, 10)]


def _on(frame: Frame, ring: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Yield places just outside a ring's line, within its sector."""
    tall = ring["range_km"] / _KM_PER_DEG
    for azimuth in _RING_AT:
        off = abs((azimuth - ring["azimuth_deg"] + 180) % 360 - 180)
        if off > ring["width_deg"] / 2:
            continue
        lat = ring["lat"] + tall * cos(radians(azimuth))
        # Near enough for a word: the line itself is the geodesic one.
        wide = tall * sin(radians(azimuth)) / max(0.2, cos(radians((lat + ring["lat"]) / 2)))
        x, y = frame.at(ring["lon"] + wide, lat)
        down = -9 if azimuth in (0, 20, 340, 45, 315) else 10 if azimuth in (180, 160, 200, 135, 225) else 0
        anchor = "middle" if azimuth in (0, 180, 20, 340) else "start" if azimuth < 180 else "end"
        yield anchor, x + (0 if anchor == "middle" else 5 if anchor == "start" else -5), y + down
        yield "middle", x, y + down


def bars_svg(chart: dict[str, Any], says: str, book: Book) -> str:
    """Return a claim's chart as an `<svg>` element: a bar a number, a tick where it is held against another.

    Parameters
    ----------
    chart : dict
        A claim's ``bars``, as the scene has it.
    says : str
        Its text alternative.
    book : Book
        Of the page it stands in.
    """
    bars, log = chart["bars"], chart["log"]
    known = [n for bar in bars for n in (bar["value"], bar["mark"]) if n]
    low, high = float(min(known)), float(max(known))

    def at(value: float) -> float:
        if log:
            floor = math.log10(low) - 0.3
            return 300 * (math.log10(max(value, low / 2)) - floor) / (math.log10(high) - floor)
        return 300 * max(value, 0.0) / high

    row, parts = 38.0, []
    for index, bar in enumerate(bars):
        y = index * row
        parts.append(f'<text class="rf-say" x="2" y="{y + 14:.0f}">{book.mark(bar["text"])}</text>')
        width = max(at(bar["value"]), 1)
        parts.append(f'<rect class="rf-bar" x="2" y="{y + 19:.0f}" width="{width:.1f}" height="11"/>')
        value = book.mark(_measured(bar["value"], chart["unit"]))
        parts.append(f'<text class="rf-say is-km" x="{width + 8:.0f}" y="{y + 29:.0f}">{value}</text>')
        if bar["mark"]:
            x = 2 + at(bar["mark"])
            parts.append(f'<path class="rf-tick" d="M{x:.1f} {y + 16:.0f}v17"/>')
    height = len(bars) * row + 4
    return (
        f'<svg class="rf-claim-bars" viewBox="0 0 {WIDTH:g} {height:g}" role="img"'
        f' aria-label="{book.mark(says)}">{"".join(parts)}</svg>'
    )


def _measured(value: float, unit: str) -> Said:
    """Return a bar's number and unit, to three figures."""
    rounded = round(value) if abs(value) >= 100 else float(f"{value:.3g}")
    if unit == "km":
        return t("{km:,g} km", km=rounded)
    return strung([number(rounded, None), unit], "" if unit == "°" else " ")
