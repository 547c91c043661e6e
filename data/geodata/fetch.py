"""Fetch the pinned inputs with the registries' own clients and check every byte of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path


class BuildError(Exception):
    """The build cannot go on; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One pinned input file and what may be said of it."""

    name: str
    registry: str
    version: str
    file: str
    sha256: str
    holds: str
    licence: str
    credit: str


def read_inputs(path: Path) -> dict[str, Input]:
    """Read `inputs.toml`."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Input(name=name, registry=row.pop("from"), **row) for name, row in rows.items()}


def fetch_all(inputs: dict[str, Input], folder: Path) -> dict[str, Path]:
    """Bring every input into `folder` (kept between runs) and check it; return the paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _fetch(item, folder) for name, item in inputs.items()}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _fetch(item: Input, folder: Path) -> Path:
    path = folder / item.file
    if not path.exists():
        _run(_command(item, folder), folder, item)
    if not path.exists():
        raise BuildError(f"{item.name} {item.version}: the registry did not give {item.file}")
    found = sha256(path)
    if found != item.sha256:
        raise BuildError(
            f"{path}: sha256 is {found}, inputs.toml says {item.sha256}; "
            "delete the file and try again, and if it stays so, find out who changed it before "
            "changing the pin",
        )
    return path


def _command(item: Input, folder: Path) -> list[str]:
    match item.registry:
        case "pypi":
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            return [*pip, "--dest", str(folder), f"{item.name}=={item.version}"]
        case "npm":
            return ["npm", "pack", "--silent", f"{item.name}@{item.version}"]
        case "debian":
            return ["apt-get", "download", f"{item.name}={item.version}"]
    raise BuildError(f"inputs.toml: {item.name}: unknown registry {item.registry!r}; use pypi, npm or debian")


def _run(command: list[str], folder: Path, item: Input) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BuildError(f"{item.name}: {command[0]} is not installed; it fetches this input") from error
    if done.returncode:
        raise BuildError(f"{item.name} {item.version}: `{' '.join(command)}` failed:\n{done.stderr[-2000:]}")
