"""What terrain leaves, for `ring` and `floor`: the elevations asked for, and the facts to print."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rangefan.errors import UsageError

if TYPE_CHECKING:
    from shapely import MultiPolygon

    from rangefan.geometry import Fan, Sight, Skyline
    from rangefan.geometry.elevation_model import ElevationModel

COARSE = "coarse"


def elevations(words: Sequence[str] | None) -> ElevationModel | None:
    """Open what `--dem` names: files, folders, or the word for the embedded grid; None for nothing.

    Raises
    ------
    UsageError
        If the word stands beside files, or rasterio is not installed.
    FileError, InputError
        As `read_dem` does.
    """
    if not words:
        return None
    if COARSE in words:
        if len(words) > 1:
            raise UsageError(f"--dem {COARSE} is a grid of its own: leave it out, or leave out the files")
        from rangefan.gazetteer import coarse_dem

        return coarse_dem()
    if find_spec("rasterio") is None:
        raise UsageError("--dem FILE needs rasterio: pip install 'rangefan[terrain]'")
    from rangefan.geometry.mosaic import read_dem

    return read_dem(*words)


def facts(skyline: Skyline) -> dict[str, object]:
    """Return what the elevations were and how the skyline was taken from them, for JSON."""
    return {
        "terrain": {
            "source": skyline.source,
            "cell_km": round(skyline.cell_km, 4),
            "datum": skyline.datum,
            "k": skyline.k,
            "skyline_within_km": round(skyline.within_km, 3),
            "antenna_altitude_km": round(skyline.antenna_km, 4),
            "text": skyline.text,
        }
    }


def ring_left(
    fan: Fan, altitude_km: float, sight: Sight, site_altitude_km: float | None, dem: ElevationModel
) -> tuple[MultiPolygon, dict[str, Any], str]:
    """Return the shape that altitude and terrain leave of a fan, its properties, and words."""
    from rangefan.geometry import (
        azimuth_steps,
        polygon_area_km2,
        reach_at_altitude,
        reach_by_azimuth,
        rim_footprint,
        share_cut,
        skyline_around,
    )

    azimuths = azimuth_steps(fan.azimuth_deg, fan.width_deg)
    skyline = skyline_around(
        dem,
        fan.lat,
        fan.lon,
        azimuths,
        fan.range_km,
        site_altitude_km=site_altitude_km,
        refraction=sight.refraction,
    )
    sight = dataclasses.replace(sight, site_altitude_km=skyline.antenna_km)
    outer = reach_by_azimuth(fan.range_km, altitude_km, sight, fan.lat, skyline.elevation_deg)
    smooth = reach_at_altitude(fan.range_km, altitude_km, sight, fan.lat)
    inner_km = max(fan.inner_km, smooth.inner_km if smooth else 0.0)
    shape = rim_footprint(fan.lat, fan.lon, azimuths, outer, inner_km)
    found: dict[str, Any] = {"site_altitude_km": skyline.antenna_km, **facts(skyline)}
    if smooth is None or shape.is_empty:
        return shape, found, f"nothing at {altitude_km:g} km is within these limits"
    cut = share_cut(outer, smooth)
    found |= {
        "outer_km": float(outer.max()),
        "least_outer_km": float(outer.min()),
        "inner_km": inner_km,
        "decided_by": "terrain" if cut else smooth.decided_by,
        "decided_by_terrain_share": round(cut, 4),
        "without_terrain": {"outer_km": smooth.outer_km, "decided_by": smooth.decided_by},
        "hole_by": smooth.hole_by,
        "area_km2": round(polygon_area_km2(shape), 1),
        "azimuths_deg": [round(azimuth, 6) for azimuth in azimuths.tolist()],
        "outer_km_by_azimuth": [round(km, 3) for km in outer.tolist()],
    }
    says = (
        f"{outer.min():.1f} to {outer.max():.1f} km over the ground, {smooth.outer_km:.1f} km without terrain"
    )
    return shape, found, f"at {altitude_km:g} km: {says}; terrain decides in {cut:.0%} of directions"
