"""What the page says of altitude before any script runs: the control's steps, and a table of what is left."""

from __future__ import annotations

from math import floor
from typing import Any

from rangefan.language import Said, listed, number, strung, t
from rangefan.outputs.legend import PICK_WORDS, label

PICKS = ("low", "nominal", "high")
READINGS = {"ground": t("ground"), "slant": t("slant")}


def altitude_control(scene: dict[str, Any]) -> dict[str, Any] | None:
    """Return the steps the control offers, and whether it colours by lowest visible altitude."""
    steps = next((layer["at_altitude"] for layer in scene["layers"] if layer.get("at_altitude")), None)
    if not steps:
        return None
    return {
        "steps": [t("{km:,g} km", km=step["altitude_km"]) for step in steps],
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
        "altitude": t("{km:,g} km", km=step["altitude_km"]),
        "reaches": [_reach(drawn[pick]) if pick in drawn else "" for pick in PICKS],
        "other": t(
            "{km} as {reading}", km=_reach(other), reading=READINGS.get(other["reading"], other["reading"])
        )
        if other
        else "",
        "decided": _decided(list(drawn.values())),
    }


def _reach(left: dict[str, Any]) -> Said:
    if not left["geometry"]:
        return t("nothing")
    outer = kilometres(left["outer_km"])
    return (
        t("{from_km} to {to_km}", from_km=kilometres(left["inner_km"]), to_km=outer)
        if left["inner_km"]
        else outer
    )


def _decided(drawn: list[dict[str, Any]]) -> str:
    """Say what decided, once where it is the same for every figure."""
    reasons: dict[str, None] = dict.fromkeys(left["decided_by"] for left in drawn)
    if len(reasons) == 1:
        return next(iter(reasons))
    return strung(
        [
            t(
                "{picks}: {reason}",
                picks=listed(
                    PICK_WORDS.get(left["pick"], left["pick"])
                    for left in drawn
                    if left["decided_by"] == reason
                ),
                reason=reason,
            )
            for reason in reasons
        ],
        "; ",
    )


def kilometres(km: float) -> Said:
    """Return kilometres at the precision of the page, halves up as in `altitude.js`.

    Examples
    --------
    >>> kilometres(347.814), kilometres(1346.5), kilometres(4.26)
    ('348', '1,347', '4.3')
    """
    return number(floor(km * 10 + 0.5) / 10, 1) if 0 < km < 9.95 else number(floor(km + 0.5))
