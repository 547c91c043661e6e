"""A drawing as a PDF of one page (ISO 32000-1): vector shapes, and text in embedded subsets of our fonts.

Written here because it needs little: paths, clips, opacity, and TrueType with a map back to Unicode; and
because the same drawing must give the same bytes, without a date or a random name anywhere.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rangefan
from rangefan.outputs.fonts import EM, Glyph, font_file, vertical
from rangefan.outputs.marks import HEAVY, SLANT, Drawing, Mark, Moves, Shape, Words, words_of
from rangefan.outputs.svg import HALO_PX

POINTS_PER_PX = 0.75
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def drawing_pdf(drawing: Drawing) -> bytes:
    """Return a drawing as a PDF; its text can be searched and copied."""
    faces = sorted({glyph.face for words in words_of(drawing.marks) for glyph in words.run.glyphs})
    names = {face: f"F{n}" for n, face in enumerate(faces)}
    width, height = (side * POINTS_PER_PX for side in (drawing.width, drawing.height))
    paper = _Paper(height=drawing.height, fonts=names, states={})
    content = "\n".join(paper.marks(drawing.marks))
    document = _Document()
    fonts = {face: _font(document, face, drawing) for face in faces}
    named = " ".join(f"/{names[face]} {fonts[face]} 0 R" for face in faces)
    opacity = " ".join(
        f"/{name} <</ca {_n(fill)} /CA {_n(line)}>>" for (fill, line), name in paper.states.items()
    )
    stream = document.stream(content.encode("ascii"))
    pages = document.next + 1
    box = f"/MediaBox [0 0 {_n(width)} {_n(height)}]"
    group = "/Group <</S /Transparency /CS /DeviceRGB>>"
    resources = f"/Resources <</Font <<{named}>> /ExtGState <<{opacity}>>>>"
    leaf = document.add(
        f"<</Type /Page /Parent {pages} 0 R {box} {group} {resources} /Contents {stream} 0 R>>"
    )
    document.add(f"<</Type /Pages /Kids [{leaf} 0 R] /Count 1>>")
    view = "/ViewerPreferences <</DisplayDocTitle true>>"
    root = document.add(f"<</Type /Catalog /Pages {pages} 0 R /Lang {_text(drawing.lang)} {view}>>")
    maker = _text(f"rangefan {rangefan.__version__}")
    about = f"/Title {_text(drawing.title)} /Subject {_text(drawing.text)} /Creator {maker} /Producer {maker}"
    return document.bytes(root, document.add(f"<<{about}>>"))


class _Document:
    """The numbered objects of a file."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    @property
    def next(self) -> int:
        """The number the next object will get."""
        return len(self.objects) + 1

    def add(self, body: str | bytes) -> int:
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        packed = zlib.compress(data, 9)
        head = f"<<{entries} /Filter /FlateDecode /Length {len(packed)}>>\nstream\n"
        return self.add(head.encode("ascii") + packed + b"\nendstream")

    def bytes(self, root: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts = []
        for number, body in enumerate(self.objects, 1):
            starts.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        table = len(out)
        name = hashlib.sha256(out).hexdigest()[:32]
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(starts) + 1)
        out += b"".join(b"%010d 00000 n \n" % start for start in starts)
        trailer = f"/Size {len(starts) + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>]"
        return bytes(out + f"trailer\n<<{trailer}>>\nstartxref\n{table}\n%%EOF\n".encode("ascii"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """Turns marks into operators: into points, y up; fonts by face, and opacities as they come up."""

    height: float
    fonts: dict[str, str]
    states: dict[tuple[float, float], str]

    def at(self, x: float, y: float) -> str:
        return f"{_n(x * POINTS_PER_PX)} {_n((self.height - y) * POINTS_PER_PX)}"

    def marks(self, marks: Iterable[Mark]) -> Iterator[str]:
        for mark in marks:
            if isinstance(mark, Shape):
                yield from self.shape(mark)
            elif isinstance(mark, Words):
                yield from self.words(mark)
            else:
                yield f"q {self.path(mark.clip)} W* n"
                yield from self.marks(mark.marks)
                yield "Q"

    def path(self, moves: Moves) -> str:
        parts = []
        for kind, numbers in moves:
            parts += [self.at(*numbers[n : n + 2]) for n in range(0, len(numbers), 2)]
            parts.append(_OPERATORS[kind])
        return " ".join(parts)

    def shape(self, shape: Shape) -> Iterator[str]:
        if not shape.moves or not (shape.fill or shape.stroke):
            return
        paint = ["q", self.state(shape.fill_opacity, shape.stroke_opacity)]
        if shape.fill:
            paint.append(f"{_colour(shape.fill)} rg")
        if shape.stroke:
            dash = f"[{' '.join(_n(length * POINTS_PER_PX) for length in shape.dash)}] 0 d"
            width = _n(shape.width * POINTS_PER_PX)
            paint.append(f"{_colour(shape.stroke)} RG {width} w {int(shape.round_caps)} J 1 j {dash}")
        operator = "B*" if shape.fill and shape.stroke else "f*" if shape.fill else "S"
        yield f"{' '.join(paint)} {self.path(shape.moves)} {operator} Q"

    def words(self, words: Words) -> Iterator[str]:
        if not words.run.glyphs:
            return
        yield "q 1 j"
        if words.halo:
            yield f"/Artifact BMC BT {self.state(1.0, 0.9)} {_colour(words.halo)} rg {_colour(words.halo)} RG"
            yield from self.show(words, HALO_PX, HALO_PX + HEAVY * words.size)
            yield "ET EMC"
        # Where the glyphs do not say all of it, such as a direction mark, the text stands beside them.
        verbatim = (
            "".join(glyph.char for glyph in words.run.glyphs) == words.run.text and not words.run.missing
        )
        yield "" if verbatim else f"/Span <</ActualText {_text(words.run.text)}>> BDC"
        yield f"BT {self.state(1.0, 1.0)} {_colour(words.fill)} rg {_colour(words.fill)} RG"
        yield from self.show(words, 0.0, HEAVY * words.size)
        yield "ET Q" if verbatim else "ET EMC Q"

    def show(self, words: Words, light_px: float, heavy_px: float) -> Iterator[str]:
        """Yield the operators that write a text: a piece for each face, thickened by so much."""
        slant = _n(SLANT, 4) if words.slanted else "0"
        for piece in _pieces(words.run.glyphs):
            edge = (heavy_px if piece[0].heavy else light_px) * POINTS_PER_PX
            yield f"2 Tr {_n(edge, 3)} w" if edge else "0 Tr"
            font = f"/{self.fonts[piece[0].face]} {_n(words.size * POINTS_PER_PX)} Tf"
            start = self.at(words.at[0] + piece[0].x * words.size / EM, words.at[1])
            shown, at = [], piece[0].x
            for glyph in piece:
                if abs(glyph.x - at) > 1e-9:
                    shown.append(_n(at - glyph.x))
                shown.append(f"<{glyph.number:04x}>")
                at = glyph.x + glyph.advance
            yield f"{font} 1 0 {slant} 1 {start} Tm [{''.join(shown)}] TJ"

    def state(self, fill: float, line: float) -> str:
        return f"/{self.states.setdefault((fill, line), f'G{len(self.states)}')} gs"


def _pieces(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    pieces: list[list[Glyph]] = []
    for glyph in glyphs:
        if pieces and pieces[-1][-1].face == glyph.face:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    return pieces


def _font(document: _Document, face: str, drawing: Drawing) -> int:
    """Add a face's subset as a composite font; its character codes are its glyphs' numbers."""
    used = sorted(
        {
            (glyph.number, glyph.char if glyph.name != ".notdef" else "\ufffd", glyph.advance)
            for words in words_of(drawing.marks)
            for glyph in words.run.glyphs
            if glyph.face == face
        }
    )
    data = font_file(face, frozenset(number for number, _, _ in used))
    file = document.stream(data, f"/Length1 {len(data)}")
    # A subset's name begins with six capitals of its own.
    tag = hashlib.sha256(data).digest()
    name = f"{''.join(chr(65 + byte % 26) for byte in tag[:6])}+rangefan-{face}"
    up, down, box = vertical(face)
    facts = f"/Ascent {up} /Descent {down} /CapHeight 714 /ItalicAngle 0 /StemV 80 /Flags 4"
    bounds = " ".join(map(str, box))
    about = document.add(
        f"<</Type /FontDescriptor /FontName /{name} /FontBBox [{bounds}] {facts} /FontFile2 {file} 0 R>>"
    )
    wide = {number: advance for number, _, advance in used}
    widths = " ".join(f"{number} [{_n(advance)}]" for number, advance in wide.items())
    system = "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /CIDToGIDMap /Identity"
    inner = document.add(
        f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} {system} "
        f"/FontDescriptor {about} 0 R /DW 1000 /W [{widths}]>>"
    )
    back = document.stream(_to_unicode({number: char for number, char, _ in used}).encode("ascii"))
    kind = f"/Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
    return document.add(f"<<{kind} /DescendantFonts [{inner} 0 R] /ToUnicode {back} 0 R>>")


def _to_unicode(chars: dict[int, str]) -> str:
    rows = [f"<{number:04x}> <{char.encode('utf-16-be').hex()}>" for number, char in sorted(chars.items())]
    blocks = [rows[n : n + 100] for n in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /rangefan def /CMapType 2 def",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


def _colour(text: str) -> str:
    return " ".join(_n(int(text[n : n + 2], 16) / 255, 3) for n in (1, 3, 5))


def _text(text: str) -> str:
    """Return a text string, as UTF-16: nothing in it can end it."""
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


def _n(number: float, digits: int = 2) -> str:
    text = f"{number:z.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
