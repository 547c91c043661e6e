"""What a scene says in words: computed from its numbers, never typed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rangefan.language import Named, Said, listed, named, strung, t
from rangefan.mapfile import MapFile
from rangefan.scene.nouns import ILLUSTRATIVE, SceneLayer, TownRow

Runs = tuple[dict[str, Any], ...]
CREDITS: tuple[dict[str, str], ...] = (
    {"text": t("Map script: Leaflet (BSD-2-Clause)"), "url": "https://leafletjs.com"},
    {
        "text": t("Geodesics: PROJ and GeographicLib (MIT)"),
        "url": "https://geographiclib.sourceforge.io",
    },
)


def span(layer: SceneLayer) -> Said:
    """Return a layer's kilometres as drawn, low to high: "600 to 1,000 km"."""
    low, high = layer.footprints[0].reach_km, layer.footprints[-1].reach_km
    if f"{low:,.0f}" == f"{high:,.0f}":
        return t("{km:,.0f} km", km=low)
    return t("{low_km:,.0f} to {high_km:,.0f} km", low_km=low, high_km=high)


def short(place: str) -> Named:
    """Return a place's name without what is behind a comma or in brackets."""
    return named(re.split(r"[,(]", place)[0].strip())


def answer(mapped: MapFile, layers: Sequence[SceneLayer], towns: Sequence[TownRow]) -> Runs:
    """Return the sentences below the title, in runs: one layer's answer, or a count of what is shown."""
    asked = next((layer for layer in layers if layer.id == mapped.towns.answer), None)
    if asked is not None:
        runs = _inside(asked, towns)
    elif mapped.towns.ask:
        position = mapped.towns.show.index(mapped.towns.ask)
        runs = _from_places(next(town for town in towns if town.order == position), layers)
    else:
        runs = _count(layers)
    return tuple({"text": text, "strong": strong} for text, strong in runs)


def _count(layers: Sequence[SceneLayer]) -> Iterable[tuple[Said, bool]]:
    def counted(kind: str) -> int:
        return len({layer.system for layer in layers if layer.kind == kind})

    radars, interceptors, missiles = map(counted, ("radar", "interceptor", "missile"))
    kinds = [
        t("1 radar") if radars == 1 else t("{count} radars", count=radars) if radars else "",
        t("1 interceptor")
        if interceptors == 1
        else t("{count} interceptors", count=interceptors)
        if interceptors
        else "",
        t("1 missile") if missiles == 1 else t("{count} missiles", count=missiles) if missiles else "",
    ]
    places = {layer.site.id for layer in layers}
    yield listed(filter(None, kinds)), True
    if len(places) > 1:
        yield t("at {count} places, each at its published nominal range.", count=len(places)), False
    else:
        where = layers[0].site.name
        yield t("measured from {place}, each at its published nominal range.", place=where), False
    doubted = sum(layer.footprints[0].range_km != layer.footprints[-1].range_km for layer in layers)
    if doubted:
        message = t(
            "For {count} of {all} the sources disagree, and the map shows by how much.",
            count=doubted,
            all=len(layers),
        )
        yield message, False
    unbuilt = {layer.site.id for layer in layers if layer.status == "candidate"}
    if unbuilt:
        yield t("{count} of these places were named and never built on.", count=len(unbuilt)), False
    if all(layer.kind == "missile" for layer in layers):
        yield t("The point is hypothetical: no launch site is shown."), False


def _from_places(town: TownRow, layers: Sequence[SceneLayer]) -> Iterable[tuple[Said, bool]]:
    """One town, asked of every place the first layer's system is shown at."""
    same = [layer for layer in layers if layer.system == layers[0].system]

    def places(kind: str) -> Said:
        return listed(short(layer.site.name) for layer in same if town.cells[layer.id]["answer"] == kind)

    spans = listed(dict.fromkeys(span(layer) for layer in same))
    system = layers[0].system_name
    yield t("{town} and {system}’s published {range}:", town=town.name, system=system, range=spans), False
    if named_in := places("in"):
        yield t("within it from {places}.", places=named_in), True
    if on_line := places("depends"):
        yield t("On its line from {places}.", places=on_line), False
    if beyond := places("out"):
        yield t("Beyond it from {places}.", places=beyond), False
    unbuilt = {layer.site.id for layer in same if layer.status == "candidate"}
    if unbuilt:
        counts = {"count": len(unbuilt), "all": len({layer.site.id for layer in same})}
        yield t("{count} of these {all} places were named and nothing was built there.", **counts), False


def _inside(layer: SceneLayer, towns: Sequence[TownRow]) -> Iterable[tuple[Said, bool]]:
    def found(kind: str, turns_on: str | None = None) -> list[TownRow]:
        cells = ((town, town.cells[layer.id]) for town in towns)
        return [row for row, c in cells if c["answer"] == kind and turns_on in (None, c["turns_on"])]

    def names(kind: str, turns_on: str | None = None) -> tuple[Said, int]:
        rows = found(kind, turns_on)
        return listed(row.name for row in rows), len(rows)

    if layer.status == "hypothetical":
        yield t("Hypothetical."), True
    if layer.altitude_km is None:
        yield t("{layer}:", layer=layer.name), False
    else:
        yield t("{layer} at {km:,g} km altitude:", layer=layer.name, km=layer.altitude_km), False
    spread = layer.footprints[0].reach_km != layer.footprints[-1].reach_km
    if spread:
        yield t("{range}, depending on who is quoted.", range=span(layer)), True
    else:
        yield t("{range}.", range=span(layer)), True
    towns_in, count = names("in")
    if count and spread:
        said = t("{towns} lies inside every figure.", towns=towns_in)
        yield said if count == 1 else t("{towns} lie inside every figure.", towns=towns_in), False
    elif count:
        said = t("{towns} lies inside.", towns=towns_in)
        yield said if count == 1 else t("{towns} lie inside.", towns=towns_in), False
    figure, count = names("depends", "figure")
    if count:
        said = t("{towns} depends on it.", towns=figure)
        yield said if count == 1 else t("{towns} depend on it.", towns=figure), True
    point, count = names("depends", "point")
    if count:
        yield t("A line passes through or close by {towns}.", towns=point), True
    turning, count = names("depends", "direction")
    if count:
        yield t("{towns} would be within reach only if the radar faced that way.", towns=turning), False
    outside = found("out")
    if outside:
        away = outside[0].distance_km[layer.site.id]
        nearest = t("{town} ({km:,.0f} km)", town=outside[0].name, km=away)
        beyond = listed([nearest, *(row.name for row in outside[1:])])
        if spread:
            said = t("{towns} lies outside all of them.", towns=beyond)
            yield said if len(outside) == 1 else t("{towns} lie outside all of them.", towns=beyond), False
        else:
            said = t("{towns} lies outside.", towns=beyond)
            yield said if len(outside) == 1 else t("{towns} lie outside.", towns=beyond), False
    if layer.direction and not layer.direction.published:
        yield t("The fan is {direction}.", direction=layer.direction.text), False


def alternative(layers: Sequence[SceneLayer], towns: Sequence[TownRow]) -> Said:
    """Return the text alternative of the picture: every layer first shown, and every town's answer."""
    sentences = [t("{illustrative}.", illustrative=ILLUSTRATIVE)]
    for layer in layers:
        if not layer.visible:
            continue
        turn = layer.direction
        parts: dict[str, Any] = {"layer": layer.name, "place": layer.site.name, "range": span(layer)}
        if turn:
            parts |= {"width": turn.width_deg, "direction": turn.text}
            sentences.append(t("{layer} at {place}: fan, {width:g}° wide, {range}, {direction}.", **parts))
        else:
            sentences.append(t("{layer} at {place}: ring, {range}.", **parts))
        sentences.append(t("{status}.", status=layer.status_text))
        by_answer = {
            kind: listed(town.name for town in towns if town.cells[layer.id]["answer"] == kind)
            for kind in ("in", "depends", "out")
        }
        if by_answer["in"]:
            sentences.append(t("{towns}: inside.", towns=by_answer["in"]))
        if by_answer["depends"]:
            sentences.append(t("{towns}: depending on figure or direction.", towns=by_answer["depends"]))
        if by_answer["out"]:
            sentences.append(t("{towns}: outside.", towns=by_answer["out"]))
    return strung(sentences, " ")
