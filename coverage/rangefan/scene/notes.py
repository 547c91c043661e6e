"""The notes of a page: how to read it, what is not in it, and what this map needs said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rangefan.language import strung, t
from rangefan.mapfile import MapFile
from rangefan.scene.nouns import SceneLayer


def notes(
    mapped: MapFile, layers: Sequence[SceneLayer], terrain: Iterable[str] = ()
) -> tuple[dict[str, str], ...]:
    """Return the notes that stand on every page, and those this map needs; `terrain` is what skylines say."""
    said: list[tuple[str, str]] = [
        (
            t("What a ring is"),
            t(
                "A ring or fan shows how far a published nominal range reaches from a point, over the "
                "ground on the WGS84 ellipsoid. It is reach, not protection and not detection: as "
                "published, target, altitude, terrain and horizon are not in it. A range that says neither"
                " slant nor ground is drawn as ground."
            ),
        ),
        (
            t("Where sources disagree"),
            t(
                "Every published figure found is kept and listed with its source. The map draws a low, a "
                "nominal and a high one; the ribbon lies between low and high, widened by how well the "
                "site is known."
            ),
        ),
    ]
    for layer in layers:
        if layer.altitude_km is not None and layer.sight is not None:
            title = t("{layer} at {km:,g} km altitude", layer=layer.name, km=layer.altitude_km)
            said.append((title, layer.sight.text))
    if any(layer.at_altitude for layer in layers):
        said.append(
            (
                t("Altitude"),
                t(
                    "At an altitude, what is left of a range is what the published elevation floor and "
                    "horizon leave of it, with the range read as ground and as slant; an interceptor has "
                    "its published altitude band. The legend says for each layer what was taken, and from "
                    "whom."
                ),
            )
        )
    if any(layer.direction and not layer.direction.published for layer in layers):
        said.append(
            (
                t("Direction"),
                t(
                    "Where no source publishes a radar’s azimuth, the map says what it assumes, draws the "
                    "fan firmly and the disc of all other directions faintly."
                ),
            )
        )
    if terrain := sorted(terrain):
        said.append(
            (
                t("Terrain"),
                t(
                    "At an altitude a radar’s footprint is cut by the skyline of an elevation model: the "
                    "highest elevation that ground reaches, a degree of azimuth apart, as the floor of the"
                    " ray trace. Ridges between azimuths, buildings and trees are not in it, nor is ground"
                    " beyond the distance named; side views stay over a smooth Earth. {terrain}.",
                    terrain=strung(terrain, ". "),
                ),
            )
        )
    if any(layer.exclusive for layer in layers):
        modes = t("One antenna works in one mode at a time; its modes are never drawn together.")
        said.append((t("Modes"), modes))
    if any(layer.status != "recorded" for layer in layers):
        said.append(
            (
                t("Hypothetical and candidate placements"),
                t(
                    "A placement that no source records is marked hypothetical. A candidate was named in "
                    "public and never built."
                ),
            )
        )
    said += [
        (
            t("Borders and names"),
            t(
                "Borders as administered (Natural Earth, de facto control), accurate to about 1–3 km. "
                "Where a name is disputed both stand; which comes first is a setting of the map and takes "
                "no side."
            ),
        ),
        (
            t("No endorsement"),
            t(
                "Showing a figure, a place or a position is not endorsing it. Figures are the publishers’ "
                "own, at the precision published; rangefan is not a planning tool."
            ),
        ),
    ]
    if mapped.note:
        said.append((t("About this map"), mapped.note))
    return tuple({"title": title, "text": text} for title, text in said)
