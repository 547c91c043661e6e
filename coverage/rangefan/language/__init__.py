"""What rangefan says, in English with a memory: a text that can be said again in another language."""

from __future__ import annotations

from rangefan.language.said import Listed, Named, Said, listed, named, number, strung, t

__all__ = ["Listed", "Named", "Said", "listed", "named", "number", "strung", "t"]
