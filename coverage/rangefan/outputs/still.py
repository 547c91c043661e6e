"""A still picture of the map as inline SVG for readers without scripts, with the live map's classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from math import dist, hypot
from typing import Any

from rangefan.language import said_in, t
from rangefan.outputs.legend import colour_class, main_footprint, subject_layers
from rangefan.outputs.outline import outline
from rangefan.outputs.paths import WIDTH, Frame, Point, path

CHAR_PX = 6.6
LINE_PX = 15.0

Box = tuple[float, float, float, float]
Place = tuple[str, float, float]

FLAG = {"candidate": t("Candidate"), "hypothetical": t("Hypothetical")}
# How much of a text lies left of the point it is anchored to.
ANCHOR = {"start": 0.0, "middle": 0.5, "end": 1.0}


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
        parts.append(path(frame, country["geometry"], "rf-land", coarse_px=1.4))
    for line in scene["basemap"]["lines"]:
        parts.append(path(frame, line["geometry"], f"rf-border rf-{line['kind']}", coarse_px=1.4))
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
    lines: list[tuple[float, float, int]] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        x, y, w, h = box
        inside = x >= 4 and y >= 4 and x + w <= WIDTH - 4 and y + h <= self.frame.height - 4
        return inside and not any(
            x < a + c and a < x + w and y < b + d and b < y + h for a, b, c, d in self.taken
        )

    def nearest(self, box: Box) -> int:
        """Return whose line is nearest to the box, -1 where one runs through it or none is drawn."""
        x, y, w, h = box
        gaps = (
            (max(x - a, 0, a - x - w) ** 2 + max(y - b, 0, b - y - h) ** 2, key) for a, b, key in self.lines
        )
        gap, key = min(gaps, default=(0.0, -1))
        return key if gap else -1

    def put(
        self,
        text: str,
        classes: str,
        places: Iterable[Place],
        per_char: float = CHAR_PX,
        own: int | None = None,
    ) -> Iterator[str]:
        """Yield the label at the first free place, nearest to its own line if it has one; else nothing."""
        width = len(text) * per_char
        for anchor, x, y in places:
            box = (x - width * ANCHOR[anchor], y - LINE_PX / 2, width, LINE_PX)
            if self.free(box) and own in (None, self.nearest(box)):
                self.taken.append(box)
                at = f'x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}"'
                yield f'<text class="{escape(classes)}" {at}>{escape(text)}</text>'
                return


def _layer(frame: Frame, layer: dict[str, Any], center_lon: float) -> Iterator[str]:
    classes = f"{colour_class(layer)} rf-{layer['role']} is-{layer['status']}"
    main = main_footprint(layer)
    if layer["any_direction"]:
        line = outline(layer["any_direction"]["geometry"], layer["site"], 1.0, center_lon)
        yield path(frame, line, f"rf-any {classes}")
    if layer["band"]:
        yield path(frame, layer["band"]["geometry"], f"rf-band {classes}")
    for footprint in layer["footprints"]:
        firm = " is-main" if footprint is main else ""
        # Without a hatch pattern in this picture a hypothetical fill is a light plain one.
        if firm and layer["role"] != "context":
            yield path(frame, footprint["geometry"], f"rf-fill is-main {colour_class(layer)}")
        line = outline(
            footprint["geometry"], layer["site"], _reach_km(footprint), center_lon, arc_only=not firm
        )
        yield path(frame, line, f"rf-line{firm} {classes}")


def _reach_km(footprint: dict[str, Any]) -> float:
    """Return the range as drawn: less than published where the layer is drawn at an altitude."""
    return float(footprint.get("reach_km", footprint["range_km"]))


def _words(scene: dict[str, Any], shown: list[dict[str, Any]], words: _Words) -> Iterator[str]:
    frame = words.frame
    drawn: list[tuple[dict[str, Any], dict[str, Any], bool, list[Point]]] = []
    for layer in shown:
        main = main_footprint(layer) or {}
        for footprint in layer["footprints"]:
            if footprint is main or _reach_km(footprint) != _reach_km(main):
                arc = _arc(scene, frame, layer, footprint)
                words.lines.extend((x, y, len(drawn)) for x, y in arc)
                drawn.append((layer, footprint, footprint is main, arc))

    def names(wanted: bool) -> Iterator[str]:
        for key, (layer, footprint, firm, arc) in enumerate(drawn):
            if firm == wanted:
                word = said_in(FLAG.get(layer["status"], ""), scene["map"].get("lang", "en"))
                flag = f"{word}: " if word else ""
                text = f"{flag}{layer['system_name']} · {footprint['label']}" if firm else footprint["label"]
                classes = f"rf-name {colour_class(layer)} {'is-main' if firm else 'is-edge'}"
                per_char = CHAR_PX + (0.6 if firm else 0.0)
                places = _beside(frame, layer, footprint, arc, len(text) * per_char)
                written = list(words.put(text, classes, places, per_char, own=key))
                yield from written or (words.put(text, classes, places, per_char) if firm else ())

    yield from names(True)
    for place in scene["basemap"]["labels"]:
        if place["kind"] == "country":
            yield from words.put(place["text"], "rf-place-country", _around(frame, place), CHAR_PX + 3.4)
    answering = [layer["id"] for layer in subject_layers(scene)]
    for town in scene["towns"]:
        yield from _town(words, town, answering)
    yield from names(False)
    for place in scene["basemap"]["labels"]:
        if place["kind"] != "country":
            yield from words.put(place["text"], f"rf-place-{place['kind']}", _around(frame, place))


def _arc(
    scene: dict[str, Any], frame: Frame, layer: dict[str, Any], footprint: dict[str, Any]
) -> list[Point]:
    center_lon = scene["view"]["center_lon"]
    arc = outline(footprint["geometry"], layer["site"], _reach_km(footprint), center_lon, arc_only=True)
    return [frame.at(*point) for run in arc["coordinates"] for point in run]


def _beside(
    frame: Frame, layer: dict[str, Any], footprint: dict[str, Any], arc: list[Point], width: float
) -> list[Place]:
    """Places just outside a footprint's arc: the most level first, near where the scene wants the label."""
    x0, y0 = frame.at(layer["site"]["lon"], layer["site"]["lat"])
    lat, lon = footprint["label_at"]
    wished = frame.at(lon, lat)
    priced = []
    for x, y in arc[:: max(1, len(arc) // 40)]:
        away = hypot(x - x0, y - y0) or 1.0
        nx, ny = (x - x0) / away, (y - y0) / away
        reach = (abs(nx) * width + abs(ny) * LINE_PX) / 2 + 4
        cost = 1 - abs(ny) + dist((x, y), wished) / WIDTH
        priced.append((round(cost, 3), "middle", x + nx * reach, y + ny * reach))
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
