"""`gr.ChatInterface`: what its function is given and may return, for panels and for programs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr

Said = list[dict[str, Any]]


def plain(message: str, history: Said) -> str:
    return f"{len(history)}: {message}"


def stream(message: str, history: Said) -> Iterator[str]:
    yield "…"
    yield plain(message, history)


async def later(message: str, history: Said) -> str:
    await asyncio.sleep(0)
    return plain(message, history)


async def stream_later(message: str, history: Said) -> AsyncIterator[str]:
    yield "…"
    yield plain(message, history)


@pytest.mark.anyio
@pytest.mark.parametrize("function", [plain, stream, later, stream_later])
async def test_functions_of_all_kinds_hold_a_conversation(function: Callable[..., Any]) -> None:
    app = Opened(gr.ChatInterface(function))
    name = function.__name__
    for expected in ("0: hi", "2: hi"):
        told = await asyncio.to_thread(app.told, name, message="hi", session="s")
        assert told.of("result")[0]["value"] == expected
        parts = [frame["value"] for frame in told.of("partial")]
        assert parts == (["…", expected] if app.infos[name]["streams"] else [])
    user = {"role": "user", "content": "hi"}
    assert await asyncio.to_thread(app.call, "say", message="hi", history=[]) == [[user], None]
    told = await asyncio.to_thread(app.told, "respond", viewer="owner", history=[user])
    parts = [frame["value"] for frame in told.of("partial")]
    assert parts[0] == [user]
    assert parts[-1] == told.of("result")[0]["value"] == [user, {"role": "assistant", "content": "0: hi"}]
    app.calls.close()


def test_a_conversation_is_offered_by_its_functions_name_and_as_chat() -> None:
    app = Opened(gr.ChatInterface(plain, title="Talk", description="Says it again."), mcp=True)
    assert app.names() == ["plain"]
    assert app.names("undocumented") == ["chat", "say", "respond", "retry", "undo", "clear"]
    assert app.panel["title"] == "Talk"
    assert Opened(gr.ChatInterface(plain, api_name="talk")).names() == ["talk"]
    assert [parameter["name"] for parameter in app.infos["plain"]["parameters"]] == ["message"]


def test_what_the_function_takes_besides_has_fields_and_is_given_by_name() -> None:
    def f(message: str, history: Said, request: gr.Request, loud: bool = False, times: int = 1) -> str:
        return (message.upper() if loud else message) * times

    app = Opened(gr.ChatInterface(f, additional_inputs=[gr.Checkbox(), gr.Slider(1, 5, step=1)]))
    assert [parameter["name"] for parameter in app.infos["f"]["parameters"]] == ["message", "loud", "times"]
    assert app.call("f", message="a", loud=True, times=3) == "AAA"
    accordion = app.panel["layout"]["children"][-1]
    assert (accordion["type"], len(accordion["children"])) == ("accordion", 2)


def test_answers_may_be_messages_and_lists_of_them() -> None:
    answers: list[Any] = [
        {"role": "assistant", "content": "a"},
        ["a", {"content": "b"}],
        None,
        {"role": "assistant", "content": {"path": "x"}},
    ]
    app = Opened(gr.ChatInterface(lambda message, history: answers[len(history)]))
    assert app.call("predict", message="", session="1") == "a"
    assert app.call("predict", message="x", session="2") == "a"
    shown = app.call("respond", history=[{"role": "user", "content": "u"}, {"role": "user", "content": "m"}])
    assert [said["content"] for said in shown] == ["u", "m", "a", "b"]
    history = [{"role": "user", "content": "u"}] * 3
    assert app.call("respond", history=history) == history


def test_pairs_of_texts_are_given_to_who_asks_for_them() -> None:
    app = Opened(gr.ChatInterface(lambda message, history: str(history), type="tuples"))
    assert app.call("predict", message="a", session="s") == "[]"
    assert app.call("predict", message="b", session="s") == "[['a', '[]']]"
    with pytest.raises(ValueError, match="'messages' or 'tuples', not 'pairs'"):
        gr.ChatInterface(plain, type="pairs")


def test_components_of_the_authors_own_are_used() -> None:
    chatbot, textbox = gr.Chatbot(label="Answers"), gr.Textbox(label="Question", placeholder="?")
    panel = Opened(gr.ChatInterface(plain, chatbot=chatbot, textbox=textbox)).panel
    labels = [c["props"]["label"] for c in panel["components"] if c["type"] in ("Chatbot", "Textbox")]
    assert labels == ["Answers", "Question"]
    with pytest.raises(TypeError, match=r"textbox= is a gr\.Textbox or a gr\.MultimodalTextbox, not Number"):
        gr.ChatInterface(plain, textbox=gr.Number())


def test_a_conversation_in_an_app() -> None:
    with gr.Blocks(title="All") as demo:
        gr.Markdown("# Hello")
        gr.ChatInterface(plain, title="Talk")
    app = Opened(demo)
    assert app.names() == ["plain"]
    assert [c["type"] for c in app.panel["components"]][:3] == ["Markdown", "Markdown", "Chatbot"]
