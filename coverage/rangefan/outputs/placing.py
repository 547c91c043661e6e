"""Where the names on a picture's map go: most important first, none over another; labels.js does alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import dist, hypot, inf
from typing import TYPE_CHECKING, Any

from rangefan.outputs.legend import main_footprint
from rangefan.outputs.lettering import Box
from rangefan.outputs.outline import outline
from rangefan.outputs.paths import Frame, Point, latitude
from rangefan.outputs.wording import CROWD, Say, bare_site, variants

if TYPE_CHECKING:
    import numpy as np

    Points = np.ndarray[Any, np.dtype[np.float64]]

ROW_PX = 15.0
NARROW_PX = 520.0
# What one point of a line under a label costs, and how much a label's place may cost by kind.
_LIMIT = {"name": 40.0, "edge": 6.0, "site": 12.0, "town": 12.0, "country": 7.0, "sea": 7.0, "island": 7.0}
_REACH_PX = {"country": 60.0, "sea": 48.0, "island": 14.0}

# The width of a line of text, from the text, what it names and whether it is the first of its label.
Measure = Callable[[str, str, bool], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name with its place.

    Attributes
    ----------
    kind
        name, edge, site, town, country, sea or island.
    box
        All its lines; they stand one below the other, in the middle of it.
    layer, town
        What it names.
    dot
        Where the town is.
    """

    kind: str
    lines: tuple[str, ...]
    box: Box
    layer: dict[str, Any] | None = None
    town: dict[str, Any] | None = None
    dot: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    label: Label
    cost: float
    also: Box | None = None


def place_labels(
    scene: dict[str, Any], frame: Frame, measure: Measure, say: Say, taken: Iterable[Box] = ()
) -> list[Label]:
    """Return the labels that found room, most important first.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1, its texts in the picture's language.
    frame : Frame
        What of the world the picture shows.
    measure : callable
        Gives the width of a line: ``measure(text, kind, first)``.
    say : callable
        Says a message in the picture's language.
    taken : iterable of Box
        Room that is not free.
    """
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    placer = _Placer(scene, frame, measure)
    drawn = [
        (layer, footprint, footprint is main_footprint(layer))
        for layer in shown
        for footprint in layer["footprints"]
        if footprint is main_footprint(layer) or _reach(footprint) != _reach(main_footprint(layer) or {})
    ]
    lines = [placer.line(layer, footprint, firm) for layer, footprint, firm in drawn]
    towns = [frame.at(town["lon"], town["lat"]) for town in scene["towns"]]
    # A label that hides a town costs as much as one that crosses a line three times.
    placer.lines = _array([*(point for line in lines for point in line), *towns, *towns, *towns])
    placer.taken = list(taken)
    sites = {layer["site"]["id"]: layer["site"] for layer in shown}.values()
    for site in sites:
        x, y = frame.at(site["lon"], site["lat"])
        placer.taken.append(Box(x - 10, y - 10, 20, 20))

    def names(wanted: bool) -> Iterator[list[_Place]]:
        for n, (layer, footprint, firm) in enumerate(drawn):
            if firm == wanted:
                others = _array([point for m, line in enumerate(lines) if m != n for point in line])
                words = variants(layer, footprint, shown, say, main=firm)
                yield placer.beside(layer, footprint, words, others, main=firm)

    def places(*kinds: str) -> Iterator[list[_Place]]:
        for kind in kinds:
            yield from (placer.around(row) for row in scene["basemap"]["labels"] if row["kind"] == kind)

    items = [*names(True)]
    if len(sites) == 1 or len(shown) <= CROWD:
        items += [placer.site(site) for site in sites]
    items += [*places("country"), *(placer.town(town) for town in scene["towns"])]
    items += [*names(False), *places("sea", "island")]
    return [label for label in map(placer.choose, items) if label]


def _reach(footprint: dict[str, Any]) -> float:
    """Return the range as drawn: less than published where the layer is drawn at an altitude."""
    return float(footprint.get("reach_km", footprint.get("range_km", 0.0)))


class _Placer:
    """The room of one picture."""

    def __init__(self, scene: dict[str, Any], frame: Frame, measure: Measure) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        # In a small frame many names would hide what they name.
        self.dearest = 9.5 if frame.width < NARROW_PX else inf
        self.center_lon: float = scene["view"]["center_lon"]
        self.frame, self.measure = frame, measure
        self.taken: list[Box] = []
        self.lines = _array([])
        self.codes = [row["iso_a3"] for row in scene["basemap"]["countries"]]
        self.lands = STRtree([shape(row["geometry"]) for row in scene["basemap"]["countries"]])

    def choose(self, places: Iterable[_Place]) -> Label | None:
        """Take the cheapest free place, if it is worth its price."""
        best, price = None, inf
        for place in places:
            if place.cost >= price or not self._free(place.label.box, 4.0, 3.0):
                continue
            if place.also and not self._free(place.also, 2.0, 1.0):
                continue
            total = place.cost + self._crossed(place.label.box)
            if total < price and total <= min(_LIMIT[place.label.kind], self.dearest):
                best, price = place, total
        if best is None:
            return None
        self.taken += [best.label.box, *([best.also] if best.also else [])]
        return best.label

    def _free(self, box: Box, margin: float, gap: float) -> bool:
        inside = box.x >= margin and box.y >= margin and box.x + box.width <= self.frame.width - margin
        if not inside or box.y + box.height > self.frame.height - margin:
            return False
        wide = Box(box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap)
        return not any(wide.meets(other) for other in self.taken)

    def _crossed(self, box: Box) -> int:
        x, y = self.lines
        inside = (x > box.x) & (x < box.x + box.width) & (y > box.y) & (y < box.y + box.height)
        return int(inside.sum())

    def line(self, layer: dict[str, Any], footprint: dict[str, Any], firm: bool) -> list[Point]:
        """Return points along what is drawn, eight pixels apart."""
        points: list[Point] = []
        for run in self._runs(layer, footprint, arc_only=not firm):
            last = run[0]
            for x, y in run[1:]:
                far = dist(last, (x, y))
                if far >= 6:
                    steps = min(200, max(1, round(far / 8)))
                    points += [
                        (last[0] + (x - last[0]) * n / steps, last[1] + (y - last[1]) * n / steps)
                        for n in range(1, steps + 1)
                    ]
                    last = (x, y)
        return points

    def _runs(self, layer: dict[str, Any], footprint: dict[str, Any], *, arc_only: bool) -> list[list[Point]]:
        reach = _reach(footprint)
        arc = outline(footprint["geometry"], layer["site"], reach, self.center_lon, arc_only=arc_only)
        return [[self.frame.at(*point) for point in run] for run in arc["coordinates"]]

    def _box(self, lines: Sequence[str], kind: str) -> tuple[float, float]:
        width = max(self.measure(line, kind, not n) for n, line in enumerate(lines))
        return width + 2, ROW_PX * len(lines)

    def beside(
        self,
        layer: dict[str, Any],
        footprint: dict[str, Any],
        words: list[tuple[tuple[str, ...], float]],
        others: Points,
        *,
        main: bool,
    ) -> list[_Place]:
        """Places beside a footprint's arc: level ones first, near where the scene wants the label."""
        kind = "name" if main else "edge"
        x0, y0 = self.frame.at(layer["site"]["lon"], layer["site"]["lat"])
        width, height = self.frame.width, self.frame.height
        arcs = self._runs(layer, footprint, arc_only=True)
        arc = [(x, y) for run in arcs for x, y in run if 0 < x < width and 0 < y < height]
        own = _array(self.line(layer, footprint, firm=False))
        wished = self.frame.at(*footprint["label_at"][::-1])
        found = []
        for lines, rank in words:
            w, h = self._box(lines, kind)
            for x, y in arc[:: max(1, len(arc) // 40)]:
                away = hypot(x - x0, y - y0) or 1.0
                nx, ny = (x - x0) / away, (y - y0) / away
                reach = (abs(nx) * w + abs(ny) * h) / 2 + 5
                cost = rank + 2 * dist((x, y), wished) / max(width, height) + 2 * (1 - abs(ny))
                for side, price in ((1, 0.0), (-1, 1.5)):
                    box = Box(x + nx * reach * side - w / 2, y + ny * reach * side - h / 2, w, h)
                    found.append((Label(kind=kind, lines=lines, box=box, layer=layer), cost + price))
        # A label that lies nearer to another line would be read as that line's.
        far, near = (_gaps([label.box for label, _ in found], points) for points in (others, own))
        astray = ((far < 2.5) | (far < near)).tolist()
        pairs = zip(found, astray, strict=True)
        return [_Place(label=label, cost=cost + 16.0 * stray) for (label, cost), stray in pairs]

    def site(self, site: dict[str, Any]) -> list[_Place]:
        """Places around a site."""
        (x, y), name = self.frame.at(site["lon"], site["lat"]), bare_site(str(site["name"]))
        w, h = self._box((name,), "site")
        spots = [(14, -h / 2, 0), (-w / 2, 13, 0.3), (-w / 2, -h - 13, 0.6), (-14 - w, -h / 2, 0.6)]
        return [
            _Place(label=Label(kind="site", lines=(name,), box=Box(x + dx, y + dy, w, h)), cost=cost)
            for dx, dy, cost in spots
        ]

    def town(self, town: dict[str, Any]) -> list[_Place]:
        """Places around a town's mark, which comes with its name."""
        (x, y), name = self.frame.at(town["lon"], town["lat"]), str(town["name"])
        w, h = self._box((name,), "town")
        spots = [
            *((7, -h / 2, 0), (-7 - w, -h / 2, 0.4), (-w / 2, -h - 5, 0.9), (-w / 2, 5, 0.9)),
            *((5, -h - 2, 1.2), (5, 2, 1.2), (-5 - w, -h - 2, 1.4), (-5 - w, 2, 1.4)),
        ]
        return [
            _Place(
                label=Label(kind="town", lines=(name,), box=Box(x + dx, y + dy, w, h), town=town, dot=(x, y)),
                cost=cost,
                also=Box(x - 5, y - 5, 10, 10),
            )
            for dx, dy, cost in spots
        ]

    def _countries(self, *spots: Point) -> set[str]:
        """Return the countries that some points of the picture lie in."""
        from shapely import points

        scale, west, north = self.frame.scale, self.frame.west, self.frame.north
        where = points([(x / scale + west, latitude(north - y / scale)) for x, y in spots])
        return {self.codes[land] for land in self.lands.query(where, predicate="within")[1]}

    def _strays(self, box: Box, own: set[str]) -> bool:
        """Tell whether a country's name would stand on another country; at sea it may."""
        y = box.y + box.height / 2
        return bool(self._countries(*((box.x + box.width * n / 6, y) for n in range(7))) - own)

    def around(self, place: dict[str, Any]) -> list[_Place]:
        """Places around where a country's, a sea's or an island's name stands by default."""
        own = self._countries(self.frame.at(place["lon"], place["lat"]))
        kind, text = place["kind"], str(place["text"])
        x, y = self.frame.at(place["lon"], place["lat"])
        first, _, rest = text.partition(" ")
        words = [(text,), (first, rest)] if kind == "country" and rest else [(text,)]
        places = []
        for rank, lines in enumerate(words):
            w, h = self._box(lines, kind)
            for dx, dy in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
                for part in (0.4, 1.0) if dx or dy else (0.0,):
                    ox, oy = dx * part * _REACH_PX[kind], dy * part * _REACH_PX[kind] * 0.7
                    box = Box(x + ox - w / 2, y + oy - h / 2, w, h)
                    if kind == "country" and (ox or oy) and self._strays(box, own):
                        continue
                    cost = 3 * hypot(ox, oy) / _REACH_PX[kind] + 1.5 * rank
                    places.append(_Place(label=Label(kind=kind, lines=lines, box=box), cost=cost))
        return places


def _array(points: Sequence[Point]) -> Points:
    """Return some points as two rows, x and y."""
    import numpy as np

    return np.array(points, dtype=float).reshape(-1, 2).T


def _gaps(boxes: Sequence[Box], points: Points) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return how far each box is from the nearest of some points."""
    import numpy as np

    x, y, width, height = np.array(boxes, dtype=float).reshape(-1, 4).T[:, :, None]
    sides = ((x, width, points[0]), (y, height, points[1]))
    dx, dy = (np.maximum(np.maximum(low - at, at - low - size), 0) for low, size, at in sides)
    return np.asarray(np.sqrt((dx * dx + dy * dy).min(axis=1, initial=inf)))
