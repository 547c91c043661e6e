"""A scene's footprints as a GeoDataFrame, for those who carry on in geopandas or a GIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rangefan.geometry import Fan, footprint
from rangefan.scene import Scene
from rangefan.scene.nouns import ILLUSTRATIVE

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def to_geodataframe(scene: Scene) -> GeoDataFrame:
    """Return one row a footprint, cut at ±180° as RFC 7946 asks, each with whose figure it draws.

    Parameters
    ----------
    scene : Scene
        A resolved map.

    Returns
    -------
    GeoDataFrame
        In WGS84 longitude and latitude. Kilometres and square kilometres are geodesic; the column
        `note` says that it is illustrative, and goes along wherever the table is written.
    """
    from geopandas import GeoDataFrame

    sources = {source["id"]: source for source in scene.sources}
    figures = {figure["id"]: figure for figure in scene.figures}
    rows = []
    for layer in scene.layers:
        for item in layer.footprints:
            source = sources.get(figures.get(item.figure or "", {}).get("source", ""), {})
            turn = layer.direction
            fan = Fan(
                lat=layer.site.lat,
                lon=layer.site.lon,
                range_km=item.range_km,
                inner_km=item.inner_km,
                azimuth_deg=turn.azimuth_deg if turn else 0.0,
                width_deg=turn.width_deg if turn else 360.0,
            )
            rows.append(
                {
                    "layer": layer.id,
                    "system": layer.system_name,
                    "mode": layer.mode_name,
                    "pick": item.pick,
                    "status": layer.status,
                    "lat": layer.site.lat,
                    "lon": layer.site.lon,
                    "precision_km": layer.site.precision_km,
                    "range_km": item.range_km,
                    "measure": item.measure,
                    "azimuth_deg": fan.azimuth_deg,
                    "width_deg": fan.width_deg,
                    "azimuth_published": turn.published if turn else None,
                    "area_km2": item.area_km2,
                    "publisher": source.get("publisher", ""),
                    "title": source.get("title", ""),
                    "url": source.get("url", ""),
                    "accessed": source.get("accessed", ""),
                    "note": ILLUSTRATIVE,
                    "geometry": footprint(fan),
                }
            )
    return GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
