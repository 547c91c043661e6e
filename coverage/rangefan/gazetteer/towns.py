"""Towns by name, with their position: GeoNames, a few corrected; small ones around Korea, large elsewhere.

For names on a map and lists of towns inside a footprint. Their populations are of different years and
sometimes of a whole metropolis, so they are never added up.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rangefan.errors import RangefanError
from rangefan.gazetteer.names import country_name
from rangefan.gazetteer.shapes import provinces
from rangefan.language import Named, named
from rangefan.where import data_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A populated place.

    Attributes
    ----------
    geonameid : int
        GeoNames' number.
    name, name_ko : str
        In Latin letters, as GeoNames has it; in Hangul for towns of Korea, else empty.
    country : str
        ISO 3166-1 alpha-3 of the country that administers it.
    lat, lon : float
        Degrees on WGS84, good to a few kilometres: a town is not a point.
    population : int
        GeoNames' figure, of no stated year; for ordering towns, not for adding up.
    """

    geonameid: int
    name: str
    name_ko: str
    country: str
    lat: float
    lon: float
    population: int

    @property
    def called(self) -> Named:
        """Its name, to be said in any language."""
        return named(self.name, {"ko": self.name_ko})


class UnknownTownError(RangefanError, LookupError):
    """No town has this name, or none in this country.

    Parameters
    ----------
    name : str
        What was asked for.
    country : str or None
        The country it was asked for in.
    similar : tuple of str
        Names that are there and look like it.
    """

    exit_code = 3

    def __init__(self, name: str, country: str | None, similar: tuple[str, ...]) -> None:
        self.name, self.country, self.similar = name, country, similar
        where = f" in {country_name(country)}" if country else ""
        advice = f"did you mean {', '.join(similar)}?" if similar else "give latitude and longitude instead"
        super().__init__(f"no town called {name!r}{where}, {advice}")


class AmbiguousTownError(RangefanError, LookupError):
    """Towns of several countries, all of some size, share this name.

    Parameters
    ----------
    name : str
        What was asked for.
    countries : tuple of str
        ISO codes of the countries that have one.
    """

    exit_code = 3

    def __init__(self, name: str, countries: tuple[str, ...]) -> None:
        self.name, self.countries = name, countries
        super().__init__(f"towns called {name!r} are in {', '.join(countries)}, say which country")


# Names in wide use for towns that GeoNames calls otherwise; tried only when no town has the name itself.
_ALSO = {"ulaanbaatar": "ulanbator", "guam": "hagatna", "rason": "rajin"}
# What GeoNames adds to some towns' names: Jeju City, Seongnam-si.
_ENDINGS = ("", "city", "si")


@cache
def _all() -> tuple[Town, ...]:
    with (data_dir() / "geodata" / "towns.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Town(
                geonameid=int(row["geonameid"]),
                name=row["name"],
                name_ko=row["name_ko"],
                country=row["country"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                population=int(row["population"]),
            )
            for row in csv.DictReader(stream)
        )


@cache
def _by_name() -> dict[str, tuple[Town, ...]]:
    found: dict[str, list[Town]] = {}
    for row in _all():
        for name in {_fold(row.name), _fold(row.name_ko)} - {""}:
            found.setdefault(name, []).append(row)
    return {name: tuple(sorted(rows, key=lambda row: -row.population)) for name, rows in found.items()}


def towns(country: str | None = None, min_population: int = 0) -> tuple[Town, ...]:
    """Return towns, by country and then from the largest.

    Parameters
    ----------
    country : str, optional
        ISO 3166-1 alpha-3; all countries when left out.
    min_population : int
        Least population.
    """
    return tuple(
        row
        for row in _all()
        if row.population >= min_population and (country is None or row.country == country)
    )


def town(name: str, country: str | None = None) -> Town:
    """Return the town of this name; where one country has several, the largest.

    Accents, apostrophes, hyphens and case do not matter; Hangul finds towns of Korea.

    Parameters
    ----------
    name : str
        ``Seoul``, ``Xi'an``, ``부산``; or with its country, ``Suwon, KOR``.
    country : str, optional
        ISO 3166-1 alpha-3. Needed only for names that two countries share.

    Raises
    ------
    UnknownTownError
        If there is none; it holds names that look alike.
    AmbiguousTownError
        If several countries have one and none is ten times larger than the rest.

    Examples
    --------
    >>> town("Pyongyang").country
    'PRK'
    >>> town("Xian").name, town("부산").name
    ('Xi’an', 'Busan')
    """
    if country is None and re.fullmatch(r".+, [A-Z]{3}", name):
        name, _, country = name.rpartition(", ")
    key = _fold(name)
    known = _by_name()
    tries = [known.get(key + ending, ()) for ending in _ENDINGS] + [known.get(_ALSO.get(key, ""), ())]
    here = ([row for row in rows if country in (None, row.country)] for rows in tries)
    rows = next(filter(None, here), [])
    if not rows:
        raise UnknownTownError(name, country, _similar(key, country))
    others = [row for row in rows if row.country != rows[0].country]
    if others and others[0].population * 10 > rows[0].population:
        raise AmbiguousTownError(name, tuple(sorted({row.country for row in rows})))
    return rows[0]


def city_outline(town: Town) -> NDArray[np.float64] | None:
    """Return the outline of a city that is a province of its own, or ``None`` for any other town.

    Seoul, the other metropolitan cities of South Korea, and Pyongyang: places too wide to be a point beside a
    ring. Of a city with islands only the part that holds the town's point.

    Parameters
    ----------
    town : Town
        As given by `town`.

    Returns
    -------
    array of float, shape (n, 2), or None
        Longitude and latitude in degrees; accuracy about 1 km.

    Examples
    --------
    >>> outline = city_outline(town("Seoul"))
    >>> outline.min(axis=0).round(1).tolist(), outline.max(axis=0).round(1).tolist()
    ([126.8, 37.4], [127.2, 37.7])
    >>> city_outline(town("Dalian")) is None
    True
    """
    import shapely

    if town.country not in ("KOR", "PRK"):
        return None
    for row in provinces():
        if row.country == town.country and row.names["en"] == town.name:
            parts = shapely.get_parts(row.shape)
            nearest = parts[shapely.distance(parts, shapely.Point(town.lon, town.lat)).argmin()]
            return shapely.get_coordinates(nearest.exterior)
    return None


def _similar(key: str, country: str | None) -> tuple[str, ...]:
    here = {
        folded: rows[0].name
        for folded, rows in _by_name().items()
        if country is None or any(row.country == country for row in rows)
    }
    close = difflib.get_close_matches(key, sorted(here), n=3, cutoff=0.75)
    return tuple(dict.fromkeys(here[name] for name in close))


def _fold(name: str) -> str:
    """Return the name's letters and digits alone, without accents and case."""
    plain = unicodedata.normalize(
        "NFKC",
        "".join(
            letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
        ),
    )
    return "".join(letter for letter in plain.casefold() if letter.isalnum())
