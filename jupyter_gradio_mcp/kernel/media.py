"""Types whose values travel as files: images, paths, bytes; figures, sounds and pictures of objects on the way out.

A parameter with such a hint is given the file that the caller named, already opened; a result of
such a type is written into the cache. The libraries are never imported here: whoever has a value
or a hint of theirs has imported them.
"""

from __future__ import annotations

import base64
import io
import mimetypes
import os
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import getitem
from pathlib import Path, PurePath
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin
from urllib.parse import unquote_to_bytes

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..descriptions import FileData, Files, is_file_data
from ..errors import FunctionFailed
from . import pixels
from .arrays import is_array, is_from, library_class
from .files import Store
from .sound import is_sound, read_wav, write_wav

HOW_TO_SEND = "An http(s) URL, a data: URL, or a path that POST gradio_api/upload returned."


class Unfit(ValueError):
    """A file is not what it should be; the text says why, names no path, and is for the caller."""


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
        return core_schema.no_info_plain_validator_function(self.validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "description": f"{self.noun[:1].upper()}{self.noun[1:]}. {HOW_TO_SEND}"}

    def validated(self, value: Any) -> Any:
        """The value for the function, from what the server sends.

        Raises:
            PydanticCustomError: It is no such file.
        """
        if self.is_value(value):
            return value
        if not is_file_data(value):
            raise PydanticCustomError("file_type", "Should be {noun}: {how}", {"noun": self.noun, "how": HOW_TO_SEND})
        try:
            return self.open(Path(value["path"]))
        except Unfit as error:
            raise PydanticCustomError(
                "file_content", "Should be {noun}: {reason}", {"noun": self.noun, "reason": str(error)}
            ) from None
        except Exception as error:
            # A broken file makes PIL raise nearly anything, in words that may hold the path on this machine.
            reason = "it is too large" if "DecompressionBomb" in type(error).__name__ else "it cannot be read as one"
            if isinstance(error, FileNotFoundError):
                reason = "it cannot be read: there is no such file"
            raise PydanticCustomError(
                "file_content", "Should be {noun}: {reason}", {"noun": self.noun, "reason": reason}
            ) from None


IMAGE = Kind("an image", "Image", pixels.is_image, pixels.open_image)
PATH = Kind("a file", "File", lambda value: isinstance(value, PurePath), lambda path: path)
BYTES = Kind("a file", "File", lambda value: isinstance(value, bytes), Path.read_bytes)
PIXEL_ARRAY = Kind("an image", "Image", is_array, pixels.open_array)


def read_sound(path: Path) -> tuple[int, Any]:
    """The rate and the samples of a WAV file.

    Raises:
        Unfit: It is none, or one of a kind that cannot be read.
    """
    try:
        return read_wav(path)
    except ValueError as error:
        raise Unfit(f"{error}. Send WAV, or let the function take the file: gr.Audio(type='filepath')") from error


SOUND = Kind("a sound", "Audio", lambda value: is_sound(value, sure=True), read_sound)


def kind_of(hint: Any, word: str = "") -> Kind | None:
    """The kind of file that values of the type `hint` are, which `word` may say more of (`WORDS`)."""
    if word == "image" and is_array_type(hint):
        return PIXEL_ARRAY
    if _is_sound_type(hint):
        return SOUND
    if not isinstance(hint, type):
        return None
    found = None
    if issubclass(hint, Path):
        found = PATH
    elif hint is bytes:
        found = BYTES
    else:
        module = sys.modules.get("PIL.Image")
        found = IMAGE if module is not None and issubclass(hint, module.Image) else None
    return found if found is None or not word else replace(found, component=WORDS[word])


def files_of(hint: Any, word: str = "") -> tuple[Files, Kind] | None:
    """Whether `hint` says a file or a list of files, and of which kind; also within `Optional` and `Annotated`.

    Args:
        hint: Of a parameter.
        word: What an `Annotated` around it calls the file.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return files_of(arguments[0], _word(arguments) or word)
    if origin is Union or origin is types.UnionType:
        choices = [argument for argument in arguments if argument is not type(None)]
        return files_of(choices[0], word) if len(choices) == 1 else None
    if origin in (list, Sequence) and arguments:
        inner = files_of(arguments[0], word)
        return ("many", inner[1]) if inner is not None and inner[0] == "one" else None
    kind = kind_of(hint, word)
    return None if kind is None else ("one", kind)


def acceptable(hint: Any, word: str = "") -> Any:
    """`hint`, with each type of a file in it replaced by one that pydantic opens files for.

    Only where `files_of` finds files: the server checks those, so nowhere else is a path opened.
    """
    if files_of(hint, word) is None:
        return hint
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return getitem(Annotated, (acceptable(arguments[0], _word(arguments) or word), *arguments[1:]))
    if origin is Union or origin is types.UnionType:
        return getitem(Union, tuple(acceptable(argument, word) for argument in arguments))
    if origin in (list, Sequence):
        return list[acceptable(arguments[0], word)]  # type: ignore[misc]
    kind = kind_of(hint, word)
    return hint if kind is None else Annotated[Any, kind]


def _word(arguments: tuple[Any, ...]) -> str:
    """What the arguments of an `Annotated` call the file; "" if they do not."""
    return next((said for said in arguments[1:] if isinstance(said, str) and said in WORDS), "")


class Promise(NamedTuple):
    """What a return hint says of files.

    Attributes:
        files: Whether one or a list of them.
        component: What Gradio calls a field for it.
        word: That of `Annotated[…, word]`, which makes a file of what would be data, or `PIXELS`; "" if there is none.
    """

    files: Files
    component: str
    word: str = ""


def promised(hint: Any) -> Promise | None:
    """The file, or list of files, that a result of the type `hint` is; None for data.

    As `files_of`, and `Annotated[…, "image" | "audio" | "video" | "file"]` of whatever the function has: an array,
    the bytes, the path as text. A tuple of a number and an array is Gradio's type of a sound.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        word = _word(arguments)
        if not word:
            return promised(arguments[0])
        many = get_origin(without_none(arguments[0])) in (list, Sequence)
        return Promise("many" if many else "one", WORDS[word], word)
    if origin is Union or origin is types.UnionType:
        inner = without_none(hint)
        return None if inner is hint else promised(inner)
    if origin in (list, Sequence) and arguments:
        item = promised(arguments[0])
        return item._replace(files="many") if item is not None and item.files == "one" else None
    if _is_sound_type(hint):
        return Promise("one", "Audio")
    kind = kind_of(hint)
    return None if kind is None else Promise("one", kind.component, PIXELS if kind is IMAGE else "")


PIXELS = "pixels"
"""The word of a hint for an image of PIL's: an array is one as well, a text is no path."""

WORDS = {"image": "Image", "audio": "Audio", "video": "Video", "file": "File"}
"""What a return hint can call its values, and what Gradio calls a field for them."""


def words_of(hint: Any) -> tuple[str, ...] | str:
    """The word of a return hint, or, for a tuple with files among its items, that of each item."""
    found = promised(hint)
    if found is None and get_origin(hint) is tuple:
        return tuple(inner.word if inner is not None else "" for inner in map(promised, get_args(hint)))
    return "" if found is None else found.word


def without_none(hint: Any) -> Any:
    """The only choice of an optional type beside None; any other type as it is."""
    choices = [argument for argument in get_args(hint) if argument is not type(None)]
    union = get_origin(hint) in (Union, types.UnionType)
    return choices[0] if union and len(choices) == 1 else hint


def _is_sound_type(hint: Any) -> bool:
    """Whether a hint is a tuple of a number and an array, as Gradio has sounds."""
    arguments = get_args(hint) if get_origin(hint) is tuple else ()
    return len(arguments) == 2 and arguments[0] is int and is_array_type(arguments[1])


def is_array_type(hint: Any) -> bool:
    """Whether a hint is an array of numpy."""
    array = library_class("numpy", "ndarray")
    return array is not None and array in (hint, get_origin(hint))


def holds_files(hint: Any) -> bool:
    """Whether a result of the type `hint` is a file, a list of files, or a tuple with one among its items."""
    if promised(hint) is not None:
        return True
    return get_origin(hint) is tuple and any(promised(argument) is not None for argument in get_args(hint))


def to_file(value: Any, store: Store, name: str, *, word: str = "", given: bool = False) -> FileData | None:
    """The file that a returned value is; None for a value that is none.

    Args:
        value: What a function returned, or an item of the list that it returned.
        store: Where files are written.
        name: What to call a file that has no name of its own, without an ending.
        word: What the return hint calls it: `Promise.word`.
        given: Whether the notebook's author named it before any call.

    Raises:
        FunctionFailed: The value is a path, and the rules do not let that file out, or its hint promises one
            and there is none.
    """
    if isinstance(value, str):
        if not word or word == PIXELS or "://" in value or value.startswith("data:"):
            return None
        if not os.path.isfile(value):
            raise FunctionFailed(f"The function returned the path '{os.path.basename(value)}', which is no file.")
        return store.keep(Path(value), given=given)
    if isinstance(value, Path):
        # Not `is_file`, which raises for a name that is too long or a folder that is closed.
        return store.keep(value, given=given) if os.path.isfile(value) else None
    if isinstance(value, io.BytesIO):
        value = value.getvalue()
    if isinstance(value, (bytes, bytearray)):
        return bytes_file(bytes(value), store, name)
    if pixels.is_image(value):
        return pixels.write(value, store, name)
    if is_from("matplotlib.axes", "Axes", value):
        # What the functions of pandas and seaborn that draw give back.
        value = value.get_figure()
    if is_from("matplotlib.figure", "Figure", value):
        with store.create(f"{name}.png") as path:
            value.savefig(path, format="png", bbox_inches="tight")
        return store.written(path, f"{name}.png")
    if word in ("image", PIXELS) and is_array(value):
        image = pixels.of_array(value)
        return None if image is None else pixels.write(image, store, name)
    if is_sound(value, sure=word == "audio"):
        with store.create(f"{name}.wav") as path:
            write_wav(value, path)
        return store.written(path, f"{name}.wav")
    return None


def bytes_file(content: bytes, store: Store, name: str, ending: str | None = None) -> FileData:
    """A file of this content; without `ending` it is called after what the content shows to be."""
    called = f"{name}{_ending_of(content) if ending is None else ending}"
    with store.create(called) as path:
        path.write_bytes(content)
    return store.written(path, called)


def data_file(url: str, store: Store, name: str) -> FileData:
    """What a `data:` URL holds, as a file.

    Raises:
        FunctionFailed: It holds nothing that can be read.
    """
    head, comma, body = url.partition(",")
    kind, *words = head[len("data:") :].split(";")
    try:
        content = unquote_to_bytes(body)
        if "base64" in words:
            content = base64.b64decode(content, validate=True)
    except ValueError:
        comma = ""
    if not comma:
        raise FunctionFailed("The function returned a data: URL that holds no data which can be read.")
    return bytes_file(content, store, name, mimetypes.guess_extension(kind.strip().lower()))


def may_be_file(value: Any) -> bool:
    """Whether writing `value` may take longer than an event loop should wait."""
    return not isinstance(value, (str, int, float, bool, dict, type(None)))


_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", ".png"),
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"GIF8", ".gif"),
    (8, b"WEBP", ".webp"),
    (8, b"WAVE", ".wav"),
    (0, b"OggS", ".ogg"),
    (0, b"fLaC", ".flac"),
    (0, b"ID3", ".mp3"),
    (4, b"ftyp", ".mp4"),
    (0, b"\x1a\x45\xdf\xa3", ".webm"),
    (0, b"%PDF-", ".pdf"),
)
"""How the content of files begins that a caller can show: where, with what, and the ending of such a file."""


def _ending_of(content: bytes) -> str:
    return next((ending for at, start, ending in _SIGNATURES if content.startswith(start, at)), ".bin")
