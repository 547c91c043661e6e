"""One record against one noun: unknown, missing and wrong fields, all reported."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import math
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import MISSING
from typing import Annotated, Any, Literal, TypeVar, cast

from rangefan.errors import InputError, Problem

T = TypeVar("T")
Path = tuple[str | int, ...]
Where = Callable[[Path], tuple[str, int]]


class Report:
    """Collects the problems of a run, so that a reader gets all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, file: str, line: int, what: str, advice: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(file, line, what, advice))

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything noted, if anything was."""
        if self.problems:
            raise InputError(self.problems)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the nearest known word, or all of them when they are few.

    Examples
    --------
    >>> nearest("azimut_deg", ["azimuth_deg", "width_deg"])
    'did you mean "azimuth_deg"?'
    """
    known = sorted(known)
    close = difflib.get_close_matches(word.lower(), known, 1, 0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if 0 < len(known) <= 12:
        return f"use one of: {', '.join(known)}"
    return "`rangefan list` shows what there is"


def read_record(
    noun: type[T], raw: Mapping[str, Any], report: Report, at: Where, path: Path = ()
) -> T | None:
    """Make a noun from raw keys and values, and the nouns inside it from its tables.

    Parameters
    ----------
    noun : type
        A dataclass whose annotations carry the rules (`rangefan.model.kinds`). A field is read from the
        key of its own name, or from the one its metadata calls `key`.
    raw : mapping
        Keys and values as read; text values from CSV are turned into the annotated type.
    report : Report
        Where problems go.
    at : callable
        From a path of keys to the file and line it stands on.
    path : tuple, optional
        Where `raw` stands in its file.

    Returns
    -------
    noun or None
        None if there was any problem.
    """
    before = len(report.problems)
    hints = _hints(cast(Any, noun))
    fields = {item.metadata.get("key", item.name): item for item in dataclasses.fields(cast(Any, noun))}
    values: dict[str, Any] = {}
    for key in raw:
        if key not in fields:
            report.add(*at((*path, key)), f'unknown key "{key}"', nearest(key, fields))
    for key, item in fields.items():
        optional = item.default is not MISSING or item.default_factory is not MISSING
        if key not in raw or (raw[key] == "" and optional):
            if not optional:
                report.add(*at(path), f'"{key}" is missing', "add it")
            continue
        values[item.name] = _value(hints[item.name], raw[key], report, at, (*path, key))
    if len(report.problems) > before:
        return None
    return noun(**values)


@functools.cache
def _hints(noun: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(cast(Any, noun), include_extras=True)


def _value(hint: Any, raw: Any, report: Report, at: Where, path: Path) -> Any:
    """Return the value of one annotated type; None, and a problem in the report, if it breaks a rule."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        before = len(report.problems)
        value = _value(args[0], raw, report, at, path)
        for rule in args[1:]:
            if len(report.problems) == before and (problem := rule(value)):
                report.add(*at(path), f'"{path[-1]}" {problem[0]}', problem[1])
        return value
    if origin in (types.UnionType, typing.Union):
        only = next(arg for arg in args if arg is not type(None))
        return None if raw in (None, "") else _value(only, raw, report, at, path)
    if origin is tuple:
        parts = [part.strip() for part in raw.split(";")] if isinstance(raw, str) else raw
        if isinstance(parts, list):
            return tuple(_value(args[0], part, report, at, (*path, i)) for i, part in enumerate(parts))
        problem = ("is not a list", "write it in square brackets, or in CSV with ; between the parts")
    elif origin is dict or dataclasses.is_dataclass(hint):
        if isinstance(raw, Mapping):
            if origin is dict:
                return {key: _value(args[1], part, report, at, (*path, key)) for key, part in raw.items()}
            return read_record(hint, raw, report, at, path)
        problem = ("is not a table", f"write its keys below a [{path[-1]}] line")
    elif origin is Literal:
        if raw in args:
            return raw
        problem = (f'is "{raw}"', nearest(str(raw), [str(arg) for arg in args if arg != ""]))
    else:
        problem, value = _scalar(hint, raw)
        if problem is None:
            return value
    name = path[-1] if isinstance(path[-1], str) else f"{path[-2]} {path[-1] + 1}"
    report.add(*at(path), f'"{name}" {problem[0]}', problem[1])
    return None


def _scalar(hint: type, raw: Any) -> tuple[tuple[str, str] | None, Any]:
    """Return a problem or the value, for text, truth and numbers."""
    if hint is str:
        return (None, raw) if isinstance(raw, str) else (("is not text", "put it in quotation marks"), None)
    if hint is bool and not isinstance(raw, bool):
        if raw in ("true", "false"):
            return None, raw == "true"
        return ("is not true or false", "write true or false, without quotation marks"), None
    if hint is bool:
        return None, raw
    number = raw
    if isinstance(raw, str):
        try:
            number = float(raw)
        except ValueError:
            return (f'is "{raw}", not a number', "write digits only; the unit is in the name"), None
    if isinstance(number, bool) or not isinstance(number, int | float):
        return (f"is {number!r}, not a number", "write digits only; the unit is in the name"), None
    if not math.isfinite(number):
        return (f"is {number}", "write a finite number"), None
    if hint is int and number != int(number):
        return (f"is {number}", "write a whole number"), None
    return None, hint(number)
