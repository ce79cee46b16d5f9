"""Who sees the traceback of a failed call, and what of it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from support.engine import Told

from jupyter_gradio_mcp.kernel.calls import Calls, run_all
from jupyter_gradio_mcp.kernel.files import SETTINGS, Store
from jupyter_gradio_mcp.kernel.notices import Error
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import Registry, endpoint
from jupyter_gradio_mcp.kernel.trace import MAX_TEXT, text_of


def answer(function: Callable[..., Any], viewer: Any, **arguments: Any) -> dict[str, Any]:
    registry = Registry()
    registry.register([endpoint(function, "f", Options())], None)
    calls, told = Calls(registry, None, Store(SETTINGS)), Told()  # type: ignore[arg-type]
    run_all(calls.begin(1, "f", arguments, told, viewer=viewer))
    assert told.ended.wait(10)
    calls.close()
    return told.frames[-1]


def fails(n: int = 1) -> int:
    try:
        raise KeyError("first")
    except KeyError as error:
        raise ValueError("no good") from error


async def fails_later(n: int = 1) -> int:
    raise ValueError("no good")


@pytest.mark.parametrize("function", [fails, fails_later])
def test_the_owner_sees_the_traceback_and_nobody_else_does(function: Callable[..., Any]) -> None:
    traceback = answer(function, "owner")["traceback"]
    assert traceback.startswith("Traceback (most recent call last):\n")
    assert traceback.endswith("ValueError: no good")
    assert f"in {function.__name__}\n    raise" in traceback
    assert "jupyter_gradio_mcp/kernel" not in traceback
    for viewer in ("guest", None):
        frame = answer(function, viewer)
        assert frame["error"]["message"] == "ValueError: no good"
        assert "traceback" not in frame
        assert "raise ValueError" not in str(frame)


def test_causes_are_told() -> None:
    traceback = answer(fails, "owner")["traceback"]
    assert "KeyError: 'first'" in traceback
    assert "direct cause" in traceback


def test_what_the_author_worded_comes_without_a_traceback_if_he_wants_none() -> None:
    def said(show: bool) -> int:
        raise Error("Too much.", print_exception=show)

    assert "traceback" in answer(said, "owner", show=True)
    assert "traceback" not in answer(said, "owner", show=False)


def test_wrong_arguments_have_no_traceback() -> None:
    frame = answer(fails, "owner", n="many")
    assert frame["error"]["code"] == "invalid_arguments"
    assert "traceback" not in frame


def test_a_long_one_keeps_its_beginning_and_its_end() -> None:
    def raised() -> BaseException:
        try:
            raise ValueError("x" * 100_000 + "the end")
        except ValueError as error:
            return error

    text = text_of(raised())
    assert len(text) == MAX_TEXT
    assert text.startswith("Traceback")
    assert text.endswith("the end")


def test_an_exception_that_cannot_be_shown_is_an_answer_all_the_same() -> None:
    class Hostile(Exception):
        def __str__(self) -> str:
            raise SystemError("never")

    def hostile() -> None:
        raise Hostile

    frame = answer(hostile, "owner")
    assert "Hostile" in frame["error"]["message"]
    assert "Hostile" in frame["traceback"]


def test_the_traceback_of_an_endless_recursion_is_short() -> None:
    def deeper() -> None:
        deeper()

    done: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: done.append(answer(deeper, "owner")))
    thread.start()
    thread.join()
    assert "RecursionError" in done[0]["traceback"]
    assert len(done[0]["traceback"]) < 3000
