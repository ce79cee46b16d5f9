"""Two apps of one notebook with functions of the same names: each has them at its own address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from support.live import LiveNotebook, LiveServer
from support.programs import printed

pytestmark = pytest.mark.slow

APP = '''
def greet(name: str) -> str:
    """Greet."""
    return "{said} " + name

with gr.Blocks() as {app}:
    name, go = gr.Textbox(), gr.Button("Greet")
    go.click(greet, name, name)
    name.change(lambda value: "{said} lambda", name, name)

_, {app}_url, _ = {app}.launch()
'''

FORM = """
def {name}(text: str) -> str:
    return "{name} " + text

_, {name}_url, _ = gr.Interface({name}, "text", "text").launch()
"""

PROGRAM = """
import json, sys
from gradio_client import Client
url, calls = sys.argv[1], json.loads(sys.argv[2])
client = Client(url, verbose=False)
print(json.dumps([client.predict(given, api_name=name) for name, given in calls]))
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNotebook]:
    live = LiveServer(tmp_path_factory.mktemp("names"))
    opened = live.notebook("names.ipynb")
    cells = [
        *(APP.format(app=app, said=said) for app, said in (("first", "Hello"), ("second", "Hi"))),
        *(FORM.format(name=name) for name in ("one", "two")),
    ]
    for place, source in enumerate(cells):
        ran = opened.run(f"import jupyter_gradio_mcp as gr\n{source}", cell=f"cell{place}")
        assert ran.status == "ok", ran.text
    yield opened
    opened.close()
    live.close()


def url_of(notebook: LiveNotebook, app: str) -> str:
    return notebook.run(f"print({app}_url)").stdout.strip()


@pytest.mark.clients
@pytest.mark.parametrize("environment", ["gradio-client", "gradio-client-1"])
def test_gradios_client_finds_the_names_of_the_app_that_it_came_to(
    notebook: LiveNotebook, tmp_path: Path, environment: str
) -> None:
    environments.make(environment)

    def ask(app: str, *calls: tuple[str, str]) -> Any:
        program = [str(environments.python_of(environment)), "-c", PROGRAM, url_of(notebook, app), json.dumps(calls)]
        return printed(program, tmp_path)

    assert ask("first", ("/greet", "Ann"), ("/lambda", "x")) == ["Hello Ann", "Hello lambda"]
    # The notebook's names are greet_1 and lambda_1.
    assert ask("second", ("/greet", "Ann"), ("/lambda", "x"), ("/greet_1", "Bo"), ("/lambda_1", "x")) == [
        "Hi Ann",
        "Hi lambda",
        "Hi Bo",
        "Hi lambda",
    ]
    assert ask("one", ("/predict", "abc"), ("/one", "abc")) == ["one abc", "one abc"]
    assert ask("two", ("/predict", "abc"), ("/two", "abc"), ("/predict_1", "abc")) == ["two abc"] * 3


def test_rest_finds_them_too_and_the_notebooks_address_does_not(notebook: LiveNotebook) -> None:
    http = notebook.server.http

    def run(at: str, name: str) -> Any:
        answer = http.post(f"{at}gradio_api/run/{name}", json={"data": ["x"]})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"][0]

    second = url_of(notebook, "second")
    assert run(second, "greet") == run(second, "greet_1") == "Hi x"
    begun = http.post(f"{second}gradio_api/call/v2/greet", json={"name": "x"}).json()["event_id"]
    assert '"Hi x"' in http.get(f"{second}gradio_api/call/greet/{begun}").text
    assert run(notebook.address, "greet") == "Hello x"
    listed = http.get(f"{second}gradio_api/info").json()["named_endpoints"]
    assert {name: found.get("alias", "") for name, found in listed.items()} == {
        "/greet": "",
        "/lambda": "",
        "/greet_1": "greet",
        "/lambda_1": "lambda",
    }
    assert "/gradio_api/call/v2/greet" in http.get(f"{second}gradio_api/openapi.json").text
