"""Each snippet, run as it is pasted: what the API page writes, by the programs and libraries that it is written for."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environments
import httpx
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer
from support.snippets import Snippets
from support.windows_shells import Powershell, Thrown, run_cmd

pytestmark = [pytest.mark.slow, pytest.mark.clients, pytest.mark.timeout(180)]

FUNCTIONS = '''%%mcp_tool
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
import PIL.Image
import jupyter_gradio_mcp as gr

def echo(text: str, number: float = 1.5, flag: bool = False, rows: list[list[Any]] | None = None,
         data: dict[str, Any] | None = None, word: str = "strawberry") -> dict[str, Any]:
    """Give back what came."""
    return {"text": text, "number": number, "flag": flag, "rows": rows, "data": data, "word": word}

def said(text: str) -> str:
    return text

def nothing() -> int:
    return 7

def anything(value):
    return [value]

def rotate(image: PIL.Image.Image, angle: int = 90) -> PIL.Image.Image:
    return image.rotate(angle, expand=True)

def sizes(files: list[Path], scale: int = 1) -> list[int]:
    return [file.stat().st_size * scale for file in files]

def both(a: int) -> tuple[int, str]:
    return a, str(a)

def counts(n: int) -> Iterator[str]:
    text = ""
    for i in range(n):
        text += f"{i} "
        yield text
        time.sleep(0.1)

def waits(seconds: float) -> str:
    time.sleep(seconds)
    return "waited"

def reads(x_api_token: gr.Header) -> str:
    return x_api_token

def fails(text: str) -> int:
    raise ValueError(f"no luck with {text}")

def halfway() -> Iterator[int]:
    yield 1
    raise gr.Error("Out of luck.")

def calls_back(api_name: str, fn_index: int = 3) -> list:
    return [api_name, fn_index]
'''

RESOURCE = """%%mcp_resource "notes://{day}/{path*}{?lang}"
def note(day: str, path: str, lang: str = "en") -> str:
    return f"{day}|{path}|{lang}"
"""

PROMPT = """%%mcp_prompt
def review(code: str, strict: bool = False) -> str:
    return f"Review {code} {strict}"
"""

NASTY = {
    "text": "it's \"a\"\\ ${HOME} $(id) `id` %PATH% !! ^& |<>\n\t''' \u2018\u2019\u2028 é 😀\x00 --data @x {{y}}",
    "number": -2.5e-7,
    "flag": True,
    "rows": [[1, "a'b", None], [9007199254740992, 1e21, True], []],
    "data": {"": {"__proto__": [0.1, {}]}, "k'\"\\$`%": "v", "long": ["x" * 50, "y" * 50]},
}

LANGUAGES = ["python", "javascript", "curl", "requests", "httpx", "fetch", "powershell", "cmd", "mcp"]


@dataclass
class Ran:
    """What came of a snippet."""

    status: int
    out: str
    err: str


class Place:
    """A notebook whose functions the snippets call, and what runs them."""

    def __init__(self, server: LiveServer, notebook: LiveNotebook, folder: Path) -> None:
        self.server = server
        self.notebook = notebook
        self.snippets = Snippets(folder)
        self.key = server.http.post("gradio_api/keys", json={"name": "snippets"}).json()["key"]
        self.target = {"base": server.url + notebook.address, "variable": "JUPYTER_GRADIO_MCP_KEY"}
        self.folder = folder

    def fn(self, name: str) -> Any:
        """What the API page is told of a function."""
        api = self.server.http.get(f"{self.notebook.address}gradio_api/panel/api").json()
        return next(fn for fn in api["functions"] if fn["name"] == name)

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_OFFLINE": "1",
            "GRADIO_ANALYTICS_ENABLED": "False",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONWARNINGS": "error::DeprecationWarning:__main__",
            "JUPYTER_GRADIO_MCP_KEY": self.key,
            **more,
        }

    def run(self, language: str, text: str, folder: Path, **more: str) -> Ran:
        """Run a snippet in a folder."""
        environment = self.environment(**more)
        if language == "cmd":
            ran = run_cmd(text, environment, folder)
            return Ran(ran.returncode, ran.stdout, ran.stderr)
        if language == "powershell":
            try:
                return Ran(0, Powershell(environment, folder).run(text), "")
            except Thrown as thrown:
                return Ran(1, "", str(thrown))
        if language in ("curl", "bash"):
            (folder / "program.sh").write_text(text)
            command = ["bash", "program.sh"]
        elif language in ("javascript", "fetch"):
            # Modules are looked for from where the program is, which reads files from where it runs.
            module = environments.node_of("gradio-client-js") / f"{folder.name}.mjs"
            module.write_text(text)
            command = [*environments.node(), str(module)]
        else:
            python = str(environments.python_of("gradio-client")) if language == "python" else sys.executable
            (folder / "program.py").write_text(text)
            command = [more.get("PYTHON", python), "program.py"]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
        )
        if language in ("javascript", "fetch"):
            module.unlink()
        return Ran(done.returncode, done.stdout, done.stderr)

    def call(self, language: str, name: str, values: dict[str, Any], folder: Path, **more: str) -> Any:
        """What a snippet prints, as a value."""
        text = self.snippets.snippet(language, self.fn(name), values, self.target)["text"]
        ran = self.run(language, text, folder, **more)
        assert ran.status == 0, f"{text}\n{ran}"
        return value_of(language, ran.out)


def value_of(language: str, out: str) -> Any:
    """What was printed, as a value: a text stands for itself where a language prints it so."""
    if language in ("javascript", "fetch"):
        return json.loads(out)
    if language in ("curl", "powershell", "cmd"):
        data = json.loads(out)["data"]
        return data if len(data) > 1 else data[0]
    read = json.loads if language == "mcp" else ast.literal_eval
    try:
        return read(out)
    except (ValueError, SyntaxError):
        return out.removesuffix("\n")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("snippets")
    server = LiveServer(folder, base_url="/user/someone@x/")
    notebook = server.notebook("a folder/my [notes] & 100% (é).ipynb").load()
    for source in (FUNCTIONS, RESOURCE, PROMPT):
        ran = notebook.run(source)
        assert ran.status == "ok", ran.text
    yield Place(server, notebook, folder)
    notebook.close()
    server.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a program runs, with the files that it wants beside it."""
    Image.new("RGB", (30, 20), "red").save(tmp_path / "my photo.png")
    (tmp_path / "one.txt").write_text("1")
    (tmp_path / "two, three.txt").write_text("22")
    (tmp_path / "two_ three.txt").write_text("22")
    return tmp_path


def file(name: str) -> dict[str, Any]:
    """A file as a form has it that somebody put into it: only the server knows where it is."""
    return {"path": f"/tmp/x/{name}", "url": None, "orig_name": name, "meta": {"_type": "gradio.FileData"}}


EACH = pytest.mark.parametrize("language", LANGUAGES)


@EACH
def test_any_values_come_through(place: Place, folder: Path, language: str) -> None:
    assert place.call(language, "echo", NASTY, folder) == {**NASTY, "word": "strawberry"}


@EACH
def test_what_is_not_given_is_left_to_its_default(place: Place, folder: Path, language: str) -> None:
    found = place.call(language, "echo", {"data": {"a": 1}}, folder)
    [required, *_] = place.fn("echo")["parameters"]
    assert found.pop("text") == required["example"]
    assert found == {"number": 1.5, "flag": False, "rows": None, "data": {"a": 1}, "word": "strawberry"}


@EACH
def test_a_function_without_parameters(place: Place, folder: Path, language: str) -> None:
    assert place.call(language, "nothing", {}, folder) == 7


@EACH
def test_several_results(place: Place, folder: Path, language: str) -> None:
    found = place.call(language, "both", {"a": 3}, folder)
    assert found in ([3, "3"], (3, "3"))


@EACH
def test_parameters_that_are_called_like_those_of_a_client(place: Place, folder: Path, language: str) -> None:
    assert place.call(language, "calls_back", {"api_name": "a", "fn_index": 4}, folder) == ["a", 4]


def image_of(place: Place, language: str, found: Any) -> tuple[int, int]:
    """The size of a picture that a snippet printed."""
    if language == "mcp":
        # The first line says that it is one; the address follows.
        assert found.startswith("image\n"), found
        found = {"url": found.split()[-1]}
    if isinstance(found, str):
        opened = Image.open(found)
    else:
        answer = httpx.get(found["url"])
        path = place.folder / "result.png"
        path.write_bytes(answer.content)
        opened = Image.open(path)
    with opened as image:
        return image.size


@EACH
def test_a_file_beside_the_program_is_sent(place: Place, folder: Path, language: str) -> None:
    fn, values = place.fn("rotate"), {"image": file("my photo.png")}
    made = place.snippets.snippet(language, fn, values, place.target)
    assert "The file “my photo.png” is in the folder where this runs." in made["notes"]
    assert image_of(place, language, place.call(language, "rotate", values, folder)) == (20, 30)


@EACH
def test_the_example_of_a_file_is_one_beside_the_program(place: Place, folder: Path, language: str) -> None:
    made = place.snippets.snippet(language, place.fn("rotate"), {"angle": 0}, place.target)
    [name] = [note.split("“")[1].split("”")[0] for note in made["notes"] if note.startswith("The file")]
    (folder / "my photo.png").rename(folder / name)
    assert image_of(place, language, place.call(language, "rotate", {"angle": 0}, folder)) == (30, 20)


@EACH
def test_a_file_that_the_server_signed_is_one_beside_the_program(place: Place, folder: Path, language: str) -> None:
    with (folder / "my photo.png").open("rb") as opened:
        [path] = place.server.http.post("gradio_api/upload", files={"files": opened}).json()
    rotated = place.server.call("rotate", at=place.notebook.address, image=path)
    assert "sig=" in rotated["url"]
    (folder / rotated["orig_name"]).write_bytes(place.server.http.get(rotated["url"]).content)
    text = place.snippets.snippet(language, place.fn("rotate"), {"image": rotated}, place.target)["text"]
    assert "sig=" not in text
    assert image_of(place, language, place.call(language, "rotate", {"image": rotated}, folder)) == (30, 20)


@EACH
def test_several_files_are_sent(place: Place, folder: Path, language: str) -> None:
    values = {"files": [file("one.txt"), file("../two, three.txt"), file("one.txt")], "scale": 10}
    assert place.call(language, "sizes", values, folder) == [10, 20, 10]


@EACH
def test_a_stream_of_results(place: Place, folder: Path, language: str) -> None:
    text = place.snippets.snippet(language, place.fn("counts"), {"n": 3}, place.target)["text"]
    ran = place.run(language, text, folder)
    assert ran.status == 0, ran
    if language in ("curl", "powershell", "cmd"):
        assert value_of(language, ran.out) == "0 1 2 "
    elif language == "mcp":
        assert ran.out == "0 1 2 \n"
    else:
        lines = [json.loads(line) if line.startswith('"') else line for line in ran.out.splitlines()]
        assert lines == ["0 ", "0 1 ", "0 1 2 "]


@EACH
def test_a_header_that_a_function_reads(place: Place, folder: Path, language: str) -> None:
    assert place.call(language, "reads", {}, folder, X_API_TOKEN="a token") == "a token"


@EACH
@pytest.mark.parametrize(("name", "message"), [("fails", "no luck with words"), ("halfway", "Out of luck.")])
def test_a_failure_is_told_with_its_reason(place: Place, folder: Path, language: str, name: str, message: str) -> None:
    values = {"text": "words"} if name == "fails" else {}
    text = place.snippets.snippet(language, place.fn(name), values, place.target)["text"]
    ran = place.run(language, text, folder)
    assert ran.status != 0
    assert message in ran.err + ran.out
    if language == "mcp":
        assert ran.err.rstrip().splitlines() == [ran.err.rstrip()], "only the reason"


@EACH
def test_a_wrong_key_is_told(place: Place, folder: Path, language: str) -> None:
    text = place.snippets.snippet(language, place.fn("nothing"), {}, place.target)["text"]
    ran = place.run(language, text, folder, JUPYTER_GRADIO_MCP_KEY="wrong")
    assert ran.status != 0
    assert "7" not in ran.out


@pytest.mark.parametrize("language", ["httpx", "python", "mcp"])
def test_a_call_that_takes_longer_than_a_library_waits_by_itself(place: Place, folder: Path, language: str) -> None:
    assert place.call(language, "waits", {"seconds": 6}, folder) == "waited"


def test_long_arguments_are_no_words_of_bash(place: Place, folder: Path) -> None:
    text = "a'b" * 60_000
    assert place.call("curl", "said", {"text": text}, folder) == text


def test_gradios_client_of_the_generation_before(place: Place, folder: Path) -> None:
    python = str(environments.python_of("gradio-client-1"))
    found = place.call("python", "echo", NASTY, folder, PYTHON=python)
    assert found == {**NASTY, "word": "strawberry"}
    found = place.call("python", "rotate", {"image": file("my photo.png")}, folder, PYTHON=python)
    assert image_of(place, "python", found) == (20, 30)


def test_a_resource_is_read(place: Place, folder: Path) -> None:
    fn = place.fn("note")
    values = {"day": "Mon/day 1%", "path": "a b/c?d#é"}
    assert place.call("mcp", "note", values, folder) == "Mon/day 1%|a b/c?d#é|en"
    assert place.call("mcp", "note", {**values, "lang": "d&e=f"}, folder) == "Mon/day 1%|a b/c?d#é|d&e=f"
    assert fn["kind"] == "resource"


def test_a_prompt_is_got(place: Place, folder: Path) -> None:
    found = place.call("mcp", "review", {"code": "x = 'y'\n", "strict": True}, folder)
    assert found == "user: Review x = 'y'\n True"


@EACH
def test_a_server_that_asks_for_no_key(place: Place, tmp_path_factory: pytest.TempPathFactory, language: str) -> None:
    server = place.server
    open_target = {**place.target, "variable": None}
    text = place.snippets.snippet(language, place.fn("nothing"), {}, open_target)
    assert "JUPYTER_GRADIO_MCP_KEY" not in text["text"]
    assert text["notes"] in (
        [],
        ["Run it with Node, as a file that ends in .mjs."],
        ["In a batch file, write each % twice."],
    )
    # An address that holds the key stands for a server that asks for none.
    keyed = {"base": f"{server.url}gradio_key/{place.key}/{place.notebook.address}", "variable": None}
    text = place.snippets.snippet(language, place.fn("nothing"), {}, keyed)["text"]
    ran = place.run(language, text, tmp_path_factory.mktemp("open"))
    assert value_of(language, ran.out) == 7, ran
