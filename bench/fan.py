"""A dragged frame in the page's language: rings and fans against plain Direct and against turf."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from race import table

HERE = Path(__file__).parent
WEB = HERE.parent / "coverage/rangefan/web"
SCRIPTS = (
    "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js",
    "geodesic.js",
    "vertices.js",
    "fan.js",
)
FRAMES = 400


def run() -> str:
    """Race in one node process, the ways in turn in every frame, and say the error beside the time."""
    if not (HERE / "node_modules/@turf").is_dir():
        sys.exit("the race needs turf: run `npm ci` in bench/")
    command = ["node", str(HERE / "fan.mjs"), str(FRAMES), *(str(WEB / name) for name in SCRIPTS)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    frame = f"ten shapes of 150 to 3,000 km, moved a little in each; the median of {FRAMES} frames"
    parts = [f"Node {told['node']}. One frame: {frame}."]
    for width, what in (("360", "Rings"), ("120", "Fans of 120°")):
        ways = told["answer"][width]
        ours = ways[0]["ms"]
        rows = [
            [
                way["name"],
                f"{way['ms']:.2f}",
                f"{way['ms'] / ours:.1f}",
                f"{way['vertices']:.0f}",
                f"{way['error_m']:.2g}" if way["error_m"] < 1 else f"{way['error_m']:,.0f}",
            ]
            for way in ways
        ]
        heads = (what, "ms a frame", "times rangefan's", "vertices", "rim off by, m, at most")
        parts.append(table(heads, rows))
    return "\n\n".join(parts)
