"""Who came over MCP."""

import pytest
from support.clock import Clock

from jupyter_gradio_mcp.server import agents as module
from jupyter_gradio_mcp.server.agents import SILENCE_SECONDS, Agents
from jupyter_gradio_mcp.server.caller import client_name
from jupyter_gradio_mcp.server.catalog import App
from jupyter_gradio_mcp.server.scope import Identity

ME = Identity("the server's token", "token:1")
KEY = Identity("robot", "key:7", key="7")


def test_a_program_is_one_for_each_credential_name_and_address() -> None:
    clock, app = Clock(100.0), App("k", "a.ipynb")
    agents = Agents(clock)
    for identity, client, at in ((ME, "x 1", None), (KEY, "x 1", None), (KEY, "y 2", None), (KEY, "y 2", app)):
        clock.now += 1
        agents.note(identity, client, at)
    clock.now = 110.0
    agents.note(KEY, "x 1", None)
    assert [(a["key"], a["client"], a["notebook"], a["first"], a["last"], a["requests"]) for a in agents.all()] == [
        ("7", "x 1", None, 102.0, 110.0, 2),
        ("7", "y 2", "a.ipynb", 104.0, 104.0, 1),
        ("7", "y 2", None, 103.0, 103.0, 1),
        (None, "x 1", None, 101.0, 101.0, 1),
    ]
    app.path = "renamed.ipynb"
    assert [agent["notebook"] for agent in agents.all(app)] == ["renamed.ipynb"]


def test_it_is_told_of_one_that_comes_and_comes_back_after_a_silence() -> None:
    clock, told = Clock(), [0]

    def tell() -> None:
        told[0] += 1

    agents = Agents(clock, tell)
    before = agents.arrived
    agents.note(ME, "x", None)
    for _ in range(5):
        clock.now += SILENCE_SECONDS - 1
        agents.note(ME, "x", None)
    assert told == [1]
    [agent] = agents.since(before)
    assert (agent["client"], agent["requests"]) == ("x", 6), "it is told as it is now"
    before = agents.arrived
    assert agents.since(before) == []
    clock.now += SILENCE_SECONDS
    agents.note(ME, "x", None)
    agents.note(ME, "y", None)
    assert [agent["client"] for agent in agents.since(before)] == ["x", "y"]
    assert told == [3]


def test_no_more_are_remembered_than_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_AGENTS", 3)
    agents = Agents(Clock())
    for name in ("a", "b", "c", "a", "d"):
        agents.note(ME, name, None)
    assert [agent["client"] for agent in agents.all()] == ["d", "a", "c"], "who was silent for longest is forgotten"
    assert [agent["client"] for agent in agents.since(0)] == ["a", "c", "d"]


def test_one_credential_does_not_take_the_place_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_OF_ONE", 3)
    agents = Agents(Clock())
    agents.note(ME, "mine", None)
    for number in range(20):
        agents.note(KEY, f"x{number}", None)
    assert [agent["client"] for agent in agents.all()] == ["x19", "x18", "x17", "mine"]
    monkeypatch.setattr(module, "MAX_AGENTS", 4)
    agents.note(Identity("other", "key:8", key="8"), "new", None)
    assert [agent["client"] for agent in agents.all()] == ["new", "x19", "x18", "mine"], "who has most gives way"


def test_of_one_credential_only_some_arrivals_are_told_at_a_time() -> None:
    clock, told = Clock(), [0]

    def tell() -> None:
        told[0] += 1

    agents = Agents(clock, tell)
    for number in range(200):
        agents.note(KEY, f"x{number}", None)
    assert told == [module.MAX_TOLD_OF_ONE]
    agents.note(ME, "mine", None)
    assert told == [module.MAX_TOLD_OF_ONE + 1], "another is told of all the same"
    clock.now += SILENCE_SECONDS
    agents.note(KEY, "later", None)
    assert [agent["client"] for agent in agents.since(agents.arrived - 1)] == ["later"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (("claude", "1.5"), "claude 1.5"),
        (("Müller’s Agent 🙂", ""), "Müller’s Agent 🙂"),
        (("a\r\nX: y\x1b[31m\x00\x85", "2"), "a X: y [31m 2"),
        (("\u202eevil\u2066\u200f\u200b\ufeff",), "evil"),
        (("a\u2028b\u2029c",), "a b c"),
        (("\ud800x",), "x"),
        (("x" * 1_000_000, "y"), "x" * 200),
        ((None, {"a": 1}, 5, " "), ""),
    ],
)
def test_a_program_is_called_what_can_be_shown(said: tuple[object, ...], shown: str) -> None:
    assert client_name(*said) == shown
