"""The page's tables: towns, figures and footprints as rows of plain text."""

from __future__ import annotations

from typing import Any

from rangefan.language import number, strung, t
from rangefan.outputs.legend import PICK_WORDS, STATUS_WORDS, label

MARK = {"in": "●", "depends": "◐", "out": "○"}
MEASURE = {"slant": t("along the slant"), "ground": t("over the ground"), "unstated": ""}
ANSWER = {"in": t("in"), "depends": t("depends"), "out": t("out")}
FEW_LAYERS = 6
FEW_SITES = 2


def towns_table(scene: dict[str, Any]) -> dict[str, Any]:
    """Return the towns' table: a column for each layer, or in and depends as lists where layers are many."""
    layers = scene["layers"]
    sites = list({layer["site"]["id"]: layer["site"] for layer in layers}.values())
    sites = sites if len(sites) <= FEW_SITES else []
    names = [label(layer, layers) for layer in layers]
    wide = len(layers) <= FEW_LAYERS
    rows = []
    for town in scene["towns"]:
        cells = [_cell(town, layer) for layer in layers]
        rows.append(
            {
                "name": town["name"],
                "country": town["country_name"],
                "distances": [
                    (number(town["distance_km"][site["id"]]), f"{town['azimuth_deg'][site['id']]:.0f}°")
                    for site in sites
                ],
                "cells": [[cell] for cell in cells]
                if wide
                else [
                    [
                        cell | {"text": name}
                        for cell, name in zip(cells, names, strict=True)
                        if cell["answer"] == answer
                    ]
                    for answer in ("in", "depends")
                ],
            }
        )
    columns = names if wide else [t("Inside"), t("Depends")]
    return {"sites": sites, "columns": columns, "by_layer": wide, "rows": rows}


def _cell(town: dict[str, Any], layer: dict[str, Any]) -> dict[str, str]:
    cell = town["cells"].get(layer["id"], {"answer": "out", "why": ""})
    return {
        "answer": cell["answer"],
        "mark": MARK[cell["answer"]],
        "text": ANSWER[cell["answer"]],
        "why": cell["why"],
    }


def figures_table(scene: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each system with every published figure, in the scene's order; `index` is the row's address."""
    sources = {source["id"]: source for source in scene["sources"]}
    names = {layer["id"]: label(layer, scene["layers"]) for layer in scene["layers"]}
    systems: dict[str, dict[str, Any]] = {}
    for index, figure in enumerate(scene["figures"]):
        source = sources[figure["source"]]
        system = systems.setdefault(figure["system"], {"name": figure["system_name"], "figures": []})
        drawn = [names[layer] for layer in figure["drawn_by"] if layer in names]
        system["figures"].append(
            {
                "index": index,
                "text": figure["text"] or t("no number"),
                "quantity": figure["quantity"],
                "mode": strung(filter(None, (figure["mode"], figure["target"])), ", "),
                "measure": MEASURE[figure["measure"]],
                "drawn": t(
                    "{picks}: {layers}",
                    picks=strung([PICK_WORDS.get(pick, pick) for pick in figure["picks"]], ", "),
                    layers=strung(drawn, ", "),
                )
                if drawn
                else "",
                "said": figure["said"].rstrip("."),
                "note": figure["note"].rstrip("."),
                "origin": t("copy or report of {who}", who=source["repost_of"])
                if source["repost_of"]
                else "",
                "source": source["id"],
                **{key: source[key] or "" for key in ("publisher", "title", "date")},
            }
        )
    return list(systems.values())


def footprints_table(scene: dict[str, Any]) -> list[dict[str, str]]:
    """Return a row for each footprint drawn."""
    return [
        {
            "layer": label(layer, scene["layers"]),
            "pick": PICK_WORDS.get(footprint["pick"], footprint["pick"]),
            "label": footprint["label"],
            "direction": layer["direction"]["text"] if layer["direction"] else t("all round"),
            "status": STATUS_WORDS.get(layer["status"], "") or layer["status_text"],
            "area": number(footprint["area_km2"]),
        }
        for layer in scene["layers"]
        for footprint in layer["footprints"]
    ]
