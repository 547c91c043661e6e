"""Read `data/` into one immutable catalogue."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rangefan.catalogue.crosscheck import crosscheck
from rangefan.catalogue.neutral import NeutralWords, check_words, read_words
from rangefan.errors import InputError
from rangefan.files import Report, read_record, read_table, read_toml
from rangefan.model import Claim, Deployment, Event, Figure, Site, Source, Statement, System
from rangefan.where import data_dir

Place = Callable[[], tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything in `data/`, by id.

    Attributes
    ----------
    systems, sites, deployments, sources, events, statements, claims
        Mappings from id to noun, in file order.
    words
        Words that texts of our own do not use.
    digest
        SHA-256 of what was read, in hexadecimal.
    """

    systems: Mapping[str, System]
    sites: Mapping[str, Site]
    deployments: Mapping[str, Deployment]
    sources: Mapping[str, Source]
    events: Mapping[str, Event]
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]
    words: NeutralWords
    digest: str
    _places: Mapping[tuple[str, ...], Place] = field(repr=False, compare=False)

    def at(self, *record: str) -> tuple[str, int]:
        """Return the file and line of a record, such as ("figures", "an-tpy-2", "uscc-2016-terminal")."""
        return self._places[record]() if record in self._places else ("data", 0)

    def source(self, figure: Figure) -> Source:
        """Return who published a figure."""
        return self.sources[figure.source]

    def deployments_at(self, site: str, system: str, mode: str) -> list[Deployment]:
        """Return what the sources record of a system at a site, in that mode or in none named."""
        return [
            item
            for item in self.deployments.values()
            if item.site == site and item.system == system and item.mode in ("", mode)
        ]


def load(folder: Path | None = None) -> Catalogue:
    """Read the catalogue and check it as a whole.

    Parameters
    ----------
    folder : Path, optional
        The folder to read; the shipped `data/` if not given.

    Raises
    ------
    InputError
        With every problem found in every file.
    FileError
        If a file cannot be opened.
    """
    root = data_dir() if folder is None else folder
    report = Report()
    places: dict[tuple[str, ...], Place] = {}
    tables = {
        kind: _table(noun, kind, root, report, places)
        for kind, noun in (
            ("sources", Source),
            ("sites", Site),
            ("deployments", Deployment),
            ("events", Event),
            ("statements", Statement),
        )
    }
    systems: dict[str, System] = {}
    for path in sorted((root / "systems").glob("*.toml")):
        system = _system(path, report, places)
        if system is not None:
            systems[system.id] = system
    tables["claims"] = _claims(root / "claims.toml", report, places)
    catalogue = Catalogue(
        systems=systems, words=read_words(root, report), digest=_digest(root), _places=places, **tables
    )
    crosscheck(catalogue, report)
    check_words(catalogue, report)
    report.raise_if_any()
    return catalogue


def _table(
    noun: type[Any],
    kind: str,
    root: Path,
    report: Report,
    places: dict[tuple[str, ...], Place],
) -> dict[str, Any]:
    name = f"data/{kind}.csv"
    found: dict[str, Any] = {}
    for line, record in read_table(noun, root / f"{kind}.csv", name, report):
        if record.id in found:
            first = places[kind, record.id]()[1]
            what = f'"{record.id}" stands on line {first} already'
            report.add(name, line, what, "give it an id of its own")
            continue
        found[record.id] = record
        places[kind, record.id] = functools.partial(_row, name, line)
    return found


def _system(path: Path, report: Report, places: dict[tuple[str, ...], Place]) -> System | None:
    """Read one system."""
    name = f"data/systems/{path.name}"
    try:
        file = read_toml(path, name)
    except InputError as error:
        report.problems.extend(error.problems)
        return None
    # Where a record stands is worked out only when a problem asks: most runs have none.
    places["systems", path.stem] = functools.partial(file.at, ())
    for index, raw in enumerate(file.data.get("figure", [])):
        record = ("figures", path.stem, str(raw.get("id")))
        at = functools.partial(file.at, ("figure", index, "id"))
        if record in places:
            what = f'figure "{raw["id"]}" stands on line {places[record]()[1]} already'
            report.add(*at(), what, "give it an id of its own")
        places.setdefault(record, at)
    for key, raw in file.data.get("mode", {}).items():
        for name in raw:
            places["modes", path.stem, key, name] = functools.partial(file.at, ("mode", key, name))
    return read_record(System, {**file.data, "id": path.stem}, report, file.at)


def _claims(path: Path, report: Report, places: dict[tuple[str, ...], Place]) -> dict[str, Claim]:
    """Read the claims and the tests they are put to."""
    name = f"data/{path.name}"
    try:
        file = read_toml(path, name)
    except InputError as error:
        report.problems.extend(error.problems)
        return {}
    for key in file.data.keys() - {"claim"}:
        report.add(*file.at((key,)), f'unknown key "{key}"', "write [[claim]]")
    found: dict[str, Claim] = {}
    for index, raw in enumerate(file.data.get("claim", [])):
        claim = read_record(Claim, raw, report, file.at, ("claim", index))
        if claim is None:
            continue
        places.setdefault(("claims", claim.id), functools.partial(file.at, ("claim", index, "id")))
        for kind, number, _ in claim.tests:
            at = functools.partial(file.at, ("claim", index, kind, number))
            places["claims", claim.id, kind, str(number)] = at
            for key in raw[kind][number]:
                at = functools.partial(file.at, ("claim", index, kind, number, key))
                places["claims", claim.id, kind, str(number), key] = at
        if claim.id in found:
            first = places["claims", claim.id]()[1]
            what = f'"{claim.id}" stands on line {first} already'
            report.add(*file.at(("claim", index, "id")), what, "give it an id of its own")
            continue
        found[claim.id] = claim
    return found


def _row(name: str, line: int) -> tuple[str, int]:
    return name, line


def _digest(root: Path) -> str:
    """Hash the files a map is made from, names and bytes, in order of name."""
    digest = hashlib.sha256()
    for path in sorted([*root.glob("*.csv"), root / "claims.toml", *root.glob("systems/*.toml")]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
