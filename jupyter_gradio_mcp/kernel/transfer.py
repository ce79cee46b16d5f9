"""Files between a panel without a server and this kernel: pieces that come, pieces that go, and files in arguments.

Where there is a server it does all this (`server/uploads`, `server/files`, `server/inputs`), by the same rules.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ..descriptions import FILE_META, TEXT_WITH_FILES, FileData, ParameterInfo
from ..errors import InvalidArguments, InvalidRequest, PayloadTooLarge
from ..paths import MAX_PATH, file_data
from .files import SETTINGS, Store

MAX_PIECE = 4 << 20
"""Bytes of one message; larger ones hold up everything else on the kernel's channels."""

MAX_UPLOADS = 64
"""Uploads that one panel may have begun and not ended."""

MAX_DEPTH = 50
"""How deeply the data of an event may be nested."""

ABANDONED_AFTER = 600.0
"""Seconds without a piece, after which an upload is given up."""


@dataclass
class _Upload:
    name: str
    path: Path
    file: BinaryIO
    undo: ExitStack
    received: int
    touched: float


class _GivenUp(Exception):
    """Ends an upload within the `Store`, which takes the unfinished file away."""


class Uploads:
    """The files that a panel is sending.

    Args:
        store: Where they go.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open: dict[str, _Upload] = {}

    def piece(self, id: str, head: Mapping[str, Any], data: bytes) -> FileData | None:
        """Take the next piece of an upload.

        Args:
            id: Of the upload.
            head: `name`, the `size` of the whole file, the `offset` of this piece, and whether it is the `last`.
            data: The piece.

        Returns:
            The file, with its last piece.

        Raises:
            InvalidRequest: The piece is malformed or not the next one. The upload is over.
            PayloadTooLarge: The file is larger than it may be. The upload is over.
        """
        self._forget_abandoned()
        try:
            return self._taken(id, head, data)
        except BaseException:
            self.abandon(id)
            raise

    def abandon(self, id: str) -> None:
        """Give an upload up, if there is one of that id."""
        upload = self._open.pop(id, None)
        if upload is not None:
            upload.file.close()
            try:
                with upload.undo:
                    raise _GivenUp
            except _GivenUp:
                pass

    def close(self) -> None:
        """Give all of them up."""
        for id in list(self._open):
            self.abandon(id)

    def _taken(self, id: str, head: Mapping[str, Any], data: bytes) -> FileData | None:
        size, offset = head.get("size"), head.get("offset", 0)
        if not _is_count(size) or not _is_count(offset):
            raise InvalidRequest(f"An upload needs 'size' and 'offset' in bytes, not {size!r} and {offset!r}.")
        if len(data) > MAX_PIECE:
            raise InvalidRequest(f"A piece of {len(data)} bytes is too large; send at most {MAX_PIECE} at a time.")
        if offset == 0:
            self.abandon(id)
            self._begin(id, head.get("name"))
        upload = self._open.get(id)
        if upload is None or offset != upload.received:
            expected = "0: it is not known here" if upload is None else upload.received
            raise InvalidRequest(f"The upload cannot go on at byte {offset}; the next piece begins at {expected}.")
        # What is said and what comes: neither alone is to be believed.
        total, limit = max(size, offset + len(data)), SETTINGS.max_file_size
        if limit is not None and total > limit:
            raise PayloadTooLarge(f"The file has {total} bytes; at most {limit} are admitted here.")
        upload.file.write(data)
        upload.received += len(data)
        upload.touched = time.monotonic()
        if head.get("last") is not True:
            return None
        if upload.received != size:
            raise InvalidRequest(f"The file should have {size} bytes, and {upload.received} came. Send it again.")
        del self._open[id]
        upload.file.close()
        upload.undo.close()
        return self._store.written(upload.path, upload.name)

    def _begin(self, id: str, name: Any) -> None:
        if not isinstance(name, str):
            raise InvalidRequest(f"An upload needs the file's 'name', not {name!r}.")
        if len(self._open) >= MAX_UPLOADS:
            raise InvalidRequest(f"{MAX_UPLOADS} uploads have been begun; wait until one has ended.")
        undo = ExitStack()
        path = undo.enter_context(self._store.create(name))
        self._open[id] = _Upload(name or "file", path, path.open("wb"), undo, 0, time.monotonic())

    def _forget_abandoned(self) -> None:
        before = time.monotonic() - ABANDONED_AFTER
        for id in [id for id, upload in self._open.items() if upload.touched < before]:
            self.abandon(id)


def read(store: Store, head: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A piece of a file: what is said of it, and its bytes.

    Args:
        store: Whose rules say which files may be read.
        head: `path`, and the `offset` to begin at.

    Raises:
        InvalidRequest: No such file may be read, or the offset is none.
    """
    path, offset = head.get("path"), head.get("offset", 0)
    if not isinstance(path, str) or not _is_count(offset):
        raise InvalidRequest(f"A file is read with its 'path' and an 'offset' in bytes, not {path!r} and {offset!r}.")
    found = store.readable(path)
    if found is None:
        raise InvalidRequest(f"No such file may be read here: {path[:200]}")
    with found.open("rb") as file:
        file.seek(offset)
        data = file.read(MAX_PIECE)
        size = file.seek(0, 2)
    about = file_data(found)
    return {
        "size": size,
        "offset": offset,
        "last": offset + len(data) >= size,
        "mime_type": about["mime_type"],
    }, data


def checked(parameters: Iterable[ParameterInfo], arguments: Mapping[str, Any], store: Store) -> dict[str, Any]:
    """The arguments of a call, with each file in them one that may be read here.

    Raises:
        InvalidArguments: An argument names no such file; `details` says which.
    """
    found = dict(arguments)
    for parameter in parameters:
        name = parameter["name"]
        if "files" not in parameter or found.get(name) is None:
            continue
        try:
            if parameter["files"] == "one":
                found[name] = _file(found[name], store)
            elif parameter["component"] == TEXT_WITH_FILES:
                found[name] = _text(found[name], store)
            else:
                found[name] = [_file(value, store) for value in _listed(found[name])]
        except InvalidArguments as error:
            detail = {"loc": [name], "msg": error.message, "type": "file"}
            raise InvalidArguments(f"'{name}': {error.message}", [detail]) from None
    return found


def checked_event(value: Any, store: Store, depth: int = 0) -> Any:
    """What an event tells, with each file in it one that may be read here.

    Raises:
        InvalidArguments: It names something as a file that may not be read.
    """
    if depth > MAX_DEPTH:
        raise InvalidArguments("The event's data are nested too deeply.")
    if isinstance(value, list):
        return [checked_event(item, store, depth + 1) for item in value]
    if not isinstance(value, Mapping):
        return value
    # A function takes for a file whatever has a path: nothing else than a file may have one.
    if "path" in value or value.get("meta") == FILE_META:
        return _file(value, store)
    return {name: checked_event(item, store, depth + 1) for name, item in value.items()}


_HOW = "Upload it: this panel has no server, so it cannot fetch files from addresses."


def _text(value: Any, store: Store) -> Any:
    """A text with files, a text, or a file."""
    if isinstance(value, Mapping) and ("path" in value or value.get("meta") == FILE_META):
        # One alone: the kernel opens what is sent in this form.
        return {"text": "", "files": [_file(value, store)]}
    named = value.get("files") if isinstance(value, Mapping) else None
    return {**value, "files": [_file(item, store) for item in _listed(named)]} if named else value


def _file(value: Any, store: Store) -> FileData:
    name = None
    if isinstance(value, Mapping):
        if value.get("meta") != FILE_META:
            raise InvalidArguments(f"This is no file. {_HOW}")
        name = value.get("orig_name") if isinstance(value.get("orig_name"), str) else None
        value = value.get("path") or value.get("url")
    if not isinstance(value, str) or not value:
        raise InvalidArguments(f"This is no file. {_HOW}")
    if "://" in value[:MAX_PATH] or value[:5].lower() == "data:":
        raise InvalidArguments(f"{value[:200]} is an address. {_HOW}")
    found = store.readable(value)
    if found is None:
        raise InvalidArguments(f"No such file can be named here: {value[:200]}. {_HOW}")
    size, limit = found.stat().st_size, SETTINGS.max_file_size
    if limit is not None and size > limit:
        raise InvalidArguments(f"The file has {size} bytes; at most {limit} are admitted here.")
    return file_data(found, name)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
        return parsed if isinstance(parsed, list) else [value]
    return value if isinstance(value, list) else [value]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
