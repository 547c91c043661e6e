"""How a site looks out, from the words of `ring` and `floor`, and in words."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rangefan.geometry import Sight

WORDS = {"slant": "slant range", "floor": "elevation floor"}


def why(limit: str, sight: Sight) -> str:
    """Say what decided, over a smooth Earth."""
    return f"decided by the {WORDS.get(limit, limit)}; smooth Earth, {sight.refraction.text}"


OF_SIGHT = ("site_altitude", "min_elevation", "max_elevation", "measure", "refraction", "dem")


def typed(arguments: Namespace) -> str:
    """Return the words of sight that were given, as typed."""
    names = [name for name in OF_SIGHT if getattr(arguments, name) is not None]
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)


def sight_of(arguments: Namespace) -> Sight:
    """Return how the site looks out, as typed."""
    from rangefan.geometry import RAY_TRACED, REFRACTIONS, Sight

    return Sight(
        site_altitude_km=arguments.site_altitude or 0.0,
        min_elevation_deg=arguments.min_elevation,
        max_elevation_deg=getattr(arguments, "max_elevation", None),
        measure=getattr(arguments, "measure", None) or "ground",
        refraction=REFRACTIONS[arguments.refraction] if arguments.refraction else RAY_TRACED,
    )


def facts_of(sight: Sight) -> dict[str, object]:
    """Return a sight as plain data."""
    return {
        "site_altitude_km": sight.site_altitude_km,
        "min_elevation_deg": sight.min_elevation_deg,
        "max_elevation_deg": sight.max_elevation_deg,
        "refraction": sight.refraction.name,
        "refraction_text": sight.refraction.text,
    }
