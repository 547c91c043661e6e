"""The page's table of statements, and the words for stances, grounds, kinds and parts."""

from __future__ import annotations

from typing import Any

from rangefan.language import Said, t

STANCES: dict[int, Said] = {
    -2: t("objected"),
    -1: t("voiced concern"),
    0: t("took no side"),
    1: t("accepted"),
    2: t("supported"),
}
SITE_ONLY = t("objected to this site only")
KINDS: dict[str, Said] = {
    "state": t("state"),
    "ministry": t("ministry"),
    "military": t("military"),
    "parliament": t("parliament"),
    "party": t("party"),
    "local": t("local"),
    "civil": t("civil society"),
    "company": t("company"),
    "media": t("media"),
}
GROUPS: dict[str, Said] = {
    "government": t("Governments"),
    "parliament": t("Parliaments and lawmakers"),
    "party": t("Parties and candidates"),
    "local": t("Local councils and residents"),
    "civil": t("Civil society"),
    "company": t("Companies"),
    "media": t("Media"),
    "other": t("Courts, alliances, unnamed and former officials"),
}
GROUNDS: dict[str, Said] = {
    "strategic-balance": t("balance between the powers"),
    "radar-reach": t("reach of the radar"),
    "target-risk": t("becoming a target"),
    "arms-race": t("arms race"),
    "deterrence": t("deterrence"),
    "alliance": t("alliance"),
    "sovereignty": t("sovereignty"),
    "procedure": t("procedure and consent"),
    "health-EMF": t("health"),
    "environment": t("environment"),
    "economy": t("economy"),
    "cost": t("cost"),
}
PARTS: dict[str, Said] = {
    "radar": t("the radar"),
    "interceptor": t("the interceptor"),
    "whole": t("the whole"),
}
MODES: dict[str, Said] = {
    "terminal": t("terminal mode"),
    "forward": t("forward-based mode"),
}


def stance_words(stance: int, site_only: bool) -> Said:
    """Return a stance in words; an objection to one site is never called one to the thing itself."""
    return SITE_ONLY if site_only and stance < 0 else STANCES[stance]


def positions_table(scene: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the section's template needs; None where the map shows no statements."""
    positions = scene.get("positions")
    if not positions:
        return None
    rows = [_row(item, positions["objects"]) for item in positions["statements"]]
    used = {ground for item in positions["statements"] for ground in item["grounds"]}
    return {
        "rows": rows,
        "events": positions["events"],
        "date": positions["date"],
        "objects": positions["objects"],
        "counts": t(
            "{shown} of the {on_objects} statements that the catalogue has on {objects}",
            shown=len(rows),
            on_objects=positions["on_objects"],
            objects=t(" and ").join(positions["objects"]),
        ),
        "groups": [(key, word) for key, word in GROUPS.items() if any(row["group"] == key for row in rows)],
        "parts": list(PARTS.items()),
        "grounds": [(key, word) for key, word in GROUNDS.items() if key in used],
        "key": [(str(stance), word) for stance, word in STANCES.items()],
        "site_only": SITE_ONLY,
    }


def _row(item: dict[str, Any], objects: list[str]) -> dict[str, Any]:
    about = [item["object"], PARTS.get(item["part"], item["part"])]
    if item["mode"]:
        about.append(MODES.get(item["mode"], item["mode"]))
    if item["claimed_km"]:
        about.append(t("{claimed_km:,g} km", claimed_km=item["claimed_km"]))
    return {
        **item,
        # What the script cannot read off the cells, in whatever language they stand.
        "voice_named": "" if item["voice"] in ("", item["actor"]) else item["voice"],
        "object_index": objects.index(item["object"]),
        "words": stance_words(item["stance"], item["site_only"]),
        "kind_word": KINDS.get(item["kind"], item["kind"]),
        "about": about,
        "ground_words": [GROUNDS.get(ground, ground) for ground in item["grounds"]],
        "from": item["source"]["publisher"],
        "original": item["source"]["repost_of"],
    }
