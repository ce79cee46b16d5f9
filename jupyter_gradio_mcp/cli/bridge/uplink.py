"""The bridge's side towards the notebook server: one connection at a time, which comes back by itself.

It is the official SDK's transport for streamable HTTP under the SDK's dispatcher, so requests,
answers and notifications pass as they are. What this module adds is to notice that the server is
gone, and to look for it anew: also at another port, with another token.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from anyio.to_thread import run_sync
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.dispatcher import OnNotify, OnRequest
from mcp.shared.exceptions import MCPError
from mcp.shared.jsonrpc_dispatcher import JSONRPCDispatcher

from ..servers import KEY_HINT, NoServerFound
from .line import Line, LineLost
from .target import Target
from .transport import Fate, Lost, http_client

ATTEMPT_SECONDS = 15.0
"""How long one attempt to connect may take."""

PATIENCE = (0.3, 3.0)
"""Seconds between two looks for a server that is not there: at first, and at most."""

_ADVICE: dict[Fate, str] = {
    "unreachable": " Start it again, or name another one by --url.",
    "refused": f" For another key, {KEY_HINT} VARIABLE.",
    "absent": " Open the notebook, and run its cells with %%mcp_tool.",
}


class Uplink:
    """The connection, as long as there is a server, and the way to the next one.

    Args:
        find: Where the server is now; may block. Raises `NoServerFound`.
        greet: Introduces the client on a new line and fills in its `welcome`; raises if that fails.
        check: Asks something small on a line, to see whether the server is there.
        settled: Told of each line that was greeted.
        on_request: The server's requests.
        on_notify: The server's notifications.
        log: Told, for people, what happens.
    """

    def __init__(
        self,
        find: Callable[[], Target],
        greet: Callable[[Line], Awaitable[None]],
        check: Callable[[Line], Awaitable[None]],
        settled: Callable[[Line], Awaitable[None]],
        on_request: OnRequest,
        on_notify: OnNotify,
        log: Callable[[str], object],
    ) -> None:
        self._find = find
        self._greet = greet
        self._check = check
        self._settled = settled
        self._on_request = on_request
        self._on_notify = on_notify
        self._log = log
        self._line: Line | None = None
        self._lost: Lost | None = None
        self._wanted = anyio.Event()
        self._outcome = anyio.Event()
        self._up = anyio.Event()
        self._leave = self._stopping = False
        self.problem = "The notebook server was not looked for yet."

    async def line(self) -> Line | None:
        """The connection, after one more attempt if there is none now; None if that failed, and `problem` says why."""
        if self._line is not None and self._line.sound:
            return self._line
        outcome = self._outcome
        self._wanted.set()
        with anyio.move_on_after(ATTEMPT_SECONDS * 2):
            await outcome.wait()
        return self._line

    @property
    def current(self) -> Line | None:
        """The connection that there is, without a look whether it is sound."""
        return self._line

    async def back(self) -> None:
        """Wait until there is a connection."""
        await self._up.wait()

    async def run(self) -> None:
        """Keep connected, until `stop` or cancelled."""
        patience = PATIENCE[0]
        while not self._stopping:
            self._wanted = anyio.Event()
            try:
                target = await run_sync(self._find, abandon_on_cancel=True)
                failure = await self._serve(target)
                if failure is None:
                    patience = PATIENCE[0]
                    continue
                self._fail(_advised(failure))
            except NoServerFound as error:
                self._fail(str(error))
            except Exception as error:
                logging.getLogger(__name__).debug("an attempt failed", exc_info=True)
                self._fail(f"Connecting to the notebook server failed: {type(error).__name__}.")
            with anyio.move_on_after(patience):
                await self._wanted.wait()
            patience = min(patience * 1.5, PATIENCE[1])

    def renew(self) -> None:
        """Greet anew, on a new connection."""
        self._leave = True
        if self._lost is not None:
            self._lost.happen()

    def stop(self) -> None:
        """Take leave of the server."""
        self._stopping = True
        self._wanted.set()
        self.renew()

    async def _serve(self, target: Target) -> Exception | None:
        """Be connected until the server is gone; what went wrong if it did not come to that."""
        lost = Lost()
        failure: Exception | None = None
        async with (
            http_client(target, lost) as http,
            # A result may be larger than the SDK thinks an event should be.
            streamable_http_client(target.url, http_client=http, max_sse_event_size=None) as (reader, writer),
            anyio.create_task_group() as tasks,
        ):
            dispatcher: JSONRPCDispatcher[Any] = JSONRPCDispatcher(reader, writer)
            await tasks.start(self._pump, dispatcher, lost)
            line = Line(target, dispatcher, lost)
            self._leave = self._stopping
            try:
                with anyio.fail_after(ATTEMPT_SECONDS):
                    await self._greet(line)
            except (LineLost, MCPError, TimeoutError) as error:
                failure = error
            else:
                self._log(f"connected to {target}")
                # What happened while they greeted each other is over.
                lost.forget()
                self._line, self._lost, self.problem = line, lost, ""
                self._up.set()
                self._told()
                await self._settled(line)
                await self._watch(line, lost)
            finally:
                lost.closed = True
                self._line = self._lost = None
                if self._up.is_set():  # else somebody still waits for it
                    self._up = anyio.Event()
                tasks.cancel_scope.cancel()
        return failure

    async def _pump(self, dispatcher: JSONRPCDispatcher[Any], lost: Lost, *, task_status: Any) -> None:
        await dispatcher.run(self._on_request, self._on_notify, task_status=task_status)
        lost.closed = True
        lost.happen()

    async def _watch(self, line: Line, lost: Lost) -> None:
        """Return when the server is gone. Not each connection that breaks means that."""
        while not self._leave:
            await lost.wait()
            if self._leave:
                return
            try:
                with anyio.fail_after(ATTEMPT_SECONDS):
                    await self._check(line)
            except MCPError:
                pass  # an answer, if no kind one
            except (LineLost, TimeoutError) as error:
                self._log(f"the notebook server is gone: {error or 'no answer'}")
                return
            lost.forget()
            self._told()

    def _fail(self, problem: str) -> None:
        if problem != self.problem:
            self._log(problem)
        self.problem = problem
        self._told()

    def _told(self) -> None:
        self._outcome.set()
        self._outcome = anyio.Event()


def _advised(failure: Exception) -> str:
    """Why there is no connection, and what to do."""
    if isinstance(failure, LineLost):
        return f"{str(failure).rstrip('.')}.{_ADVICE.get(failure.fate, '')}"
    if isinstance(failure, TimeoutError):
        return "The notebook server does not answer in time. Is something in it holding it up?"
    return f"The notebook server refuses: {failure}"
