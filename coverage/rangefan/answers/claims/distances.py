"""Claims about kilometres: between places, to borders, how much closer, and against published figures."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from rangefan.answers.claims.nouns import Axis, Bar, Case, Dot, Finding, Line, judged
from rangefan.answers.claims.places import Spot, away, spot
from rangefan.language import t
from rangefan.model.testing import Asks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rangefan.catalogue import Catalogue
    from rangefan.model.testing import Closer, Distance, Published


def distance(test: Distance, catalogue: Catalogue) -> Finding:
    """Measure every pair, and hold it against what was said or asked."""
    starts = [spot(name, catalogue) for name in test.places]
    ends = [spot(name, catalogue) for name in test.to]
    found = [(start, end, *away(start, end)) for start, end in product(starts, ends)]
    if test.said_km:
        cases, coarse = _as_said(test, found)
    else:
        cases, coarse = [judged(_axes(start, end), km, "km", test.asks) for start, end, km, *_ in found], ""
    return Finding(
        part=test.part,
        kind="distance",
        what=t("Straight-line distance over the ground"),
        by=("site", "place"),
        cases=tuple(cases),
        too_coarse=coarse,
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


def _axes(start: Spot, end: Spot) -> dict[Axis, str]:
    return {"site": start.name, "place": end.name}


def _as_said(
    test: Distance, found: Sequence[tuple[Spot, Spot, float, float, float]]
) -> tuple[list[Case], str]:
    """Hold each number that was said against the pair that is nearest to it; and all pairs, deciding nothing.

    A number is tested only where the points are known to within half of it.
    """
    cases, coarse = [], ""
    for said in test.said_km:
        start, end, km, _, _ = min(found, key=lambda pair: abs(pair[2] - said))
        known, text = start.precision_km + end.precision_km, t("{km:,g} km", km=said)
        if known > said / 2:
            coarse = t(
                "These points are known to {km:.1f} km: too coarse to test {said}.", km=known, said=text
            )
            cases.append(Case(axes={"said": text, **_axes(start, end)}, value=km, unit="km"))
            continue
        slack = known + test.within_km
        near = Asks(at_least=said - slack, at_most=said + slack, why=test.why or "As said.")
        cases.append(judged({"said": text, **_axes(start, end)}, km, "km", near))
    if len(found) > 1:
        cases += [Case(axes=_axes(start, end), value=km, unit="km") for start, end, km, *_ in found]
    return cases, coarse


def closer(test: Closer, catalogue: Catalogue) -> Finding:
    """Measure how much closer some places are to ends than others."""
    near, far, ends = (
        [spot(name, catalogue) for name in names] for names in (test.places, test.than, test.to)
    )
    cases = []
    for end, other, place in product(ends, far, near):
        number = away(other, end)[0] - away(place, end)[0]
        axes: dict[Axis, str] = {"place": end.name, "than": other.name, "site": place.name}
        cases.append(judged(axes, number, "km", test.asks))
    last = near[-1]
    measured = [(start, end, *away(start, end)) for start, end in product((last, *far), ends)]
    return Finding(
        part=test.part,
        kind="closer",
        what=t("How much closer than the radars in Japan"),
        by=("place", "than"),
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
            off = test.within * test.said_km
            near = Asks(at_least=test.said_km - off, at_most=test.said_km + off, why=test.why)
            label = catalogue.source(figure).label
            text = t("{system}, {km:,.0f} km · {source}", system=system.name, km=km, source=label)
            cases.append(judged({"said": said, "figure": text}, km, "km", near))
            bars.append(Bar(text=text, value=km, mark=test.said_km))
            figures.append(f"{name}/{figure.id}")
            sources.append(figure.source)
    if not test.systems:
        bars.append(Bar(text=t("said, and no figure published here"), value=test.said_km))
    return Finding(
        part=test.part,
        kind="published",
        what=t("Published ranges beside {said}", said=said),
        by=("figure",),
        cases=tuple(cases),
        told=() if test.systems else (t("no figure published here"),),
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
