"""What a person writes: a TOML file that names things in the catalogue."""

from rangefan.mapfile.nouns import Layer, MapFile, Step
from rangefan.mapfile.picks import mode_of, picks_of
from rangefan.mapfile.read import check_map, find, names, read_map
from rangefan.mapfile.start import start
from rangefan.mapfile.write import written

__all__ = [
    "Layer",
    "MapFile",
    "Step",
    "check_map",
    "find",
    "mode_of",
    "names",
    "picks_of",
    "read_map",
    "start",
    "written",
]
