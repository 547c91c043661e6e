"""A scene as a layer of a folium map: for our own page, and for people who add it to a map of theirs.

This is the one module that imports folium; `rangefan.outputs` loads it only when it is asked for.
No text of the scene ever reaches a folium text parameter: folium compiles those as templates. Here every
part is written verbatim, after its own escaping.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

# The classes below extend branca's, so these stand here: this module is itself loaded only when asked for.
import folium  # noqa: TID253
from branca.element import Element, Figure  # noqa: TID253
from jinja2 import Template  # noqa: TID253
from markupsafe import Markup

from rangefan.outputs.altitude import altitude_control
from rangefan.outputs.assets import (
    HasScene,
    json_text,
    map_scripts,
    map_styles,
    scene_dict,
    templates,
)
from rangefan.outputs.legend import legend
from rangefan.outputs.packing import packed
from rangefan.outputs.reaches import with_reaches
from rangefan.outputs.saying import Book

MAP_OPTIONS: dict[str, Any] = {
    "zoom_snap": 0,
    "attribution_control": False,
    "zoom_animation": False,
    "fade_animation": False,
    "marker_zoom_animation": False,
    "inertia": False,
    "world_copy_jump": False,
}


# What stands in the page as HTML: its scripts read it there, or need it not.
LISTED = {"answer", "positions", "sections", "steps", "claims"}
# What our own page's script reads from its tables, and what of a figure it does not (web/records.js).
IN_TABLES = {"sources", "credits", "notes"}
FIGURE = ("id", "system", "quantity", "mode", "target", "measure", "basis", "source")


class SceneLayer(Element):  # type: ignore[misc, unused-ignore]  # branca carries no types in older releases
    """A scene drawn on a folium map: `SceneLayer(scene).add_to(my_map)`.

    Parameters
    ----------
    scene : Scene or mapping
        Schema rangefan-scene/1.
    fit : bool
        Whether the map shows the scene's own view first.
    land : bool
        Whether the scene's own land is drawn; say False over tiles.
    dock : bool
        Whether the legend goes into a fold on the map; our own page puts it beside the map.
    tables : bool
        Whether the page carries the table of figures that popups can link to.
    book : Book, optional
        What the layer's texts are entered in; English alone without it.
    """

    def __init__(
        self,
        scene: HasScene | Mapping[str, Any],
        *,
        fit: bool = False,
        land: bool = True,
        dock: bool = True,
        tables: bool = False,
        book: Book | None = None,
    ) -> None:
        super().__init__()
        self.book = book or Book()
        self.scene = scene_dict(scene)
        self.options = {"fit": fit, "land": land, "dock": dock, "tables": tables}
        self._name = "rangefan"
        listed = LISTED | (IN_TABLES if tables else {"map_file"})
        self._packed = packed(
            with_reaches({key: value for key, value in self.scene.items() if key not in listed})
        )
        # branca draws ids from the system's randomness: the same scene must give the same page.
        rest = {key: self.scene[key] for key in sorted(listed & self.scene.keys())}
        whole = json_text([self._packed, rest, self.options, self.book.lang])
        self._id = hashlib.sha256(whole.encode()).hexdigest()[:12]

    @property
    def panel(self) -> Markup:
        """The legend and controls, as markup."""
        template = templates().get_template("panel.html")
        control = altitude_control(self.scene)
        parts = {
            "uid": self.get_name(),
            "hidden": self.options["dock"],
            "altitude": control,
            "book": self.book,
        }
        return Markup(template.render(**parts, **legend(self.scene)))

    @property
    def data(self) -> Markup:
        """The scene, in one inert script element."""
        carried = self._packed
        if self.options["tables"]:
            figures = [{key: figure[key] for key in FIGURE} for figure in self.scene["figures"]]
            carried = {**carried, "figures": figures}
        text = json_text(self.book.refs(carried))
        return Markup(f'<script type="application/json" id="{self.get_name()}">{text}</script>')

    @property
    def phrases(self) -> Markup:
        """What the layer says, in one inert script element: to be asked for when all has been said."""
        text = json_text(self.book.to_dict())
        return Markup(f'<script type="application/json" id="{self.get_name()}-book">{text}</script>')

    def call(self, map_name: str) -> str:
        """Return the statement that draws the scene on the Leaflet map of this name."""
        uid = self.get_name()
        return (
            f'rangefan.draw({map_name}, "{uid}", '
            f'{{...{json_text(self.options)}, panel: document.getElementById("{uid}-panel")}});'
        )

    def render(self, **kwargs: Any) -> str:
        """Put code, data and call into the figure this layer stands in."""
        figure = self.get_root()
        if not isinstance(figure, Figure) or self._parent is None:
            raise ValueError("a SceneLayer is drawn on a folium.Map: add it to one, then save the map")
        if not self.options["tables"]:  # our own page writes these itself, each where it belongs
            code = f"<style>{map_styles()}</style>\n<script>{map_scripts()}</script>"
            parts = self.data, self.panel, self.phrases
            figure.header.add_child(_Verbatim(code), name="rangefan_code")
            figure.html.add_child(_Verbatim("\n".join(parts)), name=self.get_name())
        figure.script.add_child(_Verbatim(self.call(self._parent.get_name())), name=self.get_name())
        return ""


def scene_layer(scene: HasScene | Mapping[str, Any], *, fit: bool = False, land: bool = True) -> SceneLayer:
    """Return the scene as a layer for a folium map of one's own.

    Parameters
    ----------
    scene : Scene or mapping
        Schema rangefan-scene/1.
    fit : bool
        Whether the map moves to the scene's own view.
    land : bool
        Whether the scene's own land is drawn; say False over tiles.
    """
    return SceneLayer(scene, fit=fit, land=land)


def to_folium(scene: HasScene | Mapping[str, Any], *, tiles: str | None = None) -> folium.Map:
    """Return an ordinary folium map with the scene on it: add to it, `.save()` it, show it in a notebook.

    The file it saves loads Leaflet and folium's other libraries from their public addresses, as every folium
    map does; `render_page` gives the page that needs no network.

    Parameters
    ----------
    scene : Scene or mapping
        Schema rangefan-scene/1.
    tiles : str, optional
        A tile set that folium knows, as "OpenStreetMap", in place of the scene's own land. Its servers then
        see every reader.
    """
    data = scene_dict(scene)
    layer = SceneLayer(data, fit=True, land=tiles is None)
    return _map(data, layer, tiles)


def page_parts(scene: dict[str, Any], book: Book) -> tuple[SceneLayer, str, str]:
    """Return the layer, the map's markup and the map's script for a page of our own."""
    layer = SceneLayer(scene, fit=True, dock=False, tables=True, book=book)
    drawn = _map(scene, layer)
    figure = drawn.get_root()
    assert isinstance(figure, Figure)  # folium.Map makes its own
    for child in list(figure._children.values()):
        child.render()
    name = drawn.get_name()
    # The figure's header (folium's links, viewport and full-page styles) is left behind on purpose.
    return layer, figure.html._children[name].render(), _script(figure)


def _script(figure: Figure) -> str:
    return "\n".join(child.render() for child in figure.script._children.values())


def _map(scene: dict[str, Any], layer: SceneLayer, tiles: str | None = None) -> folium.Map:
    west, south, east, north = scene["view"]["bounds"]
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=4,
        tiles=tiles,
        zoom_control=False,
        **{**MAP_OPTIONS, "attribution_control": tiles is not None},
    )
    drawn._id = layer._id
    drawn.add_child(layer)
    return drawn


class _Verbatim(Element):  # type: ignore[misc, unused-ignore]  # as above
    """Text that goes into the document as it is: branca would compile it as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
