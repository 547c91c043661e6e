"""Coarse ground height around Korea, for illustration: 2 arc-minutes (3.7 km), 8 bit."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from math import floor

from rangefan.errors import RangeError
from rangefan.geometry.elevation_model import ElevationModel, grid_dem
from rangefan.where import data_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class ElevationGrid:
    """Heights of cells, row by row from the north-west corner.

    Attributes
    ----------
    north, west : float
        Edges of the grid in degrees (not middles of cells).
    rows, columns : int
        Cells from north to south and from west to east.
    cells_per_degree : int
        Thirty: a cell is 2 arc-minutes wide and high.
    grey : bytes
        One byte a cell; 0 is sea.
    metres_of_grey : tuple of int
        Height above sea level in metres for each of the 256 bytes.
    """

    north: float
    west: float
    rows: int
    columns: int
    cells_per_degree: int
    grey: bytes
    metres_of_grey: tuple[int, ...]


@cache
def elevation_grid() -> ElevationGrid:
    """Return the grid: 95-155 E, 15-60 N."""
    folder = data_dir() / "geodata"
    header = json.loads((folder / "elevation.json").read_text(encoding="utf-8"))
    metres = tuple(header.pop("metres_of_grey"))
    return ElevationGrid(
        **header, grey=gzip.decompress((folder / "elevation.u8.gz").read_bytes()), metres_of_grey=metres
    )


def coarse_dem() -> ElevationModel:
    """Return the grid as an elevation model, for illustrations of terrain and for nothing else.

    Its hills are smoothed, see `elevation_m`; what stands in the way in truth, it may not show.
    """
    import numpy as np

    grid = elevation_grid()
    cells = np.array(grid.metres_of_grey, dtype=np.float32)[np.frombuffer(grid.grey, dtype=np.uint8)]
    step = 1 / grid.cells_per_degree
    return grid_dem(
        cells.reshape(grid.rows, grid.columns),
        crs="EPSG:4326",
        affine=(step, 0, grid.west, 0, -step, grid.north),
        datum="about mean sea level",
        source="rangefan's coarse 2′ grid, an illustration in which summits read 10–40 % low",
    )


def elevation_m(lat: float, lon: float) -> float:
    """Return the height of the ground above sea level, bilinear between the middles of cells.

    Cells are 3.7 km wide, so hills are smoothed: peaks read 10 to 40 % low, narrow valleys high, and a step
    of the 8-bit scale is about 20 m below 1,000 m and up to 150 m above. Not for masking by terrain, nor
    for siting.

    Parameters
    ----------
    lat, lon : float
        Degrees on WGS84; 15-60 N, 95-155 E.

    Returns
    -------
    float
        Metres; 0 at sea.

    Raises
    ------
    RangeError
        If the point is outside the grid.

    Examples
    --------
    >>> elevation_m(36.0, 124.0)
    0.0
    """
    grid = elevation_grid()
    y = (grid.north - lat) * grid.cells_per_degree - 0.5
    x = (lon - grid.west) * grid.cells_per_degree - 0.5
    if not (-0.5 <= y <= grid.rows - 0.5 and -0.5 <= x <= grid.columns - 0.5):
        raise RangeError(
            f"no elevation at {lat:g}, {lon:g}: the grid covers latitudes 15 to 60 and longitudes 95 to 155; "
            "give the height of the site yourself"
        )
    y, x = min(max(y, 0.0), grid.rows - 1.0), min(max(x, 0.0), grid.columns - 1.0)
    row, column = min(floor(y), grid.rows - 2), min(floor(x), grid.columns - 2)
    down, right = y - row, x - column

    def height(rows: int, columns: int) -> int:
        return grid.metres_of_grey[grid.grey[(row + rows) * grid.columns + column + columns]]

    upper = height(0, 0) * (1 - right) + height(0, 1) * right
    lower = height(1, 0) * (1 - right) + height(1, 1) * right
    return upper * (1 - down) + lower * down
