"""The map's colours, written out for programs that know no CSS variables."""

from __future__ import annotations

import re

from rangefan.outputs.assets import map_styles

_DARK = "@media (prefers-color-scheme: dark)"


def written_out(css: str) -> str:
    """Return styles with every `var(--rf-…)` replaced: by the light colours, and again by the dark ones.

    Raises
    ------
    KeyError
        If a colour is not one of the map's.
    """
    light, _, dark = map_styles().partition("(prefers-color-scheme: dark)")
    return f"{_coloured(css, light)}{_DARK} {{ {_coloured(css, dark)} }}"


def _coloured(css: str, source: str) -> str:
    palette: dict[str, str] = {}
    for name, colour in re.findall(r"(--rf-[a-z-]+): (#[0-9a-f]{3,8})", source):
        palette.setdefault(name, colour)  # the light ones come before the dark ones
    return re.sub(r"var\((--rf-[a-z-]+)\)", lambda found: palette[found[1]], css)
