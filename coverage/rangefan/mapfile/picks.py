"""Which published figures a layer draws: its own choice, else the catalogue's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rangefan.mapfile.nouns import Layer, Pick

if TYPE_CHECKING:
    from rangefan.model import Figure, System

PICKS: tuple[Pick, ...] = ("low", "nominal", "high")


def mode_of(layer: Layer, system: System) -> str:
    """Return the id of a layer's mode: the one it names, or the first there is; blank if there is none."""
    return layer.mode or next(iter(system.modes), "")


def picks_of(layer: Layer, system: System) -> list[tuple[Pick, Figure | None, float]]:
    """Return the figures to draw, low to high, each with its kilometres; an author's own range has no figure.

    Raises
    ------
    KeyError
        If a pick leads to no number; the map file's check says so first.
    """
    if layer.range_km is not None:
        return [("nominal", None, layer.range_km)]
    mode = system.modes.get(mode_of(layer, system))
    found: list[tuple[Pick, Figure | None, float]] = []
    for pick in PICKS:
        reference = getattr(layer, pick) or (getattr(mode, pick) if mode else "")
        if reference:
            figure, _, range_km = system.drawn(reference)
            found.append((pick, figure, range_km))
    return found
