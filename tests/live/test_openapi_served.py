"""The OpenAPI document against the server that serves it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from support.live import LiveNotebook, LiveServer

pytestmark = pytest.mark.slow

FUNCTIONS = '''%%mcp_tool
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Optional

from pydantic import BaseModel, Field

class Point(BaseModel):
    x: float
    y: float = 0

class Box(BaseModel):
    corner: Point
    color: Literal["red", "blue"] = "red"
    inner: Optional["Box"] = None

def shout(text: str) -> str:
    """Say it louder.

    Args:
        text: What to say.

    Returns:
        The same, louder.
    """
    return text.upper()

def add(a: int, b: int = 10) -> int:
    """Add two numbers."""
    return a + b

def level(of: Annotated[int, Field(ge=0, le=10)], by: Annotated[float, Field(gt=0, lt=1)] = 0.5) -> float:
    return of * by

def pick(mode: Literal["fast", "slow"], size: Literal[1, 2] = 1) -> str:
    return mode * size

def maybe(text: Optional[str] = None, number: int = None) -> Optional[str]:
    return text

def count(numbers: list[float], names: dict[str, int] = {}) -> int:
    return len(numbers) + len(names)

def wrap(box: Box) -> Box:
    return Box(corner=Point(x=1), inner=box)

def size(file: Path, others: Optional[list[Path]] = None) -> int:
    return file.stat().st_size

def write(text: str) -> Path:
    file = Path("written.txt").resolve()
    file.write_text("x")
    return file

def both(a: int) -> tuple[int, str]:
    return a, str(a)

def steps(n: Annotated[int, Field(ge=1, le=3)]) -> Iterator[str]:
    for i in range(n):
        print("at", i)
        yield str(i)

def fails(why: str = "no luck") -> str:
    raise ValueError(why)

def slow(seconds: Annotated[float, Field(ge=0, le=0.2)] = 0.1) -> str:
    time.sleep(seconds)
    return "done"

def loose(a, b=0, **rest):
    return [a, b]

def nothing() -> None:
    pass
'''

SCHEMATHESIS = """
[auth.openapi]
bearer = {{ bearer = "{token}" }}

[checks]
# The API takes more than it says, where nothing is lost: 12 for a text, "[1, 2]" for a list, null for what has a
# default. And call/v2 begins a call whatever the arguments are; the call's own end tells what was wrong.
negative_data_rejection.enabled = false

[[operations]]
# What the function raised is a documented 500.
include-operation-id = "run_fails"
checks.not_a_server_error.enabled = false

[[operations]]
# Not every text names a file; and what the arguments of join_queue may be depends on the function.
include-operation-id = ["call_size", "run_size", "join_queue"]
checks.positive_data_acceptance.enabled = false

[[operations]]
# Schemathesis makes the `prefixItems` of an answer into `items` of old, and then refuses those. A test of ours
# looks at these answers.
include-operation-id = ["run_both", "read_both"]
checks.response_schema_conformance.enabled = false

[[operations]]
# These say no where the others bend.
include-operation-id = ["join_queue", "stream_queue"]
checks.negative_data_rejection.enabled = true
"""

CLIENT = """
import json, sys
from generated.api.functions import call_add, read_add, run_add, run_both, run_fails, run_wrap
from generated.client import AuthenticatedClient
from generated.models import CallAddBody, Error, RunAddBody, RunBothBody, RunFailsBody, RunWrapBody, WrapBox, WrapPoint

url, token = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token=token)
box = run_wrap.sync(client=client, body=RunWrapBody(data=[WrapBox(corner=WrapPoint(x=2))])).data[0]
begun = call_add.sync(client=client, body=CallAddBody(a=1))
failed = run_fails.sync(client=client, body=RunFailsBody(data=[]))
told = client.get_httpx_client().request(**read_add._get_kwargs(begun.event_id)).text
print(json.dumps({
    "add": run_add.sync(client=client, body=RunAddBody(data=[1, 2])).data,
    "both": run_both.sync(client=client, body=RunBothBody(data=[1])).data,
    "box": [box.inner.corner.x, box.inner.color],
    "told": told,
    "failed": [isinstance(failed, Error), failed.error, failed.code],
}))
"""


@pytest.fixture
def functions(notebook: LiveNotebook) -> LiveNotebook:
    ran = notebook.run(FUNCTIONS)
    assert ran.status == "ok", ran.error
    return notebook


@pytest.fixture(scope="module")
def prefixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("prefixed"), base_url="/user/me/")
    yield live
    live.close()


def served(server: LiveServer, at: str = "", **headers: str) -> dict[str, Any]:
    """The document at an address; it must be valid."""
    answer = server.http.get(f"{at}gradio_api/openapi.json", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("application/json")
    read: dict[str, Any] = answer.json()
    OpenAPIV31SpecValidator(read).validate()
    return read


def test_the_document_is_valid_at_the_union_and_at_the_notebook(server: LiveServer, functions: LiveNotebook) -> None:
    union, own = served(server), served(server, functions.address)
    assert union["servers"] == [{"url": server.url.rstrip("/")}]
    assert own["servers"] == [{"url": (server.url + functions.address).rstrip("/")}]
    assert own["info"]["title"] == functions.path
    assert set(union["paths"]) >= set(own["paths"]) > {"/gradio_api/run/both", "/gradio_api/call/v2/nothing"}


def test_a_base_url_and_a_key_are_part_of_the_servers_address(prefixed: LiveServer) -> None:
    notebook = prefixed.notebook("my work/all kinds.ipynb").load()
    notebook.run("%%mcp_tool\ndef f(a: int) -> int:\n    return a")
    key = prefixed.http.post("gradio_api/keys", json={"name": "x"}).json()["key"]
    host = f"http://127.0.0.1:{prefixed.port}/user/me"
    places = {
        "": host,
        notebook.address: f"{host}/gradio/my%20work/all%20kinds.ipynb",
        f"gradio_key/{key}/": f"{host}/gradio_key/{key}",
        f"gradio_key/{key}/{notebook.address}": f"{host}/gradio_key/{key}/gradio/my%20work/all%20kinds.ipynb",
    }
    for at, url in places.items():
        # What the key opens must not need anything else.
        headers = {"Authorization": ""} if key in at else {}
        assert served(prefixed, at, **headers)["servers"] == [{"url": url}]
        answer = prefixed.http.post(f"{url}/gradio_api/run/f", json={"data": [3]}, headers=headers)
        assert answer.json()["data"] == [3]


def test_answers_with_several_outputs_are_as_the_document_says(server: LiveServer, functions: LiveNotebook) -> None:
    made = served(server, functions.address)
    schema = made["paths"]["/gradio_api/run/both"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = server.http.post(f"{functions.address}gradio_api/run/both", json={"data": [1]}).json()
    assert answer["data"] == [1, "1"]
    Draft202012Validator({**schema, "components": made["components"]}).validate(answer)


@pytest.mark.parametrize("method", ["TRACE", "PUT"])
def test_a_method_that_is_not_served_is_refused_with_those_that_are(
    server: LiveServer, functions: LiveNotebook, method: str
) -> None:
    answer = server.http.request(method, f"{functions.address}gradio_api/run/add")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")


def test_schemathesis_finds_nothing(server: LiveServer, functions: LiveNotebook, tmp_path: Path) -> None:
    (tmp_path / "schemathesis.toml").write_text(SCHEMATHESIS.format(token=server.token))
    command = [
        *(str(Path(sys.executable).parent / "st"), "run", f"{server.url}{functions.address}gradio_api/openapi.json"),
        *("--header", f"Authorization: Bearer {server.token}"),
        *("--seed", "1", "--max-examples", "10", "--request-timeout", "20", "--warnings", "off", "--no-color"),
    ]
    # Its caches are made where it runs.
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=110, check=False)
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr


@pytest.mark.clients
def test_a_generated_client_calls_functions(server: LiveServer, functions: LiveNotebook, tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(served(server, functions.address)))
    (tmp_path / "config.yaml").write_text("post_hooks: []\n")
    python = str(environments.python_of("openapi-client"))
    generate = ["generate", "--path", "openapi.json", "--config", "config.yaml", "--meta", "none", "--fail-on-warning"]
    made = subprocess.run(
        [python, "-m", "openapi_python_client", *generate, "--output-path", "generated"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    ran = subprocess.run(
        [python, "-c", CLIENT, (server.url + functions.address).rstrip("/"), server.token],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "add": [3],
        "both": [1, "1"],
        "box": [2, "red"],
        "told": "event: complete\ndata: [11]\n\n",
        "failed": [True, "ValueError: no luck", "function_failed"],
    }
