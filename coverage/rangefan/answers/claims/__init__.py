"""Public claims, tested by the same geometry that draws the maps."""

from rangefan.answers.claims.nouns import Axis, Bar, Case, Dot, Finding, Line, Outcome, Part, Ring, Verdict
from rangefan.answers.claims.tested import claims_tested
from rangefan.answers.claims.verdict import in_words, measured

__all__ = [
    "Axis",
    "Bar",
    "Case",
    "Dot",
    "Finding",
    "Line",
    "Outcome",
    "Part",
    "Ring",
    "Verdict",
    "claims_tested",
    "in_words",
    "measured",
]
