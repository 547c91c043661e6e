"""Two placements on one page: the layers of both, and a table of what changes from A to B."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rangefan.language import Said, number, t
from rangefan.mapfile import MapFile
from rangefan.outputs.page import render_page
from rangefan.outputs.tables import ANSWER, MARK
from rangefan.scene import Comparison, Scene, resolve

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.scene.comparison import AreaChange, PeopleChange, TownChange

_B = "b-"  # before the ids of B's layers


def comparison_page(before: MapFile, after: MapFile, found: Comparison, catalogue: Catalogue) -> str:
    """Return a page with the layers of both maps, and the table of what changes.

    What both have alike stands once. What B has otherwise is called B and drawn in purple, radars dashed as
    they are; the frame, the towns and the words are those of A, with B's other towns.

    Parameters
    ----------
    before, after : MapFile
        A and B, read and checked against the same catalogue.
    found : Comparison
        Of their scenes.
    catalogue : Catalogue
        Where their figures and places come from.
    """
    changed = {*found.layers, *found.only_after}
    names = {layer.id: layer.name for layer in resolve(after, catalogue).layers}
    added = tuple(
        dataclasses.replace(layer, id=f"{_B}{layer.id}", name=f"B · {names[layer.id]}", color="purple")
        for layer in after.layers
        if layer.id in changed
    )
    towns = dataclasses.replace(
        before.towns, show=tuple(dict.fromkeys((*before.towns.show, *after.towns.show)))
    )
    layers = (*before.layers, *added)
    both = dataclasses.replace(before, layers=layers, towns=towns, steps=(), positions=None)
    scene = resolve(both, catalogue)
    return render_page(scene, compared=_table(found, scene))


def _table(found: Comparison, scene: Scene) -> dict[str, Any]:
    """Return the rows of what changes, as text."""
    names = {layer.id.removeprefix(_B): layer.name.removeprefix("B · ") for layer in scene.layers}
    picks = {"low": t("low"), "nominal": t("nominal"), "high": t("high")}

    def whose(footprint: str) -> Said:
        layer, _, pick = footprint.partition("/")
        return t("{layer}, {pick}", layer=names[layer], pick=picks[pick])

    return {
        "titles": (found.before, found.after),
        "towns": [_town(row, names[row.layer]) for row in found.towns if row.answer_changes],
        "grounds": [_ground(row, whose(row.footprint)) for row in found.countries]
        + [_people(row, whose(row.footprint)) for row in found.people],
    }


def _town(row: TownChange, layer: str) -> dict[str, Any]:
    def cell(answer: str | None, km: float | None) -> dict[str, Any]:
        if answer is None:
            return {"mark": "", "text": t("not drawn"), "km": ""}
        return {"mark": MARK[answer], "text": ANSWER[answer], "km": t("{km} km", km=number(km or 0.0))}

    cells = (cell(row.before, row.before_km), cell(row.after, row.after_km))
    return {"name": row.town, "layer": layer, "cells": cells}


def _ground(row: AreaChange, footprint: Said) -> dict[str, Any]:
    from rangefan.gazetteer import country_name

    cells = [t("{area} km²", area=number(area)) for area in (row.before_km2, row.after_km2)]
    return {"name": country_name(row.code), "footprint": footprint, "cells": cells}


def _people(row: PeopleChange, footprint: Said) -> dict[str, Any]:
    cells = [
        t("not available") if count is None else number(round(count, -3)) for count in (row.before, row.after)
    ]
    return {"name": t("People counted, South Korea"), "footprint": footprint, "cells": cells}
