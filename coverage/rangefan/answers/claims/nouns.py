"""What testing a claim gives: cases that hold or fail, findings made of them, and what a picture can show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rangefan.geometry import Fan
from rangefan.model.testing import Asks

Verdict = Literal["holds", "fails", "depends", "cannot be tested here"]
Axis = Literal["part", "figure", "site", "than", "shape", "of", "land", "place", "said", "angle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One number, and whether the claim holds for it.

    Attributes
    ----------
    axes
        What was chosen for it, by what it is a choice of: which figure, which site … in words.
    value, unit
        As measured: km, m, deg, people, statements, times, or a share from 0 to 1.
    holds
        None where the number decides nothing.
    limits
        The numbers at which it would turn.
    """

    axes: dict[Axis, str]
    value: float
    unit: str
    holds: bool | None = None
    limits: tuple[float, ...] = ()


def judged(axes: dict[Axis, str], value: float, unit: str, asks: Asks | None) -> Case:
    """Return a case, held against what the claim asks of it."""
    if asks is None:
        return Case(axes=axes, value=value, unit=unit)
    limits = tuple(limit for limit in (asks.at_least, asks.at_most) if limit is not None)
    return Case(axes=axes, value=value, unit=unit, holds=asks.met_by(value), limits=limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place in a picture; the nearest point of a border has no name."""

    name: str
    lat: float
    lon: float
    kind: Literal["site", "town", "end"] = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A footprint in a picture, with what is written on it."""

    fan: Fan
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A distance in a picture."""

    start: tuple[float, float]
    end: tuple[float, float]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A number in a chart, with the threshold it is held against where there is one."""

    text: str
    value: float
    mark: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one test found.

    Attributes
    ----------
    what
        What its cases measure.
    by
        The choices whose values the summary goes through.
    told
        What the summary says instead, line by line, where spans of numbers would say little.
    cases
        In the order of the claim's record.
    asked
        What decides, in words, and whether the number is ours.
    too_coarse
        Why the test decides nothing though it was meant to; blank otherwise.
    extra, extra_what
        Numbers that are no case, such as the radius that would give what is asked, and what they are.
    figures
        What it rests on: system and figure.
    """

    part: str
    kind: str
    what: str
    by: tuple[Axis, ...]
    cases: tuple[Case, ...]
    asked: str = ""
    ours: bool = False
    too_coarse: str = ""
    extra: tuple[Case, ...] = ()
    extra_what: str = ""
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    dots: tuple[Dot, ...] = ()
    rings: tuple[Ring, ...] = ()
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    bar_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the claims that a record holds; a record with one has one without a letter.

    Attributes
    ----------
    summary
        Its verdict and numbers as one text: the opening sentence, and the lines of every test.
    lines
        What each test measures, and what it found.
    """

    letter: str
    says: str
    verdict: Verdict
    summary: str
    opening: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    depends_on: tuple[str, ...]
    flips: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A claim and what its tests gave.

    Attributes
    ----------
    summary
        The verdict in words, with numbers.
    depends_on
        What turns it: which choice, and with which values it holds or fails.
    flips
        What would turn a verdict that no choice tried here turns.
    """

    id: str
    verdict: Verdict
    summary: str
    depends_on: tuple[str, ...]
    flips: tuple[str, ...]
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    figures: tuple[str, ...]
    sources: tuple[str, ...]
    numbers: dict[str, tuple[float, str]] = field(default_factory=dict)
