"""CSV rows as nouns, each row with its line."""

from __future__ import annotations

import csv
import functools
import io
from pathlib import Path
from typing import TypeVar

from rangefan.errors import InputError
from rangefan.files.fields import Report, read_record
from rangefan.files.text import read_text

T = TypeVar("T")


def read_table(noun: type[T], path: Path, name: str, report: Report) -> list[tuple[int, T]]:
    """Read a CSV file whose header names the fields of a noun.

    Parameters
    ----------
    noun : type
        A dataclass; its fields are the columns.
    path : Path
        The file.
    name : str
        How messages call it.
    report : Report
        Where problems go; rows with a problem are left out of the result.

    Returns
    -------
    list of (int, noun)
        The line each row starts on, and the row.
    """
    try:
        text = read_text(path)
    except InputError as error:
        report.problems.extend(error.problems)
        return []
    rows: list[tuple[int, T]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    header: list[str] | None = None
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if header is None:
                header = cells
            elif len(cells) != len(header):
                advice = 'put text that holds a comma in "quotation marks"'
                report.add(name, start, f"{len(cells)} cells where the header has {len(header)}", advice)
            else:
                raw = dict(zip(header, cells, strict=True))
                record = read_record(noun, raw, report, functools.partial(_at, name, start))
                if record is not None:
                    rows.append((start, record))
    except csv.Error as error:
        report.add(name, reader.line_num, f"not CSV: {error}", "mend the quotation marks")
    return rows


def _at(name: str, line: int, _: object) -> tuple[str, int]:
    return name, line
