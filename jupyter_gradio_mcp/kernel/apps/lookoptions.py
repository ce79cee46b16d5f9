"""Gradio's classes that only say how a component looks there: they are taken, and change nothing."""

from __future__ import annotations

from typing import Any

NO_RELOAD = True
"""Gradio's flag of its reload mode: code below it runs once. A cell runs whole, whenever it is run."""


class _Looks:
    """What an author says of a look.

    Args:
        options: Gradio's keywords of it; they can be read again as attributes.
    """

    def __init__(self, **options: Any) -> None:
        vars(self).update(options)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


class WaveformOptions(_Looks):
    """How Gradio draws a sound."""


class WebcamOptions(_Looks):
    """How Gradio opens a camera."""


class WatermarkOptions(_Looks):
    """Where Gradio draws a mark."""


class LayerOptions(_Looks):
    """What layers Gradio's image editor has."""


class InputHTMLAttributes(_Looks):
    """What attributes Gradio gives a field."""
