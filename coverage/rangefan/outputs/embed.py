"""What an editor needs to put a page into an article: snippets, oEmbed, and tags in the page's own head."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from rangefan.errors import UsageError
from rangefan.language import language, said_in, t
from rangefan.outputs.assets import templates
from rangefan.outputs.policy import content_policy
from rangefan.outputs.saying import Book

EMBED, OEMBED, CARD = "embed.html", "oembed.json", "card.png"
CARD_WIDTH, CARD_HEIGHT = 1200, 630
# What oEmbed asks for, and what a frame has until the page has told its height.
WIDTH, HEIGHT = 1000, 1100
# Scripts, links out, files saved: no more. Without allow-same-origin the page cannot touch its host.
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"

_POLICY = "rangefan-policy"
# Heights come from the frame that the message came from, and no other.
_LISTENER = """\
addEventListener("message", function (event) {
  var heights = event.data && event.data["datawrapper-height"];
  document.querySelectorAll("iframe").forEach(function (frame) {
    if (!heights || frame.contentWindow !== event.source) return;
    for (var id in heights) {
      var height = Math.min(30000, Math.max(200, Number(heights[id]) || 0));
      frame.style.height = height + "px";
    }
  });
});"""


def public_address(url: str) -> str:
    """Return a page's public address if it is one.

    Raises
    ------
    UsageError
        If it is not a plain http(s) address without a part after `#`.

    Examples
    --------
    >>> public_address("https://news.example/maps/thaad.html")
    'https://news.example/maps/thaad.html'
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        good = good and parts.port != 0
    except ValueError:
        good = False
    # The characters of RFC 3986, without # for there is nothing to show there yet.
    if not good or not re.fullmatch(r"[A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]+", url):
        example = "https://news.example/maps/thaad.html"
        raise UsageError(f'--url "{url}" is no public address: write it whole, percent-encoded, as {example}')
    return url


def frame(scene: dict[str, Any], src: str, *, height: int | None = HEIGHT) -> str:
    """Return the iframe that shows the page; Datawrapper's script knows it by its id or window.

    Its title is the scene's, which is to be in the page's language.
    """
    sized = "" if height is None else f' height="{height}"'
    return (
        f'<iframe id="datawrapper-chart-{escape(scene["map"]["id"])}" src="{escape(src)}"'
        f' title="{escape(scene["map"]["title"])}" width="100%"{sized} style="border: 0" loading="lazy"'
        f' sandbox="{_SANDBOX}" allow="clipboard-write"></iframe>'
    )


def embed_page(scene: dict[str, Any], url: str, page: str, lang: str = "") -> str:
    """Return the page of snippets to copy, with the map as they show it.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1.
    url : str
        The page's public address.
    page : str
        The page's file name, for the view of what lies beside.
    lang : str
        The language it is written in; the scene's own if blank.
    """
    from markupsafe import Markup

    book = Book(language(lang or scene["map"]["lang"]))
    scene = said_in(scene, book.lang)
    whole = escape(str(said_in(t("Show all of it"), book.lang)))
    amp = (
        f'<amp-iframe src="{escape(url)}" title="{escape(scene["map"]["title"])}"'
        f' width="{WIDTH}" height="{HEIGHT}" layout="responsive" sandbox="{_SANDBOX}" resizable>\n'
        f'  <div overflow tabindex="0" role="button">{whole}</div>\n</amp-iframe>'
    )
    ways = [
        {
            "title": t("It sizes itself"),
            "says": t("For any page that allows scripts. Once in a page, the script serves all such frames."),
            "code": f"{frame(scene, url)}\n<script>\n{_LISTENER}\n</script>",
        },
        {
            "title": t("Without a script of its own"),
            "says": t(
                "For editors that take frames only: the page scrolls within. Where Datawrapper’s script is "
                "on the page already, it sizes this frame too."
            ),
            "code": frame(scene, url),
        },
        {
            "title": "pym.js",
            "says": t("For sites that have pym.js. Its parent finds this by the attribute."),
            "code": f'<div data-pym-src="{escape(url)}"></div>',
        },
        {
            "title": "AMP",
            "says": t("For AMP pages, with the amp-iframe component. AMP wants it below the first screen."),
            "code": amp,
        },
    ]
    html = (
        templates()
        .get_template(EMBED)
        .render(
            scene=scene,
            book=book,
            policy=_POLICY,
            url=url,
            ways=ways,
            height=HEIGHT,
            preview=Markup(frame(scene, quote(page), height=None).replace(' style="border: 0"', "")),
            script=Markup(_LISTENER),
        )
    )
    return html.replace(_POLICY, content_policy(html, "frame-src 'self' file: http: https:"), 1)


def oembed(scene: dict[str, Any], url: str, lang: str = "") -> str:
    """Return the page's oEmbed 1.0 answer, of type rich, in a language; the scene's own if blank."""
    scene = said_in(scene, language(lang or scene["map"]["lang"]))
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": f"{scene['map']['title']} ({scene['illustrative']})",
        "html": frame(scene, url),
        "width": WIDTH,
        "height": HEIGHT,
        "thumbnail_url": urljoin(url, CARD),
        "thumbnail_width": CARD_WIDTH,
        "thumbnail_height": CARD_HEIGHT,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def address_tags(scene: dict[str, Any], url: str, lang: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of the page's head, tag and attributes, that only a public address makes true."""
    scene = said_in({name: scene[name] for name in ("map", "answer", "illustrative", "alt")}, lang)
    answer = " ".join(run["text"] for run in scene["answer"])
    named = {
        "og:type": "article",
        "og:title": str(scene["map"]["title"]),
        "og:description": f"{answer} {scene['illustrative']}",
        "og:url": url,
        "og:image": urljoin(url, CARD),
        "og:image:width": str(CARD_WIDTH),
        "og:image:height": str(CARD_HEIGHT),
        "og:image:alt": str(scene["alt"]),
    }
    link = {"rel": "alternate", "type": "application/json+oembed", "href": urljoin(url, OEMBED)}
    return [
        ("link", {"rel": "canonical", "href": url}),
        ("link", {**link, "title": str(scene["map"]["title"])}),
        *(("meta", {"property": name, "content": content}) for name, content in named.items()),
        ("meta", {"name": "twitter:card", "content": "summary_large_image"}),
    ]
