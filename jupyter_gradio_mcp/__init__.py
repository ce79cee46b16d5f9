"""Put `%%mcp_tool` above a function in a notebook cell, and agents and programs can call it.

This module knows the public names, and how IPython and Jupyter find the package. It imports
nothing until a name is asked for, so that neither a kernel nor a server pays for the other's half.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from . import components, themes
    from .errors import CannotAsk
    from .kernel import decorators as mcp
    from .kernel.apps.api import api
    from .kernel.apps.blocks import Blocks
    from .kernel.apps.buttons import Button, ClearButton
    from .kernel.apps.chat import ChatInterface
    from .kernel.apps.containers import Accordion, Column, Group, Row, Sidebar, Step, Tab, TabItem, Tabs, Walkthrough
    from .kernel.apps.dataset import Dataset
    from .kernel.apps.events import on
    from .kernel.apps.examples import Examples
    from .kernel.apps.file_buttons import DownloadButton, UploadButton
    from .kernel.apps.interface import Interface
    from .kernel.apps.launch import close_all
    from .kernel.apps.loaded import load
    from .kernel.apps.lookoptions import (
        NO_RELOAD,
        InputHTMLAttributes,
        LayerOptions,
        WatermarkOptions,
        WaveformOptions,
        WebcamOptions,
    )
    from .kernel.apps.tabbed import TabbedInterface
    from .kernel.apps.templates import (
        Checkboxgroup,
        Files,
        Highlight,
        Highlightedtext,
        Json,
        List,
        Matrix,
        Mic,
        Microphone,
        Numpy,
        PlayableVideo,
        Text,
        TextArea,
    )
    from .kernel.apps.timer import Timer
    from .kernel.apps.updates import skip, update
    from .kernel.apps.validation import validate
    from .kernel.ask import ask, confirm, roots, sample
    from .kernel.components.charts import BarPlot, LinePlot, ScatterPlot
    from .kernel.components.chat import Chatbot, ChatMessage
    from .kernel.components.choices import Checkbox, CheckboxGroup, Dropdown, Radio
    from .kernel.components.code import Code
    from .kernel.components.colors import ColorPicker
    from .kernel.components.data import JSON
    from .kernel.components.dataframe import DataFrame, Dataframe
    from .kernel.components.dates import DateTime
    from .kernel.components.files import File, Gallery
    from .kernel.components.highlighted import HighlightedText
    from .kernel.components.labels import Label
    from .kernel.components.markup import HTML, Markdown
    from .kernel.components.media import Audio, Image, Video
    from .kernel.components.multimodal import MultimodalTextbox
    from .kernel.components.numbers import Number, Slider
    from .kernel.components.plot import Plot
    from .kernel.components.text import Textbox
    from .kernel.event_data import (
        CopyData,
        DeletedFileData,
        DownloadData,
        EditData,
        EventData,
        KeyUpData,
        LikeData,
        RetryData,
        SelectData,
        UndoData,
    )
    from .kernel.files import FileSize, configure, set_static_paths
    from .kernel.notices import Error, Info, Success, Warning
    from .kernel.progress import Progress
    from .kernel.request import Header, Request
    from .kernel.state import State
    from .themes import Theme

__all__ = [
    "HTML",
    "JSON",
    "NO_RELOAD",
    "Accordion",
    "Audio",
    "BarPlot",
    "Blocks",
    "Button",
    "CannotAsk",
    "ChatInterface",
    "ChatMessage",
    "Chatbot",
    "Checkbox",
    "CheckboxGroup",
    "Checkboxgroup",
    "ClearButton",
    "Code",
    "ColorPicker",
    "Column",
    "CopyData",
    "DataFrame",
    "Dataframe",
    "Dataset",
    "DateTime",
    "DeletedFileData",
    "DownloadButton",
    "DownloadData",
    "Dropdown",
    "EditData",
    "Error",
    "EventData",
    "Examples",
    "File",
    "FileSize",
    "Files",
    "Gallery",
    "Group",
    "Header",
    "Highlight",
    "HighlightedText",
    "Highlightedtext",
    "Image",
    "Info",
    "InputHTMLAttributes",
    "Interface",
    "Json",
    "KeyUpData",
    "Label",
    "LayerOptions",
    "LikeData",
    "LinePlot",
    "List",
    "Markdown",
    "Matrix",
    "Mic",
    "Microphone",
    "MultimodalTextbox",
    "Number",
    "Numpy",
    "PlayableVideo",
    "Plot",
    "Progress",
    "Radio",
    "Request",
    "RetryData",
    "Row",
    "ScatterPlot",
    "SelectData",
    "Sidebar",
    "Slider",
    "State",
    "Step",
    "Success",
    "Tab",
    "TabItem",
    "TabbedInterface",
    "Tabs",
    "Text",
    "TextArea",
    "Textbox",
    "Theme",
    "Timer",
    "UndoData",
    "UploadButton",
    "Video",
    "Walkthrough",
    "Warning",
    "WatermarkOptions",
    "WaveformOptions",
    "WebcamOptions",
    "__version__",
    "api",
    "ask",
    "close_all",
    "components",
    "configure",
    "confirm",
    "load",
    "mcp",
    "on",
    "roots",
    "sample",
    "set_static_paths",
    "skip",
    "themes",
    "update",
    "validate",
]

_WHERE = {
    "validate": ".kernel.apps.validation",
    "NO_RELOAD": ".kernel.apps.lookoptions",
    "InputHTMLAttributes": ".kernel.apps.lookoptions",
    "LayerOptions": ".kernel.apps.lookoptions",
    "WatermarkOptions": ".kernel.apps.lookoptions",
    "WaveformOptions": ".kernel.apps.lookoptions",
    "WebcamOptions": ".kernel.apps.lookoptions",
    "Accordion": ".kernel.apps.containers",
    "Blocks": ".kernel.apps.blocks",
    "Button": ".kernel.apps.buttons",
    "ChatInterface": ".kernel.apps.chat",
    "ClearButton": ".kernel.apps.buttons",
    "Column": ".kernel.apps.containers",
    "Group": ".kernel.apps.containers",
    "Interface": ".kernel.apps.interface",
    "Row": ".kernel.apps.containers",
    "Tab": ".kernel.apps.containers",
    "TabbedInterface": ".kernel.apps.tabbed",
    "Tabs": ".kernel.apps.containers",
    "Timer": ".kernel.apps.timer",
    "api": ".kernel.apps.api",
    "close_all": ".kernel.apps.launch",
    "load": ".kernel.apps.loaded",
    "on": ".kernel.apps.events",
    "skip": ".kernel.apps.updates",
    "update": ".kernel.apps.updates",
    "TabItem": ".kernel.apps.containers",
    "Checkboxgroup": ".kernel.apps.templates",
    "Dataset": ".kernel.apps.dataset",
    "DownloadButton": ".kernel.apps.file_buttons",
    "Examples": ".kernel.apps.examples",
    "Files": ".kernel.apps.templates",
    "Highlight": ".kernel.apps.templates",
    "Highlightedtext": ".kernel.apps.templates",
    "Json": ".kernel.apps.templates",
    "List": ".kernel.apps.templates",
    "Matrix": ".kernel.apps.templates",
    "Mic": ".kernel.apps.templates",
    "Microphone": ".kernel.apps.templates",
    "Numpy": ".kernel.apps.templates",
    "PlayableVideo": ".kernel.apps.templates",
    "Sidebar": ".kernel.apps.containers",
    "Step": ".kernel.apps.containers",
    "Text": ".kernel.apps.templates",
    "TextArea": ".kernel.apps.templates",
    "UploadButton": ".kernel.apps.file_buttons",
    "Walkthrough": ".kernel.apps.containers",
    "Audio": ".kernel.components",
    "BarPlot": ".kernel.components",
    "ChatMessage": ".kernel.components.chat",
    "Chatbot": ".kernel.components",
    "Checkbox": ".kernel.components",
    "CheckboxGroup": ".kernel.components",
    "Code": ".kernel.components",
    "ColorPicker": ".kernel.components",
    "DataFrame": ".kernel.components.dataframe",
    "Dataframe": ".kernel.components",
    "DateTime": ".kernel.components",
    "Dropdown": ".kernel.components",
    "File": ".kernel.components",
    "Gallery": ".kernel.components",
    "HTML": ".kernel.components",
    "HighlightedText": ".kernel.components",
    "Image": ".kernel.components",
    "JSON": ".kernel.components",
    "Label": ".kernel.components",
    "LinePlot": ".kernel.components",
    "Markdown": ".kernel.components",
    "MultimodalTextbox": ".kernel.components",
    "Number": ".kernel.components",
    "Plot": ".kernel.components",
    "Radio": ".kernel.components",
    "ScatterPlot": ".kernel.components",
    "Slider": ".kernel.components",
    "Textbox": ".kernel.components",
    "Video": ".kernel.components",
    "CannotAsk": ".errors",
    "CopyData": ".kernel.event_data",
    "DeletedFileData": ".kernel.event_data",
    "DownloadData": ".kernel.event_data",
    "EditData": ".kernel.event_data",
    "EventData": ".kernel.event_data",
    "KeyUpData": ".kernel.event_data",
    "LikeData": ".kernel.event_data",
    "RetryData": ".kernel.event_data",
    "SelectData": ".kernel.event_data",
    "UndoData": ".kernel.event_data",
    "Error": ".kernel.notices",
    "FileSize": ".kernel.files",
    "Header": ".kernel.request",
    "Info": ".kernel.notices",
    "Progress": ".kernel.progress",
    "Request": ".kernel.request",
    "State": ".kernel.state",
    "Success": ".kernel.notices",
    "Warning": ".kernel.notices",
    "ask": ".kernel.ask",
    "configure": ".kernel.files",
    "confirm": ".kernel.ask",
    "roots": ".kernel.ask",
    "sample": ".kernel.ask",
    "set_static_paths": ".kernel.files",
    "Theme": ".themes",
}

_MODULES = {"components": ".components", "mcp": ".kernel.decorators", "themes": ".themes"}
"""Public names that are modules."""


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _MODULES:
        globals()[name] = import_module(_MODULES[name], __name__)
        return globals()[name]
    if name not in _WHERE:
        unsupported = import_module(".kernel.apps.unsupported", __name__)
        nearest = None if name.startswith("_") else unsupported.reason(name)
        if nearest is not None and unsupported.is_import(sys._getframe(1)):
            raise ImportError(nearest)
        raise AttributeError(nearest or f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_WHERE[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext jupyter_gradio_mcp`: add the magics to a notebook."""
    from .kernel.magics import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext jupyter_gradio_mcp`: take everything back that loading did."""
    from .kernel.magics import unload

    unload(shell)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .server.extension import GradioMcp

    return [{"module": "jupyter_gradio_mcp", "app": GradioMcp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-gradio-mcp"}]
