"""What the page says of altitude before any script runs: the control's steps, and a table of what is left."""

from __future__ import annotations

from math import floor
from typing import Any

from rangefan.outputs.legend import label

PICKS = ("low", "nominal", "high")


def altitude_control(scene: dict[str, Any]) -> dict[str, Any] | None:
    """Return the steps the control offers, and whether it colours by lowest visible altitude."""
    steps = next((layer["at_altitude"] for layer in scene["layers"] if layer.get("at_altitude")), None)
    if not steps:
        return None
    return {
        "steps": [f"{step['altitude_km']:g} km" for step in steps],
        "lowest": any(layer.get("lowest_visible") for layer in scene["layers"]),
    }


def altitude_table(scene: dict[str, Any]) -> list[dict[str, Any]]:
    """Return, for each layer with altitudes on offer, how it looks out and a row for each altitude."""
    return [
        {
            "name": label(layer, scene["layers"]),
            "sight": layer["sight"]["text"] if layer["sight"] else "",
            "rows": [_row(step, len(layer["footprints"])) for step in layer["at_altitude"]],
        }
        for layer in scene["layers"]
        if layer.get("at_altitude")
    ]


def _row(step: dict[str, Any], picks: int) -> dict[str, Any]:
    """One altitude of one layer; after the picks `left` may hold the nominal under the other reading."""
    drawn = {left["pick"]: left for left in step["left"][:picks]}
    other = step["left"][picks] if len(step["left"]) > picks else None
    return {
        "altitude": f"{step['altitude_km']:g} km",
        "reaches": [_reach(drawn[pick]) if pick in drawn else "" for pick in PICKS],
        "other": f"{_reach(other)} as {other['reading']}" if other else "",
        "decided": _decided(list(drawn.values())),
    }


def _reach(left: dict[str, Any]) -> str:
    if not left["geometry"]:
        return "nothing"
    inner = f"{kilometres(left['inner_km'])} to " if left["inner_km"] else ""
    return f"{inner}{kilometres(left['outer_km'])}"


def _decided(drawn: list[dict[str, Any]]) -> str:
    """Say what decided, once where it is the same for every figure."""
    reasons = dict.fromkeys(left["decided_by"] for left in drawn)
    if len(reasons) == 1:
        return str(next(iter(reasons)))
    return "; ".join(
        f"{' and '.join(left['pick'] for left in drawn if left['decided_by'] == reason)}: {reason}"
        for reason in reasons
    )


def kilometres(km: float) -> str:
    """Return kilometres at the precision of the page, halves up as in `altitude.js`.

    Examples
    --------
    >>> kilometres(347.814), kilometres(1346.5), kilometres(4.26)
    ('348', '1,347', '4.3')
    """
    return f"{floor(km * 10 + 0.5) / 10:.1f}" if 0 < km < 9.95 else f"{floor(km + 0.5):,}"
