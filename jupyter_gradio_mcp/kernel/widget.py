"""The panel's way to this kernel where no server is in reach: a comm that front ends take for an anywidget.

The browser's half is `labextension/src/comm.ts`. Custom messages go both ways, JSON with bytes beside it. The panel
asks (`panels`, `call`, `cancel`, `answer`, `rows`, `upload`, `file`, `asset`, each with an `id`); the kernel says
`reply` to an id, `frame` of a call, and `changed` when `panels` would be answered differently.
"""

from __future__ import annotations

import itertools
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import CallError, CallTimedOut, InvalidRequest, QueueFull, from_wire
from ..panels import ROWS_ENDPOINT, Mount, NotebookPanels
from ..protocol import RequestInfo, event_of
from . import transfer
from .call import Call
from .calls import Calls, run_all
from .files import Store
from .model import Model, asset
from .registry import Registry
from .request import NOTHING
from .sender import Frame, Line, Sender

MAX_CALLS = 64
"""Calls that one panel may have running or waiting."""


class Widgets:
    """The comms of one notebook's panels.

    Args:
        kernel: The ipykernel.
        registry: What the notebook offers.
        calls: Runs calls.
        store: Where uploads go.
        panels: Answers what panels there are.
    """

    def __init__(
        self, kernel: Any, registry: Registry, calls: Calls, store: Store, panels: Callable[[], NotebookPanels]
    ) -> None:
        self.kernel = kernel
        self.registry = registry
        self.engine = calls
        self.store = store
        self.panels = panels
        self.sender = Sender()
        self.numbers = itertools.count(1)
        # All panels of a notebook are the same owner's.
        self.request: RequestInfo = {**NOTHING, "client": "panel", "session": secrets.token_hex(16)}
        self._open: dict[str, Widget] = {}

    def open(self, mount: Mount) -> str:
        """A widget for a panel, in place of an earlier one of the same panel; the id of its model."""
        former = self._open.pop(_place(mount), None)
        if former is not None:
            former.close()
        widget = self._open[_place(mount)] = Widget(self, mount)
        return widget.model

    def forget(self, widget: Widget) -> None:
        """The browser has closed a widget."""
        if self._open.get(_place(widget.mount)) is widget:
            del self._open[_place(widget.mount)]

    def changed(self) -> None:
        """Tell all of them that there are other panels now."""
        for widget in list(self._open.values()):
            widget.changed()

    def close(self) -> None:
        """Close all of them; their calls are cancelled."""
        while self._open:
            self._open.popitem()[1].close()
        self.sender.close()


def _place(mount: Mount) -> str:
    """What tells a widget from the others of its notebook; no panel's id begins with a blank."""
    return mount["panel"] or f" api {mount.get('endpoint', '')}"


class Widget:
    """One panel's comm, and the channel of the calls that are made in it.

    Args:
        widgets: What all panels of the notebook share.
        mount: Which panel; the browser finds it in the model's state.
    """

    def __init__(self, widgets: Widgets, mount: Mount) -> None:
        self.calls: dict[int, Call] = {}
        self.mount = mount
        self._widgets = widgets
        self._lines: dict[int, tuple[str, Line]] = {}
        self._numbers: dict[str, int] = {}
        self._lock = threading.RLock()
        self._uploads = transfer.Uploads(widgets.store)
        self._closed = False
        self._model = Model(widgets.kernel, mount, self._heard, self._end)

    @property
    def model(self) -> str:
        """The id of its model."""
        return self._model.id

    def close(self) -> None:
        """Close the comm: views of it fall silent."""
        self._end()
        self._model.close()

    def changed(self) -> None:
        """Tell the browser that there are other panels now."""
        if self._model.used:
            self._model.say({"op": "changed"})

    # -- the channel of its calls --

    def send(self, head: dict[str, Any], tail: bytes = b"") -> None:
        """Send one frame of a call; it goes out from a thread of its own.

        Raises:
            ValueError: The head is no JSON.
        """
        if head["op"] in ("result", "partial", "error", "ask"):
            # What the function gave; all else was made here.
            json.dumps(head, allow_nan=False)
        frame = {key: value for key, value in head.items() if key != "id"}
        number = head["id"]
        if head["op"] in ("result", "error"):
            with self._lock:
                name, line = self._lines.pop(number, ("", None))
                self._numbers.pop(name, None)
        else:
            line = self._lines.get(number, ("", None))[1]
        if line is not None and not self._closed:
            self._widgets.sender.put(line, frame)

    # -- what the browser says --

    def _heard(self, message: dict[str, Any]) -> None:
        id: Any = None
        try:
            data = message["content"]["data"]
            if data.get("method") == "request_state":
                self._model.tell_state()
            elif data.get("method") == "custom":
                content = data["content"]
                id = content.get("id")
                self._take(content, [bytes(buffer) for buffer in message.get("buffers") or ()])
        except CallError as error:
            self._refuse(id, error)
        except (Exception, KeyboardInterrupt) as error:
            # An interrupt is for the cell; ipykernel would take the end of this message for never having come.
            self._refuse(id, CallError(f"The panel's message cannot be answered: {type(error).__name__}: {error}"))

    def _refuse(self, id: Any, error: CallError) -> None:
        self._model.say({"op": "reply", "id": id, "error": error.to_wire()})

    def _take(self, content: Mapping[str, Any], buffers: list[bytes]) -> None:
        op, id = content.get("op"), content.get("id")
        if not isinstance(id, str) or not id:
            raise InvalidRequest(f"A message of a panel needs an 'id', a text; this one has {id!r}.")
        if op == "panels":
            self._reply(id, value=self._widgets.panels())
        elif op == "call":
            self._call(id, content)
        elif op == "cancel":
            self._widgets.engine.cancel(self._numbers.get(id, 0), self)
        elif op == "answer":
            answers = _mapping(content, "answers")
            self._widgets.engine.answer({"id": self._numbers.get(id, 0), "answers": answers}, self)
        elif op == "rows":
            self._reply(id, value=self._at_once(ROWS_ENDPOINT, _mapping(content, "query")))
        elif op == "upload":
            # Each piece is a request of its own.
            upload = content.get("upload", id)
            self._reply(id, file=self._uploads.piece(str(upload), content, buffers[0] if buffers else b""))
        elif op == "file":
            about, data = transfer.read(self._widgets.store, content)
            self._model.say({"op": "reply", "id": id, **about}, data)
        elif op == "asset":
            self._reply(id, text=asset(content.get("name")))
        else:
            raise InvalidRequest(f"No panel can ask for {op!r} here. This page may be of another version: reload it.")

    def _reply(self, id: str, **fields: Any) -> None:
        self._model.say({"op": "reply", "id": id, **fields})

    def _call(self, id: str, content: Mapping[str, Any]) -> None:
        widgets = self._widgets
        parent = widgets.kernel.get_parent()

        def deliver(frame: Frame) -> None:
            if not self._closed:
                self._model.say({"op": "frame", "call": id, "frame": frame}, parent=parent)

        try:
            endpoint = content.get("endpoint")
            if not isinstance(endpoint, str):
                raise InvalidRequest(f"A call needs an 'endpoint', a text; this one has {endpoint!r}.")
            arguments = _mapping(content, "arguments")
            if id in self._numbers:
                raise InvalidRequest(f"A call of the id {id!r} is running.")
            if len(self._numbers) >= MAX_CALLS:
                raise QueueFull(f"{MAX_CALLS} calls of this panel are running or waiting. Stop one first.")
            found = widgets.registry.get(endpoint)
            if found is not None:
                arguments = transfer.checked(found.description.parameters, arguments, widgets.store)
            event = event_of(content.get("event"))
            if event is not None:
                event = {**event, "data": transfer.checked_event(event["data"], widgets.store)}
        except CallError as error:
            # As of any call: the error is its last frame.
            deliver({"op": "error", "error": error.to_wire()})
            return
        number = next(widgets.numbers)
        limit = found.options.timeout if found is not None else None
        with self._lock:
            self._numbers[id] = number
            self._lines[number] = (id, Line(deliver, limit, lambda: self._time_is_up(number)))
        widgets.sender.start()
        work = widgets.engine.begin(
            *(number, endpoint, arguments, self),
            watched=True,
            request=widgets.request,
            viewer="owner",
            event=event,
        )
        if work is not None:
            # This thread is the shell's, which cells wait for.
            threading.Thread(target=run_all, args=(work,), name="gradio-mcp-panel-call", daemon=True).start()

    def _time_is_up(self, number: int) -> None:
        call = self.calls.get(number)
        if call is not None:
            name, limit = call.endpoint.name, call.endpoint.options.timeout
            reason = CallTimedOut(f"'{name}' ran for longer than {limit:g} seconds and was stopped.")
            self._widgets.engine.cancel(number, self, reason)

    def _at_once(self, endpoint: str, arguments: dict[str, Any]) -> Any:
        """Call what answers without a place in a lane, and wait for it."""
        once = _Once()
        run_all(self._widgets.engine.begin(1, endpoint, arguments, once, viewer="owner"))
        return once.value()

    def _end(self) -> None:
        if not self._closed:
            self._closed = True
            self._widgets.forget(self)
            self._widgets.engine.abandon(self)
            self._uploads.close()


class _Once:
    """The channel of a call that is answered before `begin` returns."""

    def __init__(self) -> None:
        self.calls: dict[int, Call] = {}
        self._answer: dict[str, Any] = {}

    def send(self, head: dict[str, Any], tail: bytes = b"") -> None:
        """Keep the answer."""
        if head["op"] in ("result", "error"):
            self._answer = head

    def value(self) -> Any:
        """The result.

        Raises:
            CallError: There was an error instead.
        """
        if self._answer.get("op") != "result":
            raise from_wire(self._answer.get("error", {"code": "call_failed", "message": "There is no answer."}))
        return self._answer["value"]


def _mapping(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = content.get(name)
    if not isinstance(found, dict):
        raise InvalidRequest(f"'{name}' must be an object, not {type(found).__name__}.")
    return found
