"""Calls that wait for an answer while nobody is connected."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from jupyter_gradio_mcp.errors import CallError, InvalidRequest, QueueFull
from jupyter_gradio_mcp.server import held
from jupyter_gradio_mcp.server.calls import Call
from jupyter_gradio_mcp.server.held import HeldCalls, Owner

QUESTION: Any = {"key": "a", "method": "roots/list", "params": {}}
ADA = Owner("ada", None)


class Connection:
    """Keeps what is sent to the kernel."""

    def __init__(self) -> None:
        self.calls: dict[int, Call] = {}
        self.sent: list[Any] = []

    def send(self, head: dict[str, Any]) -> None:
        """Keep the frame."""
        self.sent.append(head["op"])


class Timers(asyncio.SelectorEventLoop):
    """A loop whose clock stands still until a test moves it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def time(self) -> float:
        """The test's time."""
        return self.now


def on_a_clock(scenario: Callable[[Callable[[float], Coroutine[Any, Any, None]]], Coroutine[Any, Any, None]]) -> None:
    """Run a scenario, which is given what lets so many seconds pass."""
    loop = Timers()

    async def passes(seconds: float) -> None:
        loop.now += seconds
        for _ in range(3):
            await asyncio.sleep(0)

    try:
        loop.run_until_complete(scenario(passes))
    finally:
        loop.close()


def made(limit: float | None = None) -> tuple[Call, Connection]:
    """A call that can be asked."""
    connection = Connection()
    call = Call(1, connection, {"name": "f"}, limit)
    call.can_be_asked = True
    return call, connection


def test_a_call_waits_for_its_owner_once() -> None:
    async def scenario(passes: Any) -> None:
        calls, (call, connection) = HeldCalls(10), made()
        with call:
            state = calls.hold(call, [QUESTION], Owner("ada", {"a": 1}), "session")
        assert connection.sent == [], "it outlives its request"
        for wrong in (Owner("bob", {"a": 1}), Owner("ada", {"a": 2}), Owner("", None)):
            with pytest.raises(InvalidRequest, match="10 seconds"):
                calls.resume(state, wrong)
        found = calls.resume(state, Owner("ada", {"a": 1}))
        assert (found.call, found.questions, found.session) == (call, [QUESTION], "session")
        with pytest.raises(InvalidRequest):
            calls.resume(state, Owner("ada", {"a": 1}))
        await passes(100)
        assert not call.done
        call.leave()
        assert connection.sent == ["cancel"], "now it belongs to its request again"

    on_a_clock(scenario)


def test_nobody_waits_for_ever() -> None:
    async def scenario(passes: Any) -> None:
        calls, (call, connection) = HeldCalls(10), made()
        state = calls.hold(call, [QUESTION], ADA)
        await passes(9)
        assert not call.done
        await passes(2)
        assert connection.sent == ["cancel"]
        with pytest.raises(CallError, match="Nobody answered the question within 10 seconds"):
            await call.result()
        with pytest.raises(InvalidRequest):
            calls.resume(state, ADA)

    on_a_clock(scenario)


def test_what_ends_while_it_waits_is_told_to_whoever_comes_back() -> None:
    async def scenario(passes: Any) -> None:
        calls, (call, _) = HeldCalls(10), made()
        state = calls.hold(call, [QUESTION], ADA)
        call.receive({"op": "result", "value": 1})
        assert (await calls.resume(state, ADA).call.result())["value"] == 1

    on_a_clock(scenario)


def test_one_credential_cannot_take_all_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MAX_OF_ONE", 1)

    async def scenario(passes: Any) -> None:
        calls, (first, _), (second, _), (third, _) = HeldCalls(10), made(), made(), made()
        calls.hold(first, [QUESTION], ADA)
        with pytest.raises(QueueFull, match="1 calls of this credential wait"):
            calls.hold(second, [QUESTION], Owner("ada", "something else"))
        calls.hold(third, [QUESTION], Owner("eve", None))
        calls.close()

    on_a_clock(scenario)


def test_no_more_than_so_many_wait_and_those_that_are_over_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MAX_HELD", 2)

    async def scenario(passes: Any) -> None:
        calls, (first, _), (second, _), (third, _) = HeldCalls(10), made(), made(), made()
        calls.hold(first, [QUESTION], ADA)
        calls.hold(second, [QUESTION], ADA)
        with pytest.raises(QueueFull, match="2 calls wait"):
            calls.hold(third, [QUESTION], ADA)
        assert not third.held
        first.receive({"op": "result", "value": 1})
        calls.hold(third, [QUESTION], ADA)
        calls.close()
        assert second.done
        assert third.done

    on_a_clock(scenario)


def test_the_time_of_a_call_stands_still_until_all_its_questions_are_answered() -> None:
    async def scenario(passes: Any) -> None:
        call, connection = made(limit=5)
        call.receive({"op": "ask", "questions": [QUESTION, {**QUESTION, "key": "b"}]})
        call.answer({"a": {}})
        await passes(100)
        assert not call.done
        call.answer({"b": {}})
        await passes(4)
        assert not call.done
        await passes(2)
        assert call.done
        assert connection.sent == ["answer", "answer", "cancel"]

    on_a_clock(scenario)


def test_a_call_that_cannot_be_asked_answers_so_itself() -> None:
    async def scenario(passes: Any) -> None:
        call, connection = made(limit=5)
        call.can_be_asked = False
        call.receive({"op": "ask", "questions": [QUESTION]})
        assert connection.sent == ["answer"]
        assert call.take() is None
        await passes(6)
        assert call.done, "its time went on"

    on_a_clock(scenario)
