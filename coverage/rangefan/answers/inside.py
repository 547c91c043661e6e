"""In, out or depends: one town against one layer's published figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangefan.language import t


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a layer's figures say of distance and direction from one point.

    Attributes
    ----------
    low_km, high_km
        The lowest and the highest figure drawn.
    low_label, high_label
        What the map calls them.
    precision_km
        How far the true site may be from the point.
    inner_km
        Nearer than this nothing is within reach.
    azimuth_deg, width_deg
        Centre and opening of the fan; `width_deg` is 360 for a ring, and for the disc of all directions.
    direction_published
        Whether a source gives the azimuth.
    """

    low_km: float
    high_km: float
    low_label: str
    high_label: str
    precision_km: float = 0.0
    inner_km: float = 0.0
    azimuth_deg: float = 0.0
    width_deg: float = 360.0
    direction_published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One town's answer, and why.

    Attributes
    ----------
    turns_on
        For `depends`: the figure chosen, the point (of the site or within the town), or the direction.
    """

    answer: Literal["in", "depends", "out"]
    why: str = ""
    turns_on: Literal["", "figure", "point", "direction"] = ""


def answer_for(
    reach: Reach, distance_km: float, azimuth_deg: float, extent_km: tuple[float, float] | None = None
) -> Answer:
    """Say whether a town lies inside a layer's figures.

    Parameters
    ----------
    reach : Reach
        The figures, and where the fan points.
    distance_km, azimuth_deg : float
        Geodesic, from the site to the town's point.
    extent_km : (float, float), optional
        Distance to the nearest and the farthest part of the town's own area, where an outline is known.

    Examples
    --------
    >>> reach = Reach(low_km=600, high_km=1000, low_label="600 km · A", high_label="1,000 km · B")
    >>> answer_for(reach, 665, 301).answer
    'depends'
    """
    near, far = extent_km or (distance_km, distance_km)
    slack = reach.precision_km
    if near - slack > reach.high_km:
        return Answer(answer="out")
    if far + slack < reach.inner_km:
        return Answer(answer="out", why=t("in the hole around the site"))
    if reach.width_deg == 360 and not reach.direction_published:
        return Answer(answer="depends", why=t("only if the radar faced it"), turns_on="direction")
    if reach.width_deg < 360:
        off = abs((azimuth_deg - reach.azimuth_deg + 180) % 360 - 180)
        if off > reach.width_deg / 2:
            if reach.direction_published:
                return Answer(answer="out", why=t("within the distance, outside the published sector"))
            return Answer(
                answer="depends",
                why=t("only if the radar faced it; outside the direction drawn"),
                turns_on="direction",
            )
    if far + slack <= reach.low_km and near - slack >= reach.inner_km:
        drawn = reach.width_deg < 360 and not reach.direction_published
        return Answer(answer="in", why=t("for the direction drawn") if drawn else "")
    if reach.low_km < reach.high_km and far + slack <= reach.high_km and near - slack > reach.low_km:
        why = t("outside {low}, inside {high}", low=reach.low_label, high=reach.high_label)
        return Answer(answer="depends", why=why, turns_on="figure")
    if near - slack < reach.inner_km:
        return Answer(answer="depends", why=t("the edge of the hole around the site"), turns_on="point")
    # What is left straddles a line: the town's own area, or the doubt about the site, decides which.
    for label, line_km in ((reach.low_label, reach.low_km), (reach.high_label, reach.high_km)):
        if extent_km is not None and near <= line_km < far:
            return Answer(
                answer="depends", why=t("the line of {label} crosses the city", label=label), turns_on="point"
            )
    why = t("the line passes within the ±{km:g} km to which the site is known", km=slack)
    return Answer(answer="depends", why=why, turns_on="point")
