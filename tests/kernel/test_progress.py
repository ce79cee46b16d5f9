"""What `gr.Progress` makes of what a function says: numbers, one line, and bars."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Optional

import pytest
from support.engine import Engine, call
from support.live import wait_for

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.kernel.bars import MAX_SHOWN, Bar, message, overall
from jupyter_gradio_mcp.kernel.call import CallInterrupted
from jupyter_gradio_mcp.kernel.pace import BURST, RATE


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ((0.3,), (0.3, 1.0, "30%")),
        ((0,), (0, 1.0, "0%")),
        ((1,), (1.0, 1.0, "100%")),
        ((0.3, "Going"), (0.3, 1.0, "Going")),
        ((0.3, None, 10), (0.3, 1.0, "30%")),
        ((3, None, 10), (3, 10, "3/10 steps")),
        ((3, None, None), (3, None, "3 steps")),
        (((3, 10),), (3, 10, "3/10 steps")),
        (((3, 10), None, None, "files"), (3, 10, "3/10 files")),
        (((3, None), "Going"), (3, None, "Going")),
        (((0, 0),), (0, None, "0 steps")),
        (([3, 10],), (3, 10, "3/10 steps")),
        (((12, 10),), (10, 10, "12/10 steps")),
        ((None, "Thinking"), (0, None, "Thinking")),
        ((None,), (0, None, None)),
        ((float("nan"),), (0, 1.0, "0%")),
        (((Decimal(1), Fraction(4, 2)),), (1, 2, "1/2 steps")),
        ((True,), (1.0, 1.0, "100%")),
    ],
)
def test_a_share_a_count_or_nothing_known(given: Any, wanted: Any) -> None:
    def f(progress=gr.Progress()) -> None:
        progress(*given)

    assert call(f).progress() == [wanted]


def test_what_is_told_is_json_whatever_kind_of_number_was_given() -> None:
    class Int64:
        """As numpy's: a number that is no int."""

        def __float__(self) -> float:
            return 3.0

    def f(progress=gr.Progress()) -> None:
        progress((Int64(), Int64()), desc=5)  # type: ignore[arg-type]

    told = call(f)
    [frame] = told.of("progress")
    assert [type(value) for value in frame["bars"][0].values()] == [int, int, str, type(None), str]


@pytest.mark.parametrize("hint", [gr.Progress, Optional[gr.Progress], Annotated[gr.Progress, "x"]])
def test_a_hint_is_enough(hint: Any) -> None:
    def f(n: int, progress) -> int:
        progress((n, n))
        return n

    f.__annotations__["progress"] = hint
    assert call(f, n=2).progress() == [(2, 2, "2/2 steps")]


def test_a_loop_is_told_from_its_begin_to_its_end() -> None:
    def f(progress=gr.Progress()) -> list[int]:
        return list(progress.tqdm([5, 6], desc="Going"))

    told = call(f)
    assert told.progress() == [(0, 2, "Going"), (1, 2, "Going"), (2, 2, "Going")]
    assert told.of("result")[0]["value"] == [5, 6]


def test_a_loop_without_length_counts() -> None:
    def f(progress=gr.Progress()) -> int:
        return sum(progress.tqdm((i for i in range(3)), unit="rows"))

    assert call(f).progress() == [(i, None, f"{i} rows") for i in range(4)]


def test_loops_within_loops_are_one_number_and_one_line() -> None:
    def f(progress=gr.Progress()) -> None:
        for _ in progress.tqdm(range(2), desc="Epochs"):
            for _ in progress.tqdm(range(2), desc="Batches"):
                progress(0.5, desc="forward")

    told = call(f)
    assert [done for done, _, _ in told.progress()] == sorted(done for done, _, _ in told.progress())
    assert {total for _, total, _ in told.progress()} == {2}
    lines = [line for _, _, line in told.progress()]
    assert "Epochs 1/2 · Batches 1/2 steps" in lines
    assert "Epochs 1/2 · Batches 0/2 · forward 50%" in lines
    assert told.progress()[lines.index("Epochs 1/2 · Batches 1/2 steps")][0] == 1.5
    assert told.progress()[-1] == (2, 2, "Epochs")
    [nested] = [frame for frame in told.of("progress") if frame["message"] == "Epochs 0/2 · Batches 1/2 steps"]
    assert nested["bars"] == [
        {"index": 0, "length": 2, "unit": "steps", "progress": None, "desc": "Epochs"},
        {"index": 1, "length": 2, "unit": "steps", "progress": None, "desc": "Batches"},
    ]


def test_a_loop_after_a_loop_begins_anew() -> None:
    def f(progress=gr.Progress()) -> None:
        for _ in progress.tqdm(range(2)):
            pass
        for _ in progress.tqdm(range(2)):
            pass

    assert [done for done, _, _ in call(f).progress()] == [0, 1, 2, 0, 1, 2]


def test_towards_one_total_the_number_never_falls() -> None:
    def f(progress=gr.Progress()) -> None:
        for done in (3, 2, 4, 0, 1):
            progress((done, 5))

    # Threads report out of order; whoever says 0 begins again.
    assert [done for done, _, _ in call(f).progress()] == [3, 3, 4, 0, 1]


def test_a_bar_can_be_moved_by_hand() -> None:
    def f(progress=gr.Progress()) -> None:
        assert list(progress.tqdm(None, "Bytes", 10, "B", _tqdm=f)) == []
        progress.update(4)
        progress.update(6)
        progress.close(f)
        progress.update(5)

    assert [done for done, _, _ in call(f).progress()] == [0, 4, 10]


def test_a_loop_that_is_left_is_no_longer_shown() -> None:
    def f(progress=gr.Progress()) -> None:
        for _ in progress.tqdm(range(5), desc="Left"):
            break
        try:
            for _ in progress.tqdm(range(5), desc="Broken"):
                raise KeyError
        except KeyError:
            pass
        progress(0.5, desc="Alone")

    assert call(f).progress()[-1] == (0.5, 1.0, "Alone")


def test_outside_a_call_nothing_is_told_and_all_is_gone_through() -> None:
    progress = gr.Progress()
    assert progress(0.5) == 0.5
    assert list(progress.tqdm([1, 2])) == [1, 2]
    assert list(progress.tqdm(None)) == []
    progress.update()
    progress.close()


def test_functions_of_every_kind_tell_it() -> None:
    def generator(progress=gr.Progress()) -> Iterator[int]:
        yield from progress.tqdm(range(2))

    async def asynchronous(progress=gr.Progress()) -> None:
        for _ in progress.tqdm(range(2)):
            await asyncio.sleep(0)

    async def both(progress=gr.Progress()):  # type: ignore[no-untyped-def]
        for i in progress.tqdm(range(2)):
            yield i

    for function in (generator, asynchronous, both):
        told = call(function)
        assert [done for done, _, _ in told.progress()] == [0, 1, 2], function
        assert told.frames[-1]["op"] == "result"


def test_an_error_in_the_middle_leaves_what_was_told() -> None:
    def f(progress=gr.Progress()) -> None:
        for i in progress.tqdm(range(3)):
            if i == 1:
                raise ValueError("no")

    told = call(f)
    assert [done for done, _, _ in told.progress()] == [0, 1]
    assert told.frames[-1]["error"]["message"] == "ValueError: no"


def test_threads_may_report_and_count_together() -> None:
    def f(progress=gr.Progress()) -> None:
        def one(number: int) -> None:
            for _ in progress.tqdm(range(4), desc=f"file {number}"):
                both.wait(10)

        both = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            work = []
            for number in progress.tqdm(range(2), desc="Files"):
                work = work or [pool.submit(one, i) for i in range(2)]
                work[number].result()

    told = call(f)
    numbers = [done for done, _, _ in told.progress()]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 2
    lines = [line or "" for _, _, line in told.progress()]
    assert any(line.startswith("Files 0/2 · file") and line.count("·") == 2 for line in lines), lines


def test_a_cancelled_call_stops_at_its_next_step_also_in_other_threads() -> None:
    stopped = threading.Event()

    def f(progress=gr.Progress()) -> None:
        def endless() -> None:
            try:
                for _ in progress.tqdm(iter(int, 1)):
                    time.sleep(0.001)
            except CallInterrupted:
                stopped.set()

        thread = threading.Thread(target=endless)
        thread.start()
        thread.join()

    engine = Engine(f)
    told = engine.begin()
    wait_for(lambda: told.of("progress"), "progress")
    engine.calls.cancel(1, told)
    assert stopped.wait(10)
    assert told.frames[-1]["error"]["code"] == "cancelled"


def test_a_million_steps_cost_little_and_are_told_a_few_times() -> None:
    def f(progress=gr.Progress()) -> float:
        began = time.perf_counter()
        for _ in progress.tqdm(range(1_000_000)):
            pass
        return time.perf_counter() - began

    told = call(f)
    seconds = told.of("result")[0]["value"]
    assert seconds < 2
    frames = told.of("progress")
    assert len(frames) <= BURST + 2 + RATE * (seconds + 1)
    assert frames[-1]["progress"] == 1_000_000


def test_the_last_change_before_a_silence_is_told() -> None:
    go = threading.Event()

    def f(progress=gr.Progress()) -> None:
        for i in range(BURST * 2):
            progress((i, BURST * 2), desc=f"step {i}")
        go.wait(10)

    engine = Engine(f)
    told = engine.begin()
    wait_for(lambda: told.progress() and told.progress()[-1][2] == f"step {BURST * 2 - 1}", "the last step")
    go.set()
    assert told.ended.wait(10)


def test_a_slow_loop_within_a_call_that_was_fast_is_told_step_by_step_again() -> None:
    steps = threading.Semaphore(0)

    def f(progress=gr.Progress()) -> None:
        for _ in progress.tqdm(range(BURST * 3), desc="fast"):
            pass
        for _ in progress.tqdm(range(3), desc="slow"):
            steps.acquire(timeout=10)

    engine = Engine(f)
    told = engine.begin()
    for i in range(3):
        wait_for(lambda i=i: (i, 3, "slow") in told.progress(), f"step {i}")
        steps.release()
    assert told.ended.wait(10)
    assert told.progress()[-1] == (3, 3, "slow")


def bar(index: float | None, length: float | None, desc: str, thread: int = 1, **more: Any) -> Bar:
    return Bar(index, length, "steps", desc, thread=thread, **more)


@pytest.mark.parametrize(
    ("bars", "number", "line"),
    [
        ([bar(2, 10, "Epochs"), bar(30, 100, "Batches")], (2.3, 10), "Epochs 2/10 · Batches 30/100 steps"),
        ([bar(2, None, "Rows"), bar(1, 2, "Cells")], (2.5, None), "Rows 2 · Cells 1/2 steps"),
        ([bar(2, 10, "a"), bar(5, None, "b")], (2, 10), "a 2/10 · b 5 steps"),
        ([bar(0, 4, "a"), bar(1, 2, "b", 2), bar(1, 2, "c", 3)], (1, 4), "a 0/4 · b 1/2 · c 1/2 steps"),
        ([bar(3, 4, "a"), bar(2, 2, "b", 2), bar(2, 2, "c", 3)], (3.99, 4), "a 3/4 · b 2/2 · c 2/2 steps"),
        ([bar(4, 4, "a"), bar(1, 2, "b")], (4, 4), "a 4/4 · b 1/2 steps"),
        ([bar(0, 4, "a"), bar(2, 2, "b")], (0.99, 4), "a 0/4 · b 2/2 steps"),
        ([bar(1, 4, "a"), bar(None, None, "b", share=0.5)], (1.5, 4), "a 1/4 · b 50%"),
        ([bar(1, 4, "a"), bar(None, None, "saving")], (1, 4), "a 1/4 · saving"),
    ],
)
def test_the_outer_bar_counts_and_the_inner_is_part_of_its_step(bars: list[Bar], number: Any, line: str) -> None:
    assert (overall(bars), message(bars)) == (number, line)


def test_of_very_many_bars_the_first_are_told_one_by_one() -> None:
    bars = [bar(1, 2, f"b{i}", thread=i) for i in range(50)]
    assert message(bars) == f"b0 1/2 · b1 1/2 · b2 1/2 · b3 1/2 · b4 1/2 steps · {50 - MAX_SHOWN} more"
