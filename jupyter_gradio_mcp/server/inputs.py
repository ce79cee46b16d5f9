"""Arguments that name files: from what callers write to files on this machine.

A caller names a file by an address of our own (of an upload, or of a former result), by any public
http(s) address, by a `data:` URL, or as the `FileData` that Gradio's clients send. What comes out
is `FileData` with a path that was checked, so the kernel need not ask again. Only parameters that
take files are looked at; a value that merely has a `path` is data.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import mimetypes
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from ..descriptions import FILE_META, TEXT_WITH_FILES, FileData, ParameterInfo
from ..errors import CallError, InvalidArguments, PayloadTooLarge
from ..paths import clean_name, file_data
from ..protocol import EventInfo
from .caller import Caller
from .catalog import App, Offer
from .fetch import Fetcher
from .files import Files

MAX_FILES = 1000
"""Files that one argument may name."""

MAX_DEPTH = 50
"""How deeply the data of an event may be nested."""

UNLIMITED = 1 << 50


class Inputs:
    """Looks at the arguments of calls.

    Args:
        files: Which files may be named.
        fetcher: Gets what is elsewhere.
        max_file_size: Bytes that one file may have; None is no limit.
    """

    def __init__(self, files: Files, fetcher: Fetcher, max_file_size: int | None) -> None:
        self._files = files
        self._fetcher = fetcher
        self._max_file_size = max_file_size

    @staticmethod
    def takes_files(offer: Offer) -> bool:
        """Whether any parameter names files."""
        return any("files" in parameter for parameter in offer.endpoint["parameters"])

    async def resolve(self, offer: Offer, arguments: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
        """The arguments, with each file in them on this machine.

        Raises:
            InvalidArguments: An argument names no file that may be read; `details` says which.
            PayloadTooLarge: A file is larger than it may be.
        """
        found = dict(arguments)
        for parameter in offer.endpoint["parameters"]:
            name = parameter["name"]
            if "files" in parameter and found.get(name) is not None:
                try:
                    found[name] = await self._value(parameter, found[name], offer.app, caller)
                except CallError as error:
                    detail = {"loc": [name], "msg": error.message, "type": "file"}
                    raise type(error)(f"'{name}': {error.message}", [detail]) from None
        return found

    async def event(self, event: EventInfo, app: App, caller: Caller) -> EventInfo:
        """What an event tells, with each file in it on this machine.

        Raises:
            InvalidArguments: It names something as a file that may not be read.
            PayloadTooLarge: A file is larger than it may be.
        """
        files = 0

        async def checked(value: Any, depth: int = 0) -> Any:
            nonlocal files
            if depth > MAX_DEPTH:
                raise InvalidArguments("The event's data are nested too deeply.")
            if isinstance(value, list):
                return [await checked(item, depth + 1) for item in value]
            if not isinstance(value, dict):
                return value
            # A function takes for a file whatever has a path: nothing else than a file may have one.
            if "path" in value or value.get("meta") == FILE_META:
                files += 1
                if files > MAX_FILES:
                    raise InvalidArguments(f"The event names too many files; at most {MAX_FILES}.")
                found = await self._file(value, app, caller)
                return {**found, "url": self._files.address(found["path"], caller)}
            return {name: await checked(item, depth + 1) for name, item in value.items()}

        return {"trigger": event["trigger"], "data": await checked(event["data"])}

    def limit(self, *apps: App) -> int:
        """Bytes that one file for a notebook may have; of several, for the one that admits most."""
        own = [(app.files["max_file_size"] or UNLIMITED) if app.files is not None else UNLIMITED for app in apps]
        return min(self._max_file_size or UNLIMITED, max(own, default=UNLIMITED))

    def stated_limit(self, *apps: App) -> int | None:
        """The same for people: None where there is no limit."""
        limit = self.limit(*apps)
        return None if limit >= UNLIMITED else limit

    async def _value(self, parameter: ParameterInfo, value: Any, app: App, caller: Caller) -> Any:
        if parameter["files"] == "one":
            return await self._file(value, app, caller)
        if parameter.get("component") == TEXT_WITH_FILES:
            return await self._text(value, app, caller)
        values = _listed(value)
        if len(values) > MAX_FILES:
            raise InvalidArguments(f"{len(values)} files are too many; at most {MAX_FILES}.")
        if parameter.get("component") == "Gallery":
            return [await self._exhibit(item, app, caller) for item in values]
        return [await self._file(item, app, caller) for item in values]

    async def _text(self, value: Any, app: App, caller: Caller) -> Any:
        """A text with files, a text, or a file; what is none of them is the kernel's to refuse."""
        if isinstance(value, Mapping) and ("path" in value or value.get("meta") == FILE_META):
            # The kernel opens what is sent in this form.
            return {"text": "", "files": [await self._file(value, app, caller)]}
        named = value.get("files") if isinstance(value, Mapping) else None
        if not named:
            return value
        if not isinstance(named, list) or len(named) > MAX_FILES:
            raise InvalidArguments(f"'files' should be a list of at most {MAX_FILES} files.")
        return {**value, "files": [await self._file(item, app, caller) for item in named]}

    async def _exhibit(self, item: Any, app: App, caller: Caller) -> Any:
        """An item of a gallery: a file, or a file with a caption."""
        place, caption = "image", None
        if isinstance(item, Mapping) and "meta" not in item:
            place = next((name for name in ("image", "video") if name in item), "image")
            item, caption = item.get(place), item.get("caption")
        elif isinstance(item, list) and len(item) == 2:
            item, caption = item
        return {place: await self._file(item, app, caller), "caption": caption}

    async def _file(self, value: Any, app: App, caller: Caller) -> FileData:
        name = None
        if isinstance(value, Mapping):
            # Only what is marked as a file is one; anything else that has a path is data.
            if value.get("meta") != FILE_META:
                raise InvalidArguments(f"This is no file. {_HOW}")
            name = value.get("orig_name") if isinstance(value.get("orig_name"), str) else None
            value = value.get("path") or value.get("url")
        if not isinstance(value, str) or not value:
            raise InvalidArguments(f"This is no file. {_HOW}")
        scheme = value.partition(":")[0].lower()
        if scheme == "data":
            return await asyncio.to_thread(self._decoded, value, app)
        if scheme in ("http", "https"):
            path = self._files.own_path(value, caller)
            if path is None:
                return await self._fetched(value, app)
            value = path
        found = await asyncio.to_thread(self._files.find, value, [app])
        if found is None:
            raise InvalidArguments(f"No such file can be named here: {value[:200]}. {_HOW}")
        # A file may be allowed and too large; its size is looked at as if it had been sent.
        self._check_size(found.stat().st_size, app)
        return file_data(found, name)

    def _decoded(self, url: str, app: App) -> FileData:
        head, comma, body = url.partition(",")
        if not comma:
            raise InvalidArguments("A data: URL needs a comma before its data.")
        kind, *words = head[len("data:") :].split(";")
        # What there is at least: base64 with each letter quoted takes four characters for a byte.
        if len(body) // 4 - 2 > self.limit(app):
            raise PayloadTooLarge(
                f"The data: URL holds more than {self.limit(app)} bytes, which is all that is admitted."
            )
        try:
            content = unquote_to_bytes(body)
            if "base64" in words:
                content = base64.b64decode(b"".join(content.split()), validate=True)
        except (ValueError, binascii.Error) as error:
            raise InvalidArguments(f"The data: URL holds no base64: {error}") from error
        self._check_size(len(content), app)
        ending = mimetypes.guess_extension(kind.strip().lower()) or ""
        unfinished = None
        try:
            unfinished, final = self._files.cache.new(f"data{ending}")
            unfinished.write_bytes(content)
            self._files.cache.complete(unfinished, final)
        except OSError as error:
            if unfinished is not None:
                self._files.cache.discard(unfinished)
            raise _not_stored(error) from error
        return file_data(final)

    async def _fetched(self, url: str, app: App) -> FileData:
        try:
            unfinished, final = self._files.cache.new("download")
        except OSError as error:
            raise _not_stored(error) from error
        try:
            fetched = await self._fetcher.fetch(url, unfinished, max_bytes=self.limit(app))
        except BaseException as error:
            self._files.cache.discard(unfinished)
            if isinstance(error, OSError):
                raise _not_stored(error) from error
            raise
        final = final.with_name(clean_name(fetched.name or final.name))
        self._files.cache.complete(unfinished, final)
        return file_data(final, fetched.name or None)

    def _check_size(self, size: int, app: App) -> None:
        if size > self.limit(app):
            raise PayloadTooLarge(f"The file has {size} bytes; at most {self.limit(app)} are admitted here.")


_HOW = "Name a file by an http(s) URL, a data: URL, or what POST gradio_api/upload returned."


def _not_stored(error: OSError) -> CallError:
    return CallError(f"The notebook server cannot store the file: {error.strerror}.")


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
        return parsed if isinstance(parsed, list) else [value]
    return value if isinstance(value, list) else [value]
