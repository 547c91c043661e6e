"""Claims about towns: inside which figures, a city's districts, the lowest altitude in sight above them."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from rangefan.answers.claims.nouns import Axis, Bar, Case, Dot, Finding, Ring, judged
from rangefan.answers.claims.places import fan_of, ranges_of, spot
from rangefan.errors import RangeError
from rangefan.geometry import Sight, contains, inverse, lowest_visible_km
from rangefan.language import listed, named, t

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.model.testing import Districts, Sightline, Within


def within(test: Within, catalogue: Catalogue) -> Finding:
    """Say of every town inside which figures it is, from every place, by distance all round."""
    towns = [spot(f"town:{name}", catalogue) for name in test.towns]
    places = [spot(name, catalogue) for name in test.places]
    ranges = ranges_of(test.figures, catalogue)
    cases = []
    for place, town, found in product(places, towns, ranges):
        km = inverse(place.lat, place.lon, town.lat, town.lon)[0]
        axes: dict[Axis, str] = {"figure": found.label, "place": town.name}
        if len(places) > 1:
            axes["site"] = place.name
        holds = (km <= found.km) == test.inside if test.decides else None
        cases.append(Case(axes=axes, value=km, unit="km", holds=holds, limits=(found.km,)))
    # The list of those inside says more than the distances, which the table has.
    notes = []
    for place, found in product(places, ranges):
        inside = [
            town.name for town in towns if inverse(place.lat, place.lon, town.lat, town.lon)[0] <= found.km
        ]
        said = listed(inside) if inside else t("none of them")
        if len(places) > 1:
            notes.append(t("{figure} from {site}: {towns}", figure=found.label, site=place.name, towns=said))
        else:
            notes.append(t("{figure}: {towns}", figure=found.label, towns=said))
    return Finding(
        part=test.part,
        kind="within",
        what=t("Towns inside, by distance all round"),
        by=("place",),
        cases=tuple(cases),
        told=tuple(notes),
        figures=tuple(dict.fromkeys(found.figure for found in ranges)),
        sources=tuple(found.source for found in ranges) + tuple(s.source for s in places if s.source),
        dots=(
            *(Dot(name=s.name, lat=s.lat, lon=s.lon, kind="site") for s in places),
            *(Dot(name=s.name, lat=s.lat, lon=s.lon) for s in towns),
        ),
        rings=tuple(Ring(fan=fan_of(places[0], found.km), text=found.label) for found in ranges),
    )


def districts(test: Districts, catalogue: Catalogue) -> Finding:
    """Count, district by district, the census towns of a city inside figures from sites."""
    import numpy as np

    from rangefan.gazetteer import people

    rows = [row for row in people() if row.name.endswith(f", {test.city}")]
    if not rows:
        raise RangeError(f"the census has no districts of {test.city}, name one of South Korea's cities")
    lats, lons = np.array([row.lat for row in rows]), np.array([row.lon for row in rows])
    count = np.array([row.people or 0 for row in rows])
    of = np.array([row.name.split(", ")[1] for row in rows])
    names = sorted(set(of.tolist()), key=lambda name: float(lats[of == name].mean()))
    sites, ranges = [spot(name, catalogue) for name in test.sites], ranges_of(test.figures, catalogue)
    cases, extra, notes = [], [], []
    for site, found in product(sites, ranges):
        axes: dict[Axis, str] = {"figure": found.label, "site": site.name}
        inside = contains(fan_of(site, found.km), lats, lons)
        shares = {name: float(inside[of == name].mean()) for name in names}
        for name, number in shares.items():
            extra.append(Case(axes={**axes, "place": named(name)}, value=number, unit="share"))
        people_inside = float(count[inside].sum() / count.sum())
        cases.append(judged(axes, people_inside, "share", test.asks))
        notes.append(
            t(
                "{figure} from {site}: {whole} districts wholly inside, {some} in part, {none} outside; "
                "{percent:.0f} % of the people",
                figure=found.label,
                site=site.name,
                whole=sum(share == 1 for share in shares.values()),
                some=sum(0 < share < 1 for share in shares.values()),
                none=sum(share == 0 for share in shares.values()),
                percent=people_inside * 100,
            )
        )
    city = spot(f"town:{test.city}", catalogue)
    away, _ = inverse(sites[-1].lat, sites[-1].lon, lats, lons)
    near, far = int(away.argmin()), int(away.argmax())
    notes.append(
        t(
            "the nearest census town is {near:,.0f} km from {site}, the farthest {far:,.0f} km",
            near=float(away[near]),
            far=float(away[far]),
            site=sites[-1].name,
        )
    )
    return Finding(
        part=test.part,
        kind="districts",
        what=t("Districts and people of {city}, by census town", city=city.name),
        by=("figure",),
        cases=tuple(cases),
        asked=test.asks.why,
        ours=test.asks.ours,
        extra=tuple(extra),
        extra_what=t("Share of a district’s census towns inside; those with none are left out"),
        told=tuple(notes),
        figures=tuple(found.figure for found in ranges),
        sources=tuple(found.source for found in ranges) + tuple(s.source for s in sites if s.source),
        dots=(
            *(Dot(name=s.name, lat=s.lat, lon=s.lon, kind="site") for s in sites),
            Dot(name=city.name, lat=city.lat, lon=city.lon),
        ),
        rings=tuple(Ring(fan=fan_of(sites[-1], found.km), text=found.label) for found in ranges),
    )


def sightline(test: Sightline, catalogue: Catalogue) -> Finding:
    """Find the lowest altitude in sight above towns, from a site at its published height."""
    site = spot(test.site, catalogue)
    antenna_km = (catalogue.sites[test.site].altitude_m or 0.0) / 1000
    cases, bars = [], []
    for name, elevation in product(test.towns, test.elevations_deg):
        town = spot(f"town:{name}", catalogue)
        km = inverse(site.lat, site.lon, town.lat, town.lon)[0]
        sight = Sight(site_altitude_km=antenna_km, min_elevation_deg=elevation or None)
        lowest = lowest_visible_km(km, sight, site.lat)
        floor = t("elevations from {deg:g}°", deg=elevation)
        cases.append(Case(axes={"place": town.name, "angle": floor}, value=lowest, unit="km"))
        bars.append(Bar(text=t("{town}, {floor}", town=town.name, floor=floor), value=lowest))
    return Finding(
        part=test.part,
        kind="sightline",
        what=t("Lowest altitude in sight"),
        by=("place", "angle"),
        cases=tuple(cases),
        notes=(t("Where that is above the ground, only the sky there is in sight."),),
        bars=tuple(bars),
        bar_unit="km",
    )
