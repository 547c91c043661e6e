"""How a dragged battery keeps up with the hand: ten fans in a real browser, at full speed and slowed down."""

from __future__ import annotations

import asyncio
import itertools
import math
import shutil
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from race import table

from rangefan import catalogue, mapfile
from rangefan import scene as scenes
from rangefan.outputs import render_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Browser, CDPSession

FANS = 10
POINTER_HZ, SECONDS = 125, 3  # what a plain mouse tells, USB's own pace
LATE_S = 1 / 60  # a pointer that lags more than a frame makes a frame late that the page had no part in
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
TRACED = "devtools.timeline,disabled-by-default-devtools.timeline,cc,viz,benchmark"
# Chromium's names for the parts of a frame. The page's thread has the first six, two others the rest.
PARTS = {
    "script": ("FunctionCall",),
    "style": ("UpdateLayoutTree",),
    "layout": ("Layout",),
    "before painting": ("PrePaint", "Layerize"),
    "what to paint": ("Paint",),
    "hand over": ("Commit",),
    "painting": ("RasterTask",),
    "display": ("Display::DrawAndSwap",),
}


def page_of(show: str) -> str:
    """Return the page of ten fans at one site."""
    layers = "".join(LAYER.format(number=n, azimuth=30.0 + 33 * n, show=show) for n in range(FANS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ten-fans.toml"
        path.write_text(HEAD + layers, encoding="utf-8")
        known = catalogue.load()
        return render_page(scenes.resolve(mapfile.read_map(str(path), known), known))


async def sweep(session: CDPSession, x: float, y: float) -> int:
    """Lead the pointer in circles at a steady pace, whatever the page does; return how often it was late.

    Playwright's own `mouse.move` waits until the page has drawn a frame for it, so that a frame in between is
    always lost: no reader's hand waits for the screen.
    """
    moves, late = [], 0
    begin = before = time.monotonic()
    for nth in range(POINTER_HZ * SECONDS):
        await asyncio.sleep(max(0.0, begin + nth / POINTER_HZ - time.monotonic()))
        now = time.monotonic()
        late += now - before > LATE_S
        before, turn = now, 2 * math.pi * nth / POINTER_HZ / 1.2
        at = {"x": x - 70 + 70 * math.cos(turn), "y": y + 50 * math.sin(turn)}
        move = {"type": "mouseMoved", "button": "left", "buttons": 1, **at}
        moves.append(asyncio.ensure_future(session.send("Input.dispatchMouseEvent", move)))
    await asyncio.gather(*moves)
    return late


async def drag(
    browser: Browser, path: Path, throttle: int, events: list[Any] | None = None
) -> dict[str, Any]:
    """Drag the battery; return milliseconds of updates and frames, the first among them; fill the trace."""
    page = await browser.new_page(viewport={"width": 1280, "height": 1000})
    await page.add_init_script(WATCH)
    await page.goto(path.resolve().as_uri())
    await page.wait_for_timeout(500)
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    box = await page.locator(".rf-site").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.wait_for_timeout(400)
    if events is not None:
        tracing, complete = await browser.new_browser_cdp_session(), asyncio.Event()
        tracing.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
        tracing.on("Tracing.tracingComplete", lambda _: complete.set())
        await tracing.send("Tracing.start", {"categories": TRACED, "transferMode": "ReportEvents"})
    await page.mouse.down()
    late = await sweep(session, x, y)
    updates, frames = await page.evaluate("[window.__updates, window.__frames]")
    if events is not None:
        await tracing.send("Tracing.end")
        await complete.wait()
    await page.mouse.up()
    await page.close()
    return {"updates": updates, "frames": frames, "late": late}


def p95(numbers: Sequence[float]) -> float:
    """95th percentile."""
    return statistics.quantiles(numbers, n=20)[-1]


def where_it_goes(events: list[Any]) -> tuple[dict[str, float], list[float]]:
    """Return processor milliseconds a frame by part, and how far apart pictures reached the screen."""
    fired = [event for event in events if event["name"] == "FireAnimationFrame"]
    page = Counter(event["pid"] for event in fired).most_common(1)[0][0]
    times = sorted(event["ts"] for event in fired if event["pid"] == page)
    within = [event for event in events if event.get("ph") == "X" and times[0] <= event["ts"] < times[-1]]
    spent = {
        part: sum(
            event.get("tdur", 0)
            for event in within
            if event["name"] in names and (event["pid"] == page or part == "display")
        )
        / 1000
        / (len(times) - 1)
        for part, names in PARTS.items()
    }
    shown = sorted(event["ts"] for event in within if event["name"] == "Display::DrawAndSwap")
    return spent, [(after - before) / 1000 for before, after in itertools.pairwise(shown)]


async def measured() -> str:
    """Return what was measured, as Markdown."""
    from playwright.async_api import async_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    rows, parts = [], []
    async with async_playwright() as started:
        found = next(filter(None, map(shutil.which, names)), None) or started.chromium.executable_path
        browser = await started.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        with tempfile.TemporaryDirectory() as folder:
            for what, show in (("10 fans", '["nominal"]'), ("30 footprints", '["low", "nominal", "high"]')):
                path = Path(folder) / "page.html"
                path.write_text(page_of(show), encoding="utf-8")
                for throttle in (1, 4):
                    got = await drag(browser, path, throttle)
                    updates, frames = got["updates"], got["frames"]
                    numbers = (updates[0], statistics.median(updates), p95(updates))
                    numbers += (frames[0], statistics.median(frames), p95(frames))
                    cells = [f"{number:.1f}" for number in numbers]
                    rows.append([f"{what}, CPU 1/{throttle}", str(len(updates)), *cells, str(got["late"])])
                events: list[Any] = []
                await drag(browser, path, 1, events)
                spent, apart = where_it_goes(events)
                cells = [
                    f"{number:.1f}" for number in (*spent.values(), statistics.median(apart), p95(apart))
                ]
                parts.append([what, *cells])
        version = browser.version
        await browser.close()
    said = f"Chromium {version}, headless, drawing in software; 180 steps along every arc. "
    said += f"The pointer moves {POINTER_HZ} times a second for {SECONDS} seconds."
    heads = [
        "",
        "frames",
        "first update, ms",
        "median",
        "p95",
        "first frame, ms",
        "median",
        "p95",
        "pointer late",
    ]
    traced = "Where a frame's time goes, processor ms, at full speed while all is traced:"
    return f"{said}\n\n{table(heads, rows)}\n\n{traced}\n\n" + table(
        ["", *PARTS, "pictures apart, ms, median", "p95"], parts
    )


def run() -> str:
    """Measure, and say it in Markdown."""
    return asyncio.run(measured())
