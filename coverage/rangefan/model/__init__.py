"""The nouns of the catalogue."""

from rangefan.model.claims import Claim
from rangefan.model.figures import Figure, Mode, Sector, Source, System, bounded
from rangefan.model.places import Deployment, Site
from rangefan.model.positions import Event, Statement

__all__ = [
    "Claim",
    "Deployment",
    "Event",
    "Figure",
    "Mode",
    "Sector",
    "Site",
    "Source",
    "Statement",
    "System",
    "bounded",
]
