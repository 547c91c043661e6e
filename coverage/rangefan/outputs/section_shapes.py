"""What a side view draws before its words: altitudes, ranges, rays and the areas between, as SVG paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rangefan.outputs.edges import lowest_ray, main_edge
from rangefan.outputs.legend import colour_class
from rangefan.outputs.lettering import escape
from rangefan.outputs.projection import Point, Projection, at_height, levels, reach_at, svg_path

# Told of every line drawn: words may have to keep clear of it.
Rule = Callable[[Sequence[Point]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShapes:
    """A side view's shapes in one projection."""

    section: dict[str, Any]
    view: Projection
    rule: Rule

    def drawn(self) -> Iterator[str]:
        """Yield every path, from the back to the front."""
        yield from self._altitudes()
        for layer in self.section["layers"]:
            yield from self._layer(layer)

    @property
    def _far(self) -> float:
        return float(self.section["far_km"])

    @property
    def _top(self) -> float:
        return float(self.section["top_km"])

    def _altitudes(self) -> Iterator[str]:
        for step in self.section["altitudes_km"]:
            yield f'<path class="rf-side-step" d="{svg_path(self.view.level(step, 0.0, self._far))}"/>'

    def _layer(self, layer: dict[str, Any]) -> Iterator[str]:
        colour = colour_class(layer)
        low, high = layer["band_km"] or (0.0, self._top)
        rays = {profile["kind"]: profile for profile in layer["profiles"]}
        lowest, overhead = lowest_ray(layer), rays.get("overhead")
        main, drawn = main_edge(layer), [edge["line"] for edge in layer["edges"] if edge["assumed"]]
        heights = levels([*rays.values(), *drawn], low, high)

        def out(line: dict[str, Any]) -> Callable[[float], float]:
            return lambda h: min(reach_at(line, h), at_height(lowest, h, self._far) if lowest else self._far)

        def hole(h: float) -> float:
            return max(float(layer["inner_km"]), at_height(overhead, h, self._far) if overhead else 0.0)

        state = f"{colour} is-{escape(layer['status'])}"
        yield self._area(f"rf-side-fill {state}", heights, hole, out(main["line"]))
        if drawn[0] is not drawn[-1]:
            yield self._area(f"rf-side-band {state}", heights, out(drawn[0]), out(drawn[-1]))
        for kind, line in rays.items():
            role = "is-lowest" if line is lowest else f"is-{kind}"
            yield self._line(f"rf-side-ray {role} {colour}", self.view.line(line, self._top))
        if layer["band_km"]:
            for h in (low, high):
                points = self.view.level(h, float(layer["inner_km"]), reach_at(main["line"], h))
                yield self._line(f"rf-side-edge is-main {colour}", points)
        for edge in layer["edges"]:
            if edge["pick"] != main["pick"] and edge["range_km"] == main["range_km"]:
                continue
            role = "is-other" if not edge["assumed"] else "is-main" if edge is main else "is-edge"
            kind = f"rf-side-{escape(layer['kind'])}"
            yield self._line(f"rf-side-edge {role} {kind} {colour}", self.view.line(edge["line"], self._top))

    def _line(self, classes: str, points: list[Point]) -> str:
        self.rule(points)
        return f'<path class="{classes}" d="{svg_path(points)}"/>'

    def _area(
        self,
        classes: str,
        heights: list[float],
        near: Callable[[float], float],
        far: Callable[[float], float],
    ) -> str:
        spans = [(near(h), far(h), h) for h in heights]
        spans = [(a, b, h) for a, b, h in spans if b > a]
        if not spans:
            return ""
        (a0, b0, h0), (a1, b1, h1) = spans[0], spans[-1]
        outline = [*self.view.level(h0, a0, b0), *(self.view.at(b, h) for _, b, h in spans)]
        outline += [*self.view.level(h1, b1, a1), *(self.view.at(a, h) for a, _, h in reversed(spans))]
        return f'<path class="{classes}" d="{svg_path(outline, closed=True)}"/>'
