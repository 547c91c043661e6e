"""The page's own code and templates, and the one way untrusted data enters a document."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from rangefan.errors import FileError
from rangefan.language import Said, t
from rangefan.where import web_dir

if TYPE_CHECKING:
    from jinja2 import Environment

SCRIPTS = (
    "turns.js",
    "language.js",
    "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js",
    "geodesic.js",
    "vertices.js",
    "fan.js",
    "unpack.js",
    "labels.js",
    "outline.js",
    "altitude.js",
    "lowest.js",
    "gestures.js",
    "records.js",
    "card.js",
    "wording.js",
    "lettering.js",
    "seen.js",
    "panel.js",
    "shapes.js",
    "map.js",
    "sites.js",
    "furniture.js",
    "frame.js",
    "address.js",
    "app.js",
)
# What only our own page has: sections beside the map. Each part of the page brings its script and style here.
PAGE_SCRIPTS = (
    "languages.js",
    "embed.js",
    "theme.js",
    "folds.js",
    "print.js",
    "positions.js",
    "positions-map.js",
    "positions-focus.js",
    "positions-time.js",
    "story.js",
    "compared.js",
    "whatif-answers.js",
    "whatif-area.js",
    "whatif-model.js",
    "whatif-address.js",
    "whatif-history.js",
    "whatif-words.js",
    "whatif-tables.js",
    "whatif-sketch.js",
    "whatif-hand.js",
    "whatif-compare.js",
    "whatif-form.js",
    "whatif.js",
    "takeaway-tables.js",
    "takeaway-map-file.js",
    "takeaway-picture.js",
    "takeaway.js",
)
PAGE_STYLES = (
    "page.css",
    "section.css",
    "positions.css",
    "story.css",
    "takeaway.css",
    "claims.css",
    "compared.css",
    "whatif.css",
    "print.css",
)
# A part that only some maps have: the field of the scene without which its script and style stay away.
NEEDS = {
    "positions.css": "positions",
    **{name: "positions" for name in PAGE_SCRIPTS if name.startswith("positions")},
    "story.js": "steps",
    "story.css": "steps",
    "claims.css": "claims",
    "compared.js": "compared",
    "compared.css": "compared",
    "whatif.css": "whatif",
    **{name: "whatif" for name in PAGE_SCRIPTS if name.startswith("whatif")},
}
LEAFLET_JS = "vendor/leaflet/leaflet.js"
LEAFLET_CSS = "vendor/leaflet/leaflet.css"

# A message that a script says.
_LITERAL = re.compile(r'rangefan\.t\(\s*"([^"\\]*)"')

# What could end a script element, start markup, break a line in older engines, or pose as a mark of ours.
_UNSAFE = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029\ufdd0\ufdd1\ufdd2\ufdd3"}


@runtime_checkable
class HasScene(Protocol):
    """Anything that can give a scene as plain data."""

    def to_dict(self) -> dict[str, Any]:
        """Return the scene, schema rangefan-scene/1."""


def scene_dict(scene: HasScene | Mapping[str, Any]) -> dict[str, Any]:
    """Return the scene as plain data."""
    return dict(scene) if isinstance(scene, Mapping) else scene.to_dict()


def json_text(data: object) -> str:
    r"""Return data as JSON that can stand inside a script element.

    Raises
    ------
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter, spelt in _UNSAFE.items():
        text = text.replace(letter, spelt)
    # A lone surrogate has no UTF-8 form; JSON has one.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def is_web(url: object) -> bool:
    """Tell whether a link may be followed: http or https, nothing else.

    Examples
    --------
    >>> is_web("https://example.org/a"), is_web("javascript:alert(1)")
    (True, False)
    """
    return isinstance(url, str) and re.match(r"https?://[^\s/]", url, re.IGNORECASE) is not None


@cache
def asset(name: str) -> str:
    """Return one of the files in web/, in its lean form where it has one.

    A lean form (web/lean/, written by `make lean`) begins with the digest of the source it was made of; where
    the source has changed since, the source itself is what is returned.

    Raises
    ------
    FileError
        If the installation lacks it.
    """
    source = source_text(name)
    lean = web_dir() / "lean" / name
    if not lean.is_file():
        return source
    head, _, text = source_text(f"lean/{name}").partition("\n")
    fresh = head == f"/*{hashlib.sha256(source.encode()).hexdigest()[:16]}*/"
    return text.rstrip("\n") if fresh else source


def source_text(name: str) -> str:
    """Return one of the files in web/ as it is written."""
    try:
        # Newlines as a browser sees them, or the policy's hashes would not match.
        return (web_dir() / name).read_text(encoding="utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise FileError(f"the page's file {name} cannot be read: install rangefan again ({error})") from error


def messages_of(names: Iterable[str]) -> list[str]:
    """Return what scripts say: the literals given to `rangefan.t` in their sources, each once, in order."""
    return list(dict.fromkeys(message for name in names for message in _LITERAL.findall(source_text(name))))


def map_styles() -> str:
    """Return the styles of the map alone."""
    return asset("map.css")


def map_scripts() -> str:
    """Return the scripts of the map alone, in the order they need."""
    return "\n".join(asset(name) for name in SCRIPTS)


def page_scripts(scene: Mapping[str, Any]) -> str:
    """Return our own scripts that our own page of a scene needs, in the order they need, after Leaflet."""
    return "\n".join(map(asset, page_script_names(scene)))


def page_script_names(scene: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of our own scripts that our own page of a scene needs, in the order they need."""
    return tuple(_needed((*SCRIPTS, *PAGE_SCRIPTS), scene))


def page_styles(scene: Mapping[str, Any]) -> str:
    """Return all styles that our own page of a scene needs."""
    return "\n".join((asset(LEAFLET_CSS), map_styles(), *map(asset, _needed(PAGE_STYLES, scene))))


def _needed(names: Iterable[str], scene: Mapping[str, Any]) -> Iterable[str]:
    return (name for name in names if name not in NEEDS or scene.get(NEEDS[name]))


@cache
def templates() -> Environment:
    """Return the environment of our own templates: everything is escaped, a missing name is an error.

    What a template writes goes through the `book` it is rendered with: there a message gets its language.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
    from jinja2.runtime import Context

    @pass_context
    def said(context: Context, value: object) -> object:
        book = context.get("book")
        return book.mark(value) if book else value

    env = Environment(
        loader=FileSystemLoader(web_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=said,
    )
    env.filters["is_web"] = is_web
    env.globals["t"] = t
    env.tests["said"] = lambda text: isinstance(text, Said)
    return env
