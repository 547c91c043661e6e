"""The languages, and the catalogues that hold what is said in them: one gettext file each."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rangefan.errors import UsageError

# By their own names, as a reader looks for them. English is what the source says.
LANGUAGES = {"en": "English", "ko": "한국어", "zh": "中文", "ja": "日本語", "ru": "Русский"}
OTHERS = tuple(LANGUAGES)[1:]
# Context of names in the catalogues: a place may be called like a word.
NAME = "name"


def language(tag: str) -> str:
    """Return the tag of a language that rangefan speaks.

    Raises
    ------
    UsageError
        If it speaks no such language.

    Examples
    --------
    >>> language("ko")
    'ko'
    """
    if tag not in LANGUAGES:
        close = difflib.get_close_matches(tag.lower()[:2], LANGUAGES, 1)
        advice = f'did you mean "{close[0]}"?' if close else f"use one of: {', '.join(LANGUAGES)}"
        raise UsageError(f'no language is called "{tag}": {advice}')
    return tag


@cache
def phrases(lang: str) -> Mapping[tuple[str | None, str], str]:
    """Return a language's catalogue: translations by context and English message."""
    if lang not in OTHERS:
        return {}
    from babel.messages.pofile import read_po

    with catalogue_file(lang).open("rb") as stream:
        entries = read_po(stream, locale=lang)
    return {
        (entry.context, str(entry.id)): str(entry.string) for entry in entries if entry.id and entry.string
    }


def catalogue_file(lang: str) -> Path:
    """Return where a language's catalogue is."""
    return Path(__file__).parent / f"{lang}.po"
