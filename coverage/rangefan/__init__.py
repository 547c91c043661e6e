"""Illustrative radar and interceptor footprints from published nominal ranges.

Examples
--------
>>> import rangefan
>>> fan = rangefan.Fan(lat=36.0, lon=128.0, range_km=600, azimuth_deg=0, width_deg=120)
>>> round(rangefan.area_km2(fan))
376713
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from rangefan.answers import claims_tested, positions_on
    from rangefan.catalogue import Catalogue, load
    from rangefan.errors import FileError, InputError, Problem, RangeError, RangefanError, UsageError
    from rangefan.geometry import Fan, area_km2, contains, footprint, shared_km2
    from rangefan.mapfile import MapFile, read_map
    from rangefan.outputs import (
        build,
        card_png,
        notebook_bundle,
        picture_pdf,
        picture_png,
        picture_svg,
        render_page,
        scene_layer,
        to_folium,
        to_geodataframe,
    )
    from rangefan.scene import Comparison, Scene, compare, inside, resolve

# The front door: every name, and the room it lives in. A room is entered when one of its names is used,
# so that `rangefan list` does not pay for folium and geopandas.
_ROOMS = {
    "answers": ["claims_tested", "positions_on"],
    "catalogue": ["Catalogue", "load"],
    "errors": ["FileError", "InputError", "Problem", "RangeError", "RangefanError", "UsageError"],
    "geometry": ["Fan", "area_km2", "contains", "footprint", "shared_km2"],
    "mapfile": ["MapFile", "read_map"],
    "outputs": [
        "build",
        "card_png",
        "notebook_bundle",
        "picture_pdf",
        "picture_png",
        "picture_svg",
        "render_page",
        "scene_layer",
        "to_folium",
        "to_geodataframe",
    ],
    "scene": ["Comparison", "Scene", "compare", "inside", "resolve"],
}
_NAMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Catalogue",
    "Comparison",
    "Fan",
    "FileError",
    "InputError",
    "MapFile",
    "Problem",
    "RangeError",
    "RangefanError",
    "Scene",
    "UsageError",
    "area_km2",
    "build",
    "card_png",
    "claims_tested",
    "compare",
    "contains",
    "footprint",
    "inside",
    "load",
    "notebook_bundle",
    "picture_pdf",
    "picture_png",
    "picture_svg",
    "positions_on",
    "read_map",
    "render_page",
    "resolve",
    "scene_layer",
    "shared_km2",
    "to_folium",
    "to_geodataframe",
]


def __getattr__(name: str) -> object:
    if name in _NAMES:
        return getattr(importlib.import_module(f"rangefan.{_NAMES[name]}"), name)
    raise AttributeError(f"module 'rangefan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
