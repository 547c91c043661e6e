"""Dates as every language writes them: the forms of CLDR, as browsers have them too."""

from __future__ import annotations

import re
from datetime import date as _date

from rangefan.language.catalogue import LANGUAGES
from rangefan.language.said import Said, named

_FORMS = {1: "y", 2: "yMMM", 3: "yMMMd"}


def day(date: str) -> Said:
    """Return a day, a month or a year in words; a day that no calendar has is its month.

    Parameters
    ----------
    date : str
        As YYYY, YYYY-MM or YYYY-MM-DD; anything else stays as it is.

    Examples
    --------
    >>> day("2026-03-11"), day("2016-02"), day("2016-02-31")
    ('11 Mar 2026', 'Feb 2016', 'Feb 2016')
    """
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", date)
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        when = _date(*parts, *[1] * (3 - len(parts)))
    except (TypeError, ValueError):
        if len(parts) < 3 or not 1 <= parts[2] <= 31:
            return named(date)
        when = _date(*parts[:2], 1)
        parts = parts[:2]
    from babel.dates import format_skeleton

    forms = {
        # No font is sure to have the narrow space that CLDR puts before Russia's year.
        lang: format_skeleton(_FORMS[len(parts)], when, locale="en_GB" if lang == "en" else lang).replace(
            "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
        )
        for lang in LANGUAGES
    }
    return named(forms["en"], forms)
