"""The page's table of statements, and the words for stances, grounds, kinds and parts."""

from __future__ import annotations

from typing import Any

from rangefan.language import Said, listed, said_in, t

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


def positions_table(scene: dict[str, Any], lang: str) -> dict[str, Any] | None:
    """Return what the section's template needs; None where the map shows no statements.

    The cells' words stand in the page's own language, unmarked: a mark on each would weigh more than the
    words, and positions-time.js says them again from the few that are marked.
    """
    positions = scene.get("positions")
    if not positions:
        return None
    used = {ground for item in positions["statements"] for ground in item["grounds"]}
    groups = {item["group"] for item in positions["statements"]}
    return {
        "rows": [_row(item, positions["objects"], lang) for item in positions["statements"]],
        "events": positions["events"],
        "date": positions["date"],
        "objects": positions["objects"],
        "counts": t(
            "One row is one statement: {shown} of the {on_objects} that the catalogue has on {objects}.",
            shown=len(positions["statements"]),
            on_objects=positions["on_objects"],
            objects=listed(positions["objects"]),
        ),
        "repeats": t(
            "{count} in which a voice only repeats itself are left out; no stance on any date changes by it.",
            count=positions["repeats_left_out"],
        )
        if positions["repeats_left_out"]
        else "",
        "groups": [(key, word) for key, word in GROUPS.items() if key in groups],
        "countries": sorted(
            {(i["country"], i["country_name"]) for i in positions["statements"] if i["group"] == "government"}
        ),
        "parts": list(PARTS.items()),
        "grounds": [(key, word) for key, word in GROUNDS.items() if key in used],
        "key": [(stance + 2, word) for stance, word in STANCES.items()],
        "site_only": SITE_ONLY,
    }


def _row(item: dict[str, Any], objects: list[str], lang: str) -> dict[str, Any]:
    def plain(said: str) -> str:
        return str(said_in(said, lang))

    about = [item["object"], PARTS.get(item["part"], item["part"])]
    if item["mode"]:
        about.append(MODES.get(item["mode"], item["mode"]))
    if item["claimed_km"]:
        about.append(t("{km:,g} km", km=item["claimed_km"]))
    if item["site_only"] and item["stance"] >= 0:
        about.append(t("this site only"))
    stance = f"{item['stance']}{'s' if item['site_only'] else ''}"
    codes = (item["group"], item["country"] or "-", stance, objects.index(item["object"]), item["part"])
    return {
        **item,
        "codes": " ".join(map(str, (*codes, item["kind"]))),
        "voice": "" if item["voice"] == item["actor"] else item["voice"],
        "words": plain(stance_words(item["stance"], item["site_only"])),
        "kind_word": plain(KINDS.get(item["kind"], item["kind"])),
        "place": item["place"] or plain(item["country_name"]),
        "about": ", ".join(map(plain, about)),
        "ground_words": ", ".join(plain(GROUNDS.get(ground, ground)) for ground in item["grounds"]),
        "translated": plain(t("translated")) if item["translated"] else "",
    }
