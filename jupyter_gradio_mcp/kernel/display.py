"""What an object shows of itself in a notebook, as something that a caller can use.

Of the forms that it has, the one that says most to a program or a model: a picture, data, text. A
form that fails is passed over; no display hook fails a call.
"""

from __future__ import annotations

import base64
import dataclasses
import enum
import importlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from . import arrays
from .plain import shown, text

Hooks = tuple[tuple[str, str], ...]

_PICTURES: Hooks = (("image/png", "_repr_png_"), ("image/jpeg", "_repr_jpeg_"))
_HOOKS = (
    "_repr_mimebundle_",
    *(f"_repr_{form}_" for form in ("png", "jpeg", "json", "markdown", "svg", "latex", "html")),
)
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}

_WIDGET = "application/vnd.jupyter.widget-view+json"
"""Only says where a widget is in the browser of whoever has the notebook open."""

_DEFAULT_REPR = re.compile(r"<.*(object| at 0x[0-9a-f]+).*>", re.S)


class Form(NamedTuple):
    """One form of an object.

    Attributes:
        kind: What `value` is: the content of a file, the path of one, data, or text.
        value: bytes, a path, anything, or text.
        ending: Of the file's name.
    """

    kind: Literal["file", "path", "data", "text"]
    value: Any
    ending: str = ""


def display(value: Any) -> Form | None:
    """The form to give to a caller; None for an object that is data, or has nothing but its repr."""
    if _is_data(value):
        return None
    for find in (_of_library, _of_hooks):
        try:
            form = find(value)
        except Exception:
            continue
        if form is not None:
            return form
    return None


_SHOWN = (
    ("text/html", "_repr_html_"),
    ("text/markdown", "_repr_markdown_"),
    ("image/svg+xml", "_repr_svg_"),
    ("text/latex", "_repr_latex_"),
)
"""The forms that a browser shows and that are no file, no data and no text, the richest first."""


def rich(value: Any) -> dict[str, str] | None:
    """What an object shows of itself to a person, by media type, with `text/plain` if it says anything; None for one
    that is data, a picture, or nothing but text."""
    if _is_data(value) or not any(hasattr(type(value), hook) for hook in _HOOKS):
        return None
    try:
        if _of_library(value) is not None:
            return None
        bundle = _bundle(value)
    except Exception:
        return None
    if _picture(value, bundle) is not None or _data(value, bundle) is not None:
        return None
    forms = {mime: bundle[mime] if mime in bundle else _call(type(value), hook, value) for mime, hook in _SHOWN}
    found = {mime: text(form) for mime, form in forms.items() if isinstance(form, str) and form.strip()}
    if not found:
        return None
    plain = bundle.get("text/plain", shown(value))
    if isinstance(plain, str) and not _DEFAULT_REPR.fullmatch(plain):
        found["text/plain"] = text(plain)
    return found


def _of_library(value: Any) -> Form | None:
    """Objects whose hooks give pages for a browser, or nothing, where they have something better."""
    if arrays.is_from("plotly.basedatatypes", "BaseFigure", value):
        return Form("data", json.loads(value.to_json()))
    if arrays.is_from("altair", "TopLevelMixin", value):
        return Form("data", value.to_dict())
    if arrays.is_from("bokeh.models", "LayoutDOM", value):
        # A module of a library that is there already.
        return Form("data", importlib.import_module("bokeh.embed").json_item(value))
    if arrays.is_from("IPython.display", "FileLink", value):
        return Form("path", Path(value.path))
    if arrays.is_from("IPython.display", "Audio", value):
        return Form("file", value.data, _sound_ending(value.mimetype)) if value.data else Form("text", value.src_attr())
    if arrays.is_from("IPython.display", "Video", value):
        if value.filename is not None and not value.embed:
            return Form("path", Path(value.filename))
        if not value.data:
            return Form("text", str(value.url))
        data = value.data if isinstance(value.data, bytes) else base64.b64decode(value.data)
        return Form("file", data, "." + (value.mimetype or "video/mp4").rpartition("/")[2])
    return None


def _sound_ending(kind: str | None) -> str:
    name = (kind or "audio/wav").rpartition("/")[2].removeprefix("x-")
    return {"mpeg": ".mp3"}.get(name, f".{name}")


def _is_data(value: Any) -> bool:
    if isinstance(value, (type, enum.Enum)) or dataclasses.is_dataclass(value):
        return True
    # Models of pydantic, arrays and series.
    return any(hasattr(type(value), name) for name in ("model_dump", "tolist", "to_list"))


def _of_hooks(value: Any) -> Form | None:
    kind = type(value)
    if not any(hasattr(kind, hook) for hook in _HOOKS):
        return None
    bundle = _bundle(value)

    def form(mime: str, hook: str) -> Any:
        return bundle[mime] if mime in bundle else _call(kind, hook, value)

    picture = _picture(value, bundle)
    if picture is not None:
        return picture
    data = _data(value, bundle)
    if data is not None:
        return Form("data", data)
    markdown = form("text/markdown", "_repr_markdown_")
    if isinstance(markdown, str):
        return Form("text", markdown)
    drawing = form("image/svg+xml", "_repr_svg_")
    if isinstance(drawing, str):
        return Form("file", drawing.encode("utf-8", "replace"), ".svg")
    # A repr that only names the class says less than a page.
    for plain in (bundle.get("text/plain"), shown(value)):
        if isinstance(plain, str) and not _DEFAULT_REPR.fullmatch(plain):
            return Form("text", plain)
    for mime, hook in (("text/latex", "_repr_latex_"), ("text/html", "_repr_html_")):
        source = form(mime, hook)
        if isinstance(source, str):
            return Form("text", source)
    return None


def _picture(value: Any, bundle: dict[str, Any]) -> Form | None:
    for mime, hook in _PICTURES:
        content = bundle[mime] if mime in bundle else _call(type(value), hook, value)
        if content:
            with_bytes = content if isinstance(content, bytes) else _decoded(content)
            if with_bytes is not None:
                return Form("file", with_bytes, _ENDINGS[mime])
    return None


def _data(value: Any, bundle: dict[str, Any]) -> Any:
    data = bundle.get("application/json")
    if "application/json" not in bundle:
        data = _call(type(value), "_repr_json_", value)
    if data is None:
        data = next((bundle[mime] for mime in bundle if mime.endswith("+json") and mime != _WIDGET), None)
    return data


def _bundle(value: Any) -> dict[str, Any]:
    found = _call(type(value), "_repr_mimebundle_", value)
    return {mime: form for mime, form in found.items() if isinstance(mime, str)} if isinstance(found, dict) else {}


def _call(kind: type, hook: str, value: Any) -> Any:
    """What a hook gives, without the metadata that may come with it; None if there is none, or if it fails."""
    # Looked up in the class: some objects claim to have any attribute.
    method: Callable[..., Any] | None = getattr(kind, hook, None)
    if not callable(method):
        return None
    try:
        found = method(value)
    except Exception:
        return None
    return found[0] if isinstance(found, tuple) and len(found) == 2 else found


def _decoded(content: Any) -> bytes | None:
    try:
        return base64.b64decode(content, validate=False) if isinstance(content, str) else None
    except ValueError:
        return None
