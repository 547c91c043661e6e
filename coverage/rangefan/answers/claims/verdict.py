"""From cases to a verdict in words: what it is, what turns it, and what would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rangefan.answers.claims.nouns import Axis, Case, Finding, Verdict
from rangefan.language import Said, strung, t

_MOST_NAMES = 6
_AXES: dict[Axis, Callable[[], Said]] = {
    "figure": lambda: t("whose figure"),
    "site": lambda: t("from where"),
    "than": lambda: t("compared with what"),
    "shape": lambda: t("all round or one fan"),
    "of": lambda: t("area or people"),
    "place": lambda: t("which place"),
    "said": lambda: t("which number"),
    "angle": lambda: t("which angle"),
}


def verdict_of(cases: Iterable[Case]) -> Verdict:
    """Return what all deciding cases say together."""
    said = {case.holds for case in cases} - {None}
    if not said:
        return "cannot be tested here"
    return "depends" if len(said) > 1 else "holds" if said == {True} else "fails"


def in_words(verdict: Verdict) -> Said:
    """Return the verdict as a reader sees it."""
    words = {
        "holds": t("holds"),
        "fails": t("fails"),
        "depends": t("depends"),
        "cannot be tested here": t("cannot be tested here"),
    }
    return words[verdict]


def opening(verdict: Verdict, cases: Sequence[Case]) -> Said:
    """Return the verdict as a sentence."""
    asked = [case for case in cases if case.holds is not None]
    if verdict == "cannot be tested here":
        return t("Cannot be tested here.")
    if len(asked) == 1:
        return t("Holds.") if verdict == "holds" else t("Fails.")
    if verdict == "holds":
        return t("Holds in every case tested ({count}).", count=len(asked))
    if verdict == "fails":
        return t("Fails in every case tested ({count}).", count=len(asked))
    some = sum(bool(case.holds) for case in asked)
    return t("Holds in {some} of {count} cases tested.", some=some, count=len(asked))


def tells(finding: Finding, *, radii: bool = False) -> tuple[Said, ...]:
    """Return what a test measured, line by line, gone through by the choice that tells most.

    The radii that would give what is asked come last, if they are wanted.
    """
    if finding.told:
        return tuple(_as_said(line) for line in finding.told)
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in finding.cases:
        name = tuple(case.axes[axis] for axis in finding.by if axis in case.axes)
        groups.setdefault(name, []).append(case)
    said = [
        t("{name}: {span}", name=strung(name, ", "), span=_span(cases)) if name else _span(cases)
        for name, cases in groups.items()
    ]
    found = [case for case in finding.extra if case.unit == "km"]
    return (*said, *([_radii(found)] if radii and found else []))


def _as_said(text: str) -> Said:
    return text if isinstance(text, Said) else t("{text}", text=text)


def sentence(finding: Finding, *, radii: bool = False) -> Said:
    """Return what a test measured as one sentence."""
    lines = tells(finding, radii=radii)
    if not lines:
        return t("{what}: not measured. {why}", what=finding.what, why=finding.too_coarse)
    return t("{what}: {spans}.", what=finding.what, spans=strung(lines, "; "))


def _radii(radii: Sequence[Case]) -> Said:
    """Say which radius gives what, once for each share asked for."""
    groups: dict[str, list[Case]] = {}
    for case in radii:
        groups.setdefault(case.axes["said"], []).append(case)
    said = [t("{name}: {span}", name=name, span=_span(cases)) for name, cases in groups.items()]
    return t("the radius that gives it: {radii}", radii=strung(said, "; "))


def _span(cases: Sequence[Case]) -> Said:
    low, high = min(case.value for case in cases), max(case.value for case in cases)
    unit = cases[0].unit
    if measured(low, unit) == measured(high, unit):
        return measured(low, unit)
    return t("{low} to {high}", low=measured(low, unit), high=measured(high, unit))


def measured(value: float, unit: str) -> Said:
    """Return a number as finely as what it was measured on is good for."""
    if unit == "share":
        if 0 < value < 0.0005:
            return t("under 0.1 %")
        return t("{percent:.1f} %", percent=value * 100)
    if unit == "km":
        return t("{km:,.0f} km", km=value) if abs(value) >= 10 else t("{km:,.1f} km", km=value)
    if unit == "m":
        return t("{metres:,.0f} m", metres=value)
    if unit == "deg":
        return t("{deg:.1f}°", deg=value)
    if unit == "times":
        return t("{times:.1f} times", times=value)
    if unit == "people":
        return t("{count:,.0f} people", count=round(value, -2 if value >= 10_000 else -1))
    return t("{count:g} on record", count=value)


def turns_on(cases: Iterable[Case]) -> tuple[Said, ...]:
    """Return the choices that turn the verdict while all others stay, and with what it holds.

    A choice turns it where two cases differ in that choice alone, and one holds while the other fails.
    """
    asked = [case for case in cases if case.holds is not None]
    found = []
    for axis in _AXES:
        by_others: dict[tuple[Any, ...], set[bool]] = {}
        for case in asked:
            if axis in case.axes:
                others = tuple(sorted((k, v) for k, v in case.axes.items() if k != axis))
                by_others.setdefault(others, set()).add(bool(case.holds))
        if any(len(results) > 1 for results in by_others.values()):
            found.append(_turn(axis, asked))
    return tuple(found)


def _turn(axis: Axis, asked: Sequence[Case]) -> Said:
    results: dict[str, set[bool]] = {}
    for case in asked:
        if axis in case.axes:
            results.setdefault(case.axes[axis], set()).add(bool(case.holds))
    holds = [name for name, found in results.items() if found == {True}]
    fails = [name for name, found in results.items() if found == {False}]
    mixed = [name for name, found in results.items() if len(found) > 1]
    parts: list[Said] = []
    if not holds and not fails:
        return _AXES[axis]()
    if holds:
        parts.append(t("holds with {names}", names=_few(holds)))
    if mixed:
        parts.append(t("in part with {names}", names=_few(mixed)))
    if fails:
        parts.append(t("fails with {names}", names=_few(fails)))
    return t("{choice}: {results}", choice=_AXES[axis](), results=strung(parts, "; "))


def _few(names: Sequence[str]) -> Said:
    if len(names) > _MOST_NAMES:
        return t("{count} of them", count=len(names))
    return strung(names, ", ")


def flip(findings: Iterable[Finding], verdict: Verdict) -> Said | str:
    """Return what came nearest to turning a verdict that nothing tried here turns."""
    if verdict not in ("holds", "fails"):
        return ""
    radii = [case for finding in findings for case in finding.extra if case.unit == "km"]
    if radii:
        return _radii(radii)
    asked = [case for finding in findings for case in finding.cases if case.holds is not None]
    if len(asked) < 2:
        return ""
    case = min(asked, key=_lead)
    where = strung(case.axes.values(), ", ")
    if verdict == "fails":
        return t("Nearest to holding: {where}, {value}.", where=where, value=measured(case.value, case.unit))
    return t("Nearest to failing: {where}, {value}.", where=where, value=measured(case.value, case.unit))


def _lead(case: Case) -> float:
    """Return how far a case is from turning, as a part of what turns it."""
    return min((abs(case.value - limit) / max(abs(limit), 1.0) for limit in case.limits), default=1.0)
