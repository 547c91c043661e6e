"""Saying it in another language: messages looked up, fields filled in, numbers and lists as CLDR has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from rangefan.language.catalogue import NAME, phrases
from rangefan.language.said import Listed, Named, Said


def said_in(value: Any, lang: str) -> Any:
    """Return text, or plain data with text anywhere in it, in a language.

    What is not a `Said` stays as it is; so does a message that the language's catalogue lacks. A `Said` stays
    one: it can be said again in yet another language.

    Parameters
    ----------
    value : any
        Text, number, mapping, list or tuple.
    lang : str
        One of `LANGUAGES`.

    Examples
    --------
    >>> from rangefan.language import t, named
    >>> said_in({"town": named("Seoul", {"ko": "서울"}), "km": 7}, "ko")
    {'town': '서울', 'km': 7}
    """
    if isinstance(value, Said):
        return _retold(value, _text(value, lang))
    if isinstance(value, Mapping):
        if "coordinates" in value:  # numbers without end
            return value
        return {key: inner if type(inner) in LEAVES else said_in(inner, lang) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([inner if type(inner) in LEAVES else said_in(inner, lang) for inner in value])
    return value


# What holds nothing to be said: most of a scene, and not worth a call each.
LEAVES = (float, int, str, bool, type(None))


def _text(said: Said, lang: str) -> str:
    if isinstance(said, Named):
        return said.own.get(lang) or phrases(lang).get((NAME, said.message)) or said.message
    if isinstance(said, Listed):
        words = [_field(word, "", lang) for word in said.words]
        return as_list(words, lang) if said.between is None else as_row(words, _field(said.between, "", lang))
    message = phrases(lang).get((None, said.message), said.message)
    if not said.fields:
        return message
    return "".join(
        literal + ("" if name is None else _field(said.fields[name], spec, lang))
        for literal, name, spec in _parts(message)
    )


@cache
def _parts(message: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return a message as literals, each with the field after it and the field's format."""
    return tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(message))


def _field(value: Any, spec: str, lang: str) -> str:
    if isinstance(value, Said):
        return _text(value, lang)
    return as_number(format(value, spec), lang) if spec else str(value)


def as_number(english: str, lang: str) -> str:
    """Return a number as English formats it with the marks of a language.

    Examples
    --------
    >>> as_number("1,234.5", "ru") == "1\N{NO-BREAK SPACE}234,5"
    True
    """
    return english if lang == "en" else english.translate(_marks(lang))


@cache
def _marks(lang: str) -> dict[int, str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return str.maketrans({",": get_group_symbol(lang), ".": get_decimal_symbol(lang)})


def as_list(words: list[str], lang: str) -> str:
    """Return words as a list in a language: in English without the serial comma."""
    if lang == "en" or len(words) < 2:
        return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
    from babel.lists import format_list

    return format_list(words, locale=lang)


def as_row(words: list[str], between: str) -> str:
    """Return texts in a row; a full stop that fills its square needs no space after it."""
    row = between.join(words)
    return row.replace("。 ", "。") if between == " " else row


def _retold(said: Said, text: str) -> Said:
    again = type(said)(text)
    again.__dict__.update(said.__dict__)
    return again
