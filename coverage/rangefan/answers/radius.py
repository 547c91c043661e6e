"""How large a disc must be to hold a share of a country's area."""

from __future__ import annotations

import math
from collections.abc import Collection

from rangefan.answers.area import countries_inside
from rangefan.errors import RangeError
from rangefan.geometry import Fan
from rangefan.geometry.fan import GREATEST_RANGE_KM, LEAST_RANGE_KM

_CLOSE_KM = 0.001
_NEAR_KM = 0.05
_CHORDS = 12


def radius_for_area_km(lat: float, lon: float, codes: Collection[str], share: float) -> float:
    """Return the radius around a point whose disc holds a share of some countries, taken together.

    Parameters
    ----------
    lat, lon : float
        Degrees on WGS84.
    codes : collection of str
        ISO 3166-1 alpha-3; ``["KOR", "PRK"]`` is the peninsula.
    share : float
        Above 0 and up to 1.

    Returns
    -------
    float
        In km, to a metre on the borders as the gazetteer draws them; by bracketing, for a larger disc never
        holds less.

    Raises
    ------
    RangeError
        If the share is not above 0 and up to 1, if there is no country or an unknown one, or as `Fan` does.

    Examples
    --------
    >>> half, more = (radius_for_area_km(36.0, 128.0, ["KOR"], share) for share in (1 / 2, 2 / 3))
    >>> half < more < 200
    True
    """
    if not 0 < share <= 1:
        raise RangeError(f"share is {share}, give one above 0 and up to 1")
    if not codes:
        raise RangeError("no country given, give codes such as KOR")

    def above(range_km: float) -> float:
        """Return the area inside beyond what is asked, in km²: never less for a larger disc."""
        found = countries_inside(Fan(lat=lat, lon=lon, range_km=range_km), codes=codes)
        inside, whole = (math.fsum(getattr(row, name) for row in found) for name in ("area_km2", "whole_km2"))
        return inside - share * whole * (1 - 1e-12)  # all of it, whatever rounding says

    low, high = LEAST_RANGE_KM, 100.0
    under, over = above(low), above(high)
    while high < GREATEST_RANGE_KM and over < 0:
        low, under, high = high, over, min(2 * high, GREATEST_RANGE_KM)
        over = above(high)
    # Along the chord, the end that stays halved (the Illinois rule), until two guesses are near each other:
    # then just under and over the last. By halves now and then, and in the end always: where the area does
    # not grow (a disc over sea) a chord tells nothing.
    turn, last, side = 0, math.inf, 0
    while high - low > _CLOSE_KM:
        turn += 1
        guess = (
            (low + high) / 2
            if turn % 5 == 0 or turn > _CHORDS
            else low - under * (high - low) / (over - under)
        )
        near = abs(guess - last) < _NEAR_KM
        last = guess
        for at in (guess, guess - 0.9 * _CLOSE_KM, guess + 0.9 * _CLOSE_KM) if near else (guess,):
            if not low < at < high:
                continue
            found = above(at)
            if found >= 0:
                under = under / 2 if side > 0 else under
                high, over, side = at, found, 1
            else:
                over = over / 2 if side < 0 else over
                low, under, side = at, found, -1
    return high
