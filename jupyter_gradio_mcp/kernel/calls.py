"""How calls run in the kernel, from the frame that asks for one to its one answer.

A synchronous function runs on the thread that read its frame, an asynchronous one on a daemon
event loop, either on the main thread when its endpoint says so. `lanes` tells which may run now.
Whatever happens, a call is answered exactly once.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import threading
import traceback
from collections import deque
from typing import TYPE_CHECKING, Any

from ..errors import CallCancelled, CallError, FunctionFailed, InvalidArguments, QueueFull, UnknownEndpoint
from ..panels import ROWS_ENDPOINT
from ..protocol import EventInfo, RequestInfo, Viewer
from . import figures, trace
from .call import CURRENT, Call, CallInterrupted, Channel
from .files import JUDGE
from .inject import LEAVE
from .lanes import Lanes, Work
from .media import may_be_file
from .notices import Error
from .views import Views

if TYPE_CHECKING:
    from .files import Store
    from .mainthread import MainThread
    from .registry import Registry


class Calls:
    """Runs calls on the functions of a registry.

    Args:
        registry: Where endpoints are looked up.
        main_thread: Runs work on the kernel's main thread; None where there is no kernel, but a program.
        store: Where results that are files are written.
    """

    def __init__(self, registry: Registry, main_thread: MainThread | None, store: Store) -> None:
        self._registry = registry
        self._store = store
        self._main_thread = main_thread
        self._lanes = Lanes(self._start)
        self._views = Views()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.failures: deque[tuple[str, str]] = deque(maxlen=20)
        """Name and traceback of the latest failures, for the notebook's owner only."""

    def begin(
        self,
        id: int,
        name: str,
        arguments: dict[str, Any],
        channel: Channel,
        *,
        watched: bool = False,
        request: RequestInfo | None = None,
        viewer: Viewer | None = None,
        event: EventInfo | None = None,
    ) -> Work | None:
        """Take a call. What is returned, if anything, must be run by the calling thread."""
        if name == ROWS_ENDPOINT:
            return lambda: self._rows(id, arguments, channel)
        endpoint = self._registry.get(name)
        if endpoint is None:
            error = UnknownEndpoint(f"There is no function '{name}' in this notebook any more.")
            channel.send({"op": "error", "id": id, "error": error.to_wire()})
            return None
        call = Call(id, endpoint, arguments, channel, self._store, request, viewer, self._views, event)
        call.step_aside, call.step_back = self._step_aside, self._lanes.enter
        try:
            waiting = self._lanes.admit(call)
        except QueueFull as full:
            call.fail(full)
            return None
        if waiting is not None:
            channel.send({"op": "queued", "id": id, "position": waiting, "size": waiting + 1})
            return None
        if watched:
            channel.send({"op": "started", "id": id})
        return self._start(call)

    def answer(self, head: dict[str, Any], channel: Channel) -> None:
        """The caller answers what a call of `channel` asked."""
        call = channel.calls.get(head["id"])
        if call is not None:
            call.take_answers(head["answers"])

    def cancel(self, id: int, channel: Channel, reason: CallError | None = None) -> None:
        """Cancel one call of `channel`; one that has been answered is left alone.

        Args:
            id: The call's.
            channel: Where it came from.
            reason: What its caller is told; None says that it was cancelled.
        """
        call = channel.calls.get(id)
        if call is None:
            return
        if reason is not None:
            call.fail(reason)
        call.cancel()
        self._lanes.drop(call)

    def abandon(self, channel: Channel) -> None:
        """Cancel every call of a channel that has gone."""
        for id in list(channel.calls):
            self.cancel(id, channel)

    def close(self) -> None:
        """Stop the event loop of asynchronous functions."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    # -- running --

    def _start(self, call: Call) -> Work | None:
        endpoint = call.endpoint
        if endpoint.description.is_async and endpoint.main_thread and self._main_thread is not None:
            self._main_thread.submit(lambda: self._start_task(asyncio.get_running_loop(), call))
            return None
        if endpoint.description.is_async:
            loop = self._async_loop()
            loop.call_soon_threadsafe(self._start_task, loop, call)
            return None
        if endpoint.main_thread and self._main_thread is not None:
            self._main_thread.submit(lambda: self._elsewhere(self._run(call)))
            return None
        return lambda: self._run(call)

    def _rows(self, id: int, query: dict[str, Any], channel: Channel) -> None:
        """Answer a panel that asks for rows of a table. It is no call: it waits for none, and cannot be cancelled."""
        head: dict[str, Any]
        try:
            head = {"op": "result", "value": self._views.rows(query), "fits": True, "files": False}
        except CallError as error:
            head = {"op": "error", "error": error.to_wire()}
        except Exception as error:
            # A column of a library's own may refuse anything.
            head = {"op": "error", "error": FunctionFailed(f"The rows cannot be read: {_explain(error)}").to_wire()}
        channel.send({**head, "id": id})

    def _leave(self, call: Call) -> Work | None:
        """The call is over: neither has it a place, nor waits for one."""
        self._lanes.drop(call)
        return self._lanes.leave(call)

    def _step_aside(self, call: Call) -> None:
        """The call waits for its caller, and others may run meanwhile."""
        self._elsewhere(self._lanes.leave(call))

    def _elsewhere(self, work: Work | None) -> None:
        """Run `work` on a thread of its own, where the present one must not be held up."""
        if work is not None:
            threading.Thread(target=run_all, args=(work,), name="gradio-mcp-call", daemon=True).start()

    def _run(self, call: Call) -> Work | None:
        token = CURRENT.set(call)
        try:
            call.open_interrupts()
            try:
                answer = self._invoke(call)
            finally:
                call.close_interrupts()
        except CallInterrupted:
            # It may have struck in the `finally` itself. It strikes once per call at most, so this
            # second attempt is left in peace.
            call.close_interrupts()
            answer = {"op": "error", "error": CallCancelled("The call was cancelled.").to_wire()}
        except BaseException as error:
            answer = self._failure(call, error)
        CURRENT.reset(token)
        call.finish(answer)
        figures.close(call.drawn)
        return self._leave(call)

    def _invoke(self, call: Call) -> dict[str, Any]:
        positional, keyword = self._bind(call)
        value = call.endpoint.function(*positional, **keyword)
        if inspect.isgenerator(value):
            value = _drain(call, value)
        return _answer(call, value)

    def _start_task(self, loop: asyncio.AbstractEventLoop, call: Call) -> None:
        if call.cancelled:
            self._elsewhere(self._lanes.leave(call))
            return
        context = contextvars.copy_context()
        context.run(CURRENT.set, call)
        # `create_task(context=…)` needs Python 3.11.
        call.attach(context.run(loop.create_task, self._run_async(call)))

    async def _run_async(self, call: Call) -> None:
        try:
            call.check()
            positional, keyword = self._bind(call)
            value = call.endpoint.function(*positional, **keyword)
            if inspect.isasyncgen(value):
                last = None
                async for last in value:
                    call.partial(last)
                answer = await self._answer_async(call, last)
            else:
                answer = await self._answer_async(call, await value)
        except (asyncio.CancelledError, CallInterrupted):
            answer = {"op": "error", "error": CallCancelled("The call was cancelled.").to_wire()}
        except BaseException as error:
            answer = self._failure(call, error)
        call.finish(answer)
        figures.close(call.drawn)
        self._elsewhere(self._leave(call))

    async def _answer_async(self, call: Call, value: Any) -> dict[str, Any]:
        if not may_be_file(value):
            return _answer(call, value)
        # Writing an image takes long enough to hold up whatever else runs on the loop.
        return await asyncio.to_thread(_answer, call, value)

    def _bind(self, call: Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
        description = call.endpoint.description
        token = JUDGE.set(self._store.readable)
        try:
            sent = call.arguments if call.viewer is None else self._views.whole(call.arguments)
            named = description.arguments.bind(sent)
        except RecursionError:
            raise InvalidArguments("The arguments are nested too deeply.") from None
        finally:
            JUDGE.reset(token)
        for name, injected in description.injected.items():
            value = injected.for_call(call)
            if value is not LEAVE:
                named[name] = value
        if not description.positional:
            return (), named
        # One that is left out must not move those after it.
        return tuple(named.pop(p.name, p.default) for p in description.positional), named

    def _failure(self, call: Call, error: BaseException) -> dict[str, Any]:
        if isinstance(error, CallError):
            return {"op": "error", "error": error.to_wire()}
        if isinstance(error, Error):
            if error.print_exception:
                self.failures.append((call.endpoint.name, traceback.format_exc()))
            shown = {"title": error.title, "duration": error.duration, "visible": error.visible}
            answer = {"op": "error", "error": FunctionFailed(error.message, shown=shown).to_wire()}
            return _with_traceback(call, error, answer) if error.print_exception else answer
        self.failures.append((call.endpoint.name, traceback.format_exc()))
        return _with_traceback(call, error, {"op": "error", "error": FunctionFailed(_explain(error)).to_wire()})

    def _async_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=_run_loop, args=(self._loop,), name="gradio-mcp-async", daemon=True).start()
            return self._loop


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def run_all(work: Work | None) -> None:
    """Run `work` and whatever it leaves to be run next."""
    while work is not None:
        work = work()


def _drain(call: Call, generator: Any) -> Any:
    """Go through a generator; what it yields last is the result, what comes before is partial."""
    last = None
    try:
        for last in generator:
            call.partial(last)
    finally:
        generator.close()
    return last


def _answer(call: Call, value: Any) -> dict[str, Any]:
    returned = call.to_json(value)
    head = {"op": "result", "value": returned.value, "fits": returned.fits, "files": returned.files, **call.news()}
    return head if returned.shown is None else {**head, "shown": returned.shown}


def _with_traceback(call: Call, error: BaseException, answer: dict[str, Any]) -> dict[str, Any]:
    """`answer`, with the traceback if it goes to the notebook's owner; nobody else ever sees one."""
    return {**answer, "traceback": trace.text_of(error)} if call.viewer == "owner" else answer


_BOUND_TO_A_THREAD = (
    "SQLite objects created in a thread can only be used in that same thread",
    "attached to a different loop",
    "is bound to a different event loop",
    "There is no current event loop in thread",
    "Timeout context manager should be used inside a task",
    "GUI outside of the main thread",
    "main thread is not in main loop",
    "signal only works in main thread",
)


def _explain(error: BaseException) -> str:
    """Type and text of an exception, and what to do about those that the thread is to blame for."""
    try:
        text = str(error)
    except BaseException:
        # Whatever it raises: the caller must get an answer, and the next call the place.
        text = "(its text cannot be shown)"
    message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    if isinstance(error, EOFError) and "reading a line" in text:
        return "input() cannot ask anybody inside a tool call. Make what it asks for a parameter."
    if any(sign in text for sign in _BOUND_TO_A_THREAD):
        return f"{message} (the object belongs to the notebook's main thread: add --main-thread to %%mcp_tool)"
    return message
