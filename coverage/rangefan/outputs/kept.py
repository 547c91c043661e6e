"""Pictures kept by what they were drawn of: a preview draws the same ones again and again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """The last few results of drawing, each known by all that it was drawn of.

    Parameters
    ----------
    most : int
        How many are kept.

    Examples
    --------
    >>> kept = Kept[str](most=2)
    >>> kept.get(["Seoul", 1], lambda: "drawn once"), kept.get(["Seoul", 1], lambda: "drawn again")
    ('drawn once', 'drawn once')
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: dict[str, Drawn] = {}

    def get(self, of: Any, draw: Callable[[], Drawn]) -> Drawn:
        """Return what was drawn of this plain data, or draw it."""
        key = json.dumps(of)
        if key not in self._drawn:
            if len(self._drawn) >= self._most:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = draw()
        return self._drawn[key]
