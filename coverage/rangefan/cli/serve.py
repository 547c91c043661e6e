"""`rangefan serve`: a map in the browser, anew whenever its file is saved."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from rangefan.cli.terrain import elevations


def serve(arguments: Namespace) -> None:
    """Serve a local preview until interrupted."""
    from rangefan.outputs import serve as serve_preview

    def announce(url: str) -> None:
        print(json.dumps({"url": url}) if arguments.json else url, flush=True)
        print("reloads when the map file is saved; Ctrl-C stops it", file=sys.stderr)

    dem = elevations(arguments.dem)
    serve_preview(arguments.map, port=arguments.port, dem=dem, lang=arguments.lang, announce=announce)
