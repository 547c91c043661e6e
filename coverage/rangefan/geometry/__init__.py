"""The Earth: geodesics, fans, their outlines, footprints and areas on WGS84. Knows no catalogue."""

from rangefan.geometry.area import area_km2, polygon_area_km2
from rangefan.geometry.fan import Fan, contains
from rangefan.geometry.geodesic import destination, inverse
from rangefan.geometry.polygons import feature, footprint
from rangefan.geometry.vertices import outline

__all__ = [
    "Fan",
    "area_km2",
    "contains",
    "destination",
    "feature",
    "footprint",
    "inverse",
    "outline",
    "polygon_area_km2",
]
