"""Who stands where on the date a map shows first, for its pictures; positions.js tells it for any date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rangefan.answers import counts_from
from rangefan.language import Said, day, listed, said_in, strung, t
from rangefan.outputs.positions import STANCES, stance_words

LOCAL = {
    "0": t("local voices: objected; to this site only"),
    "2": t("local voices: took no side; supported"),
}
_PAIR = {"0": ("0", "site"), "2": ("2", "4")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A local voice where it speaks."""

    code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances:
    """What pictures show of a scene's positions.

    Attributes
    ----------
    title, text
        What they are on and when; and who stands where, in words.
    countries
        The stance of a government by its country's code: from 0, objected, to 4, supported, or ``site``. A
        country without one is not in it: no position was found.
    voices
        Local voices, each with its latest.
    plain
        Whether the map shows countries without a position.
    """

    title: Said
    text: Said
    countries: dict[str, str]
    voices: tuple[Voice, ...]
    plain: bool

    def key(self) -> list[tuple[str, Said]]:
        """Return the textures that the map shows, each with its word; blank is no position found."""
        used = {_filled(code) for code in self.countries.values()}
        rows = [(str(stance + 2), word) for stance, word in STANCES.items() if str(stance + 2) in used]
        return [*rows, *([("", t("no position found"))] if self.plain else [])]

    def local_key(self) -> list[tuple[tuple[str, str], Said]]:
        """Return the marks of local voices, two and two, as far as the map shows any."""
        used = {"2" if voice.code in {"2", "3", "4"} else "0" for voice in self.voices}
        return [(_PAIR[code], words) for code, words in LOCAL.items() if code in used]


def stances_of(scene: dict[str, Any]) -> Stances | None:
    """Return a scene's positions on its own date, on the first of the things they are on; None without any.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1.
    """
    positions = scene.get("positions")
    if not positions or not positions["statements"]:
        return None
    thing, end = positions["objects"][0], counts_from(positions["date"])
    latest: dict[tuple[str, str, str], dict[str, Any] | None] = {}
    for said in positions["statements"]:  # those that stand last come last
        if said["object"] == thing:
            voice = (said["group"], said["country"], said["voice"])
            latest[voice] = said if counts_from(said["date"]) <= end else latest.get(voice)
    found = [said for said in latest.values() if said]
    shown = {country["iso_a3"] for country in scene["basemap"]["countries"]}
    governments = [said for said in found if said["group"] == "government"]
    countries = {said["country"]: _code(said) for said in governments if said["country"] in shown}
    title = t("Positions on {thing}, {day}", thing=thing, day=day(end))
    return Stances(
        title=title,
        text=t("{title}, by our own coding: {stances}.", title=title, stances=_in_words(governments)),
        countries=countries,
        voices=tuple(
            Voice(code=_code(said), lat=said["point"][0], lon=said["point"][1])
            for said in found
            if said["point"]
        ),
        plain=bool(shown - countries.keys()),
    )


def described(scene: dict[str, Any], lang: str) -> str:
    """Return a scene's alternative text, with who stands where."""
    stances = stances_of(scene)
    said = strung([scene["alt"], *([stances.text] if stances else [])], " ")
    return str(said_in(said, lang))


def _in_words(governments: list[dict[str, Any]]) -> Said:
    """Return which governments stand where, one stance after the other."""
    names: dict[Said, list[str]] = {}
    for said in sorted(governments, key=lambda said: said["stance"]):
        words = stance_words(said["stance"], said["site_only"])
        names.setdefault(words, []).append(said["country_name"])
    each = [t("{stance}: {countries}", stance=stance, countries=listed(of)) for stance, of in names.items()]
    return strung(each, "; ")


def _code(said: dict[str, Any]) -> str:
    return "site" if said["site_only"] and said["stance"] < 0 else str(said["stance"] + 2)


def _filled(code: str) -> str:
    """Return whose texture fills a country: an objection to one site is an objection."""
    return "0" if code == "site" else code
