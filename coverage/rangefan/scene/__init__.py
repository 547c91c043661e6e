"""A map file resolved: plain data in which every shape is computed and every number carries its source."""

from rangefan.scene.comparison import Comparison, compare
from rangefan.scene.contents import Contents, TownInside, inside
from rangefan.scene.nouns import Scene
from rangefan.scene.whole import resolve

__all__ = ["Comparison", "Contents", "Scene", "TownInside", "compare", "inside", "resolve"]
