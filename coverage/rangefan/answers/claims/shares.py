"""Claims about how much of a country lies inside: shares of area and people, and what a radar adds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rangefan.answers.area import AreaInside, countries_inside, provinces_inside
from rangefan.answers.claims.nouns import Axis, Case, Dot, Finding, Ring, judged
from rangefan.answers.claims.places import Range, Spot, country, fan_of, ranges_of, spot
from rangefan.answers.people import people_inside, radius_for_people_km
from rangefan.answers.radius import radius_for_area_km
from rangefan.geometry import Fan, inverse
from rangefan.language import listed, named, t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rangefan.catalogue import Catalogue
    from rangefan.model.testing import Added, Share

_MOST_PROVINCES = 5


def share(test: Share, catalogue: Catalogue) -> Finding:
    """Measure shares of area or people inside figures from sites."""
    sites = [spot(name, catalogue) for name in test.sites]
    ranges = ranges_of(test.figures, catalogue)
    cases, rings, notes = [], [], []
    for of in test.of:
        for site in sites:
            for found in ranges:
                for shape in test.shapes:
                    fan = fan_of(site, found.km, *_turn(test, site, found, catalogue, shape))
                    number = _share_of(of, fan, test.countries)
                    axes: dict[Axis, str] = {"figure": found.label, "site": site.name}
                    if len(test.shapes) > 1:
                        axes["shape"] = (
                            t("all round")
                            if shape == "disc"
                            else t("a fan toward {town}", town=named(test.toward))
                        )
                    if len(test.of) > 1:
                        axes["of"] = t("area") if of == "area" else t("people")
                    cases.append(judged(axes, number, "share", test.asks))
                    if site is sites[-1] and of == test.of[0]:
                        rings.append(Ring(fan=fan, text=found.label))
                        if test.provinces and shape == "disc":
                            notes.append(_provinces(fan, found, test.countries))
    land = _names(test.countries)
    return Finding(
        part=test.part,
        kind="share",
        what=t("Share of {land} inside the published reach", land=land),
        by=("of", "shape", "figure"),
        cases=tuple(cases),
        asked=test.asks.why if test.asks else "",
        ours=test.asks.ours if test.asks else False,
        extra=tuple(_radii(test, sites)) if test.radius else (),
        extra_what=t("Radius that gives a share") if test.radius else "",
        notes=tuple(filter(None, notes)),
        figures=tuple(dict.fromkeys(found.figure for found in ranges)),
        sources=tuple(found.source for found in ranges) + tuple(s.source for s in sites if s.source),
        dots=tuple(Dot(name=site.name, lat=site.lat, lon=site.lon, kind="site") for site in sites),
        rings=tuple(rings),
    )


def added(test: Added, catalogue: Catalogue) -> Finding:
    """Measure what a radar's disc adds to the fans of others, turned as recorded."""
    site, ranges = spot(test.site, catalogue), ranges_of(test.figures, catalogue)
    others = ranges_of(test.beside_figures, catalogue)
    cases = []
    fans: list[Fan] = []
    for other in others:
        fans = [_recorded(name, other, catalogue) for name in test.beside]
        before = countries_inside(*fans, codes=test.countries)
        for found in ranges:
            after = countries_inside(*fans, fan_of(site, found.km), codes=test.countries)
            number = _ratio(after) - _ratio(before)
            axes: dict[Axis, str] = {
                "figure": found.label,
                "than": t("{figure} for those in Japan", figure=other.label),
            }
            cases.append(judged(axes, number, "share", test.asks))
    beside = [spot(name, catalogue) for name in test.beside]
    return Finding(
        part=test.part,
        kind="added",
        what=t("Share of {land} that the disc in Korea adds", land=_names(test.countries)),
        by=("figure", "than"),
        cases=tuple(cases),
        asked=test.asks.why,
        ours=test.asks.ours,
        figures=tuple(dict.fromkeys(found.figure for found in (*ranges, *others))),
        sources=tuple(found.source for found in (*ranges, *others)),
        dots=tuple(Dot(name=s.name, lat=s.lat, lon=s.lon, kind="site") for s in (site, *beside)),
        rings=(
            *(Ring(fan=fan, text=others[-1].label) for fan in fans),
            *(Ring(fan=fan_of(site, found.km), text=found.label) for found in ranges),
        ),
    )


def _turn(test: Share, site: Spot, found: Range, catalogue: Catalogue, shape: str) -> tuple[float, float]:
    """Return the azimuth and the width of a shape: the published opening, toward the town named."""
    if shape == "disc":
        return 0.0, 360.0
    end = spot(f"town:{test.toward}", catalogue)
    system = catalogue.systems[found.figure.partition("/")[0]]
    assert system.sector is not None  # a fan is asked only of systems that have one
    return inverse(site.lat, site.lon, end.lat, end.lon)[1], system.drawn(system.sector.width)[2]


def _recorded(site_id: str, found: Range, catalogue: Catalogue) -> Fan:
    """Return a radar's fan turned as its deployment records, or all round where none does."""
    system = found.figure.partition("/")[0]
    site = spot(site_id, catalogue)
    turned = [
        item
        for item in catalogue.deployments.values()
        if (item.site, item.system) == (site_id, system) and item.azimuth_deg is not None
    ]
    if not turned:
        return fan_of(site, found.km)
    return fan_of(site, found.km, turned[0].azimuth_deg or 0.0, turned[0].width_deg or 360.0)


def _share_of(of: str, fan: Fan, codes: Collection[str]) -> float:
    if of == "area":
        return _ratio(countries_inside(fan, codes=codes))
    found = people_inside(fan)
    return found.share if found else 0.0


def _ratio(rows: Iterable[AreaInside]) -> float:
    rows = list(rows)
    return math.fsum(row.area_km2 for row in rows) / math.fsum(row.whole_km2 for row in rows)


def _names(codes: Collection[str]) -> str:
    return listed([country(code) for code in codes])


def _radii(test: Share, sites: Iterable[Spot]) -> Iterable[Case]:
    """Yield the radius that gives each share asked for, from each site."""
    if test.asks is None:
        return
    shares = [number for number in (test.asks.at_least, test.asks.at_most) if number is not None]
    for site in sites:
        for of in test.of:
            for number in shares:
                km = (
                    radius_for_area_km(site.lat, site.lon, test.countries, number)
                    if of == "area"
                    else radius_for_people_km(site.lat, site.lon, number)
                )
                kind = t("area") if of == "area" else t("people")
                axes: dict[Axis, str] = {
                    "said": t("{percent:.0f} % of {kind}", percent=number * 100, kind=kind),
                    "site": site.name,
                }
                yield Case(axes=axes, value=km, unit="km")


def _provinces(fan: Fan, found: Range, codes: Iterable[str]) -> str:
    """Name the provinces inside, the most ground first."""
    from rangefan.gazetteer import provinces

    names = {row.code: dict(row.names) for row in provinces()}
    inside = [row for row in provinces_inside(fan) if row.country in codes and row.area_km2 >= 1]
    if not inside:
        return t("{figure}: no province", figure=found.label)
    shown = [
        t(
            "{name} {percent:.0f} %",
            name=named(names[row.code].pop("en"), names[row.code]),
            percent=row.share * 100,
        )
        for row in inside[:_MOST_PROVINCES]
    ]
    more = len(inside) - len(shown)
    if not more:
        return t("{figure}: {provinces}", figure=found.label, provinces=listed(shown))
    return t("{figure}: {provinces}; {more} more", figure=found.label, provinces=listed(shown), more=more)
