"""Tiles of one elevation data set, joined into one model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rangefan.errors import FileError, InputError, Problem
from rangefan.geometry.elevation_files import Frame, corner, elevation_files, frame, inverse_affine, moved
from rangefan.geometry.elevation_model import ElevationModel, Tile

_ALIGNED = 0.01  # cells by which a tile may stand off the first one's grid


def read_dem(*paths: str | Path) -> ElevationModel:
    """Open GeoTIFF or HGT elevations: one file, several of one grid, or folders of them.

    Only the frames are read here; elevations are read by windows when asked for, so the model may be larger
    than memory. Whatever lies between the tiles is a void.

    Parameters
    ----------
    *paths : str or Path
        Files that rasterio reads, or folders whose ``.tif``, ``.tiff`` and ``.hgt`` files are taken. HGT
        files keep their names (``N37E127.hgt``): the place is nowhere else.

    Raises
    ------
    FileError
        If a file is missing or is no raster, or rasterio is not installed.
    InputError
        If files have no reference system, more than one band, heights not in metres, or unlike grids.
    """
    files = elevation_files(paths)
    if not files:
        raise FileError("no elevation file given, give GeoTIFF or HGT files, or a folder that holds some")
    frames = [frame(file) for file in files]
    first = frames[0]
    problems = [problem for each in frames for problem in each.problems]
    problems += [_unlike(each, first) for each in frames if not _is_alike(each, first)]
    if problems:
        raise InputError(problems)
    corners = [corner(each.affine, first.affine) for each in frames]
    top, left = min(row for row, _ in corners), min(column for _, column in corners)
    tiles = tuple(
        Tile(row=row - top, column=column - left, rows=each.rows, columns=each.columns, path=each.path)
        for each, (row, column) in zip(frames, corners, strict=True)
    )
    return ElevationModel(
        tiles=tiles,
        crs=first.crs,
        affine=moved(first.affine, top, left),
        rows=max(tile.row + tile.rows for tile in tiles),
        columns=max(tile.column + tile.columns for tile in tiles),
        datum="; ".join(sorted({each.datum for each in frames})),
        source=first.path.name + (f" and {len(files) - 1} more" if files[1:] else ""),
    )


def dem_digest(dem: ElevationModel) -> str:
    """SHA-256 over a model's tiles, each file's bytes or its cells in memory, and over its frame.

    Raises
    ------
    FileError
        If a file cannot be read.
    """
    total = hashlib.sha256(repr((dem.crs, dem.affine, dem.rows, dem.columns)).encode())
    for tile in dem.tiles:
        total.update(repr((tile.row, tile.column, tile.rows, tile.columns)).encode())
        if tile.path is None:
            total.update(b"" if tile.cells is None else tile.cells.tobytes())
            continue
        try:
            with tile.path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise FileError(f"{tile.path.name}: cannot be read: {error.strerror}") from error
    return total.hexdigest()


def _is_alike(tile: Frame, first: Frame) -> bool:
    """Whether a tile's cells are those of the first one's grid: its corners fall on corners there."""
    if tile.crs != first.crs:
        return False
    row, column = corner(tile.affine, first.affine)
    for down, along in ((0, 0), (tile.rows, tile.columns)):
        *_, x, _, _, y = moved(tile.affine, down, along)
        there, across = inverse_affine(first.affine, x, y)
        if max(abs(there - row - down), abs(across - column - along)) > _ALIGNED:
            return False
    return True


def _unlike(tile: Frame, first: Frame) -> Problem:
    return Problem(
        tile.path.name,
        0,
        f"its grid is not that of {first.path.name}",
        "give tiles of one data set, or warp them onto one grid first",
    )
