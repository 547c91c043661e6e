"""What the legend says: groups of layers, their state and figures, and the key to the marks."""

from __future__ import annotations

from typing import Any

from rangefan.gazetteer import country_name
from rangefan.language import strung, t

COLOURS = ("orange", "blue", "black", "purple", "grey")
ROLE_COLOUR = {"radar": "orange", "interceptor": "blue", "context": "grey"}
STATUS_WORDS = {"candidate": t("Candidate, not built"), "hypothetical": t("Hypothetical")}
KIND_WORDS = {"radar": t("Radars"), "interceptor": t("Interceptors"), "missile": t("Missiles")}
PICK_WORDS = {"low": t("low"), "nominal": t("nominal"), "high": t("high")}
# More layers than this are grouped, and the legend scrolls beside the map.
MANY = 8


def colour_class(layer: dict[str, Any]) -> str:
    """Return the class that colours a layer: the map file's choice, else its role's."""
    wished = layer["style"].get("color")
    return f"rf-{wished if wished in COLOURS else ROLE_COLOUR.get(layer['role'], 'grey')}"


def main_footprint(layer: dict[str, Any], pick: str = "nominal") -> dict[str, Any] | None:
    """Return the footprint drawn firmly: the one picked, else the nominal, else the first."""
    by_pick = {footprint["pick"]: footprint for footprint in layer["footprints"]}
    return by_pick.get(pick) or by_pick.get("nominal") or next(iter(by_pick.values()), None)


def legend(scene: dict[str, Any]) -> dict[str, Any]:
    """Return what the panel's template needs."""
    layers = scene["layers"]
    rows = [_row(layer, layers) for layer in layers]
    picks = {footprint["pick"] for layer in layers for footprint in layer["footprints"]}
    colour = next((row["colour"] for row in rows if row["visible"]), "rf-grey")
    return {
        "groups": _groups(scene, rows),
        "choice": len(picks) > 1,
        "long": len(layers) > MANY,
        "illustrative": scene["illustrative"],
        "key": {
            "colour": colour,
            "edge": len(picks) > 1,
            "band": next((layer["band"]["text"] for layer in layers if layer["band"]), ""),
            "any": next((layer["any_direction"]["text"] for layer in layers if layer["any_direction"]), ""),
            "towns": subject(scene) if scene["towns"] else "",
            "compared": bool(scene.get("compared")),
            "demarcation": any(line["kind"] == "demarcation" for line in scene["basemap"]["lines"]),
        },
    }


def subject(scene: dict[str, Any]) -> str:
    """Return, in words, which layers the towns' marks answer for; lettering.js has the same rule."""
    shown = [layer["name"] for layer in scene["layers"] if layer["visible"]]
    if len(shown) > 3:
        return t("of what is shown")
    return t("of {layer}", layer=shown[0]) if shown else t("of nothing shown")


def subject_layers(scene: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the layers the towns' marks answer for at first sight."""
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    return shown if len(shown) > 3 else shown[:1]


def label(layer: dict[str, Any], layers: list[dict[str, Any]]) -> str:
    """Return a name no other layer of the map has."""
    twins = [other for other in layers if other["name"] == layer["name"]]
    if len(twins) == 1:
        return layer["name"]  # type: ignore[no-any-return]
    same = [other for other in twins if other["site"]["name"] == layer["site"]["name"]]
    named = [layer["name"], layer["site"]["name"]]
    if len(same) > 1:
        named[1] = strung([named[1], f"({same.index(layer) + 1})"], " ")
    return strung(named, ", ")


def _row(layer: dict[str, Any], layers: list[dict[str, Any]]) -> dict[str, Any]:
    words = [STATUS_WORDS.get(layer["status"], ""), layer["status_text"]]
    if layer["status_text"].lower().startswith(layer["status"]):
        words[0] = ""
    direction = layer["direction"]["text"] if layer["direction"] else ""
    return {
        "id": layer["id"],
        "label": label(layer, layers),
        "kind": layer["kind"],
        "status": layer["status"],
        "facts": [fact for fact in (*words, direction, layer["altitude_text"]) if fact],
        "colour": colour_class(layer),
        "classes": f"rf-{layer['role']} is-{layer['status']} {colour_class(layer)}",
        "visible": layer["visible"],
        "exclusive": layer["exclusive"],
        "site": layer["site"],
        "system_name": layer["system_name"],
        "seen": bool(layer.get("at_altitude")),
        "figures": [
            {
                "km": t("{km:,g} km", km=footprint["range_km"]),
                "said": PICK_WORDS.get(footprint["pick"], footprint["pick"]),
            }
            for footprint in layer["footprints"]
        ],
    }


def _groups(scene: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One group for each antenna with several modes; the rest together, or by country where they are many."""
    modes: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["exclusive"]:
            modes.setdefault(row["exclusive"], []).append(row)
    antennas = [group for group in modes.values() if len(group) > 1]
    single = [row for row in rows if not any(row in group for group in antennas)]
    groups = []
    for number, group in enumerate(antennas):
        where = t("{system} at {place}", system=group[0]["system_name"], place=group[0]["site"]["name"])
        groups.append(
            {
                "number": number,
                "radio": True,
                "layers": group,
                "common": _common(group),
                "name": t("Radar mode") if len(antennas) == 1 else where,
                "off": not any(row["visible"] for row in group),
                "off_label": t("Radar not shown")
                if len(antennas) == 1
                else t("{radar}: not shown", radar=where),
            }
        )
    names = {country["iso_a3"]: country["name"] for country in scene["basemap"]["countries"]}
    names |= {town["country"]: town["country_name"] for town in scene["towns"]}
    countries = {row["site"]["country"] for row in single}
    split: dict[str, list[dict[str, Any]]] = {}
    name: str
    for row in single:
        if len(single) <= MANY:
            name = t("Also on the map") if antennas else t("On the map")
        elif len(countries) > 1:
            code = row["site"]["country"]  # of a place beyond the map's frame too
            name = names.get(code) or country_name(code)
        else:
            name = KIND_WORDS.get(row["kind"], t("Others"))
        split.setdefault(name, []).append(row)
    plain = {"radio": False, "number": 0}
    return groups + [
        plain | {"layers": group, "name": name, "common": _common(group)} for name, group in split.items()
    ]


def _common(group: list[dict[str, Any]]) -> str:
    """Take what all layers of a group share out of their rows, to be said once."""
    if len(group) < 2:
        return ""
    shared = [fact for fact in group[0]["facts"] if all(fact in row["facts"] for row in group)]
    for row in group:
        row["facts"] = [fact for fact in row["facts"] if fact not in shared]
    return strung(shared) if shared else ""
