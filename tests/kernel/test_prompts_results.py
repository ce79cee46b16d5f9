"""What prompts return, as messages."""

import types
from pathlib import Path
from typing import Any

import pytest
from mcp_types import ImageContent, PromptMessage, TextContent
from PIL import Image

from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.prompts import PromptResults


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(Settings())
    made.folder = tmp_path
    return made


def messages(value: Any, store: Store | None = None) -> list[tuple[str, Any]]:
    returned = PromptResults(None, "p").to_json(value, store)
    return [(message["role"], message["content"]) for message in returned.value["messages"]]


def text(said: str) -> dict[str, str]:
    return {"type": "text", "text": said}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Hi", [("user", text("Hi"))]),
        ("", [("user", text(""))]),
        ([], []),
        (["a", "b"], [("user", text("a")), ("user", text("b"))]),
        (("a",), [("user", text("a"))]),
        ({"role": "assistant", "content": "a"}, [("assistant", text("a"))]),
        ([{"role": "user", "content": ["a", text("b")]}], [("user", text("a")), ("user", text("b"))]),
        (PromptMessage(role="assistant", content=TextContent(type="text", text="a")), [("assistant", text("a"))]),
        (types.SimpleNamespace(role="user", content="a"), [("user", text("a"))]),
        ({"messages": ["a"]}, [("user", text("a"))]),
        ({"content": "a"}, [("user", {"content": "a"})]),
        (5, [("user", 5)]),
        (None, [("user", None)]),
        ("\ud800", [("user", text("?"))]),
        (
            ImageContent(type="image", data="AA==", mime_type="image/png"),
            [("user", {"type": "image", "data": "AA==", "mimeType": "image/png"})],
        ),
    ],
)
def test_messages_come_in_many_forms(value: Any, expected: list[tuple[str, Any]]) -> None:
    assert messages(value) == expected


def test_a_description_can_come_with_the_messages() -> None:
    made = PromptResults(None, "p").to_json({"description": "D", "messages": ["a"]}).value
    assert made["description"] == "D"


def test_images_bytes_and_paths_are_files(store: Store, tmp_path: Path) -> None:
    image = Image.new("RGB", (2, 2))
    (_, first), (_, second) = messages(["Look:", image], store)
    assert (first, second["mime_type"]) == (text("Look:"), "image/png")
    (said,) = messages({"role": "user", "content": b"abc"}, store)
    assert Path(said[1]["path"]).read_bytes() == b"abc"


@pytest.mark.parametrize("role", ["system", "User", 5])
def test_a_role_that_there_is_not_is_an_error(role: Any) -> None:
    with pytest.raises(FunctionFailed, match=r"'p' gave a message whose role is .* it is 'user' or 'assistant'"):
        messages([{"role": role, "content": "x"}])
