"""Find and read a map file, and check it against the catalogue and the gazetteer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rangefan.errors import RangefanError, UsageError
from rangefan.files import Report, TomlFile, read_record, read_toml
from rangefan.files.fields import nearest
from rangefan.mapfile.nouns import ALL_CLAIMS, Layer, MapFile, Positions
from rangefan.mapfile.picks import mode_of, picks_of
from rangefan.mapfile.steps import check_steps, check_view
from rangefan.mapfile.words import check_map_words
from rangefan.where import maps_dir

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.model import System


def names() -> list[str]:
    """Return the names of the shipped maps."""
    return sorted(path.stem for path in maps_dir().glob("*.toml"))


def find(name: str) -> Path:
    """Return the path of a map given by path or by the name of a shipped map.

    Raises
    ------
    UsageError
        If it is neither.
    """
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        if path.is_file():
            return path
        raise UsageError(f"{name}: no such file; `rangefan list maps` shows the shipped maps")
    if name in names():
        return maps_dir() / f"{name}.toml"
    raise UsageError(f'"{name}" is no file and no shipped map: {nearest(name, names())}')


def read_map(name: str | Path, catalogue: Catalogue) -> MapFile:
    """Read a map file and check all that it names.

    Parameters
    ----------
    name : str or Path
        A path, or the name of a shipped map.
    catalogue : Catalogue
        What the names lead into.

    Raises
    ------
    UsageError
        If there is no such map.
    InputError
        With every problem found in it.
    FileError
        If the file cannot be opened.
    """
    path = find(str(name))
    file = read_toml(path)
    report = Report()
    mapped = read_record(MapFile, {"id": path.stem, **file.data}, report, file.at)
    if mapped is not None:
        _check(mapped, file, catalogue, report)
    report.raise_if_any()
    assert mapped is not None  # no problem, so there is a map
    return mapped


def check_map(mapped: MapFile, catalogue: Catalogue) -> None:
    """Check all that a map made or changed in Python names; `read_map` does it for a file.

    Raises
    ------
    InputError
        With every problem, each with the layer and field it is about.
    """
    report = Report()
    _check(mapped, _Unwritten.of(mapped), catalogue, report)
    report.raise_if_any()


class _Unwritten(TomlFile):
    """What stands for the file of a map that has none: layers and fields instead of lines."""

    __slots__ = ()

    @classmethod
    def of(cls, mapped: MapFile) -> _Unwritten:
        return cls(f'map "{mapped.id}"', "", {"layer": [layer.id for layer in mapped.layers]})

    def at(self, key: tuple[str | int, ...]) -> tuple[str, int]:
        if key[:1] == ("layer",) and len(key) > 1 and isinstance(key[1], int):
            key = (f'layer "{self.data["layer"][key[1]]}"', *key[2:])
        return ", ".join([self.name, *(str(part) for part in key if isinstance(part, str))]), 0


def _check(mapped: MapFile, file: TomlFile, catalogue: Catalogue, report: Report) -> None:
    """Report every name that leads nowhere and every choice that contradicts another."""
    seen: set[str] = set()
    if not mapped.layers:
        report.add(file.name, 1, "no layer", "write at least one [[layer]]")
    for index, layer in enumerate(mapped.layers):
        where = _Where(file, index, report)
        if layer.id in seen:
            where.say("id", f'layer "{layer.id}" is there already', "give it an id of its own")
        seen.add(layer.id)
        _check_place(layer, catalogue, where)
        if layer.system not in catalogue.systems:
            advice = nearest(layer.system, catalogue.systems)
            where.say("system", f'no system "{layer.system}"', advice)
        else:
            _check_figures(layer, catalogue.systems[layer.system], where)
            _check_direction(layer, catalogue, where)
        if layer.toward not in ("", "any"):
            where.town("toward", layer.toward)
        if layer.toward and layer.azimuth_deg is not None:
            where.say("toward", "toward and azimuth_deg are both given", "keep one")
        low, high = layer.min_elevation_deg, layer.max_elevation_deg
        if low is not None and high is not None and low >= high:
            what = f"min_elevation_deg {low:g} is not below max_elevation_deg {high:g}"
            where.say("min_elevation_deg", what, "swap them")
    for index, name in enumerate(mapped.towns.show):
        _check_town(name, *file.at(("towns", "show", index)), report)
    if mapped.towns.answer and mapped.towns.answer not in seen:
        at = file.at(("towns", "answer"))
        report.add(*at, f'no layer "{mapped.towns.answer}"', nearest(mapped.towns.answer, seen))
    if mapped.towns.ask and mapped.towns.ask not in mapped.towns.show:
        at = file.at(("towns", "ask"))
        report.add(*at, f'"{mapped.towns.ask}" is not in show', nearest(mapped.towns.ask, mapped.towns.show))
    if mapped.towns.ask and mapped.towns.answer:
        report.add(*file.at(("towns", "ask")), "ask and answer are both given", "keep one")
    if mapped.positions:
        _check_positions(mapped.positions, file, catalogue, report)
    if mapped.view:
        check_view(mapped.view, *file.at(("view",)), report)
    for index, name in enumerate(mapped.claims.show if mapped.claims else ()):
        if name not in (ALL_CLAIMS, *catalogue.claims):
            at = file.at(("claims", "show", index))
            report.add(*at, f'no claim "{name}"', nearest(name, [ALL_CLAIMS, *catalogue.claims]))
    check_steps(mapped, file, catalogue, report)
    check_map_words(mapped, file, catalogue, report)


class _Where:
    """Says problems of one layer at the line of their key."""

    def __init__(self, file: TomlFile, index: int, report: Report) -> None:
        self.file, self.index, self.report = file, index, report

    def say(self, key: str, what: str, advice: str) -> None:
        self.report.add(*self.file.at(("layer", self.index, key)), what, advice)

    def town(self, key: str, name: str) -> None:
        _check_town(name, *self.file.at(("layer", self.index, key)), self.report)


def _check_town(name: str, file: str, line: int, report: Report) -> None:
    from rangefan.gazetteer import town

    try:
        town(name)
    except RangefanError as error:
        what, _, advice = str(error).partition(", ")
        report.add(file, line, what, advice)


def _check_positions(asked: Positions, file: TomlFile, catalogue: Catalogue, report: Report) -> None:
    known = {statement.object for statement in catalogue.statements.values()}
    if not asked.objects:
        report.add(
            *file.at(("positions", "objects")), "no object", f"name one of: {', '.join(sorted(known))}"
        )
    for index, name in enumerate(asked.objects):
        if name not in known:
            at = file.at(("positions", "objects", index))
            report.add(*at, f'no statement is on "{name}"', nearest(name, known))
    subjects = {event.object for event in catalogue.events.values() if event.object}
    for index, name in enumerate(asked.events):
        if name not in subjects:
            at = file.at(("positions", "events", index))
            report.add(*at, f'no event is on "{name}"', nearest(name, subjects))
    if asked.from_date and asked.to_date and asked.from_date > asked.to_date:
        what = f"from {asked.from_date} is after to {asked.to_date}"
        report.add(*file.at(("positions", "from")), what, "swap them")


def _check_place(layer: Layer, catalogue: Catalogue, where: _Where) -> None:
    point = layer.lat is not None or layer.lon is not None
    if (layer.site is not None) + bool(layer.town) + point != 1:
        where.say("site", f'layer "{layer.id}" needs one place', "give site, or town, or lat and lon")
    if (layer.lat is None) != (layer.lon is None):
        where.say("lat", "lat and lon go together", "give both")
    if layer.town:
        where.town("town", layer.town)
    if layer.site is not None:
        site = catalogue.sites.get(layer.site)
        if site is None:
            where.say("site", f'no site "{layer.site}"', nearest(layer.site, catalogue.sites))
        elif site.lat is None:
            what = f'no text gives coordinates for "{layer.site}"'
            where.say("site", what, "leave the layer out, or give lat and lon as a what-if")


def _check_figures(layer: Layer, system: System, where: _Where) -> None:
    picks: Mapping[str, str] = {"low": layer.low, "nominal": layer.nominal, "high": layer.high}
    if layer.mode and layer.mode not in system.modes:
        what = f'{system.id} has no mode "{layer.mode}"'
        where.say("mode", what, nearest(layer.mode, system.modes))
        return
    if layer.range_km is not None:
        for key in (key for key, pick in picks.items() if pick):
            where.say(key, f"{key} and range_km are both given", "keep one")
        _check_drawn(layer, system, where)
        return
    if not layer.mode and len(system.modes) > 1:
        where.say("id", f"{system.id} has several modes", f"set mode: {', '.join(system.modes)}")
        return
    if not system.modes and not layer.nominal:
        what = f"{system.id} has no figure that may be drawn"
        where.say("system", what, "see `rangefan show` for why, or leave the layer out")
        return
    for key, pick in picks.items():
        if not pick:
            continue
        try:
            figure, _, _ = system.drawn(pick)
        except KeyError:
            ids = [item.id for item in system.figures]
            where.say(key, f'{system.id} has no figure "{pick}"', nearest(pick.partition(".")[0], ids))
            continue
        if not figure.draw or figure.unit != "km":
            where.say(key, f'"{pick}" is no radius', figure.note or "pick a figure in km")
    if not where.report.problems:
        _check_drawn(layer, system, where)


def _check_drawn(layer: Layer, system: System, where: _Where) -> None:
    """Check what the picks lead to: something to draw, in rising order, beyond the inner range."""
    drawn = picks_of(layer, system)
    numbers = [range_km for _, _, range_km in drawn]
    if numbers != sorted(numbers):
        where.say("id", f"low, nominal and high are {numbers} km", "pick figures in rising order")
    shown = [range_km for pick, _, range_km in drawn if pick in layer.show]
    if not shown:
        advice = f"show one of: {', '.join(pick for pick, _, _ in drawn)}"
        where.say("show", f'nothing of "{layer.id}" is shown', advice)
    elif layer.inner_km is not None and layer.inner_km >= min(shown):
        what = f"inner_km {layer.inner_km:g} is not below the range, {min(shown):g} km"
        where.say("inner_km", what, "make it smaller")


def _check_direction(layer: Layer, catalogue: Catalogue, where: _Where) -> None:
    """Check that a fan points somewhere: as published at this site, or as the author says."""
    if layer.toward or layer.azimuth_deg is not None or layer.width_deg == 360:
        return
    system = catalogue.systems[layer.system]
    recorded = catalogue.deployments_at(layer.site or "", system.id, mode_of(layer, system))
    if any(item.azimuth_deg is not None for item in recorded):
        return
    width = layer.width_deg or (system.drawn(system.sector.width)[2] if system.sector else 360)
    if width < 360:
        what = f'"{layer.id}" is a fan, and the azimuth is not published'
        where.say("id", what, 'say where you draw it: toward = "Pyongyang" or "any", or azimuth_deg')
