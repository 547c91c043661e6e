"""Words that our own texts do not use, and where they stand if they do; quotes are the speakers' own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rangefan.errors import InputError
from rangefan.files import Report, read_record, read_toml
from rangefan.model.kinds import Text
from rangefan.where import data_dir

if TYPE_CHECKING:
    from rangefan.catalogue.load import Catalogue

FILE = "neutral-words.toml"
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")

Record = tuple[str, ...]
# Which texts of a record are our own. Titles, names and quotes are not.
_OURS: dict[str, tuple[str, ...]] = {
    "sources": ("note",),
    "sites": ("note",),
    "deployments": ("note",),
    "events": ("event", "note"),
    "statements": ("summary", "coding_note"),
    "claims": ("claim", "wording_note", "missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Words that are refused for one reason."""

    words: tuple[Text, ...]
    why: Text
    instead: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralWords:
    """All words that our own texts do not use."""

    refused: tuple[Refused, ...] = field(default=())

    def found_in(self, text: str) -> Iterable[tuple[str, Refused]]:
        """Yield each refused word that a text uses outside quotation marks, with the reason.

        Examples
        --------
        >>> listed = NeutralWords(refused=(Refused(words=("regime",), why="w", instead="i"),))
        >>> [word for word, _ in listed.found_in("The Regime said “the regime”; a regimen.")]
        ['regime']
        """
        plain = _QUOTED.sub(" ", text).lower()
        for group in self.refused:
            for word in group.words:
                if _stands(word, plain):
                    yield word, group

    def clear(self, texts: Iterable[str]) -> bool:
        """Tell at a glance that none of many texts uses any of the words, not even in a quote."""
        plain = "\n".join(texts).lower()
        return not any(_stands(word, plain) for group in self.refused for word in group.words)


def _stands(word: str, plain: str) -> bool:
    """Tell whether a word stands in a text by itself, not within another or beside a hyphen."""
    at = plain.find(word)
    while at >= 0:
        beside = plain[at - 1 : at] + plain[at + len(word) : at + len(word) + 1]
        if not any(letter.isalnum() or letter in "-_" for letter in beside):
            return True
        at = plain.find(word, at + 1)
    return False


def read_words(folder: Path, report: Report) -> NeutralWords:
    """Read the list of a catalogue, or the shipped one where a catalogue brings none."""
    own = folder / FILE
    try:
        file = read_toml(own if own.is_file() else data_dir() / FILE, f"data/{FILE}")
    except InputError as error:
        report.problems.extend(error.problems)
        return NeutralWords()
    return read_record(NeutralWords, file.data, report, file.at) or NeutralWords()


def check_words(catalogue: Catalogue, report: Report) -> None:
    """Report every refused word in the catalogue's own texts, at its record's line."""
    texts = list(_texts(catalogue))
    if catalogue.words.clear(text for _, _, text in texts):
        return
    for record, name, text in texts:
        say_words(catalogue.words, name, text, *catalogue.at(*record), report)


def say_words(words: NeutralWords, name: str, text: str, file: str, line: int, report: Report) -> None:
    """Report every refused word in one text."""
    for word, group in words.found_in(text):
        report.add(file, line, f'"{name}" says "{word}": {group.why}', group.instead)


def _texts(catalogue: Catalogue) -> Iterable[tuple[Record, str, str]]:
    """Yield every text of our own: whose it is, its field, and what it says."""
    for kind, names in _OURS.items():
        for record in getattr(catalogue, kind).values():
            for name in names:
                if text := getattr(record, name):
                    yield (kind, record.id), name, text
    for claim in catalogue.claims.values():
        for says in claim.parts.values():
            yield ("claims", claim.id), "part", says
        for kind, number, test in claim.tests:
            asks = getattr(test, "asks", None)
            for why in filter(None, (getattr(test, "why", ""), asks.why if asks else "")):
                yield ("claims", claim.id, kind, str(number)), "why", why
    for system in catalogue.systems.values():
        for name in ("summary", "disagreement"):
            yield ("systems", system.id), name, getattr(system, name)
        for key, mode in system.modes.items():
            yield ("modes", system.id, key, "why"), "why", mode.why
        for figure in system.figures:
            yield ("figures", system.id, figure.id), "note", figure.note
