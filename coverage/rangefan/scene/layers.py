"""One layer of a map file, with its place, direction, status and shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, cast

from rangefan.catalogue import Catalogue
from rangefan.geometry import Fan, area_km2, destination, footprint, inverse
from rangefan.mapfile import Layer, MapFile
from rangefan.scene.nouns import Direction, Footprint, GeoJson, Place, SceneLayer, Shape

if TYPE_CHECKING:
    from shapely import MultiPolygon

    from rangefan.model import Deployment, Figure, Mode, System

Pick = Literal["low", "nominal", "high"]
PICKS: tuple[Pick, ...] = ("low", "nominal", "high")
BUILT = ("deployed", "reported", "retired")
ANY = "any"
UNSTATED = "the azimuth is not published"


def resolve_layer(layer: Layer, mapped: MapFile, catalogue: Catalogue, view: dict[str, Any]) -> SceneLayer:
    """Compute one layer.

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
    """
    system = catalogue.systems[layer.system]
    mode_id = layer.mode or next(iter(system.modes), "")
    mode = system.modes.get(mode_id)
    place = place_of(layer, catalogue)
    recorded = catalogue.deployments_at(layer.site or "", system.id, mode_id)
    direction = _direction(layer, system, place, recorded)
    draw = _Drawing(place, direction, layer.inner_km or 0.0, view)
    picks = list(_picks(layer, system, mode))
    footprints = tuple(draw.footprint(*pick, catalogue) for pick in picks if pick[0] in layer.show)
    status, status_text, status_source = _status(layer, system, direction, recorded)
    altitude = system.figure(mode.altitude) if mode and mode.altitude else None
    return SceneLayer(
        id=layer.id,
        name=layer.name or _name(system, mode),
        kind=system.kind,
        system=system.id,
        system_name=system.name,
        mode=mode_id,
        mode_name=mode.name if mode else "",
        exclusive=_exclusive(layer, system, mapped),
        visible=layer.visible,
        role=layer.role or ("context" if system.kind == "missile" else system.kind),
        status=status,
        status_text=status_text,
        status_source=status_source,
        site=place,
        direction=direction,
        altitude_text=f"{altitude.text} altitude ({catalogue.source(altitude).label})" if altitude else None,
        footprints=footprints,
        band=draw.band(footprints),
        any_direction=draw.any_direction(footprints),
        style={"color": layer.color} if layer.color else {},
    )


def place_of(layer: Layer, catalogue: Catalogue) -> Place:
    """Return where a layer stands."""
    if layer.site is not None:
        site = catalogue.sites[layer.site]
        assert site.lat is not None  # the map file's check lets no other site through
        assert site.lon is not None
        return Place(
            id=site.id,
            name=site.name,
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
        note = "the gazetteer's point for the town"
        return Place(
            id=f"town-{found.geonameid}",
            name=found.name,
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
        note="a point of the author's own",
    )


def _name(system: System, mode: Mode | None) -> str:
    kind = "" if system.kind == "missile" else f" {'radar' if system.kind == 'radar' else 'interceptor'}"
    if mode is None or len(system.modes) == 1:
        return f"{system.name}{kind}"
    return f"{system.name}{kind}, {mode.name[0].lower()}{mode.name[1:]}"


def _exclusive(layer: Layer, system: System, mapped: MapFile) -> str | None:
    """Return a key shared by the modes of one antenna at one place: one antenna is in one mode at a time."""

    def key(item: Layer) -> tuple[object, ...]:
        return (item.system, item.site, item.town, item.lat, item.lon)

    modes = {item.mode for item in mapped.layers if key(item) == key(layer)}
    if system.kind != "radar" or len(modes) < 2:
        return None
    return f"{layer.site or layer.town or layer.place}/{layer.system}"


def _direction(
    layer: Layer, system: System, place: Place, recorded: Iterable[Deployment]
) -> Direction | None:
    """Return where a fan points: as published, or as the author assumes and says so."""
    published = next((item for item in recorded if item.azimuth_deg is not None), None)
    sector = system.drawn(system.sector.width) if system.sector else None
    width_figure = f"{system.id}/{sector[0].id}" if sector else None
    if layer.width_deg is not None:
        width, width_figure = layer.width_deg, None
    elif published is not None and published.width_deg is not None:
        width, width_figure = published.width_deg, None
    elif sector:
        width = sector[2]
    else:
        width = 360.0
    if width >= 360 and layer.toward != ANY:
        return None
    if layer.azimuth_deg is None and not layer.toward and published is not None:
        azimuth = cast(float, published.azimuth_deg)
        text = f"faces {azimuth:g}°, {width:g}° wide. {published.note}".rstrip(". ")
        return Direction(
            azimuth_deg=azimuth,
            width_deg=width,
            published=True,
            text=text,
            source=published.azimuth_source,
            width_figure=width_figure,
        )
    if layer.toward == ANY:
        azimuth, width = 0.0, 360.0
        drawn = "drawn for every direction it could face"
    elif layer.toward:
        from rangefan.gazetteer import town

        target = town(layer.toward)
        azimuth = float(inverse(place.lat, place.lon, target.lat, target.lon)[1]) % 360
        drawn = f"drawn toward {target.name}, {azimuth:.0f}°"
    else:
        azimuth = layer.azimuth_deg or 0.0
        drawn = f"drawn toward {azimuth:g}°"
    if published is None:
        text = f"{drawn}; {UNSTATED}"
    else:
        text = f"{drawn} by the author; {published.azimuth_deg:g}° is published"
    return Direction(
        azimuth_deg=azimuth,
        width_deg=width,
        published=False,
        text=text,
        source=None,
        width_figure=width_figure,
    )


def _status(
    layer: Layer, system: System, direction: Direction | None, recorded: list[Deployment]
) -> tuple[Literal["recorded", "candidate", "hypothetical"], str, str | None]:
    """Say whether a source records this placement; whatever differs from every record is hypothetical."""
    if system.kind == "missile":
        return "hypothetical", "Hypothetical point of measurement; no launch site is shown", None
    if layer.range_km is not None:
        return "hypothetical", "Hypothetical: the range is the author's own", None
    if not recorded:
        return "hypothetical", f"Hypothetical: no source records {system.name} here", None
    published = any(item.azimuth_deg is not None for item in recorded)
    if layer.width_deg is not None or (published and direction is not None and not direction.published):
        return "hypothetical", "Hypothetical: direction or width differ from what is published", None
    record = recorded[0]
    span = " to ".join(filter(None, (record.from_date, record.to_date)))
    if record.status in BUILT:
        since = f" since {span}" if record.from_date and not record.to_date else f" {span}" if span else ""
        return "recorded", f"{record.status.capitalize()}{since}", record.source
    said = f"{record.status.capitalize()} {span}".rstrip()
    return "candidate", f"{said}: never built", record.source


def _picks(
    layer: Layer, system: System, mode: Mode | None
) -> Iterable[tuple[Pick, Figure | None, float, System]]:
    """Yield the figures to draw, low to high, each with its kilometres."""
    if layer.range_km is not None:
        yield "nominal", None, layer.range_km, system
        return
    for pick in PICKS:
        reference = getattr(layer, pick) or (getattr(mode, pick) if mode else "")
        if reference:
            figure, _, range_km = system.drawn(reference)
            yield pick, figure, range_km, system


class _Drawing:
    """Draws the shapes of one layer: same place, same direction, same frame."""

    def __init__(
        self, place: Place, direction: Direction | None, inner_km: float, view: dict[str, Any]
    ) -> None:
        self.place, self.direction, self.inner_km = place, direction, inner_km
        self.center_lon = view["center_lon"]
        west, _, east, _ = view["bounds"]
        # A sixteenth of a pixel of a 1,280 px page: four zoom steps stay smooth.
        self.tolerance_m = max(50.0, (east - west) * 111_320 / 1280 / 16)

    def fan(self, range_km: float, inner_km: float = 0.0, *, ring: bool = False) -> Fan:
        turn = self.direction
        azimuth, width = (0.0, 360.0) if turn is None or ring else (turn.azimuth_deg, turn.width_deg)
        return Fan(
            lat=self.place.lat,
            lon=self.place.lon,
            range_km=range_km,
            azimuth_deg=azimuth,
            width_deg=width,
            inner_km=inner_km,
        )

    def shape(self, fan: Fan) -> GeoJson:
        return _geojson(footprint(fan, tolerance_m=self.tolerance_m, center_lon=self.center_lon))

    def footprint(
        self, pick: Pick, figure: Figure | None, range_km: float, system: System, catalogue: Catalogue
    ) -> Footprint:
        fan = self.fan(range_km, self.inner_km)
        source = catalogue.source(figure).label if figure else "the author's own"
        bound = f"{figure.bound} " if figure and figure.bound else ""
        azimuth = self.direction.azimuth_deg if self.direction else 180.0
        lat, lon = destination(self.place.lat, self.place.lon, azimuth, range_km)
        lon = (float(lon) - self.center_lon + 180) % 360 + self.center_lon - 180
        return Footprint(
            pick=pick,
            figure=f"{system.id}/{figure.id}" if figure else None,
            range_km=range_km,
            inner_km=self.inner_km,
            label=f"{bound}{range_km:,.0f} km · {source}",
            measure=figure.measure if figure else "ground",
            area_km2=round(area_km2(fan), 1),
            geometry=self.shape(fan),
            label_at=(round(float(lat), 5), round(lon, 5)),
        )

    def band(self, footprints: tuple[Footprint, ...]) -> Shape | None:
        """Return the ribbon from the low to the high figure, widened by the doubt about the site."""
        slack = self.place.precision_km
        low, high = footprints[0].range_km, footprints[-1].range_km
        if low == high and not slack:
            return None
        inner = max(low - slack, self.inner_km)
        fan = self.fan(min(high + slack, 20003.9), inner)
        text = "between the low and the high figure" if low != high else "the figure"
        return Shape(
            geometry=self.shape(fan),
            text=f"{text}, widened by ±{slack:g} km for the site" if slack else text,
        )

    def any_direction(self, footprints: tuple[Footprint, ...]) -> Shape | None:
        """Return the disc of every direction a fan of unpublished azimuth could face."""
        if self.direction is None or self.direction.published or self.direction.width_deg == 360:
            return None
        nominal = next((f for f in footprints if f.pick == "nominal"), footprints[0])
        fan = self.fan(nominal.range_km, self.inner_km, ring=True)
        return Shape(geometry=self.shape(fan), text="if it faced any other way")


def _geojson(polygons: MultiPolygon) -> GeoJson:
    """Return polygons as GeoJSON, rounded to a metre: finer than any figure here."""
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [
                [[round(x, 5), round(y, 5)] for x, y in ring.coords]
                for ring in (polygon.exterior, *polygon.interiors)
            ]
            for polygon in polygons.geoms
        ],
    }
