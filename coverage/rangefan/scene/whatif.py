"""What a reader needs to ask what if it stood elsewhere: places, figures, records, none of them invented."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rangefan.catalogue import Catalogue
from rangefan.mapfile import Layer, MapFile, mode_of
from rangefan.scene.direction import ANY, direction_of
from rangefan.scene.layers import place_of, status_of
from rangefan.scene.nouns import GeoJson, SceneLayer

if TYPE_CHECKING:
    from rangefan.model import System


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What the page needs, beside the scene itself, to place a battery elsewhere and answer for it.

    Attributes
    ----------
    sites
        Every catalogued site with a point: id, name, lat, lon, precision_km.
    figures
        By system and mode (``an-tpy-2/terminal``): every published range that may be drawn, as a map file
        names it, with its kilometres and its label.
    records, recorded
        Status, its words and source, and direction; and by site, then layer, which of these it would have
        where a source records the layer's system in its mode there.
    toward
        By layer: the town it is drawn toward, wherever it stands.
    outlines
        By town: the outline of a city too wide to be a point, as `where_of` takes it.
    answer
        The layer that the sentence below the title answers for; blank where it answers for none.
    """

    sites: tuple[dict[str, Any], ...]
    figures: dict[str, tuple[dict[str, Any], ...]]
    records: tuple[dict[str, Any], ...]
    recorded: dict[str, dict[str, int]]
    toward: dict[str, dict[str, Any]]
    outlines: dict[str, GeoJson]
    answer: str


def whatif_of(mapped: MapFile, catalogue: Catalogue, layers: Iterable[SceneLayer]) -> WhatIf | None:
    """Return what a reader may place; None where all is missiles, for whose launch points no page looks."""
    kinds = {layer.id: layer.kind for layer in layers}
    movable = [layer for layer in mapped.layers if kinds[layer.id] != "missile"]
    if not movable:
        return None
    records, recorded = _recorded(movable, catalogue)
    systems = {(layer.system, mode_of(layer, catalogue.systems[layer.system])) for layer in movable}
    return WhatIf(
        sites=tuple(
            {"id": site.id, "name": site.name, "lat": site.lat, "lon": site.lon}
            | {"precision_km": site.precision_km or 0.0}
            for site in catalogue.sites.values()
            if site.lat is not None and site.lon is not None
        ),
        figures={
            f"{system}/{mode}": tuple(_choices(catalogue.systems[system], mode, catalogue))
            for system, mode in sorted(systems)
        },
        records=records,
        recorded=recorded,
        toward={layer.id: _target(layer) for layer in movable if layer.toward not in ("", ANY)},
        outlines=dict(_outlines(mapped)),
        answer=mapped.towns.answer,
    )


def _choices(system: System, mode: str, catalogue: Catalogue) -> Iterable[dict[str, Any]]:
    """Every range published for a mode or for none named, least first; a band gives both its ends."""
    found = []
    for figure in system.figures:
        if not figure.draw or figure.unit != "km" or figure.mode not in ("", mode):
            continue
        band = figure.low is not None and figure.high is not None and figure.low != figure.high
        for end in ("low", "high") if band else ("",):
            _, _, range_km = system.drawn(f"{figure.id}.{end}" if end else figure.id)
            bound = f"{figure.bound} " if figure.bound else ""
            found.append(
                {
                    "ref": f"{figure.id}.{end}" if end else figure.id,
                    "range_km": range_km,
                    "label": f"{bound}{range_km:,.0f} km · {catalogue.source(figure).label}",
                }
            )
    return sorted(found, key=lambda choice: (choice["range_km"], choice["ref"]))


def _recorded(
    layers: Iterable[Layer], catalogue: Catalogue
) -> tuple[tuple[dict[str, Any], ...], dict[str, dict[str, int]]]:
    """Resolve every layer at every site where its system is recorded; what comes out twice is kept once."""
    records: list[dict[str, Any]] = []
    found: dict[str, dict[str, int]] = {}
    for layer in layers:
        system = catalogue.systems[layer.system]
        mode = mode_of(layer, system)
        for site in catalogue.sites.values():
            recorded = catalogue.deployments_at(site.id, system.id, mode)
            if site.lat is None or not recorded:
                continue
            there = dataclasses.replace(layer, site=site.id, town="", lat=None, lon=None, place="")
            direction = direction_of(there, system, place_of(there, catalogue), recorded)
            status, text, source = status_of(there, system, system.modes.get(mode), direction, recorded)
            record = {
                "status": status,
                "status_text": text,
                "status_source": source,
                "direction": dataclasses.asdict(direction) if direction else None,
            }
            if record not in records:
                records.append(record)
            found.setdefault(site.id, {})[layer.id] = records.index(record)
    return tuple(records), found


def _target(layer: Layer) -> dict[str, Any]:
    from rangefan.gazetteer import town

    found = town(layer.toward)
    return {"name": found.name, "lat": found.lat, "lon": found.lon}


def _outlines(mapped: MapFile) -> Iterable[tuple[str, GeoJson]]:
    from rangefan.gazetteer import city_outline, town

    for name in mapped.towns.show:
        found = town(name)
        outline = city_outline(found)
        if outline is not None:
            yield (
                f"town-{found.geonameid}",
                {"type": "MultiLineString", "coordinates": [outline.tolist()]},
            )
