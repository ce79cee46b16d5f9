"""The components whose values are several files: any files, and galleries of images with captions."""

from __future__ import annotations

import inspect
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from pydantic_core import CoreSchema, core_schema

from ...descriptions import FileData, is_file_data
from ...errors import FunctionFailed
from .. import arrays, media
from ..files import Store
from ..media import Kind
from ..plain import plain
from .media import FileComponent, Image, by_hint, bytes_kind, chosen, described, optional_of, path_kind, without_none

MAX_FILES = 1000
"""Files that one value may have."""


class File(FileComponent):
    """A file, or several.

    Args:
        value: A path, bytes, an address; of several a list.
        file_count: `single`, `multiple`, or `directory`, which is several.
        file_types: What is taken: endings such as `.csv`, and `image`, `audio`, `video` or `text`; None takes all.
        type: What the function is given: `filepath` or `binary`; None is what its hint says, or `filepath`.
        height: In pixels, or CSS.
    """

    def __init__(
        self,
        value: Any = None,
        *,
        file_count: str = "single",
        file_types: Sequence[str] | None = None,
        type: str | None = None,
        height: int | str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(value, **common)
        self.file_count = chosen("File", "file_count", file_count, ("single", "multiple", "directory"))
        if isinstance(file_types, str):
            file_types = [file_types]
        self.file_types = None if file_types is None else [_file_type(kind) for kind in file_types]
        self.type = chosen("File", "type", type, (None, "filepath", "binary"))
        self.height = height
        if file_count != "single":
            self.files = "many"

    def options(self) -> dict[str, Any]:
        return {"file_count": self.file_count, "file_types": self.file_types, "height": self.height}

    def kind(self, hint: Any) -> Kind:
        if (self.type or by_hint(hint)) == "binary":
            return bytes_kind("a file", "File", self._check)
        return path_kind("a file", "File", hint, self._check)

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        if self.file_count == "single":
            return super().accepts(hint)
        bare, optional = without_none(hint)
        accepted: Any = list[Annotated[Any, self.kind(_item(bare))]]
        return optional_of(accepted) if optional else accepted

    def to_json(self, value: Any, store: Store | None, *, given: bool = False) -> Any:
        if value is None or store is None or not isinstance(value, (list, tuple)):
            found = super().to_json(value, store, given=given)
            return [found] if self.files == "many" and found is not None and store is not None else found
        if self.files != "many":
            raise FunctionFailed(
                f"The function returned {described(value)} for File, which is one file: return one, or say "
                "file_count='multiple'."
            )
        return [self.file(item, store, given=given) for item in _bounded(value, self.name)]

    def _check(self, path: Path) -> None:
        wanted = self.file_types
        if wanted is None:
            return
        category = (mimetypes.guess_type(path.name)[0] or "").partition("/")[0]
        if path.suffix.lower() not in wanted and category not in wanted and "file" not in wanted:
            raise media.Unfit(f"only {', '.join(wanted)} is taken, and '{path.name}' is none of them")


def _file_type(said: str) -> str:
    """`csv`, `.CSV` and `*.csv` are the same."""
    word = str(said).strip().lower().removeprefix("*")
    return word if word.startswith(".") or word in ("image", "audio", "video", "text", "file") else f".{word}"


def _item(hint: Any) -> Any:
    """What a hint says of the items of a list."""
    return get_args(hint)[0] if get_args(hint) and get_origin(hint) in (list, Sequence) else inspect.Parameter.empty


def _bounded(values: Sequence[Any], component: str) -> Sequence[Any]:
    if len(values) > MAX_FILES:
        raise FunctionFailed(
            f"The function returned {len(values)} files for {component}; at most {MAX_FILES} are shown."
        )
    return values


@dataclass(frozen=True)
class _Exhibit:
    """An image of a gallery, as a caller sends it: a file, or a file with a caption."""

    kind: Kind
    captions: bool

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        file = self.kind.__get_pydantic_json_schema__(schema, handler)
        caption = {"type": ["string", "null"]}
        captioned = {"type": "object", "properties": {"image": file, "caption": caption}, "required": ["image"]}
        return {"anyOf": [file, captioned]}

    def _validated(self, value: Any) -> Any:
        caption = None
        if isinstance(value, Mapping) and not is_file_data(value):
            caption, value = value.get("caption"), next((value[k] for k in ("image", "video") if k in value), None)
        elif isinstance(value, (list, tuple)) and len(value) == 2:
            value, caption = value
        opened = self.kind.validated(value)
        return (opened, None if caption is None else str(caption)) if self.captions else opened


class Gallery(Image):
    """Images with captions. The function is given a list of (image, caption), or of images if its hint says so.

    Args:
        value: A list of images, of any form that `Image` takes, or of (image, caption).
        columns: Beside one another.
        rows: Above one another.
        height: In pixels, or CSS.
        object_fit: CSS.
        type: What the function is given: `numpy`, `pil` or `filepath`; None is what its hint says, or `numpy`.
        format: What images are written as.
    """

    files = "many"
    noun = "images"
    takes = "a list of images, or of (image, caption)"

    def __init__(
        self,
        value: Any = None,
        *,
        columns: int | None = None,
        rows: int | None = None,
        height: int | str | None = None,
        object_fit: str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(value, height=height, **common)
        self.columns = columns
        self.rows = rows
        self.object_fit = object_fit

    def options(self) -> dict[str, Any]:
        return {**super().options(), "columns": self.columns, "rows": self.rows, "object_fit": self.object_fit}

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        bare, optional = without_none(hint)
        item = without_none(_item(bare))[0]
        alone = item is not inspect.Parameter.empty and get_origin(item) is not tuple and item not in (tuple, Any)
        shown = get_args(item)[0] if get_origin(item) is tuple and get_args(item) else item
        accepted: Any = list[Annotated[Any, _Exhibit(self.kind(shown), not alone)]]
        return optional_of(accepted) if optional else accepted

    def to_json(self, value: Any, store: Store | None, *, given: bool = False) -> Any:
        if value is None:
            return None
        if store is None:
            return plain(value)
        if not isinstance(value, (list, tuple)) and not (arrays.is_array(value) and value.ndim == 4):
            raise self.refuse(value)
        return [self._exhibit(item, store, given) for item in _bounded(value, self.name)]

    def _exhibit(self, item: Any, store: Store, given: bool) -> dict[str, Any]:
        caption = None
        if isinstance(item, (list, tuple)) and len(item) == 2:
            item, caption = item
        elif isinstance(item, Mapping) and not is_file_data(item) and ("image" in item or "video" in item):
            caption, item = item.get("caption"), item.get("image") or item.get("video")
        file: FileData = self.file(item, store, given=given)
        place = "video" if (file["mime_type"] or "").startswith("video/") else "image"
        return {place: file, "caption": None if caption is None else str(caption)}

    @property
    def own_name(self) -> str:
        return "image"

    def refuse(self, value: Any) -> FunctionFailed:
        return FunctionFailed(f"The function returned {described(value)} for {self.name}: return {self.takes}.")
