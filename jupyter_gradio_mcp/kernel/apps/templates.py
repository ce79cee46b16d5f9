"""Gradio's other names of components, some with options of their own: `gr.TextArea` is a `gr.Textbox` with lines."""

from __future__ import annotations

from typing import Any

from ..components.choices import CheckboxGroup
from ..components.data import JSON
from ..components.dataframe import Dataframe
from ..components.files import File
from ..components.highlighted import HighlightedText
from ..components.media import Audio, Video
from ..components.text import Textbox

Text = Textbox
Json = JSON
Checkboxgroup = CheckboxGroup
Highlightedtext = HighlightedText
Highlight = HighlightedText


class TextArea(Textbox):
    """A field for text of several lines."""

    drawn_as = "Textbox"

    def __init__(self, value: Any = None, *, lines: int = 7, **options: Any) -> None:
        super().__init__(value, lines=lines, **options)


class Files(File):
    """Several files."""

    drawn_as = "File"

    def __init__(self, value: Any = None, *, file_count: str = "multiple", **options: Any) -> None:
        super().__init__(value, file_count=file_count, **options)


class Microphone(Audio):
    """A sound that is recorded."""

    drawn_as = "Audio"

    def __init__(self, value: Any = None, *, sources: Any = ("microphone",), **options: Any) -> None:
        super().__init__(value, sources=list(sources), **options)


Mic = Microphone


class PlayableVideo(Video):
    """A video that browsers play."""

    drawn_as = "Video"

    def __init__(
        self, value: Any = None, *, format: str | None = "mp4", sources: Any = ("upload",), **options: Any
    ) -> None:
        super().__init__(value, format=format, sources=list(sources), **options)


class Numpy(Dataframe):
    """A table that functions are given as an array."""

    drawn_as = "Dataframe"

    def __init__(self, value: Any = None, *, type: str = "numpy", **options: Any) -> None:
        super().__init__(value, type=type, **options)


class Matrix(Dataframe):
    """A table that functions are given as lists."""

    drawn_as = "Dataframe"

    def __init__(self, value: Any = None, *, type: str = "array", **options: Any) -> None:
        super().__init__(value, type=type, **options)


class List(Matrix):
    """A table of one column that functions are given as lists."""

    def __init__(self, value: Any = None, *, col_count: Any = 1, **options: Any) -> None:
        super().__init__(value, col_count=col_count, **options)
