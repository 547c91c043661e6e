"""What the words on a picture's map say; wording.js has the same rules for the live map."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rangefan.language import t
from rangefan.outputs.legend import STATUS_WORDS, subject_layers

CROWD = 3

Say = Callable[[str], str]
Layer = dict[str, Any]


def bare_site(name: str) -> str:
    """Return a place's name without what explains it.

    Examples
    --------
    >>> bare_site("Seongju, former Lotte Skyhill golf course")
    'Seongju'
    """
    return re.split(r",|\s\(|、|，|（", name)[0].strip()


def answer_of(town: dict[str, Any], scene: dict[str, Any]) -> str:
    """Return what a town's mark says: of the first layer shown, or of all of them where they are many."""
    cells = town["cells"]
    answers = [cells[layer["id"]]["answer"] for layer in subject_layers(scene) if layer["id"] in cells]
    return "in" if "in" in answers else "depends" if "depends" in answers else "out"


def headed(text: str) -> tuple[str, str]:
    """Return what stands before a text's first colon, and what after it.

    Examples
    --------
    >>> headed("Illustrative: published nominal ranges")
    ('Illustrative', 'published nominal ranges')
    """
    head, *tail = re.split(r"[:：]\s*", text, maxsplit=1)
    return head, "".join(tail)


def status_of_all(shown: Sequence[Layer], say: Say) -> str:
    """Return what holds for all that is drawn, to be said once; blank if it does not."""
    if len(shown) <= CROWD or len({layer["status"] for layer in shown}) != 1:
        return ""
    flag = STATUS_WORDS.get(shown[0]["status"])
    return say(t("{status}: all that is drawn", status=flag)) if flag else ""


def statuses(shown: Sequence[Layer], say: Say) -> list[str]:
    """Return, for each state but the recorded one, how much of what is drawn is in it."""
    if same := status_of_all(shown, say):
        return [same]
    counts = {status: sum(layer["status"] == status for layer in shown) for status in STATUS_WORDS}
    return [
        say(t("{status}: {count} of {all} drawn", status=STATUS_WORDS[status], count=count, all=len(shown)))
        for status, count in counts.items()
        if count
    ]


def variants(
    layer: Layer, footprint: dict[str, Any], shown: Sequence[Layer], say: Say, *, main: bool
) -> list[tuple[tuple[str, ...], float]]:
    """Return what a footprint's label may say, in lines, the fullest first, and what each shortening costs.

    The scene's texts are taken as they are: whoever wants another language translates them before.
    """
    flag = "" if status_of_all(shown, say) else STATUS_WORDS.get(layer["status"], "")
    marked = f"{say(flag)}: " if flag else ""
    distance = say(t("{km:,g} km", km=footprint["range_km"]))
    least = (f"{say(flag)} · {distance}" if flag else distance,)
    label = str(footprint["label"])
    if not main:
        return [((label,), 0.0), (least, 2.5)]
    if len(shown) > CROWD:
        return [((f"{marked}{_telling_name(layer, shown)} · {distance}",), 0.0), (least, 25.0)]
    figure, *source = label.split(" · ")
    second = [layer["altitude_text"]] if layer["altitude_text"] else []
    name = f"{marked}{_short_name(layer, say)}"
    folded = [f"{name} · {figure}", *([" · ".join(source)] if source else []), *second]
    full = ((f"{name} · {label}", *second), 0.0)
    return [full, (tuple(folded), 0.5), ((f"{marked}{label}",), 4.0), (least, 9.0)]


def _bare_system(layer: Layer) -> str:
    return re.sub(rf"\s+{re.escape(layer['kind'])}$", "", str(layer["system_name"]), flags=re.IGNORECASE)


def _short_name(layer: Layer, say: Say) -> str:
    """Return "AN/TPY-2 terminal", "THAAD reach": short for the line; the legend has the full name."""
    system = _bare_system(layer)
    if layer["role"] == "interceptor":
        return say(t("{system} reach", system=system))
    if layer["role"] != "radar" or not layer["exclusive"]:
        return system
    mode = re.sub(r"\s+mode$", "", str(layer["mode_name"] or ""), flags=re.IGNORECASE)
    return f"{system} {mode[:1].lower()}{mode[1:]}".strip()


def _telling_name(layer: Layer, shown: Sequence[Layer]) -> str:
    """Return, where many are drawn, whatever tells this one from the others: site or system or both."""
    site = bare_site(str(layer["site"]["name"]))
    if len({other["site"]["id"] for other in shown}) == 1:
        return _bare_system(layer)
    return site if len({other["system"] for other in shown}) == 1 else f"{_bare_system(layer)}, {site}"
