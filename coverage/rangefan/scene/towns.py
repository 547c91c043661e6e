"""The town table: distance, azimuth and answer of every town for every layer."""

from __future__ import annotations

from collections.abc import Iterable

from rangefan.answers import Reach, answer_for
from rangefan.geometry import inverse
from rangefan.mapfile import MapFile
from rangefan.scene.nouns import SceneLayer, TownRow


def town_rows(mapped: MapFile, layers: Iterable[SceneLayer]) -> tuple[TownRow, ...]:
    """Answer for every town of the map file, nearest to the first site first."""
    from rangefan import gazetteer

    layers = list(layers)
    rows = []
    for order, name in enumerate(mapped.towns.show):
        town = gazetteer.town(name)
        outline = gazetteer.city_outline(town)
        distances: dict[str, float] = {}
        azimuths: dict[str, float] = {}
        cells: dict[str, dict[str, str]] = {}
        cells_at: dict[str, list[dict[str, str]]] = {}
        for layer in layers:
            site = layer.site
            distance, azimuth = inverse(site.lat, site.lon, town.lat, town.lon)
            distances[site.id] = round(float(distance), 1)
            azimuths[site.id] = round(float(azimuth) % 360, 1)
            extent = None
            if outline is not None:
                reaches, _ = inverse(site.lat, site.lon, outline[:, 1], outline[:, 0])
                extent = (float(reaches.min()), float(reaches.max()))
            where = (float(distance), float(azimuth), extent)
            cells[layer.id] = _cell(layer, [(f.reach_km, f.inner_km) for f in layer.footprints], *where)
            cells_at[layer.id] = [
                _cell(layer, [(left.outer_km, left.inner_km) for left in step.left], *where)
                for step in layer.at_altitude
            ]
        rows.append(
            TownRow(
                id=f"town-{town.geonameid}",
                name=town.name,
                country=town.country,
                country_name=gazetteer.country_name(town.country),
                lat=town.lat,
                lon=town.lon,
                distance_km=distances,
                azimuth_deg=azimuths,
                order=order,
                cells=cells,
                cells_at=cells_at,
            )
        )
    first = layers[0].site.id
    return tuple(sorted(rows, key=lambda row: (row.distance_km[first], row.name)))


def _cell(
    layer: SceneLayer,
    reaches_km: list[tuple[float, float]],
    distance_km: float,
    azimuth_deg: float,
    extent_km: tuple[float, float] | None,
) -> dict[str, str]:
    """Return one town's answer for what is drawn of a layer: outer and inner ranges, low figure to high."""
    reaches_km = reaches_km[: len(layer.footprints)]
    low, high = layer.footprints[0], layer.footprints[-1]
    if not any(outer for outer, _ in reaches_km):
        return {"answer": "out", "why": "nothing is within reach at this altitude", "turns_on": ""}
    turn = layer.direction
    reach = Reach(
        low_km=min(outer for outer, _ in reaches_km),
        high_km=max(outer for outer, _ in reaches_km),
        low_label=low.label,
        high_label=high.label,
        inner_km=max(inner for _, inner in reaches_km),
        precision_km=layer.site.precision_km,
        azimuth_deg=turn.azimuth_deg if turn else 0.0,
        width_deg=turn.width_deg if turn else 360.0,
        direction_published=turn.published if turn else True,
    )
    found = answer_for(reach, distance_km, azimuth_deg, extent_km)
    return {"answer": found.answer, "why": found.why, "turns_on": found.turns_on}
