"""Published figures and who published them: a number and its source are one object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rangefan.model.kinds import Country, Date, Id, Quantity, Quote, Text, Url

End = Literal["value", "low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that was read.

    Attributes
    ----------
    publisher, title, date, url
        Of the page that was read; `date` is blank where the page shows none.
    accessed
        When it was read.
    original_publisher, original_url
        Whose text it is, where the page read is a repost, a mirror or a translation.
    short
        What a label on the map calls it, such as "USFK 2017".
    """

    id: Id
    publisher: Text
    title: Text
    date: Date | None = None
    url: Url
    accessed: Date
    original_publisher: str = ""
    original_url: Url | None = None
    short: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """What a label on the map calls this source: short, with its year."""
        if self.short:
            return self.short
        year = f" {self.date[:4]}" if self.date else ""
        return f"{self.original_publisher or self.publisher}{year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure, with all that its source said about it.

    Attributes
    ----------
    quantity, component, mode, target
        What was measured, of which part, in which mode, against which target class.
    value, low, high, unit, bound
        The number or band as published; `bound` keeps words such as "at least".
    measure
        Whether a range is along the slant or over the ground; most sources do not say.
    basis
        `stated` by the source itself, `reported` of another, or `derived` by us from what it said.
    said
        The source's number in its own terms.
    draw
        False for numbers that are no radius: layer labels, test distances, errors kept as a warning.
    """

    id: Id
    quantity: Quantity
    component: str = ""
    mode: str = ""
    target: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    bound: Literal["", "about", "at least", "up to", "more than", "less than"] = ""
    measure: Literal["slant", "ground", "unstated"] = "unstated"
    basis: Literal["stated", "reported", "derived"]
    said: Quote
    source: Id
    note: str = ""
    draw: bool = True

    @property
    def text(self) -> str:
        """The figure in print: "600–800 km", "at least 800 km"."""
        if self.low is not None and self.high is not None and self.low != self.high:
            number = f"{_number(self.low)}–{_number(self.high)}"
        else:
            only = next((n for n in (self.value, self.low, self.high) if n is not None), None)
            if only is None:
                return self.said
            number = _number(only)
        unit = "°" if self.unit == "deg" else f" {self.unit}" if self.unit else ""
        return f"{self.bound} {number}{unit}".strip()

    def at(self, end: End) -> float | None:
        """Return one end of the published band, or the single number where there is no band."""
        number = {"value": self.value, "low": self.low, "high": self.high}[end]
        return self.value if number is None else number


def _number(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """Which published figures a map draws for one mode of a system, and why these.

    Attributes
    ----------
    low, nominal, high
        Ids of figures; `id.low` and `id.high` take one end of a published band.
    altitude
        Id of the figure that gives the altitude band on the label.
    floor
        Id of the figure that gives the lowest elevation.
    """

    name: Text
    low: str = ""
    nominal: Text
    high: str = ""
    altitude: str = ""
    floor: str = ""
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """The figure that gives the opening of a radar's fan."""

    width: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A radar, an interceptor or a missile, with everything published that the catalogue holds on it."""

    id: Id
    name: Text
    kind: Literal["radar", "interceptor", "missile"]
    country: Country
    family: str = ""
    summary: Text
    disagreement: str = ""
    sector: Sector | None = None
    modes: dict[str, Mode] = field(default_factory=dict, metadata={"key": "mode"})
    figures: tuple[Figure, ...] = field(metadata={"key": "figure"})

    def figure(self, figure_id: str) -> Figure:
        """Return a figure by its id within this system; `KeyError` if there is none."""
        for figure in self.figures:
            if figure.id == figure_id:
                return figure
        raise KeyError(figure_id)

    def drawn(self, pick: str) -> tuple[Figure, End, float]:
        """Return the figure, the end and the number that a pick such as `han-2017.high` names.

        Raises
        ------
        KeyError
            If no figure has that id, or it has no such end.
        """
        figure_id, _, end_word = pick.partition(".")
        figure = self.figure(figure_id)
        end: End = "low" if end_word == "low" else "high" if end_word == "high" else "value"
        number = figure.at(end) if end_word in ("", "low", "high") else None
        if number is None:
            raise KeyError(pick)
        return figure, end, number
