"""A still picture of the map as inline SVG for readers without scripts, with the live map's classes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from rangefan.language import said_in
from rangefan.outputs import differences, still_stances
from rangefan.outputs.label_spots import reach_km
from rangefan.outputs.legend import colour_class, main_footprint
from rangefan.outputs.lettering import Box, Lettering, escape
from rangefan.outputs.locator import located
from rangefan.outputs.outline import outline
from rangefan.outputs.paths import WIDTH, Frame, path
from rangefan.outputs.placing import ROW_PX, Label, place_labels
from rangefan.outputs.scale import scale_bar
from rangefan.outputs.stances import described, stances_of
from rangefan.outputs.textures import plates
from rangefan.outputs.wording import answer_of, statuses

# What of a scene the picture shows, beside its language.
IN_STILL = ("illustrative", "alt", "view", "basemap", "layers", "towns", "positions", "compared")
_FONT_PX = 12.5
_CLASSES = {"site": "rf-sitename", "town": "rf-town"}


def still_svg(scene: dict[str, Any]) -> str:
    """Return the map as a standalone `<svg>` element, styled by the classes of `web/map.css`.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1, its texts in the language it names. What is visible at first is drawn; land
        is coarser than on the live map.

    Returns
    -------
    str
        Markup without style attributes; all text escaped.
    """
    frame = Frame.of(scene["view"]["bounds"])
    lang = scene["map"].get("lang", "en")
    say = partial(said_in, lang=lang)
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    letters = Lettering(WIDTH, _FONT_PX)
    stamp = [str(scene["illustrative"]), *statuses(shown, say)]
    plate = Box(8, 8, max(letters.wide(row, "") for row in stamp) + 16, 7 + 17.0 * len(stamp))
    stances = stances_of(scene)
    signs, words, below = still_stances.key(stances, say, letters, frame) if stances else ("", "", 0.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {frame.height + below:g}" role="img"'
        f' aria-label="{escape(described(scene, lang))}">{still_stances.textures(stances) if stances else ""}'
    ]
    for country in scene["basemap"]["countries"]:
        classes = still_stances.land_classes(stances, country["iso_a3"])
        parts.append(path(frame, country["geometry"], classes, coarse_px=2.2))
    for line in scene["basemap"]["lines"]:
        parts.append(path(frame, line["geometry"], f"rf-border rf-{line['kind']}", coarse_px=2.2))
    areas = differences.drawn_areas(scene)
    parts.extend(differences.textures(frame, areas))
    for layer in shown:
        parts.extend(_layer(frame, layer, scene["view"]["center_lon"]))
    sites = {layer["site"]["id"]: layer["site"] for layer in shown}.values()
    marked = [frame.at(place["lon"], place["lat"]) for place in (*sites, *scene["towns"])]
    said = plates(stances, frame, marked[: len(sites)], marked[len(sites) :]) if stances else []
    bar = scale_bar(frame)
    foot = Box(14, frame.height - 38, max(bar.length_px, letters.wide(say(bar.text), "")) + 4, 30)
    taken = [plate, foot, *(each.box for each in said)]
    if located(scene["view"]["bounds"]):
        taken.append(Box(WIDTH - 84, 4, 80, 80))  # the page's globe lies there
    for x, y in marked[: len(sites)]:
        parts.append(
            f'<g transform="translate({x:.1f} {y:.1f})"><circle class="rf-site-ring" r="9"/>'
            '<circle class="rf-site-dot" r="4"/></g>'
        )

    def measure(line: str, kind: str, first: bool) -> float:
        bold = first and kind in {"name", "site", "country"}
        spaced = 0.2 * _FONT_PX * len(line) if kind == "country" else 0.0
        return letters.wide(line, "is-bold" if bold else "") + spaced

    parts += still_stances.voices(said)
    parts.append(f'{signs}<g class="rf-words">{words}')
    parts += still_stances.counts(said)
    sides = list(differences.words(frame, areas, letters))
    parts += [svg for _, svg in sides]
    for label in place_labels(scene, frame, measure, say, [*taken, *(box for box, _ in sides)]):
        parts.extend(_label(scene, label))
    low = frame.height - 16
    parts.append(
        f'<path class="rf-ruler" d="M16 {low - 5:.1f}v5h{bar.length_px:.1f}v-5"/>'
        f'<text class="rf-town" x="16" y="{low - 9:.1f}">{escape(say(bar.text))}</text>'
    )
    x, y, width, height = plate
    parts.append(f'<rect class="rf-plate" x="{x:g}" y="{y:g}" width="{width:.0f}" height="{height:g}"/>')
    parts += [
        f'<text class="rf-town" x="16" y="{24.5 + 17 * n:g}">{escape(row)}</text>'
        for n, row in enumerate(stamp)
    ]
    return "".join([*parts, "</g></svg>"])


def _layer(frame: Frame, layer: dict[str, Any], center_lon: float) -> Iterator[str]:
    classes = f"{colour_class(layer)} rf-{layer['role']} is-{layer['status']}"
    main = main_footprint(layer)
    if layer["any_direction"]:
        line = outline(layer["any_direction"]["geometry"], layer["site"], 1.0, center_lon)
        yield path(frame, line, f"rf-any {classes}")
    if layer["band"]:
        yield path(frame, layer["band"]["geometry"], f"rf-band {classes}")
    for footprint in layer["footprints"]:
        firm = " is-main" if footprint is main else ""
        # Without a hatch pattern in this picture a hypothetical fill is a light plain one.
        if firm and layer["role"] != "context":
            yield path(frame, footprint["geometry"], f"rf-fill is-main {colour_class(layer)}")
        line = outline(
            footprint["geometry"], layer["site"], reach_km(footprint), center_lon, arc_only=not firm
        )
        yield path(frame, line, f"rf-line{firm} {classes}")


def _label(scene: dict[str, Any], label: Label) -> Iterator[str]:
    if label.town and label.dot:
        answer, (x, y) = answer_of(label.town, scene), label.dot
        inner = '<path d="M0-3.8A3.8 3.8 0 0 1 0 3.8Z"/>' if answer == "depends" else ""
        at = f'transform="translate({x:.1f} {y:.1f})"'
        yield f'<g class="rf-dot is-{escape(answer)}" {at}><circle r="3.8"/>{inner}</g>'
    classes = _CLASSES.get(label.kind, f"rf-place-{label.kind}")
    if label.layer:
        classes = f"rf-name {colour_class(label.layer)} {'is-main' if label.kind == 'name' else 'is-edge'}"
    x = label.box.x + label.box.width / 2
    if label.leader:
        (a, b), (c, d) = label.leader
        colour = f" {colour_class(label.layer)}" if label.layer else ""
        yield f'<path class="rf-reading{colour}" d="M{a:.0f} {b:.0f}L{c:.0f} {d:.0f}"/>'
    first, *rest = label.lines
    second = ' class="rf-second"' if label.kind == "name" else ""
    rows = "".join(f'<tspan{second} x="{x:.1f}" dy="{ROW_PX:g}">{escape(line)}</tspan>' for line in rest)
    at = f'x="{x:.1f}" y="{label.box.y + 11.5:.1f}" text-anchor="middle"'
    yield f'<text class="{escape(classes)}" {at}>{escape(first)}{rows}</text>'
