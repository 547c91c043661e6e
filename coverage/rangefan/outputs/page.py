"""The one-file page: text, map, legend, tables and sources, with everything inlined and nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rangefan.language import language, said_in
from rangefan.outputs.altitude import altitude_table
from rangefan.outputs.assets import (
    LEAFLET_JS,
    HasScene,
    asset,
    messages_of,
    page_script_names,
    page_scripts,
    page_styles,
    scene_dict,
    templates,
)
from rangefan.outputs.caption import section_figures
from rangefan.outputs.claims import claims_section
from rangefan.outputs.embed import address_tags
from rangefan.outputs.kept import Kept
from rangefan.outputs.locator import locator_svg
from rangefan.outputs.paths import aspect
from rangefan.outputs.policy import content_policy
from rangefan.outputs.positions import positions_table
from rangefan.outputs.saying import Book
from rangefan.outputs.still import IN_STILL, still_svg
from rangefan.outputs.story import story
from rangefan.outputs.tables import figures_table, footprints_table, towns_table

# These stand in the page until its scripts and styles are known, and all it says.
_POLICY, _PHRASES = "rangefan-policy", "\ufdd3"
_STILLS = Kept[str](8)


def render_page(
    scene: HasScene | Mapping[str, Any],
    *,
    lang: str = "",
    url: str = "",
    compared: Mapping[str, Any] | None = None,
) -> str:
    """Return the page for a scene: one HTML document that opens from a disk, with no network.

    Parameters
    ----------
    scene : Scene or mapping
        Schema rangefan-scene/1. All its text is taken as hostile and shown as it is.
    lang : str
        The language it is written in; the scene's own if blank. A reader can choose every other on the page.
    url : str
        The address where the page will stand, for the tags that tell it to others; none of them if blank.
    compared : mapping, optional
        What `comparison_page` has to say of two maps.

    Returns
    -------
    str
        The same text for the same scene, byte for byte.

    Raises
    ------
    FileError
        If the installation lacks one of the page's own files.
    UsageError
        If there is no such language.
    ValueError
        If the scene holds a number that is not finite.
    """
    from markupsafe import Markup

    from rangefan.outputs.overlay import page_parts

    data = scene_dict(scene)
    spoken = messages_of(page_script_names(data))
    book = Book(language(lang or data["map"]["lang"]), switch=True, spoken=spoken)
    layer, map_html, map_script = page_parts(data, book)
    html = (
        templates()
        .get_template("page.html")
        .render(
            scene=data,
            book=book,
            lang=book.lang,
            phrases=Markup(_PHRASES),
            policy=_POLICY,
            address=address_tags(data, url, book.lang) if url else [],
            styles=Markup(f"{page_styles(data)}\n{_shape(data)}"),
            plain_styles=Markup(asset("plain.css")),
            map_html=Markup(map_html),
            panel=layer.panel,
            data=layer.data,
            leaflet=Markup(asset(LEAFLET_JS)),
            code=Markup(page_scripts(data)),
            map_script=Markup(map_script),
            locator=Markup(locator_svg(data)),
            still=Markup(_still(data, book.lang)),
            sides=section_figures(data, book),
            towns=towns_table(data),
            systems=figures_table(data),
            footprints=footprints_table(data),
            altitudes=altitude_table(data),
            positions=positions_table(data, book.lang),
            steps=story(data),
            claims=claims_section(data, book),
            compared=compared,
        )
    )
    html = book.set_down(html).replace(_PHRASES, layer.phrases, 1)
    return html.replace(_POLICY, content_policy(html), 1)


def _still(scene: dict[str, Any], lang: str) -> str:
    """Return the still picture in a language."""
    shown = said_in({key: scene[key] for key in IN_STILL if key in scene}, lang)
    return _STILLS.get([lang, shown], lambda: still_svg({**shown, "map": {"lang": lang}}))


def _shape(scene: dict[str, Any]) -> str:
    """Return the map frame's shape, that of its first view; a phone's is at least as high as wide."""
    ratio = max(0.7, min(2.0, aspect(scene["view"]["bounds"])))
    return f".rf-page{{--rf-aspect:{ratio:.4f};--rf-aspect-narrow:{min(ratio, 1.0):.4f}}}"
