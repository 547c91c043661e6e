"""Positions in the page's still picture: textures, local voices and their key, styled by `positions.css`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rangefan.outputs.lettering import Lettering, escape
from rangefan.outputs.paths import Frame, Point
from rangefan.outputs.stance_key import SWATCH, Sign, key_parts
from rangefan.outputs.stances import Stances
from rangefan.outputs.textures import COUNT_PX, DOT_R, MARK_PX, TILES, Plate
from rangefan.outputs.wording import Say

_DIAMOND, _HALF = "M0-6L6 0L0 6L-6 0Z", "M0-6V6L-6 0Z"
_FONT_PX = 12.5
_EDGE_PX = 8.0


def textures(stances: Stances) -> str:
    """Return the textures of a picture as patterns, each on land: a path has one fill."""
    used = [code for code, _ in stances.key() if code]
    patterns = []
    for code in used:
        side, width, lines = TILES[code]
        land = f'<path class="rf-land" d="M-1-1H{side + 1}V{side + 1}H-1Z"/>'
        texture = f'<path class="rf-texture" d="{lines}" stroke-width="{width:g}"/>'
        size = f'width="{side}" height="{side}" patternUnits="userSpaceOnUse"'
        patterns.append(f'<pattern id="rf-texture-{code}" {size}>{land}{texture}</pattern>')
    return f"<defs>{''.join(patterns)}</defs>" if patterns else ""


def land_classes(stances: Stances | None, country: str) -> str:
    """Return the classes of a country's land."""
    code = stances.countries.get(country) if stances else None
    return f"rf-land rf-stance rf-stance-{code}" if code else "rf-land"


def voices(plates: Iterable[Plate]) -> Iterator[str]:
    """Yield the plates of local voices, without their counts, which are words."""
    for plate in plates:
        x, y, width, height = plate.box
        size = f'width="{width:.0f}" height="{height:.0f}" rx="{height / 2:.0f}"'
        yield f'<rect class="rf-site-ring" x="{x:.0f}" y="{y:.0f}" {size}/>'
        for code, at, _ in plate.marks():
            yield _diamond(code, at)


def counts(plates: Iterable[Plate]) -> Iterator[str]:
    """Yield how many voices each mark stands for."""
    for plate in plates:
        for _, (x, y), count in plate.marks():
            if count:
                yield _text(x + MARK_PX / 2 + COUNT_PX / 2, y + 4.3, count, middle=True)


def key(stances: Stances, say: Say, letters: Lettering, frame: Frame) -> tuple[str, str, float]:
    """Return the key below the map: its signs, its words, and its height."""

    def measure(text: str, style: str) -> float:
        return letters.wide(text, f"is-{style}")

    parts, height = key_parts(stances, say, measure, frame.width - 2 * _EDGE_PX, _FONT_PX)
    plate = f'<path class="rf-plate" d="M0 {frame.height:g}h{frame.width:g}v{height + 6:.0f}H0Z"/>'
    signs, words = [plate], []
    for part in parts:
        x, y = part.x + _EDGE_PX, part.y + frame.height
        if part.sign:
            signs += _sign(part.sign, (x, y))
        elif part.style == "bold":
            words.append(_text(x, y, part.text, classes="rf-sitename"))
        elif words and part.text.startswith(" "):  # goes on in the line of the bold words
            words[-1] = words[-1].replace("</text>", f"{_run(part.text)}</text>")
        else:
            words.append(_text(x, y, part.text))
    return "".join(signs), "".join(words), height + 6


def _run(text: str) -> str:
    return f'<tspan class="rf-second">{escape(text)}</tspan>'


def _sign(sign: Sign, at: Point) -> Iterator[str]:
    (x, y), width, height = at, SWATCH[0] * _FONT_PX, SWATCH[1] * _FONT_PX
    if sign.texture is not None:
        classes = f"rf-land rf-stance rf-stance-{sign.texture}" if sign.texture else "rf-land"
        yield f'<path class="{classes}" d="M{x:.0f} {y:.0f}h{width:.0f}v{height:.0f}h-{width:.0f}Z"/>'
    for n, code in enumerate(sign.diamonds):
        yield _diamond(code, (x + width / 2 + (-8, 8)[n], y + height / 2))


def _diamond(code: str, at: Point) -> str:
    half = f'<path class="rf-full" d="{_HALF}"/>' if code == "site" else ""
    dot = f'<circle class="rf-full" r="{DOT_R:g}"/>' if code in {"3", "4"} else ""
    place = f'transform="translate({at[0]:.0f} {at[1]:.0f})"'
    return f'<g class="rf-local-mark rf-stance-{code}" {place}><path d="{_DIAMOND}"/>{half}{dot}</g>'


def _text(x: float, y: float, text: str, *, middle: bool = False, classes: str = "rf-town") -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text class="{classes}" x="{x:.0f}" y="{y:.0f}"{anchor}>{escape(text)}</text>'
