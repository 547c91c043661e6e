"""The story as the page lists it: each step with its sources, and what a script needs to show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rangefan.outputs.assets import json_text


def story(scene: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps for the page's template; none for a map that tells no story.

    What the map does at a step stands in its list item, as JSON in a data attribute: the scene's own data in
    the page need not carry it again.
    """
    sources = {source["id"]: source for source in scene["sources"]}
    return [
        {
            **{key: step[key] for key in ("date", "title", "text")},
            "sources": [sources[name] for name in step["sources"]],
            "does": json_text(
                {key: step[key] for key in ("date", "show", "pick", "altitude", "bounds", "focus")}
            ),
        }
        for step in scene.get("steps", ())
    ]
