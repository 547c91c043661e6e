"""Countries whole: the fine file where it reaches, the coarse world beyond it, in one frame of longitudes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rangefan.gazetteer.shapes import far_land, near_land

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

# The fine file begins here, so its countries need no moving; the seam runs through western Europe and Africa.
WEST_DEG = 10.0
FRAME_CENTER_LON = WEST_DEG + 180


@cache
def whole_countries() -> dict[str, MultiPolygon]:
    """Return every country whole, by code: `country_shape` cuts those that leave the fine file's region.

    Returns
    -------
    dict of str to shapely.MultiPolygon
        Degrees on WGS84; longitudes from 10 to 370, cut at 10 E; accuracy about 1 to 3 km within 10-190 E,
        10 S-80 N, about 6 km beyond.

    Examples
    --------
    >>> from rangefan.gazetteer import country_shape
    >>> whole_countries()["KOR"].equals(country_shape("KOR"))
    True
    >>> [round(edge) for edge in country_shape("USA").bounds]
    [172, 51, 190, 64]
    >>> [round(edge) for edge in whole_countries()["USA"].bounds]
    [172, 19, 293, 71]
    """
    import shapely

    near, far = near_land(), far_land()
    fine = dict(zip(near.codes, near.shapes, strict=True))
    region = shapely.box(*near.bounds)
    countries = dict(fine)
    for code, shape in zip(far.codes, far.shapes, strict=True):
        moved = in_frame(shape)
        if code not in fine:
            countries[code] = moved
        elif not shapely.covers(region, moved):
            beyond = polygons(shapely.difference(moved, region))
            countries[code] = shapely.MultiPolygon(
                polygons(shapely.union_all([fine[code], shapely.MultiPolygon(beyond)]))
            )
    return dict(sorted(countries.items()))


def in_frame(shape: MultiPolygon) -> MultiPolygon:
    """Return a shape of longitudes from -180 to 190 in the frame from 10 to 370."""
    import numpy as np
    import shapely

    west, _, east, _ = shape.bounds
    if west >= WEST_DEG:
        return shape
    turned = shapely.transform(shape, lambda points: np.add(points, [360.0, 0.0]))
    if east <= WEST_DEG:
        return turned
    stays = shapely.intersection(shape, shapely.box(WEST_DEG, -90, 360, 90))
    goes = shapely.intersection(turned, shapely.box(180, -90, WEST_DEG + 360, 90))
    return shapely.MultiPolygon(polygons(shapely.union(stays, goes)))  # which heals a cut at 180 degrees


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a geometry, without the points and lines where two shapes only touch."""
    import shapely

    parts = shapely.get_parts(shapely.get_parts(shape))
    return [part for part in parts if part.geom_type == "Polygon" and part.area]
