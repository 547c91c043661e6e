"""Coarse elevation: Marble's 8-bit tiles, their grey scale turned into metres by matching ETOPO5.

The tiles rank heights well but do not say which grey is how many metres. Over the same land the share of
ground below a grey equals the share of ground below its height, so the two cumulative distributions, tiles
and ETOPO5, give the table. Nothing of ETOPO5 but that table of 256 numbers ends up in the result.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.io import netcdf_file
from scipy.ndimage import map_coordinates, uniform_filter

_TILES = "usr/share/marble/data/maps/earth/srtm/3"
_ROWS, _COLUMNS, _TILE = 8, 16, 675
_PER_DEGREE = 30
_SEA = 79  # sea is 77 or 78, with the odd speck of JPEG noise
_BOX = (95, 15, 155, 60)


def elevation(marble: Path, ferret: Path, folder: Path) -> tuple[bytes, list[int]]:
    """Return the region's grey bytes, north to south and west to east, and the metres of each grey."""
    _unpack(marble, folder)
    _unpack(ferret, folder)
    world = _mosaic(folder / _TILES)
    west, south, east, north = _BOX
    rows = slice((90 - north) * _PER_DEGREE, (90 - south) * _PER_DEGREE)
    columns = slice((west + 180) * _PER_DEGREE, (east + 180) * _PER_DEGREE)
    clip = world[rows, columns]
    clip = np.where(clip < _SEA, 0, clip).astype(np.uint8)
    return clip.tobytes(), _metres(world, folder / "usr/share/ferret-vis/data/etopo5.cdf")


def _metres(world: NDArray[np.uint8], etopo5: Path) -> list[int]:
    with netcdf_file(etopo5, mmap=False) as data:
        lon = data.variables["ETOPO05_X"][:].astype(float)
        lat = data.variables["ETOPO05_Y"][:].astype(float)
        height = data.variables["ROSE"][:].astype(float)
    lats, lons = np.meshgrid(lat, (lon + 180) % 360 - 180, indexing="ij")
    smooth = uniform_filter(world.astype(float), size=3, mode="nearest")  # 6', about ETOPO5's step
    at = [(90 - lats.ravel()) * _PER_DEGREE - 0.5, (lons.ravel() + 180) * _PER_DEGREE - 0.5]
    grey = map_coordinates(smooth, at, order=1, mode="nearest")
    height, lats = height.ravel(), lats.ravel()
    land = (np.abs(lats) < 55) & (height > 0) & (grey > _SEA)  # the tiles have no heights far north
    grey, height, weight = grey[land], height[land], np.cos(np.radians(lats[land]))
    levels = np.arange(256)
    share = np.interp(levels, *_cumulative(grey, weight))
    metres = np.interp(share, *reversed(_cumulative(height, weight)))
    metres[:_SEA] = 0
    return [int(value) for value in np.maximum.accumulate(np.round(metres))]


def _cumulative(values: NDArray[np.float64], weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    order = np.argsort(values, kind="stable")
    return values[order], np.cumsum(weight[order]) / weight.sum()


def _mosaic(tiles: Path) -> NDArray[np.uint8]:
    world = np.zeros((_ROWS * _TILE, _COLUMNS * _TILE), dtype=np.uint8)
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            with Image.open(tiles / f"{row:06d}" / f"{row:06d}_{column:06d}.jpg") as tile:
                block = np.s_[row * _TILE : (row + 1) * _TILE, column * _TILE : (column + 1) * _TILE]
                world[block] = np.asarray(tile)
    return world


def _unpack(package: Path, folder: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True)
