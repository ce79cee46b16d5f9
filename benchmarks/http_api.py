"""`make bench-http`: what the HTTP API costs: files of 1 GiB, Gradio's client, a thousand functions.

As `run.py`, everything in one run, the subjects in turn. Memory is the server's largest resident
size during a transfer, less what it was before.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from run import Bench, Connection, environments, live, peer_servers
from support.live import LiveServer

CHUNK = 1 << 20

CLIENT = """
import json, sys, time
from gradio_client import Client
times = {}
clients = {}
for place in json.loads(sys.argv[1]):
    clients[place["name"]] = Client(place["url"], headers=place["headers"], verbose=False), place["api"]
for client, api in clients.values():
    client.predict("strawberry", "r", api_name=api)
for _ in range(int(sys.argv[2])):
    for name, (client, api) in clients.items():
        started = time.perf_counter()
        client.predict("strawberry", "r", api_name=api)
        times.setdefault(name, []).append((time.perf_counter() - started) * 1e3)
print(json.dumps(times))
"""

TOOLS = '''%%mcp_tool --no-queue
def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())
'''


class Resident:
    """The largest resident size of a process in a `with` block, above what it was before, in MB."""

    def __init__(self, pid: int) -> None:
        self._file = Path(f"/proc/{pid}/statm")
        self.mb = 0.0

    def __enter__(self) -> Resident:
        self._before = self._now()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.mb = max(self.mb, (self._now() - self._before) / 1e6)

    def _now(self) -> int:
        return int(self._file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def form(size: int) -> tuple[Iterator[bytes], dict[str, str]]:
    """A multipart form with one file of `size` bytes, and its headers."""
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="big.bin"\r\n\r\n'
    tail = b"\r\n--b--\r\n"

    def parts() -> Iterator[bytes]:
        yield head
        block = os.urandom(CHUNK)
        for _ in range(size // CHUNK):
            yield block
        yield tail

    length = len(head) + size // CHUNK * CHUNK + len(tail)
    return parts(), {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(length)}


def upload(port: int, path: str, size: int, headers: dict[str, str]) -> tuple[float, str]:
    """Send a file; MB a second, and what the server calls it."""
    body, own = form(size)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    started = time.perf_counter()
    connection.request("POST", path, body, {**own, **headers})
    answer = connection.getresponse()
    data = answer.read()
    assert answer.status == 200, data
    return size / 1e6 / (time.perf_counter() - started), json.loads(data)[0]


def download(port: int, path: str, size: int, headers: dict[str, str]) -> float:
    """Get a file; MB a second."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    got = 0
    while chunk := answer.read(CHUNK):
        got += len(chunk)
    assert got >= size, got
    return size / 1e6 / (time.perf_counter() - started)


def files(bench: Bench, server: LiveServer, gradio: int | None, size: int, rounds: int) -> None:
    """Files there and back."""
    places: dict[str, tuple[int, str, str, dict[str, str], int]] = {
        "bare tornado": (server.port, "/bare-upload", "/bare-download?path=", {}, server.process.pid),
        "ours": (server.port, "/gradio_api/upload", "/gradio_api/file=", server.authorization, server.process.pid),
    }
    if gradio is not None:
        pid = int(
            subprocess.run(
                ["pgrep", "-f", f"gradio_server.py {gradio}"], capture_output=True, text=True, check=True
            ).stdout.split()[0]
        )
        places["Gradio"] = (gradio, "/gradio_api/upload", "/gradio_api/file=", {}, pid)
    rates: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, (port, up, down, headers, pid) in places.items():
            with Resident(pid) as resident:
                rate, path = upload(port, up, size, headers)
            rates.setdefault(f"upload, {name}", []).append(rate)
            memory.setdefault(f"upload, {name}: memory", []).append(resident.mb)
            with Resident(pid) as resident:
                rates.setdefault(f"download, {name}", []).append(download(port, down + path, size, headers))
            memory.setdefault(f"download, {name}: memory", []).append(resident.mb)
            Path(path).unlink(missing_ok=True)
    for label, unit, rows in (("", "MB/s", rates), ("", "MB", memory)):
        for name, values in rows.items():
            bench.add(f"{size >> 20} MiB {name}{label}", values, unit)


def client(bench: Bench, server: LiveServer, gradio: int | None, calls: int) -> None:
    """`gradio_client.predict`, against a stub of the contract that has nothing behind it."""
    places = [
        {"name": "a stub of the contract", "url": f"{server.url}stub/", "headers": {}, "api": "/letter_counter"},
        {"name": "ours", "url": server.url, "headers": server.authorization, "api": "/letter_counter"},
    ]
    if gradio is not None:
        places.append({"name": "Gradio", "url": f"http://127.0.0.1:{gradio}/", "headers": {}, "api": "/queued"})
    ran = subprocess.run(
        [str(environments.python_of("gradio-client")), "-c", CLIENT, json.dumps(places), str(calls)],
        env={**os.environ, "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    for name, taken in json.loads(ran.stdout).items():
        bench.add(f"gradio_client.predict, {name}", taken)


def thousand(bench: Bench, server: LiveServer) -> None:
    """`config` and `info` together, and `openapi.json`, of a thousand functions."""
    source = "\n".join(f"def f{i}(a: int = {i}, b: str = '') -> int:\n    return a" for i in range(1000))
    many = server.notebook("many.ipynb").load()
    many.run("%%mcp_tool\n" + source)
    connection = Connection(server.port, server.authorization)

    def get(path: str) -> bytes:
        connection.http.request("GET", f"/{many.address}{path}", headers=connection.headers)
        answer = connection.http.getresponse()
        data = answer.read()
        assert answer.status == 200, data
        return data

    def both() -> None:
        get("config")
        get("gradio_api/info")

    assert len(json.loads(get("gradio_api/info"))["named_endpoints"]) == 1000
    subjects: dict[str, Any] = {
        "config and info of 1000 functions": both,
        "openapi.json of 1000 functions": lambda: get("gradio_api/openapi.json"),
    }
    bench.turns(subjects, 50, rounds=5)
    many.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    given = parser.parse_args()
    bench = Bench(0.1 if given.quick else 1.0)
    with tempfile.TemporaryDirectory() as folder, peer_servers() as peers, live(Path(folder)) as server:
        server.notebook("bench.ipynb").load().run(TOOLS)
        gradio = peers.get("Gradio")
        connection = Connection(server.port, server.authorization)
        run = json.dumps({"data": ["strawberry"]}).encode()
        key = json.loads(connection_post(connection, "/gradio_api/keys", b'{"name": "bench"}'))["key"]
        keyed = Connection(server.port, {"Authorization": f"Bearer {key}"})
        bench.turns(
            {
                "the echo": lambda: connection.post("/echo", run),
                "bare tornado echo": lambda: connection.post("/bare", run),
                "REST run": lambda: connection.post("/gradio_api/run/letter_counter", run),
                "REST run, with an access key": lambda: keyed.post("/gradio_api/run/letter_counter", run),
            },
            2000,
        )
        client(bench, server, gradio, 5 if given.quick else 30)
        thousand(bench, server)
        files(bench, server, gradio, (100 if given.quick else 1024) << 20, 2 if given.quick else 3)


def connection_post(connection: Connection, path: str, body: bytes) -> bytes:
    """POST where the answer is 201."""
    connection.http.request("POST", path, body, connection.headers)
    return connection.http.getresponse().read()


if __name__ == "__main__":
    sys.exit(main())
