"""The verb `compare`: what changes between two placements, as text, as JSON, and as a page."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rangefan import catalogue, mapfile

if TYPE_CHECKING:
    from rangefan.scene import Comparison
    from rangefan.scene.comparison import AreaChange

_PROVINCES = 6  # of a footprint, as in `inside`


def compare(arguments: Namespace) -> None:
    """Print what changes from one map to another; with `--output` also write a page with both."""
    from rangefan import scene as scenes
    from rangefan.scene.nouns import ILLUSTRATIVE

    known = catalogue.load()
    before, after = (mapfile.read_map(name, known) for name in (arguments.before, arguments.after))
    found = scenes.compare(scenes.resolve(before, known), scenes.resolve(after, known))
    if arguments.output:
        from rangefan.files import write_text
        from rangefan.outputs.comparison import comparison_page

        write_text(Path(arguments.output), comparison_page(before, after, found, known))
        print(f"the page: {arguments.output}", file=sys.stderr)
    if arguments.json:
        print(ILLUSTRATIVE, file=sys.stderr)
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=1, allow_nan=False))
        return
    print("\n".join([ILLUSTRATIVE, f"A: {found.before}", f"B: {found.after}", *_lines(found)]))


def _lines(found: Comparison) -> Iterable[str]:
    for ids, which in ((found.only_before, "A"), (found.only_after, "B")):
        if ids:
            yield f"only {which} has: {', '.join(ids)}"
    if not (found.layers or found.only_before or found.only_after):
        yield "nothing changes"
    for layer in dict.fromkeys((*found.layers, *found.only_before, *found.only_after)):
        yield ""
        yield layer
        for town in (row for row in found.towns if row.layer == layer):
            answers = f"{town.before or '—'} → {town.after or '—'}"
            mark = "*" if town.answer_changes else " "
            yield f"  {mark} {town.town:20}{answers:20}{_km(town.before_km):>9} → {_km(town.after_km):>9}"
        yield from _ground(found, layer)
    if any(row.answer_changes for row in found.towns):
        yield ""
        yield "* the answer changes; elsewhere the distance alone does"


def _ground(found: Comparison, layer: str) -> Iterable[str]:
    from rangefan.gazetteer import country_name, provinces

    names = {row.code: row.names["en"] for row in provinces()}
    for item in (item for item in found.differences if item.footprint.startswith(f"{layer}/")):
        footprint = item.footprint
        yield f"  {footprint.rpartition('/')[2]}"
        parts = [item.only_before_km2, item.shared_km2, item.only_after_km2]
        only_a, both, only_b = (f"{area:,.0f}" for area in parts)
        yield f"    {'area':24}only A {only_a}, both {both}, only B {only_b} km²"
        for row in (row for row in found.countries if row.footprint == footprint):
            yield f"    {country_name(row.code):24}{_areas(row)}"
            inner = [
                part for part in found.provinces if (part.footprint, part.country) == (footprint, row.code)
            ]
            inner.sort(key=lambda part: -abs(part.after_km2 - part.before_km2))
            for part in inner[:_PROVINCES]:
                yield f"      {names[part.code]:22}{_areas(part)}"
            if len(inner) > _PROVINCES:
                yield f"      {len(inner) - _PROVINCES} more"
        for people in (row for row in found.people if row.footprint == footprint):
            yield f"    {'people':24}{_people(people.before)} → {_people(people.after)}"


def _km(km: float | None) -> str:
    return "—" if km is None else f"{km:,.1f} km"


def _areas(row: AreaChange) -> str:
    change = row.after_km2 - row.before_km2
    return f"{row.before_km2:,.0f} → {row.after_km2:,.0f} km² ({change:+,.0f})"


def _people(count: int | None) -> str:
    """Return a count as finely as towns counted at a point allow."""
    if count is None:
        return "not available"
    return (
        f"{count / 1e6:.1f} million"
        if count >= 1_000_000
        else f"{round(count, -3 if count >= 10_000 else -1):,}"
    )
