"""A text that remembers its message: English by itself, and every other language on request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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


def t(message: str, **fields: Any) -> Said:
    """Return a message with its fields filled in, in English, as a `Said`.

    Parameters
    ----------
    message : str
        A literal, so that it can be found in the source and translated: English, named fields in braces.
    **fields
        Text or numbers for the fields. Numbers are shown as given: format them before, or use the message's
        own format, as in ``{distance_km:,.0f}``.

    Examples
    --------
    >>> said = t("{town} lies inside", town="Pyongyang")
    >>> said, said.message
    ('Pyongyang lies inside', '{town} lies inside')
    """
    said = Said(message.format(**fields) if fields else message)
    said.message, said.fields = message, fields
    return said
