"""A scene as one still picture: headline, answer, map, legend and credits; as SVG, PNG or PDF, no browser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from rangefan.errors import UsageError
from rangefan.language import language, said_in, t
from rangefan.outputs.assets import HasScene, scene_dict
from rangefan.outputs.card import card
from rangefan.outputs.chart import chart
from rangefan.outputs.keys import key_rows
from rangefan.outputs.marks import Drawing, Mark, Shape, polyline, rectangle
from rangefan.outputs.palette import colours
from rangefan.outputs.paths import Frame
from rangefan.outputs.pdf import drawing_pdf
from rangefan.outputs.signs import Pen, shifted
from rangefan.outputs.stance_key import key_marks
from rangefan.outputs.stances import described, stances_of
from rangefan.outputs.svg import drawing_svg
from rangefan.outputs.wrapping import answer_runs, balanced, joined, names_in, wrapped

WIDTH = 1080.0
_MARGIN = 28.0
_KEY, _GAP = 290.0, 26.0
_NARROWEST, _WIDEST = 360.0, 4000.0
# Wider than this the legend stands beside the map, unless the map is wider than so many times its height.
_BESIDE_PX, _BESIDE_ASPECT = 820.0, 1.9

AnyScene = HasScene | Mapping[str, Any]


def picture_svg(scene: AnyScene, *, lang: str = "", dark: bool = False, width: float = WIDTH) -> str:
    """Return a scene as a standalone SVG; its letters are outlines, so it needs no font.

    Parameters
    ----------
    scene : Scene or mapping
        Schema rangefan-scene/1. All its text is taken as hostile and drawn as it is.
    lang : str
        The language of the words; the scene's own if blank.
    dark : bool
        On a dark ground.
    width : float
        In CSS pixels, from 360 to 4000; letters keep their size. Height follows.

    Returns
    -------
    str
        The same text for the same scene, byte for byte.
    """
    return drawing_svg(picture_of(scene, lang=lang, dark=dark, width=width))


def picture_pdf(scene: AnyScene, *, lang: str = "", dark: bool = False, width: float = WIDTH) -> bytes:
    """Return a scene as a PDF of one page, its fonts embedded and its text searchable.

    Parameters are those of `picture_svg`.
    """
    return drawing_pdf(picture_of(scene, lang=lang, dark=dark, width=width))


def picture_png(
    scene: AnyScene, *, lang: str = "", dark: bool = False, width: float = WIDTH, zoom: float = 2.0
) -> bytes:
    """Return a scene as a PNG with `zoom` pixels for each CSS pixel of `width`.

    Further parameters are those of `picture_svg`.
    """
    return drawing_bytes(picture_of(scene, lang=lang, dark=dark, width=width), "png", zoom)


def card_png(scene: AnyScene, *, lang: str = "", dark: bool = False) -> bytes:
    """Return a card of 1200 × 630 pixels for links to the page: headline and map, marked illustrative."""
    return drawing_bytes(card_drawing(scene, lang=lang, dark=dark), "card")


def card_drawing(scene: AnyScene, *, lang: str = "", dark: bool = False) -> Drawing:
    """Return that card as a drawing."""
    plain = scene_dict(scene)
    pen = pen_of(plain, lang, dark=dark)
    return card(said_in(plain, pen.lang), pen)


def drawing_bytes(drawing: Drawing, kind: str, zoom: float = 2.0) -> bytes:
    """Return a drawing as a file: ``svg``, ``pdf``, or ``png`` and ``card`` at `zoom` pixels a unit."""
    if kind == "svg":
        return drawing_svg(drawing).encode()
    if kind == "pdf":
        return drawing_pdf(drawing)
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawing_svg(drawing), zoom=zoom, skip_system_fonts=True))


def picture_of(scene: AnyScene, *, lang: str = "", dark: bool = False, width: float = WIDTH) -> Drawing:
    """Return a scene as a drawing, from which the other functions here make files.

    Raises
    ------
    UsageError
        If the width is not from 360 to 4000, or there is no such language.
    """
    if not _NARROWEST <= width <= _WIDEST:
        raise UsageError(f"the width is {width:g}: give {_NARROWEST:g} to {_WIDEST:g} pixels")
    plain = scene_dict(scene)
    pen = pen_of(plain, lang, dark=dark)
    data = said_in(plain, pen.lang)
    marks, y = _header(data, pen, width)
    body, y = _body(data, pen, width, y)
    foot, y = _footer(data, pen, width, y)
    paper = Shape(moves=rectangle(0, 0, width, y), fill=pen.colours["paper"])
    return Drawing(
        width=width,
        height=float(round(y)),
        title=f"{data['map']['title']} ({data['illustrative']})",
        text=described(data, pen.lang),
        lang=pen.lang,
        marks=(paper, *marks, *body, *foot),
    )


def pen_of(data: dict[str, Any], lang: str, *, dark: bool) -> Pen:
    """Return colours and language for all parts of a picture."""
    lang = language(lang or data["map"]["lang"])
    return Pen(colours=colours(dark=dark), lang=lang, say=partial(said_in, lang=lang))


def _header(data: dict[str, Any], pen: Pen, width: float) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    room, y = width - 2 * _MARGIN, _MARGIN - 6
    if kicker := str(data["map"]["kicker"]).upper():
        for row in wrapped([(kicker, "bold")], room, lambda text, style: pen.width(text, style, 12, 0.08)):
            y += 16
            marks.append(
                pen.words(joined(row), _MARGIN, y, style="bold", size=12, colour="soft", tracking=0.08)
            )
        y += 6
    size = 33.0 if width >= _BESIDE_PX else 26.0
    title = str(data["map"]["title"])
    names = names_in(data)

    def measure(text: str, style: str) -> float:
        return pen.width(text, style, size)

    for line in balanced(title, "title", min(room, 28 * size), measure, names):
        y += size * 1.16
        marks.append(pen.words(line, _MARGIN, y, style="title", size=size))
    y += 10
    size = 17.0 if width >= _BESIDE_PX else 15.5
    for row in wrapped(answer_runs(data), min(room, 940.0), measure, names):
        y += size * 1.5
        marks += pen.row(row, _MARGIN, y, size)
    return marks, y + 20


def _body(data: dict[str, Any], pen: Pen, width: float, y: float) -> tuple[list[Mark], float]:
    """Return map and legend, side by side where there is room, and where they end."""
    room = width - 2 * _MARGIN
    bounds = data["view"]["bounds"]
    whole = Frame.of(bounds, room)
    ratio = max(0.7, min(2.8, room / whole.height))
    beside = width >= _BESIDE_PX and ratio <= _BESIDE_ASPECT
    if beside:
        # A legend much longer than the map leaves a hole below it, and goes there itself.
        beside = sum(height for _, height in key_rows(data, pen, _KEY)) <= 1.2 * (room - _KEY - _GAP) / ratio
    across = room - _KEY - _GAP if beside else room
    frame = Frame.around(bounds, across, round(across / ratio, 1))
    marks = [*shifted(chart(data, frame, pen), _MARGIN, y)]
    bottom = y + frame.height
    if stances := stances_of(data):
        key, high = key_marks(stances, pen, across)
        marks += shifted(key, _MARGIN, bottom + 8)
        bottom += 8 + high
    columns = 1 if beside else max(1, int(room // 320))
    wide = _KEY if beside else (room - (columns - 1) * _GAP) / columns
    rows = key_rows(data, pen, wide)
    x, top = (width - _MARGIN - _KEY, y) if beside else (_MARGIN, bottom + 18)
    high = sum(height for _, height in rows) / columns
    at, column, lowest = top, 0, top
    for row, height in rows:
        if column < columns - 1 and at > top and at + height / 2 > top + high:
            column, at = column + 1, top
        marks += shifted(row, x + column * (wide + _GAP), at)
        at += height
        lowest = max(lowest, at)
    return marks, max(bottom, lowest) + 16


def _footer(data: dict[str, Any], pen: Pen, width: float, y: float) -> tuple[list[Mark], float]:
    version = t(
        "rangefan {version} · data {digest} · figures read up to {date}",
        version=data["version"],
        digest=data["data_hash"],
        date=data["map"]["date"],
    )
    credits = " · ".join(str(row["text"]) for row in data["credits"] if not row["url"])
    marks: list[Mark] = [
        Shape(moves=polyline([(_MARGIN, y), (width - _MARGIN, y)]), stroke=pen.colours["rule"], width=1.0)
    ]
    y += 6
    texts = [
        (f"{data['illustrative']}.", "bold"),
        (credits, "regular"),
        (pen.say(version), "regular"),
    ]
    for text, style in texts:
        for line in wrapped(
            [(text, style)], width - 2 * _MARGIN, lambda part, kind: pen.width(part, kind, 11)
        ):
            y += 15
            marks.append(pen.words(joined(line), _MARGIN, y, style=style, size=11, colour="soft"))
    return marks, y + _MARGIN - 8
