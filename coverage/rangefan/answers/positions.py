"""Who stands where on a date: the latest statement of every voice, object by object."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rangefan.errors import RangeError, UsageError
from rangefan.files.fields import nearest
from rangefan.model import Statement
from rangefan.model.kinds import is_date

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue

Group = Literal["government", "parliament", "party", "local", "civil", "company", "media", "other"]
GROUPS: tuple[Group, ...] = (
    "government",
    "parliament",
    "party",
    "local",
    "civil",
    "company",
    "media",
    "other",
)
# Whoever holds office in these speaks for the government, the higher office first where a day has several.
_OFFICES = ("state", "ministry", "military")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Those whose statements follow each other: a later one stands in the place of the earlier.

    Attributes
    ----------
    group
        `government` for a state's offices, ministries and armed forces together; `other` for courts,
        alliances, and officials who are unnamed or out of office. Groups are never added up into one.
    name
        As the statements name it; blank for a government, which its country names.
    """

    group: Group
    country: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a voice had said on one object by a date.

    Attributes
    ----------
    statement
        Its latest by the date; None if none is found by then, which is a state of its own and never a 0.
    """

    voice: Voice
    object: str
    statement: Statement | None

    @property
    def stance(self) -> int | None:
        """Our coding of the statement, -2 to 2; None where no position was found."""
        return self.statement.stance if self.statement else None

    @property
    def site_only(self) -> bool:
        """Whether it objects to a site, which is not an objection anywhere."""
        return bool(self.statement and self.statement.scope == "this site only")


def voice_of(statement: Statement) -> Voice:
    """Return for whom a statement speaks.

    A state's offices, its ministries and its armed forces speak for its government, whoever holds them;
    where the catalogue names a voice they do not: courts, alliances, the unnamed and those out of office.
    All other actors speak for the voice that the catalogue names, else for themselves.
    """
    kind, country = statement.actor_kind, statement.country
    if kind == "state" or kind == "ministry" or kind == "military":
        if country and not statement.voice:
            return Voice(group="government", country=country, name="")
        return Voice(group="other", country=country, name=statement.voice or statement.actor)
    return Voice(group=kind, country=country, name=statement.voice or statement.actor)


def counts_from(date: str) -> str:
    """Return the day from which something dated to a day, a month or a year has surely happened.

    Examples
    --------
    >>> counts_from("2016-02-12"), counts_from("2016-02"), counts_from("2016")
    ('2016-02-12', '2016-02-31', '2016-12-31')
    """
    return f"{date}{'-12-31'[len(date) - 4 :]}" if len(date) < 10 else date


def rank(statement: Statement) -> tuple[str, int, int]:
    """Return what puts the statements of a voice in order, the one that stands last.

    By date; on one day the higher office, then the stronger position, then the order of the file.
    """
    office = statement.actor_kind
    above = -_OFFICES.index(office) if office in _OFFICES else 0
    return counts_from(statement.date), above, abs(statement.stance)


def without_repeats(statements: Iterable[Statement], keep: Container[str] = ()) -> list[Statement]:
    """Return statements in order without those that only repeat what their voice had said on the object.

    Kept is whatever changes a voice's stance or scope, speaks of a part or mode or of the radar's reach that
    it had not spoken of since it took that stance, or names a distance; and whatever `keep` has the id of.
    The stances on every date are the same without the rest.
    """
    kept: list[Statement] = []
    since: dict[tuple[str, Voice], tuple[tuple[int, str], set[str]]] = {}
    for item in sorted(statements, key=rank):
        key, stance = (item.object, voice_of(item)), (item.stance, item.scope)
        named = {f"{item.part} {item.mode}", *(set(item.grounds) & {"radar-reach"})}
        before = since.get(key)
        if before is None or before[0] != stance:
            since[key] = (stance, named)
        elif named <= before[1] and item.claimed_km is None and item.id not in keep:
            continue
        else:
            before[1].update(named)
        kept.append(item)
    return kept


def positions_on(
    catalogue: Catalogue, date: str, objects: Iterable[str] | None = None
) -> tuple[Position, ...]:
    """Return every voice's stance on a date: its latest statement up to that date, per object.

    Parameters
    ----------
    catalogue : Catalogue
        Whose statements count.
    date : str
        A day; a month or a year stands for its last day. A statement dated to a month counts from its end.
    objects : iterable of str, optional
        What the stances are on, as "THAAD Korea"; everything that statements are on if not given.

    Returns
    -------
    tuple of Position
        By object as asked for, then group, country and name; every voice that ever spoke on the object, with
        no statement where it had not by then.

    Raises
    ------
    RangeError
        If the date is none.
    UsageError
        If no statement is on an object asked for.

    Examples
    --------
    >>> import rangefan
    >>> found = rangefan.positions_on(rangefan.load(), "2016-07-01", ["THAAD Korea"])
    >>> [(p.statement.id, p.stance) for p in found if p.voice.country == "CHN" and not p.voice.name]
    [('s044', -1)]
    """
    if not is_date(date):
        raise RangeError(f'"{date}" is not a date: write YYYY, YYYY-MM or YYYY-MM-DD')
    known = list(dict.fromkeys(statement.object for statement in catalogue.statements.values()))
    wanted = known if objects is None else list(objects)
    for name in wanted:
        if name not in known:
            raise UsageError(f'no statement is on "{name}": {nearest(name, known)}')
    latest: dict[tuple[str, Voice], Statement | None] = {}
    for statement in sorted(catalogue.statements.values(), key=rank):
        by_then = counts_from(statement.date) <= counts_from(date)
        key = (statement.object, voice_of(statement))
        latest[key] = statement if by_then else latest.get(key)
    order = [(name, group) for name in wanted for group in GROUPS]
    found = [
        Position(voice=voice, object=name, statement=statement)
        for (name, voice), statement in latest.items()
        if name in wanted
    ]
    return tuple(
        sorted(
            found,
            key=lambda p: (order.index((p.object, p.voice.group)), p.voice.country or "", p.voice.name),
        )
    )
