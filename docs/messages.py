"""Brings the catalogues up to date: every message the source says, with the translations there are.

Run by `make messages`. A new message gets an empty translation, for a person to fill in; one that no source
says any more is dropped.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rangefan import gazetteer
from rangefan.catalogue import load
from rangefan.language import LANGUAGES, OTHERS, Listed, Named, Said, catalogue_file, phrases
from rangefan.language.catalogue import NAME
from rangefan.mapfile import read_map
from rangefan.model import System
from rangefan.outputs.assets import messages_of, templates
from rangefan.scene.claims import claims_of
from rangefan.scene.words import short
from rangefan.where import data_dir, maps_dir, web_dir

Found = tuple[str | None, str, str]  # context, message, where it is said
PACKAGE = web_dir().parent


def messages() -> dict[tuple[str | None, str], list[str]]:
    """Return every message by context and text, with the files that say it.

    Raises
    ------
    ValueError
        Where a message is not a literal: it could not be found here, so never translated.
    """
    said: dict[tuple[str | None, str], list[str]] = {}
    for context, message, where in (*_python(), *_templates(), *_scripts(), *_names()):
        places = said.setdefault((context, message), [])
        if where not in places:
            places.append(where)
    return said


def _python() -> Iterator[Found]:
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "t":
                continue
            first = node.args[0] if len(node.args) == 1 else None
            if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                raise ValueError(f"{where}:{node.lineno}: t() wants one literal, and fields by name")
            yield None, first.value, where


def _templates() -> Iterator[Found]:
    from jinja2 import nodes

    for path in sorted(web_dir().glob("*.html")):
        for call in templates().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                if len(call.args) != 1 or not isinstance(call.args[0], nodes.Const):
                    raise ValueError(
                        f"web/{path.name}:{call.lineno}: t() wants one literal, and fields by name"
                    )
                yield None, call.args[0].value, f"web/{path.name}"


def _scripts() -> Iterator[Found]:
    for path in sorted(web_dir().glob("*.js")):
        code = path.read_text(encoding="utf-8")
        calls = re.findall(r"rangefan\.t\(\s*(.{0,30})", code)
        if wrong := [call for call in calls if not call.startswith('"')]:
            raise ValueError(f"web/{path.name}: rangefan.t() wants a literal in double quotes: {wrong}")
        for message in messages_of([path.name]):
            yield None, message, f"web/{path.name}"


def _names() -> Iterator[Found]:
    """Names of the places and things that shipped maps show."""
    known = load()
    for path in sorted(maps_dir().glob("*.toml")):
        where = f"maps/{path.name}"
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        for town in written.get("towns", {}).get("show", ()):
            yield NAME, str(gazetteer.town(town).called), where
        for layer in written["layer"]:
            if "site" in layer:
                place = known.sites[layer["site"]].name
                yield from ((NAME, name, where) for name in dict.fromkeys((place, str(short(place)))))
            yield from ((NAME, name, where) for name in _names_of(known.systems[layer["system"]]))
        if "claims" in written:
            shown = claims_of(read_map(path.stem, known), known, None)
            yield from ((NAME, name, where) for name in dict.fromkeys(_bare_names(shown)))
    with (data_dir() / "geodata/labels.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for text in dict.fromkeys((row["text_east_first"], row["text_japan_first"])):
                if text:
                    yield NAME, text, "data/geodata/labels.csv"


def _bare_names(value: Any) -> Iterator[str]:
    """Names anywhere in plain data that have no forms of their own in other languages."""
    if isinstance(value, Named):
        yield from () if value.own else (value.message,)
    elif isinstance(value, Said):
        yield from _bare_names(value.words if isinstance(value, Listed) else value.fields)
    elif isinstance(value, Mapping):
        yield from (name for inner in value.values() for name in _bare_names(inner))
    elif isinstance(value, (list, tuple)):
        yield from (name for inner in value for name in _bare_names(inner))


def _names_of(system: System) -> Iterator[str]:
    """What a system, its modes and its figures' quantities are called, where there is a word to translate."""
    named = [system.name, system.name.removesuffix(" radar")] if re.search("[a-z]{4}", system.name) else []
    for mode in system.modes.values():
        first, _, rest = mode.name.partition(" ")
        lower = f"{first.lower()} {rest}" if rest[:1].islower() else mode.name
        named += [mode.name, lower, lower.removesuffix(" mode")]
    for figure in system.figures:
        named += [figure.quantity.replace("_", " "), figure.target]
    yield from filter(None, named)


def written(lang: str, said: dict[tuple[str | None, str], list[str]]) -> str:
    """Return a language's catalogue with these messages."""
    known = phrases(lang)
    head = (
        f"# {LANGUAGES[lang]} for rangefan: the makers' own translation.\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Language: {lang}\\n"\n'
    )
    entries = []
    for (context, message), places in said.items():
        lines = [f"#: {' '.join(places)}"]
        if context:
            lines.append(f"msgctxt {_quoted(context)}")
        lines += [f"msgid {_quoted(message)}", f"msgstr {_quoted(known.get((context, message), ''))}"]
        entries.append("\n".join(lines))
    return "\n\n".join([head.rstrip("\n"), *entries]) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Write every catalogue, and say what is still to be translated."""
    said = messages()
    for lang in OTHERS:
        path = catalogue_file(lang)
        if not path.exists():
            path.write_text(written("en", {}), encoding="utf-8")
        text = written(lang, said)
        Path(path).write_text(text, encoding="utf-8")
        empty = text.count('\nmsgstr ""\n') - 1
        print(f"{lang}: {len(said)} messages, {empty} to be translated")


if __name__ == "__main__":
    main()
