"""The card that stands for a page where it is linked: 1200 × 630 pixels, to be read at half that size."""

from __future__ import annotations

from typing import Any

from rangefan.outputs.chart import chart
from rangefan.outputs.marks import Drawing, Mark, Shape, rectangle
from rangefan.outputs.paths import Frame
from rangefan.outputs.signs import Pen, shifted
from rangefan.outputs.wrapping import answer_runs, balanced, wrapped

WIDTH, HEIGHT = 600.0, 315.0
_MARGIN = 16.0
_COLUMN = 214.0
# A wider map stands below the headline, not beside it.
_WIDE = 1.8


def card(data: dict[str, Any], pen: Pen) -> Drawing:
    """Return a scene's card.

    Parameters
    ----------
    data : dict
        Schema rangefan-scene/1, its texts in the picture's language.
    pen : Pen
        Colours and language.
    """
    whole = Frame.of(data["view"]["bounds"], WIDTH)
    wide = WIDTH / whole.height > _WIDE
    column = WIDTH if wide else _COLUMN
    marks: list[Mark] = [Shape(moves=rectangle(0, 0, WIDTH, HEIGHT), fill=pen.colours["paper"])]
    words, y = _headline(data, pen, column - 2 * _MARGIN, lines=2 if wide else 6)
    marks += words
    x, top = (0.0, y + 8) if wide else (_COLUMN, 0.0)
    frame = Frame.around(data["view"]["bounds"], WIDTH - x, HEIGHT - top)
    marks += shifted(chart(data, frame, pen), x, top)
    if not wide:
        marks += _doubt(data, pen, y + 8)
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        title=f"{data['map']['title']} ({data['illustrative']})",
        text=str(data["alt"]),
        lang=pen.lang,
        marks=tuple(marks),
    )


def _headline(data: dict[str, Any], pen: Pen, room: float, lines: int) -> tuple[list[Mark], float]:
    """Return the headline as large as it fits, and where it ends."""
    title = str(data["map"]["title"])
    for size in (23.0, 21.0, 19.0, 17.0, 15.0, 13.5):

        def measure(text: str, style: str, size: float = size) -> float:
            return pen.width(text, style, size)

        rows = balanced(title, "title", room, measure)
        if len(rows) <= lines and all(measure(row, "title") <= room for row in rows):
            break
    marks: list[Mark] = []
    y = _MARGIN - 4
    for row in rows:
        y += size * 1.2
        marks.append(pen.words(row, _MARGIN, y, style="title", size=size))
    return marks, y


def _doubt(data: dict[str, Any], pen: Pen, y: float) -> list[Mark]:
    """Return as much of the answer, in whole lines, as stands below the headline; else its strong words."""
    room = _COLUMN - 2 * _MARGIN
    runs = answer_runs(data)
    marks: list[Mark] = []
    for pieces in (runs, [run for run in runs if run[1] == "bold"][:1]):
        for size in (13.0, 12.0):

            def measure(text: str, style: str, size: float = size) -> float:
                return pen.width(text, style, size)

            rows = wrapped(pieces, room, measure)
            if y + len(rows) * size * 1.4 <= HEIGHT - _MARGIN:
                for n, row in enumerate(rows, 1):
                    marks += pen.row(row, _MARGIN, y + n * size * 1.4, size)
                return marks
    return marks
