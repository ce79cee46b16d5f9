"""A server extension with the echoes that all else is measured against, and bare handlers for files."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

CHUNK = 64 << 10


class AuthenticatedEcho(JupyterHandler):
    """*The echo*: what any authenticated handler of a notebook server costs."""

    @web.authenticated
    def post(self) -> None:
        self.finish(self.request.body)


class Bare(web.RequestHandler):
    """A handler of tornado's own, which nothing of Jupyter's comes before."""

    def check_xsrf_cookie(self) -> None: ...


class BareEcho(Bare):
    """What tornado itself costs."""

    def post(self) -> None:
        self.finish(self.request.body)

    post.__allow_unauthenticated = True  # type: ignore[attr-defined]


@web.stream_request_body
class BareUpload(Bare):
    """A body, written to the disk as it comes; no form is parsed."""

    def prepare(self) -> None:
        self.request.connection.set_max_body_size(1 << 40)  # type: ignore[union-attr]
        handle, self.path = tempfile.mkstemp()
        self.file = open(handle, "wb", buffering=1 << 20)  # noqa: SIM115 (it is open for several calls)

    def data_received(self, chunk: bytes) -> None:
        self.file.write(chunk)

    def post(self) -> None:
        self.file.close()
        self.finish(json.dumps([self.path]))

    post.__allow_unauthenticated = True  # type: ignore[attr-defined]


class BareDownload(Bare):
    """A file, read from the disk as it goes."""

    async def get(self) -> None:
        path = Path(self.get_query_argument("path"))
        self.set_header("Content-Length", path.stat().st_size)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self.write(chunk)
                await self.flush()

    get.__allow_unauthenticated = True  # type: ignore[attr-defined]


class Stub(Bare):
    """As much of Gradio's contract as its client needs to count letters, and nothing behind it."""

    sessions: dict[str, asyncio.Queue[dict[str, Any]]] = {}  # noqa: RUF012

    def get(self, route: str) -> Any:
        if route == "config":
            dependency = {"id": 1, "inputs": [1, 2], "outputs": [3], "api_name": "letter_counter", "backend_fn": True}
            self.finish(
                {
                    "version": "6.31.0",
                    "protocol": "sse_v2.1",
                    "api_prefix": "/gradio_api",
                    "enable_queue": True,
                    "connect_heartbeat": False,
                    "dependencies": [{**dependency, "api_visibility": "public"}],
                    "components": [{"id": id, "type": "api"} for id in (1, 2, 3)],
                }
            )
        elif route == "gradio_api/info":
            parameters = [
                {"parameter_name": name, "parameter_has_default": False, "label": name, "component": "Textbox"}
                for name in ("word", "letter")
            ]
            endpoint = {"parameters": parameters, "returns": [{"label": "n", "component": "Number"}]}
            self.finish({"named_endpoints": {"/letter_counter": endpoint}, "unnamed_endpoints": {}})
        else:
            return self.stream()
        return None

    async def stream(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.request.connection.stream.set_nodelay(True)  # type: ignore[union-attr]
        queue = self.sessions[self.get_query_argument("session_hash")]
        for message in [await queue.get(), {"msg": "close_stream", "event_id": None}]:
            self.write(f"data: {json.dumps(message)}\n\n")
        await self.flush()

    def post(self, route: str) -> None:
        body = json.loads(self.request.body)
        word, letter = body["data"]
        output = {"data": [word.count(letter)], "is_generating": False}
        done = {"msg": "process_completed", "event_id": "e", "output": output, "success": True}
        self.sessions.setdefault(body["session_hash"], asyncio.Queue()).put_nowait(done)
        self.finish({"event_id": "e"})

    get.__allow_unauthenticated = True  # type: ignore[attr-defined]
    post.__allow_unauthenticated = True  # type: ignore[attr-defined]


def _load_jupyter_server_extension(app: Any) -> None:
    base = app.base_url
    app.web_app.add_handlers(
        ".*$",
        [
            (f"{base}echo", AuthenticatedEcho),
            (f"{base}bare", BareEcho),
            (f"{base}bare-upload", BareUpload),
            (f"{base}bare-download", BareDownload),
            (f"{base}stub/(.*)", Stub),
        ],
    )


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "echo"}]
