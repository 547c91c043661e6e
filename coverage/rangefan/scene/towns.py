"""The town table: distance, azimuth and answer of every town for every layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from rangefan.answers import Answer, Reach, answer_for
from rangefan.geometry import inverse
from rangefan.language import strung, t
from rangefan.mapfile import MapFile
from rangefan.scene.altitude import Outlook, as_said
from rangefan.scene.nouns import Footprint, Place, SceneLayer, TownRow
from rangefan.scene.terrain import reaches_toward

if TYPE_CHECKING:
    from rangefan.gazetteer import Town
    from rangefan.scene.altitude import Reading

# Distance and azimuth from the site, and the distances to a city's nearest and farthest part.
Where: TypeAlias = tuple[float, float, tuple[float, float] | None]


def town_rows(
    mapped: MapFile, layers: Iterable[SceneLayer], outlooks: Mapping[str, Outlook] | None = None
) -> tuple[TownRow, ...]:
    """Answer for every town of the map file, nearest to the first site first.

    Where a layer's outlook has a skyline, what is drawn at an altitude is asked toward the town's azimuth.
    """
    from rangefan import gazetteer

    layers = list(layers)
    rows = []
    for order, name in enumerate(mapped.towns.show):
        town = gazetteer.town(name)
        distances: dict[str, float] = {}
        azimuths: dict[str, float] = {}
        cells: dict[str, dict[str, str]] = {}
        cells_at: dict[str, list[dict[str, str]]] = {}
        for layer in layers:
            site = layer.site
            where = where_of(town, site)
            distances[site.id] = round(where[0], 1)
            azimuths[site.id] = round(where[1] % 360, 1)
            outlook = (outlooks or {}).get(layer.id)
            drawn = [(f.reach_km, f.inner_km) for f in layer.footprints]
            cells[layer.id] = _cell_at(layer, layer.altitude_km, drawn, None, outlook, where)
            cells_at[layer.id] = [
                _cell_at(
                    layer,
                    step.altitude_km,
                    [(left.outer_km, left.inner_km) for left in step.left],
                    [left.reading for left in step.left],
                    outlook,
                    where,
                )
                for step in layer.at_altitude
            ]
        rows.append(
            TownRow(
                id=f"town-{town.geonameid}",
                name=town.called,
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


def where_of(town: Town, site: Place) -> Where:
    """Return how far and in what direction a town is from a site."""
    from rangefan.gazetteer import city_outline

    distance, azimuth = inverse(site.lat, site.lon, town.lat, town.lon)
    outline = city_outline(town)
    if outline is None:
        return distance, azimuth, None
    reaches, _ = inverse(site.lat, site.lon, outline[:, 1], outline[:, 0])
    return distance, azimuth, (float(reaches.min()), float(reaches.max()))


def _cell_at(
    layer: SceneLayer,
    altitude_km: float | None,
    drawn: list[tuple[float, float]],
    readings: list[Reading] | None,
    outlook: Outlook | None,
    where: Where,
) -> dict[str, str]:
    """Return one town's answer for what is drawn at an altitude: over terrain, toward its own azimuth."""
    smooth = _cell(layer, drawn, where)
    if altitude_km is None or outlook is None or outlook.skyline is None:
        return smooth
    readings = readings or [as_said(footprint, outlook) for footprint in layer.footprints]
    ranges = [footprint.range_km for footprint in layer.footprints]
    asked = [(km, reading, *ends) for km, reading, ends in zip(ranges, readings, drawn, strict=False)]
    cell = _cell(layer, reaches_toward(outlook, altitude_km, asked, where[1]), where)
    if cell["answer"] == "out" and smooth["answer"] != "out":
        cell["why"] = t("behind the terrain at this altitude")
    return cell


def answer_of(
    layer: SceneLayer,
    footprints: Sequence[Footprint],
    reaches_km: Sequence[tuple[float, float]],
    where: Where,
) -> Answer:
    """Return one town's answer for footprints of a layer, low figure to high.

    Parameters
    ----------
    layer : SceneLayer
    footprints : sequence of Footprint
        All of the layer's for what its figures say together; one for what that figure alone says.
    reaches_km : sequence of (float, float)
        Outer and inner range of each, as drawn.
    where : Where
        As `where_of` returns it.
    """
    reaches_km = reaches_km[: len(footprints)]
    if not any(outer for outer, _ in reaches_km):
        return Answer(answer="out", why=t("nothing is within reach at this altitude"))
    turn = layer.direction
    # Where an altitude leaves less than the figure says, the reason names what is left.
    drawn = [
        (
            outer,
            item.label
            if abs(outer - item.reach_km) < 0.5
            else strung([item.label, t("{km:,.0f} km", km=outer)], " → "),
        )
        for item, (outer, _) in zip(footprints, reaches_km, strict=True)
    ]
    low, high = min(drawn), max(drawn)
    reach = Reach(
        low_km=low[0],
        high_km=high[0],
        low_label=low[1],
        high_label=high[1],
        inner_km=max(inner for _, inner in reaches_km),
        precision_km=layer.site.precision_km,
        azimuth_deg=turn.azimuth_deg if turn else 0.0,
        width_deg=turn.width_deg if turn else 360.0,
        direction_published=turn.published if turn else True,
    )
    return answer_for(reach, *where)


def _cell(layer: SceneLayer, reaches_km: Sequence[tuple[float, float]], where: Where) -> dict[str, str]:
    found = answer_of(layer, layer.footprints, reaches_km, where)
    return {"answer": found.answer, "why": found.why, "turns_on": found.turns_on}
