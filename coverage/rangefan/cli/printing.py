"""Catalogue entries as lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rangefan.catalogue import Catalogue
from rangefan.model import Claim, Deployment, Event, Figure, Site, Source, Statement, System
from rangefan.model.claims import KINDS


def listing(known: Catalogue, kind: str) -> list[dict[str, Any]]:
    """Return a row for every entry of a kind: its id, and the few words that tell it from the others."""
    columns: dict[str, tuple[str, ...]] = {
        "systems": ("name", "kind", "country"),
        "sites": ("name", "country", "lat", "lon", "precision_km"),
        "deployments": ("system", "mode", "site", "status", "from_date"),
        "statements": ("date", "actor", "stance", "part"),
        "claims": ("date", "who", "claim"),
        "events": ("date", "event"),
        "sources": ("date", "publisher", "title"),
    }
    table = getattr(known, kind)
    return [{"id": name, **{c: getattr(entry, c) for c in columns[kind]}} for name, entry in table.items()]


def card(known: Catalogue, kind: str, entry: Any) -> Iterable[str]:
    """Yield the lines of one entry: all its fields, and its sources in full."""
    if kind == "systems":
        return _system(known, entry)
    if kind == "sites":
        return _site(known, entry)
    return _record(known, entry)


def _cite(source: Source) -> Iterable[str]:
    original = f", first published by {source.original_publisher}" if source.original_publisher else ""
    yield f"    {source.publisher}{original}: {source.title} ({source.date or 'no date shown'})"
    yield f"    {source.url} (read {source.accessed})"


def _record(known: Catalogue, entry: Statement | Claim | Event | Deployment | Source) -> Iterable[str]:
    yield entry.id
    tests = KINDS if isinstance(entry, Claim) else ()
    for name in entry.__slots__:
        value = getattr(entry, name)
        if name in ("id", "source", *tests) or value in (None, "", (), {}):
            continue
        if isinstance(value, dict):
            value = tuple(f"({letter}) {says}" for letter, says in value.items())
        shown = "; ".join(map(str, value)) if isinstance(value, tuple) else value
        label = "stance (our coding)" if name == "stance" else name.replace("_", " ")
        yield f"  {label}: {shown}"
    if isinstance(entry, Claim):
        yield f"  tests: {', '.join(kind for kind, _, _ in entry.tests)} (`rangefan claims {entry.id}`)"
    if not isinstance(entry, Source):
        yield "  source:"
        yield from _cite(known.sources[entry.source])


def _site(known: Catalogue, site: Site) -> Iterable[str]:
    point = "no published point"
    if site.lat is not None:
        point = f"{site.lat}, {site.lon} (±{site.precision_km:g} km)"
    yield f"{site.name} {site.name_local}".rstrip() + f" ({site.country}) — {point}"
    if site.coord_source:
        yield from _cite(known.sources[site.coord_source])
    if site.note:
        yield f"  {site.note}"
    for item in known.deployments.values():
        if item.site == site.id:
            dates = " to ".join(filter(None, (item.from_date, item.to_date)))
            yield ""
            yield f"  {item.system} {item.mode}: {item.status} {dates}".rstrip()
            yield from _cite(known.sources[item.source])


def _system(known: Catalogue, system: System) -> Iterable[str]:
    yield f"{system.name} ({system.kind}, {system.country})"
    yield system.summary
    if system.disagreement:
        yield f"Sources disagree: {system.disagreement}"
    for name, mode in system.modes.items():
        ends = {"low": mode.low, "nominal": mode.nominal, "high": mode.high}
        picks = [f"{end} {pick}" for end, pick in ends.items() if pick]
        yield f"Drawn, {mode.name} [{name}]: {', '.join(picks)}"
        yield f"  {mode.why}"
    for figure in sorted(system.figures, key=lambda f: (f.quantity, f.mode, f.at("low") or 0.0, f.id)):
        yield ""
        yield from _figure(known, figure)


def _figure(known: Catalogue, figure: Figure) -> Iterable[str]:
    of = ", ".join(filter(None, (figure.component, figure.mode, figure.target)))
    yield f"  {figure.quantity.replace('_', ' ')}{f' ({of})' if of else ''}: {figure.text}  [{figure.id}]"
    measure = f"; {figure.measure}" if figure.unit == "km" else ""
    yield f"    said: {figure.said} ({figure.basis}{measure}{'' if figure.draw else '; not drawn'})"
    if figure.note:
        yield f"    note: {figure.note}"
    yield from _cite(known.source(figure))
