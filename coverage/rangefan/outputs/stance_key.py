"""The key to positions, with what they are on and their date: a few lines below a picture's map or words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rangefan.language import t
from rangefan.outputs.marks import Mark, Shape, rectangle
from rangefan.outputs.signs import Pen, shifted
from rangefan.outputs.stances import Stances
from rangefan.outputs.textures import diamond, texture
from rangefan.outputs.wording import Say
from rangefan.outputs.wrapping import Measure, joined, wrapped

# A sign's width and height in sizes of the letters, its distance from its word, and a word's from the next.
SWATCH, _GAP, _BETWEEN = (2.5, 1.05), 0.6, 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What a word of the key is about: a texture, blank for plain land; or two diamonds."""

    texture: str | None = None
    diamonds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """A sign, or a line of text and its style, where it stands: a sign's upper left corner, a baseline."""

    x: float
    y: float
    sign: Sign | None = None
    text: str = ""
    style: str = "regular"


def key_parts(
    stances: Stances, say: Say, measure: Measure, width: float, size: float, *, brief: bool = False
) -> tuple[list[KeyPart], float]:
    """Return a key's parts and its height.

    Parameters
    ----------
    stances : Stances
        Of which just what the map shows is in the key.
    say : callable
        Says a message in the picture's language.
    measure : callable
        Gives the width of a text in a style, ``bold`` or ``regular``, at this size.
    width, size : float
        Of the room, and of the letters.
    brief : bool
        For a card: less on how to read it.
    """
    line = size * 1.5
    whole = t("our own coding; governments fill their country, local voices are diamonds")
    fine = t("our own coding") if brief else whole
    parts: list[KeyPart] = []
    y = 0.0
    heads = [(say(stances.title), "bold"), (f" · {say(fine)}", "regular")]
    for row in wrapped(heads, width, measure):
        y, x = y + line, 0.0
        for text, style in row:
            parts.append(KeyPart(x=x, y=y - line * 0.3, text=text, style=style))
            x += measure(text, style)
    signs = [(Sign(texture=code), word) for code, word in stances.key()]
    signs += [(Sign(diamonds=codes), words) for codes, words in stances.local_key()]
    y, x = y + size * 0.3, 0.0
    for sign, words in signs:
        indent = (SWATCH[0] + _GAP) * size
        lines = [joined(row) for row in wrapped([(say(words), "regular")], width - indent, measure)]
        wide = indent + max(measure(text, "regular") for text in lines)
        if not x or x + wide > width:
            y, x = y + line, 0.0
        parts.append(KeyPart(x=x, y=y - line * 0.3 - size * (0.36 + SWATCH[1] / 2), sign=sign))
        for n, text in enumerate(lines):
            y += line if n else 0.0
            parts.append(KeyPart(x=x + indent, y=y - line * 0.3, text=text))
        x += wide + _BETWEEN * size
    return parts, y


def key_marks(
    stances: Stances, pen: Pen, width: float, size: float = 12.5, *, brief: bool = False
) -> tuple[list[Mark], float]:
    """Return a key as marks, its upper left corner at 0, 0, and its height."""

    def measure(text: str, style: str) -> float:
        return pen.width(text, style, size)

    parts, height = key_parts(stances, pen.say, measure, width, size, brief=brief)
    marks: list[Mark] = []
    for part in parts:
        if part.sign:
            marks += shifted(_sign(part.sign, pen, size), part.x, part.y)
        else:
            marks.append(pen.words(part.text, part.x, part.y, style=part.style, size=size))
    return marks, height


def _sign(sign: Sign, pen: Pen, size: float) -> Iterator[Mark]:
    colours, width, height = pen.colours, SWATCH[0] * size, SWATCH[1] * size
    if sign.texture is not None:
        box = rectangle(0, 0, width, height)
        yield Shape(moves=box, fill=colours["land"], stroke=colours["coast"], width=0.7)
        yield from texture(box, sign.texture, colours["said"])
    for n, code in enumerate(sign.diamonds):
        yield from diamond(code, (width / 2 + (-0.64, 0.64)[n] * size, height / 2), colours["ink"])
