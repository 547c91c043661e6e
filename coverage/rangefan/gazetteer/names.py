"""Country names from Unicode CLDR, and the credit lines of the geodata."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from typing import Any

from rangefan.errors import RangeError
from rangefan.language import named
from rangefan.where import data_dir

LANGUAGES = ("en", "ko", "ja", "zh", "zh-Hant", "ru")


def country_name(iso_a3: str, lang: str = "en") -> str:
    """Return the CLDR name of a country, or the code itself when CLDR has none.

    Parameters
    ----------
    iso_a3 : str
        ISO 3166-1 alpha-3; ``XKX`` for Kosovo, Natural Earth's codes for ground ISO does not list.
    lang : str
        One of ``en``, ``ko``, ``ja``, ``zh``, ``zh-Hant``, ``ru``.

    Raises
    ------
    RangeError
        If the language is not one of the six.

    Examples
    --------
    >>> country_name("KOR"), country_name("PRK", "ja"), country_name("TWN", "zh-Hant")
    ('South Korea', '北朝鮮', '台灣')
    >>> country_name("KOR").own["ko"]
    '대한민국'
    """
    if lang not in LANGUAGES:
        raise RangeError(f"no country names in {lang!r}; use one of {', '.join(LANGUAGES)}")
    names = _names().get(iso_a3, {})
    return names.get(lang, iso_a3) if lang != "en" else named(names.get("en", iso_a3), names)


def credits() -> list[dict[str, str]]:
    """Return the credit lines that maps made from the geodata must print, as ``text`` and ``licence``.

    Examples
    --------
    >>> [row["text"] for row in credits()][0]
    'Borders and coasts: Natural Earth (public domain)'
    """
    inputs = provenance()["input"].values()
    return [{"text": row["credit"], "url": ""} for row in inputs]


def provenance() -> dict[str, Any]:
    """Return ``provenance.toml``: under ``input`` what was read, under ``file`` what was made of it."""
    return tomllib.loads((data_dir() / "geodata" / "provenance.toml").read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = json.loads(
        (data_dir() / "geodata" / "country_names.json").read_text(encoding="utf-8")
    )
    return names
