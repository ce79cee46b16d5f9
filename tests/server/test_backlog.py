"""One call as the server sees it: what waits for a slow consumer."""

import asyncio
import time
from typing import Any

from jupyter_gradio_mcp.server.calls import BACKLOG, BACKLOG_BYTES, Call


class Connection:
    def __init__(self) -> None:
        self.calls: dict[int, Call] = {}

    def send(self, head: dict[str, Any]) -> None: ...


def told(frames: list[tuple[dict[str, Any], int]]) -> list[dict[str, Any]]:
    """What a consumer hears that comes only when all is said."""

    async def scenario() -> list[dict[str, Any]]:
        call = Call(1, Connection(), {"name": "f"}, None)
        for head, size in frames:
            call.receive({**head, "id": 1}, size)
        found = []
        while (head := call.take()) is not None:
            found.append(head)
        assert call._bytes == 0
        return found

    return asyncio.run(scenario())


def partial(value: int) -> dict[str, Any]:
    return {"op": "partial", "value": value}


END: tuple[dict[str, Any], int] = ({"op": "result", "value": 1}, 10)


def test_what_fits_is_all_told() -> None:
    assert [head["op"] for head in told([(partial(i), 10) for i in range(BACKLOG - 1)] + [END])].count(
        "partial"
    ) == BACKLOG - 1


def test_of_too_many_partial_results_the_latest_are_told() -> None:
    values = [head["value"] for head in told([(partial(i), 10) for i in range(BACKLOG * 2)] + [END])[:-1]]
    assert values[-1] == BACKLOG * 2 - 1
    assert len(values) < BACKLOG


def test_of_too_large_ones_the_latest_are_told_and_the_end_always() -> None:
    large = BACKLOG_BYTES // 4
    found = told([(partial(i), large) for i in range(20)] + [({"op": "result", "value": 1}, BACKLOG_BYTES * 2)])
    assert [head["op"] for head in found] == ["result"], "one that is larger than all that may wait comes alone"
    found = told([(partial(i), large) for i in range(20)] + [END])
    assert [head["value"] for head in found[:-1]] == [17, 18, 19]


def times(*frames: dict[str, Any]) -> tuple[float, float]:
    """How long a call waited and ran, in hundredths of a second, of which two are between any two frames."""

    async def scenario() -> tuple[float, float]:
        found = []

        def ended(call: Call, head: dict[str, Any]) -> None:
            found.append((call.started - call.begun, time.monotonic() - call.started))

        call = Call(1, Connection(), {"name": "f"}, None, ended)  # type: ignore[typeddict-item]
        for head in frames:
            await asyncio.sleep(0.02)
            call.receive({"id": 1, **head})
        [(waited, ran)] = found
        return waited * 100, ran * 100

    return asyncio.run(scenario())


def test_a_call_that_did_not_wait_ran_from_the_beginning_whenever_it_is_said_to_have_started() -> None:
    waited, ran = times({"op": "started"}, {"op": "result", "value": 1})
    assert waited == 0
    assert ran >= 3


def test_how_long_a_call_waited_says_the_kernel() -> None:
    queued = {"op": "queued", "position": 0, "size": 1}
    waited, ran = times(queued, {"op": "started"}, {"op": "result", "value": 1, "waited": 0.01})
    assert round(waited, 3) == 1
    assert ran >= 4
    # It was stopped here, before or after it had a place.
    error = {"op": "error", "error": {"code": "cancelled", "message": ""}}
    waited, ran = times(queued, error)
    assert waited >= 3
    assert ran < 1
    waited, ran = times(queued, {"op": "started"}, error)
    assert waited >= 3
    assert ran >= 1
