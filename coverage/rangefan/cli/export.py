"""The verb `export`: a map as a file for other programs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from rangefan import catalogue, mapfile
from rangefan.errors import FileError, UsageError

FORMATS = ("svg", "png", "pdf", "card")


def export(arguments: Namespace) -> None:
    """Draw a map as a picture, and say which characters no font of ours has."""
    from rangefan import resolve
    from rangefan.files import write_bytes
    from rangefan.outputs.picture import card_drawing, drawing_bytes, picture_of

    kind, width = arguments.to, arguments.width
    if kind == "card" and width is not None:
        raise UsageError("a card is 1200 by 630 pixels: leave out --width, or use --to png")
    known = catalogue.load()
    scene = resolve(mapfile.read_map(arguments.map, known), known)
    look = {"lang": arguments.lang, "dark": arguments.dark}
    if kind == "card":
        drawing = card_drawing(scene, **look)
    else:
        drawing = picture_of(scene, **look, **({} if width is None else {"width": width}))
    path = Path(arguments.output) if arguments.output else Path("build") / _name(scene.map["id"], kind)
    if not arguments.output:
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise FileError(f"{path.parent}: cannot be made: {error.strerror}") from error
    write_bytes(path, drawing_bytes(drawing, kind))
    missing = drawing.missing()
    if missing:
        print(f"no font of ours has: {' '.join(missing)} (a box stands for each)", file=sys.stderr)
    print(json.dumps({"file": str(path), "missing": missing}, ensure_ascii=False) if arguments.json else path)


def _name(map_id: str, kind: str) -> str:
    return f"{map_id}-card.png" if kind == "card" else f"{map_id}.{kind}"
