"""How much of each country and province lies inside a footprint."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rangefan.errors import RangeError
from rangefan.geometry import Fan, footprint, polygon_area_km2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPolygon, STRtree

# An edge strays from the true one by at most a millionth of the range, and a metre: areas are right to 1e-6.
_TOLERANCE_M_PER_KM, _MOST_M = 1e-3, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaInside:
    """What of one country or province lies inside.

    Attributes
    ----------
    code : str
        ISO 3166-1 alpha-3 of a country, ISO 3166-2 of a province.
    country : str
        The country's code; of a province, that of the country which administers it.
    area_km2, whole_km2 : float
        On the ellipsoid: what is inside, and all of it as the gazetteer draws it. Inland water counts.
    """

    code: str
    country: str
    area_km2: float
    whole_km2: float

    @property
    def share(self) -> float:
        """Part of the whole, from 0 to 1."""
        return self.area_km2 / self.whole_km2


def countries_inside(*fans: Fan, codes: Collection[str] | None = None) -> tuple[AreaInside, ...]:
    """Areas of the countries inside a footprint, or inside any of several.

    Parameters
    ----------
    *fans : Fan
        Their union counts: ground inside two of them counts once.
    codes : collection of str, optional
        ISO 3166-1 alpha-3; these countries, also those with nothing inside. Without it, all that have some.

    Returns
    -------
    tuple of AreaInside
        Largest area first. The geometry is right to about 1e-6; the borders are those administered, to about
        1 to 3 km, coarser outside 10-190 E, 10 S-80 N.

    Raises
    ------
    RangeError
        If a country is not known.

    Examples
    --------
    >>> disc = Fan(lat=36.0, lon=128.0, range_km=200.0)
    >>> [(found.code, round(found.share, 3)) for found in countries_inside(disc)]
    [('KOR', 0.83), ('JPN', 0.0)]
    """
    return _inside(_country_pieces, fans, codes)


def provinces_inside(*fans: Fan, country: str | None = None) -> tuple[AreaInside, ...]:
    """Areas of the provinces inside a footprint, or inside any of several; as `countries_inside`.

    Parameters
    ----------
    *fans : Fan
        Their union counts.
    country : str, optional
        ISO 3166-1 alpha-3; all its provinces, also those with nothing inside. The gazetteer has those of
        Korea, Japan, China, Taiwan, Mongolia and the Russian Far East.

    Raises
    ------
    RangeError
        If the gazetteer has no provinces of that country.
    """
    pieces = _province_pieces()
    if country is None:
        return _inside(_province_pieces, fans, None)
    codes = [code for code, owner in pieces.owners.items() if owner == country]
    if not codes:
        known = ", ".join(sorted(set(pieces.owners.values())))
        raise RangeError(f"no provinces of {country!r} here, use one of {known}")
    return _inside(_province_pieces, fans, codes)


@lru_cache(maxsize=64)
def _drawn(fans: tuple[Fan, ...]) -> MultiPolygon:
    """Return the union of footprints, fine enough for areas, in the frame of `whole_countries`."""
    import shapely

    from rangefan.gazetteer.whole import FRAME_CENTER_LON, polygons

    shapes = [
        footprint(fan, min(max(0.01, fan.range_km * _TOLERANCE_M_PER_KM), _MOST_M), FRAME_CENTER_LON)
        for fan in fans
    ]
    return shapes[0] if len(shapes) == 1 else shapely.MultiPolygon(polygons(shapely.union_all(shapes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """The polygons of all countries or provinces, with whose they are, and how large once that was asked."""

    owners: dict[str, str]
    code_of: tuple[str, ...]
    shapes: NDArray[np.object_]
    tree: STRtree
    known_km2: dict[int, float] = field(default_factory=dict)

    def area_km2(self, index: int) -> float:
        """Return the area of one polygon; a map asks for few of the world's, and for those often."""
        if index not in self.known_km2:
            self.known_km2[index] = polygon_area_km2(self.shapes[index])
        return self.known_km2[index]

    def whole_km2(self, code: str) -> float:
        return math.fsum(self.area_km2(index) for index, owner in enumerate(self.code_of) if owner == code)


def _inside(
    known: Callable[[], _Pieces], fans: tuple[Fan, ...], codes: Collection[str] | None
) -> tuple[AreaInside, ...]:
    import shapely

    pieces = known()
    if unknown := sorted(set(codes or ()) - set(pieces.owners)):
        raise RangeError(f"nothing here has the code {', '.join(unknown)}, give ISO 3166 codes such as KOR")
    areas: dict[str, list[float]] = {code: [] for code in codes or ()}
    shape = _drawn(fans) if fans else shapely.MultiPolygon()
    shapely.prepare(shape)
    for index in sorted(pieces.tree.query(shape, predicate="intersects").tolist()):
        code = pieces.code_of[index]
        if codes is None or code in areas:
            areas.setdefault(code, []).append(_shared_km2(fans, known, index))
    found = [
        AreaInside(
            code=code,
            country=pieces.owners[code],
            area_km2=math.fsum(parts),
            whole_km2=pieces.whole_km2(code),
        )
        for code, parts in areas.items()
    ]
    some = [row for row in found if row.area_km2 or codes is not None]
    return tuple(sorted(some, key=lambda row: (-row.area_km2, row.code)))


@lru_cache(maxsize=8192)
def _shared_km2(fans: tuple[Fan, ...], known: Callable[[], _Pieces], index: int) -> float:
    """Return what of one polygon is inside: the same footprint is asked of several countries and claims."""
    import shapely

    from rangefan.gazetteer.whole import polygons

    shape, pieces = _drawn(fans), known()
    piece = pieces.shapes[index]
    if shapely.contains_properly(shape, piece):
        return pieces.area_km2(index)
    shared = polygons(shapely.intersection(shape, piece))
    # Rounding must not let a part outgrow its whole.
    return min(polygon_area_km2(shapely.MultiPolygon(shared)), pieces.area_km2(index)) if shared else 0.0


@cache
def _country_pieces() -> _Pieces:
    from rangefan.gazetteer.whole import whole_countries

    countries = whole_countries()
    return _pieces(countries, {code: code for code in countries})


@cache
def _province_pieces() -> _Pieces:
    from rangefan.gazetteer import provinces
    from rangefan.gazetteer.whole import in_frame

    rows = provinces()
    return _pieces({row.code: in_frame(row.shape) for row in rows}, {row.code: row.country for row in rows})


def _pieces(shapes: dict[str, MultiPolygon], owners: dict[str, str]) -> _Pieces:
    import numpy as np
    import shapely

    codes = list(shapes)
    parts, of_part = shapely.get_parts(np.array(list(shapes.values())), return_index=True)
    return _Pieces(
        owners=owners,
        code_of=tuple(codes[index] for index in of_part.tolist()),
        shapes=parts,
        tree=shapely.STRtree(parts),
    )
