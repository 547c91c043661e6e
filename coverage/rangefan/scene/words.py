"""What a scene says in words: computed from its numbers, never typed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rangefan.mapfile import MapFile
from rangefan.scene.nouns import ILLUSTRATIVE, SceneLayer, TownRow

Runs = tuple[dict[str, Any], ...]
ANSWERS = {"in": "inside", "depends": "depending on figure or direction", "out": "outside"}

CREDITS: tuple[dict[str, str], ...] = (
    {"text": "Map script: Leaflet (BSD-2-Clause)", "url": "https://leafletjs.com"},
    {"text": "Geodesics: PROJ and GeographicLib (MIT)", "url": "https://geographiclib.sourceforge.io"},
)


def join(words: Sequence[str]) -> str:
    """Return words as an English list.

    Examples
    --------
    >>> join(["Dalian", "Qingdao", "Shenyang"])
    'Dalian, Qingdao and Shenyang'
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def span(layer: SceneLayer) -> str:
    """Return a layer's kilometres as drawn, low to high: "600 to 1,000 km"."""
    ends = [f"{footprint.reach_km:,.0f}" for footprint in (layer.footprints[0], layer.footprints[-1])]
    return f"{' to '.join(dict.fromkeys(ends))} km"


def answer(mapped: MapFile, layers: Sequence[SceneLayer], towns: Sequence[TownRow]) -> Runs:
    """Return the sentence below the title, in runs: one layer's answer, or a count of what is shown."""
    asked = next((layer for layer in layers if layer.id == mapped.towns.answer), None)
    if asked is not None:
        runs = _inside(asked, towns)
    elif mapped.towns.ask:
        position = mapped.towns.show.index(mapped.towns.ask)
        runs = _from_places(next(town for town in towns if town.order == position), layers)
    else:
        runs = _count(layers)
    return tuple({"text": text, "strong": strong} for text, strong in runs)


def _count(layers: Sequence[SceneLayer]) -> Iterable[tuple[str, bool]]:
    places = {layer.site.id for layer in layers}
    kinds = [
        f"{count} {kind}{'s' if count != 1 else ''}"
        for kind in ("radar", "interceptor", "missile")
        if (count := len({layer.system for layer in layers if layer.kind == kind}))
    ]
    yield f"{join(kinds).capitalize()}", True
    where = f"at {len(places)} places" if len(places) > 1 else f"measured from {layers[0].site.name}"
    yield f" {where}, each at its published nominal range", False
    doubted = sum(layer.footprints[0].range_km != layer.footprints[-1].range_km for layer in layers)
    if doubted:
        yield f"; for {doubted} of {len(layers)} the sources disagree, and the map shows by how much", False
    yield ".", False
    unbuilt = [layer for layer in layers if layer.status == "candidate"]
    if unbuilt:
        places = {layer.site.id for layer in unbuilt}
        yield f" {len(places)} of these places were named and never built on.", False
    if all(layer.kind == "missile" for layer in layers):
        yield " The point is hypothetical: no launch site is shown.", False


def _from_places(town: TownRow, layers: Sequence[SceneLayer]) -> Iterable[tuple[str, bool]]:
    """One town, asked of every place the first layer's system is shown at."""
    same = [layer for layer in layers if layer.system == layers[0].system]
    parts = []
    for kind, verb in (("in", "within it from"), ("depends", "on its line from"), ("out", "beyond it from")):
        kept = [layer.site.name for layer in same if town.cells[layer.id]["answer"] == kind]
        names = [re.split(r"[,(]", name)[0].strip() for name in kept]
        if names:
            parts.append((f"{verb} {join(names)}", kind == "in"))
    spans = dict.fromkeys(span(layer) for layer in same)
    yield f"{town.name} and {layers[0].system_name}’s published {join(list(spans))}: ", False
    for index, part in enumerate(parts):
        yield part
        yield ("; " if index < len(parts) - 1 else ". "), False
    unbuilt = {layer.site.id for layer in same if layer.status == "candidate"}
    if unbuilt:
        yield f"{len(unbuilt)} of these {len({layer.site.id for layer in same})} places were named", False
        yield " and nothing was built there.", False


def _inside(layer: SceneLayer, towns: Sequence[TownRow]) -> Iterable[tuple[str, bool]]:
    def named(kind: str, turns_on: str | None = None) -> list[str]:
        cells = ((town, town.cells[layer.id]) for town in towns)
        return [t.name for t, c in cells if c["answer"] == kind and turns_on in (None, c["turns_on"])]

    if layer.status == "hypothetical":
        yield "Hypothetical. ", True
    at = "" if layer.altitude_km is None else f" at {layer.altitude_km:,g} km altitude"
    yield f"{layer.name}{at}: ", False
    spread = layer.footprints[0].reach_km != layer.footprints[-1].reach_km
    yield f"{span(layer)}{', depending on who is quoted' if spread else ''}", True
    yield ". ", False
    inside, figure, point = named("in"), named("depends", "figure"), named("depends", "point")
    turning, outside = named("depends", "direction"), named("out")
    parts: list[tuple[str, bool]] = []
    every = " every figure" if spread else ""
    if inside:
        parts.append((f"{join(inside)} {_lie(inside)} inside{every}", False))
    if figure:
        parts.append((f"{join(figure)} {'depends' if len(figure) == 1 else 'depend'} on it", True))
    if point:
        parts.append((f"a line passes through or close by {join(point)}", True))
    if turning:
        parts.append((f"{join(turning)} would be within reach only if the radar faced that way", False))
    if outside:
        nearest = next(town for town in towns if town.name == outside[0])
        away = f" ({nearest.distance_km[layer.site.id]:,.0f} km)"
        names = [f"{outside[0]}{away}", *outside[1:]]
        parts.append((f"{join(names)} {_lie(outside)} outside{' all of them' if spread else ''}", False))
    for index, (text, strong) in enumerate(parts):
        yield (text[0].upper() + text[1:] if index == 0 else text), strong
        yield ("; " if index < len(parts) - 1 else ". "), False
    if layer.direction and not layer.direction.published:
        yield f"The fan is {layer.direction.text}.", False


def _lie(names: Sequence[str]) -> str:
    return "lies" if len(names) == 1 else "lie"


def alternative(layers: Sequence[SceneLayer], towns: Sequence[TownRow]) -> str:
    """Return the text alternative of the picture: every layer first shown, and every town's answer."""
    sentences = [f"{ILLUSTRATIVE}."]
    for layer in layers:
        if not layer.visible:
            continue
        shape = f"fan, {layer.direction.width_deg:g}° wide" if layer.direction else "ring"
        sentence = f"{layer.name} at {layer.site.name}: {shape}, {span(layer)}"
        if layer.direction:
            sentence += f", {layer.direction.text}"
        sentences.append(f"{sentence}. {layer.status_text}.")
        for kind, word in ANSWERS.items():
            names = [town.name for town in towns if town.cells[layer.id]["answer"] == kind]
            if names:
                sentences.append(f"{join(names)}: {word}.")
    return " ".join(sentences)


def notes(
    mapped: MapFile, layers: Sequence[SceneLayer], terrain: Iterable[str] = ()
) -> tuple[dict[str, str], ...]:
    """Return the notes that stand on every page, and those this map needs; `terrain` is what skylines say."""
    said = [
        (
            "What a ring is",
            "A ring or fan shows how far a published nominal range reaches from a point, over the ground on "
            "the WGS84 ellipsoid. It is reach, not protection and not detection: as published, target, "
            "altitude, terrain and horizon are not in it. A range that says neither slant nor ground is "
            "drawn as ground.",
        ),
        (
            "Where sources disagree",
            "Every published figure found is kept and listed with its source. The map draws a low, a nominal "
            "and a high one; the ribbon lies between low and high, widened by how well the site is known.",
        ),
    ]
    for layer in layers:
        if layer.altitude_km is not None and layer.sight is not None:
            said.append((f"{layer.name} at {layer.altitude_km:,g} km altitude", layer.sight.text))
    if any(layer.at_altitude for layer in layers):
        said.append(
            (
                "Altitude",
                "At an altitude, what is left of a range is what the published elevation floor and horizon "
                "leave of it, with the range read as ground and as slant; an interceptor has its published "
                "altitude band. The legend says for each layer what was taken, and from whom.",
            )
        )
    if any(layer.direction and not layer.direction.published for layer in layers):
        said.append(
            (
                "Direction",
                "Where no source publishes a radar's azimuth, the map says what it assumes, draws the fan "
                "firmly and the disc of all other directions faintly.",
            )
        )
    if terrain := sorted(terrain):
        said.append(
            (
                "Terrain",
                "At an altitude a radar's footprint is cut by the skyline of an elevation model: the highest "
                "elevation that ground reaches, a degree of azimuth apart, as the floor of the ray trace. "
                "Ridges between azimuths, buildings and trees are not in it, nor is ground beyond the "
                f"distance named; side views stay over a smooth Earth. {'. '.join(terrain)}.",
            )
        )
    if any(layer.exclusive for layer in layers):
        said.append(("Modes", "One antenna works in one mode at a time; its modes are never drawn together."))
    if any(layer.status != "recorded" for layer in layers):
        said.append(
            (
                "Hypothetical and candidate placements",
                "A placement that no source records is marked hypothetical. A candidate was named in public "
                "and never built.",
            )
        )
    said += [
        (
            "Borders and names",
            "Borders as administered (Natural Earth, de facto control), accurate to about 1–3 km. Where a "
            "name is disputed both stand; which comes first is a setting of the map and takes no side.",
        ),
        (
            "No endorsement",
            "Showing a figure, a place or a position is not endorsing it. Figures are the publishers' own, "
            "at the precision published; rangefan is not a planning tool.",
        ),
    ]
    if mapped.note:
        said.append(("About this map", mapped.note))
    return tuple({"title": title, "text": text} for title, text in said)
