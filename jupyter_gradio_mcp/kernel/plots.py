"""Figures of matplotlib, plotly, altair and bokeh as what a browser draws them from."""

from __future__ import annotations

import importlib
import json
import sys
import types
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..descriptions import FileData
from ..errors import FunctionFailed
from . import arrays, pixels
from .files import Store
from .media import bytes_file, to_file
from .plain import plain


def library_of(value: Any) -> str | None:
    """The library that draws `value`; None for what is no figure."""
    if _figure(value) is not None:
        return "matplotlib"
    for module, name, library in (
        ("plotly.basedatatypes", "BaseFigure", "plotly"),
        ("altair", "TopLevelMixin", "altair"),
        ("bokeh.models", "LayoutDOM", "bokeh"),
    ):
        if arrays.is_from(module, name, value):
            return library
    return None


def plot(value: Any, store: Store, name: str, *, library: bool = False) -> dict[str, Any] | None:
    """A figure as `{type, plot}`; None for what is none.

    Args:
        value: A figure, axes, or the bytes or the image that one was drawn to.
        store: Where pictures are written.
        name: What to call them, without an ending.
        library: Whether to add the file that draws it in a browser, where its own package brings one.

    Raises:
        FunctionFailed: Its library cannot tell what to draw. The message is the library's.
    """
    kind = library_of(value)
    if kind is None:
        return _picture(value, store, name)
    if kind == "matplotlib":
        return {"type": kind, "plot": to_file(_figure(value), store, name)}
    try:
        drawn: dict[str, Any] = {"type": kind, "plot": _specification(kind, value)}
    except Exception as error:
        raise FunctionFailed(f"The figure cannot be shown: {type(error).__name__}: {error}") from error
    if library:
        # Without it the figure's data is there all the same.
        with suppress(FunctionFailed, OSError):
            files = _PACKAGED[kind](value) if kind in _PACKAGED else []
            if files:
                drawn["library"] = store.keep_joined(files, files[0].name)
    return drawn


def _figure(value: Any) -> Any | None:
    """The figure of matplotlib that `value` is, belongs to, or has the first part of."""
    if isinstance(value, types.ModuleType):
        return value.gcf() if value.__name__ == "matplotlib.pyplot" else None
    if arrays.is_array(value):
        # What the functions of pandas that draw several give back.
        if value.dtype.kind != "O" or value.size == 0:
            return None
        value = value.flat[0]
    if arrays.is_from("matplotlib.axes", "Axes", value):
        return value.get_figure()
    return value if arrays.is_from("matplotlib.figure", "Figure", value) else None


def _picture(value: Any, store: Store, name: str) -> dict[str, Any] | None:
    file: FileData | None = None
    if isinstance(value, (bytes, bytearray)):
        file = bytes_file(bytes(value), store, name)
    elif pixels.is_image(value):
        file = pixels.write(value, store, name)
    if file is None or not (file["mime_type"] or "").startswith("image/"):
        return None
    return {"type": "matplotlib", "plot": file}


def _specification(kind: str, value: Any) -> str:
    if kind == "plotly":
        return str(value.to_json())
    made = value.to_dict() if kind == "altair" else importlib.import_module("bokeh.embed").json_item(value)
    return json.dumps(plain(made), ensure_ascii=False, separators=(",", ":"))


def _plotly(value: Any) -> list[Path]:
    return _there(Path(str(sys.modules["plotly"].__file__)).parent / "package_data", ["plotly.min.js"])


def _bokeh(value: Any) -> list[Path]:
    """The parts of BokehJS that a figure needs: the base, and what comes apart from it."""
    parts = [""]
    models = value.references()
    modules = {type(model).__module__ for model in models}
    if any(module.startswith("bokeh.models.widgets") for module in modules):
        parts.append("-widgets")
    if "bokeh.models.widgets.tables" in modules:
        parts.append("-tables")
    if any(getattr(model, "output_backend", "") == "webgl" for model in models):
        parts.append("-gl")
    if any(type(model).__name__ in ("TeX", "MathML", "Ascii") for model in models):
        parts.append("-mathjax")
    folder = Path(str(sys.modules["bokeh"].__file__)).parent / "server" / "static" / "js"
    return _there(folder, [f"bokeh{part}.min.js" for part in parts])


def _there(folder: Path, names: list[str]) -> list[Path]:
    return [path for path in (folder / name for name in names) if path.is_file()]


_PACKAGED = {"plotly": _plotly, "bokeh": _bokeh}
