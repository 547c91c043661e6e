"""Map file to page, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rangefan import catalogue, mapfile, scene
from rangefan.errors import FileError
from rangefan.files import read_text, write_bytes, write_text
from rangefan.outputs.embed import CARD, EMBED, OEMBED, embed_page, oembed, public_address
from rangefan.outputs.page import render_page
from rangefan.outputs.picture import card_png

if TYPE_CHECKING:
    from rangefan.geometry.elevation_model import ElevationModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A page on disk, what was written beside it, and the scene it shows."""

    page: Path
    beside: tuple[Path, ...]
    scene: scene.Scene


def build(
    name: str,
    output: Path | None = None,
    dem: ElevationModel | None = None,
    *,
    lang: str = "",
    url: str = "",
) -> Built:
    """Build one self-contained page, and with a public address what an editor needs beside it.

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
    url : str
        Where the page will stand: then `embed.html`, `oembed.json` and the picture `card.png` are written
        beside it, and the page tells its address.

    Raises
    ------
    UsageError
        If the address is none that can be public.
    InputError
        With every problem of the map file and the catalogue; nothing is written.
    FileError
        If a file cannot be written, or what an editor needs for another page lies there already; what stood
        there still stands.
    """
    address = public_address(url) if url else ""
    known = catalogue.load()
    resolved = scene.resolve(mapfile.read_map(name, known), known, dem)
    page = output or Path("build") / f"{resolved.map['id']}.html"
    if output is None:
        try:
            page.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise FileError(f"{page.parent}: cannot be made: {error.strerror}") from error
    beside = _beside(resolved.to_dict(), address, page, lang) if address else {}
    write_text(page, render_page(resolved, lang=lang, url=address))
    for path, content in beside.items():
        write_bytes(path, content)
    return Built(page=page, beside=tuple(beside), scene=resolved)


def _beside(resolved: dict[str, Any], url: str, page: Path, lang: str) -> dict[Path, bytes]:
    """Return what stands beside a page with an address, by path."""
    old = page.with_name(EMBED)
    # Their names are fixed, so that two pages in one folder would share them.
    if old.exists() and f'src="{escape(quote(page.name))}"' not in read_text(old):
        raise FileError(f"{old}: belongs to another page; give each page with an address a folder of its own")
    return {
        page.with_name(EMBED): embed_page(resolved, url, page.name, lang).encode(),
        page.with_name(OEMBED): oembed(resolved, url, lang).encode(),
        page.with_name(CARD): card_png(resolved, lang=lang),
    }
