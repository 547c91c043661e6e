"""What no record can know alone: that ids lead somewhere and numbers agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rangefan.files import Report
from rangefan.files.fields import nearest
from rangefan.model import Claim, Mode, System

if TYPE_CHECKING:
    from rangefan.catalogue.load import Catalogue

Record = tuple[str, ...]
Say = Callable[[Record, str, str], None]
Known = Callable[[Record, str, str | None, str], None]


def crosscheck(catalogue: Catalogue, report: Report) -> None:
    """Add to the report every reference that leads nowhere and every rule between records that is broken."""

    def say(record: Record, what: str, advice: str) -> None:
        report.add(*catalogue.at(*record), what, advice)

    broken = {problem.file for problem in report.problems}

    def known(record: Record, field: str, wanted: str | None, table: str) -> None:
        among: Mapping[str, Any] = getattr(catalogue, table)
        # What stands in a file that could not be read may be there: one fault, one message.
        unread = {f"data/{table}.csv", f"data/systems/{wanted}.toml"} & broken
        if wanted and wanted not in among and not unread:
            say(record, f'"{field}" names "{wanted}", which is not there', nearest(wanted, among))

    cited: set[str | None] = set()
    for system in catalogue.systems.values():
        for figure in system.figures:
            known(("figures", system.id, figure.id), "source", figure.source, "sources")
            cited.add(figure.source)
        _check_figures(system, say)
        for key, mode in system.modes.items():
            _check_mode(system, key, mode, say)
    for site in catalogue.sites.values():
        known(("sites", site.id), "coord_source", site.coord_source, "sources")
        known(("sites", site.id), "altitude_source", site.altitude_source, "sources")
        cited.update((site.coord_source, site.altitude_source))
        if (site.altitude_m is None) != (site.altitude_source is None):
            say(("sites", site.id), "an altitude and its source go together", "give both or neither")
        point = (site.lat, site.lon, site.precision_km, site.coord_source)
        if any(part is None for part in point) and any(part is not None for part in point[:2]):
            say(("sites", site.id), "a point without lat, lon, precision_km or coord_source", "give all four")
    for item in catalogue.deployments.values():
        known(("deployments", item.id), "site", item.site, "sites")
        known(("deployments", item.id), "system", item.system, "systems")
        if item.mode and item.system in catalogue.systems:
            modes = catalogue.systems[item.system].modes
            if item.mode not in modes:
                say(("deployments", item.id), f'"mode" names "{item.mode}"', nearest(item.mode, modes))
        known(("deployments", item.id), "source", item.source, "sources")
        known(("deployments", item.id), "azimuth_source", item.azimuth_source, "sources")
        cited.update((item.source, item.azimuth_source))
        if (item.azimuth_deg is None) != (item.azimuth_source is None):
            say(("deployments", item.id), "an azimuth and its source go together", "give both or neither")
    for event in catalogue.events.values():
        known(("events", event.id), "source", event.source, "sources")
        cited.add(event.source)
    for statement in catalogue.statements.values():
        known(("statements", statement.id), "source", statement.source, "sources")
        cited.add(statement.source)
        if statement.quote and not statement.translated:
            say(("statements", statement.id), "a quote without `translated`", "write yes or no")
    for claim in catalogue.claims.values():
        known(("claims", claim.id), "source", claim.source, "sources")
        cited.add(claim.source)
        for statement_id in claim.statements:
            known(("claims", claim.id), "statements", statement_id, "statements")
        _check_tests(catalogue, claim, known, say)
    for source in () if report.problems else catalogue.sources.keys() - cited:
        say(("sources", source), f'no record cites "{source}"', "delete the row, or cite it")


def _check_figures(system: System, say: Say) -> None:
    for figure in system.figures:
        record = ("figures", system.id, figure.id)
        low, high = figure.low, figure.high
        # A sector in degrees may run through north; a band of kilometres may not run backwards.
        if figure.unit != "deg" and low is not None and high is not None and low > high:
            say(record, f"low {low} is above high {high}", "swap them")
        if figure.mode and figure.mode not in system.modes:
            say(record, f'"mode" names "{figure.mode}"', nearest(figure.mode, system.modes))
        numbers = (figure.value, figure.low, figure.high)
        if figure.unit == "km" and any(n is not None and n > 20003.9 for n in numbers):
            say(record, "a range above half the meridian", "write at most 20,003.9 km")
    if system.sector:
        try:
            figure, _, _ = system.drawn(system.sector.width)
        except KeyError:
            ids = [item.id for item in system.figures]
            what = f'[sector] width names "{system.sector.width}"'
            say(("systems", system.id), what, nearest(system.sector.width, ids))
        else:
            if figure.unit != "deg":
                say(("systems", system.id), f'[sector] width is in "{figure.unit}"', "name a figure in deg")


def _check_mode(system: System, key: str, mode: Mode, say: Say) -> None:
    """Check that a mode's picks lead to figures that may be drawn, in km, in rising order."""
    ids = [item.id for item in system.figures]
    numbers: list[float] = []
    for name, pick in (("low", mode.low), ("nominal", mode.nominal), ("high", mode.high)):
        if not pick:
            continue
        record = ("modes", system.id, key, name)
        try:
            figure, _, number = system.drawn(pick)
        except KeyError:
            advice = f"{nearest(pick.partition('.')[0], ids)} (.low or .high for one end of a band)"
            say(record, f'{name} = "{pick}" leads to no number', advice)
            continue
        if not figure.draw or figure.unit != "km":
            say(record, f'{name} = "{pick}" may not be drawn', "pick one in km with draw = true")
            continue
        numbers.append(number)
    if numbers != sorted(numbers):
        record = ("modes", system.id, key, "nominal")
        say(record, f"low, nominal, high are {numbers}", "pick figures in rising order")
    units = {item.id: item.unit for item in system.figures}
    for name, figure_id, unit in (("altitude", mode.altitude, "km"), ("floor", mode.floor, "deg")):
        record = ("modes", system.id, key, name)
        if figure_id and figure_id not in units:
            say(record, f'{name} names "{figure_id}"', nearest(figure_id, ids))
        elif figure_id and units[figure_id] != unit:
            say(record, f'{name} is in "{units[figure_id]}"', f"name a figure in {unit}")


def _check_tests(catalogue: Catalogue, claim: Claim, known: Known, say: Say) -> None:
    """Check that a claim's tests name figures, sites and events that are there, and parts the claim has."""
    for kind, number, test in claim.tests:
        record = ("claims", claim.id, kind, str(number))
        if test.part not in claim.parts and (test.part or claim.parts):
            say(
                (*record, "part") if test.part else record,
                f'"part" is "{test.part}"',
                f"use one of: {', '.join(claim.parts) or 'none'}",
            )
        for name in ("site", "sites", "beside", "places", "than", "to"):
            named = getattr(test, name, ())
            for place in (named,) if isinstance(named, str) else named:
                table, _, key = place.rpartition(":")
                if table in ("", "event"):
                    known((*record, name), name, key, "events" if table else "sites")
        for name in ("figure", "figures", "beside_figures"):
            named = getattr(test, name, ())
            for pick in (named,) if isinstance(named, str) else named:
                system, _, figure = pick.partition("/")
                known((*record, name), name, system, "systems")
                if system in catalogue.systems:
                    try:
                        catalogue.systems[system].drawn(figure)
                    except KeyError:
                        ids = [item.id for item in catalogue.systems[system].figures]
                        say(
                            (*record, name),
                            f'"{pick}" leads to no number',
                            nearest(figure.partition(".")[0], ids),
                        )
        for system in getattr(test, "systems", ()):
            known((*record, "systems"), "systems", system, "systems")
