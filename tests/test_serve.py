"""The preview: reloads on save, keeps the last good page, answers this machine alone, leaves no trace."""

from __future__ import annotations

import contextlib
import gc
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rangefan import build
from rangefan.cli import main
from rangefan.outputs import preview
from rangefan.outputs.loopback import PreviewServer, served
from rangefan.outputs.preview import Preview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SMALL = """\
title = "First"
[[layer]]
id = "reach"
system = "thaad"
site = "kr-seongju-lotte"
"""


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@contextlib.contextmanager
def serving(path: Path) -> Iterator[PreviewServer]:
    """A preview of a map file, served and watched in threads of their own."""
    running = PreviewServer(Preview(path), 0)
    threads = [threading.Thread(target=act) for act in (running.preview.watch, running.serve_forever)]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.preview.close()
        running.shutdown()
        running.server_close()
        for thread in threads:
            thread.join(10)


@pytest.fixture
def server(map_file: Path) -> Iterator[PreviewServer]:
    with serving(map_file) as running:
        yield running


@pytest.fixture
def page(chromium: Browser, server: PreviewServer) -> Iterator[Page]:
    context = chromium.new_context()
    opened = context.new_page()
    opened.goto(server.url)
    yield opened
    context.close()


def test_a_save_reaches_the_browser_and_faults_stand_over_the_last_good_page(
    page: Page, map_file: Path, server: PreviewServer
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.get_by_role("radio", name="Low", exact=True).check()
    page.wait_for_url("**#*pick=low*", wait_until="commit")

    map_file.write_text(SMALL.replace("First", "Second"), encoding="utf-8")
    page.get_by_role("heading", name="Second").wait_for()
    page.wait_for_load_state()
    # What the reader had chosen is still chosen.
    assert page.get_by_role("radio", name="Low", exact=True).is_checked()

    map_file.write_text(SMALL.replace("thaad", "thad").replace("First", "Third"), encoding="utf-8")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert f'{map_file}:4: no system "thad", did you mean "thaad"?' in alert.inner_text()
    assert page.get_by_role("heading", name="Second").is_visible()

    map_file.write_text(SMALL.replace("First", "Fourth"), encoding="utf-8")
    page.get_by_role("heading", name="Fourth").wait_for()
    assert alert.is_hidden()
    assert complaints == []


def test_a_map_that_never_was_good_says_why(chromium: Browser, map_file: Path) -> None:
    map_file.write_text("title = <script>window.pwned = 1</script>\n", encoding="utf-8")
    with serving(map_file) as server:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(server.url)
        page.get_by_role("alert").wait_for()
        assert f"{map_file}:1: not TOML" in page.get_by_role("alert").inner_text()
        map_file.write_text(SMALL, encoding="utf-8")
        page.get_by_role("heading", name="First").wait_for()
        context.close()


def test_a_file_half_written_is_no_fault(map_file: Path) -> None:
    looking = Preview(map_file)
    looking.look()
    good = looking.shown
    assert good.html
    for half in ("", "tit", 'title = "Half', SMALL[:60]):
        map_file.write_text(half, encoding="utf-8")
        looking.look()
        assert looking.shown == good
    map_file.unlink()
    looking.look()
    assert looking.shown == good
    map_file.write_text(SMALL.replace("First", "Whole"), encoding="utf-8")
    looking.look()
    assert (looking.shown.version, looking.shown.problems) == (2, ())


def test_a_fault_that_stands_is_told_once_it_has_settled(
    map_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "SETTLED_S", 0.0)
    looking = Preview(map_file)
    looking.look()
    map_file.unlink()
    looking.look()
    assert "no such file" in looking.shown.problems[0]
    assert "First" in looking.shown.html


def test_the_catalogue_is_read_again_only_when_it_has_changed(
    map_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "sites.csv"
    data.write_text("a", encoding="utf-8")
    monkeypatch.setattr(preview, "_data_files", lambda: [data])
    looking = Preview(map_file)
    looking.look()
    first = looking._known
    map_file.write_text(SMALL.replace("First", "Second"), encoding="utf-8")
    looking.look()
    assert looking._known is first
    data.write_text("ab", encoding="utf-8")
    looking.look(data=False)
    assert looking._known is first
    looking.look()
    assert looking._known is not first


def test_garbage_is_looked_for_when_the_files_rest(map_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "RESTED_S", 0.0)
    searched = threading.Event()
    monkeypatch.setattr(gc, "collect", searched.set)
    with serving(map_file) as server:
        server.preview.wait(None, 60)
        assert searched.wait(60)
        assert not gc.isenabled()
    assert gc.isenabled()


def test_only_this_machines_own_names_are_answered(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"

    def asks(host: str, path: str = "/") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        connection.putrequest("GET", path, skip_host=True)
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read(3000).decode() if path != "/changes" or answer.status != 200 else ""
        connection.close()
        return answer.status, text

    port = server.server_port
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1:{port + 1}", "127.0.0.1", "", "0.0.0.0"):
        for path in ("/", "/changes", "/../../etc/passwd"):
            status, text = asks(host, path)
            assert (status, "rangefan" in text) == (403, False), (host, path)
    assert asks(f"127.0.0.1:{port}")[0] == asks(f"localhost:{port}")[0] == 200
    for path in ("/small.toml", "/../small.toml", "//etc/passwd", "/?x"):
        assert asks(f"localhost:{port}", path)[0] == 404


def test_a_built_page_holds_nothing_of_the_preview(map_file: Path, tmp_path: Path) -> None:
    built = build(str(map_file), tmp_path / "page.html").page.read_text(encoding="utf-8")
    looking = Preview(map_file)
    looking.look()
    assert looking.shown.html == built
    assert "EventSource" not in built
    # The policy lets a page ask its own address, which the preview's script does; a built page never asks.
    assert "connect-src 'self';" in built
    copy = served(looking.shown, "run.1")
    assert "EventSource" in copy
    # Without what it adds, the served copy is the built page, byte for byte.
    copy = re.sub(r'<script data-version="run\.1">.*?</script>\n', "", copy, count=1, flags=re.DOTALL)
    copy = re.sub(r"script-src 'sha256-[^']*' ", "script-src ", copy, count=1)
    assert copy == built


def test_a_taken_port_is_said(map_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", str(map_file), "--port", str(port)]) == 5
    assert f"port {port} is taken: choose another with --port" in capsys.readouterr().err
    assert main(["serve", str(map_file), "--port", "70000"]) == 2
    assert main(["serve", "no-such-map"]) == 2


def test_control_c_ends_it_cleanly(map_file: Path) -> None:
    call = "import sys; from rangefan.cli import main; sys.exit(main(sys.argv[1:]))"
    running = subprocess.Popen(
        [sys.executable, "-c", call, "serve", str(map_file), "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A suite that runs in the background of a script hands its deafness to Ctrl-C down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    said: Any = running.stdout
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", said.readline())
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, "Traceback" in err) == (0, False)
