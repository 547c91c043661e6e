"""A small scene for the page's tests: made up, so that it says nothing about the world."""

from __future__ import annotations

import math
from typing import Any

HOSTILE = (
    "{{7*7}}{% if 1 %}${7*7}`</script></style></title><!--<script>window.pwned=1</script>"
    "<img src=x onerror=window.pwned=1>\"'&amp;\u202egnp\u2066\u2028\U0001f680{# c #}</textarea>-->]]>"
)
SITE = {
    "id": "here",
    "name": "Here (a place)",
    "country": "AAA",
    "lat": 36.0,
    "lon": 128.0,
    "precision_km": 1.0,
    "source": "src-1",
    "note": "made up",
}


def fan(km: float, azimuth: float = 327.0, width: float = 120.0) -> dict[str, Any]:
    """A polygon near enough to a fan: these tests are about the page, geometry has its own."""
    steps = [azimuth - width / 2 + width * i / 48 for i in range(49)]
    arc = []
    for step in reversed(steps):
        a, d = math.radians(step), km / 6371
        lat = math.asin(
            math.sin(math.radians(36)) * math.cos(d) + math.cos(math.radians(36)) * math.sin(d) * math.cos(a)
        )
        lon = math.radians(128) + math.atan2(
            math.sin(a) * math.sin(d) * math.cos(math.radians(36)),
            math.cos(d) - math.sin(math.radians(36)) * math.sin(lat),
        )
        arc.append([round(math.degrees(lon), 4), round(math.degrees(lat), 4)])
    ring = arc if width >= 360 else [[128.0, 36.0], *arc, [128.0, 36.0]]
    return {"type": "MultiPolygon", "coordinates": [[[*ring[:-1], ring[0]]]]}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle of land."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def layer(ident: str, name: str, ranges: dict[str, float], **changes: Any) -> dict[str, Any]:
    """A layer of the scene; `ranges` from pick to kilometres."""
    width = changes.pop("width", 360.0)
    footprints = [
        {
            "pick": pick,
            "figure": f"sys/{ident}-{pick}",
            "range_km": km,
            "inner_km": 0.0,
            "label": f"{km:,.0f} km · Ministry 2016",
            "measure": "unstated",
            "area_km2": 1234.5,
            "geometry": fan(km, width=width),
            "label_at": [39.0, 125.0],
        }
        for pick, km in ranges.items()
    ]
    return {
        "id": ident,
        "name": name,
        "kind": "radar",
        "system": "sys",
        "system_name": "SYS-1",
        "mode": ident,
        "mode_name": f"{ident.title()} mode",
        "exclusive": None,
        "visible": True,
        "role": "radar",
        "status": "recorded",
        "status_text": "Deployed since 2017",
        "status_source": None,
        "site": SITE,
        "direction": None,
        "altitude_text": None,
        "footprints": footprints,
        "band": {
            "geometry": fan(max(ranges.values()), width=width),
            "text": "between the low and the high figure",
        },
        "any_direction": None,
        "style": {},
        **changes,
    }


def scene() -> dict[str, Any]:
    """A scene with two exclusive modes, an interceptor, a hypothetical layer, towns, figures and sources."""
    direction = {
        "azimuth_deg": 327.0,
        "width_deg": 120.0,
        "published": False,
        "text": "drawn toward There, 327°; the azimuth is not published",
        "source": None,
        "width_figure": None,
    }
    both = {"exclusive": "here/sys", "direction": direction, "width": 120.0}
    every = {"geometry": fan(800, width=360), "text": "if it faced any other way"}
    three = {"low": 600.0, "nominal": 800.0, "high": 1000.0}
    layers = [
        layer("terminal", "SYS-1 radar, terminal mode", three, any_direction=every, **both),
        layer("forward", "SYS-1 radar, forward mode", {"nominal": 900.0}, visible=False, **both),
        layer("reach", "SYS-1 interceptor", {"nominal": 200.0}, role="interceptor", kind="interceptor"),
        layer(
            "idea", "SYS-1 moved", {"nominal": 150.0}, status="hypothetical", status_text="", visible=False
        ),
    ]
    picks = [(each, footprint) for each in layers for footprint in each["footprints"]]
    figures = [
        {
            "id": footprint["figure"],
            "system": "sys",
            "system_name": "SYS-1",
            "quantity": "detection_range",
            "mode": each["mode"],
            "target": "",
            "text": f"{footprint['range_km']:,.0f} km",
            "measure": "unstated",
            "basis": "stated",
            "said": "so many kilometres",
            "note": "",
            "source": "src-1",
            "drawn_by": [each["id"]],
            "picks": [footprint["pick"]],
        }
        for each, footprint in picks
    ]
    figures.append(
        {**figures[0], "id": "sys/rival", "text": "700 km", "source": "src-2", "drawn_by": [], "picks": []}
    )
    source = {
        "id": "src-1",
        "publisher": "Ministry",
        "title": "A report",
        "date": "2016-11",
        "url": "https://example.org/report",
        "accessed": "2026-11",
        "repost_of": "",
        "original_url": "",
    }
    rival = {
        **source,
        "id": "src-2",
        "publisher": "Daily",
        "title": "A story",
        "url": "javascript:window.pwned=1",
    }
    cells = {
        each["id"]: {"answer": answer, "why": ""}
        for each, answer in zip(layers, ("in", "depends", "out", "out"), strict=True)
    }
    town = {
        "id": "there",
        "name": "There",
        "country": "BBB",
        "country_name": "Bland",
        "lat": 39.0,
        "lon": 125.8,
        "distance_km": {"here": 383.0},
        "azimuth_deg": {"here": 330.0},
        "cells": cells,
    }
    return {
        "schema": "rangefan-scene/1",
        "illustrative": "Illustrative: published nominal ranges, not capability",
        "map": {
            "id": "made-up",
            "kicker": "A kicker",
            "title": "How far?",
            "lang": "en",
            "date": "2026-11",
            "oldest_figure": "2016-11",
        },
        "answer": [{"text": "It reaches ", "strong": False}, {"text": "600 to 1,000 km", "strong": True}],
        "alt": "A map of a made-up radar.",
        "view": {"center_lon": 128.0, "bounds": [114.0, 29.0, 142.0, 46.0]},
        "basemap": {
            "countries": [
                {"iso_a3": "AAA", "name": "Aland", "geometry": box(126, 34, 130, 38)},
                {"iso_a3": "BBB", "name": "Bland", "geometry": box(110, 38, 130, 50)},
            ],
            "lines": [
                {
                    "kind": "demarcation",
                    "name": "a line",
                    "geometry": {"type": "MultiLineString", "coordinates": [[[126, 38], [130, 38]]]},
                }
            ],
            "labels": [
                {"text": "ALAND", "kind": "country", "lat": 36.5, "lon": 129.0},
                {"text": "A Sea", "kind": "sea", "lat": 33.0, "lon": 120.0},
            ],
        },
        "layers": layers,
        "towns": [town],
        "figures": figures,
        "sources": [source, rival],
        "credits": [{"text": "Borders: made up", "url": "https://example.org/"}],
        "notes": [{"title": "How to read this", "text": "A footprint is a published range."}],
        "version": "0.1.0",
        "data_hash": "0123456789ab",
    }


# Words that are keys, switches or addresses, not text for readers.
_KEYS = {
    "schema",
    "id",
    "iso_a3",
    "kind",
    "lang",
    "system",
    "mode",
    "exclusive",
    "role",
    "status",
    "pick",
    "picks",
    "figure",
    "measure",
    "basis",
    "source",
    "drawn_by",
    "width_figure",
    "type",
    "color",
    "status_source",
    "illustrative",
    "country",
    "url",
    "original_url",
    "version",
    "data_hash",
}


def hostile(value: Any, key: str = "") -> Any:
    """Put hostile text into every field that is text; fields are told apart by their key."""
    if isinstance(value, dict):
        return {
            name: inner if name in _KEYS and not isinstance(inner, (dict, list)) else hostile(inner, name)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [inner if key in _KEYS else hostile(inner, key) for inner in value]
    if isinstance(value, str) and key != "answer":
        return f"{value or key}{HOSTILE}"
    return value
