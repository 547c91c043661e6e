"""Published figures and who published them: a number and its source are one object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rangefan.language import Said, number, strung, t
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


def bounded(bound: str, figure: Said) -> Said:
    """Return a figure in print with the word that its source put before it: "at least 800 km"."""
    match bound:
        case "about":
            return t("about {figure}", figure=figure)
        case "at least":
            return t("at least {figure}", figure=figure)
        case "up to":
            return t("up to {figure}", figure=figure)
        case "more than":
            return t("more than {figure}", figure=figure)
        case "less than":
            return t("less than {figure}", figure=figure)
    return figure


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
            figure: Said = strung([number(self.low, None), number(self.high, None)], "–")
        else:
            only = next((n for n in (self.value, self.low, self.high) if n is not None), None)
            if only is None:
                return self.said
            figure = number(only, None)
        if self.unit == "km":
            figure = t("{number} km", number=figure)
        elif self.unit == "deg":
            figure = t("{number}°", number=figure)
        elif self.unit:
            figure = strung([figure, self.unit], " ")
        return bounded(self.bound, figure)

    def at(self, end: End) -> float | None:
        """Return one end of the published band, or the single number where there is no band."""
        number = {"value": self.value, "low": self.low, "high": self.high}[end]
        return self.value if number is None else number


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
