"""The map's colours, written out for programs that know no CSS variables."""

from __future__ import annotations

import re

from rangefan.outputs.assets import source_text

_DARK = "@media (prefers-color-scheme: dark)"


def written_out(css: str) -> str:
    """Return styles with every `var(--rf-…)` replaced: by the light colours, and again by the dark ones.

    Raises
    ------
    KeyError
        If a colour is not one of the map's.
    """
    light, _, dark = source_text("map.css").partition("(prefers-color-scheme: dark)")
    return f"{_coloured(css, light)}{_DARK} {{ {_coloured(css, dark)} }}"


def colours(*, dark: bool = False) -> dict[str, str]:
    """Return the map's colours by name, without `--rf-`, as #rrggbb.

    Examples
    --------
    >>> colours()["blue"], colours(dark=True)["blue"]
    ('#0060a0', '#56b4e9')
    """
    source = source_text("map.css")
    found = _named(source.partition("(prefers-color-scheme: dark)")[2] if dark else source)
    named = {name.removeprefix("--rf-"): _six(colour) for name, colour in found.items()}
    return named | {"said": _said(named["ink"])}


def _said(ink: str) -> str:
    """Return the colour of positions: ink with a little of another, as `positions.css` mixes it."""
    mixed = re.search(
        r"--rf-said: color-mix\(in srgb, var\(--rf-ink\) (\d+)%, (#\w{6})\)", source_text("positions.css")
    )
    assert mixed
    share = int(mixed[1]) / 100
    pairs = [(int(ink[n : n + 2], 16), int(mixed[2][n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _six(colour: str) -> str:
    return colour if len(colour) > 4 else "#" + "".join(digit * 2 for digit in colour[1:])


def _named(source: str) -> dict[str, str]:
    palette: dict[str, str] = {}
    for name, colour in re.findall(r"(--rf-[a-z-]+): ?(#[0-9a-f]{3,8})", source):
        palette.setdefault(name, colour)  # the light ones come before the dark ones
    return palette


def _coloured(css: str, source: str) -> str:
    palette = _named(source)
    return re.sub(r"var\((--rf-[a-z-]+)\)", lambda found: palette[found[1]], css)
