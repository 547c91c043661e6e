"""Map file to page, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rangefan import catalogue, mapfile, scene
from rangefan.errors import FileError
from rangefan.files import write_text
from rangefan.outputs.page import render_page

if TYPE_CHECKING:
    from rangefan.geometry.elevation_model import ElevationModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A page on disk, and the scene it shows."""

    page: Path
    scene: scene.Scene


def build(name: str, output: Path | None = None, dem: ElevationModel | None = None, lang: str = "") -> Built:
    """Build one self-contained page.

    Parameters
    ----------
    name : str
        A map file's path, or the name of a shipped map.
    output : Path, optional
        Where to write; `build/ID.html` if not given, its folder made as needed.
    dem : ElevationModel, optional
        Terrain for what altitude leaves of radars.
    lang : str
        The page's language, as in `rangefan.language.LANGUAGES`; the map file's if blank.

    Raises
    ------
    InputError
        With every problem of the map file and the catalogue; nothing is written.
    FileError
        If the page cannot be written; what stood there still stands.
    """
    known = catalogue.load()
    resolved = scene.resolve(mapfile.read_map(name, known), known, dem)
    page = output or Path("build") / f"{resolved.map['id']}.html"
    if output is None:
        try:
            page.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise FileError(f"{page.parent}: cannot be made: {error.strerror}") from error
    write_text(page, render_page(resolved, lang))
    return Built(page=page, scene=resolved)
