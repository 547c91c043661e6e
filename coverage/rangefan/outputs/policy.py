"""A content security policy that allows a document's own scripts and styles, no others."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser


def content_policy(html: str, *more: str) -> str:
    """Return the policy for a document, by the hashes of what stands in it.

    Parameters
    ----------
    html : str
        The whole document.
    *more : str
        Further directives.
    """
    found = _Inline()
    found.feed(html)
    found.close()
    scripts = " ".join(sorted(set(map(_hash, found.scripts))))
    styles = " ".join(sorted(set(map(_hash, found.styles))))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            "img-src data:",
            # Nothing of ours connects, and no other script runs; what checks a site from within a page, as
            # Lighthouse does, is let to its robots.txt.
            "connect-src 'self'",
            *more,
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class _Inline(HTMLParser):
    """Collects the text of every script that runs and every style, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style" or (tag == "script" and not dict(attrs).get("type")):
            self._open = self.styles if tag == "style" else self.scripts
            self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._open = None
