"""Gradio's own clients, as they are: Python of both generations, and JavaScript."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from PIL import Image
from support.live import LiveNotebook, LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.clients]

FUNCTIONS = '''%%mcp_tool
import threading, time
from collections.abc import Iterator
from pathlib import Path
import PIL.Image
import jupyter_gradio_mcp as gr

stopped = threading.Event()

def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word.

    Args:
        word: The word to search through.
        letter: The letter to count.
    """
    return word.lower().count(letter.lower())

def rotate(image: PIL.Image.Image, angle: int = 90) -> PIL.Image.Image:
    """Rotate an image."""
    return image.rotate(angle, expand=True)

def save(text: str) -> Path:
    path = Path("a note.txt")
    path.write_text(text)
    return path

def sizes(files: list[Path]) -> list[int]:
    return [file.stat().st_size for file in files]

def both(a: int) -> tuple[int, str]:
    return a, str(a)

def counts(n: int) -> Iterator[str]:
    text = ""
    for i in range(n):
        text += f"{i} "
        yield text
        time.sleep(0.1)

def steps(n: int, progress=gr.Progress()) -> str:
    for i in progress.tqdm(range(n), desc="Going"):
        time.sleep(0.2)
    return "done"

def trains(progress=gr.Progress()):
    for epoch in progress.tqdm(range(2), desc="Epochs"):
        for batch in progress.tqdm(range(2), desc="Batches"):
            time.sleep(0.2)
    gr.Warning("hot")
    time.sleep(0.2)
    raise gr.Error("Out of luck.")

def fails():
    raise ValueError("no luck")

def endless() -> None:
    try:
        while True:
            time.sleep(0.01)
    finally:
        stopped.set()
'''

PYTHON = """
import json, sys, time
from gradio_client import Client, handle_file
url, credential, png = sys.argv[1:]
options = {"headers": {"Authorization": "Bearer " + credential}} if credential else {}
client = Client(url, verbose=False, **options)
found = {"api": client.view_api(print_info=False, return_format="dict")}
found["named"] = client.predict(word="banana", letter="a", api_name="/letter_counter")
found["by position"] = client.predict("strawberry", "r", api_name="/letter_counter")
found["defaults"] = client.predict(api_name="/letter_counter")
found["several"] = client.predict(3, api_name="/both")
found["image"] = client.predict(handle_file(png), api_name="/rotate")
saved = client.predict("hi", api_name="/save")
found["file"] = [saved.rpartition("/")[2], open(saved).read()]
found["files"] = client.predict([handle_file(png), handle_file(png)], api_name="/sizes")
job = client.submit(3, api_name="/counts")
found["streamed"] = list(job)
found["last"] = job.result()
job, seen = client.submit(3, api_name="/steps"), []
while not job.done():
    status = job.status()
    if status.progress_data:
        seen.append([[u.index, u.length, u.desc] for u in status.progress_data][0])
    time.sleep(0.02)
found["progress"] = [list(step) for step in sorted(set(map(tuple, seen)))]
found["stepped"] = job.result()
job, bars, logs = client.submit(api_name="/trains"), [], []
while not job.done():
    status = job.status()
    bars.append([[u.desc, u.index, u.length, u.unit] for u in status.progress_data or ()])
    logs.append(getattr(status, "log", None))
    time.sleep(0.02)
found["nested"] = [["Epochs", 1, 2, "steps"], ["Batches", 1, 2, "steps"]] in bars
found["notices"] = [list(log) for log in sorted(set(filter(None, logs)))]
try:
    job.result()
except Exception as error:
    found["error of trains"] = str(error)
for name, arguments in (("fails", ()), ("letter_counter", ([1],)), ("sizes", (["/etc/passwd"],))):
    try:
        client.predict(*arguments, api_name="/" + name)
    except Exception as error:
        found["error of " + name] = str(error)
job = client.submit(api_name="/endless")
while job.status().code.name not in ("PROCESSING", "IN_QUEUE"):
    time.sleep(0.02)
time.sleep(0.2)
job.cancel()
found["after"] = client.predict("abc", "a", api_name="/letter_counter")
print(json.dumps(found))
"""

JAVASCRIPT = """
import { Client, handle_file } from "@gradio/client";
import { readFileSync } from "node:fs";
const [url, credential, png] = process.argv.slice(2);
const client = await Client.connect(url, {
  token: credential || undefined,
  events: ["data", "status", "log"],
});
const found = {};
found.api = Object.keys((await client.view_api()).named_endpoints);
found.named = (await client.predict("/letter_counter", { word: "banana", letter: "a" })).data;
found.several = (await client.predict("/both", [3])).data;
const blob = new Blob([readFileSync(png)], { type: "image/png" });
const image = (await client.predict("/rotate", { image: blob })).data[0];
// No header: the address has a signature.
const answer = await fetch(image.url);
found.image = [answer.status, answer.headers.get("content-type"), (await answer.arrayBuffer()).byteLength > 50];
found.streamed = [];
found.stages = [];
for await (const event of client.submit("/counts", [3])) {
  if (event.type === "data") found.streamed.push(event.data[0]);
  if (event.type === "status") found.stages.push(event.stage);
}
found.progress = [];
for await (const event of client.submit("/steps", [2])) {
  if (event.type === "status" && event.progress_data) found.progress.push([event.progress_data[0].index, event.progress_data[0].length]);
}
try {
  await client.predict("/fails", []);
} catch (error) {
  found.error = error.message ?? String(error);
}
const job = client.submit("/endless", []);
for await (const event of job) {
  if (event.type === "status" && event.stage === "pending" && event.position === undefined) break;
  if (event.type === "status" && event.stage === "error") break;
  if (event.type === "status") { await new Promise((r) => setTimeout(r, 300)); await job.cancel(); break; }
}
found.after = (await client.predict("/letter_counter", ["abc", "a"])).data;
console.log(JSON.stringify(found));
process.exit(0);
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, LiveNotebook, Path]]:
    folder = tmp_path_factory.mktemp("gradio")
    server = LiveServer(folder, base_url="/user/someone/")
    notebook = server.notebook("a folder/a note #1.ipynb").load()
    ran = notebook.run(FUNCTIONS)
    assert "letter_counter" in ran.stdout, ran.text
    Image.new("RGB", (30, 20), "red").save(folder / "red.png")
    yield server, notebook, folder / "red.png"
    notebook.close()
    server.close()


def offline(folder: Path) -> dict[str, str]:
    """An environment in which the client asks nobody else."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_OFFLINE": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
    }


def addresses(server: LiveServer, notebook: LiveNotebook, way: str) -> tuple[str, str]:
    """Where a client connects to, and the credential that it is given."""
    key = server.http.post("gradio_api/keys", json={"name": way}).json()["key"]
    return {
        "notebook, token": (server.url + notebook.address, server.token),
        "union, key": (server.url, key),
        "key URL": (f"{server.url}gradio_key/{key}/{notebook.address}", ""),
    }[way]


WAYS = pytest.mark.parametrize("way", ["notebook, token", "union, key", "key URL"])


@WAYS
@pytest.mark.parametrize("generation", ["gradio-client", "gradio-client-1"])
def test_the_python_client(served: Any, tmp_path: Path, generation: str, way: str) -> None:
    server, notebook, png = served
    notebook.run("stopped.clear()")
    url, credential = addresses(server, notebook, way)
    python = environments.python_of(generation)
    ran = subprocess.run(
        [str(python), "-W", "error::DeprecationWarning:__main__", "-c", PYTHON, url, credential, str(png)],
        env=offline(tmp_path),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    api = found.pop("api")["named_endpoints"]["/letter_counter"]
    assert [p["parameter_name"] for p in api["parameters"]] == ["word", "letter"]
    assert [p["parameter_default"] for p in api["parameters"]] == ["strawberry", "r"]
    with Image.open(found.pop("image")) as image:
        assert (image.size, image.format, image.getpixel((1, 1))) == ((20, 30), "PNG", (255, 0, 0))
    size = png.stat().st_size
    refused = found.pop("error of sizes")
    assert "/etc/passwd" in refused or "parameter(s) failed validation" in refused or "422" in refused, refused
    assert "'word'" in found.pop("error of letter_counter")
    # The last step and the end come so close that a client that polls may miss the one.
    assert [2, 3, "Going"] in found.pop("progress")
    assert found == {
        "named": 3,
        "by position": 3,
        "defaults": 3,
        "several": [3, "3"],
        "file": ["a note.txt", "hi"],
        "files": [size, size],
        "streamed": ["0 ", "0 1 ", "0 1 2 "],
        "last": "0 1 2 ",
        "stepped": "done",
        "error of fails": "ValueError: no luck",
        "error of trains": "Out of luck.",
        "nested": True,
        "notices": [["hot", "warning"]],
        "after": 1,
    }
    assert notebook.run("stopped.wait(10)").result == "True", "the function was stopped by the cancel"


@WAYS
def test_the_javascript_client(served: Any, tmp_path: Path, way: str) -> None:
    server, notebook, png = served
    url, credential = addresses(server, notebook, way)
    folder = environments.node_of("gradio-client-js")
    script = folder / f"test-{way.partition(' ')[0].strip(',')}.mjs"
    script.write_text(JAVASCRIPT)
    ran = subprocess.run(
        [*environments.node(), str(script), url, credential, str(png)],
        env=offline(tmp_path),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert {"/letter_counter", "/rotate"} <= set(found.pop("api"))
    assert found.pop("stages")[-1] == "complete"
    assert found.pop("progress")[-1] == [2, 2]
    # The client tells the last value of a generator twice: as generated, and as the result.
    assert list(dict.fromkeys(found.pop("streamed"))) == ["0 ", "0 1 ", "0 1 2 "]
    assert found == {
        "named": [3],
        "several": [3, "3"],
        "image": [200, "image/png", True],
        "error": "ValueError: no luck",
        "after": [1],
    }
