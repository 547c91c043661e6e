"""A map kept in step with its file: rebuilt as it changes, in one process that keeps what has not changed."""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from rangefan import catalogue, mapfile, scene
from rangefan.errors import InputError, RangefanError
from rangefan.outputs.page import render_page
from rangefan.where import data_dir

if TYPE_CHECKING:
    from rangefan.geometry.elevation_model import ElevationModel

POLL_S = 0.02
# The catalogue changes rarely, and is many files: it is looked at once in so many beats.
DATA_BEATS = 10
# A second in which nobody saves leaves time to tidy up.
RESTED_S = 1.0
# A file still being written looks broken for a moment: a fault is shown once it has stood this long.
SETTLED_S = 0.3

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a preview shows.

    Attributes
    ----------
    version
        Counts pages; 0 before the first attempt.
    html
        The last good page; blank until there is one.
    problems
        What stands in the way of a newer one.
    """

    version: int = 0
    html: str = ""
    problems: tuple[str, ...] = ()


class Preview:
    """The last good page of a map file and the problems since, for readers in other threads.

    Parameters
    ----------
    path : Path
        The map file; it may come and go.
    dem : ElevationModel, optional
        Terrain for what altitude leaves of radars.
    lang : str
        The page's language; the map file's if blank.
    """

    def __init__(self, path: Path, dem: ElevationModel | None = None, lang: str = "") -> None:
        self.path, self.dem, self.lang = path, dem, lang
        self.shown = Shown()
        self._changed = threading.Condition()
        self._closed = False
        self._known: catalogue.Catalogue | None = None
        self._seen: tuple[Stamp, Stamp] | None = None
        self._read: Stamp | None = None
        self._since = 0.0
        self._faults: tuple[str, ...] = ()

    def watch(self) -> None:
        """Look at the files again and again, until closed."""
        # Python's search for garbage takes a third of a build, or holds up the browser that waits for it:
        # it is made when a page has been built and the files have come to rest.
        gc.disable()
        try:
            tidy = True
            for beat in count():
                if self._closed:
                    return
                if self.look(data=beat % DATA_BEATS == 0):
                    tidy = False
                elif not tidy and time.monotonic() - self._since >= RESTED_S:
                    gc.collect()
                    tidy = True
                time.sleep(POLL_S)
        finally:
            gc.enable()

    def look(self, *, data: bool = True) -> bool:
        """Build again if a file has changed; tell of faults once the files have come to rest.

        Parameters
        ----------
        data : bool
            Whether to look at the catalogue too, not at the map file alone.

        Returns
        -------
        bool
            Whether a file had changed.
        """
        stamps = _stamp([self.path]), _stamp(_data_files()) if data or not self._seen else self._seen[1]
        changed = stamps != self._seen
        if changed:
            self._seen, self._since = stamps, time.monotonic()
            self._faults = self._build(stamps[1])
        if self._faults and time.monotonic() - self._since >= SETTLED_S:
            faults, self._faults = self._faults, ()
            self._show(replace(self.shown, version=self.shown.version or 1, problems=faults))
        return changed

    def close(self) -> None:
        """Stop watching, and let go of everyone who waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def wait(self, known: Shown | None, timeout_s: float) -> Shown:
        """Return what is shown: at once if it differs from what is known, else after the next change."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self.shown != (known or Shown()), timeout_s)
            return self.shown

    def _build(self, data: Stamp) -> tuple[str, ...]:
        """Build the page and show it; or return why there is none."""
        try:
            if self._known is None or data != self._read:
                self._known, self._read = catalogue.load(), data
            mapped = mapfile.read_map(self.path, self._known)
            html = render_page(scene.resolve(mapped, self._known, self.dem), lang=self.lang)
        except InputError as error:
            return tuple(map(str, error.problems))
        except RangefanError as error:
            return (str(error),)
        except Exception as error:  # a fault of ours must not end a preview that the next save may mend
            traceback.print_exc(file=sys.stderr)
            return (f"rangefan failed: {type(error).__name__}: {error}",)
        version = self.shown.version + (html != self.shown.html)
        self._show(Shown(version=version, html=html))
        return ()

    def _show(self, shown: Shown) -> None:
        with self._changed:
            self.shown = shown
            self._changed.notify_all()


def _data_files() -> Iterable[Path]:
    folder = data_dir()
    return [*folder.glob("*.csv"), *folder.glob("systems/*.toml")]


def _stamp(paths: Iterable[Path]) -> Stamp:
    """Return what tells one state of some files from the next; a file that is not there is left out."""
    found = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))
