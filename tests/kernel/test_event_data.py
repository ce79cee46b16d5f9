"""What functions are told of the events that begin their calls."""

import copy
from typing import Any

import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import InvalidArguments, InvalidRequest
from jupyter_gradio_mcp.kernel import transfer
from jupyter_gradio_mcp.kernel.files import SETTINGS, Store
from jupyter_gradio_mcp.protocol import event_info, event_of


def board() -> gr.Blocks:
    with gr.Blocks() as demo:
        table = gr.Dataframe([["a", "b"]], label="Table")
        gallery = gr.Gallery(label="Gallery")
        count, said = gr.Number(0, label="Count"), gr.Textbox(label="Said")

        def select(event: gr.SelectData, count: float) -> tuple[float, str]:
            where = event.target.label if event.target is not None else None
            return count + 1, f"{where} {event.index} {event.value} {event.row_value} {event.selected}"

        def after(event: gr.EventData) -> str:
            return f"after {type(event.target).__name__}"

        gr.on([table.select, gallery.select], select, count, [count, said]).then(after, None, said)
    return demo


def test_the_event_is_no_parameter_of_the_endpoint() -> None:
    info = Opened(board()).infos["select"]
    assert [parameter["name"] for parameter in info["parameters"]] == ["count"]
    assert info["event"]


def test_a_function_that_asks_for_no_event_is_told_of_none() -> None:
    assert not Opened(gr.Interface(lambda x: x, "text", "text", api_name="f")).infos["f"]["event"]


def test_a_function_is_told_what_was_selected_and_of_which_component() -> None:
    app = Opened(board())
    data = {"index": [0, 1], "value": "b", "row_value": ["a", "b"]}
    [result] = app.told("select", count=1, event={"trigger": 0, "data": data}).of("result")
    assert result["value"] == [2, "Table [0, 1] b ['a', 'b'] True"]
    [result] = app.told(
        "select", count=1, event={"trigger": 1, "data": {"index": 3, "value": "x", "selected": False}}
    ).of("result")
    assert result["value"] == [2, "Gallery 3 x None False"]


def test_what_comes_after_it_is_told_of_the_same_event() -> None:
    [result] = Opened(board()).told("after", event={"trigger": 1, "data": None}).of("result")
    assert result["value"] == "after Gallery"


def test_a_program_calls_without_an_event() -> None:
    assert Opened(board()).call("select", count=1) == [2, "None None None None None"]


@pytest.mark.parametrize("place", [2, 99, None])
def test_an_event_of_nothing_known_has_no_target(place: int | None) -> None:
    [result] = Opened(board()).told("after", event={"trigger": place, "data": {}}).of("result")
    assert result["value"] == "after NoneType"


def test_the_only_thing_that_it_listens_to_needs_no_place() -> None:
    with gr.Blocks() as demo:
        button, said = gr.Button("Go"), gr.Textbox()

        def f(event: gr.EventData) -> str:
            return str(event.target.value)

        button.click(f, None, said)
    [result] = Opened(demo).told("f", event={"trigger": None, "data": {}}).of("result")
    assert result["value"] == "Go"


def test_a_default_stands_where_there_is_no_event() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox()

        def f(event: gr.SelectData | None = None) -> str:
            return "none" if event is None else str(event.index)

        box.select(f, None, box)
    app = Opened(demo)
    assert app.call("f") == "none"
    [result] = app.told("f", event={"trigger": 0, "data": {"index": [0, 2], "value": "ab"}}).of("result")
    assert result["value"] == "[0, 2]"


def test_a_function_without_an_app_may_ask_for_an_event_too() -> None:
    def f(x: int, event: gr.EventData) -> str:
        return f"{x} {event.target}"

    assert Opened(gr.Interface(f, "number", "text")).call("f", x=1) == "1 None"


FILE = {
    "path": "/tmp/a.txt",
    "url": None,
    "size": 3,
    "orig_name": "a.txt",
    "mime_type": "text/plain",
    "is_stream": False,
    "meta": {"_type": "gradio.FileData"},
}


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (gr.LikeData, {"index": 1, "value": ["Hi"], "liked": False}, {"index": 1, "value": ["Hi"], "liked": False}),
        (gr.LikeData, {"index": 1, "value": ["Hi"]}, {"liked": True}),
        (gr.KeyUpData, {"key": "a", "input_value": "xa"}, {"key": "a", "input_value": "xa"}),
        (gr.EditData, {"index": 0, "value": "b", "previous_value": "a"}, {"previous_value": "a", "value": "b"}),
        (gr.RetryData, {"index": 2, "value": "Why?"}, {"index": 2, "value": "Why?"}),
        (gr.UndoData, {"index": 2, "value": "Why?"}, {"index": 2, "value": "Why?"}),
        (gr.CopyData, {"value": "text"}, {"value": "text"}),
        (gr.EventData, {"anything": 1}, {"anything": 1}),
    ],
)
def test_each_kind_tells_what_it_is_about(kind: Any, data: dict[str, Any], expected: dict[str, Any]) -> None:
    made = kind("target", data)
    assert {name: getattr(made, name) for name in expected} == expected
    assert made.target == "target"
    assert made._data == data
    assert copy.copy(made)._data == data


def test_an_event_tells_of_nothing_else() -> None:
    with pytest.raises(AttributeError, match=r"gr.EventData: this event tells of no 'index'"):
        _ = gr.EventData(None, None).index
    assert gr.SelectData().index is None


@pytest.mark.parametrize("kind", [gr.DeletedFileData, gr.DownloadData])
def test_a_file_is_one_that_was_looked_at(kind: Any) -> None:
    file = kind(None, FILE).file
    assert (file.path, file.orig_name, file.size) == ("/tmp/a.txt", "a.txt", 3)
    assert kind(None, {"path": "/etc/passwd"}).file is None
    assert kind().file is None


def test_files_in_a_panels_events_are_ones_that_may_be_read() -> None:
    store = Store(SETTINGS)
    assert transfer.checked_event({"index": 1, "value": ["a", {"b": None}]}, store) == {
        "index": 1,
        "value": ["a", {"b": None}],
    }
    for forbidden in (FILE, {"path": "/etc/passwd"}, {"value": [{"image": {**FILE, "path": "/etc/passwd"}}]}):
        with pytest.raises(InvalidArguments):
            transfer.checked_event(forbidden, store)
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    with pytest.raises(InvalidArguments, match="nested too deeply"):
        transfer.checked_event(deep, store)


def test_what_callers_say_of_events() -> None:
    assert event_of(None) is None
    assert event_of({"data": {"index": 1}}) == {"trigger": None, "data": {"index": 1}}
    assert event_info(None, None) is None
    for wrong in ("x", -1, True, 1.5):
        with pytest.raises(InvalidRequest):
            event_info(wrong, None)
    with pytest.raises(InvalidRequest):
        event_of([1])


# -- which events there are --


def test_components_have_the_events_that_gradio_has() -> None:
    with gr.Blocks() as demo:
        chat = gr.Chatbot()
        said = gr.Textbox()
        for name in ("select", "like", "retry", "undo", "edit", "option_select", "clear", "copy"):
            getattr(chat, name)(str, None, said)
        for item, names in (
            (gr.Video(), ("play", "pause", "stop", "end", "start_recording", "stop_recording")),
            (gr.File(), ("select", "delete", "download")),
            (gr.Gallery(), ("select", "delete", "preview_open", "preview_close")),
            (gr.Dropdown([]), ("select", "key_up")),
            (gr.Dataframe(), ("select", "edit")),
        ):
            for name in names:
                getattr(item, name)(str, None, said)
    assert len(demo.listeners) == 8 + 6 + 3 + 4 + 2 + 2


def test_an_event_that_is_missing_is_told_with_what_comes_nearest() -> None:
    with gr.Blocks() as demo, pytest.raises(AttributeError, match=r"Stop button, and cancels="):
        gr.Number().stop(lambda: None)
    with demo, pytest.raises(AttributeError, match=r"no event 'stream' here. The nearest is: change"):
        gr.Image().stream(lambda x: x)


# -- messages --


def test_a_chatbot_shows_messages_that_are_objects() -> None:
    with gr.Blocks() as demo:
        chat = gr.Chatbot([gr.ChatMessage("Hi", "user"), gr.ChatMessage("assistant", "Hello")])  # type: ignore[arg-type]

        def think(history: list[dict[str, Any]]) -> list[Any]:
            options = [{"value": "Yes"}]
            return [*history, gr.ChatMessage(content="hm", metadata={"title": "Thinking"}, options=options)]

        gr.Button().click(think, chat, chat)
    app = Opened(demo)
    [shown] = [component for component in app.panel["components"] if component["type"] == "Chatbot"]
    assert shown["props"]["value"] == [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello"},
    ]
    assert app.call("think", history=shown["props"]["value"])[2:] == [
        {"role": "assistant", "content": "hm", "metadata": {"title": "Thinking"}, "options": [{"value": "Yes"}]}
    ]


def test_a_hint_gives_messages_as_objects() -> None:
    with gr.Blocks() as demo:
        chat, said = gr.Chatbot(), gr.Textbox()

        def last(history: list[gr.ChatMessage]) -> str:
            return f"{history[-1].role}: {history[-1].content}"

        chat.change(last, chat, said)
    assert Opened(demo).call("last", history=[{"role": "user", "content": "Hi"}]) == "user: Hi"


def test_a_conversations_function_returns_messages_that_are_objects_and_finds_them_in_the_history() -> None:
    def answer(message: str, history: list[dict[str, Any]]) -> Any:
        if history:
            return str(history[-1].get("metadata"))
        return [gr.ChatMessage("hm", metadata={"title": "Thinking"}), gr.ChatMessage("Hello")]

    app = Opened(gr.ChatInterface(answer))
    asked = [{"role": "user", "content": "Hi"}]
    [result] = app.told("respond", history=asked).of("result")
    assert result["value"] == [
        *asked,
        {"role": "assistant", "content": "hm", "metadata": {"title": "Thinking"}},
        {"role": "assistant", "content": "Hello"},
    ]
    assert app.call("answer", message="Hi") == "Hello"
    [result] = app.told("respond", history=[*result["value"][:2], {"role": "user", "content": "And?"}]).of("result")
    assert result["value"][-1]["content"] == "{'title': 'Thinking'}"
