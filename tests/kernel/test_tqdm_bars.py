"""tqdm's bars of a call, told instead of printed; and everybody else's, as ever."""

import asyncio
import contextlib
import importlib
import io
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import tqdm
import tqdm.asyncio
import tqdm.std
from support.engine import Engine, Told, call
from support.live import wait_for

import jupyter_gradio_mcp as gr

TRACK = gr.Progress(track_tqdm=True)


def the_patched() -> tuple[Any, ...]:
    return (tqdm.std.tqdm.__dict__["__new__"], threading.Thread.start, ThreadPoolExecutor.submit)


@pytest.fixture(autouse=True)
def clean(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """After each test all is as it was, and no reported bar has printed anything."""
    before = the_patched()
    yield
    assert the_patched() == before
    assert tuple(capfd.readouterr()) == ("", "")


def within(told: Told, *wanted: Any) -> bool:
    return set(wanted) <= set(told.progress())


def test_a_loop_is_told() -> None:
    def f(progress=TRACK) -> list[int]:
        return list(tqdm.tqdm([5, 6], desc="Going", mininterval=0))

    told = call(f)
    assert told.progress() == [(0, 2, "Going"), (1, 2, "Going"), (2, 2, "Going")]
    assert told.of("result")[0]["value"] == [5, 6]
    assert told.of("log") == []


def test_a_library_needs_to_know_nothing() -> None:
    def library() -> None:
        with tqdm.tqdm(total=10, unit="B", desc="Loading: ") as bar:
            bar.update(4)
            bar.set_description("Storing")
            bar.update(6)

    def f(progress=TRACK) -> None:
        library()

    assert call(f).progress() == [(0, 10, "Loading"), (4, 10, "Storing"), (10, 10, "Storing")]


def test_nested_bars_of_both_kinds_are_one_number_and_one_line() -> None:
    def f(progress=TRACK) -> None:
        for _ in progress.tqdm(range(2), desc="Epochs"):
            for _ in tqdm.trange(2, desc="Batches", mininterval=0):
                pass

    told = call(f)
    assert within(told, (1.5, 2, "Epochs 1/2 · Batches 1/2 it"), (2, 2, "Epochs"))
    numbers = [done for done, _, _ in told.progress()]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("name", ["tqdm.auto", "tqdm.asyncio", "tqdm.notebook", "tqdm.autonotebook", "tqdm.std"])
@pytest.mark.filterwarnings("ignore::tqdm.TqdmWarning", "ignore::tqdm.TqdmExperimentalWarning")
def test_every_face_of_tqdm_is_told(name: str) -> None:
    def f(progress=TRACK) -> bool:
        kind = importlib.import_module(name).tqdm
        with kind(total=2, desc="By hand", colour="green") as bar:
            bar.update(2)
            bar.reset(total=3)
            bar.clear()
        return isinstance(bar, kind) and list(kind("ab", desc="Going")) == ["a", "b"]

    told = call(f)
    assert told.of("result")[0]["value"] is True
    assert within(told, (0, 2, "By hand"), (0, 3, "By hand"), (2, 2, "Going")), told.progress()


def test_a_class_made_of_tqdm_keeps_its_own_ways() -> None:
    class Library(tqdm.std.tqdm):  # type: ignore[type-arg]
        def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
            super().__init__(*args, desc=name, **kwargs)

    def f(progress=TRACK) -> int:
        return sum(Library([1, 2], name="library"))

    told = call(f)
    assert (told.of("result")[0]["value"], within(told, (2, 2, "library"))) == (3, True)


@pytest.mark.parametrize(("disable", "told"), [(True, False), (None, True)])
def test_a_bar_that_is_switched_off_is_not_told_but_one_for_terminals_is(disable: Any, told: bool) -> None:
    def f(progress=TRACK) -> int:
        return sum(tqdm.tqdm([1, 2], disable=disable))

    assert bool(call(f).of("progress")) is told


def test_bars_of_threads_and_pools_are_told() -> None:
    def f(progress=TRACK) -> None:
        def one(number: int) -> None:
            for _ in tqdm.trange(2, desc=f"part {number}", mininterval=0):
                for _ in tqdm.trange(2, desc="inner", mininterval=0):
                    pass

        thread = threading.Thread(target=one, args=(0,))
        thread.start()
        thread.join()
        with ThreadPoolExecutor(1) as pool:
            list(tqdm.tqdm(pool.map(one, [1]), total=1, desc="all"))

    told = call(f)
    lines = [line for _, _, line in told.progress()]
    assert {"part 0 0/2 · inner 1/2 it", "part 1"} <= set(lines), lines
    assert told.frames[-1]["op"] == "result"


def test_asynchronous_functions_and_generators_tell_theirs() -> None:
    async def asynchronous(progress=TRACK) -> int:
        total = 0
        async for i in tqdm.asyncio.tqdm(range(3), desc="Going"):
            await asyncio.sleep(0)
            total += i + await asyncio.to_thread(lambda: sum(tqdm.tqdm([1], desc="elsewhere")))
        return total

    def generator(progress=TRACK) -> Iterator[int]:
        yield from tqdm.tqdm(range(3), desc="Going")

    told = call(asynchronous)
    assert told.of("result")[0]["value"] == 6
    assert within(told, (3, 3, "Going"))
    assert any("elsewhere" in (line or "") for _, _, line in told.progress())
    assert within(call(generator), (3, 3, "Going"))


def test_an_error_in_the_middle_ends_the_bar() -> None:
    def f(progress=TRACK) -> None:
        with contextlib.suppress(KeyError):
            for _ in tqdm.tqdm(range(3), desc="Broken"):
                raise KeyError
        for _ in tqdm.tqdm(range(3), desc="Whole"):
            pass

    assert call(f).progress()[-1] == (3, 3, "Whole")


def test_bars_outside_calls_are_printed_meanwhile() -> None:
    inside, go = threading.Event(), threading.Event()

    def f(progress=TRACK) -> None:
        for _ in tqdm.trange(2, desc="told"):
            inside.set()
            go.wait(10)

    engine = Engine(f)
    told = engine.begin()
    assert inside.wait(10)
    screen = io.StringIO()
    list(tqdm.trange(2, desc="cell", file=screen))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: list(tqdm.trange(2, desc="of a cell's thread", file=screen))).result()
    go.set()
    assert told.ended.wait(10)
    wait_for(lambda: not told.calls, "the end of the call")
    printed = screen.getvalue()
    assert "cell: 100%" in printed
    assert "of a cell's thread: 100%" in printed
    assert printed.startswith("\rcell"), "in the first line, as if it were alone"
    assert {line for _, _, line in told.progress()} == {"told"}


def test_a_function_that_did_not_ask_prints_its_bars() -> None:
    screen = io.StringIO()

    def f(progress=gr.Progress()) -> None:
        list(tqdm.trange(2, desc="mine", file=screen))

    assert call(f).progress() == []
    assert "mine: 100%" in screen.getvalue()


def test_a_call_that_is_cancelled_stops_at_its_bar_and_leaves_tqdm_usable() -> None:
    def f(progress=TRACK) -> None:
        for _ in tqdm.tqdm(iter(int, 1), mininterval=0):
            pass

    engine = Engine(f)
    told = engine.begin()
    wait_for(lambda: told.of("progress"), "progress")
    engine.calls.cancel(1, told)
    assert told.frames[-1]["error"]["code"] == "cancelled"
    screen = io.StringIO()
    list(tqdm.trange(2, file=screen))
    assert "100%" in screen.getvalue()


def test_without_tqdm_there_is_nothing_to_track(monkeypatch: pytest.MonkeyPatch) -> None:
    def f(progress=TRACK) -> int:
        return 1

    monkeypatch.setitem(sys.modules, "tqdm.std", None)
    assert call(f).of("result")[0]["value"] == 1
    assert gr.Progress(track_tqdm=True).track_tqdm is True
