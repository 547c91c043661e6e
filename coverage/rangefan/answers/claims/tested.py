"""Put claims to their tests, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from rangefan.answers.claims import distances, local, shares, towns
from rangefan.answers.claims.nouns import Case, Finding, Outcome, Part
from rangefan.answers.claims.verdict import flip, in_words, opening, sentence, tells, turns_on, verdict_of
from rangefan.errors import UsageError
from rangefan.files.fields import nearest
from rangefan.language import strung, t

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.geometry.elevation_model import ElevationModel
    from rangefan.model import Claim

_MEASURE: dict[str, Callable[[Any, Catalogue], Finding]] = {
    "share": shares.share,
    "added": shares.added,
    "within": towns.within,
    "districts": towns.districts,
    "sightline": towns.sightline,
    "distance": distances.distance,
    "closer": distances.closer,
    "published": distances.published,
    "beam": local.beam,
    "inverse_square": local.inverse_square,
    "sector": local.sector,
    "record": local.record,
    "stretch": local.stretch,
}


def claims_tested(
    catalogue: Catalogue, ids: Sequence[str] = (), dem: ElevationModel | None = None
) -> tuple[Outcome, ...]:
    """Test claims by the geometry that draws the maps.

    Parameters
    ----------
    catalogue : Catalogue
        Where claims, figures and places come from.
    ids : sequence of str
        Which claims, in this order; all of them if empty.
    dem : ElevationModel, optional
        Terrain, for claims about what a hill blocks.

    Returns
    -------
    tuple of Outcome
        Equal input gives equal answers. No number in them is typed in: change a figure of the catalogue and
        the verdicts that rest on it are found anew.

    Raises
    ------
    UsageError
        If there is no such claim.

    Examples
    --------
    >>> import rangefan
    >>> (found,) = claims_tested(rangefan.load(), ["c18"])
    >>> found.verdict
    'fails'
    """
    for name in ids:
        if name not in catalogue.claims:
            raise UsageError(f'no claim is called "{name}": {nearest(name, catalogue.claims)}')
    return tuple(_tested(catalogue.claims[name], catalogue, dem) for name in ids or catalogue.claims)


def _tested(claim: Claim, catalogue: Catalogue, dem: ElevationModel | None) -> Outcome:
    found = tuple(
        local.skyline(cast(Any, test), catalogue, dem)
        if kind == "skyline"
        else _MEASURE[kind](test, catalogue)
        for kind, _, test in claim.tests
    )
    parts = tuple(
        _part(letter, says, [finding for finding in found if finding.part == letter])
        for letter, says in (claim.parts or {"": ""}).items()
    )
    verdicts = {part.verdict for part in parts}
    depends = [text for part in parts for text in part.depends_on]
    if len(verdicts) > 1:
        named = [t("{letter} {verdict}", letter=f"({p.letter})", verdict=in_words(p.verdict)) for p in parts]
        depends.insert(0, t("which claim is meant: {parts}", parts=strung(named, ", ")))
    summary = parts[0].summary
    if claim.parts:
        said = [t("{letter} {summary}", letter=f"({part.letter})", summary=part.summary) for part in parts]
        summary = strung(said, " ")
    cited = [claim.source, *(catalogue.statements[name].source for name in claim.statements)]
    return Outcome(
        id=claim.id,
        verdict=verdicts.pop() if len(verdicts) == 1 else "depends",
        summary=summary,
        depends_on=tuple(depends),
        flips=tuple(part.flips for part in parts if part.flips),
        parts=parts,
        findings=found,
        figures=tuple(dict.fromkeys(name for finding in found for name in finding.figures)),
        sources=tuple(dict.fromkeys([*cited, *(name for finding in found for name in finding.sources)])),
        numbers=dict(_numbers(found)),
    )


def _part(letter: str, says: str, findings: Sequence[Finding]) -> Part:
    cases: list[Case] = [case for finding in findings for case in finding.cases]
    verdict = verdict_of(cases)
    said: list[str] = [opening(verdict, cases)]
    said += [sentence(finding, radii=verdict == "depends") for finding in findings]
    # A test that was meant to decide and could not says why.
    said += [finding.too_coarse for finding in findings if finding.too_coarse and finding.cases]
    return Part(
        letter=letter,
        says=says,
        verdict=verdict,
        summary=strung(said, " "),
        opening=said[0],
        lines=_lines(findings, radii=verdict == "depends"),
        depends_on=turns_on(cases),
        flips=flip(findings, verdict),
    )


def _lines(findings: Iterable[Finding], *, radii: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what each test measures with what it found; tests that measure the same stand together."""
    lines: dict[str, list[str]] = {}
    for finding in findings:
        said = lines.setdefault(finding.what, [])
        said += [line for line in tells(finding, radii=radii) if line not in said]
        if finding.too_coarse:
            said.append(finding.too_coarse)
    return tuple((what, tuple(said)) for what, said in lines.items())


def _numbers(findings: Iterable[Finding]) -> Iterable[tuple[str, tuple[float, str]]]:
    """Yield every number measured, by a name of its own."""
    seen: dict[str, float] = {}
    for finding in findings:
        for case in (*finding.cases, *finding.extra):
            name = ", ".join([finding.what, *case.axes.values()])
            # Two parts of a claim may ask the same of the same.
            if seen.setdefault(name, case.value) == case.value:
                yield name, (case.value, case.unit)
            else:
                yield f"{name} ({finding.part})", (case.value, case.unit)
