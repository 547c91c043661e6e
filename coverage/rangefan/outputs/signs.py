"""How things look in a picture: the map's lines, fills and marks, as the page has them; and its lettering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from rangefan.outputs.fonts import EM, set_text
from rangefan.outputs.legend import colour_class
from rangefan.outputs.marks import Group, Mark, Moves, Shape, Words, circle, half_disc, pill
from rangefan.outputs.textures import COUNT_PX, MARK_PX, Plate, diamond, hatch
from rangefan.outputs.wording import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """What all parts of one picture share: colours by name, the language, and how to say a message in it."""

    colours: dict[str, str]
    lang: str
    say: Say

    def words(
        self,
        text: str,
        x: float,
        baseline: float,
        *,
        style: str = "regular",
        size: float = 12.5,
        colour: str = "ink",
        tracking: float = 0.0,
        anchor: float = 0.0,
        halo: str = "",
        slanted: bool = False,
    ) -> Words:
        """Return a line of text; `anchor` says how much of it lies left of x, from 0 to 1."""
        run = set_text(text, style, self.lang, tracking)
        return Words(
            run=run,
            at=(x - anchor * run.width * size / EM, baseline),
            size=size,
            fill=self.colours[colour],
            slanted=slanted,
            halo=self.colours[halo] if halo else "",
        )

    def row(
        self, pieces: Iterable[tuple[str, str]], x: float, baseline: float, size: float
    ) -> Iterator[Words]:
        """Yield texts of several styles, one after the other."""
        for text, style in pieces:
            words = self.words(text, x, baseline, style=style, size=size)
            yield words
            x += words.width

    def width(self, text: str, style: str = "regular", size: float = 12.5, tracking: float = 0.0) -> float:
        """Return how wide a text is."""
        return set_text(text, style, self.lang, tracking).width * size / EM

    def colour_of(self, layer: dict[str, Any]) -> str:
        """Return the name of a layer's colour."""
        return colour_class(layer).removeprefix("rf-")


def border(moves: Moves, kind: str, pen: Pen) -> Shape:
    """Return a border in its kind's own dash."""
    if kind == "demarcation":
        colour = pen.colours["demarcation"]
        return Shape(moves=moves, stroke=colour, width=1.6, dash=(7, 2.5, 1.5, 2.5))
    if kind == "dmz":
        return Shape(moves=moves, stroke=pen.colours["demarcation"], stroke_opacity=0.5, width=0.5)
    dash = (2.0, 3.0) if kind == "disputed" else ()
    return Shape(moves=moves, stroke=pen.colours["border"], width=0.9, dash=dash)


def any_direction(moves: Moves, layer: dict[str, Any], pen: Pen) -> Shape:
    """Return the faint ring of every direction a fan could face."""
    stroke = pen.colours[pen.colour_of(layer)]
    return Shape(moves=moves, stroke=stroke, stroke_opacity=0.75, width=1.2, dash=(0.1, 6), round_caps=True)


def band(moves: Moves, layer: dict[str, Any], pen: Pen, *, crowd: bool = False) -> Shape:
    """Return the ribbon between the low and the high figure."""
    opacity = 0.08 if crowd else 0.1 if layer["role"] == "context" else 0.13
    return Shape(moves=moves, fill=pen.colours[pen.colour_of(layer)], fill_opacity=opacity)


def fill(moves: Moves, layer: dict[str, Any], pen: Pen, *, crowd: bool = False) -> Iterator[Mark]:
    """Yield a footprint's fill: light; hatched where no source records the placement."""
    colour = pen.colours[pen.colour_of(layer)]
    if layer["status"] != "hypothetical":
        opacity = 0.03 if crowd else 0.04 if layer["status"] == "candidate" else 0.07
        yield Shape(moves=moves, fill=colour, fill_opacity=opacity)
        return
    if moves:
        yield hatch(moves, 7, Shape(moves=(), stroke=colour, stroke_opacity=0.38))


def edge_line(moves: Moves, layer: dict[str, Any], pen: Pen, *, firm: bool) -> Shape:
    """Return a footprint's line: radars dashed, interceptors solid, further figures dotted."""
    stroke = pen.colours[pen.colour_of(layer)]
    opacity = 0.75 if layer["status"] == "candidate" else 1.0
    if not firm:
        dash = (1.0, 3.5)
        return Shape(
            moves=moves, stroke=stroke, stroke_opacity=opacity, width=1.3, dash=dash, round_caps=True
        )
    context = layer["role"] == "context"
    firm_dash: tuple[float, ...] = (9, 5) if layer["role"] == "radar" else ()
    if context and layer["status"] == "hypothetical":
        firm_dash = (12, 3)
    return Shape(
        moves=moves, stroke=stroke, stroke_opacity=opacity, width=1.2 if context else 2.0, dash=firm_dash
    )


def site_mark(x: float, y: float, pen: Pen, r: float = 9.0) -> Iterator[Mark]:
    """Yield the mark of a site."""
    ink, paper = pen.colours["ink"], pen.colours["paper"]
    yield Shape(moves=circle(x, y, r), fill=paper, stroke=ink, width=1.6)
    yield Shape(moves=circle(x, y, r * 0.44), fill=ink)


def town_mark(x: float, y: float, answer: str, pen: Pen) -> Iterator[Mark]:
    """Yield a town's mark: full inside, half where it depends, empty outside."""
    ink, paper = pen.colours["ink"], pen.colours["paper"]
    yield Shape(moves=circle(x, y, 3.8), fill=ink if answer == "in" else paper, stroke=ink, width=1.5)
    if answer == "depends":
        yield Shape(moves=half_disc(x, y, 3.8), fill=ink)


def voices(plate: Plate, pen: Pen) -> Iterator[Mark]:
    """Yield the plate of local voices that stand near each other."""
    ink = pen.colours["ink"]
    yield Shape(moves=pill(*plate.box), fill=pen.colours["paper"], stroke=ink, width=1.0)
    for code, (x, y), count in plate.marks():
        yield from diamond(code, (x, y), ink, plate.zoom)
        if count:
            at, size = x + (MARK_PX + COUNT_PX + 1) / 2 * plate.zoom, 12 * plate.zoom
            yield pen.words(count, at, y + 0.36 * size, style="bold", size=size, anchor=0.5)


def shifted(marks: Iterable[Mark], dx: float, dy: float) -> tuple[Mark, ...]:
    """Return marks moved."""
    return tuple(_shifted(mark, dx, dy) for mark in marks)


def _shifted(mark: Mark, dx: float, dy: float) -> Mark:
    def moved(moves: Moves) -> Moves:
        return tuple(
            (kind, tuple(n + (dy if i % 2 else dx) for i, n in enumerate(numbers))) for kind, numbers in moves
        )

    if isinstance(mark, Shape):
        return replace(mark, moves=moved(mark.moves))
    if isinstance(mark, Words):
        return replace(mark, at=(mark.at[0] + dx, mark.at[1] + dy))
    return Group(clip=moved(mark.clip), marks=shifted(mark.marks, dx, dy))
