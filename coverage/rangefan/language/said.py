"""A text that remembers its message: English by itself, and every other language on request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Said(str):
    """English text that knows which message it was made from, and with what.

    Attributes
    ----------
    message
        The English message with its named fields: the key of the catalogues.
    fields
        What filled them: numbers, names, or other `Said`.
    """

    message: str
    fields: Mapping[str, Any]

    def __deepcopy__(self, memo: dict[int, Any]) -> Said:
        """Return itself: it never changes, and a copy would forget its message."""
        return self


class Named(Said):
    """The name of a place or a thing.

    Attributes
    ----------
    own
        The name in other languages, where whoever gave it has it; else the catalogues may know it.
    """

    own: Mapping[str, str]


class Listed(Said):
    """Several texts in a row.

    Attributes
    ----------
    words
        The texts.
    between
        What stands between them; None for a list as the language writes it.
    """

    words: tuple[Any, ...]
    between: str | None


def t(message: str, **fields: Any) -> Said:
    """Return a message with its fields filled in, in English, as a `Said`.

    Parameters
    ----------
    message : str
        A literal, so that it can be found in the source and translated: English, named fields in braces.
    **fields
        Text or numbers for the fields. Numbers are shown as given, or by the message's own format, as in
        ``{distance_km:,.0f}``: then every language writes them its own way.

    Examples
    --------
    >>> said = t("{town} lies inside", town="Pyongyang")
    >>> said, said.message
    ('Pyongyang lies inside', '{town} lies inside')
    """
    said = Said(message.format(**fields) if fields else message)
    said.message, said.fields = message, fields
    return said


def named(name: str, own: Mapping[str, str] = NOTHING) -> Named:
    """Return a name that other languages may have a form of.

    Parameters
    ----------
    name : str
        In English.
    own : mapping of str to str
        By language; without one the catalogues are asked, and a name they do not know stays as it is.

    Examples
    --------
    >>> named("South Korea", {"ko": "대한민국"}).own["ko"]
    '대한민국'
    """
    said = Named(name)
    said.message, said.fields, said.own = name, NOTHING, own
    return said


def listed(words: Iterable[Any]) -> Said:
    """Return words as a list: as English writes it here, and as every other language does later.

    Examples
    --------
    >>> listed(["Dalian", "Qingdao", "Shenyang"])
    'Dalian, Qingdao and Shenyang'
    """
    words = tuple(words)
    return _row(words, None, " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "")


def strung(words: Iterable[Any], between: str = " · ") -> Said:
    """Return texts one after the other, with a mark between them that needs no translation, or a `Said`.

    Examples
    --------
    >>> strung(["600 km", t("as published")])
    '600 km · as published'
    """
    words = tuple(words)
    return _row(words, between, between.join(words))


def number(value: float, digits: int | None = 0) -> Said:
    """Return a number with its thousands grouped, as every language writes it.

    Parameters
    ----------
    value : float
    digits : int or None
        Decimals; None for as many as there are, of six figures.

    Examples
    --------
    >>> number(1234.56), number(1234.56, 1)
    ('1,235', '1,234.6')
    """
    spec = (",.0f" if value == int(value) else ",g") if digits is None else f",.{digits}f"
    said = Said(format(value, spec))
    said.message, said.fields = f"{{value:{spec}}}", {"value": value}
    return said


def head(text: str) -> str:
    """Return the first of texts in a row; a text that is none, up to its first `·`.

    Examples
    --------
    >>> head(strung(["600 km", "A 2016"])), head("600 km · A 2016")
    ('600 km', '600 km')
    """
    if isinstance(text, Listed) and text.words:
        first: str = text.words[0]
        return first
    return text.partition(" · ")[0]


def _row(words: tuple[Any, ...], between: str | None, text: str) -> Said:
    if len(words) == 1 and isinstance(words[0], Said):
        return words[0]
    said = Listed(text)
    said.message, said.fields, said.words, said.between = "", NOTHING, words, between
    return said
