"""What a page is told of what happens around its calls."""

import asyncio

import pytest
from support.clock import Clock

from jupyter_gradio_mcp.server import bulletin as module
from jupyter_gradio_mcp.server.agents import Agents
from jupyter_gradio_mcp.server.bulletin import Bulletin
from jupyter_gradio_mcp.server.catalog import App
from jupyter_gradio_mcp.server.panel_news import Happenings, Standing
from jupyter_gradio_mcp.server.scope import Identity


def test_notebooks_are_told_at_first_and_when_they_changed() -> None:
    now = {"k1": Standing("live", 1, 0), "k2": Standing("gone", 4, 0)}
    page = Happenings(lambda: now)
    assert page.next() == [
        {"kernel": "k1", "state": "live", "revision": 1},
        {"kernel": "k2", "state": "gone", "revision": 4},
    ]
    assert page.next() == [], "what did not change is not told"
    now = {"k1": Standing("live", 2, 0)}
    assert page.next() == [{"kernel": "k1", "state": "live", "revision": 2}]
    now = {}
    assert page.next() == [{"kernel": "k1", "state": "gone", "revision": 3}], "out of reach is as good as gone"
    assert page.next() == []


def test_calls_that_are_over_are_counted_from_when_the_page_came() -> None:
    now = {"k1": Standing("live", 1, 7)}
    page = Happenings(lambda: now)
    page.next()
    now = {"k1": Standing("live", 1, 9), "k2": Standing("live", 1, 5)}
    assert page.next() == [{"kernel": "k2", "state": "live", "revision": 1}, {"kernel": "k1", "ended": 2}]
    now = {"k1": Standing("live", 2, 10), "k2": Standing("live", 1, 5)}
    assert page.next() == [{"kernel": "k1", "state": "live", "revision": 2}, {"kernel": "k1", "ended": 1}]
    assert page.next() == []


def test_programs_are_told_to_a_page_that_may_know_them() -> None:
    agents = Agents(Clock())
    agents.note(Identity("me", "c"), "before", None)
    owner, guest = Happenings(dict, agents), Happenings(dict)
    assert owner.next() == []
    agents.note(Identity("me", "c"), "x", None)
    assert [event["agent"]["client"] for event in owner.next()] == ["x"]
    assert (owner.next(), guest.next()) == ([], [])


def test_ends_of_calls_are_gathered_and_a_change_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GATHER_SECONDS", 0.05)
    told: list[tuple[int, dict[str, int]]] = []
    app, other = App("k", "a.ipynb"), App("l", "b.ipynb")

    async def scenario() -> None:
        bulletin = Bulletin(lambda: told.append((app.revision, dict(app.ended))))
        bulletin.changed(app, other)
        assert told == [(1, {})]
        for name in ("f", "g", "f"):
            bulletin.ended(app, name)
        assert app.ended == {}, "the call itself does not wait for whoever hears of it"
        while len(told) < 2:
            await asyncio.sleep(0)
        for _ in range(4):
            bulletin.ended(app, "g")
        for _ in range(20):
            await asyncio.sleep(0)
        while len(told) < 3:
            await asyncio.sleep(0.01)
        bulletin.ended(app, "f")
        bulletin.close()

    asyncio.run(asyncio.wait_for(scenario(), 20))
    assert told == [(1, {}), (1, {"f": 2, "g": 1}), (1, {"f": 2, "g": 5})]
    assert (other.revision, other.ended) == (1, {})
