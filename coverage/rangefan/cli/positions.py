"""The verb `positions`: every voice's stance on a date, as JSON or as text."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rangefan import catalogue as catalogues
from rangefan import mapfile
from rangefan.errors import RangefanError, UsageError

if TYPE_CHECKING:
    from rangefan.answers import Position
    from rangefan.catalogue import Catalogue

CODING = "Stances are our own coding of the statements: docs/positions.md has the rules"
_STANCE = {
    -2: "objected",
    -1: "voiced concern",
    0: "took no side",
    1: "accepted",
    2: "supported",
    None: "no position found",
}


def positions(arguments: Namespace) -> None:
    """Print who had said what by a date, object by object, group by group."""
    from rangefan.answers import positions_on

    known = catalogues.load()
    objects = _objects(arguments, known)
    newest = max(item.date for item in known.statements.values())
    date = arguments.date or newest
    try:
        found = positions_on(known, date, objects)
    except UsageError:
        raise
    except RangefanError as error:
        raise UsageError(str(error)) from error
    print(CODING, file=sys.stderr)
    if arguments.json:
        data = {"date": date, "coding": CODING, "positions": [_plain(each, known) for each in found]}
        print(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
        return
    print("\n".join(_lines(found, date)))


def _objects(arguments: Namespace, known: Catalogue) -> list[str] | None:
    if arguments.object and arguments.map:
        raise UsageError("--object and --map are both given: keep one")
    if arguments.object:
        return [arguments.object]
    if arguments.map:
        asked = mapfile.read_map(arguments.map, known).positions
        if asked is None:
            raise UsageError(f"{arguments.map} has no [positions]: give --object instead")
        return list(asked.objects)
    return None


def _name(position: Position) -> str:
    from rangefan.gazetteer import country_name

    voice = position.voice
    country = country_name(voice.country) if voice.country else ""
    return ", ".join(filter(None, (country, voice.name or "government")))


def _lines(found: Iterable[Position], date: str) -> Iterable[str]:
    heading = ""
    rows = list(found)
    width = max((len(_name(row)) for row in rows), default=0)
    for row in rows:
        if heading != (heading := f"{row.object}, {row.voice.group}"):
            same = [other for other in rows if f"{other.object}, {other.voice.group}" == heading]
            some = sum(other.statement is not None for other in same)
            yield ""
            yield f"{heading}: {some} of {len(same)} voices had spoken by {date}"
        yield f"  {_name(row):{width}}  {_said(row)}"


def _said(row: Position) -> str:
    words = _words(row)
    if row.statement is None:
        return words
    return f"{words} ({row.stance:+d})  {row.statement.date} {row.statement.actor} [{row.statement.id}]"


def _words(row: Position) -> str:
    """Return the stance in words; an objection to one site is never called one to the thing itself."""
    return "objected to this site only" if row.site_only and (row.stance or 0) < 0 else _STANCE[row.stance]


def _plain(row: Position, known: Catalogue) -> dict[str, Any]:
    said = row.statement
    return {
        "object": row.object,
        "group": row.voice.group,
        "country": row.voice.country,
        "voice": row.voice.name or "government",
        "state": _words(row),
        "stance": row.stance,
        "site_only": row.site_only,
        "statement": said.id if said else None,
        "date": said.date if said else None,
        "actor": said.actor if said else None,
        "part": said.part if said else None,
        "grounds": list(said.grounds) if said else [],
        "source": known.sources[said.source].url if said else None,
    }
