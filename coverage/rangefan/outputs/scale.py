"""A scale bar that is true at the latitude of a picture's middle, which it names."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, radians

from rangefan.language import Said, number, t
from rangefan.outputs.paths import Frame, latitude

_ROUND_KM = (100, 200, 250, 500, 1000, 2000, 2500, 5000, 10, 20, 25, 50, 1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """How long the bar is in the picture, and what stands above it."""

    length_px: float
    text: Said


def scale_bar(frame: Frame) -> ScaleBar:
    """Return a frame's scale bar, of a round number of kilometres.

    Examples
    --------
    >>> bar = scale_bar(Frame.of((114.0, 29.0, 142.0, 46.0)))
    >>> bar.text, round(bar.length_px)
    ('500 km at 38°N', 175)
    """
    lat = latitude(frame.north - frame.height / frame.scale / 2)
    # Web Mercator on the sphere of WGS84's equator; good to half a per cent, the bar to a pixel.
    px_per_km = frame.scale * 360 / (2 * pi * 6378.137 * cos(radians(lat)))
    km = max((km for km in _ROUND_KM if km * px_per_km <= min(180.0, frame.width / 3)), default=1)
    where = f"{abs(lat):.0f}°{'N' if lat >= 0 else 'S'}"
    return ScaleBar(
        length_px=km * px_per_km, text=t("{distance} km at {latitude}", distance=number(km), latitude=where)
    )
