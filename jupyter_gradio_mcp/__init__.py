"""Put `%%mcp_tool` above a function in a notebook cell, and agents and programs can call it.

This module knows the public names, and how IPython and Jupyter find the package. It imports
nothing until a name is asked for, so that neither a kernel nor a server pays for the other's half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from .errors import CannotAsk
    from .kernel import decorators as mcp
    from .kernel.ask import ask, confirm, roots, sample
    from .kernel.files import FileSize, configure, set_static_paths
    from .kernel.notices import Error, Info, Success, Warning
    from .kernel.progress import Progress
    from .kernel.request import Header, Request
    from .kernel.state import State

__all__ = [
    "CannotAsk",
    "Error",
    "FileSize",
    "Header",
    "Info",
    "Progress",
    "Request",
    "State",
    "Success",
    "Warning",
    "__version__",
    "ask",
    "configure",
    "confirm",
    "mcp",
    "roots",
    "sample",
    "set_static_paths",
]

_WHERE = {
    "CannotAsk": ".errors",
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
    "mcp": ".kernel.decorators",
    "set_static_paths": ".kernel.files",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(_WHERE[name], __name__)
    # `gr.mcp` is a module of its own.
    value = module if name == "mcp" else getattr(module, name)
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
