"""What becomes of the calls of a page: who hears of them, what is kept, and for how long."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jupyter_gradio_mcp.descriptions import EndpointInfo
from jupyter_gradio_mcp.errors import InvalidArguments, InvalidRequest, QueueFull, UnknownEvent
from jupyter_gradio_mcp.server import panel_calls, panel_frames
from jupyter_gradio_mcp.server.calls import Call
from jupyter_gradio_mcp.server.panel_calls import (
    MAX_RUNNING,
    MAX_RUNNING_OF_ONE,
    PanelCalls,
    PanelSession,
)
from jupyter_gradio_mcp.server.panel_frames import MAX_LINES, KeptFrames
from jupyter_gradio_mcp.server.panel_news import News, Reader

NAME = "0123456789abcdef"
ENDPOINT: EndpointInfo = {"name": "f"}


class Connection:
    """A kernel that says what it is told to say."""

    def __init__(self) -> None:
        self.calls: dict[int, Call] = {}
        self.sent: list[dict[str, Any]] = []

    def send(self, head: dict[str, Any]) -> None:
        self.sent.append(head)


class Kernel:
    """Makes calls, and says something about them."""

    def __init__(self) -> None:
        self.connection = Connection()

    def begin(self, session: PanelSession, id: str) -> Call:
        session.reserve(id)
        call = Call(1, self.connection, ENDPOINT, None)
        session.begin(id, call)
        return call


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 20))  # type: ignore[arg-type]


def say(call: Call, op: str, size: int = 0, **fields: Any) -> None:
    call.receive({"op": op, "id": 1, **fields}, size)


def log(call: Call, text: str, stream: str = "stdout") -> None:
    say(call, "log", text=text, stream=stream, level="info")


def end(call: Call, value: Any = 1, size: int = 0) -> None:
    say(call, "result", size, value=value, files=False, fits=True)


def listen(session: PanelSession, seen: int | None = None) -> Reader:
    return session.open(seen, list)


async def heard(reader: Reader) -> list[tuple[str, Any]]:
    """What a reader is told now, by call and by what matters of it."""
    news = await reader.next(0)
    assert news is not None
    return [(told.call, told.frame.get("value", told.frame.get("text", told.frame["op"]))) for told in news.told]


def test_a_reader_is_told_what_comes_and_of_what_he_is_slow_for_the_latest() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        call = Kernel().begin(session, "c")
        reader = listen(session)
        say(call, "started")
        for value in range(100):
            say(call, "partial", value=value)
        log(call, "line")
        assert await heard(reader) == [("c", "started"), ("c", 99), ("c", "line")]
        end(call, "done")
        assert await heard(reader) == [("c", "done")]
        assert await heard(reader) == []

    run(scenario)


def test_who_waits_is_woken() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        call = Kernel().begin(session, "c")
        reader = listen(session)
        waiting = asyncio.ensure_future(reader.next(10))
        await asyncio.sleep(0)
        end(call)
        news = await waiting
        assert news is not None
        assert [told.frame["op"] for told in news.told] == ["result"]

    run(scenario)


def test_who_comes_back_with_a_number_is_told_what_is_newer() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        call = Kernel().begin(session, "c")
        reader = listen(session)
        log(call, "one")
        news = await reader.next(0)
        assert news is not None
        reader.close()
        log(call, "two")
        assert await heard(listen(session, news.told[-1].number)) == [("c", "two")]
        assert await heard(listen(session)) == [("c", "one"), ("c", "two")]
        for foreign in (0, 2**62):
            assert len(await heard(listen(session, foreign))) == 2, "a number of another session"

    run(scenario)


def test_numbers_of_a_later_session_are_higher() -> None:
    first, later = KeptFrames(), KeptFrames()
    first.add(first.begin("c"), {"op": "started"}, 0)
    assert later.start(first.since(0)[-1].number) >= first.start(None)
    assert later.start(None) >= first.start(None)


def test_of_log_lines_the_latest_are_kept_and_notices_apart_from_them() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        call = Kernel().begin(session, "c")
        log(call, "notice", "notice")
        for number in range(MAX_LINES + 10):
            log(call, str(number))
        found = (await heard(listen(session)))[:3]
        assert [text for _, text in found] == ["notice", "10", "11"]

    run(scenario)


def test_a_question_is_told_until_it_is_answered_and_what_no_person_can_answer_is_refused() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        kernel = Kernel()
        call = kernel.begin(session, "c")
        ask = {"method": "elicitation/create", "params": {}}
        say(call, "ask", questions=[{"key": "a", **ask}, {"key": "b", **ask}, {"key": "s", "method": "roots/list"}])
        assert kernel.connection.sent == [{"op": "answer", "id": 1, "answers": {"s": None}}]
        assert call.asking
        session.answer("c", {"a": {"action": "accept"}, "z": None})
        assert kernel.connection.sent[1:] == [{"op": "answer", "id": 1, "answers": {"a": {"action": "accept"}}}]
        news = await listen(session).next(0)
        assert news is not None
        assert [q["key"] for told in news.told for q in told.frame["questions"]] == ["b"]
        assert call.asking
        session.answer("c", {"b": None, "a": None})
        assert kernel.connection.sent[2:] == [{"op": "answer", "id": 1, "answers": {"b": None}}]
        assert not call.asking
        assert await heard(listen(session)) == []

    run(scenario)


def test_a_call_that_is_stopped_before_it_began_is_let_go_when_it_does() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        connection = Connection()
        session.reserve("c")
        session.cancel("c")
        call = Call(1, connection, ENDPOINT, None)
        session.begin("c", call)
        assert connection.sent == [{"op": "cancel", "id": 1}]
        assert await heard(listen(session)) == [("c", "error")]

    run(scenario)


def test_arguments_that_are_refused_end_the_call_and_what_was_told_otherwise_leaves_its_name_free() -> None:
    async def scenario() -> None:
        session = PanelCalls(60).join(NAME, None, "me")
        session.reserve("c")
        session.refuse("c", InvalidArguments("no"))
        assert await heard(listen(session)) == [("c", "error")]
        assert session.running == 0
        session.reserve("d")
        session.forget("d")
        session.reserve("d")

    run(scenario)


def test_names_are_checked() -> None:
    async def scenario() -> None:
        calls = PanelCalls(60)
        for wrong in (None, 1, "", "short", "x" * 65, "0123456789abcde\n", "0123456789abcdef\n", "ä" * 16):
            with pytest.raises(InvalidRequest):
                calls.join(wrong, None, "me")
        session = calls.join(NAME, None, "me")
        for wrong in (None, 1, "", "x" * 65, "a b", "a\n"):
            with pytest.raises(InvalidRequest):
                session.reserve(wrong)
        session.reserve("c")
        with pytest.raises(InvalidRequest, match="'c' already"):
            session.reserve("c")
        for unknown in ("d", None, ["c"]):
            with pytest.raises(UnknownEvent):
                session.cancel(unknown)

    run(scenario)


def test_a_session_belongs_to_a_credential_and_an_address() -> None:
    async def scenario() -> None:
        calls = PanelCalls(60)
        mine = calls.join(NAME, None, "me")
        assert calls.join(NAME, None, "me") is mine
        assert calls.join(NAME, None, "you") is not mine
        with pytest.raises(UnknownEvent):
            calls.find(NAME, None, "nobody")
        with pytest.raises(InvalidRequest):
            calls.find(["x"], None, "me")

    run(scenario)


def test_so_many_calls_run_at_a_time_for_a_page_and_for_a_credential() -> None:
    async def scenario() -> None:
        calls, kernel = PanelCalls(60), Kernel()
        sessions = [calls.join(f"{NAME}{number}", None, "me") for number in range(5)]
        running = [kernel.begin(sessions[0], f"c{number}") for number in range(MAX_RUNNING)]
        with pytest.raises(QueueFull, match="page"):
            sessions[0].reserve("more")
        end(running[0])
        running[0] = kernel.begin(sessions[0], "more")
        for session in sessions[1:4]:
            for number in range(MAX_RUNNING):
                session.reserve(f"c{number}")
        assert sum(session.running for session in sessions) == MAX_RUNNING_OF_ONE
        with pytest.raises(QueueFull, match="credential"):
            sessions[4].reserve("c")
        calls.join(NAME, None, "another").reserve("c")

    run(scenario)


def test_of_too_much_the_oldest_results_go_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_calls, "MAX_BYTES", 10_000)

    async def scenario() -> None:
        session, kernel = PanelCalls(60).join(NAME, None, "me"), Kernel()
        told = listen(session)
        for number in range(3):
            call = kernel.begin(session, f"c{number}")
            log(call, "line")
            end(call, f"v{number}", 4_000)
            if number == 0:
                assert len(await heard(told)) == 2
        assert session.frames.bytes <= 10_000
        assert await heard(listen(session)) == [
            ("c0", "error"),
            ("c1", "line"),
            ("c1", "v1"),
            ("c2", "line"),
            ("c2", "v2"),
        ]
        assert [call for call, _ in await heard(told)] == ["c1", "c1", "c2", "c2"], "who was told is not told again"
        end(kernel.begin(session, "large"), "all of it", 50_000)
        assert (await heard(listen(session)))[-1] == ("large", "all of it"), "the newest is always kept"

    run(scenario)


def test_of_too_much_that_runs_lines_and_partial_results_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_calls, "MAX_BYTES", 10_000)

    async def scenario() -> None:
        session, kernel = PanelCalls(60).join(NAME, None, "me"), Kernel()
        calls = [kernel.begin(session, f"c{number}") for number in range(3)]
        log(calls[0], "line")
        for call in calls:
            say(call, "partial", 4_000, value=call is calls[2])
        assert await heard(listen(session)) == [("c1", False), ("c2", True)]
        for call in calls:
            end(call, "end")
        assert session.frames.bytes == 3 * panel_frames.OVERHEAD

    run(scenario)


def test_all_sessions_of_a_credential_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_calls, "MAX_BYTES_OF_ONE", 10_000)

    async def scenario() -> None:
        calls, kernel = PanelCalls(60), Kernel()
        sessions = [calls.join(f"{NAME}{number}", None, "me") for number in range(4)]
        other = calls.join(NAME, None, "another")
        end(kernel.begin(other, "c"), 1, 9_000)
        for session in sessions:
            for name in ("c", "d"):
                end(kernel.begin(session, name), 1, 2_000)
        assert sum(session.frames.bytes for session in sessions) <= 10_000
        assert other.frames.bytes > 9_000

    run(scenario)


def test_what_a_call_gave_is_kept_for_a_while_after_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel_calls, "KEPT_SECONDS", 0.01)

    async def scenario() -> None:
        calls = PanelCalls(0.01)
        session = calls.join(NAME, None, "me")
        reader = listen(session)
        end(Kernel().begin(session, "c"))
        while session.calls:
            await asyncio.sleep(0.001)
        assert session.frames.bytes == 0
        reader.close()
        while not session.closed:
            await asyncio.sleep(0.001)
        assert calls.join(NAME, None, "me") is not session, "a page that is gone is forgotten"

    run(scenario)


def test_who_stays_away_for_too_long_loses_what_runs_but_not_what_is_done() -> None:
    async def scenario() -> None:
        session, kernel = PanelCalls(0.01).join(NAME, None, "me"), Kernel()
        reader = listen(session)
        end(kernel.begin(session, "done"))
        call = kernel.begin(session, "runs")
        reader.close()
        while not call.done:
            await asyncio.sleep(0.001)
        assert await heard(listen(session)) == [("done", 1), ("runs", "error")]

    run(scenario)


def test_who_comes_back_in_time_loses_nothing() -> None:
    async def scenario() -> None:
        session = PanelCalls(0.02).join(NAME, None, "me")
        call = Kernel().begin(session, "c")
        listen(session).close()
        reader = listen(session)
        await asyncio.sleep(0.05)  # Longer than the grace: it is what must not happen.
        assert not call.done
        reader.close()

    run(scenario)


def test_a_call_that_begins_after_its_page_was_given_up_is_given_up_too() -> None:
    async def scenario() -> None:
        session, kernel = PanelCalls(0.01).join(NAME, None, "me"), Kernel()
        first = kernel.begin(session, "c")
        while not first.done:
            await asyncio.sleep(0.001)
        second = kernel.begin(session, "d")
        while not second.done:
            await asyncio.sleep(0.001)

    run(scenario)


def test_the_end_of_a_credential_ends_its_sessions_readers_and_calls() -> None:
    async def scenario() -> None:
        calls, kernel = PanelCalls(60), Kernel()
        session, other = calls.join(NAME, None, "me"), calls.join(NAME, None, "you")
        reader, call, others = listen(session), kernel.begin(session, "c"), kernel.begin(other, "c")
        session.reserve("late")
        waiting = asyncio.ensure_future(reader.next(10))
        await asyncio.sleep(0)
        calls.end("me")
        assert await waiting is None
        assert (call.done, others.done) == (True, False)
        late = Call(1, kernel.connection, ENDPOINT, None)
        session.begin("late", late)
        assert late.done

    run(scenario)


def test_what_happens_around_the_calls_is_told_when_readers_are_to_look_again() -> None:
    async def scenario() -> None:
        calls = PanelCalls(60)
        session = calls.join(NAME, None, "me")
        happened: list[dict[str, Any]] = [{"kernel": "k1"}]

        def next_() -> list[dict[str, Any]]:
            told = happened[:]
            happened.clear()
            return told

        reader = session.open(None, next_)
        assert await reader.next(0) == News([{"kernel": "k1"}], [])
        waiting = asyncio.ensure_future(reader.next(20))
        await asyncio.sleep(0)
        happened.append({"kernel": "k2"})
        calls.look_again()
        assert await waiting == News([{"kernel": "k2"}], [])
        waiting = asyncio.ensure_future(reader.next(20))
        await asyncio.sleep(0)
        calls.look_again()
        for _ in range(10):
            await asyncio.sleep(0)
        assert not waiting.done(), "there was nothing for this one"
        session.close()
        assert await waiting is None
        assert await reader.next(20) is None

    run(scenario)


def test_a_page_that_has_gone_gives_way_to_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        monkeypatch.setattr(panel_calls, "MAX_SESSIONS_OF_ONE", 2)
        pages, kernel = PanelCalls(0.01), Kernel()
        seen = pages.join("a" * 16, None, "me")
        reader = listen(seen)
        gone = pages.join("b" * 16, None, "me")
        end(kernel.begin(gone, "1"))
        with pytest.raises(QueueFull):
            pages.join("c" * 16, None, "me")
        # What it was told is still kept, but nobody has come for it within the grace.
        await asyncio.sleep(0.05)
        pages.join("c" * 16, None, "me")
        assert gone.closed
        assert not seen.closed
        with pytest.raises(UnknownEvent):
            pages.find("b" * 16, None, "me")
        reader.close()
        pages.close()

    run(scenario)
