"""The parts of a side view: what a site, its figures and the Earth look like in section along one azimuth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangefan.scene.nouns import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A line of a side view: ground distances from the site, and the altitudes above them.

    Attributes
    ----------
    kind
        The elevation `floor` or the `horizon`, below which nothing is in sight; the `overhead` limit, above
        which nothing is; or an `edge`, where a published range ends.
    text
        What it is, and who says so.
    """

    kind: Literal["floor", "horizon", "overhead", "edge"]
    text: str
    distance_km: tuple[float, ...]
    altitude_km: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Where one published range ends in a side view, under one reading of it.

    Attributes
    ----------
    assumed
        Whether this is the reading that the map draws; the other stands beside it.
    """

    pick: Literal["low", "nominal", "high"]
    reading: Literal["ground", "slant"]
    assumed: bool
    range_km: float
    line: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLayer:
    """One layer seen from the side.

    Attributes
    ----------
    inner_km
        Inner range over the ground.
    band_km, band_text
        Published altitude band of an interceptor, and that in words with its source.
    text
        How the layer looks out, as in `SceneSight`.
    """

    layer: str
    name: str
    system_name: str
    kind: str
    role: str
    status: str
    style: dict[str, str]
    inner_km: float
    edges: tuple[Edge, ...]
    profiles: tuple[Profile, ...]
    band_km: tuple[float, float] | None
    band_text: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTown:
    """A town near the line of a side view, at its own distance from the site."""

    name: str
    distance_km: float
    azimuth_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A side view from one site along one azimuth, over a smooth Earth.

    Attributes
    ----------
    id
        Unlike that of any other side view on the map.
    site_altitude_km
        Of a radar's antenna; 0 without a radar.
    title, azimuth_text
        Where from and which way; and why that way.
    refraction
        What bent the rays, as the page says it; blank without a radar.
    far_km, top_km
        How far and how high the view goes.
    earth_radius_km
        Of the sphere that stands for the Earth.
    altitudes_km
        Of the lines across the view: the map's steps, or round numbers.
    alt
        The view in words.
    """

    id: str
    site: Place
    site_altitude_km: float
    title: str
    azimuth_deg: float
    azimuth_text: str
    refraction: str
    far_km: float
    top_km: float
    earth_radius_km: float
    altitudes_km: tuple[float, ...]
    layers: tuple[SectionLayer, ...]
    towns: tuple[SectionTown, ...]
    alt: str
