"""What a scene becomes: a list of names. Each is loaded when first asked for, for folium is slow to import."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rangefan.outputs.overlay import SceneLayer, scene_layer, to_folium
    from rangefan.outputs.page import render_page
    from rangefan.outputs.still import still_svg

__all__ = ["SceneLayer", "render_page", "scene_layer", "still_svg", "to_folium"]

_HOME = {
    "SceneLayer": "overlay",
    "render_page": "page",
    "scene_layer": "overlay",
    "still_svg": "still",
    "to_folium": "overlay",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
