"""A scene in a notebook: the page in a frame of its own, the picture, and the alternative text."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from typing import Any

from rangefan.outputs.assets import HasScene, scene_dict
from rangefan.outputs.page import render_page
from rangefan.outputs.picture import picture_pdf, picture_svg

FRAME_HEIGHT_PX = 900


def notebook_bundle(scene: HasScene | Mapping[str, Any]) -> dict[str, str]:
    """Return what a notebook may show of a scene, by media type; it takes the richest it can.

    Parameters
    ----------
    scene : Scene or mapping
        Schema rangefan-scene/1. All its text is taken as hostile and shown as it is.

    Returns
    -------
    dict of str to str
        `text/html`, the whole page in a sandboxed frame that cannot reach the notebook; `image/svg+xml` and
        `application/pdf` (in base64, as notebooks keep it), the picture; `text/plain`, the alternative text.
    """
    data = scene_dict(scene)
    title = html.escape(f"{data['map']['title']} ({data['illustrative']})")
    frame = (
        f'<iframe title="{title}" width="100%" height="{FRAME_HEIGHT_PX}" loading="lazy" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
        f'style="border:0" srcdoc="{html.escape(render_page(data))}"></iframe>'
    )
    return {
        "text/html": frame,
        "image/svg+xml": picture_svg(scene),
        "application/pdf": base64.b64encode(picture_pdf(scene)).decode(),
        "text/plain": f"{data['map']['title']}\n{data['alt']}\n{data['illustrative']}",
    }
