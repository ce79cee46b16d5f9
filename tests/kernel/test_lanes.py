"""Who may run, who waits, and who comes back after a question."""

import time
from types import SimpleNamespace
from typing import Any

import pytest

from jupyter_gradio_mcp.errors import QueueFull
from jupyter_gradio_mcp.kernel.call import Call
from jupyter_gradio_mcp.kernel.lanes import Lanes


class Channel:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.calls: dict[int, Call] = {}
        self.sent: list[tuple[int, str]] = []

    def send(self, head: dict[str, Any], tail: bytes = b"") -> None:
        """Keep the frame."""
        self.sent.append((head["id"], head["op"]))


class Road:
    """Lanes, and calls that run in them."""

    def __init__(self, limit: int | None = 1, max_size: int = 10) -> None:
        self.started: list[int] = []
        self.lanes = Lanes(lambda call: self.started.append(call.id))  # type: ignore[func-returns-value]
        self.channel = Channel()
        self.endpoint: Any = SimpleNamespace(
            lane="f", name="f", limit=limit, options=SimpleNamespace(max_size=max_size)
        )

    def call(self, id: int) -> tuple[Call, int | None]:
        """A call, and how many were before it; None for one that runs."""
        made = Call(id, self.endpoint, {}, self.channel)
        made.step_aside, made.step_back = self.lanes.leave, self.lanes.enter
        return made, self.lanes.admit(made)


def test_one_runs_the_next_waits_and_one_too_many_is_refused() -> None:
    road = Road(max_size=1)
    first, runs = road.call(1)
    assert runs is None
    assert road.call(2)[1] == 0
    with pytest.raises(QueueFull, match="1 calls wait for 'f'"):
        road.call(3)
    road.lanes.leave(first)
    assert road.started == [2]
    assert road.lanes.leave(first) is None, "a place is given away once"
    assert road.started == [2]


def test_while_a_call_asks_the_next_runs_and_it_comes_back_before_those_that_have_not_begun() -> None:
    road = Road()
    (first, _), (second, _), _ = road.call(1), road.call(2), road.call(3)
    answer = first.ask([{"key": "a", "method": "roots/list", "params": {}}])["a"]
    assert road.started == [2]
    first.take_answers({"a": {"roots": []}})
    assert not answer.done()
    road.lanes.leave(second)
    assert answer.result(0) == {"roots": []}
    assert road.started == [2], "the third waits for the first"
    road.lanes.leave(first)
    assert road.started == [2, 3]


def test_those_that_come_back_do_so_in_the_order_of_their_answers() -> None:
    road = Road()
    calls = [road.call(id)[0] for id in (1, 2, 3)]
    for call in calls[:2]:
        road.lanes.leave(call)
    road.call(4)
    back = [road.lanes.enter(call) for call in calls[:2]]
    road.lanes.leave(calls[2])
    assert [future.done() for future in back] == [True, False]
    road.lanes.leave(calls[0])
    assert back[1].done()
    road.lanes.leave(calls[1])
    assert road.started == [2, 3, 4]


def test_a_call_never_has_two_places() -> None:
    road = Road(limit=2)
    first, second = road.call(1)[0], road.call(2)[0]
    assert road.lanes.enter(first).done(), "it has one"
    road.lanes.leave(first)
    third = road.call(3)[0]
    assert road.lanes.enter(first) is road.lanes.enter(first), "two answers, one place"
    for call in (second, third):
        road.lanes.leave(call)
    road.lanes.leave(first)
    assert [road.call(id)[1] for id in (4, 5, 6)] == [None, None, 0]


@pytest.mark.parametrize("end", ["answered", "cancelled"])
def test_a_call_that_is_over_takes_no_place_and_waits_for_none(end: str) -> None:
    road = Road()
    first, second = road.call(1)[0], road.call(2)[0]
    road.lanes.leave(first)
    back = road.lanes.enter(first)
    if end == "answered":
        first.finish({"op": "result", "value": 1})
    else:
        first.cancel()
    road.lanes.drop(first)
    assert back.done()
    assert road.lanes.enter(first).done()
    road.lanes.leave(second)
    assert road.call(3)[1] is None


def test_without_a_limit_nobody_waits() -> None:
    road = Road(limit=None)
    first = road.call(1)[0]
    assert road.call(2)[1] is None
    road.lanes.leave(first)
    assert road.lanes.enter(first).done()


def test_a_question_after_the_end_is_refused_and_one_that_is_open_ends() -> None:
    road = Road()
    call = road.call(1)[0]
    answer = call.ask([{"key": "a", "method": "roots/list", "params": {}}])["a"]
    call.finish({"op": "result", "value": 1})
    assert answer.result(0) is None
    assert call.over
    with pytest.raises(RuntimeError, match="is over"):
        call.ask([{"key": "b", "method": "roots/list", "params": {}}])
    call.take_answers({"a": {"roots": []}})
    assert road.call(2)[1] is None


def test_a_question_that_cannot_be_sent_or_has_a_key_in_use_is_not_open() -> None:
    road = Road()
    call = road.call(1)[0]
    with pytest.raises(TypeError):
        call.ask([{"key": "a", "method": "roots/list", "params": {"x": object()}}])
    with pytest.raises(ValueError, match="key of its own"):
        call.ask([{"key": "a", "method": "roots/list", "params": {}}] * 2)
    assert call.in_lane
    call.ask([{"key": "a", "method": "roots/list", "params": {}}])
    with pytest.raises(ValueError, match="key of its own"):
        call.ask([{"key": "a", "method": "roots/list", "params": {}}])
    assert len({call.next_key() for _ in range(3)}) == 3


def test_a_call_that_waited_says_for_how_long_when_it_ends() -> None:
    road = Road()
    (first, _), (second, _), (third, _) = road.call(1), road.call(2), road.call(3)
    time.sleep(0.02)
    road.lanes.leave(first)
    sent: list[dict[str, Any]] = []
    road.channel.send = lambda head, tail=b"": sent.append(head)  # type: ignore[method-assign]
    for call in (first, second, third):
        call.finish({"op": "result", "value": 1})
    assert [sorted(head.keys() - {"op", "value", "id"}) for head in sent] == [[], ["waited"], []]
    assert 0.02 <= sent[1]["waited"] < 1
