"""The components whose values are files: how each of Gradio's `type`s is opened, and what each can make a file of."""

from __future__ import annotations

import copy
import inspect
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from operator import getitem
from pathlib import Path, PurePath
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin

from ...descriptions import FILE_META, FileData, Files, is_file_data
from ...errors import FunctionFailed
from .. import arrays, media, pixels
from ..files import Store
from ..media import Kind
from ..plain import plain
from .base import Component


class FileComponent(Component):
    """A component whose value is one file."""

    files: Files | None = "one"
    noun: ClassVar[str] = "a file"
    takes: ClassVar[str] = "a path, bytes, or an http(s) address"
    word: ClassVar[str] = "file"

    def kind(self, hint: Any) -> Kind:
        """How a file becomes what the function takes, whose hint is `hint`, without `Optional`."""
        raise NotImplementedError

    def accepts(self, hint: Any = inspect.Parameter.empty) -> Any:
        bare, optional = without_none(hint)
        accepted: Any = Annotated[Any, self.kind(bare)]
        return optional_of(accepted) if optional else accepted

    def props(self, store: Store | None = None) -> dict[str, Any]:
        bare = copy.copy(self)
        bare.value = None
        shown = Component.props(bare, store)
        if self.value is not None and not callable(self.value):
            # One file that cannot be shown must not keep the notebook's functions from being offered.
            with suppress(FunctionFailed, OSError):
                begun = self.begin(self.value, store)
                return shown if begun is None else {**shown, "value": begun}
        return shown

    def begin(self, value: Any, store: Store | None) -> Any:
        """A default as what the field begins with; None without a store, for there is no address then.

        Raises:
            FunctionFailed: It is no value for this component, or is blocked.
            OSError: It cannot be read.
        """
        return None if store is None else self.to_json(value, store, given=True)

    def to_json(self, value: Any, store: Store | None, *, given: bool = False) -> Any:
        if value is None:
            return None
        return plain(value) if store is None else self.file(value, store, given=given)

    def file(self, value: Any, store: Store, *, given: bool = False) -> FileData:
        """One value as a file.

        Args:
            value: Of any form that Gradio takes.
            store: Where files are written.
            given: Whether the notebook's author named it before any call.

        Raises:
            FunctionFailed: It is none of them, or may not leave this machine.
        """
        if isinstance(value, Mapping) and is_file_data(value):
            # As a client sent it, or as the function got it from elsewhere: the server judges its path.
            return value  # type: ignore[return-value]
        if isinstance(value, str) and not isinstance(value, PurePath):
            if value[:8].lower().startswith(("http://", "https://")):
                return address(value)
            if value[:5].lower() == "data:":
                return media.data_file(value, store, self.own_name)
        elif not isinstance(value, PurePath):
            made = self.written(value, store)
            if made is not None:
                return made
        found = media.to_file(value, store, self.own_name, word=self.word, given=given)
        if found is None:
            raise self.refuse(value)
        return found

    def written(self, value: Any, store: Store) -> FileData | None:
        """A value that is no path, as a file of the component's own format; None leaves it to `media`."""
        return None

    @property
    def own_name(self) -> str:
        """What files without a name of their own are called, without an ending."""
        return self.name.lower()

    def refuse(self, value: Any) -> FunctionFailed:
        """The error for what is no value of the component."""
        if isinstance(value, PurePath):
            return FunctionFailed(f"The function returned the path '{value.name}', which is no file.")
        return FunctionFailed(
            f"The function returned {described(value)} for {self.name}, which shows {self.noun}: return {self.takes}."
        )


def without_none(hint: Any) -> tuple[Any, bool]:
    """A hint without what `Annotated` adds and without None, and whether None was in it."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    bare = media.without_none(hint)
    return (hint, False) if bare is hint else (without_none(bare)[0], True)


def optional_of(hint: Any) -> Any:
    """A hint that admits None as well."""
    # Not `hint | None`, which an `Annotated` of Python 3.10 does not know.
    return getitem(Union, (hint, None))


def address(url: str) -> FileData:
    """A file that is elsewhere."""
    name = PurePath(url.partition("?")[0].partition("#")[0]).name or None
    return {
        "path": url,
        "url": url,
        "size": None,
        "orig_name": name,
        "mime_type": mimetypes.guess_type(name or "")[0],
        "is_stream": False,
        "meta": dict(FILE_META),
    }


def described(value: Any) -> str:
    """What a value is, for messages."""
    name = type(value).__name__
    if arrays.is_array(value):
        return f"an array of shape {value.shape} and type {value.dtype}"
    if isinstance(value, (str, int, float)) and len(repr(value)) <= 60:
        return f"{value!r}"
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def chosen(component: str, option: str, value: Any, choices: Sequence[Any]) -> Any:
    """An option that has one of a few values.

    Raises:
        ValueError: It is none of them.
    """
    if value not in choices:
        raise ValueError(f"{component}({option}={value!r}): say one of {', '.join(map(repr, choices))}.")
    return value


def by_hint(hint: Any) -> str | None:
    """The `type` that a parameter's hint asks for; None if it asks for none."""
    kind = media.kind_of(hint, "image")
    if hint is str or (kind is not None and isinstance(hint, type) and issubclass(hint, PurePath)):
        return "filepath"
    return {"PIL": "pil", "numpy": "numpy"}.get(str(getattr(hint, "__module__", "")).partition(".")[0]) or (
        "binary" if hint is bytes else "numpy" if kind in (media.PIXEL_ARRAY, media.SOUND) else None
    )


def path_kind(noun: str, component: str, hint: Any, check: Callable[[Path], None] = lambda path: None) -> Kind:
    """The file itself: a `Path` where the hint is one, otherwise its path as text."""
    make: Callable[[Path], Any] = (lambda path: path) if _is_path(hint) else str

    def opened(path: Path) -> Any:
        check(path)
        return make(path)

    # Text is never one already: it would be a path that nobody has checked.
    return Kind(noun, component, lambda value: isinstance(value, PurePath), opened)


def bytes_kind(noun: str, component: str, check: Callable[[Path], None] = lambda path: None) -> Kind:
    """The content of the file."""

    def opened(path: Path) -> bytes:
        check(path)
        return path.read_bytes()

    return Kind(noun, component, lambda value: isinstance(value, bytes), opened)


def _is_path(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, PurePath)


class Image(FileComponent):
    """An image.

    Args:
        value: An image of PIL, an array, a path, an address, or bytes.
        format: What images are written as: `png`, `jpeg`, `webp` or `gif`.
        image_mode: PIL's name of the pixels that the function is given, such as `RGB`, `RGBA` or `L`; None leaves
            them as they are in the file. A path is of the file as it was sent.
        height: In pixels, or CSS.
        width: In pixels, or CSS.
        sources: Where people take an image from: `upload`, `webcam`, `clipboard`.
        type: What the function is given: `numpy`, `pil` or `filepath`; None is what its hint says, or `numpy`.
    """

    noun = "an image"
    takes = "an image of PIL, an array of pixels, a path, bytes, or an http(s) address"
    word = "image"

    def __init__(
        self,
        value: Any = None,
        *,
        format: str = "png",
        image_mode: str | None = "RGB",
        height: int | str | None = None,
        width: int | str | None = None,
        sources: Sequence[str] | str | None = None,
        type: str | None = None,
        **common: Any,
    ) -> None:
        super().__init__(value, **common)
        self.format = chosen("Image", "format", format, tuple(pixels.FORMATS))
        self.image_mode = image_mode
        self.height = height
        self.width = width
        self.sources = listed(sources)
        self.type = chosen("Image", "type", type, (None, "numpy", "pil", "filepath"))

    def options(self) -> dict[str, Any]:
        return {"format": self.format, "height": self.height, "width": self.width, "sources": self.sources}

    def kind(self, hint: Any) -> Kind:
        wanted = self.type or by_hint(hint) or "numpy"
        if wanted == "filepath":
            return path_kind("an image", "Image", hint, _readable_image)
        if wanted == "binary":
            return bytes_kind("an image", "Image", _readable_image)
        if wanted == "pil":
            return Kind("an image", "Image", pixels.is_image, lambda path: pixels.open_image(path, self.image_mode))
        return Kind("an image", "Image", arrays.is_array, lambda path: pixels.open_array(path, self.image_mode))

    def written(self, value: Any, store: Store) -> FileData | None:
        image = pixels.of_array(value) if arrays.is_array(value) else value if pixels.is_image(value) else None
        return None if image is None else pixels.write(image, store, self.own_name, self.format)


def _readable_image(path: Path) -> None:
    """Hold a file against being an image, for a function that is given it unread.

    Raises:
        Unfit: It is something else.
    """
    kind = mimetypes.guess_type(path.name)[0]
    if kind is not None and not kind.startswith("image/"):
        raise media.Unfit(f"the file is {kind}")


class Audio(FileComponent):
    """A sound.

    Args:
        value: A tuple of a rate and samples, a path, an address, or bytes.
        sources: Where people take a sound from: `upload`, `microphone`.
        type: What the function is given: `numpy`, a tuple of the rate and the samples, of WAV files only; or
            `filepath`. None is what its hint says, or `numpy`.
        format: What samples are written as. That is WAV, also where `mp3` is said.
        autoplay: Whether a result plays by itself.
    """

    noun = "a sound"
    takes = "a tuple of the rate in Hz and an array of samples, a path, bytes, or an http(s) address"
    word = "audio"

    def __init__(
        self,
        value: Any = None,
        *,
        sources: Sequence[str] | str | None = None,
        type: str | None = None,
        format: str | None = None,
        autoplay: bool = False,
        **common: Any,
    ) -> None:
        super().__init__(value, **common)
        self.sources = listed(sources)
        self.type = chosen("Audio", "type", type, (None, "numpy", "filepath"))
        self.format = chosen("Audio", "format", format, (None, "wav", "mp3"))
        self.autoplay = autoplay

    def options(self) -> dict[str, Any]:
        return {"sources": self.sources, "format": self.format, "autoplay": self.autoplay or None}

    def kind(self, hint: Any) -> Kind:
        wanted = self.type or by_hint(hint) or "numpy"
        if wanted == "filepath":
            return path_kind("a sound", "Audio", hint)
        return bytes_kind("a sound", "Audio") if wanted == "binary" else media.SOUND


class Video(FileComponent):
    """A video; the function is given its path.

    Args:
        value: A path, an address, or bytes.
        format: Gradio's option, for the browser; nothing is converted.
        sources: Where people take a video from: `upload`, `webcam`.
        height: In pixels, or CSS.
        width: In pixels, or CSS.
        autoplay: Whether a result plays by itself.
        loop: Whether it begins again at its end.
    """

    noun = "a video"
    word = "video"

    def __init__(
        self,
        value: Any = None,
        *,
        format: str | None = None,
        sources: Sequence[str] | str | None = None,
        height: int | str | None = None,
        width: int | str | None = None,
        autoplay: bool = False,
        loop: bool = False,
        **common: Any,
    ) -> None:
        super().__init__(value, **common)
        self.format = format
        self.sources = listed(sources)
        self.height = height
        self.width = width
        self.autoplay = autoplay
        self.loop = loop

    def options(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "sources": self.sources,
            "height": self.height,
            "width": self.width,
            "autoplay": self.autoplay or None,
            "loop": self.loop or None,
        }

    def kind(self, hint: Any) -> Kind:
        return bytes_kind("a video", "Video") if hint is bytes else path_kind("a video", "Video", hint)


def listed(value: Sequence[str] | str | None) -> list[str] | None:
    """One word or several as a list."""
    return None if value is None else [value] if isinstance(value, str) else list(value)
