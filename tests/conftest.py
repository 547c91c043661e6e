"""What every test may borrow: a real browser that sees no network, axe-core, and settings for hypothesis."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

ROOT = Path(__file__).parent.parent
LOCAL = ("file:", "data:", "blob:", "about:")
# Without a sandbox Chromium runs as root too; the rest keeps it from calling home.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# A slow machine is no failure, and CI looks at the same examples every time.
hypothesis.settings.register_profile("rangefan", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("rangefan")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page in the browser, and all that it did which it should not have done."""

    page: Page
    requests: list[str] = field(default_factory=list)
    """Addresses it asked for beyond its own file; every one was refused."""
    errors: list[str] = field(default_factory=list)
    """Errors on the console, refused requests among them, and uncaught exceptions."""
    violations: list[str] = field(default_factory=list)
    """Breaches of its content security policy: directive and what was refused."""


OpenPage = Callable[..., Opened]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium, or else Playwright's own. Without either the test fails: it does not vanish."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None) or playwright.chromium.executable_path
    if not Path(found).exists():
        pytest.fail("no browser: `make setup` installs one, or install Debian's package chromium")
    browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Open a page with no network, and note what it asks for and complains of: ``open_page(path or HTML)``.

    Keyword arguments go to Playwright's ``new_context``: ``viewport``, ``color_scheme``, ``has_touch`` …
    """
    contexts: list[BrowserContext] = []

    def opener(source: str | Path, **context: Any) -> Opened:
        if isinstance(source, str):
            path = tmp_path / f"page-{len(contexts)}.html"
            path.write_text(source, encoding="utf-8")
        else:
            path = source
        browsing = chromium.new_context(**context)
        contexts.append(browsing)
        page = browsing.new_page()
        opened = Opened(page=page)

        def refuse(route: Route) -> None:
            if route.request.url.startswith(LOCAL):
                route.continue_()
            else:
                opened.requests.append(route.request.url)
                route.abort()

        browsing.route("**/*", refuse)
        page.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: opened.errors.append(str(error)))
        if context.get("java_script_enabled", True):
            page.expose_function("__violated", lambda breach: opened.violations.append(breach))
            page.add_init_script(
                "document.addEventListener('securitypolicyviolation', event =>"
                " window.__violated(event.violatedDirective + ' ' + event.blockedURI))"
            )
        page.goto(path.resolve().as_uri())
        return opened

    yield opener
    for browsing in contexts:
        browsing.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be evaluated in a page."""
    path = Path(os.environ.get("RANGEFAN_AXE", ROOT / "tests/node_modules/axe-core/axe.min.js"))
    if not path.is_file():
        pytest.fail("no axe-core: `make setup` installs it, or run `npm ci` in tests/")
    return path.read_text(encoding="utf-8")
