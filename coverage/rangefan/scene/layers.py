"""One layer of a map file, with its place, direction, status and shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from rangefan.catalogue import Catalogue
from rangefan.language import Said, named, strung, t
from rangefan.mapfile import Layer, MapFile, mode_of, picks_of
from rangefan.scene.altitude import Outlook, drawn_at, lowest_bands, outlook_of, over_terrain, steps_of
from rangefan.scene.direction import direction_of
from rangefan.scene.drawing import Drawing
from rangefan.scene.nouns import AtAltitude, Direction, LowestBand, Place, SceneLayer
from rangefan.scene.terrain import band_between

if TYPE_CHECKING:
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.model import Deployment, Mode, System

BUILT = ("deployed", "reported", "retired")
STATUS = {
    "deployed": t("Deployed"),
    "reported": t("Reported"),
    "retired": t("Retired"),
    "planned": t("Planned"),
    "cancelled": t("Cancelled"),
    "candidate": t("Candidate"),
    "rejected": t("Rejected"),
}


def resolve_layer(
    layer: Layer,
    mapped: MapFile,
    catalogue: Catalogue,
    view: dict[str, Any],
    dem: ElevationModel | None = None,
) -> tuple[SceneLayer, Outlook | None]:
    """Compute one layer; and give how it looks out, for what is still to be asked of it.

    Parameters
    ----------
    layer : Layer
        Of the map file, checked.
    mapped : MapFile
        The whole map file: two modes of one antenna exclude each other.
    catalogue : Catalogue
        Where figures and places come from.
    view : dict
        The frame: shapes are cut at its seam and as fine as its width asks.
    dem : ElevationModel, optional
        Terrain for radars at an altitude; without it the Earth is smooth.
    """
    system = catalogue.systems[layer.system]
    mode_id = mode_of(layer, system)
    mode = system.modes.get(mode_id)
    place = place_of(layer, catalogue)
    recorded = catalogue.deployments_at(layer.site or "", system.id, mode_id)
    direction = direction_of(layer, system, place, recorded)
    draw = Drawing(place, direction, layer.inner_km or 0.0, view)
    picks = [found for found in picks_of(layer, system) if found[0] in layer.show]
    footprints = tuple(draw.footprint(*found, system, catalogue) for found in picks)
    outlook = outlook_of(layer, mapped, system, mode, place, catalogue)
    if layer.altitude_km is not None or mapped.altitude.steps_km:
        outlook = over_terrain(outlook, dem, place, draw, max(item.range_km for item in footprints))
    steps: tuple[AtAltitude, ...] = ()
    lowest: tuple[LowestBand, ...] = ()
    if outlook and layer.altitude_km is not None:
        footprints = drawn_at(footprints, layer.altitude_km, outlook, draw)
    elif outlook:
        steps = steps_of(footprints, mapped.altitude.steps_km, outlook, draw)
        lowest = lowest_bands(footprints, mapped.altitude.steps_km, outlook, draw) if steps else ()
    status, status_text, status_source = status_of(layer, system, mode, direction, recorded)
    altitude = system.figure(mode.altitude) if mode and mode.altitude else None
    band, any_direction = draw.band(footprints), draw.any_direction(footprints)
    if outlook and outlook.skyline and layer.altitude_km is not None:
        # What terrain leaves in the other directions is not drawn.
        band, any_direction = band_between(footprints[0], footprints[-1]), None
    resolved = SceneLayer(
        id=layer.id,
        name=layer.name or _name(system, mode),
        kind=system.kind,
        system=system.id,
        system_name=named(system.name),
        mode=mode_id,
        mode_name=named(mode.name) if mode else "",
        short_name=_short_name(system, mode),
        exclusive=_exclusive(layer, system, mapped),
        visible=layer.visible,
        role=layer.role or ("context" if system.kind == "missile" else system.kind),
        status=status,
        status_text=status_text,
        status_source=status_source,
        site=place,
        direction=direction,
        altitude_text=t(
            "{band} altitude ({source})", band=altitude.text, source=catalogue.source(altitude).label
        )
        if altitude
        else None,
        footprints=footprints,
        band=band,
        any_direction=any_direction,
        altitude_km=layer.altitude_km if outlook else None,
        sight=outlook.said if outlook and (steps or layer.altitude_km is not None) else None,
        at_altitude=steps,
        lowest_visible=lowest,
        style={"color": layer.color} if layer.color else {},
    )
    return resolved, outlook


def place_of(layer: Layer, catalogue: Catalogue) -> Place:
    """Return where a layer stands."""
    if layer.site is not None:
        site = catalogue.sites[layer.site]
        assert site.lat is not None  # the map file's check lets no other site through
        assert site.lon is not None
        return Place(
            id=site.id,
            name=named(site.name),
            country=site.country,
            lat=site.lat,
            lon=site.lon,
            precision_km=site.precision_km or 0.0,
            source=site.coord_source,
            note=site.note,
        )
    if layer.town:
        from rangefan.gazetteer import town

        found = town(layer.town)
        note = t("the gazetteer’s point for the town")
        return Place(
            id=f"town-{found.geonameid}",
            name=found.called,
            country=found.country,
            lat=found.lat,
            lon=found.lon,
            precision_km=0.0,
            source=None,
            note=note,
        )
    assert layer.lat is not None
    assert layer.lon is not None
    name = layer.place or f"{abs(layer.lat):g}°{'NS'[layer.lat < 0]} {abs(layer.lon):g}°{'EW'[layer.lon < 0]}"
    return Place(
        id=f"point-{layer.lat:g}-{layer.lon:g}",
        name=name,
        country="",
        lat=layer.lat,
        lon=layer.lon,
        precision_km=0.0,
        source=None,
        note=t("a point of the author’s own"),
    )


def _name(system: System, mode: Mode | None) -> Said:
    name: Said = named(system.name)
    if system.kind == "radar":
        name = t("{system} radar", system=name)
    elif system.kind == "interceptor":
        name = t("{system} interceptor", system=name)
    return name if mode is None or len(system.modes) == 1 else strung([name, _lower(mode)], ", ")


def _short_name(system: System, mode: Mode | None) -> Said:
    """Return a name for the line: "AN/TPY-2 terminal", "THAAD reach", "Hwasong-15"."""
    bare = named(system.name.removesuffix(" radar"))
    if system.kind == "interceptor":
        return t("{system} reach", system=bare)
    if system.kind != "radar" or mode is None or mode.name.startswith("Published"):
        return bare
    word = named(_lower(mode).removesuffix(" mode"))
    return strung([bare, word], " ")


def _lower(mode: Mode) -> Said:
    """Return a mode's name as it stands within a sentence; one that is a place keeps its capital."""
    first, _, rest = mode.name.partition(" ")
    return named(f"{first.lower()} {rest}" if rest[:1].islower() else mode.name)


def _exclusive(layer: Layer, system: System, mapped: MapFile) -> str | None:
    """Return a key shared by the modes of one antenna at one place: one antenna is in one mode at a time."""

    def key(item: Layer) -> tuple[object, ...]:
        return (item.system, item.site, item.town, item.lat, item.lon)

    modes = {item.mode for item in mapped.layers if key(item) == key(layer)}
    if system.kind != "radar" or len(modes) < 2:
        return None
    return f"{layer.site or layer.town or layer.place}/{layer.system}"


def status_of(
    layer: Layer,
    system: System,
    mode: Mode | None,
    direction: Direction | None,
    recorded: list[Deployment],
) -> tuple[Literal["recorded", "candidate", "hypothetical"], str, str | None]:
    """Say whether a source records this placement; whatever differs from every record is hypothetical."""
    if system.kind == "missile":
        return "hypothetical", t("Hypothetical point of measurement; no launch site is shown"), None
    if layer.range_km is not None:
        return "hypothetical", t("Hypothetical: the range is the author’s own"), None
    if not recorded:
        what: Said = named(system.name)
        if mode and mode.name.endswith("mode"):
            what = t("{system} in {mode}", system=what, mode=_lower(mode))
        return "hypothetical", t("Hypothetical: no source records {system} here", system=what), None
    published = any(item.azimuth_deg is not None for item in recorded)
    if layer.width_deg is not None or (published and direction is not None and not direction.published):
        return "hypothetical", t("Hypothetical: direction or width differ from what is published"), None
    record = recorded[0]
    span: str = record.from_date or record.to_date or ""
    if record.from_date and record.to_date:
        span = t("{from_date} to {to_date}", from_date=record.from_date, to_date=record.to_date)
    status = STATUS[record.status]
    if record.status in BUILT:
        if record.from_date and not record.to_date:
            status = t("{status} since {date}", status=status, date=span)
        elif span:
            status = t("{status} {date}", status=status, date=span)
        return "recorded", status, record.source
    said = t("{status} {date}", status=status, date=span) if span else status
    return "candidate", t("{status}: never built", status=said), record.source
