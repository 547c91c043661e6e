"""Text in lines that fit: at spaces, and in Chinese and Japanese between almost any two characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from rangefan.outputs.wording import bare_site

# What may not begin a line, and what may not end one.
_CLINGS = "、。，．：；！？）」』】》〉”’ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…·"
_NO_BREAK = "\u00a0\u202f"
_LEADS = "（「『【《〈“‘"
# After a number, what belongs to it: its unit, a month, a short noun.
_UNIT = re.compile(r"\w{1,4}\b")

Piece = tuple[str, str]  # text and style
Measure = Callable[[str, str], float]


def answer_runs(data: Mapping[str, Any]) -> list[Piece]:
    """Return the sentence below a scene's title as pieces, a space between two unless they need none."""
    pieces: list[Piece] = []
    for run in data["answer"]:
        text, style = str(run["text"]), "bold" if run["strong"] else "regular"
        if pieces and not pieces[-1][0].endswith((" ", "。", "，")) and not text.startswith(" "):
            pieces[-1] = (f"{pieces[-1][0]} ", pieces[-1][1])
        pieces.append((text, style))
    return pieces


def wrapped(
    pieces: Iterable[Piece], width: float, measure: Measure, names: Collection[str] = ()
) -> list[list[Piece]]:
    """Return styled text in lines, each a list of pieces to be written one after the other.

    A word wider than a line stands alone and sticks out: nothing is lost. Lines do not break inside `names`.
    """
    lines: list[list[Piece]] = [[]]
    at = 0.0
    for text, style in _chunks(pieces, names):
        wide = measure(text.rstrip(), style)
        if lines[-1] and at + wide > width:
            lines[-1][-1] = (lines[-1][-1][0].rstrip(), lines[-1][-1][1])
            lines.append([])
            at = 0.0
        if not lines[-1]:
            text = text.lstrip()
        if not text:
            continue
        if lines[-1] and lines[-1][-1][1] == style:
            lines[-1][-1] = (lines[-1][-1][0] + text, style)
        else:
            lines[-1].append((text, style))
        at += measure(text, style)
    return [line for line in lines if line]


def balanced(text: str, style: str, width: float, measure: Measure, names: Collection[str] = ()) -> list[str]:
    """Return a text in as few lines as `wrapped` needs, of about the same width."""

    def lines_in(room: float) -> list[str]:
        return [joined(line) for line in wrapped([(text, style)], room, measure, names)]

    few = len(lines_in(width))
    if few == 2 and (halves := _halves(text, width, lambda part: measure(part, style))):
        return halves
    low, high = 0.0, width
    while high - low > 4:
        middle = (low + high) / 2
        fits = lines_in(middle)
        if len(fits) <= few and all(measure(line, style) <= middle for line in fits):
            high = middle
        else:
            low = middle
    return lines_in(high)


def _halves(text: str, width: float, wide: Callable[[str], float]) -> list[str]:
    """Return a Chinese or Japanese text in two lines, cut after a comma near its middle, if there is one."""
    cuts = [n + 1 for n, char in enumerate(text) if char in "，、；："]
    pairs = [[text[:n].strip(), text[n:].strip()] for n in cuts]
    fits = [(max(map(wide, pair)), pair) for pair in pairs if max(map(wide, pair)) <= width]
    best = min(fits, default=None)
    return best[1] if best and best[0] <= 0.75 * wide(text) else []


def names_in(data: Mapping[str, Any]) -> set[str]:
    """Return the names of a scene's towns, sites and countries, which are not to be broken."""
    shown = [layer["site"]["name"] for layer in data["layers"]] + [town["name"] for town in data["towns"]]
    names = {
        bare_site(str(name)) for name in (*shown, *(row["name"] for row in data["basemap"]["countries"]))
    }
    return {name for name in names if 1 < len(name) < 9 and any(map(_ideographic, name))}


def _chunks(pieces: Iterable[Piece], names: Collection[str]) -> list[Piece]:
    """Return what may not be broken, each with the space that follows it."""
    chunks: list[Piece] = []
    free = True
    for text, style in pieces:
        found = [(hit.start(), len(name)) for name in names for hit in re.finditer(re.escape(name), text)]
        within = {at + n for at, length in found for n in range(1, length)}
        for at, char in enumerate(text):
            last = chunks[-1][0][-1] if chunks else " "
            space = char.isspace() and char not in _NO_BREAK
            if (
                chunks
                and chunks[-1][1] == style
                and (space or not (free or (at not in within and _breaks(last, char))))
            ):
                chunks[-1] = (chunks[-1][0] + (" " if space else char), style)
            else:
                chunks.append((" " if space else char, style))
            free = space and not (last.isdigit() and _UNIT.match(text, at + 1))
    return chunks


def _breaks(before: str, after: str) -> bool:
    if after in _CLINGS or before in _LEADS or before + after == "公里":
        return False
    # A word in katakana stays whole, and a number with its counter.
    if (_katakana(before) and _katakana(after)) or (before.isdigit() and _ideographic(after)):
        return False
    return _ideographic(before) or _ideographic(after)


def _katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fa" or char == "ー"


def _ideographic(char: str) -> bool:
    """Tell whether lines may break beside a character: Chinese and Japanese, not Hangul."""
    code = ord(char)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF


def joined(line: Sequence[Piece]) -> str:
    """Return a line's text."""
    return "".join(text for text, _ in line)
