"""From a map file and the catalogue to a scene."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import rangefan
from rangefan.catalogue import Catalogue
from rangefan.geometry.mosaic import dem_digest
from rangefan.language import named
from rangefan.mapfile import MapFile, check_map, written
from rangefan.scene import words
from rangefan.scene.claims import claims_of
from rangefan.scene.layers import resolve_layer
from rangefan.scene.notes import notes as notes_of
from rangefan.scene.nouns import Footprint, Scene, SceneLayer, nominal_of
from rangefan.scene.positions import positions_of
from rangefan.scene.section import sections_of
from rangefan.scene.story import steps_of
from rangefan.scene.towns import town_rows
from rangefan.scene.whatif import whatif_of

if TYPE_CHECKING:
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.model import Figure, Source, System


def resolve(mapped: MapFile, catalogue: Catalogue, dem: ElevationModel | None = None) -> Scene:
    """Compute every shape, answer and credit of a map.

    Parameters
    ----------
    mapped : MapFile
        From `read_map`, or a changed copy of one.
    catalogue : Catalogue
        Where its figures and places come from.
    dem : ElevationModel, optional
        Terrain for what altitude leaves of radars; without it the Earth is smooth.

    Returns
    -------
    Scene
        Equal input gives an equal scene.

    Raises
    ------
    InputError
        If the map names what is not there or contradicts itself: every problem found. Or if an elevation is
        missing at a radar's site, or in the way to its skyline.
    """
    from rangefan import gazetteer

    check_map(mapped, catalogue)
    view = _view(mapped, catalogue)
    resolved = [resolve_layer(layer, mapped, catalogue, view, dem) for layer in mapped.layers]
    layers = tuple(layer for layer, _ in resolved)
    outlooks = {layer.id: outlook for layer, outlook in resolved if outlook}
    if mapped.view is None:
        view = _fitted(layers, view["center_lon"]) or view
    towns = town_rows(mapped, layers, outlooks)
    figures = tuple(_figures(layers, catalogue))
    steps = steps_of(mapped, catalogue, layers)
    claims = claims_of(mapped, catalogue, dem)
    cited = {source for step in steps for source in step.sources}
    cited |= {source for claim in (claims or {"claims": ()})["claims"] for source in claim["sources"]}
    sources = tuple(_sources(layers, figures, catalogue, cited))
    drawn = [figure for figure in figures if figure["drawn_by"]]
    given = f"{catalogue.digest}{mapped!r}{dem_digest(dem) if dem else ''}"
    dates = sorted(catalogue.sources[figure["source"]].date or "" for figure in drawn)
    return Scene(
        map={
            "id": mapped.id,
            "kicker": named(mapped.kicker, dataclasses.asdict(mapped.kicker_in)),
            "title": named(mapped.title, dataclasses.asdict(mapped.title_in)),
            "lang": mapped.lang,
            "date": max((catalogue.sources[f["source"]].accessed for f in drawn), default=""),
            "oldest_figure": next(filter(None, dates), ""),
        },
        answer=words.answer(mapped, layers, towns),
        alt=words.alternative(layers, towns),
        view=view,
        basemap=gazetteer.basemap(
            view["bounds"],
            view["center_lon"],
            sea_names=mapped.names.sea_names,
            reach=_union([_reach(layers), *(step.bounds for step in steps)]),
        ),
        layers=layers,
        towns=towns,
        sections=sections_of(mapped, catalogue, layers, towns),
        figures=figures,
        sources=sources,
        credits=(*gazetteer.credits(), *words.CREDITS),
        notes=notes_of(mapped, layers, {item.skyline.text for item in outlooks.values() if item.skyline}),
        version=rangefan.__version__,
        data_hash=hashlib.sha256(given.encode()).hexdigest()[:12],
        positions=positions_of(mapped, catalogue, layers),
        steps=steps,
        claims=claims,
        whatif=whatif_of(mapped, catalogue, layers),
        map_file=written(dataclasses.replace(mapped, steps=())),
    )


def _view(mapped: MapFile, catalogue: Catalogue) -> dict[str, Any]:
    """Return the frame the author gave; without one, a frame centred on the first layer."""
    if view := mapped.view:
        centre = (view.west + view.east) / 2
        return {"center_lon": centre, "bounds": [view.west, view.south, view.east, view.north]}
    from rangefan.scene.layers import place_of

    centre = round(place_of(mapped.layers[0], catalogue).lon, 1)
    return {"center_lon": centre, "bounds": [centre - 180, -60.0, centre + 180, 84.0]}


def _reach(layers: Iterable[SceneLayer]) -> list[float] | None:
    """Return the bounds of the other modes of the antennas shown: a reader switches them on in a click."""
    other = [layer for layer in layers if layer.exclusive and not layer.visible]
    bounds = _bounds(nominal_of(layer.footprints) for layer in other)
    if bounds is None:
        return None
    west, south, east, north = bounds
    margin = max(east - west, north - south) / 4  # the page's frame is rarely of the footprint's shape
    return [west - margin, south - margin, east + margin, north + margin]


def _union(frames: Iterable[Sequence[float] | None]) -> list[float] | None:
    """Return the frame that just holds all of these; None where there is none."""
    known = list(filter(None, frames))
    wests, souths, easts, norths = zip(*known, strict=True) if known else ((), (), (), ())
    return [min(wests), min(souths), max(easts), max(norths)] if known else None


def _bounds(footprints: Iterable[Footprint]) -> list[float] | None:
    """Return west, south, east, north of some footprints; None where nothing is drawn."""
    polygons = (polygon for item in footprints for polygon in item.geometry["coordinates"])
    points = [point for polygon in polygons for point in polygon[0]]
    if not points:
        return None
    lons, lats = zip(*points, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]


def _fitted(layers: Iterable[SceneLayer], center_lon: float) -> dict[str, Any] | None:
    """Return the frame that just holds the footprints first shown, with a margin of a twelfth."""
    layers = list(layers)
    shown = [layer for layer in layers if layer.visible] or layers
    bounds = _bounds(footprint for layer in shown for footprint in layer.footprints)
    if bounds is None:
        return None
    west, south, east, north = bounds
    margin = max(east - west, north - south) / 12
    edges = [
        max(west - margin, center_lon - 180),
        max(south - margin, -75.0),
        min(east + margin, center_lon + 180),
        min(north + margin, 84.0),
    ]
    return {"center_lon": center_lon, "bounds": [round(edge, 2) for edge in edges]}


def _figures(layers: Iterable[SceneLayer], catalogue: Catalogue) -> Iterable[dict[str, Any]]:
    """Every published figure of every system on the map, rivals included, and which layer draws it."""
    layers = list(layers)
    for system_id in dict.fromkeys(layer.system for layer in layers):
        system = catalogue.systems[system_id]
        for figure in system.figures:
            name = f"{system_id}/{figure.id}"
            uses = [
                (layer.id, footprint.pick)
                for layer in layers
                for footprint in layer.footprints
                if footprint.figure == name
            ]
            drawn_by, picks = [layer for layer, _ in uses], [pick for _, pick in uses]
            yield {**figure_dict(system, figure), "drawn_by": drawn_by, "picks": picks}


def figure_dict(system: System, figure: Figure) -> dict[str, Any]:
    """Return one figure as plain data, with its text in print."""
    return {
        "id": f"{system.id}/{figure.id}",
        "system": system.id,
        "system_name": named(system.name),
        "quantity": named(figure.quantity.replace("_", " ")),
        "component": figure.component,
        "mode": named(system.modes[figure.mode].name if figure.mode in system.modes else figure.mode),
        "target": named(figure.target),
        "text": figure.text,
        "measure": figure.measure,
        "basis": figure.basis,
        "said": figure.said,
        "note": figure.note,
        "source": figure.source,
    }


def source_dict(source: Source) -> dict[str, Any]:
    """Return one source as plain data."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "date": source.date or "",
        "url": source.url,
        "accessed": source.accessed,
        "repost_of": source.original_publisher,
        "original_url": source.original_url or "",
    }


def _sources(
    layers: Iterable[SceneLayer], figures: Iterable[dict[str, Any]], catalogue: Catalogue, also: set[str]
) -> Iterable[dict[str, Any]]:
    """Every source that anything on the map rests on, by id; `also` those that what is told rests on."""
    cited = also | {figure["source"] for figure in figures}
    for layer in layers:
        cited |= {layer.site.source, layer.status_source}
        if layer.direction:
            cited.add(layer.direction.source)
    return [source_dict(catalogue.sources[source]) for source in sorted(filter(None, cited))]
