"""A still picture of the map as inline SVG for readers without scripts, with the live map's classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from math import asinh, degrees, hypot, radians, tan
from typing import Any

from rangefan.outputs.legend import colour_class, main_footprint, subject_layers
from rangefan.outputs.outline import outline

MAX_LAT = 85.0511287798
WIDTH = 860.0
CHAR_PX = 6.6
LINE_PX = 15.0

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Place = tuple[str, float, float]

# How much of a text lies left of the point it is anchored to.
ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


def mercator_y(lat: float) -> float:
    """Return the Web Mercator northing, in degrees of longitude at the equator.

    Latitudes beyond ±85.0511° are clamped, as on the live map. Snyder, Map Projections (1987), eq. 7-2a.

    Examples
    --------
    >>> mercator_y(0.0), round(mercator_y(90.0), 6)
    (0.0, 180.0)
    """
    return degrees(asinh(tan(radians(max(-MAX_LAT, min(MAX_LAT, lat))))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The picture's frame: which part of the Mercator plane it shows, and at what scale."""

    west: float
    north: float
    scale: float
    height: float

    @classmethod
    def of(cls, bounds: Iterable[float]) -> Frame:
        """Return the frame that shows just these bounds (west, south, east, north in degrees)."""
        west, south, east, north = bounds
        scale = WIDTH / (east - west)
        top, bottom = mercator_y(north), mercator_y(south)
        return cls(west=west, north=top, scale=scale, height=round((top - bottom) * scale, 1))

    def at(self, lon: float, lat: float) -> Point:
        """Return a place in the picture's pixels."""
        return (lon - self.west) * self.scale, (self.north - mercator_y(lat)) * self.scale


def aspect(bounds: Iterable[float]) -> float:
    """Return width over height of these bounds on a Mercator map."""
    return WIDTH / Frame.of(bounds).height


def still_svg(scene: dict[str, Any]) -> str:
    """Return the map as a standalone `<svg>` element, styled by the classes of `web/map.css`.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1. What is visible at first is drawn; land is coarser than on the live map.

    Returns
    -------
    str
        Markup without style attributes; all text escaped.
    """
    frame = Frame.of(scene["view"]["bounds"])
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    words = _Words(frame=frame)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {frame.height:g}" role="img"'
        f' aria-label="{escape(scene["alt"])}">'
    ]
    for country in scene["basemap"]["countries"]:
        parts.append(_path(frame, country["geometry"], "rf-land", coarse=True))
    for line in scene["basemap"]["lines"]:
        parts.append(_path(frame, line["geometry"], f"rf-border rf-{line['kind']}", coarse=True))
    for layer in shown:
        parts.extend(_layer(frame, layer, scene["view"]["center_lon"]))
    for site in {layer["site"]["id"]: layer["site"] for layer in shown}.values():
        x, y = frame.at(site["lon"], site["lat"])
        words.taken.append((x - 10, y - 10, 20, 20))
        parts.append(
            f'<g transform="translate({x:.1f} {y:.1f})"><circle class="rf-site-ring" r="9"/>'
            '<circle class="rf-site-dot" r="4"/></g>'
        )
    illustrative = scene["illustrative"]
    badge = len(illustrative) * CHAR_PX + 20
    words.taken.append((0, 0, badge + 10, 36))
    parts.append('<g class="rf-words">')
    parts.extend(_words(scene, shown, words))
    parts.append(
        f'<rect class="rf-plate" x="8" y="8" width="{badge:.0f}" height="24"/>'
        f'<text class="rf-town" x="16" y="24.5">{escape(illustrative)}</text></g></svg>'
    )
    return "".join(parts)


@dataclass(slots=True, kw_only=True)
class _Words:
    """Boxes already taken: a label goes where none of them is, or nowhere."""

    frame: Frame
    taken: list[Box] = field(default_factory=list)
    lines: list[Point] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        x, y, w, h = box
        inside = x >= 4 and y >= 4 and x + w <= WIDTH - 4 and y + h <= self.frame.height - 4
        return inside and not any(
            x < a + c and a < x + w and y < b + d and b < y + h for a, b, c, d in self.taken
        )

    def crossed(self, box: Box) -> bool:
        """Tell whether a drawn line runs through the box."""
        x, y, w, h = box
        return any(x < a < x + w and y < b < y + h for a, b in self.lines)

    def put(
        self,
        text: str,
        classes: str,
        places: Iterable[Place],
        per_char: float = CHAR_PX,
        *,
        clear: bool = False,
    ) -> Iterator[str]:
        """Yield the label at the first place that is free, and clear of lines if asked; else nothing."""
        width = len(text) * per_char
        for anchor, x, y in places:
            left = x - width * ANCHOR[anchor]
            box = (left, y - LINE_PX / 2, width, LINE_PX)
            if self.free(box) and not (clear and self.crossed(box)):
                self.taken.append(box)
                at = f'x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}"'
                yield f'<text class="{escape(classes)}" {at}>{escape(text)}</text>'
                return


def _layer(frame: Frame, layer: dict[str, Any], center_lon: float) -> Iterator[str]:
    classes = f"{colour_class(layer)} rf-{layer['role']} is-{layer['status']}"
    main = main_footprint(layer)
    if layer["any_direction"]:
        line = outline(layer["any_direction"]["geometry"], layer["site"], 1.0, center_lon)
        yield _path(frame, line, f"rf-any {classes}")
    if layer["band"]:
        yield _path(frame, layer["band"]["geometry"], f"rf-band {classes}")
    for footprint in layer["footprints"]:
        firm = " is-main" if footprint is main else ""
        # Without a hatch pattern in this picture a hypothetical fill is a light plain one.
        if firm and layer["role"] != "context":
            yield _path(frame, footprint["geometry"], f"rf-fill is-main {colour_class(layer)}")
        line = outline(
            footprint["geometry"], layer["site"], footprint["range_km"], center_lon, arc_only=not firm
        )
        yield _path(frame, line, f"rf-line{firm} {classes}")


def _words(scene: dict[str, Any], shown: list[dict[str, Any]], words: _Words) -> Iterator[str]:
    frame = words.frame
    later = []
    for layer in shown:
        main = main_footprint(layer)
        for footprint in layer["footprints"]:
            firm = footprint is main
            text = f"{layer['system_name']} · {footprint['label']}" if firm else footprint["label"]
            classes = f"rf-name {colour_class(layer)} {'is-main' if firm else 'is-edge'}"
            per_char = CHAR_PX + (0.6 if firm else 0.0)
            places = _beside(words, scene, layer, footprint, len(text) * per_char)
            if firm:
                yield from words.put(text, classes, places, per_char)
            else:
                later.append((text, classes, places))
    for place in scene["basemap"]["labels"]:
        if place["kind"] == "country":
            yield from words.put(place["text"], "rf-place-country", _around(frame, place), CHAR_PX + 3.4)
    answering = [layer["id"] for layer in subject_layers(scene)]
    for town in scene["towns"]:
        yield from _town(words, town, answering)
    for text, classes, places in later:
        yield from words.put(text, classes, places, clear=True)
    for place in scene["basemap"]["labels"]:
        if place["kind"] != "country":
            yield from words.put(place["text"], f"rf-place-{place['kind']}", _around(frame, place))


def _beside(
    words: _Words, scene: dict[str, Any], layer: dict[str, Any], footprint: dict[str, Any], width: float
) -> list[Place]:
    """Places just outside a footprint's arc, the most level first, as lettering.js has them."""
    frame, site = words.frame, layer["site"]
    x0, y0 = frame.at(site["lon"], site["lat"])
    arc = outline(
        footprint["geometry"], site, footprint["range_km"], scene["view"]["center_lon"], arc_only=True
    )
    points = [frame.at(*point) for run in arc["coordinates"] for point in run]
    words.lines.extend(points)
    priced = []
    for x, y in points[:: max(1, len(points) // 40)]:
        away = hypot(x - x0, y - y0) or 1.0
        nx, ny = (x - x0) / away, (y - y0) / away
        reach = (abs(nx) * width + abs(ny) * LINE_PX) / 2 + 4
        priced.append((round(1 - abs(ny), 3), "middle", x + nx * reach, y + ny * reach))
    return [(anchor, x, y) for _, anchor, x, y in sorted(priced)]


def _around(frame: Frame, place: dict[str, Any]) -> list[Place]:
    x, y = frame.at(place["lon"], place["lat"])
    return [
        ("middle", x + dx, y + dy)
        for dx, dy in ((0, 0), (0, 20), (0, -20), (40, 0), (-40, 0), (0, 40), (0, -40))
    ]


def _town(words: _Words, town: dict[str, Any], answering: list[str]) -> Iterator[str]:
    x, y = words.frame.at(town["lon"], town["lat"])
    dot = (x - 5, y - 5, 10, 10)
    if not words.free(dot):
        return
    words.taken.append(dot)
    places = [("start", x + 8, y), ("end", x - 8, y), ("middle", x, y - 14), ("middle", x, y + 14)]
    written = list(words.put(town["name"], "rf-town", places, CHAR_PX + 0.6))
    if not written:
        words.taken.remove(dot)
        return
    answers = [town["cells"][layer]["answer"] for layer in answering if layer in town["cells"]]
    answer = "in" if "in" in answers else "depends" if "depends" in answers else "out"
    inner = '<path d="M0-3.8A3.8 3.8 0 0 1 0 3.8Z"/>' if answer == "depends" else ""
    yield f'<g class="rf-dot is-{answer}" transform="translate({x:.1f} {y:.1f})"><circle r="3.8"/>{inner}</g>'
    yield from written


def _path(frame: Frame, geometry: dict[str, Any], classes: str, *, coarse: bool = False) -> str:
    """Return one path, clipped to a little more than the frame; land to a pixel, the rest to a tenth."""
    import shapely
    from shapely.geometry import shape

    def project(xy: Any) -> Any:
        import numpy as np

        lat = np.clip(xy[:, 1], -MAX_LAT, MAX_LAT)
        north = np.degrees(np.arcsinh(np.tan(np.radians(lat))))
        return np.column_stack(((xy[:, 0] - frame.west) * frame.scale, (frame.north - north) * frame.scale))

    drawn = shapely.transform(shape(geometry), project)
    drawn = shapely.simplify(drawn, 0.7 if coarse else 0.1)
    parts = [part for part in shapely.get_parts(drawn) if part.length > 4 or not coarse]
    margin = 40.0
    clipped = [
        shapely.clip_by_rect(part, -margin, -margin, WIDTH + margin, frame.height + margin) for part in parts
    ]
    digits = 0 if coarse and frame.scale > 20 else 1
    data = "".join(_rings(piece, digits) for part in clipped for piece in shapely.get_parts(part))
    return f'<path class="{escape(classes)}" d="{data}"/>' if data else ""


def _rings(piece: Any, digits: int) -> str:
    if piece.is_empty or piece.geom_type not in {"Polygon", "LineString"}:
        return ""
    if piece.geom_type == "LineString":
        return _run(piece.coords, digits)
    return "".join(f"{_run(ring.coords, digits)}Z" for ring in (piece.exterior, *piece.interiors))


def _run(coords: Iterable[Any], digits: int) -> str:
    """Return relative moves: shorter than absolute ones, and every point is rounded from the true one."""
    factor = 10**digits
    out: list[str] = []
    last: tuple[int, int] | None = None
    for x, y in coords:
        here = (round(x * factor), round(y * factor))
        if last is None:
            out.append(f"M{_n(here[0], factor)} {_n(here[1], factor)}l")
        elif here != last:
            dy = here[1] - last[1]
            out.append(f"{_n(here[0] - last[0], factor)}{'' if dy < 0 else ' '}{_n(dy, factor)} ")
        last = here
    return "".join(out).rstrip(" l")


def _n(units: int, factor: int) -> str:
    return str(units) if factor == 1 else f"{units / factor:g}"
