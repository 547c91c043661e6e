"""Where a fan points: as published, or as the author assumes and the page says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from rangefan.geometry import inverse
from rangefan.language import strung, t
from rangefan.mapfile import Layer
from rangefan.scene.nouns import Direction, Place

if TYPE_CHECKING:
    from rangefan.model import Deployment, System

ANY = "any"


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
        text = t("faces {azimuth:g}°, {width:g}° wide", azimuth=azimuth, width=width)
        if note := published.note.rstrip(". "):
            text = strung([text, note], ". ")
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
        drawn = t("drawn for every direction it could face")
    elif layer.toward:
        from rangefan.gazetteer import town

        target = town(layer.toward)
        azimuth = float(inverse(place.lat, place.lon, target.lat, target.lon)[1]) % 360
        drawn = t("drawn toward {town}, {azimuth:.0f}°", town=target.called, azimuth=azimuth)
    else:
        azimuth = layer.azimuth_deg or 0.0
        drawn = t("drawn toward {azimuth:g}°", azimuth=azimuth)
    if published is None:
        text = t("{drawn}; the azimuth is not published", drawn=drawn)
    else:
        text = t(
            "{drawn} by the author; {azimuth:g}° is published", drawn=drawn, azimuth=published.azimuth_deg
        )
    return Direction(
        azimuth_deg=azimuth,
        width_deg=width,
        published=False,
        text=text,
        source=None,
        width_figure=width_figure,
    )
