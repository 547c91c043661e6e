"""Words in a picture: each goes where it meets no other, or is left out."""

from __future__ import annotations

import copy
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import NamedTuple

from rangefan.language import Said, said_in
from rangefan.outputs.projection import Point, svg_path

ROW_PX = 16.0
# Stands for a message whose document can say it again.
PLACE = "\ufdd4{}\ufdd5"
LINE_PX = 15.0
ASCENT_PX = 11.0
_COLUMN_PX = 16.0
_WIDER = {"is-bold": 1.11, "is-title": 1.35}
# How much of a text lies left of the point it is anchored to.
ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


# What may not stand in an XML document, escaped or not (XML 1.0, production 2), and noncharacters.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Return text as it may stand in an SVG document, in an element or a quoted attribute."""
    return html.escape(_NO_XML.sub("\ufffd", text))


class Box(NamedTuple):
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles overlap."""
        x, y, w, h = other
        return self.x < x + w and x < self.x + self.width and self.y < y + h and y < self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text with a leader to its tip, and where its line of writing may be, nearest row first."""

    text: str
    classes: str
    tip: Point
    rows: tuple[Point, ...]


# A row, the text's anchor and place there, its leader and its own room.
_Spot = tuple[int, str, Point, tuple[Box, ...], Box]
_Placed = tuple[Note, str, Point, tuple[Box, ...], int]


class Lettering:
    """The words of one picture, the room they take, and the lines that some of them keep clear of.

    Parameters
    ----------
    width, font_px : float
        Of the picture, and of its text.
    lang : str
        The language it is written in.
    keep : bool
        Whether a message becomes a place in `said`, for a document that can say it again.
    """

    def __init__(self, width: float, font_px: float, lang: str = "en", *, keep: bool = False) -> None:
        self.width, self.font_px, self.lang, self.keep = width, font_px, lang, keep
        self.said: list[Said] = []
        self.taken: list[Box] = []
        self.leaders: list[Box] = []
        # Points along the lines, by columns of the picture.
        self.lines: dict[int, list[Point]] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self.parts: list[str] = []

    def spare(self) -> Lettering:
        """Return the words so far, to go on from them once more."""
        again = copy.copy(self)
        for name in ("said", "taken", "leaders", "parts"):
            setattr(again, name, list(getattr(self, name)))
        return again

    def wide(self, text: str, classes: str) -> float:
        """Return about how wide a text is, in the widest of the usual system fonts."""
        told = self.told(text)
        if (told, classes) not in self._widths:
            scale = next((scale for kind, scale in _WIDER.items() if kind in classes), 1.0)
            self._widths[told, classes] = sum(map(_em, told)) * self.font_px * scale
        return self._widths[told, classes]

    def told(self, text: str) -> str:
        """Return a text in the picture's language."""
        return str(said_in(text, self.lang))

    def markup(self, text: str) -> str:
        """Return what stands in the document for a text."""
        if not self.keep or not isinstance(text, Said):
            return escape(self.told(text))
        return PLACE.format(self.place(text))

    def place(self, text: Said) -> int:
        """Return the number in `said` of a message."""
        self.said.append(text)
        return len(self.said) - 1

    def wrapped(self, text: str, classes: str) -> list[str]:
        """Return a text in lines that fit the picture, a longer word alone."""
        lines = [""]
        for word in _words(self.told(text)):
            if lines[-1] and self.wide(f"{lines[-1]} {word}", classes) > self.width - 6:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        return lines

    def box(self, text: str, classes: str, at: Point, anchor: str) -> Box:
        """Return the rectangle of a text."""
        width = self.wide(text, classes)
        return Box(at[0] - width * ANCHOR[anchor] - 2, at[1] - ASCENT_PX, width + 4, LINE_PX)

    def rule(self, points: Sequence[Point]) -> None:
        """Note a line that is drawn, point by point."""
        for (x, y), (a, b) in pairwise(points):
            steps = int(hypot(a - x, b - y) / 4) + 1
            for n in range(steps + 1):
                point = (x + (a - x) * n / steps, y + (b - y) * n / steps)
                self.lines.setdefault(int(point[0] // _COLUMN_PX), []).append(point)

    def free(self, box: Box, *, off_lines: bool = False) -> bool:
        """Tell whether a text may stand there."""
        if box.x < 0 or box.x + box.width > self.width:
            return False
        if any(map(box.meets, self.taken)) or any(map(box.meets, self.leaders)):
            return False
        if not off_lines:
            return True
        x, y, w, h = box
        columns = range(int(x // _COLUMN_PX), int((x + w) // _COLUMN_PX) + 1)
        return not any(
            x < a < x + w and y < b < y + h for column in columns for a, b in self.lines.get(column, ())
        )

    def write(self, text: str, classes: str, at: Point, anchor: str) -> None:
        """Write a text."""
        self.taken.append(self.box(text, classes, at, anchor))
        place = f'x="{at[0]:z.1f}" y="{at[1]:z.1f}" text-anchor="{anchor}"'
        self.parts.append(f'<text class="{escape(classes)}" {place}>{self.markup(text)}</text>')

    def offer(
        self, text: str, classes: str, places: Iterable[tuple[str, Point]], *, off_lines: bool = False
    ) -> bool:
        """Write a text at the first free place; tell whether there was one."""
        for anchor, at in places:
            if self.free(self.box(text, classes, at, anchor), off_lines=off_lines):
                self.write(text, classes, at, anchor)
                return True
        return False

    def stack(self, notes: Sequence[Note]) -> list[tuple[Note, int]]:
        """Write notes in rows, so that no leader runs through a text; return those placed, with their rows.

        Several orders are tried: the one that leaves out fewest wins, then the lowest stack.
        """
        by_x = sorted(notes, key=lambda note: note.tip[0])
        middle = sorted(notes, key=lambda note: abs(note.tip[0] - self.width / 2))
        orders = (list(notes), by_x[::-1], by_x, middle, middle[::-1])
        rows = {note: list(self._rows(note)) for note in notes}
        trials = [_stacked(order, rows) for order in orders]
        best = min(trials, key=lambda placed: (len(notes) - len(placed), sum(row for *_, row in placed)))
        for note, anchor, at, leader, _ in best:
            self.write(note.text, note.classes, at, anchor)
            self.leaders.extend(leader)
            near = at[1] + 4 if at[1] < note.tip[1] else at[1] - ASCENT_PX
            line = svg_path([note.tip, (_foot(note, at), near)])
            self.parts.append(f'<path class="rf-side-leader" d="{line}"/>')
        return [(note, row) for note, *_, row in best]

    def _rows(self, note: Note) -> Iterator[_Spot]:
        """Yield where a note may stand as far as what is drawn already goes, the nearest row first."""
        for row, (x, y) in enumerate(note.rows):
            leader = _between(note.tip, (x, y + 4 if y < note.tip[1] else y - ASCENT_PX))
            if any(any(map(piece.meets, self.taken)) for piece in leader):
                continue
            for anchor, at in (("middle", (x, y)), ("start", (x - 5, y)), ("end", (x + 5, y))):
                box = self.box(note.text, note.classes, at, anchor)
                if self.free(box):
                    yield row, anchor, at, leader, box

    def along(self, text: str, classes: str, points: Sequence[Point]) -> bool:
        """Write a text along a line and under it, clear of other lines if it can be."""
        width = self.wide(text, classes)
        for off_lines in (True, False):
            for part in (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.75):
                x, y = part_of(points, part)
                (xa, ya), (xb, yb) = part_of(points, part - 0.06), part_of(points, part + 0.06)
                length = hypot(xb - xa, yb - ya) or 1.0
                dx, dy = (xb - xa) / length, (yb - ya) / length
                x, y = x - dy * 16, y + dx * 16
                count = max(2, int(width / 12) + 1)
                away = [width * (n / (count - 1) - 0.5) for n in range(count)]
                boxes = [Box(x + dx * a - 7, y + dy * a - 10, 14.0, 13.0) for a in away]
                if all(self.free(box, off_lines=off_lines) for box in boxes):
                    self.taken.extend(boxes)
                    place = f"translate({x:.1f} {y:.1f}) rotate({degrees(atan2(dy, dx)):.2f})"
                    self.parts.append(
                        f'<text class="{escape(classes)}" transform="{place}" text-anchor="middle">'
                        f"{self.markup(text)}</text>"
                    )
                    return True
        return False


def _stacked(notes: Sequence[Note], rows: Mapping[Note, Sequence[_Spot]]) -> list[_Placed]:
    """Return notes with their places, one after the other in this order; those without one are left out."""
    placed: list[_Placed] = []
    texts: list[Box] = []
    leaders: list[Box] = []
    waiting = [note.tip[0] for note in notes]
    for note in notes:
        waiting.remove(note.tip[0])
        spot = _spot(rows[note], texts, leaders, waiting)
        if spot is not None:
            row, anchor, at, leader, box = spot
            placed.append((note, anchor, at, leader, row))
            texts.append(box)
            leaders.extend(leader)
    return placed


def _spot(spots: Iterable[_Spot], texts: list[Box], leaders: list[Box], waiting: list[float]) -> _Spot | None:
    """Return the free row and anchor over fewest tips yet to be named, the nearest of those."""
    found = []
    for spot in spots:
        _, _, _, leader, box = spot
        if any(any(map(piece.meets, texts)) for piece in leader):
            continue
        if not (any(map(box.meets, texts)) or any(map(box.meets, leaders))):
            covered = sum(box.x - 3 < tip < box.x + box.width + 3 for tip in waiting)
            found.append((covered, spot))
    return min(found, key=lambda place: (place[0], place[1][0]))[1] if found else None


def _words(text: str) -> list[str]:
    """Return the words of a text; where a language writes without spaces, after its punctuation."""
    return text.split() if text.isascii() else re.split("(?<=[\u3001\u3002\uff0c\uff1a\uff1b]) *|\\s+", text)


@cache
def _em(character: str) -> float:
    """Return a letter's width in ems: that of DejaVu Sans, nearly."""
    if character in " .,:;·'’|ijl":
        return 0.33
    if character in "frtI()[]-/":
        return 0.42
    if character in "mMwW%@":
        return 0.93
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.7 if character.isupper() else 0.63


def part_of(points: Sequence[Point], part: float) -> Point:
    """Return the point after a part of a line's length, from 0 to 1."""
    pairs = list(pairwise(points))
    steps = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairs]
    left = sum(steps) * min(max(part, 0.0), 1.0)
    for (a, b), step in zip(pairs, steps, strict=True):
        if left <= step and step:
            return a[0] + (b[0] - a[0]) * left / step, a[1] + (b[1] - a[1]) * left / step
        left -= step
    return points[-1]


def _foot(note: Note, at: Point) -> float:
    """Return where a leader meets its text: over the tip, or where the row's plumb line is."""
    return next(x for x, y in note.rows if y == at[1])


def _between(one: Point, other: Point) -> tuple[Box, ...]:
    """Return the room a leader takes, in pieces: it may lean."""
    (x, y), (a, b) = one, other
    ends = [(x + (a - x) * n / 6, y + (b - y) * n / 6) for n in range(7)]
    return tuple(
        Box(min(p[0], q[0]) - 1.5, min(p[1], q[1]), abs(p[0] - q[0]) + 3, abs(p[1] - q[1]))
        for p, q in pairwise(ends)
    )
