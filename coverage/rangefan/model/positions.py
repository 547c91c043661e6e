"""Who said what, when, about which part; and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangefan.model.kinds import Country, Date, Id, Kilometres, Latitude, Longitude, Quote, Stance, Text

ActorKind = Literal[
    "state", "ministry", "military", "parliament", "party", "local", "civil", "company", "media"
]
Ground = Literal[
    "strategic-balance",
    "radar-reach",
    "target-risk",
    "arms-race",
    "deterrence",
    "alliance",
    "sovereignty",
    "procedure",
    "health-EMF",
    "environment",
    "economy",
    "cost",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a day, at a place.

    Attributes
    ----------
    object
        What it concerns, as in `Statement`; "economy" for trade and travel; blank for what stands behind all
        of them, as a nuclear test.
    """

    id: Id
    date: Date
    event: Text
    object: str = ""
    place: str = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    source: Id
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One actor, one date, one position on one object.

    Attributes
    ----------
    voice
        Whose statements this one follows and is followed by, where that is not the country's government (for
        a state, a ministry or the armed forces) nor the actor alone: a party, a county, a court.
    country
        Whose; None for an alliance, which speaks for no one state.
    stance
        -2 opposes … +2 asks for, decides or defends. Our coding, and shown as ours.
    grounds
        Why, as far as the text names it.
    part
        Of the system: the radar, the interceptor, or the whole.
    object, scope
        What exactly, and whether anywhere or at this site only.
    mode, claimed_km
        The radar mode and the reach that the statement's own text names; blank where it names none.
    summary
        In our words.
    """

    id: Id
    date: Date
    actor: Text
    actor_kind: ActorKind
    voice: str = ""
    country: Country | None = None
    place: str = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    stance: Stance
    grounds: tuple[Ground, ...] = ()
    part: Literal["radar", "interceptor", "whole"]
    object: Text
    scope: Literal["anywhere", "this site only", ""] = ""
    mode: Literal["", "terminal", "forward"] = ""
    claimed_km: Kilometres | None = None
    summary: Text
    quote: Quote = ""
    translated: Literal["", "yes", "no"] = ""
    source: Id
    coding_note: str = ""
