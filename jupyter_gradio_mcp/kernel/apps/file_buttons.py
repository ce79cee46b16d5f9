"""`gr.DownloadButton` and `gr.UploadButton`: components whose values are files, and which look like buttons."""

from __future__ import annotations

from typing import Any

from ..components.files import File
from ..components.media import FileComponent, path_kind
from ..media import Kind
from .buttons import looks


class DownloadButton(FileComponent):
    """A button that saves a file.

    Args:
        label: What is written on it.
        value: The file: a path, bytes, or an address.
        variant: `primary`, `secondary` or `stop`.
        size: `sm`, `md` or `lg`.
        interactive: Whether it can be clicked.
        options: Of every `Component`.
    """

    def __init__(
        self,
        label: str = "Download",
        value: Any = None,
        *,
        variant: str = "secondary",
        size: str = "lg",
        interactive: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(value, label=label, interactive=interactive, **options)
        self.variant = variant
        self.size = size

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return looks(self)

    def kind(self, hint: Any) -> Kind:
        """The path of the file."""
        return path_kind("a file", "DownloadButton", hint)

    @property
    def own_name(self) -> str:
        """As of every component of files."""
        return "file"


class UploadButton(File):
    """A button by which people send files. Its value is what was sent last.

    Args:
        label: What is written on it.
        value: The file that it begins with, or files.
        variant: `primary`, `secondary` or `stop`.
        size: `sm`, `md` or `lg`.
        interactive: Whether it can be clicked.
        options: Of `File`: `file_count`, `file_types`, `type`.
    """

    def __init__(
        self,
        label: str = "Upload a File",
        value: Any = None,
        *,
        variant: str = "secondary",
        size: str = "lg",
        interactive: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(value, label=label, interactive=interactive, **options)
        self.variant = variant
        self.size = size

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {**super().options(), **looks(self)}

    @property
    def own_name(self) -> str:
        """As of every component of files."""
        return "file"
