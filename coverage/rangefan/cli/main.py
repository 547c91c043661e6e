"""Parse the words, call the verb, turn errors into exit codes."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from rangefan import __version__
from rangefan.cli import verbs
from rangefan.cli.claims import claims
from rangefan.cli.compare import compare
from rangefan.cli.export import FORMATS, export
from rangefan.cli.inside import inside
from rangefan.cli.positions import positions
from rangefan.cli.serve import serve
from rangefan.errors import InputError, RangefanError
from rangefan.language import LANGUAGES

KINDS = ("systems", "sites", "deployments", "statements", "claims", "events", "sources", "maps")


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb.

    Parameters
    ----------
    words : sequence of str, optional
        The command line without the program's name; `sys.argv` if not given.

    Returns
    -------
    int
        0 good, 2 usage, 3 bad input (all of it listed), 5 input or output. A bug of ours is a
        traceback and 1.
    """
    arguments = _parser().parse_args(words)
    try:
        status = arguments.verb(arguments)
        sys.stdout.flush()
    except InputError as error:
        if arguments.json:
            problems = [{name: getattr(p, name) for name in p.__slots__} for p in error.problems]
            print(json.dumps({"problems": problems}, ensure_ascii=False))
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return error.exit_code
    except RangefanError as error:
        print(f"rangefan: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `head` does: no fault, but Python must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return int(status or 0)


def _number(unit: str) -> argparse._ActionType:
    def parse(word: str) -> float:
        try:
            return float(word)
        except ValueError:
            what = f'"{word}" is not a number of {unit}: write digits only'
            raise argparse.ArgumentTypeError(what) from None

    return parse


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer in JSON")
    parser = argparse.ArgumentParser(
        prog="rangefan",
        usage="rangefan build thaad-korea -o thaad.html",
        description="Illustrative radar and interceptor footprints from published nominal ranges.",
        epilog="`rangefan VERB --help` says more. Not a planning tool: a ring is reach, not protection.",
    )
    parser.add_argument("--version", action="version", version=f"rangefan {__version__}")
    table = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, run: verbs.Verb, example: str, says: str) -> argparse.ArgumentParser:
        usage = f"{example}\n       rangefan {name} [options] …"
        sub = table.add_parser(name, parents=[shared], help=says, description=says, usage=usage)
        sub.set_defaults(verb=run)
        return sub

    sub = verb("build", verbs.build, "rangefan build thaad-korea", "map file to one self-contained page")
    sub.add_argument("map", metavar="MAP", help="a map file, or the name of a shipped map")
    sub.add_argument("-o", "--output", metavar="FILE", help="the page; build/NAME.html if not given")
    _lang(sub)
    words = "where the page will stand; writes what an editor needs to embed it beside the page"
    sub.add_argument("--url", metavar="ADDRESS", default="", help=words)
    _dem(sub)
    says = "a local preview, for this machine alone, that reloads when the map file is saved"
    sub = verb("serve", serve, "rangefan serve my-map.toml", says)
    sub.add_argument("map", metavar="MAP", help="a map file, or the name of a shipped map")
    sub.add_argument("--port", type=int, default=8787, metavar="N", help="8787 if not given; 0 for any")
    _lang(sub)
    _dem(sub)
    says = "area by country, towns and people inside each footprint"
    sub = verb("inside", inside, "rangefan inside thaad-korea", says)
    sub.add_argument("map", metavar="MAP", help="a map file, or the name of a shipped map")
    sub.add_argument("--layer", metavar="ID", help="one layer of the map; all of them if not given")
    example = "rangefan compare thaad-korea my-map.toml"
    sub = verb("compare", compare, example, "what changes between two placements, or editions of a map")
    sub.add_argument("before", metavar="MAP", help="a map file, or the name of a shipped map")
    sub.add_argument("after", metavar="MAP", help="the other one; layers are the same where their ids are")
    sub.add_argument("-o", "--output", metavar="FILE", help="also write a page that shows both")
    sub = verb("claims", claims, "rangefan claims c01 c18", "each public claim, tested: verdict and numbers")
    sub.add_argument(
        "ids", nargs="*", metavar="ID", help="as `rangefan list claims` has it; all if not given"
    )
    _dem(sub)
    says = "who had objected or supported by a date, object by object"
    sub = verb("positions", positions, "rangefan positions 2016-08-01 --object 'THAAD Korea'", says)
    words = "YYYY, YYYY-MM or YYYY-MM-DD; the newest statement's if not given"
    sub.add_argument("date", nargs="?", metavar="DATE", help=words)
    sub.add_argument("--object", metavar="NAME", help="what the positions are on; everything if not given")
    sub.add_argument("--map", metavar="MAP", help="the objects of this map's [positions]")
    sub = verb("new", verbs.new, "rangefan new my-map --from thaad-korea", "copy a shipped map to edit")
    sub.add_argument("name", metavar="NAME", help="a-z, 0-9 and hyphens; becomes NAME.toml here")
    sub.add_argument("--from", dest="origin", default="thaad-korea", metavar="MAP", help="the map to copy")
    sub = verb("check", verbs.check, "rangefan check my-map.toml", "every problem in map files and catalogue")
    sub.add_argument("maps", nargs="*", metavar="MAP", help="map files; all shipped maps if not given")
    sub.add_argument("--data", metavar="FOLDER", help="another catalogue than the shipped one")
    sub = verb("list", verbs.list_, "rangefan list systems", "what the catalogue holds")
    sub.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    sub = verb("show", verbs.show, "rangefan show an-tpy-2", "everything said about one thing, with sources")
    sub.add_argument("id", metavar="ID", help="as `rangefan list` prints it")
    example = "rangefan ring 36 128 600 --azimuth 0 --width 120"
    sub = verb("ring", verbs.ring, example, "one footprint as GeoJSON")
    sub.add_argument("lat", metavar="LAT", type=_number("degrees"), help="latitude, degrees north")
    sub.add_argument("lon", metavar="LON", type=_number("degrees"), help="longitude, degrees east")
    sub.add_argument("range_km", metavar="KM", type=_number("kilometres"), help="range over the ground")
    sub.add_argument("--azimuth", metavar="DEG", type=_number("degrees"), help="centre, clockwise from north")
    sub.add_argument("--width", metavar="DEG", type=_number("degrees"), help="full opening of the fan")
    sub.add_argument("--inner", metavar="KM", type=_number("kilometres"), default=0.0, help="inner range")
    words = "what is left of it for targets at this altitude above the sea"
    sub.add_argument("--altitude", metavar="KM", type=_number("kilometres"), help=words)
    _sight(sub)
    words = "highest elevation, which leaves a hole overhead"
    sub.add_argument("--max-elevation", metavar="DEG", type=_number("degrees"), help=words)
    words = "what KM is, with --altitude: ground range (the default) or slant range"
    sub.add_argument("--measure", choices=("slant", "ground"), help=words)
    example = "rangefan floor 36 128 --distance 600 --min-elevation 5"
    sub = verb("floor", verbs.floor, example, "lowest altitude that is in sight at a distance")
    sub.add_argument(
        "lat", metavar="LAT", type=_number("degrees"), help="latitude of the site, degrees north"
    )
    sub.add_argument(
        "lon", metavar="LON", type=_number("degrees"), help="longitude of the site, degrees east"
    )
    words = "over the ground"
    sub.add_argument("--distance", metavar="KM", type=_number("kilometres"), required=True, help=words)
    words = "where to, clockwise from north; with --json the answer then has the place"
    sub.add_argument("--azimuth", metavar="DEG", type=_number("degrees"), help=words)
    _sight(sub)
    sub = verb("export", export, "rangefan export thaad-korea --to svg", "a map as a still picture")
    sub.add_argument("map", metavar="MAP", help="a map file, or the name of a shipped map")
    words = "the format; a card is a PNG of 1200 by 630 pixels for links"
    sub.add_argument("--to", choices=FORMATS, required=True, help=words)
    sub.add_argument("-o", "--output", metavar="FILE", help="the picture; build/NAME.FORMAT if not given")
    sub.add_argument("--lang", default="", metavar="TAG", help="its language; the map file's if not given")
    sub.add_argument("--dark", action="store_true", help="on a dark ground")
    words = "how wide, in pixels of a page; 1080 if not given. A PNG has two for each"
    sub.add_argument("--width", metavar="PX", type=_number("pixels"), help=words)
    example = "rangefan section thaad-korea --true-scale -o section.svg"
    sub = verb("section", verbs.section, example, "a map's site seen from the side, as SVG")
    sub.add_argument("map", metavar="MAP", help="a map file, or the name of a shipped map")
    sub.add_argument("--layer", metavar="ID", default="", help="this layer alone, shown first or not")
    words = "which way, clockwise from north; where the fan points if not given"
    sub.add_argument("--azimuth", metavar="DEG", type=_number("degrees"), help=words)
    words = "heights and distances to one scale, over an Earth that curves"
    sub.add_argument("--true-scale", action="store_true", help=words)
    sub.add_argument("-o", "--output", metavar="FILE", help="the picture; standard output if not given")
    return parser


def _sight(sub: argparse.ArgumentParser) -> None:
    words = "of the antenna, above the sea; 0 if not given"
    sub.add_argument("--site-altitude", metavar="KM", type=_number("kilometres"), help=words)
    words = "elevation floor; if not given, the horizon alone"
    sub.add_argument("--min-elevation", metavar="DEG", type=_number("degrees"), help=words)
    words = "how rays bend: traced through the reference atmosphere (the default), not at all, or 4/3 earth"
    sub.add_argument("--refraction", choices=("ray", "none", "4/3"), help=words)
    _dem(sub)


def _lang(sub: argparse.ArgumentParser) -> None:
    words = f"the page's language, {', '.join(LANGUAGES)}; the map file's if not given"
    sub.add_argument("--lang", choices=tuple(LANGUAGES), default="", metavar="LANG", help=words)


def _dem(sub: argparse.ArgumentParser) -> None:
    words = "terrain: GeoTIFF or HGT elevations, or a folder of them; `coarse` for the embedded 2′ grid"
    sub.add_argument("--dem", metavar="FILE", action="append", help=f"{words}. May be given again")
