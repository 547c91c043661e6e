"""Where a fan points: as published, or as the author assumes and the page says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from rangefan.geometry import inverse
from rangefan.mapfile import Layer
from rangefan.scene.nouns import Direction, Place

if TYPE_CHECKING:
    from rangefan.model import Deployment, System

ANY = "any"
UNSTATED = "the azimuth is not published"


def direction_of(
    layer: Layer, system: System, place: Place, recorded: Iterable[Deployment]
) -> Direction | None:
    """Return where a fan points: as published, or as the author assumes and says so."""
    published = next((item for item in recorded if item.azimuth_deg is not None), None)
    sector = system.drawn(system.sector.width) if system.sector else None
    width_figure = f"{system.id}/{sector[0].id}" if sector else None
    if layer.width_deg is not None:
        width, width_figure = layer.width_deg, None
    elif published is not None and published.width_deg is not None:
        width, width_figure = published.width_deg, None
    elif sector:
        width = sector[2]
    else:
        width = 360.0
    if width >= 360 and layer.toward != ANY:
        return None
    if layer.azimuth_deg is None and not layer.toward and published is not None:
        azimuth = cast(float, published.azimuth_deg)
        text = f"faces {azimuth:g}°, {width:g}° wide. {published.note}".rstrip(". ")
        return Direction(
            azimuth_deg=azimuth,
            width_deg=width,
            published=True,
            text=text,
            source=published.azimuth_source,
            width_figure=width_figure,
        )
    if layer.toward == ANY:
        azimuth, width = 0.0, 360.0
        drawn = "drawn for every direction it could face"
    elif layer.toward:
        from rangefan.gazetteer import town

        target = town(layer.toward)
        azimuth = float(inverse(place.lat, place.lon, target.lat, target.lon)[1]) % 360
        drawn = f"drawn toward {target.name}, {azimuth:.0f}°"
    else:
        azimuth = layer.azimuth_deg or 0.0
        drawn = f"drawn toward {azimuth:g}°"
    if published is None:
        text = f"{drawn}; {UNSTATED}"
    else:
        text = f"{drawn} by the author; {published.azimuth_deg:g}° is published"
    return Direction(
        azimuth_deg=azimuth,
        width_deg=width,
        published=False,
        text=text,
        source=None,
        width_figure=width_figure,
    )
