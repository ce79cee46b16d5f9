"""Values of sessions, by the clock."""

import math
import threading
from typing import Any

import pytest

from jupyter_gradio_mcp.kernel import state
from jupyter_gradio_mcp.kernel.state import State


def test_each_session_has_a_copy_and_keeps_it() -> None:
    kept = State([0])
    one, other = kept.of_session("a", 0), kept.of_session("b", 0)
    one.value.append(1)
    assert kept.of_session("a", 1) is one
    assert (one.value, other.value, kept.value) == ([0, 1], [0], [0])


def test_without_a_session_every_call_begins_anew() -> None:
    kept = State([])
    kept.of_session(None, 0).value.append(1)
    assert kept.of_session(None, 0).value == []


def test_a_value_is_dropped_when_its_session_is_idle_and_told_of_once() -> None:
    gone: list[Any] = []
    kept = State(0, time_to_live=10, delete_callback=gone.append)
    kept.of_session("a", 0).value = 1
    kept.of_session("b", 5).value = 2
    assert kept.of_session("a", 9).value == 1
    kept.of_session("c", 16)
    assert gone == [2], "the other one called since"
    assert kept.of_session("a", 30).value == 0
    assert gone == [2, 1, 0]


def test_a_value_may_be_kept_for_ever() -> None:
    kept = State(0, time_to_live=math.inf)
    kept.of_session("a", 0).value = 1
    assert kept.of_session("a", 1e9).value == 1


def test_of_too_many_sessions_the_one_that_called_longest_ago_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "MAX_SESSIONS", 2)
    gone: list[Any] = []
    kept = State("", delete_callback=gone.append)
    for session in ("a", "b", "a", "c"):
        kept.of_session(session, 0).value = session
    assert gone == ["b"]
    assert kept.of_session("a", 0).value == "a"


def test_a_callback_that_fails_harms_no_call(capsys: pytest.CaptureFixture[str]) -> None:
    kept = State(0, time_to_live=1, delete_callback=lambda value: 1 / value)
    kept.of_session("a", 0)
    assert kept.of_session("b", 5).value == 0
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_value_that_cannot_be_copied_is_refused() -> None:
    with pytest.raises(TypeError, match="lock cannot be copied"):
        State(threading.Lock())


def test_a_state_shows_its_value() -> None:
    assert repr(State([1])) == "State([1])"
