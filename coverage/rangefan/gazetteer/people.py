"""South Korea's people by town and neighbourhood, from the 2020 census.

Only South Korea: no registry offers the like for its neighbours, and we do not guess.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from rangefan.where import data_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusTown:
    """An eup, myeon or dong: the smallest unit the census counts by.

    Attributes
    ----------
    code : str
        Statistics Korea's code of 2020.
    name, name_ko : str
        Town, district, province; the English one is empty for the few that have no count.
    lat, lon : float
        A point inside, in degrees on WGS84; the median unit is 9 km² large.
    people : int or None
        Counted in 2020; ``None`` where no count is published under this code.
    """

    code: str
    name: str
    name_ko: str
    lat: float
    lon: float
    people: int | None


@cache
def people() -> tuple[CensusTown, ...]:
    """Return the 3,501 census towns in the order of their codes; 51,656,761 people in all.

    The published total is 51,829,136: the six neighbourhoods of Gwangju in Gyeonggi Province whose
    boundaries came after the count, and eight empty townships in the demilitarized zone, have no count.

    Examples
    --------
    >>> sum(row.people or 0 for row in people())
    51656761
    """
    with (data_dir() / "geodata" / "people_kor.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            CensusTown(
                code=row["code"],
                name=row["name"],
                name_ko=row["name_ko"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                people=int(row["people"]) if row["people"] else None,
            )
            for row in csv.DictReader(stream)
        )
