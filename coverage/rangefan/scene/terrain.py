"""What the skyline leaves of a radar's figures at an altitude: shapes, bands and reaches by azimuth."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from rangefan.geometry import (
    Sight,
    azimuth_steps,
    polygon_area_km2,
    reach_at_altitude,
    reach_by_azimuth,
    share_cut,
    skyline_around,
)
from rangefan.geometry.fan import GREATEST_RANGE_KM, LEAST_RANGE_KM
from rangefan.geometry.skyline import LEAST_CUT_KM
from rangefan.language import t
from rangefan.scene.drawing import Drawing, geojson
from rangefan.scene.nouns import Direction, Footprint, Left, LowestBand, Place, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rangefan.geometry import Skyline
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.scene.altitude import Outlook, Reading

    Array: TypeAlias = NDArray[np.float64]
    # Range as published, how it is read, and the outer and inner range drawn.
    Drawn: TypeAlias = tuple[float, Reading, float, float]


def skyline_of(
    dem: ElevationModel, place: Place, direction: Direction | None, range_km: float, sight: Sight
) -> Skyline:
    """Return the skyline over a layer's fan; all around where it could face any way."""
    azimuths = azimuth_steps()
    if direction and direction.published:
        azimuths = azimuth_steps(direction.azimuth_deg, direction.width_deg)
    elif direction:
        azimuths += direction.azimuth_deg - direction.width_deg / 2 + 180  # begins where the fan does
    return skyline_around(
        dem,
        place.lat,
        place.lon,
        azimuths,
        range_km,
        site_altitude_km=sight.site_altitude_km,
        refraction=sight.refraction,
    )


def _toward(skyline: Skyline, rim: Array, azimuths_deg: Array) -> Array:
    """Return a rim at other azimuths: even between neighbours, as it is drawn."""
    import numpy as np

    return np.asarray(np.interp(azimuths_deg, skyline.azimuths_deg, rim, period=360))


def _across(draw: Drawing) -> Array:
    turn = draw.direction
    return azimuth_steps(turn.azimuth_deg, turn.width_deg) if turn else azimuth_steps()


def left_over_terrain(smooth: Left, footprint: Footprint, at: tuple[float, Outlook, Drawing]) -> Left:
    """Return what terrain leaves of what an altitude left over a smooth Earth.

    Parameters
    ----------
    smooth : Left
        Where nothing is left it stays so.
    footprint : Footprint
    at : (float, Outlook, Drawing)
        The altitude in km, the outlook, which has a skyline, and what draws the layer.
    """
    altitude_km, outlook, draw = at
    if outlook.sight is None or outlook.skyline is None or smooth.geometry is None:
        return smooth
    sight = dataclasses.replace(outlook.sight, measure=smooth.reading)
    reach = reach_at_altitude(footprint.range_km, altitude_km, sight, outlook.lat)
    assert reach is not None  # something is left over the smooth Earth
    found = reach_by_azimuth(
        footprint.range_km, altitude_km, sight, outlook.lat, outlook.skyline.elevation_deg
    )
    azimuths = _across(draw)
    rim = _toward(outlook.skyline, found, azimuths)
    cut = share_cut(rim, reach)
    if not cut:
        return smooth
    shape = draw.rim(azimuths, rim, smooth.inner_km)
    nothing = shape.is_empty
    low_km, high_km = float(rim.min()), float(rim.max())
    words = t("the terrain ({low_km:,.0f} to {high_km:,.0f} km by direction)", low_km=low_km, high_km=high_km)
    if cut < 0.995:
        words = t(
            "the terrain in {share:.0%} of directions (down to {low_km:,.0f} km), elsewhere {limit}",
            share=cut,
            low_km=low_km,
            limit=smooth.decided_by,
        )
    return dataclasses.replace(
        smooth,
        outer_km=0.0 if nothing else round(float(rim.max()), 3),
        inner_km=0.0 if nothing else smooth.inner_km,
        decided_by=t("the terrain") if nothing else words,
        area_km2=0.0 if nothing else round(polygon_area_km2(shape), 1),
        geometry=None if nothing else geojson(shape.geoms),
    )


def bands_over_terrain(
    nominal: Footprint, steps_km: Iterable[float], outlook: Outlook, draw: Drawing
) -> tuple[LowestBand, ...]:
    """Return the fan cut by its lowest visible altitude over terrain, each band from rim to rim.

    A band's distances are those of its nearest and its farthest part, so bands overlap in distance; none
    overlaps another on the map. Without any band terrain takes nothing.
    """
    import numpy as np

    assert outlook.sight is not None
    assert outlook.skyline is not None
    azimuths = _across(draw)
    bands: list[LowestBand] = []
    below_km, near, is_cut = 0.0, np.full(azimuths.size, nominal.inner_km), False
    for above_km in (*sorted(steps_km), None):
        far = np.full(azimuths.size, nominal.range_km)
        if above_km is not None:
            asked = GREATEST_RANGE_KM, above_km, outlook.sight, outlook.lat
            rim = _toward(outlook.skyline, reach_by_azimuth(*asked, outlook.skyline.elevation_deg), azimuths)
            smooth = reach_at_altitude(*asked)
            far = np.minimum(rim, far)
            is_cut |= smooth is not None and bool(
                (far < min(smooth.outer_km, nominal.range_km) - LEAST_CUT_KM).any()
            )
        far = np.maximum(far, near)
        some = far - near >= LEAST_RANGE_KM
        if some.any() and not (shape := draw.rim(azimuths, far, near)).is_empty:
            bands.append(
                LowestBand(
                    from_km=round(float(near[some].min()), 3),
                    to_km=round(float(far[some].max()), 3),
                    lowest_from_km=below_km,
                    lowest_to_km=above_km,
                    geometry=geojson(shape.geoms),
                )
            )
            near = far
        below_km = above_km or below_km
    return tuple(bands) if is_cut else ()


def reaches_toward(
    outlook: Outlook, altitude_km: float, drawn: Iterable[Drawn], azimuth_deg: float
) -> list[tuple[float, float]]:
    """Return outer and inner ranges of what is drawn at an altitude, toward one azimuth.

    Those drawn, where the skyline does not hold the azimuth: the published sector lies elsewhere.
    """
    import numpy as np

    assert outlook.sight is not None
    assert outlook.skyline is not None
    azimuths = outlook.skyline.azimuths_deg
    along = float(azimuths[0]) + (azimuth_deg - float(azimuths[0])) % 360
    right = max(1, int(np.searchsorted(azimuths, along)))
    found = []
    for range_km, reading, outer_km, inner_km in drawn:
        if outer_km and right < azimuths.size:
            pair = slice(right - 1, right + 1)
            sight = dataclasses.replace(outlook.sight, measure=reading)
            angles = outlook.skyline.elevation_deg[pair]
            rim = reach_by_azimuth(range_km, altitude_km, sight, outlook.lat, angles)
            outer_km = float(np.interp(along, azimuths[pair], rim))
        found.append((outer_km, inner_km))
    return found


def band_between(low: Footprint, high: Footprint) -> Shape | None:
    """Return what lies between the low and the high figure, where terrain bounds both."""
    from shapely.geometry import shape

    between = shape(high.geometry).difference(shape(low.geometry))
    if between.is_empty:
        return None
    from rangefan.geometry.polygons import polygons_of

    text = t("between the low and the high figure; not widened for the site: terrain is that of the point")
    return Shape(geometry=geojson(polygons_of(between)), text=text)
