"""The card that stands for a page where it is linked: 1200 × 630 pixels, to be read at half that size."""

from __future__ import annotations

from typing import Any

from rangefan.outputs.chart import chart
from rangefan.outputs.marks import Drawing, Mark, Shape, rectangle
from rangefan.outputs.paths import Frame
from rangefan.outputs.signs import Pen, shifted
from rangefan.outputs.stance_key import key_marks
from rangefan.outputs.stances import described, stances_of
from rangefan.outputs.wrapping import answer_runs, balanced, names_in, wrapped

WIDTH, HEIGHT = 600.0, 315.0
_MARGIN = 16.0
_COLUMN = 214.0
# A wider map stands below the headline, not beside it.
_WIDE = 1.8
# The letters of the key to positions, and of the answer: as large as it fits.
_KEY_PX, _DOUBT_PX = 10.5, (13.0, 12.0)


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
    stances, low = stances_of(data), HEIGHT
    if stances:
        key, high = key_marks(stances, pen, column - 2 * _MARGIN, _KEY_PX, brief=True)
        low -= high + _MARGIN / 2
        marks += shifted(key, _MARGIN, low)
    lines, room = (2, low) if wide else (6, low - 4 * _DOUBT_PX[0])
    words, y = _headline(data, pen, column - 2 * _MARGIN, lines, room)
    marks += words
    x, top = (0.0, y + 8) if wide else (_COLUMN, 0.0)
    frame = Frame.around(data["view"]["bounds"], WIDTH - x, (low - 6 if stances and wide else HEIGHT) - top)
    marks += shifted(chart(data, frame, pen, locator=False), x, top)
    if not wide:
        marks += _doubt(data, pen, y + 8, low - (4 if stances else _MARGIN))
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        title=f"{data['map']['title']} ({data['illustrative']})",
        text=described(data, pen.lang),
        lang=pen.lang,
        marks=tuple(marks),
    )


def _headline(
    data: dict[str, Any], pen: Pen, room: float, lines: int, low: float
) -> tuple[list[Mark], float]:
    """Return the headline as large as it fits above `low`, and where it ends."""
    title = str(data["map"]["title"])
    for size in (23.0, 21.0, 19.0, 17.0, 15.0, 13.5):

        def measure(text: str, style: str, size: float = size) -> float:
            return pen.width(text, style, size)

        rows = balanced(title, "title", room, measure, names_in(data))
        fits = len(rows) <= lines and _MARGIN + len(rows) * size * 1.2 <= low
        if fits and all(measure(row, "title") <= room for row in rows):
            break
    marks: list[Mark] = []
    y = _MARGIN - 4
    for row in rows:
        y += size * 1.2
        marks.append(pen.words(row, _MARGIN, y, style="title", size=size))
    return marks, y


def _doubt(data: dict[str, Any], pen: Pen, y: float, low: float) -> list[Mark]:
    """Return the answer between the headline and `low` if all of it fits; else its first strong words."""
    room = _COLUMN - 2 * _MARGIN
    runs = answer_runs(data)
    marks: list[Mark] = []
    for pieces in (runs, [run for run in runs if run[1] == "bold"][:1]):
        for size in _DOUBT_PX:

            def measure(text: str, style: str, size: float = size) -> float:
                return pen.width(text, style, size)

            rows = wrapped(pieces, room, measure, names_in(data))
            if y + len(rows) * size * 1.4 <= low:
                for n, row in enumerate(rows, 1):
                    marks += pen.row(row, _MARGIN, y + n * size * 1.4, size)
                return marks
    return marks
