"""A picture's legend: what each footprint is and whose figure, and what the marks mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rangefan.language import said_in, strung, t
from rangefan.outputs import signs
from rangefan.outputs.legend import PICK_WORDS, STATUS_WORDS, label, subject
from rangefan.outputs.marks import Mark, polyline, rectangle
from rangefan.outputs.signs import Pen
from rangefan.outputs.wording import bare_site
from rangefan.outputs.wrapping import wrapped

_SWATCH = 34.0
_INDENT = 44.0

Line = tuple[str, str, float, str]  # text, style, size, colour
Row = tuple[list[Mark], float]


def key_rows(scene: dict[str, Any], pen: Pen, width: float) -> list[Row]:
    """Return the legend in rows of marks, each with its upper left corner at 0, 0, and its height."""
    shown = [layer for layer in scene["layers"] if layer["visible"]]
    facts = [_facts(layer, pen) for layer in shown]
    common = [fact for fact in facts[0] if all(fact in other for other in facts)] if len(facts) > 2 else []
    rows = [_written([], common, pen, width, indent=0.0)] if common else []
    for layer, own in zip(shown, facts, strict=True):
        rows.append(
            _layer_row(layer, scene["layers"], [fact for fact in own if fact not in common], pen, width)
        )
    rows += [_sign_row(sign, text, pen, width) for sign, text in _signs(scene, shown, pen)]
    return rows


def _facts(layer: dict[str, Any], pen: Pen) -> list[Line]:
    """Return what is to be known of a layer beside its figures: a text, its style and its colour."""
    status, said = STATUS_WORDS.get(layer["status"], ""), str(layer["status_text"])
    direction = str(layer["direction"]["text"]) if layer["direction"] else ""
    facts = [(fact, "regular", 12.5, "soft") for fact in (said, direction, layer["altitude_text"]) if fact]
    if layer["status"] != "recorded" and status:
        style = "bold" if layer["status"] == "hypothetical" else "regular"
        facts[0] = (said, style, 12.5, "ink")
        # In whichever language: what it says in English tells whether it says so itself.
        english = str(said_in(layer["status_text"], "en"))
        if not english.lower().startswith(str(layer["status"])):
            facts.insert(0, (pen.say(status), "bold", 12.5, "ink"))
    return facts


def _layer_row(
    layer: dict[str, Any], layers: list[dict[str, Any]], facts: list[Line], pen: Pen, width: float
) -> Row:
    marks: list[Mark] = []
    if layer["role"] != "context":
        marks += signs.fill(rectangle(0, 2, _SWATCH, 14), layer, pen)
    marks.append(signs.edge_line(polyline([(0, 9), (_SWATCH, 9)]), layer, pen, firm=True))
    lines = [(pen.say(label(layer, layers)), "bold", 14.0, "ink"), *facts]
    several = len(layer["footprints"]) > 1
    for footprint in layer["footprints"]:
        figure = str(footprint["label"])
        pick = pen.say(PICK_WORDS.get(footprint["pick"], footprint["pick"]))
        lines.append((f"{pick}: {figure}" if several else figure, "regular", 12.5, "ink"))
    return _written(marks, lines, pen, width)


def _signs(
    scene: dict[str, Any], shown: list[dict[str, Any]], pen: Pen
) -> Iterator[tuple[Callable[[], Iterator[Mark]], str]]:
    """Yield the marks that need a word, and it."""
    dotted = next((layer for layer in shown if len(layer["footprints"]) > 1), None)
    ribbon = next((layer for layer in shown if layer["band"]), None)
    turned = next((layer for layer in shown if layer["any_direction"]), None)
    line = polyline([(0, 9), (_SWATCH, 9)])
    if dotted:
        yield (
            lambda: iter([signs.edge_line(line, dotted, pen, firm=False)]),
            pen.say(t("another published figure")),
        )
    if ribbon:
        box = rectangle(0, 2, _SWATCH, 13)
        yield lambda: iter([signs.band(box, ribbon, pen)]), str(ribbon["band"]["text"])
    if turned:
        yield lambda: iter([signs.any_direction(line, turned, pen)]), str(turned["any_direction"]["text"])
    if shown:
        sites = {layer["site"]["id"]: str(layer["site"]["name"]) for layer in shown}.values()
        name = bare_site(*sites) if len(sites) == 1 else pen.say(t("sites"))
        yield lambda: signs.site_mark(17, 9, pen, 6), name
    if scene["towns"]:
        words = strung([t("town in · depends on whose figure · out,"), subject(scene)], " ")
        yield lambda: _three_towns(pen), pen.say(words)
    if any(line["kind"] == "demarcation" for line in scene["basemap"]["lines"]):
        words = t("military demarcation line")
        yield lambda: iter([signs.border(line, "demarcation", pen)]), pen.say(words)


def _three_towns(pen: Pen) -> Iterator[Mark]:
    for x, answer in ((5, "in"), (17, "depends"), (29, "out")):
        yield from signs.town_mark(x, 9, answer, pen)


def _sign_row(sign: Callable[[], Iterator[Mark]], text: str, pen: Pen, width: float) -> Row:
    return _written(list(sign()), [(text, "regular", 12.5, "ink")], pen, width, gap=4.0)


def _written(
    marks: list[Mark],
    texts: list[Line],
    pen: Pen,
    width: float,
    gap: float = 12.0,
    indent: float = _INDENT,
) -> Row:
    """Return texts below each other, beside some marks, and how high it all is."""
    y = 0.0
    for text, style, size, colour in texts:
        # A fact is a phrase of its own here: it begins with a capital, as in the page's legend.
        text = text[:1].upper() + text[1:]
        measure = lambda part, kind, size=size: pen.width(part, kind, size)  # noqa: E731
        for line in wrapped([(text, style)], width - indent, measure):
            marks.append(pen.words(line[0][0], indent, y + 13.5, style=style, size=size, colour=colour))
            y += size * 1.36
    return marks, max(y, 18.0) + gap
