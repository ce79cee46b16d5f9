"""One call as the server sees it: what waits for a slow consumer."""

import asyncio
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
