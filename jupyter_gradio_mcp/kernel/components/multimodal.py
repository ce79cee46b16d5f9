"""`gr.MultimodalTextbox`: a text with files."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ...descriptions import FILE_META, is_file_data
from ...errors import FunctionFailed
from ..files import Store
from ..media import Kind
from ..plain import plain
from .files import File
from .media import described, optional_of, path_kind, without_none


class MultimodalTextbox(File):
    """A field for text with files. The function is given `{"text": …, "files": [path, …]}`, and may return that.

    Args:
        value: As for every `Component`: a text, or a dict of that form.
        file_count: `single`, `multiple`, or `directory`, which is several.
        file_types: As of `File`.
        placeholder: What an empty field shows.
        lines: How many lines the field has.
        max_lines: How many it grows to.
        submit_btn: Whether a button submits it, or what is written on that.
        stop_btn: Whether a button stops what a submit began, or what is written on that.
        sources: There for Gradio's sake: files are picked, dropped or pasted.
        max_plain_text_length: There for Gradio's sake.
        options: Of every `Component`.
    """

    noun = "a text with files"
    takes = 'a text, or {"text": …, "files": [paths]}'

    def __init__(
        self,
        value: Any = None,
        *,
        file_count: str = "single",
        file_types: Sequence[str] | None = None,
        placeholder: str | None = None,
        lines: int = 1,
        max_lines: int = 20,
        submit_btn: str | bool | None = None,
        stop_btn: str | bool | None = None,
        sources: Any = None,
        max_plain_text_length: int = 1000,
        **options: Any,
    ) -> None:
        super().__init__(value, file_count=file_count, file_types=file_types, **options)
        self.placeholder = placeholder
        self.lines = lines
        self.max_lines = max_lines
        self.submit_btn = submit_btn
        self.stop_btn = stop_btn
        self.files = "many"

    def options(self) -> dict[str, Any]:
        """As of every component."""
        return {
            "file_count": self.file_count,
            "file_types": self.file_types,
            "placeholder": self.placeholder,
            "lines": self.lines if self.lines > 1 else None,
            "max_lines": self.max_lines,
            "submit_btn": self.submit_btn or None,
            "stop_btn": self.stop_btn or None,
        }

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        """A text with files, or a text alone."""
        accepted: Any = Annotated[Any, _Texts(path_kind("a file", "File", str, self._check))]
        return optional_of(accepted) if without_none(hint)[1] else accepted

    def to_json(self, value: Any, store: Store | None, *, given: bool = False) -> Any:
        """`{"text", "files"}`; None is empty."""
        if value is None:
            return None
        if isinstance(value, str):
            value = {"text": value}
        if not isinstance(value, Mapping) or not value.keys() <= {"text", "files"}:
            raise FunctionFailed(f"The function returned {described(value)} for {self.name}: return {self.takes}.")
        paths = list(value.get("files") or ())
        files = plain(paths) if store is None else [self.file(path, store, given=given) for path in paths]
        return {"text": str(value.get("text") or ""), "files": files}


@dataclass(frozen=True)
class _Texts:
    """A text with files, as a caller sends it."""

    kind: Kind

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        file = self.kind.__get_pydantic_json_schema__(schema, handler)
        files = {"type": "array", "items": file, "description": "Files that go with it."}
        text = {"type": "string", "description": "What is said."}
        return {"type": "object", "properties": {"text": text, "files": files}, "additionalProperties": False}

    def _validated(self, value: Any) -> Any:
        if isinstance(value, str):
            value = {"text": value}
        if isinstance(value, Mapping) and is_file_data(value) and value.get("meta") == FILE_META:
            value = {"files": [value]}
        if not isinstance(value, Mapping) or not value.keys() <= {"text", "files"}:
            raise PydanticCustomError("text_with_files", "Should be a text, or an object of 'text' and 'files'")
        text, files = value.get("text") or "", value.get("files") or []
        if not isinstance(text, str) or not isinstance(files, list):
            raise PydanticCustomError("text_with_files", "'text' should be a text, and 'files' a list of files")
        return {"text": text, "files": [self.kind.validated(file) for file in files]}
