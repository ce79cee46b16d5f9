"""Uploads and downloads, as clients make them, and byte for byte where a client would mend something."""

from __future__ import annotations

import http.client
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from .live import LiveServer

FILE_META = {"_type": "gradio.FileData"}
HALF = 1 << 20


def send(server: LiveServer, *files: tuple[str, bytes], at: str = "", **params: str) -> httpx.Response:
    """Upload files, as Gradio's clients do."""
    form = [("files", (name, content)) for name, content in files]
    return server.http.post(f"{at}gradio_api/upload", files=form, params=params)


def sent(server: LiveServer, *files: tuple[str, bytes], at: str = "") -> list[str]:
    """Upload files; their paths on the server."""
    answer = send(server, *files, at=at)
    assert answer.status_code == 200, answer.text
    paths = answer.json()
    assert isinstance(paths, list)
    return paths


def address(path: str | Path, at: str = "") -> str:
    """Where a file is read."""
    return f"{at}gradio_api/file={quote(str(path))}"


def read(server: LiveServer, path: str | Path, at: str = "", **headers: str) -> httpx.Response:
    """Read a file."""
    return server.http.get(
        address(path, at), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def as_argument(path: str, **fields: Any) -> dict[str, Any]:
    """A file as Gradio's clients write it in arguments."""
    return {"path": path, "orig_name": Path(path).name, "meta": FILE_META, **fields}


def run(server: LiveServer, name: str, *arguments: Any, at: str = "", **options: Any) -> httpx.Response:
    """Call a function, with its arguments in order."""
    return server.http.post(f"{at}gradio_api/run/{name}", json={"data": list(arguments)}, **options)


def raw_get(server: LiveServer, target: str) -> tuple[int, str]:
    """GET `target` as it is written; a client would tidy it up first."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("GET", target.encode().decode("latin-1"), skip_accept_encoding=True)
    connection.putheader("Authorization", f"Bearer {server.token}")
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def form_of(*parts: tuple[str, bytes], boundary: str = "b", end: bool = True) -> bytes:
    """A form by hand: of each part the parameters of its Content-Disposition, and its content."""
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return body + (f"--{boundary}--\r\n".encode() if end else b"")


def of_size(size: int, name: str = "big.bin") -> Iterator[bytes]:
    """A form with one file of `size` bytes, in pieces."""
    yield f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    for start in range(0, size, HALF):
        yield bytes(min(HALF, size - start))
    yield b"\r\n--b--\r\n"


def form_type(boundary: str = "b") -> dict[str, str]:
    """The header of such a form."""
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def kept(cache: Path) -> list[str]:
    """Every file in a cache, unfinished ones included."""
    # Unlike `rglob`, it does not mind a folder that goes meanwhile.
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(cache) for name in names)


def forget_peak(pid: int) -> int:
    """Begin to watch the memory of a process: its bytes now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return _status(pid, "VmRSS")


def peak(pid: int) -> int:
    """The most bytes that it had since."""
    return _status(pid, "VmHWM")


def png(width: int, height: int) -> bytes:
    """A black image, of few bytes whatever its size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    deflate, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    pixels = b"".join(deflate.compress(row) for _ in range(height)) + deflate.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _status(pid: int, name: str) -> int:
    found = re.search(rf"{name}:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found, name
    return int(found[1]) * 1024
