"""Components that a notebook's author named, as callers meet them: REST, MCP, and Gradio's own client."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from typing import Any

import environments
import pytest
from support.live import LiveNotebook, LiveServer
from support.mcp import ERAS, connect, text

pytestmark = pytest.mark.slow

FUNCTIONS = '''%%mcp_tool
from typing import Annotated
import datetime as dt, enum
import jupyter_gradio_mcp as gr

class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"

def order(
    count: Annotated[int, gr.Slider(1, 9)],
    size: Annotated[Size, gr.Radio([("Small", "s"), ("Large", "l")])] = Size.SMALL,
    extras=gr.CheckboxGroup(["milk", "sugar"], value=["milk"]),
    day: Annotated[dt.date, gr.DateTime(include_time=False)] = dt.date(2026, 1, 2),
) -> Annotated[str, gr.Markdown(label="Receipt")]:
    """Order coffee."""
    return f"**{count}** {size.name} {extras} {day.year}"

def classify(name: str) -> tuple[Annotated[dict, gr.Label(num_top_classes=2)], int]:
    """Tell what it is."""
    return ({"cat": 0.1, "dog": 0.7, "cow": 0.2} if name else {"cat": "high"}), len(name)
'''


@pytest.fixture(scope="module")
def cafe(server: LiveServer) -> Iterator[LiveNotebook]:
    """A notebook with functions whose components are named in each of the ways."""
    opened = server.notebook("cafe.ipynb").load()
    ran = opened.run(FUNCTIONS)
    assert "order(" in ran.stdout, ran.text
    ran = opened.run(
        '%%mcp_tool --inputs "[gr.Textbox(lines=3), gr.Number(0, precision=0)]" --outputs code\n'
        "def cut(text, width):\n    return text[:width]"
    )
    assert "cut(" in ran.stdout, ran.text
    yield opened
    opened.close()


def run(server: LiveServer, name: str, *values: Any) -> Any:
    return server.http.post(f"gradio_api/run/{name}", json={"data": list(values)})


def test_rest_holds_callers_to_the_components(server: LiveServer, cafe: LiveNotebook) -> None:
    assert server.call("order", count=3) == "**3** SMALL ['milk'] 2026"
    assert server.call("order", count=3, size="l", extras=[], day="2025-05-05") == "**3** LARGE [] 2025"
    for given, said in (
        ((10,), "'count': Input should be less than or equal to 9 (got 10)."),
        ((1, "Large"), "'size': Input should be 's' or 'l' (got \"Large\")."),
        ((1, "s", ["salt"]), "'extras[0]': Input should be 'milk' or 'sugar' (got \"salt\")."),
    ):
        refused = run(server, "order", *given)
        assert (refused.status_code, refused.json()["error"]) == (422, said)
    assert run(server, "order", 1).status_code == 200, "the next call works"


def test_a_result_is_gradios_json_of_the_component(server: LiveServer, cafe: LiveNotebook) -> None:
    confidences = [{"label": "dog", "confidence": 0.7}, {"label": "cow", "confidence": 0.2}]
    assert run(server, "classify", "rex").json()["data"] == [{"label": "dog", "confidences": confidences}, 3]
    failed = run(server, "classify", "")
    assert failed.status_code == 500
    assert "the confidence of 'cat' is no number: 'high'" in failed.json()["error"]


def test_options_of_the_magic_name_components(server: LiveServer, cafe: LiveNotebook) -> None:
    assert server.call("cut", text="abc") == ""
    assert server.call("cut", text="abc", width=1.9) == "ab"
    ran = cafe.run("%%mcp_tool --inputs text\ndef off(a, b):\n    pass")
    assert "off(): inputs= has 1 component, and there are 2 parameters: a, b." in ran.stderr
    ran = cafe.run('%%mcp_tool --inputs "[nowhere(]"\ndef off(a):\n    pass')
    assert "--inputs [nowhere(]: SyntaxError" in ran.stderr


def test_gradios_info_names_the_components(server: LiveServer, cafe: LiveNotebook) -> None:
    info = server.http.get("gradio_api/info").json()["named_endpoints"]
    parameters = {p["parameter_name"]: p for p in info["/order"]["parameters"]}
    assert {name: p["component"] for name, p in parameters.items()} == {
        "count": "Slider",
        "size": "Radio",
        "extras": "CheckboxGroup",
        "day": "DateTime",
    }
    assert parameters["count"]["type"] == {"type": "integer", "minimum": 1, "maximum": 9}
    assert parameters["size"]["type"]["enum"] == ["s", "l"]
    assert (parameters["extras"]["parameter_default"], parameters["day"]["parameter_default"]) == (
        ["milk"],
        "2026-01-02",
    )
    assert [r["component"] for r in info["/order"]["returns"]] == ["Markdown"]
    assert [(r["label"], r["component"]) for r in info["/classify"]["returns"]] == [
        ("value_0", "Label"),
        ("value_1", "Number"),
    ]
    assert [r["component"] for r in info["/cut"]["returns"]] == ["Code"]


@ERAS
def test_agents_see_bounds_and_choices_and_structured_results(server: LiveServer, cafe: LiveNotebook, era: str) -> None:
    async def scenario() -> None:
        async with connect(server, era, cafe.address) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            properties = tools["order"].input_schema["properties"]
            assert properties["count"] == {"type": "integer", "minimum": 1, "maximum": 9}
            assert properties["extras"]["items"] == {"type": "string", "enum": ["milk", "sugar"]}
            assert tools["order"].input_schema["required"] == ["count"]
            result = await client.call_tool("order", {"count": 2})
            assert (result.structured_content, result.is_error) == ({"result": "**2** SMALL ['milk'] 2026"}, False)
            result = await client.call_tool("classify", {"name": "rex"})
            assert not result.is_error
            assert result.structured_content["result"][0]["label"] == "dog"  # type: ignore[index]
            result = await client.call_tool("order", {"count": 10})
            assert (text(result), result.is_error) == (
                "'count': Input should be less than or equal to 9 (got 10).",
                True,
            )

    asyncio.run(scenario())


CLIENT = """
import json, sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False, headers={"Authorization": "Bearer " + sys.argv[2]})
found = {"order": client.predict(2, "l", api_name="/order"), "classify": client.predict("rex", api_name="/classify")}
api = client.view_api(print_info=False, return_format="dict")["named_endpoints"]
found["components"] = [p["component"] for p in api["/order"]["parameters"]]
print(json.dumps(found))
"""


@pytest.mark.clients
def test_gradios_client_calls_them(server: LiveServer, cafe: LiveNotebook) -> None:
    python = environments.python_of("gradio-client")
    ran = subprocess.run(
        [str(python), "-c", CLIENT, server.url, server.token], capture_output=True, text=True, timeout=90, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["order"] == "**2** LARGE ['milk'] 2026"
    assert found["classify"][0]["label"] == "dog"
    assert found["components"] == ["Slider", "Radio", "CheckboxGroup", "DateTime"]
