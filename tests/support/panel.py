"""A panel as a front end drives it without a server: the messages of one widget, over a kernel's own channels."""

from __future__ import annotations

import itertools
import queue
import time
from typing import Any

from jupyter_client import BlockingKernelClient

from .live import DEADLINE


class Cell:
    """A cell that has run, and every message that it caused."""

    def __init__(self, client: BlockingKernelClient, source: str, cell: str | None = None) -> None:
        self.client = client
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = client.session.msg("execute_request", content, metadata={} if cell is None else {"cellId": cell})
        client.shell_channel.send(message)
        self.messages: list[dict[str, Any]] = []
        while True:
            got = client.get_iopub_msg(timeout=DEADLINE)
            if got["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            self.messages.append(got)
            if got["msg_type"] == "status" and got["content"]["execution_state"] == "idle":
                break
        while client.get_shell_msg(timeout=DEADLINE)["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            pass

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The contents of its messages of one type."""
        return [message["content"] for message in self.messages if message["msg_type"] == kind]

    @property
    def text(self) -> str:
        """What it printed, and its error."""
        return "".join(c["text"] for c in self.of("stream")) + "".join(
            "\n".join(c["traceback"]) for c in self.of("error")
        )

    def panel(self, index: int = 0) -> Panel:
        """The panel that it shows."""
        model = self.of("display_data")[index]["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
        [opened] = [content for content in self.of("comm_open") if content["comm_id"] == model]
        return Panel(self.client, opened)


class Panel:
    """The front end of one widget."""

    def __init__(self, client: BlockingKernelClient, opened: dict[str, Any]) -> None:
        self.client = client
        self.model: str = opened["comm_id"]
        self.opened = opened
        self.state: dict[str, Any] = opened["data"]["state"]
        self._ids = itertools.count()
        self.heard: list[tuple[float, dict[str, Any], list[bytes]]] = []
        self.closed = False

    def raw(self, data: Any, buffers: list[bytes] | None = None, kind: str = "comm_msg") -> None:
        """Send a message of the widget's protocol."""
        message = self.client.session.msg(kind, {"comm_id": self.model, "data": data})
        self.client.session.send(self.client.shell_channel.socket, message, buffers=buffers)

    def say(self, op: str, id: str | None = None, buffers: list[bytes] | None = None, **fields: Any) -> str:
        """Send a custom message; its id."""
        id = id or f"id{next(self._ids)}"
        self.raw({"method": "custom", "content": {"op": op, "id": id, **fields}}, buffers)
        return id

    def listen(self, deadline: float = DEADLINE) -> dict[str, Any]:
        """The next message of the kernel's to this widget."""
        end = time.monotonic() + deadline
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.001, end - time.monotonic()))
            if message["content"].get("comm_id") == self.model:
                if message["msg_type"] == "comm_close":
                    self.closed = True
                    return {"op": "closed"}
                data = message["content"]["data"]
                content = data["content"] if data["method"] == "custom" else data
                self.heard.append((time.monotonic(), content, [bytes(b) for b in message["buffers"]]))
                return dict(content)

    def ask(self, op: str, buffers: list[bytes] | None = None, **fields: Any) -> dict[str, Any]:
        """Send a message, and wait for its reply."""
        id = self.say(op, buffers=buffers, **fields)
        while True:
            heard = self.listen()
            if heard.get("op") == "reply" and heard["id"] == id:
                return heard

    def call(self, endpoint: str, **arguments: Any) -> str:
        """Begin a call."""
        return self.say("call", endpoint=endpoint, arguments=arguments)

    def frames(self, call: str, until: tuple[str, ...] = ("result", "error")) -> list[dict[str, Any]]:
        """The frames of a call, to one of those that are waited for."""
        found: list[dict[str, Any]] = []
        while not found or found[-1]["op"] not in until:
            heard = self.listen()
            if heard.get("op") == "frame" and heard["call"] == call:
                found.append(heard["frame"])
        return found

    def silent(self, seconds: float) -> bool:
        """Whether nothing more comes within that time."""
        try:
            self.listen(seconds)
        except queue.Empty:
            return True
        return False
