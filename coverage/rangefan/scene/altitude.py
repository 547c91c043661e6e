"""What altitude leaves of a layer's figures: shapes, answers and the words for what decided."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rangefan.catalogue import Catalogue
from rangefan.geometry import (
    REFRACTIONS,
    Sight,
    area_km2,
    gaussian_radius_km,
    reach_at_altitude,
    slant_to_ground,
)
from rangefan.geometry.fan import GREATEST_RANGE_KM
from rangefan.language import strung, t
from rangefan.mapfile import Layer, MapFile
from rangefan.scene.drawing import Drawing
from rangefan.scene.nouns import AtAltitude, Footprint, Left, LowestBand, Place, SceneSight, nominal_of
from rangefan.scene.terrain import bands_over_terrain, left_over_terrain, reaches_toward, skyline_of

if TYPE_CHECKING:
    from rangefan.geometry import Skyline
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.model import Mode, System

Reading = Literal["ground", "slant"]
LEAST_KM = 0.001
LIMITS = {
    "range": t("the published range"),
    "slant": t("the published range, read as slant"),
    "floor": t("the elevation floor"),
    "horizon": t("the horizon"),
    "band": t("the published altitude band"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How one layer looks out, and what the page says of that.

    Attributes
    ----------
    sight
        For a radar; an interceptor has none, for no horizon limits it.
    band_km
        Published altitude band of an interceptor.
    reading
        What the range is taken for where its source does not say.
    words
        Site, floor and reading, of which the page's sentence is made.
    skyline
        Of a radar, where the map is built over terrain.
    """

    lat: float
    sight: Sight | None
    band_km: tuple[float, float] | None
    reading: Reading
    said: SceneSight
    words: tuple[str, ...] = ()
    skyline: Skyline | None = None


def outlook_of(
    layer: Layer, mapped: MapFile, system: System, mode: Mode | None, place: Place, catalogue: Catalogue
) -> Outlook | None:
    """Return how a layer looks out; None for missiles, which are drawn at no altitude."""
    if system.kind == "missile":
        return None
    refraction = REFRACTIONS[mapped.altitude.refraction]
    reading: Reading = layer.measure or "ground"
    read = t("a range that says neither slant nor ground is read as ground")
    if reading == "slant":
        read = t("a range that says neither slant nor ground is read as slant")
    if system.kind == "interceptor":
        band = system.figure(mode.altitude) if mode and mode.altitude else None
        ends = (band.at("low"), band.at("high")) if band else (None, None)
        limits = None if ends[0] is None or ends[1] is None else (ends[0], ends[1])
        text = t("Reach alone: {reading}.", reading=read)
        if band and limits:
            label = catalogue.source(band).label
            text = t(
                "Published altitude band {band} ({source}); {reading}.",
                band=band.text,
                source=label,
                reading=read,
            )
        said = SceneSight(text=text, site_altitude_km=0.0, min_elevation_deg=None, refraction="")
        return Outlook(lat=place.lat, sight=None, band_km=limits, reading=reading, said=said)
    floor, floor_said = _floor(layer, system, mode, catalogue)
    height, height_said = _height(layer, catalogue)
    sight = Sight(
        site_altitude_km=height,
        min_elevation_deg=floor,
        max_elevation_deg=layer.max_elevation_deg,
        refraction=refraction,
    )
    words = (height_said, floor_said, read)
    said = SceneSight(
        text=t("{facts}; smooth Earth, {refraction}.", facts=strung(words, "; "), refraction=refraction.text),
        site_altitude_km=height,
        min_elevation_deg=floor,
        refraction=refraction.name,
    )
    return Outlook(lat=place.lat, sight=sight, band_km=None, reading=reading, said=said, words=words)


def over_terrain(
    outlook: Outlook | None, dem: ElevationModel | None, place: Place, draw: Drawing, range_km: float
) -> Outlook | None:
    """Return a radar's outlook over its skyline; any other, or without elevations, as it is."""
    if dem is None or outlook is None or outlook.sight is None:
        return outlook
    skyline = skyline_of(dem, place, draw.direction, range_km, outlook.sight)
    height, *others = outlook.words
    if skyline.antenna_km > outlook.sight.site_altitude_km:
        metres = skyline.antenna_km * 1000
        height = t("site on the elevation model’s ground, {metres:,.0f} m", metres=metres)
    text = t(
        "{facts}; {refraction}. {terrain}.",
        facts=strung((height, *others), "; "),
        refraction=outlook.sight.refraction.text,
        terrain=skyline.text,
    )
    return dataclasses.replace(
        outlook,
        sight=dataclasses.replace(outlook.sight, site_altitude_km=skyline.antenna_km),
        said=dataclasses.replace(outlook.said, text=text, site_altitude_km=skyline.antenna_km),
        skyline=skyline,
    )


def _floor(layer: Layer, system: System, mode: Mode | None, catalogue: Catalogue) -> tuple[float | None, str]:
    if layer.min_elevation_deg is not None:
        degrees = layer.min_elevation_deg
        return degrees, t("elevation floor {degrees:g}°, the author’s own", degrees=degrees)
    if mode and mode.floor:
        figure, _, degrees = system.drawn(mode.floor)
        label = catalogue.source(figure).label
        return degrees, t("elevation floor {degrees:g}° ({source})", degrees=degrees, source=label)
    return None, t("no elevation floor is published here, so the horizon alone limits")


def _height(layer: Layer, catalogue: Catalogue) -> tuple[float, str]:
    if layer.site_altitude_km is not None:
        metres = layer.site_altitude_km * 1000
        return layer.site_altitude_km, t("Site at {metres:,.0f} m, the author’s own", metres=metres)
    site = catalogue.sites.get(layer.site or "")
    if site is not None and site.altitude_m is not None:
        label = catalogue.sources[site.altitude_source or ""].label
        said = t("Site at {metres:,.0f} m ({source})", metres=site.altitude_m, source=label)
        return site.altitude_m / 1000, said
    return 0.0, t("Site taken at sea level, its height is not recorded")


def left_at(
    footprint: Footprint, altitude_km: float, outlook: Outlook, draw: Drawing, reading: Reading
) -> Left:
    """Return what altitude, and terrain if there is a skyline, leave of one footprint under one reading."""
    outer, inner, limit = _reach(footprint.range_km, altitude_km, outlook, reading)
    # To a centimetre, less than shapes keep: so the shape drawn is that of the numbers beside it.
    outer, inner = round(outer, 5), round(max(inner, footprint.inner_km), 5)
    fan = draw.fan(outer, inner) if outer - inner >= LEAST_KM else None
    left = Left(
        pick=footprint.pick,
        reading=reading,
        outer_km=outer if fan else 0.0,
        inner_km=inner if fan else 0.0,
        decided_by=LIMITS[limit],
        area_km2=round(area_km2(fan), 1) if fan else 0.0,
        geometry=draw.shape(fan) if fan else None,
    )
    return left_over_terrain(left, footprint, (altitude_km, outlook, draw)) if outlook.skyline else left


def _reach(
    range_km: float, altitude_km: float, outlook: Outlook, reading: Reading
) -> tuple[float, float, str]:
    """Return outer and inner ground range, both 0 where nothing is left, and what decided."""
    if outlook.sight is not None:
        sight = dataclasses.replace(outlook.sight, measure=reading)
        reach = reach_at_altitude(range_km, altitude_km, sight, outlook.lat)
        if reach is not None:
            return reach.outer_km, reach.inner_km, reach.decided_by
        return 0.0, 0.0, "slant" if reading == "slant" and altitude_km > range_km else "floor"
    if outlook.band_km is not None and not outlook.band_km[0] <= altitude_km <= outlook.band_km[1]:
        return 0.0, 0.0, "band"
    if reading == "ground":
        return range_km, 0.0, "range"
    radius_km = gaussian_radius_km(outlook.lat)
    return slant_to_ground(range_km, altitude_km, radius_km=radius_km) or 0.0, 0.0, "slant"


def steps_of(
    footprints: tuple[Footprint, ...], steps_km: Iterable[float], outlook: Outlook, draw: Drawing
) -> tuple[AtAltitude, ...]:
    """Return what every altitude on offer leaves of a layer.

    Where a source says neither slant nor ground, the nominal figure comes under both readings.
    """
    steps = []
    for altitude_km in steps_km:
        left = [
            left_at(footprint, altitude_km, outlook, draw, as_said(footprint, outlook))
            for footprint in footprints
        ]
        nominal = nominal_of(footprints)
        if nominal.measure == "unstated":
            other: Reading = "slant" if outlook.reading == "ground" else "ground"
            left.append(left_at(nominal, altitude_km, outlook, draw, other))
        steps.append(AtAltitude(altitude_km=altitude_km, left=tuple(left)))
    return tuple(steps)


def as_said(footprint: Footprint, outlook: Outlook) -> Reading:
    """Return how a footprint's range is read: as its source says, or else as the map assumes."""
    return (
        "slant"
        if footprint.measure == "slant"
        else ("ground" if footprint.measure == "ground" else outlook.reading)
    )


def drawn_at(
    footprints: tuple[Footprint, ...], altitude_km: float, outlook: Outlook, draw: Drawing
) -> tuple[Footprint, ...]:
    """Return footprints cut down to what one altitude leaves of them, and labelled so."""
    cut = []
    for footprint in footprints:
        left = left_at(footprint, altitude_km, outlook, draw, as_said(footprint, outlook))
        what = t("{km:,.0f} km at {altitude_km:g} km altitude", km=left.outer_km, altitude_km=altitude_km)
        if not left.geometry:
            what = t("nothing at {altitude_km:g} km altitude", altitude_km=altitude_km)
        edge_km = left.outer_km
        if outlook.skyline and left.geometry:
            what = t("up to {what}", what=what)
            drawn = (footprint.range_km, left.reading, left.outer_km, left.inner_km)
            edge_km = reaches_toward(outlook, altitude_km, [drawn], draw.label_azimuth_deg)[0][0]
        cut.append(
            dataclasses.replace(
                footprint,
                reach_km=left.outer_km,
                inner_km=left.inner_km,
                label=strung([footprint.label, what]),
                area_km2=left.area_km2,
                geometry=left.geometry or {"type": "MultiPolygon", "coordinates": []},
                label_at=draw.edge(edge_km),
            )
        )
    return tuple(cut)


def lowest_bands(
    footprints: tuple[Footprint, ...], steps_km: Iterable[float], outlook: Outlook, draw: Drawing
) -> tuple[LowestBand, ...]:
    """Return the fan cut by its lowest visible altitude: out to where each step is still in sight."""
    if outlook.sight is None:
        return ()
    nominal = nominal_of(footprints)
    if outlook.skyline and (over_hills := bands_over_terrain(nominal, steps_km, outlook, draw)):
        return over_hills
    bands: list[LowestBand] = []
    below_km, near_km = 0.0, nominal.inner_km
    for above_km in (*sorted(steps_km), None):
        if above_km is None:
            far_km = nominal.range_km
        else:
            reach = reach_at_altitude(GREATEST_RANGE_KM, above_km, outlook.sight, outlook.lat)
            far_km = min(round(reach.outer_km, 5) if reach else 0.0, nominal.range_km)
        if far_km - near_km >= LEAST_KM:
            bands.append(
                LowestBand(
                    from_km=near_km,
                    to_km=far_km,
                    lowest_from_km=below_km,
                    lowest_to_km=above_km,
                    geometry=draw.shape(draw.fan(far_km, near_km)),
                )
            )
            near_km = far_km
        below_km = above_km or below_km
    return tuple(bands)
