"""Programs that repeat a recording: run by each language, with what came before fed to what comes later."""

import ast
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environments
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer
from support.snippets import Snippets

pytestmark = [pytest.mark.slow, pytest.mark.clients, pytest.mark.timeout(180)]

FIRST = '''%%mcp_tool
import secrets
from typing import Any
import PIL.Image

calls = []

def token() -> str:
    """A word that is never the same."""
    return secrets.token_hex(8)

def details() -> dict[str, Any]:
    word = secrets.token_hex(8)
    return {"a key's \\"name\\"": [word, {"n": secrets.randbelow(10**6) + 10**6}], "small": 3}

def red() -> PIL.Image.Image:
    return PIL.Image.new("RGB", (30, 20), "red")

def rotate(image: PIL.Image.Image) -> PIL.Image.Image:
    calls.append(["rotate", image.size, image.getpixel((1, 1))])
    return image.rotate(90, expand=True)

def both() -> tuple[str, int]:
    return secrets.token_hex(8), 5

def fails() -> int:
    raise ValueError("no luck")

def takes(value: Any, small: int = 3, word: str = "ordinary") -> Any:
    calls.append(["takes", value, small, word])
    return value
'''

SECOND = """%%mcp_tool
calls = []

def keeps(word: str) -> str:
    calls.append(word)
    return word * 2
"""


@dataclass
class Recording:
    """Two notebooks, and the calls that somebody made in their panels."""

    server: LiveServer
    first: LiveNotebook
    second: LiveNotebook
    snippets: Snippets
    key: str
    steps: list[dict[str, Any]]

    def step(self, notebook: LiveNotebook, name: str, **arguments: Any) -> Any:
        """Call a function, and note that."""
        at = notebook.address
        functions = self.server.http.get(f"{at}gradio_api/panel/api").json()["functions"]
        fn = next(fn for fn in functions if fn["name"] == name)
        target = {"base": self.server.url + at, "variable": "JUPYTER_GRADIO_MCP_KEY"}
        step = {"fn": fn, "target": target, "args": arguments}
        self.steps.append(step)
        data = (
            self.server.http.post(f"{at}gradio_api/run/{name}", json={"data": list(arguments.values())})
            .json()
            .get("data")
        )
        if data is not None:
            step["result"] = data if len(fn["returns"]) > 1 else data[0]
        return step.get("result")

    def calls(self) -> tuple[Any, Any]:
        """What functions of both notebooks were called with since this was last asked."""
        source = "print(__import__('json').dumps(calls)); calls.clear()"
        return tuple(json.loads(notebook.run(source).stdout) for notebook in (self.first, self.second))  # type: ignore[return-value]

    def run(self, language: str, folder: Path) -> tuple[str, str]:
        """Run the program; it, and what it printed."""
        made = self.snippets.program(language, self.steps)
        program = folder / made["file"]
        if language == "javascript":
            program = environments.node_of("gradio-client-js") / made["file"]
        program.write_text(made["text"])
        command = {
            "python": [str(environments.python_of("gradio-client"))],
            "javascript": environments.node(),
            "bash": ["bash"],
        }[language]
        ran = subprocess.run(
            [*command, str(program)],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "HF_HUB_DISABLE_TELEMETRY": "1",
                "HF_HUB_OFFLINE": "1",
                "GRADIO_ANALYTICS_ENABLED": "False",
                "JUPYTER_GRADIO_MCP_KEY": self.key,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, f"{made['text']}\n{ran.stderr}"
        return made["text"], ran.stdout


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    folder = tmp_path_factory.mktemp("programs")
    server = LiveServer(folder)
    first, second = server.notebook("one.ipynb").load(), server.notebook("b/two & three.ipynb").load()
    for notebook, source in ((first, FIRST), (second, SECOND)):
        ran = notebook.run(source)
        assert ran.status == "ok", ran.text
    key = server.http.post("gradio_api/keys", json={"name": "programs"}).json()["key"]
    yield Recording(server, first, second, Snippets(folder), key, [])
    first.close()
    second.close()
    server.close()


@pytest.fixture
def recording(places: Recording) -> Recording:
    places.calls()
    places.steps.clear()
    return places


EACH = pytest.mark.parametrize("language", ["python", "javascript", "bash"])


@EACH
def test_what_one_call_gave_is_fed_to_the_next(recording: Recording, tmp_path: Path, language: str) -> None:
    here, there = recording.first, recording.second
    word = recording.step(here, "token")
    details = recording.step(here, "details")
    pair = recording.step(here, "both")
    recording.step(here, "fails")
    [inner] = [value for value in details.values() if isinstance(value, list)]
    recording.step(there, "keeps", word=word)
    recording.step(here, "takes", value={"x": [word, inner[1]["n"], pair[0], "by hand $x 'y'"]}, small=3)
    recording.step(here, "takes", value=details, small=5, word="ordinary")
    recording.calls()
    text, _ = recording.run(language, tmp_path)
    assert "fails failed, and is left out." in text
    (first, second) = recording.calls()
    assert word not in json.dumps([first, second]), "the words of the recording are those of that day"
    assert [call[2:] for call in first] == [[3, "ordinary"], [5, "ordinary"]]
    again, [new_inner] = first[0][1]["x"], [value for value in first[1][1].values() if isinstance(value, list)]
    assert again == [second[0], new_inner[1]["n"], again[2], "by hand $x 'y'"]
    assert first[1][1]["small"] == 3
    assert again[2] != pair[0]


@EACH
def test_files_go_from_call_to_call(recording: Recording, tmp_path: Path, language: str) -> None:
    here = recording.first
    picture = recording.step(here, "red")
    turned = recording.step(here, "rotate", image=picture)
    recording.step(here, "rotate", image=turned)
    recording.step(here, "rotate", image=turned["url"])
    # Another address of the same file is the same file.
    recording.step(here, "rotate", image={**picture, "url": None})
    recording.calls()
    text, _ = recording.run(language, tmp_path)
    assert "sig=" not in text
    sizes = [[30, 20], [20, 30], [20, 30], [30, 20]]
    assert recording.calls()[0] == [["rotate", size, [255, 0, 0]] for size in sizes]


@EACH
def test_a_file_of_the_person_is_beside_the_program(recording: Recording, tmp_path: Path, language: str) -> None:
    Image.new("RGB", (8, 4), "blue").save(tmp_path / "my photo.png")
    with (tmp_path / "my photo.png").open("rb") as opened:
        [path] = recording.server.http.post("gradio_api/upload", files={"files": opened}).json()
    file = {"path": path, "url": None, "orig_name": "my photo.png", "meta": {"_type": "gradio.FileData"}}
    recording.step(recording.first, "rotate", image=file)
    notes = recording.snippets.program(language, recording.steps)["notes"]
    assert "The file “my photo.png” is in the folder where this runs." in notes
    recording.calls()
    recording.run(language, tmp_path)
    assert recording.calls()[0] == [["rotate", [8, 4], [0, 0, 255]]]


@EACH
def test_a_result_that_nobody_uses_is_printed(recording: Recording, tmp_path: Path, language: str) -> None:
    nasty = {"a": ["it's", 'the "end"', "$x `y` \\", None, True, -2.5, 2**53]}
    recording.step(recording.first, "takes", value=nasty)
    _, out = recording.run(language, tmp_path)
    found = ast.literal_eval(out) if language == "python" else json.loads(out)
    assert (found["data"][0] if language == "bash" else found) == nasty


@EACH
def test_a_recording_of_nothing_is_a_program(recording: Recording, tmp_path: Path, language: str) -> None:
    assert recording.run(language, tmp_path)[1] == ""
