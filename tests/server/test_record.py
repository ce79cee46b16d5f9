"""What was called, by whom, and how it went."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_gradio_mcp.server import record
from jupyter_gradio_mcp.server.record import CallRecord, Entry


def entry(endpoint: str = "f", seconds: float = 1.0, *, notebook: str = "a.ipynb", **fields: Any) -> Entry:
    plain = {"at": 0.0, "caller": "me", "client": "", "via": "rest", "waited": 0.0, "outcome": "ok"}
    return Entry(**{**plain, **fields}, notebook=notebook, endpoint=endpoint, seconds=seconds)


def recorded(durations: list[float]) -> CallRecord:
    made = CallRecord()
    for seconds in durations:
        made.add(entry(seconds=seconds))
    return made


NOTHING = {"calls": 0, "success_rate": None, "p50": None, "p90": None, "p99": None}


def test_a_function_that_was_not_called_has_no_figures() -> None:
    made = recorded([1])
    assert made.figures("a.ipynb", "g") == NOTHING
    assert made.figures("b.ipynb", "f") == NOTHING
    assert made.usual_seconds("a.ipynb", "g") is None


@pytest.mark.parametrize(
    ("durations", "percentiles"),
    [
        ([7], (7, 7, 7)),
        ([2, 1], (1, 2, 2)),
        ([3, 1, 2], (2, 3, 3)),
        (list(range(10, 0, -1)), (5, 9, 10)),
        (list(range(1, 12)), (6, 10, 11)),
        (list(range(100, 0, -1)), (50, 90, 99)),
        (list(range(1, 102)), (51, 91, 100)),
        ([1] * 999 + [50], (1, 1, 1)),
        ([1] * 9 + [50], (1, 1, 50)),
    ],
)
def test_a_percentile_is_the_least_duration_that_so_many_calls_kept_to(
    durations: list[float], percentiles: tuple[float, ...]
) -> None:
    figures = recorded(durations).figures("a.ipynb", "f")
    assert (figures["p50"], figures["p90"], figures["p99"]) == percentiles
    assert figures["calls"] == len(durations)


def test_the_success_rate_is_of_all_calls() -> None:
    made = CallRecord()
    for outcome in ("ok", "function_failed", "ok", "cancelled"):
        made.add(entry(outcome=outcome))
    assert made.figures("a.ipynb", "f")["success_rate"] == 0.5


def test_figures_are_of_one_function_of_one_notebook() -> None:
    made = CallRecord()
    made.add(entry("f", 1))
    made.add(entry("g", 2))
    made.add(entry("f", 3, notebook="b.ipynb"))
    assert [made.figures(*at)["p50"] for at in (("a.ipynb", "f"), ("a.ipynb", "g"), ("b.ipynb", "f"))] == [1, 2, 3]


def test_only_the_latest_durations_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "MAX_DURATIONS", 3)
    figures = recorded([100, 100, 1, 2, 3]).figures("a.ipynb", "f")
    assert (figures["calls"], figures["p50"], figures["p99"]) == (5, 2, 3)


def test_the_functions_not_called_for_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "MAX_ENDPOINTS", 2)
    made = CallRecord()
    for endpoint in ("f", "g", "f", "h"):
        made.add(entry(endpoint))
    assert [made.figures("a.ipynb", endpoint)["calls"] for endpoint in "fgh"] == [2, 0, 1]


def test_the_usual_time_follows_a_function_that_got_slower() -> None:
    assert recorded([4]).usual_seconds("a.ipynb", "f") == 4
    assert recorded([1, 2, 6]).usual_seconds("a.ipynb", "f") == pytest.approx(3)
    usual = recorded([1] * 1000 + [10] * 60).usual_seconds("a.ipynb", "f")
    assert usual is not None
    assert 9 < usual < 10


def test_the_latest_calls_come_first_and_only_those_admitted() -> None:
    made = CallRecord()
    for number in range(5):
        made.add(entry("f" if number % 2 else "g", number))
    assert [found.seconds for found in made.latest(lambda _: True, 3)] == [4, 3, 2]
    assert [found.seconds for found in made.latest(lambda found: found.endpoint == "f", 9)] == [3, 1]
    assert made.latest(lambda _: True, 0) == []


def test_no_more_calls_are_kept_than_may_be() -> None:
    made = recorded(list(range(record.MAX_CALLS + 5)))
    latest = made.latest(lambda _: True, 10_000)
    assert len(latest) == record.MAX_CALLS
    assert (latest[0].seconds, latest[-1].seconds) == (record.MAX_CALLS + 4, 5)
    assert made.figures("a.ipynb", "f")["calls"] == record.MAX_CALLS + 5


def test_whoever_listens_hears_of_a_call_once_its_figures_are_there() -> None:
    heard: list[Any] = []
    made = CallRecord(heard=lambda call: heard.append((call.seconds, made.figures("a.ipynb", "f")["calls"])))
    made.add(entry(seconds=1))
    made.add(entry(seconds=2))
    assert heard == [(1, 1), (2, 2)]


def test_arguments_are_not_kept_unless_asked_for() -> None:
    assert CallRecord().arguments is False
    assert entry().arguments is None
