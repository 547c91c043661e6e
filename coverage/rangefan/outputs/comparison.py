"""Two placements on one page: the layers of both, where only one reaches, and what changes from A to B."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rangefan.language import Said, listed, number, strung, t
from rangefan.mapfile import Layer, MapFile
from rangefan.outputs.differences import areas_of
from rangefan.outputs.page import render_page
from rangefan.outputs.tables import ANSWER, MARK
from rangefan.scene import Comparison, Scene, resolve

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.scene.comparison import AreaChange, Difference, PeopleChange, TownChange

Names = Mapping[str, str]  # of layers, by their ids


def comparison_page(before: MapFile, after: MapFile, found: Comparison, catalogue: Catalogue) -> str:
    """Return a page with the layers of both maps, and the table of what changes.

    Parameters
    ----------
    before, after : MapFile
        A and B, read and checked against the same catalogue.
    found : Comparison
        Of their scenes.
    catalogue : Catalogue
        Where their figures and places come from.
    """
    scene, names = comparison_scene(before, after, found, catalogue)
    return render_page(scene, compared=_table(found, names))


def comparison_scene(
    before: MapFile, after: MapFile, found: Comparison, catalogue: Catalogue
) -> tuple[dict[str, Any], Names]:
    """Return a scene of both maps as plain data, with what only one reaches, and the names of their layers.

    What both have alike stands once. What differs is called A and B; B is drawn in purple and in lines with
    dots between their dashes; where only one of the two reaches has a texture and a word. Towns, frame and
    notes are A's, with B's other towns. Parameters are those of `comparison_page`.
    """
    first, second = (resolve(mapped, catalogue) for mapped in (before, after))
    names: dict[str, str] = {layer.id: layer.name for scene in (second, first) for layer in scene.layers}
    twin = "b-"
    while any(layer.id.startswith(twin) for layer in before.layers):
        twin = f"b{twin}"
    both = _both(before, after, found, names, twin)
    scene = resolve(both, catalogue)
    if not _holds(scene, second):  # B would lie outside A's frame
        scene = resolve(dataclasses.replace(both, view=None), catalogue)
    data = scene.to_dict()
    pairs = [(name, f"{twin}{name}") for name in found.layers]
    changed = {name for pair in pairs for name in pair}
    # A ribbon below a texture would make it another one.
    data["layers"] = [
        {**layer, "band": None} if layer["id"] in changed else layer for layer in data["layers"]
    ]
    visible = {layer.id for layer in (*first.layers, *second.layers) if layer.visible}
    data["answer"] = tuple(_answer(found, names, visible))
    titles = first.map["title"], second.map["title"]
    data["map"] |= {
        "kicker": t("Two placements, side by side"),
        "title": t("A: {before} B: {after}", before=titles[0], after=titles[1])
        if titles[0] != titles[1]
        else t("A and B: {title}", title=titles[0]),
    }
    data["compared"] = areas_of(data, pairs)
    data["alt"] = strung(
        [
            scene.alt,
            t("Hatched: what only A reaches. Dotted: what only B reaches."),
            *(run["text"] for run in data["answer"]),
        ],
        " ",
    )
    return data, names


def _both(before: MapFile, after: MapFile, found: Comparison, names: Names, twin: str) -> MapFile:
    def called(layer: Layer, which: Said, **changes: Any) -> Layer:
        return dataclasses.replace(layer, name=which, **changes)

    gone = {*found.layers, *found.only_before}
    # Purple is B's.
    plain = [
        dataclasses.replace(layer, color="" if layer.color == "purple" else layer.color)
        for layer in before.layers
    ]
    ours = [
        called(layer, t("A · {layer}", layer=names[layer.id])) if layer.id in gone else layer
        for layer in plain
    ]
    theirs = [
        called(layer, t("B · {layer}", layer=names[layer.id]), id=f"{twin}{layer.id}", color="purple")
        for layer in after.layers
        if layer.id in {*found.layers, *found.only_after}
    ]
    towns = dataclasses.replace(
        before.towns, show=tuple(dict.fromkeys((*before.towns.show, *after.towns.show)))
    )
    return dataclasses.replace(
        before, layers=(*ours, *theirs), towns=towns, steps=(), positions=None, claims=None
    )


def _holds(scene: Scene, other: Scene) -> bool:
    """Tell whether all sites of another scene lie in the frame of this one."""
    west, south, east, north = scene.view["bounds"]
    sites = (layer.site for layer in other.layers if layer.visible)
    return all(south <= site.lat <= north and (site.lon - west) % 360 <= east - west for site in sites)


def _answer(found: Comparison, names: Names, visible: set[str]) -> Iterable[dict[str, Any]]:
    """Yield runs: which towns' answers change, layer by layer."""
    rows = [row for row in found.towns if row.answer_changes and row.layer in visible]
    if not rows:
        yield {"text": t("From A to B no listed town’s answer changes."), "strong": False}
        return
    yield {"text": t("From A to B these answers change."), "strong": False}
    for layer in dict.fromkeys(row.layer for row in rows):
        towns = [
            t("{town} ({before} → {after})", town=row.town, before=_word(row.before), after=_word(row.after))
            for row in rows
            if row.layer == layer
        ]
        yield {"text": t("{layer}:", layer=names[layer]), "strong": False}
        yield {"text": t("{words}.", words=listed(towns)), "strong": True}


def _word(answer: str | None) -> str:
    return ANSWER[answer] if answer else t("not drawn")


def _table(found: Comparison, names: Names) -> dict[str, Any]:
    """Return the rows of what changes, as text."""
    picks = {"low": t("low"), "nominal": t("nominal"), "high": t("high")}

    def whose(footprint: str) -> Said:
        layer, _, pick = footprint.partition("/")
        return t("{layer}, {pick}", layer=names[layer], pick=picks[pick])

    return {
        "titles": (found.before, found.after),
        "towns": [_town(row, names[row.layer]) for row in found.towns if row.answer_changes],
        "areas": [_area(row, whose(row.footprint)) for row in found.differences],
        "grounds": [_ground(row, whose(row.footprint)) for row in found.countries]
        + [_people(row, whose(row.footprint)) for row in found.people],
    }


def _town(row: TownChange, layer: str) -> dict[str, Any]:
    def cell(answer: str | None, km: float | None) -> dict[str, Any]:
        if answer is None:
            return {"mark": "", "text": _word(answer), "km": ""}
        return {"mark": MARK[answer], "text": _word(answer), "km": t("{km} km", km=number(km or 0.0))}

    cells = (cell(row.before, row.before_km), cell(row.after, row.after_km))
    return {"name": row.town, "layer": layer, "cells": cells}


def _area(row: Difference, footprint: Said) -> dict[str, Any]:
    areas = (row.only_before_km2, row.shared_km2, row.only_after_km2)
    return {"name": footprint, "cells": _km2(areas)}


def _ground(row: AreaChange, footprint: Said) -> dict[str, Any]:
    from rangefan.gazetteer import country_name

    cells = _km2((row.before_km2, row.after_km2))
    return {"name": country_name(row.code), "footprint": footprint, "cells": cells}


def _km2(areas: Iterable[float]) -> list[Said]:
    return [t("{area} km²", area=number(area)) for area in areas]


def _people(row: PeopleChange, footprint: Said) -> dict[str, Any]:
    cells = [
        t("not available") if count is None else number(round(count, -3)) for count in (row.before, row.after)
    ]
    return {"name": t("People counted, South Korea"), "footprint": footprint, "cells": cells}
