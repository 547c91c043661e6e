"""Run races and write what came out into RESULTS.md: `python bench`, or `python bench terrain` for one."""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
RACES = ("terrain", "fan", "hand", "serve")


def machine() -> str:
    import numpy

    return f"Python {platform.python_version()}, NumPy {numpy.__version__}, {os.cpu_count()} processors"


def main(names: list[str]) -> None:
    if unknown := set(names) - set(RACES):
        sys.exit(f"no such race: {', '.join(sorted(unknown))}; there are: {', '.join(RACES)}")
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    found = re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    sections = {name: body.strip() for name, body in found}
    for name in names or RACES:
        sections[name] = f"{machine()}.\n\n{importlib.import_module(name).run().strip()}"
        print(f"## {name}\n\n{sections[name]}\n")
    whole = "# Results\n\nWritten by `python bench`; see README.md for what is raced and how.\n"
    whole += "".join(f"\n## {name}\n\n{sections[name]}\n" for name in RACES if name in sections)
    beside = RESULTS.with_suffix(".new")
    beside.write_text(whole, encoding="utf-8")
    beside.replace(RESULTS)


if __name__ == "__main__":
    main(sys.argv[1:])
