"""A drawing as SVG: letters as outlines, so that it looks the same on every machine and asks for no font."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from rangefan.outputs.fonts import EM, Glyph, outline
from rangefan.outputs.lettering import escape
from rangefan.outputs.marks import HEAVY, SLANT, Drawing, Group, Mark, Moves, Shape, Words, words_of

HALO_PX = 3.0


def drawing_svg(drawing: Drawing) -> str:
    """Return a drawing as a standalone SVG document.

    Every glyph is outlined once and used where it stands; every line of text says itself in an `aria-label`.
    Names are made of what they name, so that several pictures can stand in one page.
    """
    used = sorted({(glyph.face, glyph.number, glyph.name) for glyph in _glyphs(drawing.marks)})
    glyphs = "".join(
        f'<path id="rf-{face}-{number}" d="{_path(outline(face, name))}"/>' for face, number, name in used
    )
    clips = {_clip_id(group): group.clip for group in _groups(drawing.marks)}
    windows = "".join(
        f'<clipPath id="{name}"><path d="{_path(moves)}" clip-rule="evenodd"/></clipPath>'
        for name, moves in clips.items()
    )
    size = f'width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
    box = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    return "".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' {size} {box} role="img" xml:lang="{escape(drawing.lang)}"'
            f' aria-label="{escape(drawing.title)}">',
            f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.text)}</desc>",
            f"<defs>{glyphs}{windows}</defs>",
            *_marks(drawing.marks),
            "</svg>\n",
        ]
    )


def _marks(marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, Shape):
            yield _shape(mark)
        elif isinstance(mark, Words):
            yield _words(mark)
        else:
            yield f'<g clip-path="url(#{_clip_id(mark)})">'
            yield from _marks(mark.marks)
            yield "</g>"


def _shape(shape: Shape) -> str:
    if not shape.moves:
        return ""
    parts = [f'<path d="{_path(shape.moves)}" fill="{shape.fill or "none"}"']
    if shape.fill:
        parts.append(' fill-rule="evenodd"')
        if shape.fill_opacity < 1:
            parts.append(f' fill-opacity="{_n(shape.fill_opacity)}"')
    if shape.stroke:
        parts.append(f' stroke="{shape.stroke}" stroke-width="{_n(shape.width)}" stroke-linejoin="round"')
        if shape.stroke_opacity < 1:
            parts.append(f' stroke-opacity="{_n(shape.stroke_opacity)}"')
        if shape.dash:
            parts.append(f' stroke-dasharray="{" ".join(map(_n, shape.dash))}"')
        if shape.round_caps:
            parts.append(' stroke-linecap="round"')
    return "".join([*parts, "/>"])


def _words(words: Words) -> str:
    scale = words.size / EM
    slant = SLANT * scale if words.slanted else 0.0
    matrix = f"matrix({_n(scale, 5)} 0 {_n(slant, 5)} {_n(-scale, 5)} {_n(words.at[0])} {_n(words.at[1])})"
    light = "".join(_use(glyph) for glyph in words.run.glyphs if not glyph.heavy)
    heavy = "".join(_use(glyph) for glyph in words.run.glyphs if glyph.heavy)
    parts = [f'<g transform="{matrix}" fill="{words.fill}" role="img" aria-label="{escape(words.run.text)}">']
    if words.halo:
        # Drawn before the letters, not by paint-order: some drawing programs do not know that.
        wide = HALO_PX / scale
        edge = f'fill="{words.halo}" stroke="{words.halo}" stroke-opacity="0.9" stroke-linejoin="round"'
        if light:
            parts.append(f'<g {edge} stroke-width="{_n(wide)}">{light}</g>')
        if heavy:
            parts.append(f'<g {edge} stroke-width="{_n(wide + HEAVY * EM)}">{heavy}</g>')
    if heavy:
        bold = f'stroke="{words.fill}" stroke-width="{_n(HEAVY * EM)}" stroke-linejoin="round"'
        heavy = f"<g {bold}>{heavy}</g>"
    return "".join([*parts, light, heavy, "</g>"])


def _use(glyph: Glyph) -> str:
    if glyph.char.isspace():
        return ""
    x = f' x="{_n(glyph.x)}"' if glyph.x else ""
    return f'<use xlink:href="#rf-{glyph.face}-{glyph.number}"{x}/>'


def _glyphs(marks: Iterable[Mark]) -> Iterator[Glyph]:
    for words in words_of(marks):
        yield from (glyph for glyph in words.run.glyphs if not glyph.char.isspace())


def _groups(marks: Iterable[Mark]) -> Iterator[Group]:
    for mark in marks:
        if isinstance(mark, Group):
            yield mark
            yield from _groups(mark.marks)


def _clip_id(group: Group) -> str:
    return f"rf-clip-{hashlib.sha256(_path(group.clip).encode()).hexdigest()[:12]}"


def _path(moves: Moves) -> str:
    return "".join(f"{kind}{' '.join(map(_n, numbers))}" for kind, numbers in moves)


def _n(number: float, digits: int = 2) -> str:
    text = f"{number:z.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
