"""What terrain leaves of a view: the lowest visible altitude around an antenna, and the skyline it sees.

Along an azimuth, walking outward, the greatest elevation angle so far is what is lowest visible from there on
(the effective-earth model of `lookout`). Right for altitudes up to about 20 km: above, the 4/3 earth bends
rays too much. To look higher, give the skyline's angles to a ray trace as its elevation floor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry.elevation_model import ground_m, near
from rangefan.geometry.geodesic import destination
from rangefan.geometry.lookout import Lookout, altitude_of, frame_of, tangent_of, void_at
from rangefan.geometry.polar import Geodesics, cell_km, polar_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array: TypeAlias = NDArray[np.float64]

_SEEN_M = 1e-6  # ground that lies less below the line is on it, but for rounding
_CHUNK = 2**15  # points worked on at once while all cells are in memory: they fit the processor's cache
_FAR_CHUNK = 2**20  # and while they are read by windows: the fewer chunks, the fewer cells read twice


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """A side view along one azimuth. Arrays of one length, by distance.

    Parameters
    ----------
    distances_km : array
        Along the ground.
    ground_m : array
        Altitude of the ground above mean sea level.
    lowest_visible_m : array
        Altitude of the lowest visible point above each place: the beam's floor.
    drop_m : array
        By how much mean sea level lies below the antenna's horizontal plane, on the effective earth: what to
        take off altitudes for a picture in which rays are straight.
    antenna_m : float
        Altitude of the antenna.
    """

    distances_km: Array
    ground_m: Array
    lowest_visible_m: Array
    drop_m: Array
    antenna_m: float


def lowest_over_terrain_m(
    lookout: Lookout,
    azimuths_deg: ArrayLike,
    distances_km: ArrayLike,
    *,
    above: Literal["sea", "ground"] = "sea",
) -> Array:
    """Lowest altitude that a straight look over the terrain still meets, on a polar grid.

    The walk goes on by the size of a cell wherever distances lie further apart, so no ridge is stepped over
    along an azimuth; between azimuths nothing is known. Memory beside the result: about 0.3 GB for elevations
    in files of any size (64 MiB of cells, as much again while they are read, GDAL's cache of 64 MiB, and a
    million points at work).

    Parameters
    ----------
    lookout : Lookout
    azimuths_deg : array
        Clockwise from true north.
    distances_km : array
        Along geodesics, above 0 and growing.
    above : str
        ``sea`` for altitude above mean sea level (the model's datum); ``ground`` for height above the ground
        there, 0 where the ground itself is seen.

    Returns
    -------
    array, azimuths by distances
        Metres. NaN beyond a void if the lookout leaves gaps; infinite where the effective earth turns away
        altogether.

    Raises
    ------
    InputError
        If a void is in the way and the lookout leaves no gaps.
    RangeError
        If azimuths or distances are not as above.

    Examples
    --------
    >>> from rangefan.geometry.elevation_model import grid_dem
    >>> plain = grid_dem([[0] * 200] * 200, crs="EPSG:32652", affine=(1000, 0, 4e5, 0, -1000, 4.1e6))
    >>> mast = Lookout(dem=plain, lat=36.1, lon=129.0, antenna_agl_m=100.0)
    >>> lowest_over_terrain_m(mast, [0.0, 90.0], [20.0, 60.0]).round().tolist()
    [[0.0, 21.0], [0.0, 21.0]]
    """
    import numpy as np

    azimuths, distances = _checked(azimuths_deg, distances_km)
    nodes, is_asked = _nodes(lookout, distances)
    asked_before = np.concatenate([[0], np.cumsum(is_asked)])
    antenna_m, curvature = lookout.antenna_m, lookout.curvature
    lowest = np.empty((distances.size, azimuths.size))
    for stretch, part, heights, steepest in _walk(lookout, azimuths, nodes, antenna_m):
        if not is_asked[stretch].any():
            continue
        asked = slice(None) if is_asked[stretch].all() else is_asked[stretch]
        ground, tangent = heights[asked], steepest[asked]
        span, fall = frame_of(curvature, nodes[stretch][asked])
        line = altitude_of(tangent, antenna_m, curvature, span, fall)
        np.maximum(line, ground, out=line)
        if above == "ground":
            line -= ground
            line[line < _SEEN_M] = 0
        lowest[asked_before[stretch.start] : asked_before[stretch.stop], part] = line
    return lowest.T


def horizon_profile_deg(lookout: Lookout, azimuths_deg: ArrayLike, range_km: float) -> Array:
    """Elevation angle of the skyline by azimuth: the greatest that ground within a range reaches.

    Parameters
    ----------
    lookout : Lookout
    azimuths_deg : array
        Clockwise from true north.
    range_km : float
        How far to look. Beyond it nothing is known; a plain's own horizon lies √(2 k R h) away.

    Returns
    -------
    array, by azimuth
        Degrees above the antenna's horizontal, negative where the skyline dips. NaN where a void is in the
        way and the lookout leaves gaps.

    Raises
    ------
    InputError
        If a void is in the way and the lookout leaves no gaps.
    RangeError
        If azimuths or range are not finite, or the range not above 0.
    """
    import numpy as np

    azimuths, distances = _checked(azimuths_deg, [range_km])
    nodes, _ = _nodes(lookout, distances)
    skyline = np.empty(azimuths.size)
    for _, part, _, steepest in _walk(lookout, azimuths, nodes, lookout.antenna_m):
        skyline[part] = np.degrees(np.arctan(steepest[-1]))
    return skyline


def profile(lookout: Lookout, azimuth_deg: float, distances_km: ArrayLike) -> Profile:
    """Ground, beam floor and the Earth's curve along one azimuth, for a cross-section.

    Parameters
    ----------
    lookout : Lookout
    azimuth_deg : float
        Clockwise from true north.
    distances_km : array
        Along the geodesic, above 0 and growing.

    Returns
    -------
    Profile
        Ground and floor are NaN as in `lowest_over_terrain_m`, ground only in the void itself.

    Raises
    ------
    InputError, RangeError
        As in `lowest_over_terrain_m`.

    Examples
    --------
    >>> from rangefan.geometry.elevation_model import grid_dem
    >>> plain = grid_dem([[0] * 200] * 200, crs="EPSG:32652", affine=(1000, 0, 4e5, 0, -1000, 4.1e6))
    >>> side = profile(Lookout(dem=plain, lat=36.1, lon=129.0, antenna_agl_m=10.0), 0.0, [30.0, 60.0])
    >>> side.drop_m.round().tolist()
    [53.0, 212.0]
    """
    lowest = lowest_over_terrain_m(lookout, [azimuth_deg], distances_km)[0]
    azimuths, distances = _checked([azimuth_deg], distances_km)
    rows, columns = Geodesics(dem=lookout.dem, lat=lookout.lat, lon=lookout.lon)(azimuths)(distances)
    span, fall = frame_of(lookout.curvature, distances)
    return Profile(
        distances_km=distances,
        ground_m=ground_m(lookout.dem, rows, columns)[:, 0],
        lowest_visible_m=lowest,
        drop_m=(span * fall)[:, 0],  # sin(cs) tan(cs/2) / c = (1 - cos cs) / c
        antenna_m=lookout.antenna_m,
    )


def _walk(
    lookout: Lookout, azimuths_deg: Array, nodes_km: Array, antenna_m: float
) -> Iterator[tuple[slice, slice, Array, Array]]:
    """Walk outward along some azimuths at a time, stretch by stretch.

    Gives the nodes and azimuths by position, and, shaped so, the ground there and the tangent of the greatest
    elevation angle so far. Of each group of azimuths the last stretch comes last.
    """
    import numpy as np

    dem, cells_at = lookout.dem, polar_cells(lookout.dem, lookout.lat, lookout.lon, float(nodes_km[-1]))
    around = near(dem, *cells_at(azimuths_deg)(nodes_km[-1] * np.linspace(0, 1, 9)))
    top, left = around.offset_in(dem)
    # In memory the whole turn goes outward together; by windows a sector is done before the next is begun.
    at_once = _CHUNK if around.is_in_memory else _FAR_CHUNK
    abreast = min(azimuths_deg.size, max(1, at_once // (16 if around.is_in_memory else nodes_km.size)))
    for first in range(0, azimuths_deg.size, abreast):
        part = slice(first, min(first + abreast, azimuths_deg.size))
        cells_of = cells_at(azimuths_deg[part])
        so_far = np.full(part.stop - first, -np.inf)
        for start in range(0, nodes_km.size, at_once // abreast):
            stretch = slice(start, min(start + at_once // abreast, nodes_km.size))
            rows, columns = cells_of(nodes_km[stretch])
            rows -= top
            columns -= left
            heights = ground_m(around, rows, columns)
            steepest = tangent_of(
                heights, antenna_m, lookout.curvature, *frame_of(lookout.curvature, nodes_km[stretch])
            )
            # The maximum of anything and NaN is NaN: past a void nothing is known.
            for angle in steepest:
                so_far = np.maximum(so_far, angle, out=angle)
            if not lookout.gaps and np.isnan(so_far).any():
                node, azimuth = np.argwhere(np.isnan(heights))[0]
                azimuth_deg, distance_km = float(azimuths_deg[part][azimuth]), float(nodes_km[stretch][node])
                place = destination(lookout.lat, lookout.lon, azimuth_deg, distance_km)
                raise void_at(dem, *place, f"{distance_km:.3g} km away at azimuth {azimuth_deg:g}")
            yield stretch, part, heights, steepest


def _nodes(lookout: Lookout, distances_km: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Distances to stop at, no step longer than a cell, and which of them were asked for."""
    import numpy as np

    cell = cell_km(lookout.dem, lookout.lat, lookout.lon)
    if math.isnan(cell):
        raise void_at(lookout.dem, lookout.lat, lookout.lon, "where the antenna stands")
    gaps = np.diff(distances_km, prepend=0.0)
    counts = np.maximum(1, np.ceil(gaps / cell - 1e-6)).astype(np.intp)
    last = np.cumsum(counts) - 1
    nth = last.repeat(counts) - np.arange(last[-1] + 1)  # steps still to go to the distance asked for
    nodes = distances_km.repeat(counts) - nth * (gaps / counts).repeat(counts)
    return nodes, nth == 0


def _checked(azimuths_deg: ArrayLike, distances_km: ArrayLike) -> tuple[Array, Array]:
    import numpy as np

    azimuths = np.asarray(azimuths_deg, dtype=np.float64)
    distances = np.asarray(distances_km, dtype=np.float64)
    for name, numbers in (("azimuths", azimuths), ("distances", distances)):
        if numbers.ndim != 1 or not numbers.size or not np.isfinite(numbers).all():
            raise RangeError(f"{name} must be one row of finite numbers")
    if distances[0] <= 0 or (np.diff(distances) <= 0).any():
        raise RangeError("distances must lie above 0 and grow")
    return azimuths, distances
