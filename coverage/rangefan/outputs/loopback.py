"""A local preview over HTTP: the page as built, with a script that reloads it, for this machine alone."""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from rangefan import mapfile
from rangefan.errors import FileError, UsageError
from rangefan.outputs.assets import asset
from rangefan.outputs.preview import Preview, Shown

if TYPE_CHECKING:
    from rangefan.geometry.elevation_model import ElevationModel

LOOPBACK = "127.0.0.1"
PORT = 8787
HEARTBEAT_S = 10.0

# Shown while there is no good page yet; the preview's script says why.
_EMPTY = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; connect-src 'self'; script-src \"><title>rangefan preview</title></head>"
    "<body></body></html>"
)


def serve(
    name: str,
    *,
    port: int = PORT,
    dem: ElevationModel | None = None,
    lang: str = "",
    announce: Callable[[str], None] = print,
) -> None:
    """Serve a map's page to browsers on this machine until interrupted, and reload them when it changes.

    Parameters
    ----------
    name : str
        A map file's path, or the name of a shipped map.
    port : int
        0 for any that is free.
    dem : ElevationModel, optional
        Terrain for what altitude leaves of radars.
    lang : str
        The page's language; the map file's if blank.
    announce : callable
        Is given the page's address once it can be opened.

    Raises
    ------
    UsageError
        If there is no such map or no such port.
    FileError
        If the port is taken.
    """
    if not 0 <= port <= 65535:
        raise UsageError(f"port {port} is none: give 1024 to 65535, or 0 for any that is free")
    preview = Preview(mapfile.find(name), dem, lang)
    try:
        server = PreviewServer(preview, port)
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had: {error.strerror}"
        raise FileError(f"port {port} {why}: choose another with --port, or --port 0 for any") from error
    watcher = threading.Thread(target=preview.watch, name="rangefan-watch", daemon=True)
    try:
        watcher.start()
        announce(server.url)
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        pass
    finally:
        preview.close()
        server.server_close()
        watcher.join(timeout=5)


class PreviewServer(ThreadingHTTPServer):
    """Serves one preview on the loopback address, to requests that name this machine as their host."""

    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.preview = preview
        # Every run counts from 1: a browser left open by an earlier run must not take our page for its own.
        self.run = f"{time.time_ns():x}"
        self.hosts = {f"{host}:{self.server_port}" for host in (LOOPBACK, "localhost")}

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong, unless it is only that a browser has gone away."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "rangefan", ""
    timeout = 60

    def do_GET(self) -> None:
        # A foreign name made to point here (DNS rebinding) would make a stranger's page our origin.
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self._send(403, "text/plain; charset=utf-8", "This preview answers to its own address only.\n")
        elif self.path == "/":
            shown = self.server.preview.wait(None, 60)
            self._send(200, "text/html; charset=utf-8", served(shown, self._version(shown)))
        elif self.path == "/changes":
            self._changes()
        else:
            self._send(404, "text/plain; charset=utf-8", "There is one page here: /\n")

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing: the terminal is for problems."""

    def _version(self, shown: Shown) -> str:
        return f"{self.server.run}.{shown.version}"

    def _send(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self._say_headers(kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say_headers(self, kind: str) -> None:
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")

    def _changes(self) -> None:
        """Tell of every change, as server-sent events, for as long as the browser listens."""
        self.close_connection = True
        self.send_response(200)
        self._say_headers("text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        preview = self.server.preview
        self._write("retry: 500\n\n")
        known: Shown | None = None
        while not preview.is_closed:
            shown = preview.wait(known, HEARTBEAT_S)
            if shown == known:
                self._write(": still here\n\n")
                continue
            known = shown
            told = {"version": self._version(shown), "problems": shown.problems}
            self._write(f"data: {json.dumps(told)}\n\n")

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()


def served(shown: Shown, version: str) -> str:
    """Return the page as a browser gets it: as built, with the preview's script and leave to run it."""
    script = asset("preview.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = shown.html or _EMPTY
    # The policy is the first to speak of scripts: nothing of a map file stands before it.
    html = html.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    head, body, rest = html.rpartition("</body>")
    return f'{head}<script data-version="{version}">{script}</script>\n{body}{rest}'
