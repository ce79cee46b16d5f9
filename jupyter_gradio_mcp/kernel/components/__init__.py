"""The components: fields of forms and views of results, by Gradio's names.

This module knows which module each is in, and imports that when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

MODULES = {
    "Textbox": "text",
    "MultimodalTextbox": "multimodal",
    "Number": "numbers",
    "Slider": "numbers",
    "Checkbox": "choices",
    "CheckboxGroup": "choices",
    "Radio": "choices",
    "Dropdown": "choices",
    "DateTime": "dates",
    "ColorPicker": "colors",
    "Code": "code",
    "Markdown": "markup",
    "HTML": "markup",
    "JSON": "data",
    "Label": "labels",
    "HighlightedText": "highlighted",
    "Chatbot": "chat",
    "Image": "media",
    "Audio": "media",
    "Video": "media",
    "File": "files",
    "Gallery": "files",
    "Dataframe": "dataframe",
    "Plot": "plot",
    "LinePlot": "charts",
    "ScatterPlot": "charts",
    "BarPlot": "charts",
}
"""Every component, and its module here."""


def __getattr__(name: str) -> Any:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{MODULES[name]}", __name__), name)
    globals()[name] = found
    return found
