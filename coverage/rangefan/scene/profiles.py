"""The lines of a side view: where published ranges end, and the rays that bound what is in sight."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from rangefan.geometry import gaussian_radius_km, lowest_visible_km, slant_to_ground
from rangefan.language import head, strung, t
from rangefan.mapfile import Layer
from rangefan.scene.altitude import Outlook, Reading, as_said
from rangefan.scene.nouns import Footprint, SceneLayer
from rangefan.scene.side import Edge, Profile, SectionLayer

if TYPE_CHECKING:
    from rangefan.geometry import Sight

Kind = Literal["floor", "horizon", "overhead", "edge"]
_POINTS = 64


def side_of(
    written: Layer, layer: SceneLayer, outlook: Outlook, floor_by: str, reach_km: tuple[float, float]
) -> SectionLayer:
    """Return one layer from the side, as far and as high as the view goes.

    Parameters
    ----------
    written, layer : Layer, SceneLayer
        Of the map file, and as resolved.
    outlook : Outlook
        How it looks out.
    floor_by : str
        Who says its elevation floor.
    reach_km : tuple of float
        How far the view goes over the ground, and how high.
    """
    (far_km, top_km), band = reach_km, outlook.band_km
    radius_km = gaussian_radius_km(outlook.lat)
    site_km = outlook.sight.site_altitude_km if outlook.sight else 0.0
    edges = []
    for footprint in layer.footprints:
        assumed = as_said(footprint, outlook)
        readings: tuple[Reading, ...] = ("ground", "slant") if footprint.measure == "unstated" else (assumed,)
        for reading in readings:
            line = _edge(footprint, layer, reading, band or (0.0, top_km), site_km, radius_km)
            if line.distance_km:
                edges.append(
                    Edge(
                        pick=footprint.pick,
                        reading=reading,
                        assumed=reading == assumed,
                        range_km=footprint.range_km,
                        line=line,
                    )
                )
    return SectionLayer(
        layer=layer.id,
        name=layer.name,
        system_name=layer.system_name,
        kind=layer.kind,
        role=layer.role,
        status=layer.status,
        style=layer.style,
        inner_km=written.inner_km or 0.0,
        edges=tuple(edges),
        profiles=tuple(_profiles(outlook, floor_by, far_km, top_km)),
        band_km=band,
        band_text=layer.altitude_text or "",
        text=outlook.said.text,
    )


def _edge(
    footprint: Footprint,
    layer: SceneLayer,
    reading: Reading,
    between_km: tuple[float, float],
    site_km: float,
    radius_km: float,
) -> Profile:
    """Return where a range ends, upwards: over one point of the ground, or on an arc around the site."""
    label: str = footprint.label if layer.altitude_km is None else head(footprint.label)
    low_km, high_km = between_km
    points: list[tuple[float, float]]
    if reading == "ground":
        points = [(footprint.range_km, low_km), (footprint.range_km, high_km)]
    else:
        summit_km = site_km + footprint.range_km
        end_km = min(high_km, summit_km)
        turns = [math.asin(min(1.0, h / summit_km)) for h in (low_km, end_km)]
        steps = [turns[0] + (turns[1] - turns[0]) * n / 24 for n in range(25)] if low_km < end_km else []
        # Even steps of elevation, near enough: the arc stays smooth where it is level overhead.
        heights = [summit_km * math.sin(turn) for turn in steps]
        points = [
            (
                slant_to_ground(footprint.range_km, h, site_altitude_km=site_km, radius_km=radius_km) or 0.0,
                h,
            )
            for h in heights
        ]
    return _rounded("edge", label, points)


def _profiles(outlook: Outlook, floor_by: str, far_km: float, top_km: float) -> Iterable[Profile]:
    """Yield the lowest rays, each as far as it stays in the view, and the highest if there is one."""
    sight, lat = outlook.sight, outlook.lat
    if sight is None:
        return
    from numpy import linspace

    distances = linspace(0.0, far_km, _POINTS + 1)
    bare = dataclasses.replace(sight, min_elevation_deg=None, max_elevation_deg=None)
    bounded = sight.min_elevation_deg is not None
    text: str = t("horizon")
    if not bounded:
        text = strung([text, t("no elevation floor is published here")])
    lines: list[tuple[Kind, str, Sight]] = [("horizon", text, bare)]
    if bounded:
        text = strung([t("elevation floor {degrees:g}°", degrees=sight.min_elevation_deg), floor_by])
        lines.append(("floor", text, dataclasses.replace(sight, max_elevation_deg=None)))
    if sight.max_elevation_deg is not None:
        steep = dataclasses.replace(bare, min_elevation_deg=sight.max_elevation_deg)
        text = strung(
            [t("highest elevation {degrees:g}°", degrees=sight.max_elevation_deg), t("the author’s own")]
        )
        lines.append(("overhead", text, steep))
    for kind, text, along in lines:
        points: list[tuple[float, float]] = []
        for pair in zip(distances.tolist(), lowest_visible_km(distances, along, lat).tolist(), strict=True):
            if math.isfinite(pair[1]) and (not points or points[-1][1] <= top_km):
                points.append(pair)
        yield _rounded(kind, text, points)


def _rounded(kind: Kind, text: str, points: list[tuple[float, float]]) -> Profile:
    """Return a line to the metre."""
    return Profile(
        kind=kind,
        text=text,
        distance_km=tuple(round(s, 3) for s, _ in points),
        altitude_km=tuple(round(h, 3) for _, h in points),
    )
