"""`gr.ChatInterface`: having an answer made anew, taking back, examples, files, further inputs and outputs."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


def assistant(content: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": content}


def count(message: str, history: list[Any]) -> str:
    return f"{len(history)}: {message}"


def test_the_last_message_is_answered_anew() -> None:
    app = Opened(gr.ChatInterface(count))
    said = [user("a"), assistant("0: a"), user("b"), assistant("wrong"), assistant("twice")]
    assert app.call("retry", history=said) == [*said[:3], assistant("2: b")]
    assert app.call("retry", history=[user("a")]) == [user("a"), assistant("0: a")]
    assert app.call("retry", history=[]) == {"__type__": "update"}


def test_the_last_message_is_taken_back_to_be_written_anew() -> None:
    app = Opened(gr.ChatInterface(count))
    said = [user("a"), assistant("0: a"), user("b"), assistant("2: b")]
    assert app.call("undo", history=said) == [said[:2], "b"]
    assert app.call("undo", history=[]) == [[], {"__type__": "update"}]
    assert app.call("clear") == [[], None]


def test_nothing_is_not_said_and_not_answered() -> None:
    app = Opened(gr.ChatInterface(count))
    kept = {"__type__": "update"}
    assert app.call("say", message="", history=[user("a"), assistant("0: a")]) == [kept, kept]
    assert app.call("respond", history=[user("a"), assistant("0: a")]) == kept


def test_the_field_stops_what_answers() -> None:
    app = Opened(gr.ChatInterface(count, submit_btn="Go", stop_btn="Halt"))
    panel = app.panel
    [field] = [c for c in panel["components"] if c["type"] == "Textbox"]
    assert (field["props"]["submit_btn"], field["props"]["stop_btn"]) == ("Go", "Halt")
    [stop] = [action for action in panel["actions"] if not action["endpoint"]]
    assert stop["triggers"] == [(field["id"], "stop")]
    assert stop["cancels"] == ["say", "respond", "retry"]
    bare = Opened(gr.ChatInterface(count, textbox=gr.Textbox(submit_btn=False), stop_btn=False)).panel
    [field] = [c for c in bare["components"] if c["type"] == "Textbox"]
    assert not {"submit_btn", "stop_btn"} & field["props"].keys()


@pytest.mark.parametrize(
    ("examples", "rows", "texts"),
    [
        (["a", "b"], [("a",), ("b",)], ["a", "b"]),
        ([["a", 2], ["b", None]], [("a", 2), ("b",)], ["a", "b"]),
    ],
)
def test_an_empty_conversation_offers_the_examples(examples: Any, rows: list[Any], texts: list[str]) -> None:
    def f(message: str, history: list[Any], times: float = 1) -> str:
        return message * int(times)

    app = Opened(gr.ChatInterface(f, examples=examples, additional_inputs=[gr.Number(1)]))
    assert [tuple(row.values()) for row in app.action("say")["examples"]] == rows
    [chatbot] = [c for c in app.panel["components"] if c["type"] == "Chatbot"]
    assert chatbot["props"]["offers"] == [{"text": text, "run": True} for text in texts]


def test_examples_have_labels_of_their_own_and_wait_to_be_sent() -> None:
    app = gr.ChatInterface(count, examples=["a", "b"], example_labels=["First"], run_examples_on_click=False)
    assert app.chatbot.offers == [{"text": "First", "run": False}, {"text": "b", "run": False}]


def test_further_outputs_are_filled_and_told() -> None:
    def f(message: str, history: list[Any]) -> Any:
        yield "…"
        yield message, f"# {message}"

    with gr.Blocks() as demo:
        code = gr.Markdown()
        gr.ChatInterface(f, additional_outputs=[code])
    app = Opened(demo)
    assert app.call("f", message="a") == ["a", "# a"]
    told = app.told("respond", viewer="owner", history=[user("a")])
    kept = {"__type__": "update"}
    assert [frame["value"] for frame in told.of("partial")][:2] == [
        [[user("a")], kept],
        [[user("a"), assistant("…")], kept],
    ]
    assert told.of("result")[0]["value"] == [[user("a"), assistant("a")], "# a"]


def test_further_inputs_that_stand_elsewhere_stay_there() -> None:
    with gr.Blocks() as demo:
        with gr.Row():
            system = gr.Textbox("kind", label="System")
        gr.ChatInterface(lambda message, history, system, n: f"{system} {n}", additional_inputs=[system, "number"])
    app = Opened(demo)
    row, chat = app.panel["layout"]["children"]
    assert app.component(row["children"][0]["id"])["props"]["label"] == "System"
    accordion = chat["children"][-1]
    assert (accordion["label"], len(accordion["children"])) == ("Additional inputs", 1)
    assert app.call("predict", message="a", n=3) == "kind 3"


@pytest.mark.parametrize(
    ("said", "look"), [("More", ("More", True)), (gr.Accordion("Rest", open=False), ("Rest", False))]
)
def test_the_accordion_of_further_inputs(said: Any, look: tuple[str, bool]) -> None:
    app = gr.ChatInterface(lambda m, h, n: n, additional_inputs=[gr.Number()], additional_inputs_accordion=said)
    accordion = Opened(app).panel["layout"]["children"][-1]
    assert (accordion["label"], accordion["open"]) == look


def test_messages_are_files_and_components(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("hello")

    def f(message: str, history: list[Any]) -> Any:
        return [{"text": "Look", "files": [str(note)]}, gr.Label({"a": 1.0})]

    app = Opened(gr.ChatInterface(f))
    file, text, label = (said["content"] for said in app.call("respond", history=[user("a")])[1:])
    assert (file["file"]["orig_name"], text) == ("note.txt", "Look")
    assert (label["component"], label["value"]["label"]) == ("label", "a")
    # What was shown comes back with the next message, and may be shown again.
    history = [user("a"), assistant(file), assistant(label), user("b")]
    assert app.call("respond", history=history)[1]["content"]["file"]["path"] == file["file"]["path"]


@pytest.mark.parametrize("as_file", [lambda path: {"path": path}, lambda path: {"file": {"path": path}}])
def test_a_caller_names_no_file_of_this_machine_in_a_message(tmp_path: Path, as_file: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s")
    app = Opened(gr.ChatInterface(count))
    for content in (as_file(str(secret)), [as_file(str(secret))]):
        assert "names a file that cannot be read here" in app.error("respond", history=[user(content), user("b")])


def test_a_text_with_files_is_the_message_where_the_author_says_so() -> None:
    seen: list[Any] = []

    def f(message: dict[str, Any], history: list[Any]) -> str:
        seen.append((message, history))
        return f"{len(message['files'])} files"

    app = Opened(gr.ChatInterface(f, multimodal=True, examples=[{"text": "hi"}, {"text": "ho", "files": []}]))
    file = app.store.keep(_note(), "note.txt")
    message = {"text": "hi", "files": [file]}
    assert app.call("f", message=message) == "1 files"
    assert app.call("f", message="only text") == "0 files"
    assert seen[0][0] == {"text": "hi", "files": [file["path"]]}
    said, field = app.call("say", message=message, history=[])
    assert field is None
    assert [one["content"] if isinstance(one["content"], str) else one["content"]["file"]["path"] for one in said] == [
        file["path"],
        "hi",
    ]
    answered = app.call("respond", history=said)
    assert answered[-1] == assistant("1 files")
    assert seen[-1] == (seen[0][0], [])
    assert app.call("retry", history=answered) == answered
    left, again = app.call("undo", history=answered)
    assert (left, again["text"], again["files"][0]["path"]) == ([], "hi", file["path"])
    [offers] = [c["props"]["offers"] for c in app.panel["components"] if c["type"] == "Chatbot"]
    assert [offer["text"] for offer in offers] == ["hi", "ho"]


def _note() -> Path:
    note = Path("note-of-a-test.txt")
    note.write_text("hello")
    return note


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_gradio_takes_besides_is_taken_without_a_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gr.ChatInterface(gr.ChatInterface(count), autofocus=True, fill_height=True, theme=None, autoscroll=False)
