"""`gr.components`: Gradio's namespace of the components, which are the package's own names as well.

It holds nothing: what is asked of it is the package's.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_OTHERS = frozenset(
    (
        *("Button", "ClearButton", "Dataset", "DownloadButton", "UploadButton", "State", "Timer"),
        *("Checkboxgroup", "DataFrame", "Highlight", "Highlightedtext", "Json", "Text"),
    )
)
"""Of apps, and other spellings, which `kernel.components` does not have."""


def __getattr__(name: str) -> Any:
    package = import_module(__package__)
    if name.startswith("_") or not name[:1].isupper():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # One that is nowhere is refused there, with the nearest thing that is.
    return getattr(package, name)


def __dir__() -> list[str]:
    known: dict[str, str] = import_module(".kernel.components", __package__).MODULES
    return sorted({*known, *_OTHERS})
