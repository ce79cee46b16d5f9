"""What is offered while somebody types an argument."""

from enum import Enum
from typing import Annotated, Any, Literal, Optional

from pydantic import Field

from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.server.completion import MAX_VALUES, complete


class Color(Enum):
    RED = "red"
    GREEN = "green"


Many = Literal[tuple(f"v{number}" for number in range(MAX_VALUES + 50))]  # type: ignore[valid-type]


def prompt(
    style: Literal["friendly", "formal", "casual"],
    color: Color = Color.RED,
    maybe: Optional[Literal["a", "b"]] = None,
    flag: bool = False,
    many: Any = "",
    free: str = "",
    number: Literal[1, 2, 10] = 1,
    hinted: Annotated[str, Field(examples=["one", "two"])] = "",
) -> str:
    return ""


prompt.__annotations__["many"] = Many
INFO = endpoint(prompt, "prompt", Options(kind="prompt")).info(Store(Settings()))


def values(argument: str, typed: str = "") -> list[str]:
    found: list[str] = complete(INFO, argument, typed)["values"]
    return found


def test_choices_come_from_the_hints() -> None:
    assert values("style") == ["friendly", "formal", "casual"]
    assert values("color") == ["red", "green"]
    assert values("maybe") == ["a", "b"]
    assert values("flag") == ["true", "false"]
    assert values("number") == ["1", "2", "10"]
    assert values("hinted") == ["one", "two"]
    assert values("free") == values("nonsense") == []


def test_what_begins_with_the_text_comes_before_what_contains_it() -> None:
    assert values("style", "F") == ["friendly", "formal"]
    assert values("style", "r") == ["friendly", "formal"]
    assert values("style", "a") == ["formal", "casual"]
    assert values("color", "r") == ["red", "green"]
    assert values("number", "1") == ["1", "10"]


def test_an_answer_has_a_hundred_values_at_most_and_says_that_there_are_more() -> None:
    found = complete(INFO, "many", "")
    assert (len(found["values"]), found["total"], found["hasMore"]) == (100, 150, True)
    found = complete(INFO, "many", "v14")
    assert (len(found["values"]), found["total"], found["hasMore"]) == (11, 11, False)


def test_definitions_that_go_round_come_to_an_end() -> None:
    info: Any = {
        "parameters": [{"name": "a", "schema": {"$ref": "#/$defs/A"}}],
        "input_schema": {"$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}, {"const": "x"}]}}},
    }
    assert "x" in complete(info, "a", "")["values"]
