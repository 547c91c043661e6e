"""A page's phrase book: every message the page shows or may show, in every language it can be read in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from string import Formatter
from typing import Any

from rangefan.language import LANGUAGES, OTHERS, Listed, Named, Said, named, phrases, said_in
from rangefan.language.telling import LEAVES

# Around a text that can be said again, until the document stands: noncharacters, which no text may hold.
_OPEN, _MID, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = f"{_OPEN}(\\d+){_MID}([^{_CLOSE}]*){_CLOSE}"
_IN_TAG = re.compile(f"<[a-z][^<>]*{_OPEN}[^<>]*>")
_ATTRIBUTE = re.compile(f'([a-z-]+)="{_MARKED}"')
_ALONE = re.compile(
    f"<(?!input|br|img|meta|link|path|circle)([a-z0-9]+)((?:\\s[^<>]*)?)(?<!/)>{_MARKED}</\\1>"
)
_AMONG = re.compile(_MARKED)
# What a browser shows of these is text alone, so a message in them fills them or they cannot be said again.
_TEXT_ALONE = re.compile(f"<(title|option|text)\\b[^<>]*>[^<]*{_OPEN}")

_CLEAN = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")
_UNCLEAN = re.compile("[\ufdd0-\ufdef]")
# Places that a picture keeps for its messages, as `lettering.PLACE`.
_PLACE = re.compile("\ufdd4(\\d+)\ufdd5")
_LINES = re.compile(f'data-lines="{_PLACE.pattern}"')


class Book:
    """Collects what a document says, so that the document can say it again.

    Parameters
    ----------
    lang : str
        What the document is written in.
    switch : bool
        Whether its reader can change that: then the document carries every language.
    spoken : iterable of str
        What its scripts say.
    """

    def __init__(self, lang: str = "en", *, switch: bool = False, spoken: Iterable[str] = ()) -> None:
        self.lang, self.switch = lang, switch
        self._spoken = tuple(spoken)
        self._messages: dict[Any, int] = {message: index for index, message in enumerate(self._spoken)}
        # Messages that the document needs in its own language too: the scene refers to them.
        self._carried: set[Any] = set(self._spoken)
        self._numbered: set[Any] = set()
        self._said: dict[str, int] = {}
        self._entries: list[Any] = []

    def mark(self, value: Any) -> Any:
        """Return what a template writes: a `Said` in the document's language, marked; all else as it is."""
        from markupsafe import Markup, escape

        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        if not isinstance(value, Said):
            return value.translate(_CLEAN) if _UNCLEAN.search(value) else value
        text = escape(str(said_in(value, self.lang)).translate(_CLEAN))
        if not self.switch or _alike(value):
            return text
        return Markup(f"{_OPEN}{self.number(value)}{_MID}{text}{_CLOSE}")

    def set_down(self, html: str) -> str:
        """Return a document with its marks turned into `data-t` attributes: numbers in the book.

        Raises
        ------
        ValueError
            If a message shares an attribute, a title or an option with other text.
        """
        html = _IN_TAG.sub(lambda tag: _ATTRIBUTE.sub(r'\1="\3" data-t-\1="\2"', tag[0]), html)
        html = _ALONE.sub(r'<\1\2 data-t="\3">\4</\1>', html)
        for wrong in (_IN_TAG, _TEXT_ALONE):
            if found := wrong.search(html):
                what = found[0].translate(_CLEAN)
                raise ValueError(f"a message stands beside other text where it must be alone: {what[:120]}")
        return _AMONG.sub(r'<span data-t="\1">\2</span>', html)

    def fill(self, markup: str, said: Sequence[Said]) -> str:
        """Return markup with its places filled: by messages, marked, or in `data-lines` by their numbers."""
        markup = _LINES.sub(lambda found: f'data-lines="{self.number(said[int(found[1])])}"', markup)
        return _PLACE.sub(lambda found: str(self.mark(said[int(found[1])])), markup)

    def refs(self, value: Any) -> Any:
        """Return plain data with every `Said` in it as `{"§": number}`: `language.js` puts the text back."""
        if isinstance(value, Said):
            if not self.switch or _alike(value):
                return str(said_in(value, self.lang))
            self._carry(value)
            return {"§": self.number(value)}
        if isinstance(value, Mapping):
            return {key: inner if type(inner) in LEAVES else self.refs(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [inner if type(inner) in LEAVES else self.refs(inner) for inner in value]
        return value

    def _carry(self, value: Any) -> None:
        if not isinstance(value, Said):
            return
        self._carried.add(_key(value))
        for inner in _inner(value):
            self._carry(inner)

    def number(self, said: Said) -> int:
        """Return the number of a text in the book, and enter it if it is new.

        Twice the number of its message where that says it all; else twice that of an entry, and one. An entry
        is the number of a message, then its fields in the order of their names; or -1 or a mark, then the
        texts of a list or row. In it a text is a number in a list of one.
        """
        entry: list[Any]
        if isinstance(said, Listed):
            between = -1 if said.between is None else self._field(said.between, "")
            entry = [between, *(self._field(word, "") for word in said.words)]
        else:
            known = _key(said)
            self._numbered.add(known)
            message = self._messages.setdefault(known, len(self._messages))
            if not said.fields:
                return 2 * message
            specs = {name: spec or "" for _, name, spec, _ in Formatter().parse(said.message) if name}
            entry = [message, *(self._field(said.fields[name], specs[name]) for name in sorted(specs))]
        key = repr(entry)
        if key not in self._said:
            self._said[key] = len(self._entries)
            self._entries.append(entry)
        return 2 * self._said[key] + 1

    def _field(self, value: Any, spec: str) -> Any:
        if isinstance(value, Said) and not (isinstance(value, Named) and _alike(value)):
            return [self.number(value)]
        if spec and isinstance(value, (int, float)):
            number = value if "%" in spec else float(format(value, spec.replace(",", "")))
            return int(number) if number == int(number) else number
        return str(value)

    def to_dict(self) -> dict[str, Any]:
        """Return the book as plain data.

        `lang` is the document's language, `said` the entries, `keys` the hashes of what scripts say, which
        are the first messages; and under each language stand the messages, a bar between them. Blank is what
        needs not be carried: a translation like the English, English that a script has, and what stands in
        the document.
        """
        languages = tuple(LANGUAGES) if self.switch else tuple(dict.fromkeys(("en", self.lang)))
        columns: dict[str, list[str]] = {}
        for lang in languages:
            columns[lang] = []
            for index, key in enumerate(self._messages):
                text = _translated(key, lang)
                if lang == "en":
                    spared = key not in self._numbered  # the script has it
                else:
                    english = columns["en"][index]
                    spared = text == (english or key) and (bool(english) or key not in self._numbered)
                at_hand = lang == self.lang and self.switch and key not in self._carried
                columns[lang].append("" if spared or at_hand else text)
        keys = [_hash(message) for message in self._spoken]
        if len(set(keys)) < len(keys):
            raise ValueError("two messages have one hash: change a word in either")
        written = {lang: "|".join(_spelt(text) for text in texts) for lang, texts in columns.items()}
        return {"lang": self.lang, "said": self._entries, "keys": "".join(keys), **written}


def _key(said: Said) -> Any:
    """Return what a message is known by; a name, with its own forms."""
    return (said.message, tuple(sorted(said.own.items()))) if isinstance(said, Named) else said.message


def _inner(said: Said) -> Iterable[Any]:
    return (*said.words, said.between) if isinstance(said, Listed) else said.fields.values()


def _alike(said: Said) -> bool:
    """Tell whether a text is the same in every language."""
    if said.fields or isinstance(said, Listed):
        return all(str(said_in(said, lang)) == str(said_in(said, "en")) for lang in OTHERS)
    return _alike_alone(_key(said))


@cache
def _alike_alone(key: Any) -> bool:
    english = _translated(key, "en")
    return all(_translated(key, lang) == english for lang in OTHERS)


def _translated(key: Any, lang: str) -> str:
    if isinstance(key, tuple):
        return str(said_in(named(key[0], dict(key[1])), lang))
    return phrases(lang).get((None, key), key)


def _spelt(text: str) -> str:
    """Return a message as it stands between bars; a bar of its own gets the look of one."""
    return text.replace("|", "\u2223")


def _hash(message: str) -> str:
    """Return five letters for a message: FNV-1a over its characters, as `language.js` has it."""
    found = 2166136261
    for character in message:
        found = (found ^ ord(character)) * 16777619 & 0xFFFFFFFF
    digits = ""
    for _ in range(5):
        found, digit = divmod(found, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
