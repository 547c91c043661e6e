"""Where the names on a picture's map go: most important first, none over another; labels.js does alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import dist, inf
from typing import TYPE_CHECKING, Any

from rangefan.outputs.label_spots import ROW_PX, Label, Measure, Spot, Spots, as_array, gaps, reach_km
from rangefan.outputs.legend import main_footprint
from rangefan.outputs.lettering import Box
from rangefan.outputs.paths import NARROW_PX, Frame, Point
from rangefan.outputs.wording import CROWD, Say, variants

if TYPE_CHECKING:
    from rangefan.outputs.label_spots import Points

__all__ = ["ROW_PX", "Label", "place_labels"]

# What one point of a line under a label costs, and how much a label's place may cost by kind.
_LIMIT = {"name": 40.0, "edge": 6.0, "site": 12.0, "town": 12.0, "country": 7.0, "sea": 7.0, "island": 7.0}
# How far it keeps from all others: letter-spaced and slanted names are not to be read on from a town's.
_GAP_PX = {"country": 9.0, "sea": 6.0}
# A label this far from its line, or nearer to another's, is led to it.
_LED_PX = 9.0


def place_labels(
    scene: dict[str, Any],
    frame: Frame,
    measure: Measure,
    say: Say,
    taken: Iterable[Box] = (),
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
    spots = Spots(scene, frame, measure)
    drawn = [
        (layer, footprint, footprint is main_footprint(layer))
        for layer in shown
        for footprint in layer["footprints"]
        if footprint is main_footprint(layer) or reach_km(footprint) != reach_km(main_footprint(layer) or {})
    ]
    lines = [spots.line(layer, footprint, firm) for layer, footprint, firm in drawn]
    towns = [frame.at(town["lon"], town["lat"]) for town in scene["towns"]]
    sites = {layer["site"]["id"]: layer["site"] for layer in shown}.values()
    marks = [Box(x - 10, y - 10, 20, 20) for x, y in (frame.at(site["lon"], site["lat"]) for site in sites)]
    # A label that hides a town costs as much as one that crosses a line three times, and a footprint's label
    # where a country's name belongs as much again.
    crossed = [*(point for line in lines for point in line), *towns, *towns, *towns]
    lands = [
        frame.at(row["lon"], row["lat"]) for row in scene["basemap"]["labels"] if row["kind"] == "country"
    ]
    wanted = [(x + dx, y + dy) for x, y in lands for dx in (-20, 0, 20) for dy in (-4, 4)]
    placer = _Placer(frame, as_array([*crossed, *wanted]), [*taken, *marks])

    def names(wanted: bool) -> Iterator[Label | None]:
        for n, (layer, footprint, firm) in enumerate(drawn):
            if firm == wanted:
                others = as_array([point for m, line in enumerate(lines) if m != n for point in line])
                words = variants(layer, footprint, shown, say, main=firm)
                found = placer.choose(spots.beside(layer, footprint, words, others, main=firm))
                yield found and placer.led(found, lines[n], others)

    def places(*kinds: str) -> Iterator[Label | None]:
        for kind in kinds:
            met: set[str] = set()
            for row in scene["basemap"]["labels"]:
                # A sea with two names on the map is still one sea.
                if (
                    row["kind"] == kind
                    and row["text"] not in met
                    and (found := placer.choose(spots.around(row)))
                ):
                    met.add(row["text"])
                    yield found

    found = list(names(True))
    placer.lines = as_array(crossed)
    if len(sites) == 1 or len(shown) <= CROWD:
        found += [placer.choose(spots.site(site)) for site in sites]
    # A country's name has more room to go than a town's, and leaves that alone.
    placer.spared = [Box(x - 6, y - 6, 12, 12) for x, y in towns]
    found += places("country")
    placer.spared = []
    found += [placer.choose(spots.town(town)) for town in scene["towns"]]
    found += [*names(False), *places("sea", "island")]
    return [label for label in found if label]


class _Placer:
    """The room of one picture."""

    def __init__(self, frame: Frame, lines: Points, taken: list[Box]) -> None:
        # In a small frame many names would hide what they name.
        self.dearest = 9.5 if frame.width < NARROW_PX else inf
        self.frame, self.lines, self.taken = frame, lines, taken
        self.spared: list[Box] = []

    def choose(self, spots: Iterable[Spot]) -> Label | None:
        """Take the cheapest free place, if it is worth its price."""
        best, price = None, inf
        for spot in spots:
            kind = spot.label.kind
            if spot.cost >= price or not self._free(spot.label.box, 4.0, _GAP_PX.get(kind, 3.0)):
                continue
            if spot.also and not self._free(spot.also, 2.0, 1.0):
                continue
            total = spot.cost + self._crossed(spot.label.box)
            if total < price and total <= min(_LIMIT[kind], self.dearest):
                best, price = spot, total
        if best is None:
            return None
        x, y, width, height = best.label.box
        apart = _GAP_PX.get(best.label.kind, 3.0) - 3.0
        wide = Box(x - apart, y - apart / 2, width + 2 * apart, height + apart)
        self.taken += [wide, *([best.also] if best.also else [])]
        return best.label

    def _free(self, box: Box, margin: float, gap: float) -> bool:
        inside = box.x >= margin and box.y >= margin and box.x + box.width <= self.frame.width - margin
        if not inside or box.y + box.height > self.frame.height - margin:
            return False
        wide = Box(box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap)
        return not (any(map(wide.meets, self.taken)) or any(map(wide.meets, self.spared)))

    def _crossed(self, box: Box) -> int:
        x, y = self.lines
        inside = (x > box.x) & (x < box.x + box.width) & (y > box.y) & (y < box.y + box.height)
        return int(inside.sum())

    def led(self, label: Label, own: list[Point], others: Points) -> Label:
        """Return a label with a leader where it stands apart from its line and nothing is in between."""
        box = label.box
        near = float(gaps([box], as_array(own))[0])
        if near <= 7.0 or (near <= _LED_PX and float(gaps([box], others)[0]) >= near):
            return label
        rest = [other for other in self.taken if other != box]
        for point in sorted(own, key=lambda at: dist(at, _edge(box, at)))[:60]:
            start = _edge(box, point)
            steps = [n / 12 for n in range(13)]
            way = [
                (start[0] + (point[0] - start[0]) * s, start[1] + (point[1] - start[1]) * s) for s in steps
            ]
            path = [Box(x - 1.5, y - 1.5, 3, 3) for x, y in way]
            if not any(piece.meets(other) for piece in path for other in rest):
                self.taken += path
                return replace(label, leader=(start, point))
        return label


def _edge(box: Box, at: Point) -> Point:
    """Return the point of a box nearest to another."""
    return min(max(at[0], box.x), box.x + box.width), min(max(at[1], box.y), box.y + box.height)
