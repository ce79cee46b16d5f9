"""One call as the kernel sees it: its state, its way back to the caller, and how it is stopped."""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import CallCancelled, CallError, FunctionFailed
from ..protocol import EventInfo, Question, RequestInfo, Viewer, encode
from . import figures
from .bars import Board
from .views import CallViews, Views

if TYPE_CHECKING:
    from .files import Store
    from .registry import Endpoint
    from .results import Returned

CURRENT: contextvars.ContextVar[Call | None] = contextvars.ContextVar("jupyter_gradio_mcp_call", default=None)
"""The call that the running code belongs to; None in a cell."""


class _Thread(threading.local):
    aside: Callable[[], AbstractContextManager[None]] = staticmethod(nullcontext)


THREAD = _Thread()
"""The present thread: within `aside()` it only waits for a caller. A pool counts it out meanwhile."""


class CallInterrupted(BaseException):
    """Raised inside the user's function when its call is cancelled. Not an `Exception`, so that
    the function's own error handling does not take it for one of its errors."""


class Channel(Protocol):
    """Where a call came from and its frames go: one connection to one server."""

    calls: dict[int, Call]

    def send(self, head: dict[str, Any], tail: bytes = b"") -> None:
        """Send one frame. A caller that has gone misses its answer.

        Raises:
            ValueError: The head is no JSON.
        """
        ...


class Call:
    """One call: its state, its way back, and how to stop it."""

    def __init__(
        self,
        id: int,
        endpoint: Endpoint,
        arguments: dict[str, Any],
        channel: Channel,
        store: Store | None = None,
        request: RequestInfo | None = None,
        viewer: Viewer | None = None,
        views: Views | None = None,
        event: EventInfo | None = None,
    ) -> None:
        self.id = id
        self.viewer = viewer
        """Whom a panel shows the result to; None where no panel called."""
        self._views = None if viewer is None or views is None else CallViews(views)
        self.request = request
        self.event = event
        self.store = store
        self.endpoint = endpoint
        self.arguments = arguments
        self.channel = channel
        self.cancelled = False
        self._answered = False
        self._lock = threading.Lock()
        self._thread: int | None = None
        self._task: asyncio.Task[None] | None = None
        self._interrupted = False
        self._board: Board | None = None
        self._when_answered: list[Callable[[], None]] = []
        self._lines: dict[str, str] = {}
        self._asked: dict[str, Future[dict[str, Any] | None]] = {}
        self._questions = 0
        self.drawn: list[Any] = []
        """Figures that its results were drawn from; `figures` closes them."""
        self.changed: list[str] = []
        """Values of the session that changed and panels listen to, since the last frame with a result."""
        self.in_lane = False
        """Whether it counts against its endpoint's concurrency; `lanes` knows."""
        self.queued_at = 0.0
        self.waited: float | None = None
        """Seconds that it waited for a place; None if it had one at once, or has none yet."""
        self.step_aside: Callable[[Call], None] = lambda call: None
        """Lets others run while this one waits for its caller."""
        self.step_back: Callable[[Call], Future[None]] = lambda call: _done()
        """A place among those that run again; the future is done when there is one."""
        channel.calls[id] = self

    # -- what the function says while it runs --

    @property
    def board(self) -> Board:
        """The call's progress bars. A cancelled call stops where it moves one."""
        # `cancel` sends no exception while this is held; `Pace` says why that matters.
        with self._lock:
            if self._board is None:
                self._board = Board(lambda **fields: self._send("progress", **fields), self.check)
                if self._answered:
                    self._board.end()
            return self._board

    def partial(self, value: Any) -> None:
        """Report what a generator yielded."""
        self.check()
        returned = self.to_json(value)
        self._send("partial", value=returned.value, files=returned.files, **self.news())

    def news(self) -> dict[str, Any]:
        """What a frame with a result tells a panel besides."""
        changed, self.changed = self.changed, []
        return {"changed": changed} if changed and self.viewer is not None else {}

    def to_json(self, value: Any) -> Returned:
        """What the function gave, as it is sent to this caller.

        Raises:
            FunctionFailed: It cannot be.
        """
        if self._views is not None:
            self._views.begin()
        figures.note(self.drawn, value)
        return self.endpoint.results.to_json(value, self.store, self._views)

    def log(self, stream: str, text: str) -> None:
        """Take what the function prints; whole lines go out at once."""
        held = self._lines.pop(stream, "") + text
        lines, newline, rest = held.rpartition("\n")
        if newline:
            self._log(stream, lines)
        if rest:
            self._lines[stream] = rest

    def notice(self, kind: str, text: str, title: str, duration: float | None, visible: bool) -> None:
        """Tell the caller something, in the words of `gr.Info` and its kin."""
        self.check()
        level = "warning" if kind == "warning" else "info"
        self._log("notice", text, level, kind=kind, title=title, duration=duration, visible=visible)

    @property
    def over(self) -> bool:
        """Whether nobody waits for it any more: it was answered or cancelled."""
        return self.cancelled or self._answered

    def check(self) -> None:
        """Stop here if the call was cancelled."""
        if self.cancelled:
            raise CallInterrupted

    # -- what it asks --

    def ask(self, questions: Sequence[Question]) -> dict[str, Future[dict[str, Any] | None]]:
        """Ask the caller; the answers by key, each None if the caller cannot be asked.

        Others of the endpoint's calls may run meanwhile. A cancelled call stops here.

        Raises:
            ValueError: A question of that key is open, or one is no JSON.
            TypeError: A question is no JSON.
            RuntimeError: The call has been answered: nobody is there to be asked.
        """
        # Nothing may be open that was never sent.
        encode(list(questions))
        futures: dict[str, Future[dict[str, Any] | None]] = {question["key"]: Future() for question in questions}
        with self._lock:
            # What cancels or answers it looks for open questions after that, under the same lock.
            self.check()
            if self._answered:
                raise RuntimeError(f"The call of '{self.endpoint.name}' is over, and its caller has gone.")
            if len(futures) < len(questions) or not self._asked.keys().isdisjoint(futures):
                keys = ", ".join(question["key"] for question in questions)
                raise ValueError(f"Each open question of a call needs a key of its own; these have: {keys}.")
            for future in futures.values():
                future.set_running_or_notify_cancel()
            first = not self._asked
            self._asked.update(futures)
        if first:
            self.step_aside(self)
        self._send("ask", questions=list(questions))
        return futures

    def next_key(self) -> str:
        """A key for a question that has none."""
        with self._lock:
            self._questions += 1
            return f"question_{self._questions}"

    def take_answers(self, answers: dict[str, dict[str, Any] | None] | None) -> None:
        """The caller's answers; None ends all waiting without one."""
        with self._lock:
            keys = list(self._asked) if answers is None else [key for key in answers if key in self._asked]
            answered = [(self._asked.pop(key), (answers or {}).get(key)) for key in keys]
            last = bool(answered) and not self._asked

        def go_on(_: object = None) -> None:
            for future, answer in answered:
                future.set_result(answer)

        if last:
            self.step_back(self).add_done_callback(go_on)
        else:
            go_on()

    # -- how it ends --

    def finish(self, head: dict[str, Any]) -> None:
        """Answer the caller. Only the first answer counts."""
        if self._board is not None:
            self._board.end()
        with self._lock:
            if self._answered:
                return
            self._answered = True
        # Whatever thread or task of the function still asks.
        self.take_answers(None)
        for stream in list(self._lines):
            self._log(stream, self._lines.pop(stream))
        self.channel.calls.pop(self.id, None)
        if self.waited is not None:
            head = {**head, "waited": self.waited}
        try:
            self.channel.send({**head, "id": self.id})
        except (ValueError, TypeError, RecursionError) as error:
            # No value should get here that JSON cannot carry; if one does, its caller must not wait for ever.
            failed = FunctionFailed(f"The result cannot be sent: {error}")
            self.channel.send({"op": "error", "id": self.id, "error": failed.to_wire()})
        for done in self._when_answered:
            done()

    def when_answered(self, done: Callable[[], None]) -> None:
        """Have `done` called once the caller has its answer."""
        with self._lock:
            if not self._answered:
                self._when_answered.append(done)
                return
        done()

    def fail(self, error: CallError) -> None:
        """Answer the caller with an error."""
        self.finish({"op": "error", "error": error.to_wire()})

    def cancel(self) -> None:
        """Stop the call: interrupt the function as soon as Python can, and answer at once.

        An asynchronous function is cancelled, a generator closed at its next step, pure Python
        interrupted between two instructions. Code that does not return to Python, such as a long
        C call, goes on in its thread until it does, and keeps its place in the lane till then.
        """
        self.cancelled = True
        with self._lock:
            if self._task is not None:
                task = self._task
                task.get_loop().call_soon_threadsafe(task.cancel)
            elif self._thread is not None and not self._interrupted:
                self._interrupted = True
                _raise_in(self._thread, CallInterrupted)
        # After the above: what waits for its caller is to be interrupted rather than to get no answer.
        self.fail(CallCancelled("The call was cancelled."))

    def open_interrupts(self) -> None:
        """From here on, `cancel` may raise `CallInterrupted` on this thread."""
        with self._lock:
            self._thread = threading.get_ident()
        self.check()

    def close_interrupts(self) -> None:
        """From here on it may not; one that was sent and has not struck yet is taken back."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None and self._interrupted:
                _raise_in(thread, None)

    def attach(self, task: asyncio.Task[None]) -> None:
        """Let `cancel` stop `task`."""
        with self._lock:
            self._task = task

    def _send(self, op: str, **fields: Any) -> None:
        if not self._answered:
            self.channel.send({"op": op, "id": self.id, **fields})

    def _log(self, stream: str, text: str, level: str = "", **fields: Any) -> None:
        level = level or ("warning" if stream == "stderr" else "info")
        # A line that is too long to be sent must not keep the answer from being.
        with suppress(ValueError):
            head = {"op": "log", "id": self.id, "level": level, "stream": stream, "text": text}
            self.channel.send({**head, **fields})


def _done() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise `error` in another thread at its next instruction; None takes back a pending one."""
    target = ctypes.py_object(error) if error is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), target)
