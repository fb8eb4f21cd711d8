"""Draws lines as SVG that belongs in a page: its colours, its font, no styles, no chance."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any
from xml.etree import ElementTree

SIZE = (7.2, 3.2)  # inches
INK = "#010203"  # becomes the colour of the text around the picture
COLOURS = ("#3b7dd8", "#c2620e", "#2f8f5b")  # seen on white and on black
DASHES, MARKERS = ("-", "--", ":"), ("o", "s", "^")  # for those who see no colours
TICKS = 7
SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
SETTINGS = {
    **dict.fromkeys(
        ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK
    ),
    **{"svg.fonttype": "none", "svg.hashsalt": "guichet", "axes.spines.top": False},
    **{"axes.spines.right": False, "font.size": 10, "legend.frameon": False},
}
_drawing = Lock()  # matplotlib's settings belong to the whole process


@dataclass(frozen=True)
class Line:
    """A line's name and its heights; None is a gap. `spread`: from where to where each may be."""

    name: str
    heights: tuple[float | None, ...]
    spread: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Drawing:
    """`texts`: title, description, and what is written across and up. `mark`: a line upwards."""

    texts: tuple[str, str, str, str]
    across: tuple[date, ...] | tuple[float, ...]
    lines: tuple[Line, ...]
    scale: tuple[float, float]
    mark: float | None = None


@lru_cache(maxsize=128)
def drawn(drawing: Drawing) -> str:
    """The picture; the same drawing gives the same bytes."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    written = io.BytesIO()
    with _drawing, matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=SIZE)
        FigureCanvasSVG(figure)
        _fill(figure.add_subplot(), drawing)
        figure.tight_layout()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return _for_a_page(written.getvalue(), drawing)


def _fill(axes: Any, drawing: Drawing) -> None:
    for number, line in enumerate(drawing.lines):
        heights = [float("nan") if one is None else one for one in line.heights]
        style = {"color": COLOURS[number], "linestyle": DASHES[number], "marker": MARKERS[number]}
        axes.plot(drawing.across, heights, label=_plain(line.name), markersize=3, **style)
        if line.spread:
            bottoms, tops = zip(*line.spread, strict=True)
            axes.vlines(drawing.across, bottoms, tops, colors=style["color"], linewidth=1)
    low, high = drawing.scale
    axes.set_ylim(low - 0.02 * (high - low), high + 0.02 * (high - low))
    axes.set_xlabel(_plain(drawing.texts[2]))
    axes.set_ylabel(_plain(drawing.texts[3]))
    axes.grid(True, color=INK, alpha=0.15)
    if drawing.mark is not None:
        axes.axvline(drawing.mark, color=INK, linestyle="--", linewidth=1)
    if len(drawing.lines) > 1:
        axes.legend(loc="lower left", ncol=3, bbox_to_anchor=(0, 1))
    if drawing.across and isinstance(drawing.across[0], date):
        _dates(axes, drawing.across)


def _dates(axes: Any, days: Sequence[Any]) -> None:
    """Some of the days as figures, which both languages read."""
    shown = days[:: 1 + len(days) // TICKS]
    axes.set_xticks(shown)
    axes.set_xticklabels([one.isoformat() for one in shown], rotation=20)


def _plain(text: str) -> str:
    return text.replace("$", r"\$")


def _for_a_page(svg: bytes, drawing: Drawing) -> str:
    """Attributes instead of styles, which a page's policy forbids; ids of the picture's own."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    name = "p" + hashlib.sha256(repr(drawing).encode()).hexdigest()[:10]
    for element in root.iter():
        _restyle(element)
        _rename(element, name)
    _describe(root, name, drawing.texts)
    return ElementTree.tostring(root, encoding="unicode").replace(INK, "currentColor")


def _restyle(element: ElementTree.Element) -> None:
    for rule in filter(str.strip, element.attrib.pop("style", "").split(";")):
        what, _, value = (part.strip() for part in rule.partition(":"))
        if what == "font":
            what, value = "font-size", value.split()[0]
        if not what.startswith("-"):
            element.set(what, value)


def _rename(element: ElementTree.Element, name: str) -> None:
    if link := element.attrib.pop(LINK, None):
        element.set("href", link.replace("#", f"#{name}-"))
    for what, value in element.attrib.items():
        if what == "id":
            element.set(what, f"{name}-{value}")
        elif value.startswith("url(#"):
            element.set(what, value.replace("#", f"#{name}-"))


def _describe(root: ElementTree.Element, name: str, texts: tuple[str, ...]) -> None:
    """What a screen reader says of the picture; its own page has the numbers."""
    for unwanted in [one for one in root if one.tag == f"{{{SVG}}}metadata"]:
        root.remove(unwanted)
    for definitions in root.iter(f"{{{SVG}}}defs"):
        for style in definitions.findall(f"{{{SVG}}}style"):
            definitions.remove(style)
    for place, (tag, text) in enumerate(zip(("title", "desc"), texts, strict=False)):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(place, element)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.attrib.update({"stroke-linejoin": "round", "width": "100%"})
    root.attrib.pop("height", None)
