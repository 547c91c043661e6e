"""The shapes of one layer, cut for one frame."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from rangefan.catalogue import Catalogue
from rangefan.geometry import Fan, area_km2, destination, footprint, rim_footprint
from rangefan.geometry.fan import GREATEST_RANGE_KM, LEAST_RANGE_KM
from rangefan.language import strung, t
from rangefan.model import bounded
from rangefan.scene.nouns import Direction, Footprint, GeoJson, Place, Shape, nominal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPolygon, Polygon

    from rangefan.model import Figure, System

    Array: TypeAlias = NDArray[np.float64]

Pick = Literal["low", "nominal", "high"]


class Drawing:
    """Draws the shapes of one layer: same place, same direction, same frame."""

    def __init__(
        self, place: Place, direction: Direction | None, inner_km: float, view: dict[str, Any]
    ) -> None:
        self.place, self.direction, self.inner_km = place, direction, inner_km
        self.center_lon = view["center_lon"]
        self.tolerance_m = tolerance_m(view["bounds"])

    def fan(self, range_km: float, inner_km: float = 0.0, *, ring: bool = False) -> Fan:
        """Return the layer's fan at a range; the disc of all directions if `ring`."""
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
        """Return a fan's footprint as GeoJSON in the frame."""
        return fan_geojson(fan, self.tolerance_m, self.center_lon)

    def rim(self, azimuths_deg: Array, outer_km: Array, inner_km: Array | float) -> MultiPolygon:
        """Return what lies between two rims, given by azimuth, in the frame."""
        at = self.place.lat, self.place.lon
        return rim_footprint(*at, azimuths_deg, outer_km, inner_km, self.center_lon)

    def footprint(
        self, pick: Pick, figure: Figure | None, range_km: float, system: System, catalogue: Catalogue
    ) -> Footprint:
        """Return the footprint of one pick, labelled with whose figure it is."""
        fan = self.fan(range_km, self.inner_km)
        source = catalogue.source(figure).label if figure else t("the author’s own")
        reach = t("{km:,.0f} km", km=range_km)
        if figure and figure.bound:
            reach = bounded(figure.bound, reach)
        return Footprint(
            pick=pick,
            figure=f"{system.id}/{figure.id}" if figure else None,
            range_km=range_km,
            reach_km=range_km,
            inner_km=self.inner_km,
            label=strung([reach, source]),
            measure=figure.measure if figure else "ground",
            area_km2=round(area_km2(fan), 1),
            geometry=self.shape(fan),
            label_at=self.edge(range_km),
        )

    @property
    def label_azimuth_deg(self) -> float:
        """Where on the outer edge a label may sit."""
        return self.direction.azimuth_deg if self.direction else 180.0

    def edge(self, range_km: float) -> tuple[float, float]:
        """Return the latitude and longitude, in the frame, where a label may sit on the outer edge."""
        lat, lon = destination(self.place.lat, self.place.lon, self.label_azimuth_deg, range_km)
        return round(lat, 5), round((lon - self.center_lon + 180) % 360 + self.center_lon - 180, 5)

    def band(self, footprints: tuple[Footprint, ...]) -> Shape | None:
        """Return the ribbon from the low to the high figure, widened by the doubt about the site."""
        slack = self.place.precision_km
        low, high = footprints[0].reach_km, footprints[-1].reach_km
        if not high or (low == high and not slack):
            return None
        fan = self.fan(*band_km(low, high, slack, footprints[0].inner_km))
        text = t("between the low and the high figure") if low != high else t("the figure")
        if slack:
            text = t("{band}, widened by ±{km:g} km for the site", band=text, km=slack)
        return Shape(
            geometry=self.shape(fan),
            text=text,
        )

    def any_direction(self, footprints: tuple[Footprint, ...]) -> Shape | None:
        """Return the disc of every direction a fan of unpublished azimuth could face."""
        if self.direction is None or self.direction.published or self.direction.width_deg == 360:
            return None
        nominal = nominal_of(footprints)
        if not nominal.reach_km:
            return None
        fan = self.fan(nominal.reach_km, nominal.inner_km, ring=True)
        return Shape(geometry=self.shape(fan), text=t("if it faced any other way"))


def band_km(low_km: float, high_km: float, slack_km: float, inner_km: float) -> tuple[float, float]:
    """Return from where and how far a band goes, outer first."""
    inner = max(low_km - slack_km, inner_km)
    return min(high_km + slack_km, GREATEST_RANGE_KM), inner if inner >= LEAST_RANGE_KM else 0.0


def tolerance_m(bounds: Sequence[float]) -> float:
    """Return how far an edge may stray on a view: a sixteenth of a pixel of a page 1,280 px wide.

    Four zoom steps stay smooth.
    """
    west, _, east, _ = bounds
    return max(50.0, (east - west) * 111_320 / 1280 / 16)


@functools.lru_cache(maxsize=256)
def fan_geojson(fan: Fan, tolerance_m: float, center_lon: float) -> GeoJson:
    """Return a fan's footprint as GeoJSON in a frame, to be read and not changed.

    It is kept: packing a page asks again whether a shape is that of its fan, and a preview draws most again.
    """
    return geojson(footprint(fan, tolerance_m=tolerance_m, center_lon=center_lon).geoms)


def geojson(polygons: Iterable[Polygon]) -> GeoJson:
    """Return polygons as GeoJSON, rounded to a decimetre: finer than any figure here."""
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [
                [[round(x, 6), round(y, 6)] for x, y in ring.coords]
                for ring in (polygon.exterior, *polygon.interiors)
            ]
            for polygon in polygons
        ],
    }
