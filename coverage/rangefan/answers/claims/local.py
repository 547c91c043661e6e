"""Claims about the near field and about words: beams, readings, sectors, skylines, records, stretches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rangefan.answers.claims.nouns import Axis, Bar, Case, Dot, Finding, Ring, judged
from rangefan.answers.claims.places import away, fan_of, spot
from rangefan.answers.people import people_by_bearing
from rangefan.geometry import UNREFRACTED, Sight, contains, destination, lowest_visible_km, skyline_around
from rangefan.language import t
from rangefan.model.testing import Asks

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.model.testing import Beam, InverseSquare, Record, Sector, Skyline, Stretch

_AROUND = 8  # bearings at which a skyline is looked at again, as far off as the site may be


def beam(test: Beam, catalogue: Catalogue) -> Finding:
    """Find how high above the antenna the lowest published ray is, at a distance."""
    site = spot(test.site, catalogue)
    system_id, _, pick = test.figure.partition("/")
    figure, _, elevation = catalogue.systems[system_id].drawn(pick)
    sight = Sight(min_elevation_deg=elevation, refraction=UNREFRACTED)
    metres = lowest_visible_km(test.distance_km, sight, site.lat) * 1000
    said, off = test.said_m, test.within_m
    near = None if said is None else Asks(at_least=said - off, at_most=said + off, why=test.why)
    where = t("{km:g} km", km=test.distance_km)
    return Finding(
        part=test.part,
        kind="beam",
        what=t("Height of a ray at {deg:g}°", deg=elevation),
        by=("place",),
        cases=(judged({"figure": figure.text, "place": where}, metres, "m", near),),
        asked=test.why,
        ours=bool(test.within_m),
        figures=(f"{system_id}/{figure.id}",),
        sources=(figure.source,),
        bars=(Bar(text=where, value=metres, mark=test.said_m),),
        bar_unit="m",
    )


def inverse_square(test: InverseSquare, _: Catalogue) -> Finding:
    """Hold readings against the inverse square of the distance from the first."""
    first_m, first = test.distances_m[0], test.readings_w_m2[0]
    cases, bars = [], []
    for metres, reading in zip(test.distances_m, test.readings_w_m2, strict=True):
        expected = first * (first_m / metres) ** 2
        where = t("{metres:g} m", metres=metres)
        cases.append(Case(axes={"place": where}, value=reading / expected, unit="times"))
        bars.append(Bar(text=where, value=reading, mark=expected))
    most = max(test.readings_w_m2) / test.limit_w_m2
    return Finding(
        part=test.part,
        kind="inverse_square",
        what=t("Reading against an inverse square from the first"),
        by=("place",),
        cases=tuple(cases),
        extra_what=t("Against the limit"),
        extra=(Case(axes={"said": t("highest mean, as a share of the limit")}, value=most, unit="share"),),
        bars=tuple(bars),
        bar_unit="W/m²",
    )


def sector(test: Sector, catalogue: Catalogue) -> Finding:
    """Count people in a sector over every bearing, if the census is fine enough for it."""
    import numpy as np

    from rangefan.gazetteer import people

    site = spot(test.site, catalogue)
    rows = people()
    lats, lons = np.array([row.lat for row in rows]), np.array([row.lon for row in rows])
    towns = int(contains(fan_of(site, test.range_km), lats, lons).sum())
    turning = people_by_bearing(fan_of(site, test.range_km, 0.0, test.width_deg))
    where = t("{km:g} km", km=test.range_km)
    fine = turning is not None and towns >= test.least_towns
    cases = []
    if turning is not None:
        holds = turning.least <= test.said_people <= turning.most if fine else None
        for text, number in (
            (t("least"), turning.least),
            (t("mean"), turning.mean),
            (t("most"), turning.most),
        ):
            axes: dict[Axis, str] = {"place": where, "angle": text}
            cases.append(Case(axes=axes, value=number, unit="people", holds=holds))
    coarse = t(
        "Census towns within {where}: {towns}; with fewer than {least} (our number) they do not decide.",
        towns=towns,
        where=where,
        least=test.least_towns,
    )
    return Finding(
        part=test.part,
        kind="sector",
        what=t("People in the sector, over every bearing"),
        by=("place",),
        cases=tuple(cases),
        ours=True,
        too_coarse="" if fine else coarse,
        sources=(site.source,) if site.source else (),
        dots=(Dot(name=site.name, lat=site.lat, lon=site.lon, kind="site"),),
        rings=(Ring(fan=fan_of(site, test.range_km, 0.0, test.width_deg), text=where),),
    )


def skyline(test: Skyline, catalogue: Catalogue, dem: ElevationModel | None) -> Finding:
    """Hold terrain's skyline against a published floor, from the site and from as far off as it may be."""
    import numpy as np

    site = spot(test.site, catalogue)
    system_id, _, pick = test.figure.partition("/")
    figure, _, floor = catalogue.systems[system_id].drawn(pick)
    ground = spot(f"border:{test.country}", catalogue)
    middle, width = (test.from_deg + test.to_deg) / 2, test.to_deg - test.from_deg
    what = t("Elevation of the skyline from {start:g}° to {end:g}°", start=test.from_deg, end=test.to_deg)
    about = {
        "part": test.part,
        "kind": "skyline",
        "what": what,
        "by": ("angle",),
        "figures": (f"{system_id}/{figure.id}",),
        "sources": (figure.source, *((site.source,) if site.source else ())),
        "dots": (Dot(name=site.name, lat=site.lat, lon=site.lon, kind="site"),),
        # As far as the ground that the claim is about.
        "rings": (Ring(fan=fan_of(site, away(site, ground)[0], middle, width), text=t("azimuths asked of")),),
    }
    if dem is None:
        return Finding(**about, cases=(), too_coarse=t("No terrain model was given."))  # type: ignore[arg-type]
    azimuths = np.arange(test.from_deg, test.to_deg + 0.5, 5.0)
    points = [(site.lat, site.lon)] + [
        destination(site.lat, site.lon, 360 / _AROUND * n, site.precision_km) for n in range(_AROUND)
    ]
    seen = [skyline_around(dem, lat, lon, azimuths, 100.0) for lat, lon in points]
    heights = np.array([line.elevation_deg for line in seen])
    cell_km = seen[0].cell_km
    if cell_km > test.cell_km:
        coarse = t(
            "The terrain model’s cells of {cell:.1f} km are too coarse; it takes {least:g} km or less.",
            cell=cell_km,
            least=test.cell_km,
        )
        return Finding(**about, cases=(), too_coarse=coarse, notes=(seen[0].text,))  # type: ignore[arg-type]
    cases, bars = [], []
    for index, azimuth in enumerate(azimuths.tolist()):
        toward = t("{deg:.0f}°", deg=azimuth)
        for text, number in ((t("lowest"), heights[:, index].min()), (t("highest"), heights[:, index].max())):
            axes: dict[Axis, str] = {"angle": toward, "site": text}
            cases.append(
                Case(
                    axes=axes,
                    value=round(float(number), 2) + 0.0,
                    unit="deg",
                    holds=bool(number >= floor),
                    limits=(floor,),
                )
            )
        bars.append(Bar(text=toward, value=float(max(heights[0, index], 0.0)), mark=floor))
    asked = t("It blocks where the skyline is above the lowest published ray, {deg:g}°.", deg=floor)
    return Finding(
        **about,  # type: ignore[arg-type]
        cases=tuple(cases),
        asked=asked,
        ours=True,
        notes=(seen[0].text, t("Looked at from the point and from {count} points around it.", count=_AROUND)),
        bars=tuple(bars),
        bar_unit="°",
    )


def record(test: Record, catalogue: Catalogue) -> Finding:
    """Look for statements of a country on an object before a date."""
    found = [
        item
        for item in catalogue.statements.values()
        if (item.country, item.object) == (test.country, test.object) and item.date < test.before
    ]
    return Finding(
        part=test.part,
        kind="record",
        what=t("Statements on record before {date}", date=test.before),
        by=("place",),
        cases=(Case(axes={}, value=float(len(found)), unit="statements", holds=not found),),
        notes=tuple(
            t("{date}, {actor}: {summary}", date=item.date, actor=item.actor, summary=item.summary)
            for item in found
        ),
        sources=tuple(item.source for item in found),
    )


def stretch(test: Stretch, _: Catalogue) -> Finding:
    """Say what angles look like in sections whose heights are drawn too tall."""
    cases, bars = [], []
    for angle in test.angles_deg:
        for times in test.stretches:
            shown = math.degrees(math.atan(times * math.tan(math.radians(angle))))
            axes: dict[Axis, str] = {
                "angle": t("{deg:g}°", deg=angle),
                "figure": t("heights {times:g} times too tall", times=times),
            }
            cases.append(Case(axes=axes, value=shown, unit="deg"))
            text = t("{deg:g}°, heights × {times:g}", deg=angle, times=times)
            bars.append(Bar(text=text, value=shown, mark=angle))
    return Finding(
        part=test.part,
        kind="stretch",
        what=t("What an angle looks like in a stretched section"),
        by=("angle", "figure"),
        cases=tuple(cases),
        ours=True,
        bars=tuple(bars),
        bar_unit="°",
    )
