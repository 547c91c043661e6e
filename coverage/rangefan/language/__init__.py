"""What rangefan says, in English with a memory: a text that can be said again in another language."""

from __future__ import annotations

from rangefan.language.catalogue import LANGUAGES, OTHERS, catalogue_file, language, phrases
from rangefan.language.dates import day
from rangefan.language.said import Listed, Named, Said, head, listed, named, number, strung, t
from rangefan.language.telling import said_in

__all__ = [
    "LANGUAGES",
    "OTHERS",
    "Listed",
    "Named",
    "Said",
    "catalogue_file",
    "day",
    "head",
    "language",
    "listed",
    "named",
    "number",
    "phrases",
    "said_in",
    "strung",
    "t",
]
