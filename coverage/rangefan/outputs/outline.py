"""Which parts of a footprint's polygon are its true line, and which its outer arc; outline.js mirrors it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

LonLat = Sequence[float]
# The sphere is within 0.6 % of the ellipsoid's distances: enough to tell an arc from a straight edge.
TOLERANCE = 0.006


def outline(
    geometry: dict[str, Any],
    site: dict[str, Any],
    range_km: float,
    center_lon: float,
    *,
    arc_only: bool = False,
) -> dict[str, Any]:
    """Return a polygon's rings as a MultiLineString without the edges that only come from cutting it.

    Parameters
    ----------
    geometry : dict
        GeoJSON MultiPolygon, cut at the frame's seam (center_lon ± 180) and closed over the poles.
    site : dict
        Where the footprint is centred: lat, lon.
    range_km : float
        Its outer range.
    center_lon : float
        The frame's centre.
    arc_only : bool
        Keep only what lies at the range, so that nested fans do not draw their radial edges twice.
    """

    def keep(a: LonLat, b: LonLat) -> bool:
        seam = any(
            abs(a[0] - lon) < 1e-6 and abs(b[0] - lon) < 1e-6 for lon in (center_lon - 180, center_lon + 180)
        )
        pole = abs(abs(a[1]) - 90) < 1e-6 and abs(abs(b[1]) - 90) < 1e-6
        if seam or pole:
            return False
        return not arc_only or (at_range(a) and at_range(b))

    def at_range(point: LonLat) -> bool:
        return abs(_rough_km(site["lat"], site["lon"], point[1], point[0]) / range_km - 1) < TOLERANCE

    runs: list[list[LonLat]] = []
    for polygon in geometry["coordinates"]:
        for ring in polygon:
            run: list[LonLat] = []
            for a, b in pairwise(ring):
                if keep(a, b):
                    run = run or [a]
                    run.append(b)
                elif run:
                    runs.append(run)
                    run = []
            if run:
                runs.append(run)
    return {"type": "MultiLineString", "coordinates": runs}


def _rough_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle kilometres; no figure on the page comes from it."""
    h = sin(radians(lat2 - lat1) / 2) ** 2
    h += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(h)))
