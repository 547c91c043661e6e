"""Check the steps of a story: that they run in order, rest on records, and show what the map has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rangefan.files import Report, TomlFile
from rangefan.files.fields import nearest
from rangefan.mapfile.nouns import MapFile, Positions, View

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.model import Statement


def check_steps(mapped: MapFile, file: TomlFile, catalogue: Catalogue, report: Report) -> None:
    """Report every step out of order, resting on nothing, or naming what is not there."""
    for index, step in enumerate(mapped.steps):

        def say(key: str, what: str, advice: str, index: int = index) -> None:
            report.add(*file.at(("step", index, key)), what, advice)

        if index and _later(mapped.steps[index - 1].date, step.date):
            what = f"{step.date} comes after {mapped.steps[index - 1].date}"
            say("date", what, "put the steps in order of date")
        if not step.rests_on and not step.sources:
            say("title", f'step "{step.title}" rests on nothing', "name records in rests_on, or sources")
        for name in step.rests_on:
            if name not in catalogue.events and name not in catalogue.statements:
                advice = nearest(name, [*catalogue.events, *catalogue.statements])
                say("rests_on", f'no event or statement "{name}"', advice)
        for name in step.sources:
            if name not in catalogue.sources:
                say("sources", f'no source "{name}"', nearest(name, catalogue.sources))
        if step.focus is not None and step.focus not in catalogue.statements:
            say("focus", f'no statement "{step.focus}"', nearest(step.focus, catalogue.statements))
        elif step.focus is not None and not _is_shown(catalogue.statements[step.focus], mapped.positions):
            what = f'[positions] leaves out the statement "{step.focus}"'
            say("focus", what, "let the two agree, or leave focus out")
        layers = [layer.id for layer in mapped.layers]
        for name in step.show or ():
            if name not in layers:
                say("show", f'no layer "{name}"', nearest(name, layers))
        heights = mapped.altitude.steps_km
        if step.altitude_km is not None and step.altitude_km not in heights:
            offered = ", ".join(f"{height:g}" for height in heights)
            advice = f"use one of: {offered}" if heights else "give the map an [altitude] with steps_km"
            say("altitude_km", f"{step.altitude_km:g} km is no altitude of this map", advice)
        if step.view:
            check_view(step.view, *file.at(("step", index, "view")), report)


def _is_shown(said: Statement, positions: Positions | None) -> bool:
    """Tell whether a map shows a statement, as far as its own row tells."""
    if positions is None:
        return True  # the page then has nothing to point it out on, and leaves it at that
    kept = positions.actor_kinds
    return said.object in positions.objects and (not kept or said.actor_kind in kept)


def check_view(view: View, file: str, line: int, report: Report) -> None:
    """Report a frame that is inside out."""
    if not view.west < view.east <= view.west + 360:
        what = f"west {view.west} to east {view.east}"
        report.add(file, line, what, "let east be above west, by 360 at most")
    if view.south >= view.north:
        report.add(file, line, f"south {view.south} is not below north {view.north}", "swap them")


def _later(date: str, other: str) -> bool:
    """Tell whether a date is later than another, as far as both say: 2017 is not later than 2017-03."""
    length = min(len(date), len(other))
    return date[:length] > other[:length]
