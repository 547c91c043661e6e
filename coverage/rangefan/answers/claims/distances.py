"""Claims about kilometres: between places, to borders, how much closer, and against published figures."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from rangefan.answers.claims.nouns import Axis, Bar, Case, Dot, Finding, Line
from rangefan.answers.claims.places import Spot, away, spot
from rangefan.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rangefan.catalogue import Catalogue
    from rangefan.model.claims import Closer, Distance, Published


def distance(test: Distance, catalogue: Catalogue) -> Finding:
    """Measure every pair, and hold it against what was said or asked."""
    starts = [spot(name, catalogue) for name in test.places]
    ends = [spot(name, catalogue) for name in test.to]
    found = [(start, end, *away(start, end)) for start, end in product(starts, ends)]
    cases = []
    for start, end, km, _, _ in found:
        slack = start.precision_km + end.precision_km + test.within_km
        axes: dict[Axis, str] = {"site": start.name, "place": end.name}
        if test.asks is not None:
            cases.append(Case(axes=axes, value=km, unit="km", holds=test.asks.met_by(km)))
        elif not test.said_km:
            cases.append(Case(axes=axes, value=km, unit="km"))
        for said in test.said_km:
            axes = {"said": t("{km:,g} km", km=said), "site": start.name, "place": end.name}
            cases.append(Case(axes=axes, value=km, unit="km", holds=abs(km - said) <= slack))
    return Finding(
        part=test.part,
        kind="distance",
        what=t("straight-line distance over the ground"),
        by="said" if len(test.said_km) > 1 else "place" if len(ends) > 1 else "site",
        cases=tuple(cases),
        asked=test.asks.why if test.asks else test.why,
        ours=bool(test.within_km) or bool(test.asks and test.asks.ours),
        sources=tuple(s.source for s in (*starts, *ends) if s.source),
        dots=(
            *(Dot(name=s.name, lat=s.lat, lon=s.lon, kind="site") for s in starts),
            *_ends((end, lat, lon) for _, end, _, lat, lon in found),
        ),
        lines=tuple(
            Line(start=(start.lat, start.lon), end=(lat, lon), text=t("{km:,.0f} km", km=km))
            if km >= 10
            else Line(start=(start.lat, start.lon), end=(lat, lon), text=t("{km:,.1f} km", km=km))
            for start, _, km, lat, lon in found
        ),
    )


def closer(test: Closer, catalogue: Catalogue) -> Finding:
    """Measure how much closer some places are to ends than others."""
    near, far, ends = (
        [spot(name, catalogue) for name in names] for names in (test.places, test.than, test.to)
    )
    cases = []
    for end, other, place in product(ends, far, near):
        number = away(other, end)[0] - away(place, end)[0]
        axes: dict[Axis, str] = {"place": end.name, "than": other.name, "site": place.name}
        cases.append(Case(axes=axes, value=number, unit="km", holds=test.asks.met_by(number)))
    last = near[-1]
    measured = [(start, end, *away(start, end)) for start, end in product((last, *far), ends)]
    return Finding(
        part=test.part,
        kind="closer",
        what=t("how much closer to the end"),
        by="place",
        cases=tuple(cases),
        asked=test.asks.why,
        ours=test.asks.ours,
        sources=tuple(s.source for s in (*near, *far) if s.source),
        dots=(
            *(Dot(name=s.name, lat=s.lat, lon=s.lon, kind="site") for s in (last, *far)),
            *_ends((end, lat, lon) for _, end, _, lat, lon in measured),
        ),
        lines=tuple(
            Line(start=(start.lat, start.lon), end=(lat, lon), text=t("{km:,.0f} km", km=km))
            for start, _, km, lat, lon in measured
        ),
    )


def published(test: Published, catalogue: Catalogue) -> Finding:
    """Hold a range that was said against the figures published for a system."""
    cases, bars, figures, sources = [], [], [], []
    said = t("{km:,g} km", km=test.said_km)
    for name in test.systems:
        system = catalogue.systems[name]
        for figure in system.figures:
            if figure.quantity not in ("max_range", "range") or not figure.draw:
                continue
            km = figure.at("high") or figure.at("value") or 0.0
            holds = abs(km - test.said_km) <= test.within * test.said_km
            label = catalogue.source(figure).label
            text = t("{system}, {km:,.0f} km · {source}", system=system.name, km=km, source=label)
            cases.append(Case(axes={"said": said, "figure": text}, value=km, unit="km", holds=holds))
            bars.append(Bar(text=text, value=km, mark=test.said_km))
            figures.append(f"{name}/{figure.id}")
            sources.append(figure.source)
    if not test.systems:
        bars.append(Bar(text=t("said, and no figure published here"), value=test.said_km))
    return Finding(
        part=test.part,
        kind="published",
        what=t("published ranges beside {said}", said=said),
        by="figure",
        cases=tuple(cases),
        asked=test.why,
        ours=bool(test.within),
        figures=tuple(figures),
        sources=tuple(sources),
        bars=tuple(bars),
        bar_unit="km",
    )


def _ends(found: Iterable[tuple[Spot, float, float]]) -> Iterable[Dot]:
    """Yield each end once; a border's nearest points go without a name of their own."""
    seen = set()
    for end, lat, lon in found:
        if (end.name, lat, lon) not in seen:
            seen.add((end.name, lat, lon))
            yield Dot(name="" if end.line else end.name, lat=lat, lon=lon, kind="end" if end.line else "town")
