"""Public claims about reach or distance, with the tests they are put to."""

from __future__ import annotations

from dataclasses import dataclass, field

from rangefan.model.kinds import Date, Id, Text
from rangefan.model.testing import (
    Added,
    Beam,
    Closer,
    Distance,
    Districts,
    InverseSquare,
    Published,
    Record,
    Sector,
    Share,
    Sightline,
    Skyline,
    Stretch,
    Within,
)

Test = (
    Share
    | Added
    | Within
    | Districts
    | Distance
    | Closer
    | Sightline
    | Beam
    | InverseSquare
    | Sector
    | Skyline
    | Record
    | Stretch
    | Published
)
KINDS = (
    "share",
    "added",
    "within",
    "districts",
    "distance",
    "closer",
    "published",
    "sightline",
    "beam",
    "inverse_square",
    "sector",
    "skyline",
    "record",
    "stretch",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A public claim about reach or distance, and the tests it is put to.

    Attributes
    ----------
    claim
        What was said, in our words.
    wording_note
        What the words leave open, and what was not read.
    parts
        Where one record holds two claims: what each says, by its letter.
    missing
        Why it cannot be tested here, or what the test leaves out.
    """

    id: Id
    claim: Text
    who: Text
    date: Date | None = None
    wording_note: str = ""
    statements: tuple[Id, ...] = ()
    source: Id
    parts: dict[str, str] = field(default_factory=dict, metadata={"key": "part"})
    missing: str = ""
    share: tuple[Share, ...] = ()
    added: tuple[Added, ...] = ()
    within: tuple[Within, ...] = ()
    districts: tuple[Districts, ...] = ()
    distance: tuple[Distance, ...] = ()
    closer: tuple[Closer, ...] = ()
    published: tuple[Published, ...] = ()
    sightline: tuple[Sightline, ...] = ()
    beam: tuple[Beam, ...] = ()
    inverse_square: tuple[InverseSquare, ...] = ()
    sector: tuple[Sector, ...] = ()
    skyline: tuple[Skyline, ...] = ()
    record: tuple[Record, ...] = ()
    stretch: tuple[Stretch, ...] = ()

    @property
    def tests(self) -> tuple[tuple[str, int, Test], ...]:
        """Every test with its kind and its number within the kind."""
        return tuple((kind, index, test) for kind in KINDS for index, test in enumerate(getattr(self, kind)))
