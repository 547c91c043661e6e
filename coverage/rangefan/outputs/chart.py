"""The map inside a picture: land, borders, footprints, sites, names, as marks with the map's own styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rangefan.outputs.label_spots import reach_km
from rangefan.outputs.legend import main_footprint
from rangefan.outputs.lettering import Box
from rangefan.outputs.locator import RADIUS, globe, located
from rangefan.outputs.marks import Group, Mark, Moves, Shape, circle, polyline, rectangle
from rangefan.outputs.outline import outline
from rangefan.outputs.paths import Frame, pieces
from rangefan.outputs.placing import ROW_PX, Label, place_labels
from rangefan.outputs.scale import scale_bar
from rangefan.outputs.signs import (
    Pen,
    any_direction,
    band,
    border,
    edge_line,
    fill,
    site_mark,
    town_mark,
    voices,
)
from rangefan.outputs.stances import Stances, stances_of
from rangefan.outputs.textures import plates, texture
from rangefan.outputs.wording import answer_of, headed, statuses
from rangefan.outputs.wrapping import balanced

# Style, size in pixels and letter-spacing in ems of each kind of name; and of a label's further lines.
_FONTS = {
    "name": ("bold", 12.5, 0.0),
    "edge": ("regular", 12.0, 0.0),
    "site": ("bold", 12.5, 0.0),
    "town": ("regular", 12.5, 0.0),
    "country": ("bold", 12.0, 0.2),
    "sea": ("regular", 12.5, 0.0),
    "island": ("regular", 11.0, 0.0),
    "second": ("regular", 11.5, 0.0),
}
_SLANTED = {"sea", "island"}
# The locator's radius, and how far it is from the map's corner.
_GLOBE_PX, _CORNER_PX = 30.0, 8.0


def chart(scene: dict[str, Any], frame: Frame, pen: Pen, *, locator: bool = True) -> list[Mark]:
    """Return the map, its upper left corner at 0, 0.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1, its texts in the picture's language.
    frame : Frame
        What it shows, and how large.
    pen : Pen
        Colours and language.
    locator : bool
        Whether a globe in the corner says where on Earth this is, if it is small enough.
    """
    stances = stances_of(scene)
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    marks: list[Mark] = [
        Shape(moves=rectangle(0, 0, frame.width, frame.height), fill=pen.colours["sea"]),
        *_land(scene, frame, pen, stances),
        *(mark for layer in shown for mark in _layer(scene, frame, pen, layer, crowd=len(shown) > 3)),
        *_sites(shown, frame, pen),
    ]
    stamp, corner = _stamp(scene, shown, pen, frame.width)
    bar, foot = _scale_bar(frame, pen)
    taken = [corner, foot]
    if locator and located(scene["view"]["bounds"]):
        there, box = _locator(scene, frame, pen, corner)
        stamp += there
        taken.append(box)
    sites = [frame.at(layer["site"]["lon"], layer["site"]["lat"]) for layer in shown]
    towns = [frame.at(town["lon"], town["lat"]) for town in scene["towns"]]
    said = plates(stances, frame, sites, towns) if stances else []
    marks += [mark for plate in said for mark in voices(plate, pen)]

    def measure(line: str, kind: str, first: bool) -> float:
        style, size, tracking = _FONTS[kind if first or kind != "name" else "second"]
        return pen.width(line, style, size, tracking)

    taken += [plate.box for plate in said]
    for label in place_labels(scene, frame, measure, pen.say, taken):
        marks += _label(scene, pen, label)
    marks += [*bar, *stamp]
    clip = rectangle(0, 0, frame.width, frame.height)
    edge = Shape(moves=clip, stroke=pen.colours["rule"], width=1.0)
    return [Group(clip=clip, marks=tuple(marks)), edge]


def _land(scene: dict[str, Any], frame: Frame, pen: Pen, stances: Stances | None) -> Iterator[Mark]:
    colours = pen.colours
    for country in scene["basemap"]["countries"]:
        moves = moves_of(frame, country["geometry"], coarse_px=0.7)
        yield Shape(moves=moves, fill=colours["land"], stroke=colours["coast"], width=0.7)
        if stances and moves:
            yield from texture(moves, stances.countries.get(country["iso_a3"], ""), colours["said"])
    for line in scene["basemap"]["lines"]:
        moves = moves_of(frame, line["geometry"], coarse_px=0.7)
        yield border(moves, line["kind"], pen)


def _layer(
    scene: dict[str, Any], frame: Frame, pen: Pen, layer: dict[str, Any], *, crowd: bool
) -> Iterator[Mark]:
    center_lon = scene["view"]["center_lon"]
    main = main_footprint(layer)
    if layer["any_direction"]:
        line = outline(layer["any_direction"]["geometry"], layer["site"], 1.0, center_lon)
        yield any_direction(moves_of(frame, line), layer, pen)
    if layer["band"]:
        yield band(moves_of(frame, layer["band"]["geometry"]), layer, pen, crowd=crowd)
    for footprint in layer["footprints"]:
        firm = footprint is main
        if firm and layer["role"] != "context":
            yield from fill(moves_of(frame, footprint["geometry"]), layer, pen, crowd=crowd)
        line = outline(
            footprint["geometry"], layer["site"], reach_km(footprint), center_lon, arc_only=not firm
        )
        yield edge_line(moves_of(frame, line), layer, pen, firm=firm)


def _sites(shown: Iterable[dict[str, Any]], frame: Frame, pen: Pen) -> Iterator[Mark]:
    for site in {layer["site"]["id"]: layer["site"] for layer in shown}.values():
        yield from site_mark(*frame.at(site["lon"], site["lat"]), pen)


def _label(scene: dict[str, Any], pen: Pen, label: Label) -> Iterator[Mark]:
    if label.town and label.dot:
        yield from town_mark(*label.dot, answer_of(label.town, scene), pen)
    colour = {"country": "soft", "sea": "seaname", "island": "soft"}.get(label.kind, "ink")
    if label.layer:
        own = pen.colour_of(label.layer)
        colour = f"{own}-word" if f"{own}-word" in pen.colours else own
    halo = "sea" if label.kind == "sea" else "land"
    if label.leader:
        yield Shape(moves=polyline(label.leader), stroke=pen.colours[colour], width=0.9)
    middle = label.box.x + label.box.width / 2
    for n, line in enumerate(label.lines):
        style, size, tracking = _FONTS["second" if n and label.kind == "name" else label.kind]
        yield pen.words(
            line,
            middle,
            label.box.y + ROW_PX * n + 11.5,
            style=style,
            size=size,
            colour=colour,
            tracking=tracking,
            anchor=0.5,
            halo=halo,
            slanted=label.kind in _SLANTED,
        )


def _stamp(
    scene: dict[str, Any], shown: Sequence[dict[str, Any]], pen: Pen, width: float
) -> tuple[list[Mark], Box]:
    """Return the word that must not be cropped away, on its plate, and what holds for all that is drawn."""
    head, tail = headed(str(scene["illustrative"]))
    lines = [pen.words(head.upper(), 16, 25, style="bold", tracking=0.05)]
    x, rows = lines[0].at[0] + lines[0].width + 6, 1
    after, room = f"· {tail}" if tail else "", width - 24
    further = [(text, "bold") for text in statuses(shown, pen.say)]
    if after and x + pen.width(after) <= room:
        lines.append(pen.words(after, x, 25))
    elif after:
        further.insert(0, (tail, "regular"))
    for text, style in further:
        for row in balanced(text, style, room - 16, pen.width):
            lines.append(pen.words(row, 16, 25 + 17 * rows, style=style))
            rows += 1
    right = max(words.at[0] + words.width for words in lines)
    box = Box(8, 8, right + 2, 8 + 17 * rows)
    plate = Shape(moves=rectangle(*box), fill=pen.colours["paper"])
    return [plate, *lines], box


def _locator(scene: dict[str, Any], frame: Frame, pen: Pen, stamp: Box) -> tuple[list[Mark], Box]:
    """Return the globe in the upper right corner; below the stamp where that reaches so far."""
    wide = 2 * _GLOBE_PX
    left, top = frame.width - _CORNER_PX - wide, _CORNER_PX
    if stamp.x + stamp.width > left - _CORNER_PX:
        top = stamp.y + stamp.height + _CORNER_PX
    land, there = globe(scene["view"]["bounds"])
    colours, k = pen.colours, _GLOBE_PX / RADIUS
    x0, y0 = left + _GLOBE_PX, top + _GLOBE_PX

    def placed(ring: Sequence[tuple[float, float]]) -> Moves:
        return polyline([(x0 + x * k, y0 + y * k) for x, y in ring], closed=True)

    marks: list[Mark] = [
        Shape(moves=circle(x0, y0, _GLOBE_PX), fill=colours["sea"], stroke=colours["border"], width=0.7),
        Shape(moves=tuple(move for ring in land for move in placed(ring)), fill=colours["coast"]),
        Shape(moves=placed(there), stroke=colours["ink"], width=1.6),
    ]
    return marks, Box(left, top, wide, wide)


def _scale_bar(frame: Frame, pen: Pen) -> tuple[list[Mark], Box]:
    """Return the scale bar and the room it takes."""
    bar = scale_bar(frame)
    x, y, length = 16.0, frame.height - 16.0, bar.length_px
    line = Shape(
        moves=polyline([(x, y - 5), (x, y), (x + length, y), (x + length, y - 5)]),
        stroke=pen.colours["ink"],
        width=1.5,
    )
    words = pen.words(pen.say(bar.text), x, y - 9, size=12, halo="land")
    return [line, words], Box(x - 2, y - 22, max(length, words.width) + 4, 26)


def moves_of(frame: Frame, geometry: dict[str, Any], *, coarse_px: float = 0.0) -> Moves:
    """Return a geometry as a path in the picture's pixels."""
    moves: list[tuple[str, tuple[float, ...]]] = []
    for piece in pieces(frame, geometry, coarse_px=coarse_px):
        rings = [piece] if piece.geom_type == "LineString" else [piece.exterior, *piece.interiors]
        for ring in rings:
            closed = piece.geom_type == "Polygon"
            points = [(round(x, 1), round(y, 1)) for x, y in ring.coords]
            kept = [point for n, point in enumerate(points) if not n or point != points[n - 1]]
            moves += polyline(kept[:-1] if closed and len(kept) > 1 else kept, closed=closed)
    return tuple(moves)
