"""Dates as every language writes them: the forms of CLDR, as browsers have them too."""

from __future__ import annotations

import re
from datetime import date as _date

from rangefan.language.catalogue import LANGUAGES
from rangefan.language.said import Said, named


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
    found = re.fullmatch(r"(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", date)
    if not found:
        return named(date)
    year, month, number = found.groups()
    try:
        when = _date(int(year), int(month or 1), int(number or 1))
    except ValueError:
        number, when = None, _date(int(year), int(month), 1)
    form = "yMMMd" if number else "yMMM" if month else "y"
    from babel.dates import format_skeleton

    forms = {
        # No font is sure to have the narrow space that CLDR puts before Russia's year.
        lang: format_skeleton(form, when, locale="en_GB" if lang == "en" else lang).replace(
            "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
        )
        for lang in LANGUAGES
    }
    return named(forms["en"], forms)
