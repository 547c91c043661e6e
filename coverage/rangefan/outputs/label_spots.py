"""Where each name on a picture's map may stand, and what that place costs: lettering.js does alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import dist, hypot, inf
from typing import TYPE_CHECKING, Any

from rangefan.outputs.lettering import Box
from rangefan.outputs.outline import outline
from rangefan.outputs.paths import Frame, Point, latitude
from rangefan.outputs.wording import bare_site

if TYPE_CHECKING:
    import numpy as np

    Points = np.ndarray[Any, np.dtype[np.float64]]

ROW_PX = 15.0
_REACH_PX = {"country": 60.0, "sea": 48.0, "island": 14.0}
# How far from where it stands by default a name may go, in parts of that reach; a country's further still.
_PARTS = {"country": (0.4, 1.0, 1.6)}
_OFF_DEG, _OFF_PX = 3.0, 50.0

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
    leader
        A line from the label to what it names, where it stands apart from it.
    """

    kind: str
    lines: tuple[str, ...]
    box: Box
    layer: dict[str, Any] | None = None
    town: dict[str, Any] | None = None
    dot: Point | None = None
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A label at a place it may have; `also` is what stands there with it."""

    label: Label
    cost: float
    also: Box | None = None


class Spots:
    """The places that one picture's map offers."""

    def __init__(self, scene: dict[str, Any], frame: Frame, measure: Measure) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        self.center_lon: float = scene["view"]["center_lon"]
        self.frame, self.measure = frame, measure
        self.codes = [row["iso_a3"] for row in scene["basemap"]["countries"]]
        shown = (layer["site"]["country"] for layer in scene["layers"] if layer["visible"])
        # What the map is about: these names are worth more, and may stand at sea.
        self.asked = {*shown, *(town["country"] for town in scene["towns"])}
        self.lands = STRtree([shape(row["geometry"]) for row in scene["basemap"]["countries"]])

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
        arc = outline(
            footprint["geometry"], layer["site"], reach_km(footprint), self.center_lon, arc_only=arc_only
        )
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
    ) -> list[Spot]:
        """Places beside a footprint's arc: level ones first, near where the scene wants the label."""
        import numpy as np

        kind = "name" if main else "edge"
        x0, y0 = self.frame.at(layer["site"]["lon"], layer["site"]["lat"])
        width, height = self.frame.width, self.frame.height
        arcs = self._runs(layer, footprint, arc_only=True)
        arc = [(x, y) for run in arcs for x, y in run if 0 < x < width and 0 < y < height]
        own = as_array(self.line(layer, footprint, firm=False))
        wished = self.frame.at(*footprint["label_at"][::-1])
        boxes: list[Box] = []
        costs: list[tuple[tuple[str, ...], float]] = []
        for lines, rank in words:
            w, h = self._box(lines, kind)
            for x, y in arc[:: max(1, len(arc) // 40)]:
                away = hypot(x - x0, y - y0) or 1.0
                nx, ny = (x - x0) / away, (y - y0) / away
                cost = rank + 2 * dist((x, y), wished) / max(width, height) + 2 * (1 - abs(ny))
                for dx, dy, price in _offsets(nx, ny, w, h):
                    boxes.append(Box(x + dx - w / 2, y + dy - h / 2, w, h))
                    costs.append((lines, cost + price))
        # A label nearer to another line would be read as that line's; one far from its own, as none's.
        far, near = gaps(boxes, others), gaps(boxes, own)
        more = 16.0 * ((far < 2.5) | (far < near)) + np.clip((near - 8.0) / 6.0, 0.0, 6.0)
        return [
            Spot(label=Label(kind=kind, lines=lines, box=box, layer=layer), cost=cost + extra)
            for box, (lines, cost), extra in zip(boxes, costs, more.tolist(), strict=True)
        ]

    def site(self, site: dict[str, Any]) -> list[Spot]:
        """Places around a site."""
        (x, y), name = self.frame.at(site["lon"], site["lat"]), bare_site(str(site["name"]))
        w, h = self._box((name,), "site")
        spots = [(14, -h / 2, 0), (-w / 2, 13, 0.3), (-w / 2, -h - 13, 0.6), (-14 - w, -h / 2, 0.6)]
        return [
            Spot(label=Label(kind="site", lines=(name,), box=Box(x + dx, y + dy, w, h)), cost=cost)
            for dx, dy, cost in spots
        ]

    def town(self, town: dict[str, Any]) -> list[Spot]:
        """Places around a town's mark, which comes with its name."""
        (x, y), name = self.frame.at(town["lon"], town["lat"]), str(town["name"])
        w, h = self._box((name,), "town")
        spots = [
            *((7, -h / 2, 0), (-7 - w, -h / 2, 0.4), (-w / 2, -h - 5, 0.9), (-w / 2, 5, 0.9)),
            *((5, -h - 2, 1.2), (5, 2, 1.2), (-5 - w, -h - 2, 1.4), (-5 - w, 2, 1.4)),
        ]
        return [
            Spot(
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
        """Tell whether a country's name would stand on another country, or at sea off another."""
        import shapely

        y = box.y + box.height / 2
        under = self._countries(*((box.x + box.width * n / 6, y) for n in range(7)))
        if under - own or not own & self.asked:
            return bool(under - own) or not under
        frame = self.frame
        west, east = (frame.west + x / frame.scale for x in (box.x, box.x + box.width))
        north, south = (latitude(frame.north - y / frame.scale) for y in (box.y, box.y + box.height))
        room = shapely.box(west, south, east, north)
        reach = min(_OFF_DEG, _OFF_PX / frame.scale)
        near: dict[bool, float] = {}
        for land in self.lands.query(room, predicate="dwithin", distance=reach):
            mine = self.codes[land] in own
            away = float(shapely.distance(room, self.lands.geometries[land]))
            near[mine] = min(away, near.get(mine, away))
        return near.get(True, inf) >= near.get(False, inf)

    def around(self, place: dict[str, Any]) -> Iterator[Spot]:
        """Places around where a country's, a sea's or an island's name stands by default."""
        own = self._countries(self.frame.at(place["lon"], place["lat"]))
        kind, text = place["kind"], str(place["text"])
        x, y = self.frame.at(place["lon"], place["lat"])
        first, _, rest = text.partition(" ")
        words = [(text,), (first, rest)] if kind == "country" and rest else [(text,)]
        bonus = 5.0 if kind == "country" and own & self.asked else 0.0
        for rank, lines in enumerate(words):
            w, h = self._box(lines, kind)
            for dx, dy in ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
                for part in _PARTS.get(kind, (0.4, 1.0)) if dx or dy else (0.0,):
                    ox, oy = dx * part * _REACH_PX[kind], dy * part * _REACH_PX[kind] * 0.7
                    box = Box(x + ox - w / 2, y + oy - h / 2, w, h)
                    if kind == "country" and (ox or oy) and self._strays(box, own):
                        continue
                    cost = 3 * hypot(ox, oy) / _REACH_PX[kind] + 1.5 * rank - bonus
                    yield Spot(label=Label(kind=kind, lines=lines, box=box), cost=cost)


def reach_km(footprint: dict[str, Any]) -> float:
    """Return the range as drawn: less than published where the layer is drawn at an altitude."""
    return float(footprint.get("reach_km", footprint.get("range_km", 0.0)))


def _offsets(nx: float, ny: float, w: float, h: float) -> Iterator[tuple[float, float, float]]:
    """Yield where a label's middle may be from an arc's point with this normal, outside first, and the price.

    Along the normal it touches the arc's tangent; on a slope its corner may be right at the point instead.
    """
    reach = (abs(nx) * w + abs(ny) * h) / 2 + 5
    for side, price in ((1, 0.0), (-1, 1.5)):
        yield nx * reach * side, ny * reach * side, price
        if 0.3 < abs(ny) < 0.95:
            right, down = (1 if nx > 0 else -1) * side, (1 if ny > 0 else -1) * side
            yield 5 * nx * side + right * w / 2, 5 * ny * side + down * h / 2, price + 0.3


def as_array(points: Sequence[Point]) -> Points:
    """Return some points as two rows, x and y."""
    import numpy as np

    return np.array(points, dtype=float).reshape(-1, 2).T


def gaps(boxes: Sequence[Box], points: Points) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return how far each box is from the nearest of some points."""
    import numpy as np

    x, y = points
    left, top, width, height = np.array(boxes, dtype=float).reshape(-1, 4).T[:, :, None]
    dx = np.maximum(np.maximum(left - x, x - left - width), 0)
    dy = np.maximum(np.maximum(top - y, y - top - height), 0)
    return np.asarray(np.sqrt((dx * dx + dy * dy).min(axis=1, initial=inf)))
