"""How a dragged battery keeps up with the hand: ten fans in a real browser, at full speed and slowed down."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from race import table

from rangefan import catalogue, mapfile
from rangefan import scene as scenes
from rangefan.outputs import render_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FANS, STEPS = 10, 60
# Processor time of the page's thread, which a busy machine does not stretch: script alone, and everything.
SPENT = ("ScriptDuration", "TaskDuration")
HEAD = """
title = "Ten fans"
[view]
west = 113.5
south = 29.5
east = 143.5
north = 46.5
[towns]
show = ["Seoul", "Busan", "Pyongyang", "Dandong", "Weihai", "Dalian", "Qingdao", "Beijing", "Tokyo"]
answer = "fan-0"
"""
LAYER = """
[[layer]]
id = "fan-{number}"
name = "Fan {number}"
system = "an-tpy-2"
mode = "terminal"
site = "kr-seongju-lotte"
azimuth_deg = {azimuth}
show = {show}
"""
# An update is the work of one animation frame's callback; a frame runs from one callback to the next.
WATCH = """
window.__updates = []; window.__frames = []; let last = 0;
const real = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (act) => real((time) => {
  const begin = performance.now();
  act(time);
  if (!document.querySelector('.rf-moving')) { last = 0; return; }
  window.__updates.push(performance.now() - begin);
  if (last) window.__frames.push(time - last);
  last = time;
});
"""


def page_of(show: str) -> str:
    """Return the page of ten fans at one site."""
    layers = "".join(LAYER.format(number=n, azimuth=30.0 + 33 * n, show=show) for n in range(FANS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ten-fans.toml"
        path.write_text(HEAD + layers, encoding="utf-8")
        known = catalogue.load()
        return render_page(scenes.resolve(mapfile.read_map(str(path), known), known))


def drag(browser: Browser, path: Path, throttle: int) -> dict[str, Any]:
    """Drag the battery in circles; return milliseconds of updates and frames, the first among them."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.add_init_script(WATCH)
    page.goto(path.resolve().as_uri())
    page.wait_for_timeout(500)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})

    def work() -> dict[str, float]:
        return {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}

    box = page.locator(".rf-site").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(400)
    page.mouse.down()
    before = work()
    for step in range(STEPS):
        page.mouse.move(x - step * 1.5, y + (step % 20 - 10) * 3)
        page.wait_for_timeout(10)
    after = work()
    updates, frames = page.evaluate("[window.__updates, window.__frames]")
    page.mouse.up()
    page.close()
    spent = {name: (after[name] - before[name]) * 1000 / len(updates) for name in SPENT}
    return {"updates": updates, "frames": frames, "spent": spent}


def p95(numbers: list[float]) -> float:
    """95th percentile."""
    return statistics.quantiles(numbers, n=20)[-1]


def run() -> str:
    """Return what was measured, as Markdown."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    rows = []
    with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
        found = next(filter(None, map(shutil.which, names)), None) or started.chromium.executable_path
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for what, show in (("10 fans", '["nominal"]'), ("30 footprints", '["low", "nominal", "high"]')):
            path = Path(folder) / "page.html"
            path.write_text(page_of(show), encoding="utf-8")
            for throttle in (1, 4):
                got = drag(browser, path, throttle)
                updates, frames = got["updates"], got["frames"]
                numbers = (updates[0], statistics.median(updates), p95(updates))
                numbers += (frames[0], statistics.median(frames), p95(frames), *got["spent"].values())
                rows.append([f"{what}, CPU 1/{throttle}", str(len(updates)), *(f"{n:.1f}" for n in numbers)])
        version = browser.version
        browser.close()
    heads = ["", "frames", "first update, ms", "median", "p95", "first frame, ms", "median", "p95"]
    heads += ["script, processor ms a frame", "all"]
    said = f"Chromium {version}, headless, drawing in software; 180 steps along every arc."
    return f"{said}\n\n{table(heads, rows)}\n"


if __name__ == "__main__":
    print(run())
