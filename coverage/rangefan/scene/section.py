"""The numbers of a side view: rays, published ranges and altitude bands along one azimuth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rangefan.catalogue import Catalogue
from rangefan.errors import RangeError, UsageError
from rangefan.files.fields import nearest
from rangefan.geometry import REFRACTIONS, gaussian_radius_km, inverse, lowest_visible_km
from rangefan.geometry.fan import GREATEST_RANGE_KM
from rangefan.language import Said, listed, strung, t
from rangefan.mapfile import Layer, MapFile
from rangefan.scene.altitude import Outlook, as_said, outlook_of
from rangefan.scene.nouns import ILLUSTRATIVE, Place, SceneLayer, TownRow, nominal_of
from rangefan.scene.profiles import side_of
from rangefan.scene.side import Section, SectionTown
from rangefan.scene.words import short, span

TOWN_WITHIN_DEG = 8.0
_MARGIN = 1.04  # of the longest range
_HEADROOM = 1.1  # of the highest altitude


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A layer that has something to show from the side: rays, or an altitude band."""

    written: Layer
    layer: SceneLayer
    outlook: Outlook
    floor_by: str

    @property
    def facing_deg(self) -> float | None:
        """Where a fan points; None for a ring."""
        turn = self.layer.direction
        return turn.azimuth_deg if turn and turn.width_deg < 360 else None

    def looks(self, azimuth_deg: float) -> bool:
        turn = self.layer.direction
        if turn is None or turn.width_deg >= 360:
            return True
        return abs((azimuth_deg - turn.azimuth_deg + 180) % 360 - 180) <= turn.width_deg / 2


def sections_of(
    mapped: MapFile, catalogue: Catalogue, layers: Sequence[SceneLayer], towns: Sequence[TownRow]
) -> tuple[Section, ...]:
    """Return a side view for every site and direction among the layers first shown.

    A ring is drawn with the fan of its site; alone, toward the town that the map asks about, or north.
    """
    drawable = [item for item in _drawable(mapped, catalogue, layers) if item.layer.visible]
    groups: dict[tuple[str, float | None], list[_Shown]] = {}
    for item in sorted(drawable, key=lambda item: item.facing_deg is None):  # fans first, else as written
        same_site = [key for key in groups if key[0] == item.layer.site.id]
        ring = item.facing_deg is None and bool(same_site)
        groups.setdefault(same_site[0] if ring else (item.layer.site.id, item.facing_deg), []).append(item)
    order = [layer.id for layer in layers]
    ranked = sorted(groups.values(), key=lambda group: min(order.index(item.layer.id) for item in group))
    return tuple(_section(f"side-{n}", group, mapped, towns) for n, group in enumerate(ranked, 1))


def section_of(
    mapped: MapFile,
    catalogue: Catalogue,
    layers: Sequence[SceneLayer],
    towns: Sequence[TownRow],
    *,
    layer: str = "",
    azimuth_deg: float | None = None,
) -> Section:
    """Return one side view: of a layer, or of all that is first shown at the first site.

    Parameters
    ----------
    mapped, catalogue, layers, towns
        Of the scene.
    layer : str
        Its id; alone it is drawn, shown first or not.
    azimuth_deg : float, optional
        Clockwise from true north, from -360 to 360; where the fan points if not given.

    Raises
    ------
    UsageError
        If there is no such layer, or nothing is published that could be drawn from the side.
    RangeError
        If no fan looks that way.
    """
    drawable = _drawable(mapped, catalogue, layers)
    if layer:
        found = [item for item in drawable if item.layer.id == layer]
        if layer not in {item.id for item in layers}:
            raise UsageError(f'no layer "{layer}": {nearest(layer, [item.id for item in layers])}')
        if not found:
            what = "no source gives it an altitude, so there is nothing to draw from the side"
            raise UsageError(f'layer "{layer}": {what}; name a radar, or an interceptor with a band')
    else:
        first = next((item.layer.site.id for item in drawable if item.layer.visible), None)
        found = [item for item in drawable if item.layer.visible and item.layer.site.id == first]
        if not found:
            what = "nothing first shown on this map has a published altitude"
            ids = listed(item.layer.id for item in drawable)
            raise UsageError(f"{what}: {f'name a layer, such as {ids}' if ids else 'take another map'}")
    facing = next((item.facing_deg for item in found if item.facing_deg is not None), None)
    toward = azimuth_deg if azimuth_deg is not None else facing
    if toward is None:
        return _section("side", found, mapped, towns)
    if not abs(toward) <= 360:
        raise RangeError(f"azimuth is {toward:g}, give degrees clockwise from north, -360 to 360")
    looking = [item for item in found if item.looks(toward % 360)]
    if not looking:
        turn = found[0].layer.direction
        assert turn is not None  # a ring looks every way
        ends = [(turn.azimuth_deg + side * turn.width_deg / 2) % 360 for side in (-1, 1)]
        what = f"the fan as drawn looks from {ends[0]:.0f}° to {ends[1]:.0f}°, not along {toward % 360:.0f}°"
        raise RangeError(f"{what}; give an azimuth in it, or turn it in the map file")
    own = azimuth_deg is not None
    return _section("side", looking, mapped, towns, toward % 360 if own else None)


def _drawable(mapped: MapFile, catalogue: Catalogue, layers: Sequence[SceneLayer]) -> list[_Shown]:
    shown = []
    for written, layer in zip(mapped.layers, layers, strict=True):
        system = catalogue.systems[written.system]
        mode = system.modes.get(layer.mode)
        outlook = outlook_of(written, mapped, system, mode, layer.site, catalogue)
        if outlook is None or not _has_height(layer, outlook):
            continue
        floor_by: str = t("the author’s own")
        if written.min_elevation_deg is None and mode and mode.floor:
            floor_by = catalogue.source(system.drawn(mode.floor)[0]).label
        shown.append(_Shown(written=written, layer=layer, outlook=outlook, floor_by=floor_by))
    return shown


def _has_height(layer: SceneLayer, outlook: Outlook) -> bool:
    """Tell whether there is anything to see from the side: rays, or a band that a range gets up to."""
    if outlook.sight is not None or outlook.band_km is None:
        return outlook.sight is not None
    low_km = outlook.band_km[0]
    return any(as_said(f, outlook) == "ground" or f.range_km > low_km for f in layer.footprints)


def _section(
    name: str, group: list[_Shown], mapped: MapFile, towns: Sequence[TownRow], own_deg: float | None = None
) -> Section:
    site = group[0].layer.site
    azimuth_deg, azimuth_text = _azimuth(group, mapped, site, own_deg)
    ring = own_deg is None and all(item.facing_deg is None for item in group)
    asked = mapped.towns.show.index(mapped.towns.ask) if mapped.towns.ask and ring else -1
    asked_km = next((row.distance_km[site.id] for row in towns if row.order == asked), 0.0)
    ranges = [footprint.range_km for item in group for footprint in item.layer.footprints]
    far_km = min(_MARGIN * max(*ranges, asked_km), GREATEST_RANGE_KM)
    top_km = _top(group, mapped.altitude.steps_km)
    radius_km = gaussian_radius_km(site.lat)
    antenna = max((i.outlook.sight.site_altitude_km for i in group if i.outlook.sight), default=0.0)
    reach = (far_km, top_km)
    parts = tuple(side_of(item.written, item.layer, item.outlook, item.floor_by, reach) for item in group)
    near = [
        SectionTown(
            name=town.name,
            distance_km=town.distance_km[site.id],
            azimuth_deg=town.azimuth_deg[site.id],
        )
        for town in towns
        if town.distance_km[site.id] <= far_km
        and abs((town.azimuth_deg[site.id] - azimuth_deg + 180) % 360 - 180) <= TOWN_WITHIN_DEG
    ]
    near.sort(key=lambda town: (town.distance_km, town.name))
    title = t("{place}, looking along {azimuth:.0f}°", place=short(site.name), azimuth=azimuth_deg)
    rays = any(item.outlook.sight for item in group)
    return Section(
        id=name,
        site=site,
        site_altitude_km=antenna,
        title=title,
        azimuth_deg=round(azimuth_deg, 3),
        azimuth_text=azimuth_text,
        refraction=REFRACTIONS[mapped.altitude.refraction].text if rays else "",
        far_km=round(far_km, 3),
        top_km=round(top_km, 3),
        earth_radius_km=round(radius_km, 3),
        altitudes_km=_altitudes(mapped.altitude.steps_km, top_km),
        layers=parts,
        towns=tuple(near),
        alt=_alternative(title, azimuth_text, group, near),
    )


def _azimuth(group: list[_Shown], mapped: MapFile, site: Place, own_deg: float | None) -> tuple[float, str]:
    if own_deg is not None:
        return own_deg, t("along {azimuth:.0f}°, a direction of the author’s own", azimuth=own_deg)
    fan = next((item.layer.direction for item in group if item.facing_deg is not None), None)
    if fan is not None:
        return fan.azimuth_deg, fan.text
    if mapped.towns.ask:
        from rangefan.gazetteer import town

        asked = town(mapped.towns.ask)
        azimuth = float(inverse(site.lat, site.lon, asked.lat, asked.lon)[1]) % 360
        drawn = t("drawn toward {town}, {azimuth:.0f}°", town=asked.called, azimuth=azimuth)
        return azimuth, t("{drawn}; the ring is the same all round", drawn=drawn)
    return 0.0, t("{drawn}; the ring is the same all round", drawn=t("drawn toward true north"))


def _top(group: list[_Shown], steps_km: Iterable[float]) -> float:
    """Return an altitude above every step and band, and above the lowest ray where a nominal range ends."""
    wanted = list(steps_km)
    for item in group:
        nominal = nominal_of(item.layer.footprints)
        wanted += [item.layer.altitude_km or 0.0, nominal.range_km / 20, *(item.outlook.band_km or ())]
        if item.outlook.sight:
            lowest = lowest_visible_km(nominal.range_km, item.outlook.sight, item.outlook.lat)
            wanted += [min(lowest, nominal.range_km / 2), item.outlook.sight.site_altitude_km]
    return _HEADROOM * max(wanted)


def _altitudes(steps_km: Sequence[float], top_km: float) -> tuple[float, ...]:
    """Return the map's steps, and round numbers above them or instead of them."""
    rough = top_km / 4.5
    unit = 10.0 ** math.floor(math.log10(rough))
    pace = next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough)
    above = 1.25 * max(steps_km, default=0.0)
    round_km = [pace * n for n in range(1, int(top_km / pace) + 1)]
    return tuple(sorted({*steps_km, *(step for step in round_km if step > above)}))


def _alternative(title: Said, azimuth_text: str, group: list[_Shown], towns: list[SectionTown]) -> Said:
    sentences = [
        t("{illustrative}.", illustrative=ILLUSTRATIVE),
        t("Side view from {title}: {azimuth}.", title=title, azimuth=azimuth_text),
    ]
    for item in group:
        known = {"layer": item.layer.name, "range": span(item.layer)}
        if item.outlook.band_km:
            low, high = item.outlook.band_km
            sentences.append(
                t(
                    "{layer}: published range {range}, published altitude {low:g} to {high:g} km.",
                    low=low,
                    high=high,
                    **known,
                )
            )
        else:
            sentences.append(t("{layer}: published range {range}.", **known))
        if item.outlook.sight:
            lowest = [
                (lowest_visible_km(f.range_km, item.outlook.sight, item.outlook.lat), f.range_km)
                for f in item.layer.footprints
            ]
            pairs = [
                t("{up_km:,.0f} km up at {km:,.0f} km", up_km=up, km=km)
                for up, km in lowest
                if math.isfinite(up)
            ]
            if pairs:
                sentences.append(t("Its lowest ray is {heights}.", heights=listed(dict.fromkeys(pairs))))
    if towns:
        near = [t("{town} at {km:,.0f} km", town=town.name, km=town.distance_km) for town in towns]
        sentences.append(t("Near the line: {towns}.", towns=listed(near)))
    return strung(sentences, " ")
