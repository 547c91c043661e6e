"""What can go wrong, said so that a reader knows what to do.

One base class; the facts are attributes; the command line turns the class into an exit code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one file: where it is, what it is, and what to do about it."""

    file: str
    line: int
    what: str
    advice: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}, {self.advice}"


class RangefanError(Exception):
    """Base of every error rangefan raises on purpose."""

    exit_code = 1


class UsageError(RangefanError):
    """The call itself is off: a word, an option or a number on the command line."""

    exit_code = 2


class InputError(RangefanError):
    """Input that cannot be used. Holds every problem found, not only the first.

    Parameters
    ----------
    problems : iterable of Problem
        At least one.
    """

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class RangeError(RangefanError, ValueError):
    """A number outside the range in which a formula is valid."""

    exit_code = 3


class FileError(RangefanError):
    """A file could not be read or written; what stood before still stands."""

    exit_code = 5
