"""A page's phrase book: every message the page shows or may show, in every language it can be read in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from rangefan.language import LANGUAGES, Listed, Named, Said, named, phrases, said_in

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

_CLEAN = dict.fromkeys(range(64976, 65008), "�")


class Book:
    """Collects what a document says, so that the document can say it again.

    Parameters
    ----------
    lang : str
        What the document is written in.
    switch : bool
        Whether its reader can change that: then the document carries every language.
    """

    def __init__(self, lang: str = "en", *, switch: bool = False) -> None:
        self.lang, self.switch = lang, switch
        self._said: dict[str, int] = {}
        self._entries: list[Any] = []
        self._messages: dict[Any, int] = {}

    def mark(self, value: Any) -> Any:
        """Return what a template writes: a `Said` in the document's language, marked; all else as it is."""
        from markupsafe import Markup, escape

        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        if not isinstance(value, Said):
            return value.translate(_CLEAN) if set(map(ord, value)) & _CLEAN.keys() else value
        text = escape(str(said_in(value, self.lang)).translate(_CLEAN))
        return Markup(f"{_OPEN}{self.number(value)}{_MID}{text}{_CLOSE}") if self.switch else text

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

    def refs(self, value: Any) -> Any:
        """Return plain data with every `Said` in it as `{"§": number}`: `language.js` puts the text back."""
        if isinstance(value, Said):
            return {"§": self.number(value)} if self.switch else str(said_in(value, self.lang))
        if isinstance(value, Mapping):
            return {key: self.refs(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.refs(inner) for inner in value]
        return value

    def number(self, said: Said) -> int:
        """Return the number of a text in the book, and enter it if it is new.

        An entry is the number of its message, then its fields in the order of the English message; or -1 or
        a mark, then the texts of a list or row. In it a text is a number in a list of one.
        """
        entry: Any
        if isinstance(said, Listed):
            between = -1 if said.between is None else self._field(said.between, "")
            entry = [between, *(self._field(word, "") for word in said.words)]
        elif isinstance(said, Named):
            entry = self._message((said.message, tuple(sorted(said.own.items()))))
        else:
            entry = self._message(said.message)
            if said.fields:
                fields = {name: spec for _, name, spec, _ in Formatter().parse(said.message) if name}
                entry = [
                    entry,
                    *(self._field(said.fields[name], spec or "") for name, spec in fields.items()),
                ]
        key = repr(entry)
        if key not in self._said:
            self._said[key] = len(self._entries)
            self._entries.append(entry)
        return self._said[key]

    def _field(self, value: Any, spec: str) -> Any:
        if isinstance(value, Said):
            return [self.number(value)]
        if spec and isinstance(value, (int, float)):
            number = value if "%" in spec else float(format(value, spec.replace(",", "")))
            return int(number) if number == int(number) else number
        return str(value)

    def _message(self, key: Any) -> int:
        return self._messages.setdefault(key, len(self._messages))

    def to_dict(self, spoken: Iterable[str] = ()) -> dict[str, Any]:
        """Return the book as plain data, with the messages that scripts say as well.

        `lang` is the document's language, `said` the entries, and under each language stand the messages:
        English as they are, others with null where they say the same.
        """
        for message in spoken:
            self._message(message)
        languages = tuple(LANGUAGES) if self.switch else (self.lang,)
        columns = {lang: [_translated(key, lang) for key in self._messages] for lang in ("en", *languages)}
        english = columns["en"]
        for lang, texts in columns.items():
            if lang != "en":
                columns[lang] = ["" if a == b else a for a, b in zip(texts, english, strict=True)]
        return {"lang": self.lang, "said": self._entries, **columns}


def _translated(key: Any, lang: str) -> str:
    if isinstance(key, tuple):
        return str(said_in(named(key[0], dict(key[1])), lang))
    return phrases(lang).get((None, key), key)
