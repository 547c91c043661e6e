"""From a saved map file to the page drawn anew: `rangefan serve` against a cold build and a reload."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from race import Contender, race, table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
MAP = HERE.parent / "maps/thaad-korea.toml"
SAVES = 9
COMMAND = [sys.executable, "-c", "import sys; from rangefan.cli import main; sys.exit(main(sys.argv[1:]))"]
# When the first frame after the load event has been handed over: the page is drawn by then.
DRAWN = """
addEventListener("load", () => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { window.__drawn = performance.timeOrigin + performance.now(); };
  port2.postMessage(0);
}));
"""
SHOWS = "title => document.querySelector('h1')?.textContent === title && window.__drawn"
NUMBER = count()


def save(path: Path, *, turned: bool) -> tuple[str, float]:
    """Save an editor's next change: another title, and maybe the antenna turned, which draws all shapes anew.

    Return the title, and when it was saved in seconds of the clock.
    """
    number = next(NUMBER)
    title, text = f"Save {number}", MAP.read_text(encoding="utf-8")
    text = re.sub(r'^title = ".*"$', f'title = "{title}"', text, count=1, flags=re.MULTILINE)
    if turned:
        text = re.sub(r'^toward = "[^"]*"', f"azimuth_deg = {300 + number}", text, flags=re.MULTILINE)
    at = time.time()
    path.write_text(text, encoding="utf-8")
    return title, at


def seconds(page: Page, title: str, at: float) -> float:
    """Wait for a title, and return the seconds from a save to when its page was drawn."""
    found = page.wait_for_function(SHOWS, arg=title, timeout=60_000)
    return float(found.json_value()) / 1000 - at


def opened(browser: Browser) -> Page:
    """Return a blank page that notes when it is drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(DRAWN)
    return page


def run() -> str:
    """Race, and return the table."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
        found = next(filter(None, map(shutil.which, names)), None) or started.chromium.executable_path
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        served, cold, built = (Path(folder) / name for name in ("served.toml", "cold.toml", "cold.html"))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        save(served, turned=False)
        server = subprocess.Popen(
            [*COMMAND, "serve", str(served), "--port", "0"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdout
        preview, file = opened(browser), opened(browser)
        preview.goto(server.stdout.readline().strip())

        def build() -> tuple[str, float]:
            title, at = save(cold, turned=False)
            command = [*COMMAND, "build", str(cold), "-o", str(built)]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            return title, at

        build()
        file.goto(built.as_uri())

        def by_serve(*, turned: bool) -> float:
            preview.bring_to_front()
            return seconds(preview, *save(served, turned=turned))

        def by_build() -> float:
            file.bring_to_front()
            title, at = build()
            file.reload()
            return seconds(file, title, at)

        try:
            took = race(
                [
                    Contender(name="`rangefan serve`, words changed", run=partial(by_serve, turned=False)),
                    Contender(name="`rangefan serve`, antenna turned", run=partial(by_serve, turned=True)),
                    Contender(name="`rangefan build`, words changed, then a reload", run=by_build),
                ],
                rounds=SAVES,
            )
        finally:
            server.terminate()
            server.wait()
            browser.close()
    ours = min(took.values())
    rows = [[name, f"{value:.2f}", f"{value / ours:.1f}"] for name, value in took.items()]
    return table(["from a save to the page drawn", "s", "times the fastest"], rows)


if __name__ == "__main__":
    print(run())
