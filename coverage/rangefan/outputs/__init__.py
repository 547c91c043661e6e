"""What a scene becomes. A name is loaded when first asked for: folium is slow to import."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rangefan.outputs.frames import to_geodataframe
    from rangefan.outputs.loopback import serve
    from rangefan.outputs.notebook import notebook_bundle
    from rangefan.outputs.overlay import SceneLayer, scene_layer, to_folium
    from rangefan.outputs.page import render_page
    from rangefan.outputs.picture import card_png, picture_pdf, picture_png, picture_svg
    from rangefan.outputs.publish import Built, build
    from rangefan.outputs.still import still_svg

__all__ = [
    "Built",
    "SceneLayer",
    "build",
    "card_png",
    "notebook_bundle",
    "picture_pdf",
    "picture_png",
    "picture_svg",
    "render_page",
    "scene_layer",
    "serve",
    "still_svg",
    "to_folium",
    "to_geodataframe",
]

_HOME = {
    "Built": "publish",
    "build": "publish",
    "card_png": "picture",
    "notebook_bundle": "notebook",
    "picture_pdf": "picture",
    "picture_png": "picture",
    "picture_svg": "picture",
    "to_geodataframe": "frames",
    "SceneLayer": "overlay",
    "render_page": "page",
    "scene_layer": "overlay",
    "serve": "loopback",
    "still_svg": "still",
    "to_folium": "overlay",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
