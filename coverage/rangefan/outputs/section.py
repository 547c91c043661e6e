"""A side view as an SVG picture, stretched or to true scale, for the page or on its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rangefan.language import Said, head, number, strung, t
from rangefan.outputs.assets import asset
from rangefan.outputs.edges import flagged_name, lowest_ray, main_edge, named_edges
from rangefan.outputs.legend import colour_class
from rangefan.outputs.lettering import PLACE, ROW_PX, Lettering, Note, escape, part_of
from rangefan.outputs.palette import written_out
from rangefan.outputs.projection import NARROW, WIDE, Paper, project, reach_at, svg_path
from rangefan.outputs.section_shapes import SectionShapes
from rangefan.scene.nouns import ILLUSTRATIVE
from rangefan.scene.words import short

READ = {"ground": t("read as ground"), "slant": t("read as slant")}
ROWS = 10
TOWN_PX = 24.0


def section_svg(
    section: dict[str, Any],
    *,
    true_scale: bool = False,
    narrow: bool = False,
    alone: bool = False,
    lang: str = "en",
) -> str:
    """Return a side view as an `<svg>` element; to true scale where it fits no other way.

    Parameters
    ----------
    section : dict
        A side view of a scene. All its text is taken as hostile and escaped.
    true_scale : bool
        Heights and distances to one scale, over an Earth that curves; else heights are stretched, by as much
        as the picture says, and sea level is drawn flat.
    narrow : bool
        For a phone.
    alone : bool
        With title, paper and styles of its own, as a file; else styled by the page.
    lang : str
        The language of its words.
    """
    return _Picture(section, NARROW if narrow else WIDE, true_scale=true_scale, lang=lang).svg(alone=alone)


def section_kept(
    section: dict[str, Any], *, true_scale: bool, narrow: bool, lang: str
) -> tuple[str, tuple[Said, ...]]:
    """Return a side view for a page, with places for its messages, and the messages: see `Book.fill`."""
    picture = _Picture(section, NARROW if narrow else WIDE, true_scale=true_scale, lang=lang, keep=True)
    return picture.svg(alone=False), tuple(picture.words.said)


def stretch_of(section: dict[str, Any], *, narrow: bool = False) -> float | None:
    """Return how many times too tall heights are in the stretched picture; None without such a picture."""
    fitted = project(section, NARROW if narrow else WIDE, true_scale=False)
    return fitted.stretch if fitted else None


class _Picture:
    """One picture in the making: shapes first, then words where there is room for them."""

    def __init__(
        self, section: dict[str, Any], paper: Paper, *, true_scale: bool, lang: str, keep: bool = False
    ) -> None:
        stretched = None if true_scale else project(section, paper, true_scale=False)
        fitted = stretched or project(section, paper, true_scale=True)
        assert fitted is not None  # true scale always fits
        self.section, self.paper, self.view = section, paper, fitted
        self.layers: list[dict[str, Any]] = section["layers"]
        self.far, self.top = float(section["far_km"]), float(section["top_km"])
        self.words = Lettering(paper.width, paper.font_px, lang, keep=keep)
        self.keyed = paper is NARROW

    def svg(self, *, alone: bool) -> str:
        words = self.words
        shapes = list(SectionShapes(section=self.section, view=self.view, rule=words.rule).drawn())
        marks = list(self._ground())
        self._name_ranges()
        for layer in self.layers:
            self._name_rays(layer)
        for layer in self.layers:
            self._name_readings(layer)
        header = list(self._header(alone=alone))
        right = max(self.view.at(self.far, self.top)[0], *(box.x + box.width for box in words.taken)) + 2
        sea = self.view.level(0.0, 0.0, self.far)
        # Mostly words stand outermost; where the Earth falls far away, what is drawn may.
        top = min(self.view.at(0.0, self.top)[1], *(box.y for box in words.taken)) - 4
        bottom = max(sea[-1][1], *(box.y + box.height for box in words.taken)) + 6
        earth = [(0.0, 0.0), *sea, (sea[-1][0], bottom), (0.0, bottom)]
        grow = self.paper.grow
        size = f'width="{right * grow:.0f}" height="{(bottom - top) * grow:.0f}"'
        frame = f'viewBox="0 {top:.1f} {right:.1f} {bottom - top:.1f}" {size}'
        own = ""
        if alone:
            paper = f'y="{top:.1f}" width="{right:.1f}" height="{bottom - top:.1f}"'
            style = written_out(asset("section.css"))
            own = f'<style>{style}</style><rect class="rf-side-paper" x="0" {paper}/>'
        described = strung([self.section["alt"], t("{scale}.", scale=self._scale())], " ")
        alt = self.words.markup(described)
        narrow = " is-narrow" if self.paper is NARROW else ""
        return "".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" class="rf-side{narrow}" {frame} role="img"'
                f' aria-label="{alt}">{own}',
                f'<path class="rf-side-earth" d="{svg_path(earth, closed=True)}"/>',
                *shapes,
                f'<path class="rf-side-sea" d="{svg_path(sea)}"/>',
                *header,
                *words.parts,
                *marks,
                "</svg>",
            ]
        )

    def _scale(self) -> Said:
        if self.view.stretch is None:
            return t("True scale: heights as distances, 1:1")
        return t("Heights × {factor:g}, sea level drawn flat", factor=self.view.stretch)

    def _ground(self) -> Iterator[str]:
        """Yield the marks of site and towns, named in rows under the sea, and the ruler under the names."""
        x, y = self.view.at(0.0, self.section["site_altitude_km"])
        yield f'<circle class="rf-side-ring" cx="{x:z.1f}" cy="{y:z.1f}" r="6"/>'
        yield f'<circle class="rf-side-dot" cx="{x:z.1f}" cy="{y:z.1f}" r="2.8"/>'
        name = short(self.section["site"]["name"])
        towns = [
            (town["distance_km"], t("{town} {km:,.0f} km", town=town["name"], km=town["distance_km"]), "")
            for town in self.section["towns"]
        ]
        here = self.words.box(name, "is-bold", (3.0, TOWN_PX), "start")
        if any(self.view.at(km, 0.0)[0] < here.x + here.width + 2 for km, *_ in towns):
            towns.append((0.0, name, "is-bold"))  # too long to stand first: it takes its turn
        else:
            self.words.write(name, "is-bold", (3.0, TOWN_PX), "start")
        notes = [
            Note(
                text=text,
                classes=classes,
                tip=self.view.at(km, 0.0),
                rows=tuple(self.view.at(km, 0.0, TOWN_PX + ROW_PX * row) for row in range(ROWS)),
            )
            for km, text, classes in towns
        ]
        rows = 0
        for note, row in self.words.stack(notes):
            if not note.classes:
                yield f'<circle class="rf-side-mark" cx="{note.tip[0]:z.1f}" cy="{note.tip[1]:z.1f}" r="3"/>'
            rows = max(rows, row)
        yield from self._ruler(TOWN_PX + ROW_PX * rows + 14)
        for step in (*sorted(self.section["altitudes_km"], reverse=True), 0.0):
            x, y = self.view.at(self.far, step)
            text = t("{km:,g} km", km=step) if step else t("sea level")
            self.words.offer(text, "rf-side-soft", [("start", (x + 6, y + 4))])

    def _ruler(self, below: float) -> Iterator[str]:
        yield f'<path class="rf-side-ruler" d="{svg_path(self.view.level(0.0, 0.0, self.far, below))}"/>'
        paces = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
        pace = next(pace for pace in paces if pace * self.view.px_per_km >= 48)
        last = int(self.far / pace)
        for n in range(last + 1):
            ends = [self.view.at(n * pace, 0.0, below + depth) for depth in (0, 5)]
            yield f'<path class="rf-side-ruler" d="{svg_path(ends)}"/>'
            text = t("{km:,.0f} km", km=n * pace) if n == last else number(n * pace)
            self.words.write(text, "rf-side-soft", self.view.at(n * pace, 0.0, below + 18), "middle")

    def _name_ranges(self) -> None:
        """Write above each line whose figure it is, or only the figure: then a key says the rest."""
        notes = list(self._range_notes(brief=self.keyed))
        spare = self.words.spare()
        if len(self.words.stack(notes)) < len(notes):
            self.words, self.keyed = spare, True
            self.words.stack(list(self._range_notes(brief=True)))
        if not self.keyed:
            for layer in self.layers:
                self._name_band(layer)

    def _range_notes(self, *, brief: bool) -> Iterator[Note]:
        for layer in self.layers:
            main = main_edge(layer)
            for edge in named_edges(layer):
                text = t("{km:,.0f} km", km=edge["range_km"]) if brief else edge["line"]["text"]
                if edge is main and not brief:
                    text = strung([flagged_name(layer), text])
                tip = self.view.line(edge["line"], self.top)[-1]
                above = min(tip[1], self.view.at(edge["range_km"], self.top)[1]) - 8
                rows = tuple((tip[0], above - ROW_PX * row) for row in range(ROWS))
                classes = f"{colour_class(layer)}{' is-bold' if edge is main else ''}"
                yield Note(text=text, classes=classes, tip=tip, rows=rows)

    def _key(self) -> Iterator[tuple[str, str]]:
        """Yield all that the picture has no room for: each layer's figures and who published them."""
        for layer in self.layers:
            rays = [line["text"] for line in layer["profiles"] if line["kind"] != "horizon"]
            said = [*(edge["line"]["text"] for edge in named_edges(layer)), layer["band_text"], *rays]
            text = strung(filter(None, said), "; ")
            yield t("{layer}: {text}", layer=flagged_name(layer), text=text), colour_class(layer)

    def _name_band(self, layer: dict[str, Any]) -> None:
        if not layer["band_km"]:
            return
        low, high = layer["band_km"]
        far = max(reach_at(edge["line"], low) for edge in layer["edges"])
        right = [self.view.at(far, low + (high - low) * part) for part in (0.5, 0.65, 0.35, 0.8, 0.2)]
        places = [("start", (x + 8, y + 4)) for x, y in right]
        x, y = self.view.at(0.0, low)
        self.words.offer(layer["band_text"], colour_class(layer), [*places, ("start", (x + 6, y + 16))])

    def _name_rays(self, layer: dict[str, Any]) -> None:
        lowest = lowest_ray(layer)
        for line in layer["profiles"]:
            classes = colour_class(layer) if line is lowest or line["kind"] != "horizon" else "rf-side-soft"
            points = self.view.line(line, self.top)
            brief = head(line["text"])
            for text in dict.fromkeys((brief if self.keyed else line["text"], brief)):
                if self.words.along(text, classes, points):
                    break

    def _name_readings(self, layer: dict[str, Any]) -> None:
        """Write how a nominal range was read at either line, where that stays clear of all lines."""
        main = main_edge(layer)
        for edge in layer["edges"]:
            if edge["pick"] != main["pick"] or all(other["assumed"] for other in layer["edges"]):
                continue
            points = self.view.line(edge["line"], self.top)
            beside = [part_of(points, part) for part in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)]
            sides = [("end", -6.0), ("start", 6.0)] if edge["reading"] == "slant" else [("start", 6.0)]
            places = [(anchor, (x + dx, y + 4)) for anchor, dx in sides for x, y in beside]
            self.words.offer(READ[edge["reading"]], colour_class(layer), places, off_lines=True)

    def _header(self, *, alone: bool) -> Iterator[str]:
        """Yield the lines above everything: the title if alone, the scale, and that it is illustrative."""
        rows = [(self._scale(), "is-bold"), (ILLUSTRATIVE, ""), *(self._key() if self.keyed else ())]
        if alone:
            rows.insert(0, (self.section["title"], "is-title"))
        blocks = [(text, kind, self.words.wrapped(text, kind)) for text, kind in rows]
        plot = min(self.view.at(0.0, self.top)[1], *(box.y for box in self.words.taken))
        y = plot - 14 - (ROW_PX + 1) * (sum(len(lines) for *_, lines in blocks) - 1)
        for text, kind, lines in blocks:
            kept = self.words.keep and isinstance(text, Said)
            if kept:
                yield f'<g data-lines="{PLACE.format(self.words.place(text))}">'
            for line in lines:
                self.words.taken.append(self.words.box(line, kind, (2.0, y), "start"))
                yield f'<text class="{kind}" x="2" y="{y:.1f}">{escape(line)}</text>'
                y += ROW_PX + 1
            if kept:
                yield "</g>"
