"""GeoTIFF and HGT files of elevations: what they say of themselves, and rectangles of their cells."""

from __future__ import annotations

import functools
import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rangefan.errors import FileError, Problem, RangeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    Cells: TypeAlias = NDArray[np.float32]

# x = a·column + b·row + c, y = d·column + e·row + f, whole numbers at the corners of cells.
Affine: TypeAlias = tuple[float, float, float, float, float, float]

_GDAL_CACHE_MB = 64
_SUFFIXES = {".tif", ".tiff", ".hgt"}
_METRES = {"", "m", "metre", "metres", "meter", "meters"}
# Land lies between the shore of the Dead Sea (about -440 m) and Everest (8,849 m). What is beyond is a mark
# for "nothing here" that the file does not declare (-9999, -32768), or the sea's floor, which no ray meets.
LOWEST_M, HIGHEST_M = -500.0, 9000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a file says of itself; `problems` is what keeps it from being an elevation model."""

    path: Path
    crs: str
    affine: Affine
    rows: int
    columns: int
    datum: str
    problems: tuple[Problem, ...]


def elevation_files(paths: Iterable[str | Path]) -> list[Path]:
    """Files named, and those in folders named, in the order of their names."""

    def found() -> Iterator[Path]:
        for path in map(Path, paths):
            if path.is_dir():
                yield from (file for file in path.iterdir() if file.suffix.lower() in _SUFFIXES)
            else:
                yield path

    return sorted(found())


def frame(path: Path) -> Frame:
    """Read what a file says of itself.

    Raises
    ------
    FileError
        If it is missing or no raster, or rasterio is not installed.
    """
    with _opened(path) as file:
        unit, faults = (file.units[0] or "").lower(), []
        if file.crs is None:
            faults.append(("it does not say where on Earth it is", "give one with a reference system"))
        if file.count != 1:
            faults.append((f"it has {file.count} bands", "give a file of elevations alone"))
        if unit not in _METRES:
            faults.append((f"its heights are in {unit!r}", "give heights in metres"))
        if min(file.shape) < 2:
            faults.append(("it is a single line of cells", "give two by two or more"))
        crs = file.crs.to_wkt() if file.crs is not None else ""
        return Frame(
            path=path,
            crs=crs,
            affine=checked_affine(file.transform),
            rows=file.height,
            columns=file.width,
            datum=_datum(crs, path),
            problems=tuple(Problem(path.name, 0, what, advice) for what, advice in faults),
        )


def read_cells(path: Path, row: int, column: int, rows: int, columns: int) -> Cells:
    """Read a rectangle of elevations in metres, NaN where there is none.

    Raises
    ------
    FileError
        If they cannot be read.
    """
    import numpy as np

    rasterio = _rasterio()
    area = rasterio.windows.Window(column, row, columns, rows)
    with rasterio.Env(GDAL_CACHEMAX=_GDAL_CACHE_MB), _opened(path) as file:
        # The file's own mask: nodata, a mask band or an alpha band.
        is_whole = file.mask_flag_enums[0] == [rasterio.enums.MaskFlags.all_valid]
        try:
            read = file.read(1, window=area, masked=not is_whole)
        except rasterio.errors.RasterioError as error:
            raise FileError(f"{path.name}: its elevations cannot be read ({error})") from error
        cells: Cells = np.ma.getdata(read).astype(np.float32, copy=False)
        if not is_whole:
            cells[np.ma.getmaskarray(read)] = np.nan
        if file.scales[0] != 1 or file.offsets[0] != 0:
            cells = cells * np.float32(file.scales[0]) + np.float32(file.offsets[0])
    return on_land(cells)


def on_land(cells: Cells) -> Cells:
    """Put NaN, in place, where an elevation is none that land has."""
    import numpy as np

    if not (cells.size and cells.min() >= LOWEST_M and cells.max() <= HIGHEST_M):
        with np.errstate(invalid="ignore"):
            cells[~((cells >= LOWEST_M) & (cells <= HIGHEST_M))] = np.nan
    return cells


def checked_affine(numbers: Iterable[float]) -> Affine:
    """Take the first six numbers of a transform, if they can be inverted."""
    a, b, c, d, e, f = (float(number) for number in tuple(numbers)[:6])
    if not all(map(math.isfinite, (a, b, c, d, e, f))) or a * e - b * d == 0:
        raise RangeError("the transform of an elevation grid squeezes it to a line, give one that does not")
    return a, b, c, d, e, f


def inverse_affine(affine: Affine, x: Any, y: Any) -> tuple[Any, Any]:
    """Row and column of coordinates, numbers or arrays, counted from corners of cells."""
    a, b, c, d, e, f = affine
    determinant = a * e - b * d
    return (a * (y - f) - d * (x - c)) / determinant, (e * (x - c) - b * (y - f)) / determinant


def corner(affine: Affine, other: Affine) -> tuple[int, int]:
    """Row and column of a grid's first cell in another grid of the same cells."""
    row, column = inverse_affine(other, affine[2], affine[5])
    return round(row), round(column)


def moved(affine: Affine, row: int, column: int) -> Affine:
    """Transform of the grid that begins at a cell of another."""
    a, b, c, d, e, f = affine
    return a, b, c + a * column + b * row, d, e, f + d * column + e * row


def _datum(crs: str, path: Path) -> str:
    from pyproj import CRS

    parsed = CRS.from_user_input(crs) if crs else None
    vertical = [part.name for part in parsed.sub_crs_list if part.is_vertical] if parsed else []
    if vertical:
        return vertical[0]
    if parsed and len(parsed.axis_info) == 3:
        return f"the ellipsoid of {parsed.name}"
    # Farr et al. 2007, The Shuttle Radar Topography Mission: heights above the EGM96 geoid.
    return "EGM96, as SRTM has it" if path.suffix.lower() == ".hgt" else "not stated by the file"


@functools.cache
def _rasterio() -> Any:
    try:
        import rasterio
        import rasterio.enums
        import rasterio.errors
        import rasterio.windows
    except ImportError as error:
        raise FileError("reading elevations needs rasterio: pip install 'rangefan[terrain]'") from error
    return rasterio


def _opened(path: Path) -> Any:
    rasterio = _rasterio()
    try:
        with warnings.catch_warnings():
            # A file without a place is told about in our own words.
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            return rasterio.open(path)
    except rasterio.errors.RasterioError as error:
        raise FileError(f"{path.name}: no elevations can be read from it ({error})") from error
