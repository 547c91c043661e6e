"""The steps of a story: dates, sentences and what they rest on, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.mapfile import MapFile, Step
    from rangefan.scene.nouns import SceneLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneStep:
    """One step of a story.

    Attributes
    ----------
    sources
        Ids of the sources it rests on, in the order of its records.
    show
        Ids of the layers shown at this step.
    pick, altitude, bounds, focus
        Whose figure; the number of the altitude among those on offer, from 0, or None as published; the
        frame, or None for the map's own; the statement to point out.
    """

    date: str
    title: str
    text: str
    sources: tuple[str, ...]
    show: tuple[str, ...]
    pick: str
    altitude: int | None
    bounds: tuple[float, float, float, float] | None
    focus: str | None


def steps_of(mapped: MapFile, catalogue: Catalogue, layers: tuple[SceneLayer, ...]) -> tuple[SceneStep, ...]:
    """Return the steps of a map file's story, each with all that it shows.

    Parameters
    ----------
    mapped : MapFile
        Checked against the catalogue.
    catalogue : Catalogue
        Where the records stand that the steps rest on.
    layers : tuple of SceneLayer
        For a step that names no layers: those shown at first.
    """
    first = tuple(layer.id for layer in layers if layer.visible)
    return tuple(_step(step, mapped, catalogue, first) for step in mapped.steps)


def _step(step: Step, mapped: MapFile, catalogue: Catalogue, first: tuple[str, ...]) -> SceneStep:
    records = [catalogue.events.get(name) or catalogue.statements[name] for name in step.rests_on]
    view, height = step.view, step.altitude_km
    return SceneStep(
        date=step.date,
        title=step.title,
        text=step.text,
        sources=tuple(dict.fromkeys([*(record.source for record in records), *step.sources])),
        show=first if step.show is None else step.show,
        pick=step.pick or "nominal",
        altitude=None if height is None else mapped.altitude.steps_km.index(height),
        bounds=(view.west, view.south, view.east, view.north) if view else None,
        focus=step.focus,
    )
