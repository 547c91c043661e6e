"""The verb `claims`: each claim, its test, its numbers, its verdict."""

from __future__ import annotations

import json
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rangefan import catalogue
from rangefan.cli.terrain import elevations

if TYPE_CHECKING:
    from rangefan.answers.claims import Outcome
    from rangefan.catalogue import Catalogue

_WIDTH = 110


def claims(arguments: Namespace) -> None:
    """Print what testing claims gave: verdict, numbers, what it depends on, whose figures it rests on."""
    from rangefan.answers.claims import claims_tested
    from rangefan.scene.nouns import ILLUSTRATIVE

    known = catalogue.load()
    found = claims_tested(known, arguments.ids, elevations(arguments.dem))
    if arguments.json:
        print(ILLUSTRATIVE, file=sys.stderr)
        print(
            json.dumps([_plain(one, known) for one in found], ensure_ascii=False, indent=1, allow_nan=False)
        )
        return
    print("\n".join([ILLUSTRATIVE, *(line for one in found for line in _lines(one, known))]))


def _plain(found: Outcome, known: Catalogue) -> dict[str, Any]:
    """Return one answer as plain data."""
    claim = known.claims[found.id]
    return {
        "id": found.id,
        "claim": claim.claim,
        "who": claim.who,
        "date": claim.date,
        "verdict": found.verdict,
        "summary": found.summary,
        "numbers": {
            name: {"value": round(value, 6), "unit": unit} for name, (value, unit) in found.numbers.items()
        },
        "depends_on": [*found.depends_on, *found.flips],
        "thresholds": [
            {"text": finding.asked, "ours": finding.ours} for finding in found.findings if finding.asked
        ],
        "missing": claim.missing,
        "wording_note": claim.wording_note,
        "figures": list(found.figures),
        "sources": [
            {
                "id": name,
                "publisher": known.sources[name].publisher,
                "title": known.sources[name].title,
                "date": known.sources[name].date or "",
                "url": known.sources[name].url,
            }
            for name in found.sources
        ],
    }


def _lines(found: Outcome, known: Catalogue) -> Iterable[str]:
    claim = known.claims[found.id]
    yield ""
    yield from textwrap.wrap(f"{found.id}  {claim.claim}", _WIDTH, subsequent_indent="     ")
    yield from _entry("said", f"{claim.who}, {claim.date or 'no date shown'}")
    yield from _entry("verdict", found.verdict)
    for part in found.parts:
        letter = f"({part.letter}) " if part.letter else ""
        yield from _entry("", f"{letter}{part.summary}")
    for text in found.depends_on:
        yield from _entry("depends", text)
    for text in found.flips:
        yield from _entry("turns", text)
    asked = {(finding.asked, finding.ours) for finding in found.findings if finding.asked}
    for text, ours in sorted(asked):
        yield from _entry("asked", f"{text}{' (ours)' if ours else ''}")
    yield from _entry("note", claim.missing)
    yield from _entry("wording", claim.wording_note)
    yield from _entry("figures", ", ".join(found.figures))
    source = known.sources[claim.source]
    yield from _entry("source", f"{source.publisher}: {source.title} ({source.date or 'no date shown'})")
    yield f"             {source.url}"


def _entry(label: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"     {label:8}", subsequent_indent=" " * 13)
