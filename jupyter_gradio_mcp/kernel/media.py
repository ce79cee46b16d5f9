"""Types whose values travel as files: images, paths, bytes; figures on the way out.

A parameter with such a hint is given the file that the caller named, already opened; a result of
such a type is written into the cache. The libraries are never imported here: whoever has a value
or a hint of theirs has imported them.
"""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import getitem
from pathlib import Path, PurePath
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..protocol import FileData, Files, is_file_data
from .files import Store

HOW_TO_SEND = "An http(s) URL, a data: URL, or a path that POST gradio_api/upload returned."


@dataclass(frozen=True)
class Kind:
    """A type whose values are files.

    Attributes:
        noun: What it is, for messages.
        component: What Gradio calls a field for it.
        is_value: Whether a Python object is already of it.
        open: From a file on this machine to the value.
    """

    noun: str
    component: str
    is_value: Callable[[Any], bool]
    open: Callable[[Path], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "description": f"{self.noun[:1].upper()}{self.noun[1:]}. {HOW_TO_SEND}"}

    def _validated(self, value: Any) -> Any:
        if self.is_value(value):
            return value
        if not is_file_data(value):
            raise PydanticCustomError("file_type", "Should be {noun}: {how}", {"noun": self.noun, "how": HOW_TO_SEND})
        try:
            return self.open(Path(value["path"]))
        except Exception as error:
            # A broken file makes PIL raise nearly anything, in words that may hold the path on this machine.
            reason = "it is too large" if "DecompressionBomb" in type(error).__name__ else "it cannot be read as one"
            raise PydanticCustomError(
                "file_content", "Should be {noun}: {reason}", {"noun": self.noun, "reason": reason}
            ) from None


def _open_image(path: Path) -> Any:
    import PIL.Image
    import PIL.ImageOps

    with PIL.Image.open(path) as image:
        # PIL only warns of images up to twice its limit; a caller must not be able to fill the memory. To turn the
        # warning into an error would change the filters of all threads.
        limit = PIL.Image.MAX_IMAGE_PIXELS
        if limit is not None and image.width * image.height > limit:
            raise PIL.Image.DecompressionBombError
        image.load()
        # As cameras mean it: the pixels upright, whatever the file's orientation mark says.
        return PIL.ImageOps.exif_transpose(image)


def _is_image(value: Any) -> bool:
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(value, module.Image)


IMAGE = Kind("an image", "Image", _is_image, _open_image)
PATH = Kind("a file", "File", lambda value: isinstance(value, PurePath), lambda path: path)
BYTES = Kind("a file", "File", lambda value: isinstance(value, bytes), Path.read_bytes)


def kind_of(hint: Any) -> Kind | None:
    """The kind of file that values of the type `hint` are."""
    if not isinstance(hint, type):
        return None
    if issubclass(hint, Path):
        return PATH
    if hint is bytes:
        return BYTES
    module = sys.modules.get("PIL.Image")
    return IMAGE if module is not None and issubclass(hint, module.Image) else None


def files_of(hint: Any) -> tuple[Files, Kind] | None:
    """Whether `hint` says a file or a list of files, and of which kind; also within `Optional` and `Annotated`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return files_of(arguments[0])
    if origin is Union or origin is types.UnionType:
        choices = [argument for argument in arguments if argument is not type(None)]
        return files_of(choices[0]) if len(choices) == 1 else None
    if origin in (list, Sequence) and arguments:
        inner = files_of(arguments[0])
        return ("many", inner[1]) if inner is not None and inner[0] == "one" else None
    kind = kind_of(hint)
    return None if kind is None else ("one", kind)


def acceptable(hint: Any) -> Any:
    """`hint`, with each type of a file in it replaced by one that pydantic opens files for.

    Only where `files_of` finds files: the server checks those, so nowhere else is a path opened.
    """
    if files_of(hint) is None:
        return hint
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return getitem(Annotated, (acceptable(arguments[0]), *arguments[1:]))
    if origin is Union or origin is types.UnionType:
        return getitem(Union, tuple(acceptable(argument) for argument in arguments))
    if origin in (list, Sequence):
        return list[acceptable(arguments[0])]  # type: ignore[misc]
    kind = kind_of(hint)
    return hint if kind is None else Annotated[Any, kind]


def holds_files(hint: Any) -> bool:
    """Whether a result of the type `hint` is a file, a list of files, or a tuple with one among its items."""
    if get_origin(hint) is tuple:
        return any(files_of(argument) is not None for argument in get_args(hint))
    return files_of(hint) is not None


def to_file(value: Any, store: Store, name: str, *, given: bool = False) -> FileData | None:
    """The file that a returned value is; None for a value that is none.

    Args:
        value: What a function returned, or an item of the list that it returned.
        store: Where files are written.
        name: What to call a file that has no name of its own, without an ending.
        given: Whether the notebook's author named it before any call.

    Raises:
        FunctionFailed: The value is a path, and the rules do not let that file out.
    """
    if isinstance(value, Path):
        # Not `is_file`, which raises for a name that is too long or a folder that is closed.
        return store.keep(value, given=given) if os.path.isfile(value) else None
    if isinstance(value, (bytes, bytearray)):
        with store.create(f"{name}.bin") as path:
            path.write_bytes(value)
        return store.written(path, f"{name}.bin")
    if _is_image(value):
        return _image_file(value, store, name)
    figure = getattr(sys.modules.get("matplotlib.figure"), "Figure", None)
    if isinstance(figure, type) and isinstance(value, figure):
        with store.create(f"{name}.png") as path:
            value.savefig(path, format="png", bbox_inches="tight")  # type: ignore[attr-defined]
        return store.written(path, f"{name}.png")
    return None


def may_be_file(value: Any) -> bool:
    """Whether writing `value` may take longer than an event loop should wait."""
    return not isinstance(value, (str, int, float, bool, dict, type(None)))


def _image_file(image: Any, store: Store, name: str) -> FileData:
    if image.mode == "I":
        # PNG has 16 bits at most.
        image = image.convert("I;16")
    if image.mode not in ("1", "L", "LA", "I;16", "P", "RGB", "RGBA"):
        # Not by its bands: that of LAB which is called A is a color.
        image = image.convert("RGBA" if image.mode in ("PA", "RGBa") else "RGB")
    with store.create(f"{name}.png") as path:
        # Higher levels take several times as long for a few percent.
        image.save(path, format="png", compress_level=3)
    return store.written(path, f"{name}.png")
