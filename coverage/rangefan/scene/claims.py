"""The claims a map shows: what was said, what testing it gave, and what a picture of each can draw."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any

from rangefan.answers.claims import claims_tested, in_words, measured
from rangefan.geometry import footprint
from rangefan.language import Said, t
from rangefan.mapfile.nouns import ALL_CLAIMS
from rangefan.scene.drawing import geojson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rangefan.answers.claims import Axis, Case, Finding, Outcome
    from rangefan.catalogue import Catalogue
    from rangefan.geometry import Fan
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.mapfile import MapFile
    from rangefan.model import Claim

Bounds = tuple[float, float, float, float]

# Pictures share a few frames, and with them their land: west, south, east, north in degrees.
FRAMES: dict[str, Bounds] = {
    "korea": (122.6, 32.6, 132.6, 41.4),
    "caspian": (35.0, 34.0, 51.0, 43.0),
    "baltic": (14.5, 52.6, 23.5, 56.8),
    "near": (113.0, 26.0, 143.0, 46.5),
    "region": (104.0, 24.0, 146.0, 51.0),
    "asia": (78.0, 8.0, 166.0, 62.0),
}
_PICTURE_PX = 420
_LOCAL_DEG = 1.0  # a picture this small shows no land: outlines are good to 1 to 3 km


def columns() -> dict[Axis, Said]:
    """Return the headings of what a case chose, by axis."""
    return {
        "said": t("Said"),
        "of": t("Of"),
        "figure": t("Figure"),
        "shape": t("Shape"),
        "than": t("Compared with"),
        "site": t("From"),
        "place": t("Place"),
        "angle": t("Which"),
    }


def claims_of(mapped: MapFile, catalogue: Catalogue, dem: ElevationModel | None) -> dict[str, Any] | None:
    """Test the claims that a map shows; None for a map that shows none.

    Returns
    -------
    dict
        ``claims``, each as plain data, and ``frames``: the land of the frames that their pictures share.
    """
    if mapped.claims is None:
        return None
    ids = list(catalogue.claims) if ALL_CLAIMS in mapped.claims.show else list(mapped.claims.show)
    found = claims_tested(catalogue, ids, dem)
    claims = [_plain(catalogue.claims[one.id], one, catalogue) for one in found]
    used = {claim["map"]["frame"] for claim in claims if claim["map"]} - {""}
    return {"claims": claims, "frames": {name: _land(FRAMES[name]) for name in FRAMES if name in used}}


def _land(bounds: Bounds) -> dict[str, Any]:
    from rangefan.gazetteer import basemap

    west, _, east, _ = bounds
    land = basemap(bounds, (west + east) / 2)
    # Small pictures: what is no wider than a pixel of theirs is not in them.
    pixel = (east - west) / _PICTURE_PX
    countries = [row | {"geometry": _coarse(row["geometry"], pixel)} for row in land["countries"]]
    lines = [row | {"geometry": _coarse(row["geometry"], pixel)} for row in land["lines"]]
    names = [label for label in land["labels"] if label["kind"] == "country"]
    return {"bounds": list(bounds), "countries": countries, "lines": lines, "labels": names}


def _coarse(geometry: dict[str, Any], pixel: float) -> dict[str, Any]:
    import shapely
    from shapely.geometry import mapping, shape

    whole: Any = shape(geometry)
    parts = shapely.get_parts(whole)
    large = [p for p in parts if p.geom_type == "LineString" or p.area > 4 * pixel**2]
    drawn = shapely.simplify(large, pixel)
    return dict(mapping(type(whole)(list(drawn))))


def _plain(claim: Claim, found: Outcome, catalogue: Catalogue) -> dict[str, Any]:
    """Return one claim as plain data."""
    asked = {(finding.asked, finding.ours): None for finding in found.findings if finding.asked}
    return {
        "id": claim.id,
        "claim": claim.claim,
        "who": claim.who,
        "date": claim.date or "",
        "verdict": found.verdict,
        "verdict_text": in_words(found.verdict),
        "parts": [
            {
                "letter": part.letter,
                "says": part.says,
                "verdict": part.verdict,
                "verdict_text": in_words(part.verdict),
                "opening": part.opening,
                "lines": [{"what": what, "said": list(said)} for what, said in part.lines],
            }
            for part in found.parts
        ],
        "depends_on": list(found.depends_on),
        "flips": list(found.flips),
        "asked": [{"text": text, "ours": ours} for text, ours in asked],
        "missing": claim.missing,
        "wording_note": claim.wording_note,
        "notes": [note for finding in found.findings for note in finding.notes],
        "tables": list(_tables(found.findings)),
        "map": _map(found.findings),
        "bars": _bars(found.findings),
        "figures": [_figure(name, catalogue) for name in found.figures],
        "sources": list(found.sources),
        "source": claim.source,
    }


def _figure(name: str, catalogue: Catalogue) -> dict[str, str]:
    system, _, figure = name.partition("/")
    found = catalogue.systems[system].figure(figure)
    return {
        "id": name,
        "text": found.text,
        "system": catalogue.systems[system].name,
        "said": found.said,
        "source": found.source,
    }


def _tables(findings: Sequence[Finding]) -> Iterable[dict[str, Any]]:
    """Yield what was measured as tables: a column for each choice, then the number and what it says.

    Tests of one part that measure the same share a table.
    """
    groups: dict[tuple[str, str], list[Case]] = {}
    for finding in findings:
        groups.setdefault((finding.part, finding.what), []).extend(finding.cases)
        groups.setdefault((finding.part, finding.extra_what), []).extend(
            case for case in finding.extra if case.value or case.unit != "share"
        )
    for (part, what), cases in groups.items():
        axes = [axis for axis in columns() if any(axis in case.axes for case in cases)]
        rows = {
            (
                tuple(case.axes.get(axis, "") for axis in axes),
                measured(case.value, case.unit),
                case.holds,
            ): None
            for case in cases
        }
        if rows:
            yield {
                "part": part,
                "what": what,
                "columns": [columns()[axis] for axis in axes],
                "rows": [
                    {"cells": list(cells), "value": value, "holds": holds} for cells, value, holds in rows
                ],
                "decides": any(case.holds is not None for case in cases),
            }


def _map(findings: Iterable[Finding]) -> dict[str, Any] | None:
    """Return what a picture from above can draw of a claim's tests: rings, dots and distances."""
    shown = [finding for finding in findings if finding.rings or finding.lines]
    if not shown:
        return None
    rings = {(ring.fan, ring.text): ring for finding in shown for ring in finding.rings}
    dots = {(dot.lat, dot.lon): dot for finding in shown for dot in finding.dots}
    lines = {(line.start, line.end): line for finding in shown for line in finding.lines}
    shapes = {key: footprint(key[0], _tolerance_m(key[0])) for key in rings}
    bounds = _around([*(shape.bounds for shape in shapes.values()), *((n, t, n, t) for t, n in dots)])
    frame = _frame(bounds)
    return {
        "frame": frame,
        "kinds": sorted({finding.kind for finding in shown}),
        "bounds": list(FRAMES[frame]) if frame else list(bounds),
        "rings": [
            {
                "text": ring.text,
                "range_km": ring.fan.range_km,
                "lat": ring.fan.lat,
                "lon": ring.fan.lon,
                "azimuth_deg": ring.fan.azimuth_deg,
                "width_deg": ring.fan.width_deg,
                "geometry": geojson(shapes[ring.fan, ring.text].geoms),
            }
            for ring in sorted(rings.values(), key=lambda ring: (ring.fan.range_km, ring.fan.width_deg))
        ],
        "dots": [
            {"name": dot.name, "lat": dot.lat, "lon": dot.lon, "kind": dot.kind} for dot in dots.values()
        ],
        "lines": [
            {"start": list(line.start), "end": list(line.end), "text": line.text} for line in lines.values()
        ],
    }


def _tolerance_m(fan: Fan) -> float:
    """Return how far a drawn edge may stray: a small part of a pixel of the picture."""
    return max(1.0, fan.range_km / 2)


def _around(boxes: Iterable[tuple[float, ...]]) -> Bounds:
    """Return the bounds that hold boxes and a margin of an eighth, no taller than wide."""
    wests, souths, easts, norths = zip(*boxes, strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    squeeze = cos(radians((south + north) / 2))
    wide, tall = (east - west) * squeeze, north - south
    margin = max(wide, tall, 0.02) / 8
    across = max(wide + 2 * margin, tall * 1.1) / squeeze
    middle = (west + east) / 2
    return middle - across / 2, south - margin, middle + across / 2, north + margin


def _frame(bounds: Bounds) -> str:
    """Return the name of the smallest frame that holds these bounds; blank for a picture without land."""
    west, south, east, north = bounds
    if max(east - west, north - south) < _LOCAL_DEG:
        return ""
    slack = 0.1 * (east - west)
    for name, (left, low, right, high) in FRAMES.items():
        if left - slack <= west and low - slack <= south and east <= right + slack and north <= high + slack:
            return name
    return "asia"


def _bars(findings: Iterable[Finding]) -> dict[str, Any] | None:
    """Return what a chart can draw: numbers, and what each is held against."""
    shown = [finding for finding in findings if finding.bars]
    if not shown:
        return None
    bars = [bar for finding in shown for bar in finding.bars]
    return {
        "what": shown[0].what,
        "unit": shown[0].bar_unit,
        "bars": [{"text": bar.text, "value": bar.value, "mark": bar.mark} for bar in bars],
        # Readings over some powers of ten; all else from zero.
        "log": max(bar.value for bar in bars) > 10 * min(bar.value for bar in bars) and len(bars) < 4,
    }
