"""From kilometres to a side view's pixels: to scale over a curved Earth, or stretched over a flat one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]

STRETCHES = (1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50, 60, 80, 100)
FINE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How much room a picture has.

    Attributes
    ----------
    width, plot_height, left, right, font_px
        Of the whole, of what is drawn, of the margins beside it, and of its letters: in the picture's units.
    grow
        The unit in CSS pixels where there is room for it.
    """

    width: float
    plot_height: float
    left: float
    right: float
    font_px: float
    grow: float


WIDE = Paper(width=920, plot_height=400, left=22, right=74, font_px=12.5, grow=1.17)
NARROW = Paper(width=336, plot_height=270, left=19, right=58, font_px=13, grow=1.35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Where a ground distance and an altitude lie in the picture; the site is at `left`, 0 and y grows down.

    Attributes
    ----------
    stretch
        Heights are drawn so many times too tall over a flat sea; None is true scale over a round Earth.
    """

    px_per_km: float
    stretch: float | None
    radius_km: float
    left: float

    def at(self, distance_km: float, altitude_km: float, below_px: float = 0.0) -> Point:
        """Return a point of the picture, so many pixels below where it belongs along the local plumb line."""
        if self.stretch is not None:
            up = altitude_km * self.stretch * self.px_per_km
            return self.left + distance_km * self.px_per_km, below_px - up
        turn = distance_km / self.radius_km
        above = altitude_km - below_px / self.px_per_km
        x = (self.radius_km + above) * math.sin(turn)
        # R cos t - R, without the difference of two large numbers.
        y = above * math.cos(turn) - 2 * self.radius_km * math.sin(turn / 2) ** 2
        return self.left + x * self.px_per_km, -y * self.px_per_km

    def level(self, altitude_km: float, from_km: float, to_km: float, below_px: float = 0.0) -> list[Point]:
        """Return a line of one altitude."""
        steps = 1 if self.stretch is not None else FINE
        return [
            self.at(from_km + (to_km - from_km) * n / steps, altitude_km, below_px) for n in range(steps + 1)
        ]

    def line(self, profile: dict[str, Any], top_km: float) -> list[Point]:
        """Return a profile, cut off where it leaves the picture at the top."""
        return [self.at(*point) for point in cut(profile, top_km)]


def project(section: dict[str, Any], paper: Paper, *, true_scale: bool) -> Projection | None:
    """Return the projection that fits a side view onto paper; None if it fits only unstretched."""
    far_km, top_km, radius_km = section["far_km"], section["top_km"], section["earth_radius_km"]
    room = paper.width - paper.left - paper.right
    if true_scale:
        turn = far_km / radius_km
        wide = (radius_km + top_km) * math.sin(min(turn, math.pi / 2))
        tall = top_km + radius_km * (1 - math.cos(turn))
        px_per_km = min(room / wide, paper.plot_height / tall)
        return Projection(px_per_km=px_per_km, stretch=None, radius_km=radius_km, left=paper.left)
    px_per_km = room / far_km
    fits = [stretch for stretch in STRETCHES if stretch * top_km * px_per_km <= paper.plot_height]
    if not fits:
        return None
    return Projection(px_per_km=px_per_km, stretch=fits[-1], radius_km=radius_km, left=paper.left)


def cut(profile: dict[str, Any], top_km: float) -> list[Point]:
    """Return a profile's points up to an altitude, the last one where it gets there."""
    points: list[Point] = []
    for s, h in zip(profile["distance_km"], profile["altitude_km"], strict=True):
        if h > top_km:
            if points:
                s0, h0 = points[-1]
                points.append((s0 + (s - s0) * (top_km - h0) / (h - h0), top_km))
            break
        points.append((s, h))
    return points


def at_height(profile: dict[str, Any], altitude_km: float, beyond: float) -> float:
    """Return how far out a line leaves an altitude behind, `beyond` if it never gets there.

    Below its first point it is where it starts.
    """
    before: Point | None = None
    points: Iterator[Point] = zip(profile["distance_km"], profile["altitude_km"], strict=True)
    for s, h in points:
        if h > altitude_km:
            if before is None:
                return s
            return before[0] + (s - before[0]) * (altitude_km - before[1]) / (h - before[1])
        before = (s, h)
    return before[0] if before and before[1] == altitude_km else beyond


def reach_at(line: dict[str, Any], altitude_km: float) -> float:
    """Return where a range ends at an altitude: nowhere, so 0, above its arc."""
    return at_height(line, altitude_km, 0.0)


def levels(profiles: Iterable[dict[str, Any]], low_km: float, high_km: float) -> list[float]:
    """Return every altitude in a band at which one of the lines may bend, and even ones between them."""
    even = [low_km + (high_km - low_km) * n / FINE for n in range(FINE + 1)]
    bends = [h for profile in profiles for h in profile["altitude_km"] if low_km < h < high_km]
    return sorted({*even, *bends})


def svg_path(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return points as the data of an SVG path, to a tenth of a pixel."""
    return "M" + "L".join(f"{x:z.1f} {y:z.1f}" for x, y in thinned(points)) + ("Z" if closed else "")


def thinned(points: Sequence[Point], tolerance_px: float = 0.06) -> list[Point]:
    """Return a line without the points that it does not need (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return list(points)
    (x, y), (a, b) = points[0], points[-1]
    length = math.hypot(a - x, b - y)

    def off(p: Point) -> float:
        if not length:
            return math.hypot(p[0] - x, p[1] - y)
        return abs((a - x) * (p[1] - y) - (b - y) * (p[0] - x)) / length

    far = max(range(1, len(points) - 1), key=lambda n: off(points[n]))
    if off(points[far]) <= tolerance_px:
        return [points[0], points[-1]]
    return [*thinned(points[: far + 1], tolerance_px)[:-1], *thinned(points[far:], tolerance_px)]
