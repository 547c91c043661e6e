"""The pictures' own fonts: which glyphs write a text, how wide it is, and what it looks like."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rangefan.errors import FileError
from rangefan.where import data_dir

EM = 1000.0  # units of every face here; build.py takes them as they come and `face` checks it

# The faces of each style, first the one that is asked first.
_STYLES = {
    "regular": ("sans-latin", "sans-latin-ext", "sans-cyrillic", "sans-greek"),
    "bold": ("sans-bold-latin", "sans-bold-latin-ext", "sans-bold-cyrillic", "sans-greek"),
    "title": ("serif-bold-latin", "serif-bold-latin-ext", "serif-bold-cyrillic"),
}
# One character, three countries' ways to draw it: that of the text's language comes first.
_EAST_ASIAN = {
    "ko": ("sans-kr", "sans-jp", "sans-sc"),
    "ja": ("sans-jp", "sans-kr", "sans-sc"),
    "zh": ("sans-sc", "sans-jp", "sans-kr"),
}
_LIGHT_ONLY = {"sans-greek", "sans-kr", "sans-jp", "sans-sc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """One glyph of a text.

    Attributes
    ----------
    number
        Its place in its face.
    x, advance
        From the text's start, and to the next glyph, in thousandths of the font's size.
    heavy
        To be thickened: its face has no bold.
    """

    face: str
    name: str
    number: int
    char: str
    x: float
    advance: float
    heavy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A text on one line as glyphs.

    Attributes
    ----------
    width
        In thousandths of the font's size.
    missing
        The characters for which no face has a glyph; a box stands for each.
    """

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    missing: str


@lru_cache(maxsize=4096)
def set_text(text: str, style: str = "regular", lang: str = "en", tracking: float = 0.0) -> Run:
    """Return a text as glyphs, kerned within each face, in the order of its characters.

    Parameters
    ----------
    text : str
        Any text. What has no glyph by nature, such as a control or a direction mark, draws nothing.
    style : str
        ``regular``, ``bold`` or ``title``. A title with an East Asian character in it is set in bold.
    lang : str
        Whose way of drawing Chinese characters comes first.
    tracking : float
        What is put between letters, in ems.
    """
    chars = [char for char in unicodedata.normalize("NFC", text) if _has_shape(char)]
    eastern = _EAST_ASIAN.get(lang, _EAST_ASIAN["ko"])
    if style == "title" and any(_face_of(char, _STYLES["title"]) is None for char in chars):
        style = "bold"
    stack = (*_STYLES[style], *eastern)
    glyphs: list[Glyph] = []
    x, missing = 0.0, ""
    for char in chars:
        found = _face_of(char, stack)
        missing += "" if found else char
        face = found or stack[0]
        name = _cmap(face).get(ord(char), ".notdef")
        if glyphs and glyphs[-1].face == face:
            x += _kern(face, glyphs[-1].name, name)
        advance = float(_font(face)["hmtx"][name][0])
        heavy = style != "regular" and face in _LIGHT_ONLY
        number = _font(face).getGlyphID(name)
        glyphs.append(
            Glyph(face=face, name=name, number=number, char=char, x=x, advance=advance, heavy=heavy)
        )
        x += advance + tracking * EM
    width = max(0.0, x - tracking * EM) if glyphs else 0.0
    return Run(text=text, glyphs=tuple(glyphs), width=width, missing=missing)


@cache
def outline(face: str, name: str) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Return a glyph's outline: the moves M, L, Q and Z with their numbers, in thousandths, y up."""
    from fontTools.pens.basePen import decomposeQuadraticSegment
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    glyphs = _font(face).getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    moves: list[tuple[str, tuple[float, ...]]] = []
    for kind, points in pen.value:
        if kind == "moveTo":
            moves.append(("M", tuple(points[0])))
        elif kind == "lineTo":
            moves.append(("L", tuple(points[0])))
        elif kind == "qCurveTo" and points[-1] is None:
            # A contour without a point of its own on the line: start half way between two others.
            first, last = points[0], points[-2]
            start = ((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
            moves.append(("M", start))
            moves += [("Q", (*a, *b)) for a, b in decomposeQuadraticSegment((*points[:-1], start))]
        elif kind == "qCurveTo":
            moves += [("Q", (*a, *b)) for a, b in decomposeQuadraticSegment(points)]
        else:
            moves.append(("Z", ()))
    return tuple(moves)


def font_file(face: str, numbers: frozenset[int]) -> bytes:
    """Return a face with these glyphs alone, as TrueType; they keep their numbers."""
    import io

    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(_path(face), recalcTimestamp=False)
    options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True, layout_features=[])
    options.drop_tables += ["GPOS", "OS/2", "name", "post", "cmap", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(gids=sorted(numbers))
    cutter.subset(font)
    font.flavor = None
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def vertical(face: str) -> tuple[int, int, tuple[int, int, int, int]]:
    """Return how far a face goes up and down, and the box that holds all its glyphs."""
    font = _font(face)
    head = font["head"]
    return font["hhea"].ascent, font["hhea"].descent, (head.xMin, head.yMin, head.xMax, head.yMax)


def _has_shape(char: str) -> bool:
    return char == " " or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Mn"}


def _face_of(char: str, stack: tuple[str, ...]) -> str | None:
    return next((face for face in stack if ord(char) in _cmap(face)), None)


def _path(face: str) -> str:
    path = data_dir() / "fonts" / f"{face}.woff2"
    if not path.is_file():
        raise FileError(f"the picture's font {face} is missing: install rangefan again")
    return str(path)


@cache
def _font(face: str) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(_path(face))


@cache
def _cmap(face: str) -> dict[int, str]:
    return dict(_font(face).getBestCmap())


@cache
def _kern(face: str, left: str, right: str) -> float:
    """Return what two neighbours move together or apart (OpenType GPOS, lookup type 2)."""
    for lookup in _pair_lookups(face):
        for table in lookup:
            if left not in table.Coverage.glyphs:
                continue
            if table.Format == 1:
                pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                value = next((pair.Value1 for pair in pairs if pair.SecondGlyph == right), None)
                if value is None:
                    continue
            else:
                first = table.ClassDef1.classDefs.get(left, 0)
                second = table.ClassDef2.classDefs.get(right, 0)
                value = table.Class1Record[first].Class2Record[second].Value1
            return float(getattr(value, "XAdvance", 0) or 0)
    return 0.0


@cache
def _pair_lookups(face: str) -> list[list[Any]]:
    if face in _LIGHT_ONLY or "GPOS" not in _font(face):
        return []
    table = _font(face)["GPOS"].table
    wanted = sorted(
        {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    found = []
    for index in wanted:
        tables = [getattr(table, "ExtSubTable", table) for table in table.LookupList.Lookup[index].SubTable]
        found.append([pair for pair in tables if type(pair).__name__ == "PairPos"])
    return found
