"""The Earth: geodesics, fans, their outlines, footprints and areas on WGS84. Knows no catalogue."""

from rangefan.geometry.area import area_km2, polygon_area_km2
from rangefan.geometry.atmosphere import FOUR_THIRDS_EARTH, RAY_TRACED, REFRACTIONS, UNREFRACTED, Refraction
from rangefan.geometry.fan import Fan, contains
from rangefan.geometry.geodesic import destination, inverse
from rangefan.geometry.overlap import shared_km2
from rangefan.geometry.polygons import feature, footprint, shape_feature
from rangefan.geometry.rim import rim_footprint
from rangefan.geometry.sight import Limit, Reach, Sight, lowest_visible_km, reach_at_altitude
from rangefan.geometry.skyline import (
    Skyline,
    azimuth_steps,
    lowest_over_skyline_km,
    reach_by_azimuth,
    share_cut,
    skyline_around,
)
from rangefan.geometry.sphere import beam_at_slant, gaussian_radius_km, ground_to_slant, slant_to_ground
from rangefan.geometry.vertices import outline

__all__ = [
    "FOUR_THIRDS_EARTH",
    "RAY_TRACED",
    "REFRACTIONS",
    "UNREFRACTED",
    "Fan",
    "Limit",
    "Reach",
    "Refraction",
    "Sight",
    "Skyline",
    "area_km2",
    "azimuth_steps",
    "beam_at_slant",
    "contains",
    "destination",
    "feature",
    "footprint",
    "gaussian_radius_km",
    "ground_to_slant",
    "inverse",
    "lowest_over_skyline_km",
    "lowest_visible_km",
    "outline",
    "polygon_area_km2",
    "reach_at_altitude",
    "reach_by_azimuth",
    "rim_footprint",
    "shape_feature",
    "share_cut",
    "shared_km2",
    "skyline_around",
    "slant_to_ground",
]
