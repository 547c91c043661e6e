"""Text in: UTF-8, or a problem that names the line. Text out: written beside, then swapped in."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from rangefan.errors import FileError, InputError, Problem


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, a byte-order mark dropped and line ends made one kind.

    Raises
    ------
    FileError
        If it cannot be opened.
    InputError
        At the first byte that is not UTF-8, with its line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(str(path), line, f"byte {error.start} is not UTF-8 text", "save the file as UTF-8")
        raise InputError([problem]) from error


def write_text(path: Path, text: str, *, replace: bool = True) -> None:
    """Write text as UTF-8, as `write_bytes` does."""
    write_bytes(path, text.encode(), replace=replace)


def write_bytes(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a file whole or not at all: what stood there before stands until the new one is complete.

    Parameters
    ----------
    path : Path
        Its folder must exist.
    data : bytes
        What it holds.
    replace : bool
        False to refuse when a file stands there already.

    Raises
    ------
    FileError
        If it cannot be written, or stands there already and may not be replaced.
    """
    beside = None
    try:
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(beside).chmod(0o666 & ~umask)  # mkstemp makes files that only the owner can read
        if replace:
            Path(beside).replace(path)
        else:
            path.hardlink_to(beside)
    except FileExistsError as error:
        raise FileError(f"{path}: is there already; choose another name, or move it away") from error
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if beside is not None:
            with contextlib.suppress(FileNotFoundError):
                Path(beside).unlink()
