"""Where only one of two maps reaches, as areas of the page that shows both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rangefan.language import t
from rangefan.outputs.legend import main_footprint
from rangefan.outputs.lettering import Box, Lettering, escape
from rangefan.outputs.paths import Frame, path

if TYPE_CHECKING:
    from shapely import Polygon

_WORD = {"a": t("only A"), "b": t("only B")}
# Lines and dots, in ink: told apart without colour. The live map's are the same (web/compared.js).
PATTERNS = (
    '<defs><pattern id="rf-only-a" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="rf-only-mark" d="M-1 1L1 -1M0 8L8 0M7 9L9 7"/></pattern>'
    '<pattern id="rf-only-b" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="rf-only-mark is-dot" d="M2 2h.01M6 6h.01"/></pattern></defs>'
)
_ROW_PX = 18.0


def areas_of(scene: dict[str, Any], pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return every area that only one layer of a pair reaches, by pick.

    Each is a dict with the ids of both `layers`, the `pick`, `which` of the two reaches it (``a`` or ``b``),
    the `word` for that, its `geometry` in the scene's frame, and where the word stands best: `at`, latitude
    and longitude, with `room_deg` to its sides.
    """
    layers = {layer["id"]: layer for layer in scene["layers"]}
    marked = [*scene["towns"], *(layer["site"] for layer in scene["layers"])]
    view = scene["view"]["bounds"]
    areas: list[dict[str, Any]] = []
    for one, two in pairs:
        for pick, which, parts in _alone(layers[one], layers[two]):
            # Words of what is drawn together keep off each other.
            beside = [{"lat": area["at"][0], "lon": area["at"][1]} for area in areas if area["pick"] == pick]
            areas.append(_area([one, two], pick, which, parts, view, [*marked, *beside]))
    return areas


def _alone(one: dict[str, Any], two: dict[str, Any]) -> Iterator[tuple[str, str, list[Polygon]]]:
    """Yield a pick, which of two layers reaches further there, and where."""
    from shapely.geometry import shape

    from rangefan.geometry.polygons import polygons_of

    others = {item["pick"]: item for item in two["footprints"]}
    for item in one["footprints"]:
        if item["pick"] in others:
            here, there = shape(item["geometry"]), shape(others[item["pick"]]["geometry"])
            for which, parts in (("a", here.difference(there)), ("b", there.difference(here))):
                if found := polygons_of(parts):
                    yield item["pick"], which, found


def _area(
    layers: list[str],
    pick: str,
    which: str,
    parts: list[Polygon],
    bounds: list[float],
    marked: list[dict[str, Any]],
) -> dict[str, Any]:
    import shapely
    from shapely.ops import polylabel

    from rangefan.geometry.polygons import polygons_of
    from rangefan.scene.drawing import geojson

    west, south, east, north = bounds
    wide, high = 0.045 * (east - west), 0.022 * (east - west)
    names = [
        shapely.box(place["lon"] - wide, place["lat"] - high, place["lon"] + wide, place["lat"] + high)
        for place in marked
    ]
    # In sight, and off the towns and sites where there is room beside them.
    seen = shapely.intersection(shapely.MultiPolygon(parts), shapely.box(west, south, east, north))
    in_sight = polygons_of(seen) or parts
    clear = polygons_of(shapely.difference(seen, shapely.union_all(names)))
    if sum(part.area for part in clear) < 0.05 * sum(part.area for part in in_sight):
        clear = in_sight
    # The largest parts only: a word on a splinter would be a word beside it.
    largest = sorted(clear, key=lambda part: -part.area)[:4]
    spots = [polylabel(part, 0.02) for part in largest]
    spot = max(zip(spots, largest, strict=True), key=lambda found: found[1].boundary.distance(found[0]))[0]
    return {
        "layers": layers,
        "pick": pick,
        "which": which,
        "word": _WORD[which],
        "geometry": geojson(parts),
        "at": [round(spot.y, 3), round(spot.x, 3)],
        "room_deg": round(float(shapely.MultiPolygon(parts).boundary.distance(spot)), 3),
    }


def drawn_areas(scene: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the areas of the layers and picks that a scene draws firmly at first; none of one map alone."""
    firm = {}
    for layer in scene["layers"]:
        main = main_footprint(layer) if layer["visible"] else None
        firm[layer["id"]] = main["pick"] if main else ""
    return [
        area
        for area in scene.get("compared", ())
        if all(firm[layer] == area["pick"] for layer in area["layers"])
    ]


def textures(frame: Frame, areas: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the areas as SVG, with the patterns that fill them."""
    if areas:
        yield PATTERNS
    for area in areas:
        yield path(frame, area["geometry"], f"rf-only-{area['which']}")


def words(frame: Frame, areas: list[dict[str, Any]], letters: Lettering) -> Iterator[tuple[Box, str]]:
    """Yield where the areas' words stand, and their SVG."""
    for area in areas:
        x, y = frame.at(area["at"][1], area["at"][0])
        wide = letters.wide(area["word"], "is-bold") + 8
        box = Box(x - wide / 2, y - _ROW_PX / 2, wide, _ROW_PX)
        yield (
            box,
            f'<rect class="rf-plate" x="{box.x:.1f}" y="{box.y:.1f}" width="{wide:.0f}"'
            f' height="{_ROW_PX:g}"/>'
            f'<text class="rf-sitename" x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">'
            f"{escape(str(area['word']))}</text>",
        )
