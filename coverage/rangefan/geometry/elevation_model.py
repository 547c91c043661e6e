"""Ground elevation on a regular grid: tiles in files, read by windows, or an array.

What a tile does not say is not known: voids, nodata and missing tiles are NaN, never sea level.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry.elevation_files import Affine, checked_affine, corner, moved, on_land, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array: TypeAlias = NDArray[np.float64]
    Cells: TypeAlias = NDArray[np.float32]

# The most cells in memory at once: 64 MiB as float32. Reading doubles it for a moment.
WINDOW_CELLS = 2**24
_EDGE = 0.002  # cells by which a place may lie beyond the outermost centres: it is known to that, not better


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """A rectangle of cells of an elevation model: a file, or cells in memory (NaN where there is none)."""

    row: int
    column: int
    rows: int
    columns: int
    path: Path | None = None
    cells: Cells | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ElevationModel:
    """Elevations of the ground in metres, at the centres of the cells of one grid.

    Between centres they are read bilinearly; beyond the outermost centres there is no elevation.
    Made by `read_dem` or `grid_dem`.

    Parameters
    ----------
    tiles : tuple of Tile
        Where they overlap the earlier one counts, and a later one fills its voids.
    crs : str
        Horizontal reference system, anything pyproj understands.
    affine : tuple of six floats
        x = a·column + b·row + c, y = d·column + e·row + f, whole numbers at the corners of cells.
    rows, columns : int
    datum : str
        What heights are above, as the source says it, for the reader.
    source : str
        Where it came from, for the reader and for errors.
    """

    tiles: tuple[Tile, ...]
    crs: str
    affine: Affine
    rows: int
    columns: int
    datum: str
    source: str

    @property
    def is_in_memory(self) -> bool:
        """Whether no file has to be read for its elevations."""
        return all(tile.cells is not None for tile in self.tiles)

    def offset_in(self, other: ElevationModel) -> tuple[int, int]:
        """Row and column of its first cell in another model of the same cells."""
        return corner(self.affine, other.affine)


def grid_dem(
    cells_m: ArrayLike,
    *,
    crs: str,
    affine: Iterable[float],
    datum: str = "not stated",
    source: str = "array",
) -> ElevationModel:
    """Make an elevation model of an array.

    Parameters
    ----------
    cells_m : array, rows by columns
        Metres above mean sea level; NaN, or anything beyond -500 … 9,000 m, is a void.
    crs, affine, datum, source
        As in `ElevationModel`; a rasterio transform will do.

    Raises
    ------
    RangeError
        If it is not a grid of two by two cells or more, or the affine transform cannot be inverted.

    Examples
    --------
    >>> grid_dem([[0, 1], [2, 3]], crs="EPSG:32652", affine=(90, 0, 3e5, 0, -90, 4e6)).columns
    2
    """
    import numpy as np

    cells = on_land(np.array(cells_m, dtype=np.float32))
    if cells.ndim != 2 or min(cells.shape) < 2:
        raise RangeError(f"elevations of shape {cells.shape} are no grid, give two by two cells or more")
    cells.flags.writeable = False
    rows, columns = cells.shape
    tile = Tile(row=0, column=0, rows=rows, columns=columns, cells=cells)
    return ElevationModel(
        tiles=(tile,),
        crs=crs,
        affine=checked_affine(affine),
        rows=rows,
        columns=columns,
        datum=datum,
        source=source,
    )


def ground_m(dem: ElevationModel, rows: Array, columns: Array) -> Array:
    """Elevation at places in the grid, bilinear between the centres of cells; NaN where there is none.

    Parameters
    ----------
    dem : ElevationModel
    rows, columns : array
        Of one shape; (0, 0) is the centre of the first cell.

    Returns
    -------
    array
        Metres. A place whose cell has a void among its four corners has no elevation.
    """
    import numpy as np

    heights = np.full(rows.size, np.nan)
    _fill(dem, rows.ravel(), columns.ravel(), heights)
    return heights.reshape(rows.shape)


def near(dem: ElevationModel, rows: Array, columns: Array) -> ElevationModel:
    """Read the cells around places into memory, if they are few enough: a model of its own, or else the same.

    Parameters
    ----------
    dem : ElevationModel
    rows, columns : array
        Places on the rim of the area of interest; it is taken a little wider.
    """
    import numpy as np

    spans = []
    for places, count in ((rows, dem.rows), (columns, dem.columns)):
        if not np.isfinite(places).all():
            return dem
        low, high = float(places.min()), float(places.max())
        margin = 2 + 0.02 * (high - low)
        first = min(max(0, math.floor(low - margin)), count - 2)
        spans.append((first, max(2, min(count, math.ceil(high + margin) + 1) - first)))
    (row, height), (column, width) = spans
    if dem.is_in_memory or height * width > WINDOW_CELLS:
        return dem
    cells = _cells(dem, row, column, height, width)
    return replace(
        dem,
        tiles=(Tile(row=0, column=0, rows=height, columns=width, cells=cells),),
        affine=moved(dem.affine, row, column),
        rows=height,
        columns=width,
    )


def _fill(dem: ElevationModel, rows: Array, columns: Array, heights: Array) -> None:
    """Fill in heights at places, by windows of a bounded size: halve the places until theirs is small."""
    if not rows.size:
        return
    # A comparison with NaN is false: a place that is nowhere is left out too.
    low, high = (rows.min(), columns.min()), (rows.max(), columns.max())
    last_row, last_column = dem.rows - 1 + _EDGE, dem.columns - 1 + _EDGE
    if not (min(low) >= -_EDGE and high[0] <= last_row and high[1] <= last_column):
        known = (rows >= -_EDGE) & (rows <= last_row) & (columns >= -_EDGE) & (columns <= last_column)
        inside = heights[known]
        _fill(dem, rows[known], columns[known], inside)
        heights[known] = inside
        return
    first = dem.tiles[0].cells
    if first is not None and len(dem.tiles) == 1:
        heights[:] = _bilinear(first, rows, columns)
        return
    top, left = _base(low[0], dem.rows), _base(low[1], dem.columns)
    below, right = _base(high[0], dem.rows) + 2, _base(high[1], dem.columns) + 2
    if (below - top) * (right - left) <= WINDOW_CELLS or (below - top <= 2 and right - left <= 2):
        cells = _cells(dem, top, left, below - top, right - left)
        heights[:] = _bilinear(cells, rows - top, columns - left)
        return
    across = rows if below - top > right - left else columns
    middle = (across.min() + across.max()) / 2
    for half in (across < middle, across >= middle):
        part = heights[half]
        _fill(dem, rows[half], columns[half], part)
        heights[half] = part


def _base(at: float, count: int) -> int:
    """First of the two lines of cells between which a place lies."""
    return min(max(0, math.floor(at)), count - 2)


def _bilinear(cells: Cells, rows: Array, columns: Array) -> Cells:
    """Elevation between the centres of cells, in their own precision; every place must lie among them."""
    import numpy as np

    height, width = cells.shape
    row = np.minimum(rows.astype(np.intp), height - 2)
    column = np.minimum(columns.astype(np.intp), width - 2)
    down = (rows - row).astype(np.float32)
    along = (columns - column).astype(np.float32)
    row *= width
    row += column
    flat = cells.reshape(-1)
    # In place: a fresh array costs as much as the arithmetic.
    near, far = flat.take(row), flat[width:].take(row)
    right = flat[1:].take(row)
    right -= near
    right *= along
    near += right
    flat[width + 1 :].take(row, out=right, mode="clip")
    right -= far
    right *= along
    far += right
    far -= near
    far *= down
    far += near
    return np.asarray(far)


def _cells(dem: ElevationModel, row: int, column: int, rows: int, columns: int) -> Cells:
    """Read a rectangle of cells, NaN where no tile has any."""
    import numpy as np

    cells = np.full((rows, columns), np.nan, dtype=np.float32)
    for tile in dem.tiles:
        top, left = max(row, tile.row), max(column, tile.column)
        below = min(row + rows, tile.row + tile.rows)
        right = min(column + columns, tile.column + tile.columns)
        if top >= below or left >= right:
            continue
        at = top - tile.row, left - tile.column, below - top, right - left
        if tile.cells is not None:
            read = tile.cells[at[0] : at[0] + at[2], at[1] : at[1] + at[3]]
        else:
            assert tile.path is not None
            read = read_cells(tile.path, *at)
        if read.shape == cells.shape and len(dem.tiles) == 1:
            return read
        part = cells[top - row : below - row, left - column : right - column]
        np.copyto(part, read, where=np.isnan(part))
    return cells
