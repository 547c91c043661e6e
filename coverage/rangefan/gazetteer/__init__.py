"""Borders, towns, people, elevation and names around Korea, from small files with their provenance."""

from __future__ import annotations

from rangefan.gazetteer.basemap import basemap
from rangefan.gazetteer.elevation import ElevationGrid, coarse_dem, elevation_grid, elevation_m
from rangefan.gazetteer.globe import coarse_land, orthographic
from rangefan.gazetteer.names import LANGUAGES, country_name, credits, provenance
from rangefan.gazetteer.people import CensusTown, people
from rangefan.gazetteer.shapes import Province, country_shape, provinces
from rangefan.gazetteer.towns import AmbiguousTownError, Town, UnknownTownError, city_outline, town, towns

__all__ = [
    "LANGUAGES",
    "AmbiguousTownError",
    "CensusTown",
    "ElevationGrid",
    "Province",
    "Town",
    "UnknownTownError",
    "basemap",
    "city_outline",
    "coarse_dem",
    "coarse_land",
    "country_name",
    "country_shape",
    "credits",
    "elevation_grid",
    "elevation_m",
    "orthographic",
    "people",
    "provenance",
    "provinces",
    "town",
    "towns",
]
