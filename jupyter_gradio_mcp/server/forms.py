"""Forms with files, read as their bytes come and written as they are read: no file is held in memory."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from ..errors import CallError, InvalidRequest, PayloadTooLarge
from .cache import Cache

FIELD = b"files"
"""Name of the form's field, as Gradio's clients have it."""

MAX_PARTS = 1000
"""Parts of one form; Gradio's clients send no more at a time."""

MAX_HEADER = 8 << 10
"""Bytes of one header of a part. A name of 5000 characters passes, and is shortened."""

HOW_TO_SEND = "Send each file as a part named 'files' of a multipart/form-data form, for example curl -F 'files=@FILE'."


@dataclass(eq=False)
class _File:
    """One file of a form: what it is called, and where it is written to."""

    name: str
    size: int = 0
    unfinished: Path | None = None
    final: Path | None = None
    handle: BinaryIO | None = None


class Form:
    """The files of one form, as its bytes come.

    `feed` is for the event loop and never waits; `write` and `discard` are for threads.

    Args:
        cache: Where the files go.
        boundary: What is between the parts.
        max_file: Bytes that each may have.
    """

    def __init__(self, cache: Cache, boundary: bytes, max_file: int) -> None:
        self.files: list[_File] = []
        self.pending = 0
        """Bytes that wait to be written."""
        self._cache = cache
        self._max_file = max_file
        self._jobs: list[tuple[_File, bytes | None]] = []
        self._parts = 0
        self._file: _File | None = None
        self._header: tuple[bytearray, bytearray] = bytearray(), bytearray()
        self._disposition = b""
        self._ended = self._gone = False
        # A client may leave while its file is written.
        self._writing = threading.Lock()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
                "on_header_end": self._header_ends,
                "on_headers_finished": self._content_begins,
                "on_part_data": self._content,
                "on_part_end": self._part_ends,
                "on_end": self._form_ends,
            },
            max_header_size=MAX_HEADER,
        )

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body.

        Raises:
            InvalidRequest: They are of no form, or of one without files.
            PayloadTooLarge: A file is larger than it may be.
        """
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise InvalidRequest(f"The body is no form: {error}. {HOW_TO_SEND}") from error

    def end(self) -> None:
        """There are no more bytes.

        Raises:
            InvalidRequest: Some are missing, or there was no file among them.
        """
        if not self._ended:
            raise InvalidRequest(f"The body ends before its form does. {HOW_TO_SEND}")
        if not self.files:
            raise InvalidRequest(f"The form has no file. {HOW_TO_SEND}")

    def write(self) -> None:
        """Write what waits.

        Raises:
            CallError: The disk does not take it.
        """
        with self._writing:
            jobs, self._jobs, self.pending = self._jobs, [], 0
            if self._gone:
                return
            try:
                for file, data in jobs:
                    self._write(file, data)
            except OSError as error:
                raise CallError(f"The notebook server cannot store the file: {error.strerror}.") from error

    def discard(self) -> None:
        """Take all files away, those that are complete included."""
        with self._writing:
            self._gone = True
            for file in self.files:
                if file.handle is not None:
                    file.handle.close()
                if file.unfinished is not None:
                    self._cache.discard(file.unfinished)

    def _write(self, file: _File, data: bytes | None) -> None:
        if file.handle is None:
            file.unfinished, file.final = self._cache.new(file.name)
            file.handle = open(file.unfinished, "xb", buffering=0)  # noqa: SIM115 (it is open for several calls)
        if data is not None:
            file.handle.write(data)
            return
        file.handle.close()
        assert file.unfinished is not None
        assert file.final is not None
        self._cache.complete(file.unfinished, file.final)

    # -- what the parser finds --

    def _part_begins(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise InvalidRequest(f"The form has more than {MAX_PARTS} parts. Send the files in several requests.")
        self._disposition = b""

    def _header_ends(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = bytes(value)
        self._header = bytearray(), bytearray()

    def _content_begins(self) -> None:
        kind, options = parse_options_header(self._disposition)
        if kind != b"form-data" or b"name" not in options:
            raise InvalidRequest(f"A part of the form does not say what it is. {HOW_TO_SEND}")
        if options[b"name"] != FIELD:
            return
        if b"filename" not in options:
            raise InvalidRequest(f"The part 'files' is text and no file: it has no file name. {HOW_TO_SEND}")
        self._file = _File(options[b"filename"].decode("utf-8", "replace"))
        self.files.append(self._file)

    def _content(self, data: bytes, start: int, end: int) -> None:
        file = self._file
        if file is None:
            return
        file.size += end - start
        if file.size > self._max_file:
            raise PayloadTooLarge(
                f"A file has more than {self._max_file} bytes, which is all that one may have here (max_file_size)."
            )
        self._jobs.append((file, data[start:end]))
        self.pending += end - start

    def _part_ends(self) -> None:
        if self._file is not None:
            self._jobs.append((self._file, None))
            self._file = None

    def _form_ends(self) -> None:
        self._ended = True
