"""How frames of calls go to a panel without a server."""

import threading
import time
from typing import Any

from support.live import wait_for

from jupyter_gradio_mcp.kernel.sender import Line, Sender


class Heard:
    """What a panel is sent, and when."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.ended = threading.Event()
        self.late = threading.Event()

    def deliver(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        self.times.append(time.monotonic())
        if frame["op"] == "result":
            self.ended.set()

    def line(self, limit: float | None = None) -> Line:
        return Line(self.deliver, limit, self.late.set)


def progress(n: int) -> dict[str, Any]:
    return {"op": "progress", "progress": n}


def log(text: str, stream: str = "stdout", **fields: Any) -> dict[str, Any]:
    return {"op": "log", "level": "info", "stream": stream, "text": text, **fields}


def test_of_what_stands_for_the_whole_only_the_latest_goes_out_and_the_result_at_once() -> None:
    heard, sender = Heard(), Sender()
    line = heard.line()
    sender.start()
    sender.put(line, progress(0))
    wait_for(lambda: heard.frames, "the first frame")
    for n in range(1, 1000):
        sender.put(line, progress(n))
        sender.put(line, {"op": "partial", "value": n, "files": False})
    sender.put(line, {"op": "result", "value": 1})
    assert heard.ended.wait(5)
    assert heard.frames[0] == progress(0)
    assert heard.frames[-3:] == [
        progress(999),
        {"op": "partial", "value": 999, "files": False},
        {"op": "result", "value": 1},
    ]
    # Twenty a second of each, and what was there at the end.
    assert len(heard.frames) <= 2 * (heard.times[-1] - heard.times[0]) / 0.05 + 5
    sender.close()


def test_log_lines_come_in_bunches_and_none_is_lost() -> None:
    heard, sender = Heard(), Sender()
    line = heard.line()
    sender.start()
    for n in range(5000):
        sender.put(line, log(str(n)))
    sender.put(line, log("to err", "stderr"))
    sender.put(line, log("a", "notice", kind="info"))
    sender.put(line, log("b", "notice", kind="info"))
    sender.put(line, log("last"))
    sender.put(line, {"op": "result", "value": 1})
    assert heard.ended.wait(5)
    texts = [frame["text"] for frame in heard.frames[:-1]]
    assert "\n".join(texts[:-4]).split("\n") == [str(n) for n in range(5000)]
    assert texts[-4:] == ["to err", "a", "b", "last"]
    assert len(texts) < 500
    sender.close()


def test_what_waits_goes_out_without_another_frame() -> None:
    heard, sender = Heard(), Sender()
    line = heard.line()
    sender.start()
    for n in range(10):
        sender.put(line, progress(n))
    wait_for(lambda: heard.frames and heard.frames[-1] == progress(9), "the latest")
    sender.close()


def test_a_call_that_takes_too_long_is_told_of_once_it_has_started() -> None:
    heard, sender = Heard(), Sender()
    sender.start()
    waiting, running, done = heard.line(0.01), heard.line(0.01), Heard()
    sender.put(waiting, {"op": "queued"})
    quick = done.line(0.2)
    sender.put(quick, {"op": "started"})
    sender.put(quick, {"op": "result"})
    sender.put(running, {"op": "started"})
    assert heard.late.wait(5)
    assert not done.late.wait(0.3)
    sender.close()


def test_a_panel_that_has_gone_keeps_no_other_from_being_told() -> None:
    heard, sender = Heard(), Sender()

    def gone(frame: dict[str, Any]) -> None:
        raise OSError("closed")

    sender.start()
    sender.put(Line(gone, None, lambda: None), progress(1))
    sender.put(heard.line(), {"op": "result"})
    assert heard.ended.wait(5)
    sender.close()
