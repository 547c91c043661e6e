"""Where the points of a polar grid around a place fall in the cells of an elevation model."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from rangefan.geometry.elevation_files import inverse_affine
from rangefan.geometry.geodesic import forward

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from rangefan.geometry.elevation_model import ElevationModel

    Array: TypeAlias = NDArray[np.float64]
    Walk: TypeAlias = Callable[[Array], tuple[Array, Array]]

# How far from the geodesic a point may be put, in cells, and the series tried for it: terms in azimuth, in
# distance. Both fall off geometrically, so one that is wide enough is far better than it must be.
_TOLERANCE = 1e-3
_TERMS = ((9, 6), (13, 10), (21, 16), (33, 24), (65, 48))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """Rows and columns as a trigonometric series in azimuth by Chebyshev's polynomials in distance."""

    range_km: float
    rows: Array
    columns: Array

    def __call__(self, azimuths_deg: Array) -> Walk:
        """Rows and columns toward azimuths, at distances to be given."""
        turn = _turn(azimuths_deg, len(self.rows)).T
        rows, columns = self.rows.T @ turn, self.columns.T @ turn

        def walk(distances_km: Array) -> tuple[Array, Array]:
            along = _along(distances_km / self.range_km, self.rows.shape[1])
            return along @ rows, along @ columns

        return walk


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Geodesics:
    """Rows and columns by a geodesic and a projection for every point."""

    dem: ElevationModel
    lat: float
    lon: float

    def __call__(self, azimuths_deg: Array) -> Walk:
        """Rows and columns toward azimuths, at distances to be given."""
        import numpy as np

        def walk(distances_km: Array) -> tuple[Array, Array]:
            shape = distances_km.size, azimuths_deg.size
            azimuths = np.broadcast_to(azimuths_deg, shape).ravel()
            distances = np.broadcast_to(distances_km[:, None], shape).ravel()
            lat, lon, _ = forward(self.lat, self.lon, azimuths, distances)
            rows, columns = self.at(lat, lon)
            return rows.reshape(shape), columns.reshape(shape)

        return walk

    def at(self, lat: Array, lon: Array) -> tuple[Array, Array]:
        """Rows and columns of places; (0, 0) is the centre of the first cell, infinite where none is."""
        import numpy as np

        x, y = _projection(self.dem.crs).transform(lon, lat)
        if _is_geographic(self.dem.crs):
            # The grid may run on across the date line: longitudes stay near the middle of the grid.
            a, b, c, *_ = self.dem.affine
            middle = a * self.dem.columns / 2 + b * self.dem.rows / 2 + c
            centre = self.lon + 360 * round((middle - self.lon) / 360)
            x = centre + np.remainder(x - centre + 180, 360) - 180
        row, column = inverse_affine(self.dem.affine, np.asarray(x), np.asarray(y))
        return row - 0.5, column - 0.5


def polar_cells(dem: ElevationModel, lat: float, lon: float, range_km: float) -> Series | Geodesics:
    """Find the rows and columns of points by azimuth and distance, fast where a short series can say it.

    Around a place, coordinates in any usual projection are smooth functions of azimuth and distance; a few
    hundred exact points (geodesic and projection) give all others to a thousandth of a cell. The series is
    held against exact points between those that made it; where none is good enough (a pole or the seam of a
    projection in reach), every point is computed.

    Parameters
    ----------
    dem : ElevationModel
    lat, lon : float
        Degrees on WGS84.
    range_km : float
        The greatest distance asked for.

    Returns
    -------
    callable
        Of azimuths in degrees, to a callable of distances in km, to rows and columns shaped distances by
        azimuths; (0, 0) is the centre of the first cell.
    """
    import numpy as np

    exact = Geodesics(dem=dem, lat=lat, lon=lon)
    for turns, lengths in _TERMS:
        azimuths = np.arange(turns) * 360 / turns
        nodes = (1 + np.cos(np.pi * (np.arange(lengths) + 0.5) / lengths)) / 2
        rows, columns = exact(azimuths)(nodes * range_km)
        if not (np.isfinite(rows).all() and np.isfinite(columns).all()):
            return exact
        around, along = np.linalg.inv(_turn(azimuths, turns)), np.linalg.inv(_along(nodes, lengths)).T
        series = Series(range_km=range_km, rows=around @ rows.T @ along, columns=around @ columns.T @ along)
        between, apart = (np.arange(2 * turns) + 0.37) * 180 / turns, np.linspace(0.13, 1, 7) * range_km
        pairs = zip(series(between)(apart), exact(between)(apart), strict=True)
        strays = (np.abs(found - true).max() for found, true in pairs)
        if max(strays) < _TOLERANCE:
            return series
    return exact


def _turn(azimuths_deg: Array, terms: int) -> Array:
    import numpy as np

    angle = np.radians(azimuths_deg)[:, None] * np.arange(1, terms // 2 + 1)
    return np.concatenate([np.ones((azimuths_deg.size, 1)), np.cos(angle), np.sin(angle)], axis=1)


def _along(parts: Array, terms: int) -> Array:
    import numpy as np

    return np.asarray(np.polynomial.chebyshev.chebvander(2 * parts - 1, terms - 1), dtype=np.float64)


@functools.cache
def _projection(crs: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


@functools.cache
def _is_geographic(crs: str) -> bool:
    from pyproj import CRS

    return bool(CRS.from_user_input(crs).is_geographic)


def cell_km(dem: ElevationModel, lat: float, lon: float) -> float:
    """Size of the cells around a place, in km: the shorter side, of slivers an eighth of the longer one.

    NaN where the model's projection has no such place.
    """
    import numpy as np

    step_km = 0.01
    walk = Geodesics(dem=dem, lat=lat, lon=lon)(np.array([0.0, 90.0, 180.0, 270.0]))
    rows, columns = walk(np.array([0.0, step_km]))
    moved = np.hypot(rows[1] - rows[0], columns[1] - columns[0])
    most = min(float(moved.max()), 8 * float(moved.min()))
    return step_km / most if most > 0 and math.isfinite(most) else math.nan
