"""What of one layer of a side view is drawn firmly, and what has a name."""

from __future__ import annotations

from typing import Any

from rangefan.language import t
from rangefan.outputs.legend import STATUS_WORDS


def main_edge(layer: dict[str, Any]) -> dict[str, Any]:
    """Return the edge drawn firmly: the nominal figure as the map reads it, else the first."""
    drawn = [edge for edge in layer["edges"] if edge["assumed"]]
    return next((edge for edge in drawn if edge["pick"] == "nominal"), drawn[0])


def named_edges(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the edges with a name: those the map draws, less those that lie on the firm one."""
    main = main_edge(layer)
    return [
        edge
        for edge in layer["edges"]
        if edge["assumed"] and (edge is main or edge["range_km"] != main["range_km"])
    ]


def flagged_name(layer: dict[str, Any]) -> str:
    """Return a system's name, marked where no source records it there."""
    name: str = layer["system_name"]
    flag = STATUS_WORDS.get(layer["status"])
    return t("{status}: {system}", status=flag, system=name) if flag else name


def lowest_ray(layer: dict[str, Any]) -> dict[str, Any] | None:
    """Return the line below which nothing is in sight."""
    rays = {profile["kind"]: profile for profile in layer["profiles"]}
    return rays.get("floor") or rays.get("horizon")
