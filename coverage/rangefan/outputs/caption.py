"""A side view's words, and what the page needs of each side view."""

from __future__ import annotations

from typing import Any

from rangefan.language import Said, strung, t
from rangefan.outputs.kept import Kept
from rangefan.outputs.legend import label
from rangefan.outputs.saying import Book
from rangefan.outputs.section import section_kept, stretch_of
from rangefan.scene.section import TOWN_WITHIN_DEG


def section_caption(section: dict[str, Any]) -> list[str]:
    """Return how to read a side view, in paragraphs: the lines, what they rest on, the scale of heights."""
    layers = section["layers"]
    lines = [t("Direction: {azimuth}.", azimuth=section["azimuth_text"])]
    if any(not edge["assumed"] for layer in layers for edge in layer["edges"]):
        lines.append(
            t(
                "Upright lines read a range as over the ground, arcs as slant; where its source does not say "
                "which, the firm line is the map’s reading and the dotted one the other."
            )
        )
    lines.append(t("Reach and lines of sight in print: not detection, not protection."))
    rests = [t("{layer}: {text}", layer=layer["name"], text=layer["text"]) for layer in layers]
    rests.append(
        t(
            "The Earth is a smooth sphere of {radius_km:,.0f} km; no terrain is drawn.",
            radius_km=section["earth_radius_km"],
        )
    )
    if section["towns"]:
        rests.append(
            t("Towns within {degrees:g}° of this line stand at their own distance.", degrees=TOWN_WITHIN_DEG)
        )
    scale = t("Drawn to true scale: the Earth curves away as it does, and angles at the site are true.")
    if stretch_of(section):
        scale = t(
            "Stretched, sea level is drawn flat and distances run along the Earth’s curve: straight rays "
            "bend upwards, and no angle can be measured. At true scale the Earth curves away as it does, and "
            "angles at the site are true."
        )
    return [strung(lines, " "), strung(rests, " "), scale]


def section_figures(scene: dict[str, Any], book: Book) -> dict[str, Any]:
    """Return the page's side views, each with its pictures, and the layers that have none.

    The stretched one is drawn wide and narrow; to true scale there is one: a narrow page scrolls it sideways.
    """
    from markupsafe import Markup

    def pictures(section: dict[str, Any], *, true_scale: bool) -> list[Markup]:
        papers = (False,) if true_scale and stretch_of(section) else (False, True)
        drawn = (_drawn(section, true_scale, narrow, book.lang) for narrow in papers)
        return [Markup(book.fill(*each)) for each in drawn]

    sections = scene.get("sections", ())
    seen = {layer["layer"] for section in sections for layer in section["layers"]}
    return {
        "views": [
            {
                "id": section["id"],
                "title": section["title"],
                "caption": section_caption(section),
                "stretched": pictures(section, true_scale=False) if stretch_of(section) else [],
                "true": pictures(section, true_scale=True),
            }
            for section in sections
        ],
        "flat": strung(
            [
                label(layer, scene["layers"])
                for layer in scene["layers"]
                if layer["visible"] and layer["kind"] != "missile" and layer["id"] not in seen
            ],
            "; ",
        ),
    }


# Words take long to place, and a preview draws the same side views again and again.
Drawn = tuple[str, tuple[Said, ...]]
_DRAWN = Kept[Drawn](32)


def _drawn(
    section: dict[str, Any], true_scale: bool, narrow: bool, lang: str
) -> tuple[str, tuple[Said, ...]]:
    return _DRAWN.get(
        [section, true_scale, narrow, lang],
        lambda: section_kept(section, true_scale=true_scale, narrow=narrow, lang=lang),
    )
