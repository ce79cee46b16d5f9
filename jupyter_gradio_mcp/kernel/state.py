"""`gr.State`: values that a function keeps between the calls of one session."""

from __future__ import annotations

import copy
import inspect
import math
import pickle
import secrets
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .components.placed import OPEN
from .inject import Injected

IDLE_SECONDS = 3600.0
"""Seconds after which the value of a session that calls no more is dropped."""

MAX_SESSIONS = 10_000
"""Sessions whose values one `State` keeps; the one that called longest ago goes first."""


class State(Injected):
    """A value of its own for each session: for one MCP client, or one `session_hash` of Gradio's.

    ::

        def count(step: int, total: gr.State = gr.State(0)) -> int:
            total.value += step
            return total.value

        cart = gr.State([])

        def add(item: str, items: Annotated[list, cart]) -> int:
            items.append(item)  # the value itself; functions that name one State share it
            return len(items)

    Args:
        value: What a session begins with; each gets a deep copy.
        render: There for Gradio's sake.
        time_to_live: Seconds without a call after which a session's value is dropped; None is an hour.
        delete_callback: Called with a value that is dropped.

    In an app `change` is an event of it: a function that has it among its outputs has given it another value.

    Attributes:
        watch: What panels know it by that listen to its changes; "" if none does.

    Raises:
        TypeError: `value` cannot be copied.
    """

    def __init__(
        self,
        value: Any = None,
        render: bool = True,
        *,
        time_to_live: float | None = None,
        delete_callback: Callable[[Any], object] | None = None,
    ) -> None:
        try:
            copy.deepcopy(value)
        except Exception as error:
            raise TypeError(
                f"gr.State: each session gets a copy of the value, and {type(value).__name__} cannot be copied: {error}"
            ) from error
        self._set_up(value, time_to_live, delete_callback)

    def _set_up(
        self, value: Any, time_to_live: float | None = None, delete_callback: Callable[[Any], object] | None = None
    ) -> State:
        self.value = value
        self.watch = ""
        self._print: Any = None
        self._idle = IDLE_SECONDS if time_to_live is None else time_to_live
        self._deleted = delete_callback
        self._sessions: OrderedDict[str, tuple[State, float]] = OrderedDict()
        self._lock = threading.Lock()
        return self

    def has_changed(self) -> bool:
        """Whether its value is another one than when this was asked last, also where the value itself was changed."""
        try:
            now: Any = pickle.dumps(self.value)
        except Exception:
            # What cannot be written down counts as changed when it is another object.
            now = id(self.value)
        before, self._print = self._print, now
        return before is not None and before != now

    def of_parameter(self, parameter: inspect.Parameter, *, annotated: bool) -> Injected:
        """The holder, or in an `Annotated` the value itself."""
        return _Value(self) if annotated else self

    def for_call(self, call: Any) -> State:
        """The value of the session that `call` belongs to; without a session a new one."""
        session = call.request["session"] if call.request else None
        return self.of_session(session, time.monotonic())

    def of_session(self, session: str | None, now: float) -> State:
        """The holder of a session's value; its `value` can be read and set."""
        if session is None:
            return self._fresh()
        with self._lock:
            dropped = self._sweep(now)
            held, _ = self._sessions.pop(session, (None, 0))
            if held is None:
                held = self._fresh()
            self._sessions[session] = held, now
            if len(self._sessions) > MAX_SESSIONS:
                dropped.append(self._sessions.popitem(last=False)[1][0])
        if self._deleted is not None:
            for gone in dropped:
                try:
                    self._deleted(gone.value)
                except Exception:
                    # It is not the fault of the call that happens to come now.
                    traceback.print_exc()
        return held

    def _fresh(self) -> State:
        return State.__new__(State)._set_up(copy.deepcopy(self.value))

    def _sweep(self, now: float) -> list[State]:
        # The first is the one that was used longest ago.
        dropped = []
        while self._sessions and not math.isinf(self._idle):
            session, (held, used) = next(iter(self._sessions.items()))
            if now - used < self._idle:
                break
            del self._sessions[session]
            dropped.append(held)
        return dropped

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            place = OPEN.get() if name == "change" else None
            if place is not None:
                self.watch = self.watch or f"state-{secrets.token_hex(4)}"
                return place.listener(self, name)
            hint = ". Events are listened to within `with gr.Blocks():`" if name == "change" else ""
            raise AttributeError(f"gr.State has no '{name}'{hint}")

    def __repr__(self) -> str:
        return f"State({self.value!r})"


class _Value(Injected):
    """The value of a `State`, for a parameter that names the type of the value."""

    def __init__(self, state: State) -> None:
        self.state = state

    def for_call(self, call: Any) -> Any:
        """The value of the session that `call` belongs to."""
        return self.state.for_call(call).value


def keeps_state(injected: Injected) -> bool:
    """Whether what is injected is a value of a session."""
    return isinstance(injected, (State, _Value))
