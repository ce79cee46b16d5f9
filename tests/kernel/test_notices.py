"""`gr.Info` and its kin, and `gr.Error`."""

from typing import Any

import pytest
from support.engine import Engine, call

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import FunctionFailed, from_wire


@pytest.mark.parametrize(
    ("tell", "kind", "level", "title", "default"),
    [
        (gr.Info, "info", "info", "Info", "Info issued."),
        (gr.Success, "success", "info", "Success", "Success."),
        (gr.Warning, "warning", "warning", "Warning", "Warning issued."),
    ],
)
def test_a_notice_reaches_the_caller(tell: Any, kind: str, level: str, title: str, default: str) -> None:
    def f() -> None:
        tell()
        tell("disk is nearly full", None, False, "Disk")

    notice = {"op": "log", "id": 1, "stream": "notice", "level": level, "kind": kind}
    assert call(f).of("log") == [
        {**notice, "text": default, "title": title, "duration": 10, "visible": True},
        {**notice, "text": "disk is nearly full", "title": "Disk", "duration": None, "visible": False},
    ]


def test_outside_a_call_a_notice_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    gr.Info("one")
    gr.Success("two")
    gr.Warning("three")
    assert tuple(capsys.readouterr()) == ("one\ntwo\n", "three\n")


def test_an_error_is_told_in_exactly_its_words_and_as_its_author_wants_it_shown() -> None:
    def f() -> None:
        raise gr.Error("Choose a smaller image.", duration=None, title="Too large")

    [answer] = call(f).of("error")
    assert answer["error"] == {
        "code": "function_failed",
        "message": "Choose a smaller image.",
        "shown": {"title": "Too large", "duration": None, "visible": True},
    }
    error = from_wire(answer["error"])
    assert isinstance(error, FunctionFailed)
    assert (error.message, error.http_status, error.to_wire()) == ("Choose a smaller image.", 500, answer["error"])


@pytest.mark.parametrize(("printed", "kept"), [(True, 1), (False, 0)])
def test_an_error_may_keep_its_traceback_out_of_the_report(printed: bool, kept: int) -> None:
    def f() -> None:
        raise gr.Error("no", print_exception=printed)

    engine = Engine(f)
    assert engine.call().of("error")[0]["error"]["message"] == "no"
    assert len(engine.calls.failures) == kept


def test_an_error_is_an_exception_with_gradios_defaults() -> None:
    error = gr.Error()
    assert (str(error), error.duration, error.visible, error.title, error.print_exception) == (
        "Error raised.",
        10,
        True,
        "Error",
        True,
    )


def test_an_error_is_told_whatever_kind_of_function_raises_it() -> None:
    def generator():  # type: ignore[no-untyped-def]
        yield 1
        raise gr.Error("enough")

    async def asynchronous() -> None:
        raise gr.Error("enough")

    for function in (generator, asynchronous):
        assert call(function).frames[-1]["error"]["message"] == "enough"
