"""Places, and what stands, stood or was proposed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangefan.model.kinds import (
    Azimuth,
    Country,
    Date,
    Id,
    Latitude,
    Longitude,
    Metres,
    Precision,
    Text,
    Width,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place at the precision it was published with.

    Attributes
    ----------
    lat, lon
        Degrees; None for a place published only to the province, or whose position no text gives.
    precision_km
        How far the true place may be from the point.
    coord_source
        Id of the source of the coordinates.
    altitude_m, altitude_source
        Height of the ground above mean sea level, and the id of its source; None where not published.
    """

    id: Id
    name: Text
    name_local: str = ""
    country: Country
    lat: Latitude | None = None
    lon: Longitude | None = None
    precision_km: Precision | None = None
    altitude_m: Metres | None = None
    altitude_source: Id | None = None
    kind: str = ""
    status: str = ""
    coord_source: Id | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A system at a site, as a source records it.

    Attributes
    ----------
    status
        `candidate` and `rejected` were named in the press or by a government and never built.
    azimuth_deg, width_deg
        Centre of the sector clockwise from true north, and its opening; None where not published.
    """

    id: Id
    site: Id
    system: Id
    mode: str = ""
    status: Literal["deployed", "reported", "retired", "planned", "cancelled", "candidate", "rejected"]
    from_date: Date | None = None
    to_date: Date | None = None
    azimuth_deg: Azimuth | None = None
    width_deg: Width | None = None
    azimuth_source: Id | None = None
    source: Id
    note: str = ""
