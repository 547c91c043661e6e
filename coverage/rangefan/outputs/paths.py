"""Shapes as SVG paths on a Web Mercator picture, clipped and rounded to what the picture can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import asinh, atan, degrees, radians, sinh, tan
from typing import Any

MAX_LAT = 85.0511287798
WIDTH = 860.0
NARROW_PX = 520.0  # a map narrower than this has fewer names, and smaller marks

Point = tuple[float, float]


def mercator_y(lat: float) -> float:
    """Return the Web Mercator northing, in degrees of longitude at the equator.

    Latitudes beyond ±85.0511° are clamped, as on the live map. Snyder, Map Projections (1987), eq. 7-2a.

    Examples
    --------
    >>> mercator_y(0.0), round(mercator_y(90.0), 6)
    (0.0, 180.0)
    """
    return degrees(asinh(tan(radians(max(-MAX_LAT, min(MAX_LAT, lat))))))


def latitude(northing: float) -> float:
    """Return the latitude at a Web Mercator northing (the inverse of `mercator_y`; Snyder eq. 7-4a).

    Examples
    --------
    >>> round(latitude(mercator_y(36.0)), 9)
    36.0
    """
    return degrees(atan(sinh(radians(northing))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The picture's frame: which part of the Mercator plane it shows, and at what scale."""

    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def of(cls, bounds: Iterable[float], width: float = WIDTH) -> Frame:
        """Return the frame that shows just these bounds (west, south, east, north in degrees)."""
        west, south, east, north = bounds
        scale = width / (east - west)
        top, bottom = mercator_y(north), mercator_y(south)
        return cls(west=west, north=top, scale=scale, width=width, height=round((top - bottom) * scale, 1))

    @classmethod
    def around(cls, bounds: Iterable[float], width: float, height: float) -> Frame:
        """Return the frame of this size that holds these bounds, as large as they fit, in its middle."""
        west, south, east, north = bounds
        top, bottom = mercator_y(north), mercator_y(south)
        scale = min(width / (east - west), height / (top - bottom))
        return cls(
            west=(west + east - width / scale) / 2,
            north=(top + bottom + height / scale) / 2,
            scale=scale,
            width=width,
            height=height,
        )

    def at(self, lon: float, lat: float) -> Point:
        """Return a place in the picture's pixels."""
        return (lon - self.west) * self.scale, (self.north - mercator_y(lat)) * self.scale


def aspect(bounds: Iterable[float]) -> float:
    """Return width over height of these bounds on a Mercator map."""
    return WIDTH / Frame.of(bounds).height


def path(frame: Frame, geometry: dict[str, Any], classes: str, *, coarse_px: float = 0.0) -> str:
    """Return one path, clipped to a little more than the frame; land to whole pixels, the rest to a tenth."""
    digits = 0 if coarse_px else 1
    data = "".join(_rings(piece, digits) for piece in pieces(frame, geometry, coarse_px=coarse_px))
    return f'<path class="{escape(classes)}" d="{data}"/>' if data else ""


def pieces(frame: Frame, geometry: dict[str, Any], *, coarse_px: float = 0.0) -> list[Any]:
    """Return a geometry in the picture's pixels, as polygons and lines clipped to a little more than it.

    Land is drawn `coarse_px` coarse, and without its smallest islands.
    """
    import shapely
    from shapely.geometry import shape

    def project(xy: Any) -> Any:
        import numpy as np

        lat = np.clip(xy[:, 1], -MAX_LAT, MAX_LAT)
        north = np.degrees(np.arcsinh(np.tan(np.radians(lat))))
        return np.column_stack(((xy[:, 0] - frame.west) * frame.scale, (frame.north - north) * frame.scale))

    drawn = shapely.transform(shape(geometry), project)
    drawn = shapely.simplify(drawn, coarse_px or 0.1)
    parts = [part for part in shapely.get_parts(drawn) if part.length > 6 * coarse_px]
    margin = 40.0
    clipped = [
        shapely.clip_by_rect(part, -margin, -margin, frame.width + margin, frame.height + margin)
        for part in parts
    ]
    return [
        piece
        for part in clipped
        for piece in shapely.get_parts(part)
        if not piece.is_empty and piece.geom_type in {"Polygon", "LineString"}
    ]


def _rings(piece: Any, digits: int) -> str:
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
