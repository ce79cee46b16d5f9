"""What Gradio has and this package has not, and what comes nearest to each."""

from __future__ import annotations

import dis
from types import FrameType

NEAREST = {
    "AnnotatedImage": "gr.Image()",
    "BrowserState": "gr.State(), for as long as the session",
    "Brush": "gr.Image()",
    "Cache": "functools.lru_cache",
    "Component": "one of the components of docs/components.md",
    "CSVLogger": "the record of calls on the page's Calls tab",
    "DeepLinkButton": "gr.Button(link=…)",
    "Dialogue": "gr.Textbox(lines=…)",
    "Draggable": "gr.Row()",
    "DuplicateButton": "gr.Button(link=…)",
    "Eraser": "gr.Image()",
    "FileExplorer": "gr.Dropdown() of the names, or gr.File()",
    "FlaggingCallback": "the record of calls on the page's Calls tab",
    "I18n": "texts as they are to be shown",
    "ImageEditor": "gr.Image()",
    "ImageMask": "gr.Image()",
    "ImageSlider": "two gr.Image() in a gr.Row()",
    "LoginButton": "the notebook server's own login, and gr.Request.username",
    "Model3D": "gr.File()",
    "Navbar": "gr.Tabs()",
    "OAuthProfile": "gr.Request.username",
    "OAuthToken": "gr.Header()",
    "Paint": "gr.Image()",
    "ParamViewer": "gr.JSON()",
    "Server": "jupyter gradio-mcp serve",
    "SimpleCSVLogger": "the record of calls on the page's Calls tab",
    "SimpleImage": "gr.Image()",
    "Sketchpad": "gr.Image()",
    "Workflow": "gr.Blocks()",
    "WorkflowCanvas": "gr.Blocks()",
    "cache": "functools.lru_cache",
    "deploy": "jupyter gradio-mcp serve",
    "flagging": "the record of calls on the page's Calls tab",
    "load_chat": "gr.ChatInterface()",
    "load_openapi": "gr.api(), for functions that ask it",
    "mount_gradio_app": "jupyter gradio-mcp serve",
    "render": "gr.update(visible=…), for components that are there from the start",
    "routes": "gr.api()",
}
"""What comes nearest to each of Gradio's names that is not here."""


def is_import(frame: FrameType) -> bool:
    """Whether code asks for a name by `from … import`, which says nothing of an AttributeError."""
    operation = frame.f_code.co_code[frame.f_lasti] if frame.f_lasti >= 0 else 0
    return dis.opname[operation] == "IMPORT_FROM"


def reason(name: str) -> str | None:
    """Why there is no such name; None for one that Gradio has not either."""
    nearest = NEAREST.get(name)
    return None if nearest is None else f"Gradio's gr.{name} is not supported here. The nearest is: {nearest}."
