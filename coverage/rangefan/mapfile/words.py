"""A map file's own texts, held to the catalogue's list of words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rangefan.catalogue.neutral import say_words

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.files import Report, TomlFile
    from rangefan.mapfile.nouns import MapFile


def check_map_words(mapped: MapFile, file: TomlFile, catalogue: Catalogue, report: Report) -> None:
    """Report every refused word in a map's title, notes, names and steps, at its line."""
    for key, text in _texts(mapped):
        say_words(catalogue.words, str(key[-1]), text, *file.at(key), report)


def _texts(mapped: MapFile) -> Iterable[tuple[tuple[str | int, ...], str]]:
    for name in ("title", "kicker", "note"):
        yield (name,), getattr(mapped, name)
    for index, layer in enumerate(mapped.layers):
        yield ("layer", index, "name"), layer.name
        yield ("layer", index, "place"), layer.place
    for index, step in enumerate(mapped.steps):
        yield ("step", index, "title"), step.title
        yield ("step", index, "text"), step.text
