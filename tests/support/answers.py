"""A function's result on its real way to an MCP client and to a REST caller, without a server between."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.protocol import Decoder, encode
from jupyter_gradio_mcp.server import results
from jupyter_gradio_mcp.server.cache import Cache
from jupyter_gradio_mcp.server.caller import Caller
from jupyter_gradio_mcp.server.catalog import App, Offer
from jupyter_gradio_mcp.server.files import Files
from jupyter_gradio_mcp.server.scope import Identity
from jupyter_gradio_mcp.server.service import Limits
from jupyter_gradio_mcp.server.signing import Signer


class Answers:
    """The part of a kernel and of a server that a result goes through.

    Args:
        folder: Of the cache.
        limits: How much of a result is sent at once.
        max_bytes: How much the cache may hold.
    """

    def __init__(self, folder: Path, limits: Limits | None = None, max_bytes: int = 0) -> None:
        self.cache = Cache(folder, max_bytes=max_bytes, max_age=0)
        self.files = Files(self.cache, Signer(lambda: 1e9, 3600))
        settings = Settings()
        self.store = Store(settings)
        self.store.folder = self.cache.of_kernel("k")
        self.app = App("k", "n.ipynb")
        self.app.files = {**settings.to_wire(), "working": tempfile.gettempdir()}
        self.caller = Caller(Identity("t", ""), address="http://localhost:8888/")
        self.service: Any = SimpleNamespace(files=self.files, limits=limits or Limits())

    def close(self) -> None:
        """Take the files away."""
        self.cache.close()

    def frame(self, function: Callable[[], Any], returned: Any) -> tuple[Any, dict[str, Any]]:
        """The endpoint that `function` is, and the frame of its result."""
        made = endpoint(function, "make", Options())
        value = made.description.results.to_json(returned, self.store)
        head = {"op": "result", "value": value.value, "fits": value.fits, "files": value.files}
        if value.shown is not None:
            head["shown"] = value.shown
        [frame] = Decoder().feed(encode(head))
        return made.info(self.store), frame.head

    def mcp(self, returned: Any, hint: Any = ...) -> dict[str, Any]:
        """What an MCP client gets."""
        info, head = self.frame(hinted(hint), returned)
        return asyncio.run(results.result(Offer("make", self.app, info), head, self.service, self.caller))

    def failed(self, message: str) -> dict[str, Any]:
        """What an MCP client gets of a failure."""
        info, _ = self.frame(hinted(...), None)
        head = {"op": "error", "error": {"message": message}}
        return asyncio.run(results.result(Offer("make", self.app, info), head, self.service, self.caller))

    def rest(self, returned: Any, hint: Any = ...) -> list[Any]:
        """What a REST caller gets."""
        info, head = self.frame(hinted(hint), returned)
        return results.outputs(info, head, self.files, self.caller)

    def read(self, url: str) -> bytes:
        """The file at an address that an answer holds."""
        path = self.files.own_path(url, self.caller)
        assert path is not None
        found = self.files.find(path, [self.app])
        assert found is not None
        return found.read_bytes()


def hinted(hint: Any) -> Callable[[], Any]:
    """A function with this return hint."""

    def make():
        """Give it."""

    if hint is not ...:
        make.__annotations__["return"] = hint
    return make
