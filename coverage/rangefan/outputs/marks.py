"""What a picture is made of: shapes, words and groups of them, in the order of drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import radians, tan

from rangefan.outputs.fonts import EM, Run

Point = tuple[float, float]
# A path: moves M, L, C and Z with their numbers, in the picture's units, y down.
Moves = tuple[tuple[str, tuple[float, ...]], ...]

SLANT = tan(radians(11))  # what stands in for an italic
HEAVY = 0.032  # of the size: what thickens a letter whose face has no bold
_QUARTER = 0.5522847498  # control points of a quarter circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A path filled, stroked or both; colours are #rrggbb."""

    moves: Moves
    fill: str | None = None
    fill_opacity: float = 1.0
    stroke: str | None = None
    stroke_opacity: float = 1.0
    width: float = 1.0
    dash: tuple[float, ...] = ()
    round_caps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text, its baseline starting at a point.

    Attributes
    ----------
    halo
        The colour of a soft edge around the letters; none if blank.
    """

    run: Run
    at: Point
    size: float
    fill: str
    slanted: bool = False
    halo: str = ""

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.run.width * self.size / EM


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Marks that are drawn only inside a path."""

    clip: Moves
    marks: tuple[Mark, ...]


Mark = Shape | Words | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A whole picture.

    Attributes
    ----------
    title, text
        What it is called, and the text that stands for it where it cannot be seen.
    lang
        The language of its words.
    """

    width: float
    height: float
    title: str
    text: str
    lang: str
    marks: tuple[Mark, ...] = field(repr=False)

    def missing(self) -> str:
        """Return the characters that no font of ours has, each once, in order."""
        return "".join(sorted({char for words in words_of(self.marks) for char in words.run.missing}))


def words_of(marks: Iterable[Mark]) -> Iterable[Words]:
    """Yield every text of some marks, in the order of drawing."""
    for mark in marks:
        if isinstance(mark, Words):
            yield mark
        elif isinstance(mark, Group):
            yield from words_of(mark.marks)


def rectangle(x: float, y: float, width: float, height: float) -> Moves:
    """Return a rectangle."""
    return polyline([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], closed=True)


def polyline(points: Sequence[Point], *, closed: bool = False) -> Moves:
    """Return a line through some points."""
    moves = [("M" if n == 0 else "L", point) for n, point in enumerate(points)]
    return (*moves, ("Z", ())) if closed else tuple(moves)


def circle(x: float, y: float, r: float) -> Moves:
    """Return a circle, from four cubic curves."""
    k = r * _QUARTER
    return (
        ("M", (x + r, y)),
        ("C", (x + r, y + k, x + k, y + r, x, y + r)),
        ("C", (x - k, y + r, x - r, y + k, x - r, y)),
        ("C", (x - r, y - k, x - k, y - r, x, y - r)),
        ("C", (x + k, y - r, x + r, y - k, x + r, y)),
        ("Z", ()),
    )


def pill(x: float, y: float, width: float, height: float) -> Moves:
    """Return a rectangle whose shorter ends are half circles."""
    r = height / 2
    k = r * _QUARTER
    left, right, middle, bottom = x + r, x + width - r, y + r, y + height
    return (
        ("M", (left, y)),
        ("L", (right, y)),
        ("C", (right + k, y, right + r, middle - k, right + r, middle)),
        ("C", (right + r, middle + k, right + k, bottom, right, bottom)),
        ("L", (left, bottom)),
        ("C", (left - k, bottom, x, middle + k, x, middle)),
        ("C", (x, middle - k, left - k, y, left, y)),
        ("Z", ()),
    )


def half_disc(x: float, y: float, r: float) -> Moves:
    """Return the right half of a disc."""
    k = r * _QUARTER
    return (
        ("M", (x, y - r)),
        ("C", (x + k, y - r, x + r, y - k, x + r, y)),
        ("C", (x + r, y + k, x + k, y + r, x, y + r)),
        ("Z", ()),
    )
