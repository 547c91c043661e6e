"""Cut the pictures' fonts out of the pinned ones: what the maps, names and messages use, and the commonest.

`make fonts`. The same inputs and texts give the same bytes. Runs on fontTools and brotli, as pictures do.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "geodata"))

from fetch import fetch_all, read_inputs, sha256  # noqa: E402

# Where the text stands that pictures write.
TEXTS = (
    "data/**/*.toml",
    "data/*.csv",
    "data/geodata/labels.csv",
    "data/geodata/country_names.json",
    "data/geodata/towns.csv",
    "maps/*.toml",
    "coverage/rangefan/**/*.po",
    "coverage/rangefan/**/*.py",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One file to make: from which slice of which font, and which characters.

    Attributes
    ----------
    common
        So many of the slices into which Google Fonts sorts a CJK font by how often the web uses a character;
        the last ones are the most used.
    """

    file: str
    package: str
    slice: str
    weight: int
    chars: frozenset[int] | None = None
    common: int = 0


def _rows(encoding: str, first: int, last: int) -> frozenset[int]:
    """Return the characters of some rows of a national standard's 94 × 94 table."""
    found = set()
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes([0xA0 + row, 0xA0 + cell]).decode(encoding)))
            except (UnicodeDecodeError, TypeError):
                continue
    return frozenset(found)


OWN = {"noto-sans-kr": "ko", "noto-sans-jp": "ja", "noto-sans-sc": "zh"}

HANGUL = _rows("euc_kr", 16, 40)  # KS X 1001: 2,350 syllables
KANA = _rows("euc_jp", 1, 1) | _rows("euc_jp", 4, 5)  # JIS X 0208, with its punctuation
PUNCTUATION = _rows("euc_kr", 1, 1) | _rows("gb2312", 1, 1)
# Latin letters of romanisations and of Europe's names; all of Latin Extended would be five times as large.
EXTENDED = frozenset([*range(0x100, 0x180), *range(0x1CD, 0x1DD), 0x218, 0x219, 0x21A, 0x21B, 0x1E62, 0x1E63])

CUTS = (
    *(
        Cut(file=f"{name}-{script}.woff2", package=package, slice=script, weight=weight, chars=chars)
        for name, package, weight in (
            ("sans", "noto-sans", 400),
            ("sans-bold", "noto-sans", 700),
            ("serif-bold", "noto-serif", 700),
        )
        for script, chars in (("latin", None), ("latin-ext", EXTENDED), ("cyrillic", None))
    ),
    Cut(file="sans-greek.woff2", package="noto-sans", slice="greek", weight=400),
    Cut(file="sans-kr.woff2", package="noto-sans-kr", slice="korean", weight=400, chars=HANGUL | PUNCTUATION),
    Cut(file="sans-jp.woff2", package="noto-sans-jp", slice="japanese", weight=400, chars=KANA, common=23),
    Cut(file="sans-sc.woff2", package="noto-sans-sc", slice="chinese-simplified", weight=400, common=8),
)


def main() -> None:
    """Make every file anew, and say where each came from."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rangefan-fonts"
    inputs = read_inputs(HERE / "inputs.toml")
    fetched = fetch_all(inputs, cache)
    lines = ["# Written by build.py; do not edit. Where every font of this folder came from.\n"]
    for cut in CUTS:
        name = f"@fontsource/{cut.package}"
        with tarfile.open(fetched[name]) as archive:
            source = _member(archive, f"{cut.package}-{cut.slice}-{cut.weight}-normal.woff2", "files/")
            slices = json.loads(_member(archive, "unicode.json"))
        (HERE / cut.file).write_bytes(_subset(source, _wanted(cut, slices, _used(cut.package))))
        facts = {"input": name, "version": inputs[name].version, "slice": f"{cut.slice} {cut.weight}"}
        facts |= {"licence": inputs[name].licence, "credit": inputs[name].credit}
        facts |= {"sha256": sha256(HERE / cut.file)}
        lines += [f'\n[file."{cut.file}"]', *(f'{key} = "{fact}"' for key, fact in facts.items())]
    (HERE / "provenance.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(path.stat().st_size for path in HERE.glob('*.woff2')):,} bytes in {len(CUTS)} fonts")


def _member(archive: tarfile.TarFile, name: str, folder: str = "") -> bytes:
    stream = archive.extractfile(f"package/{folder}{name}")
    assert stream is not None
    return stream.read()


def _used(package: str) -> frozenset[int]:
    """Return every character that pictures may write with a font, other languages' own apart."""
    own = OWN.get(package)
    paths = sorted({path for pattern in TEXTS for path in ROOT.glob(pattern)})
    if own:
        paths = [path for path in paths if path.suffix != ".po" or path.stem == own]
    return frozenset(ord(char) for path in paths for char in path.read_text(encoding="utf-8"))


def _wanted(cut: Cut, slices: dict[str, str], used: frozenset[int]) -> frozenset[int] | None:
    if cut.chars is None and not cut.common:
        return None
    numbered = sorted((key for key in slices if key.startswith("[")), key=lambda key: int(key[1:-1]))
    common = (char for key in numbered[-cut.common or len(numbered) :] for char in _range(slices[key]))
    return (cut.chars or frozenset()) | used | frozenset(common)


def _range(text: str) -> list[int]:
    """Return the characters of a CSS unicode-range."""
    found: list[int] = []
    for first, last in re.findall(r"U\+([0-9A-Fa-f]+)(?:-([0-9A-Fa-f]+))?", text):
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def _subset(source: bytes, wanted: frozenset[int] | None) -> bytes:
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    chars = set(font.getBestCmap()) if wanted is None else wanted & set(font.getBestCmap())
    options = subset.Options(hinting=False, layout_features=["kern"], name_IDs=[0, 1, 2, 5, 13, 14])
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GDEF", "STAT", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(chars))
    cutter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    main()
