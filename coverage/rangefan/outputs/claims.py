"""The page's claims: each with its verdict, its numbers, its sources and its picture."""

from __future__ import annotations

from typing import Any

from rangefan.language import Said, strung, t
from rangefan.outputs.claim_pictures import bars_svg, frames_svg, map_svg
from rangefan.outputs.saying import Book

MARK = {"holds": "●", "depends": "◐", "fails": "○", "cannot be tested here": "–"}


def claims_section(scene: dict[str, Any], book: Book) -> dict[str, Any] | None:
    """Return what the page shows of a scene's claims; None for a scene without any."""
    from markupsafe import Markup

    shown = scene.get("claims")
    if not shown:
        return None
    sources = {source["id"]: source for source in scene["sources"]}
    claims = [
        _claim(claim, sources, shown["frames"], scene["illustrative"], book) for claim in shown["claims"]
    ]
    counts = {verdict: sum(claim["verdict"] == verdict for claim in claims) for verdict in MARK}
    return {
        "claims": claims,
        "land": Markup(frames_svg(shown["frames"])),
        "counts": t(
            "{all} claims: {holds} hold, {fails} fail, {depends} depend, {cannot} cannot be tested here.",
            all=len(claims),
            holds=counts["holds"],
            fails=counts["fails"],
            depends=counts["depends"],
            cannot=counts["cannot be tested here"],
        ),
    }


def _claim(
    claim: dict[str, Any], sources: dict[str, Any], frames: dict[str, Any], illustrative: str, book: Book
) -> dict[str, Any]:
    from markupsafe import Markup

    pictures = []
    if claim["map"]:
        alt = t(
            "Map for this claim: {what}. {illustrative}.",
            what=_drawn(claim["map"]),
            illustrative=illustrative,
        )
        pictures.append(
            {
                "svg": Markup(map_svg(claim["map"], frames.get(claim["map"]["frame"]), alt, book)),
                "says": _map_says(claim["map"]),
            }
        )
    if claim["bars"]:
        bars = claim["bars"]
        alt = t("Chart for this claim: {what}.", what=bars["what"])
        marked = any(bar["mark"] for bar in bars["bars"])
        pictures.append({"svg": Markup(bars_svg(bars, alt, book)), "says": _bars_say(bars, marked=marked)})
    return {
        **claim,
        "mark": MARK[claim["verdict"]],
        "css": claim["verdict"].split()[0],
        "parts": [{**part, "mark": MARK[part["verdict"]]} for part in claim["parts"]],
        "pictures": pictures,
        "tables": [
            {**table, "rows": [{**row, "mark": _judged(row["holds"])} for row in table["rows"]]}
            for table in claim["tables"]
        ],
        "rows": sum(len(table["rows"]) for table in claim["tables"]),
        "figures": [{**figure, "source": sources[figure["source"]]} for figure in claim["figures"]],
        "source": sources[claim["source"]],
        "more": [sources[name] for name in claim["sources"] if name != claim["source"]],
    }


def _judged(holds: bool | None) -> Said | str:
    if holds is None:
        return ""
    return t("holds") if holds else t("fails")


def _drawn(drawn: dict[str, Any]) -> Said:
    """Say what a map shows: its rings and its distances, and from where."""
    rings = list(dict.fromkeys(ring["text"] for ring in drawn["rings"]))
    lines = [line["text"] for line in drawn["lines"]]
    names = [dot["name"] for dot in drawn["dots"] if dot["name"]]
    return strung([*rings, *lines, *names], ", ")


def _map_says(drawn: dict[str, Any]) -> Said:
    rings = any(ring["width_deg"] == 360 for ring in drawn["rings"])
    if rings and drawn["lines"]:
        return t("Rings: published ranges, all round. Straight lines: the distances measured. Illustrative.")
    if rings:
        return t("Rings: published ranges, all round; fans where drawn. Reach, not protection. Illustrative.")
    if "skyline" in drawn["kinds"]:
        return t("The azimuths asked of, as far as the nearest ground of that country. Illustrative.")
    if drawn["rings"]:
        return t("One of the bearings the sector could have. Illustrative.")
    return t("Straight lines: the distances measured, to the nearest point of a border. Illustrative.")


def _bars_say(chart: dict[str, Any], *, marked: bool) -> Said:
    if chart["log"]:
        return t(
            "{what}. The scale grows by powers of ten; ticks are what it is held against.", what=chart["what"]
        )
    if marked:
        return t("{what}. Ticks are what it is held against.", what=chart["what"])
    return t("{what}.", what=chart["what"])
