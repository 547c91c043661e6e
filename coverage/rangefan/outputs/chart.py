"""The map inside a picture: land, borders, footprints, sites, names, as marks with the map's own styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import cos, pi, radians
from typing import Any

from rangefan.language import number, t
from rangefan.outputs.legend import main_footprint
from rangefan.outputs.lettering import Box
from rangefan.outputs.marks import Group, Mark, Moves, Shape, polyline, rectangle
from rangefan.outputs.outline import outline
from rangefan.outputs.paths import Frame, latitude, pieces
from rangefan.outputs.placing import ROW_PX, Label, place_labels
from rangefan.outputs.signs import Pen, any_direction, band, border, edge_line, fill, site_mark, town_mark
from rangefan.outputs.wording import answer_of, headed, statuses

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
_ROUND_KM = (100, 200, 250, 500, 1000, 2000, 2500, 5000, 10, 20, 25, 50, 1, 2, 5)


def chart(scene: dict[str, Any], frame: Frame, pen: Pen) -> list[Mark]:
    """Return the map, its upper left corner at 0, 0.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1, its texts in the picture's language.
    frame : Frame
        What it shows, and how large.
    pen : Pen
        Colours and language.
    """
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    marks: list[Mark] = [
        Shape(moves=rectangle(0, 0, frame.width, frame.height), fill=pen.colours["sea"]),
        *_land(scene, frame, pen),
        *(mark for layer in shown for mark in _layer(scene, frame, pen, layer, crowd=len(shown) > 3)),
        *_sites(shown, frame, pen),
    ]
    stamp, corner = _stamp(scene, shown, pen)
    bar, foot = _scale_bar(frame, pen)

    def measure(line: str, kind: str, first: bool) -> float:
        style, size, tracking = _FONTS[kind if first or kind != "name" else "second"]
        return pen.width(line, style, size, tracking)

    for label in place_labels(scene, frame, measure, pen.say, (corner, foot)):
        marks += _label(scene, pen, label)
    marks += [*bar, *stamp]
    clip = rectangle(0, 0, frame.width, frame.height)
    edge = Shape(moves=clip, stroke=pen.colours["rule"], width=1.0)
    return [Group(clip=clip, marks=tuple(marks)), edge]


def _land(scene: dict[str, Any], frame: Frame, pen: Pen) -> Iterator[Mark]:
    colours = pen.colours
    for country in scene["basemap"]["countries"]:
        moves = moves_of(frame, country["geometry"], coarse_px=0.7)
        yield Shape(moves=moves, fill=colours["land"], stroke=colours["coast"], width=0.7)
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
        reach = float(footprint.get("reach_km", footprint["range_km"]))
        line = outline(footprint["geometry"], layer["site"], reach, center_lon, arc_only=not firm)
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


def _stamp(scene: dict[str, Any], shown: Sequence[dict[str, Any]], pen: Pen) -> tuple[list[Mark], Box]:
    """Return the word that must not be cropped away, on its plate, and what holds for all that is drawn."""
    rows = [(str(scene["illustrative"]), "regular"), *((text, "bold") for text in statuses(shown, pen.say))]
    head, tail = headed(rows[0][0])
    first = [pen.words(head.upper(), 16, 25, style="bold", tracking=0.05)]
    if tail:
        x = 16 + first[0].width + 1
        first.append(pen.words(f"· {tail}", x + 5, 25))
    lines = [
        *first,
        *(pen.words(text, 16, 25 + 17 * n, style=style) for n, (text, style) in enumerate(rows) if n),
    ]
    right = max(words.at[0] + words.width for words in lines)
    box = Box(8, 8, right + 2, 8 + 17 * len(rows))
    plate = Shape(moves=rectangle(*box), fill=pen.colours["paper"])
    return [plate, *lines], box


def _scale_bar(frame: Frame, pen: Pen) -> tuple[list[Mark], Box]:
    """Return a scale bar that is true at the latitude of the map's middle, which it names."""
    lat = latitude(frame.north - frame.height / frame.scale / 2)
    # Web Mercator on the sphere of WGS84's equator; good to half a per cent, the bar to a pixel.
    px_per_km = frame.scale * 360 / (2 * pi * 6378.137 * cos(radians(lat)))
    fits = [km for km in _ROUND_KM if km * px_per_km <= min(170.0, frame.width / 3)]
    km = max(fits, default=1)
    length = km * px_per_km
    where = f"{abs(lat):.0f}°{'N' if lat >= 0 else 'S'}"
    name = t("{distance} km at {latitude}", distance=number(km), latitude=where)
    x, y = 16.0, frame.height - 16.0
    bar = Shape(
        moves=polyline([(x, y - 5), (x, y), (x + length, y), (x + length, y - 5)]),
        stroke=pen.colours["ink"],
        width=1.5,
    )
    words = pen.words(pen.say(name), x, y - 9, size=12, halo="land")
    return [bar, words], Box(x - 2, y - 22, max(length, words.width) + 4, 26)


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
