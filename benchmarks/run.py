"""`make bench`: what a call costs, against echoes of the same server and against other people's software.

Everything is measured in one run by one client, over kept-alive connections, in rounds that take
the subjects in turn, so that a change of the machine's speed meets all alike. Reported are medians,
the span from the 5th to the 95th percentile, and ratios to *the echo*: an authenticated handler of
the same notebook server that sends back what it gets. `--quick` does a tenth.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

import environments  # noqa: E402
from support.live import LiveNotebook, LiveServer, free_port  # noqa: E402

MODERN = "2026-07-28"
ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}

TOOLS = '''%%mcp_tool --no-queue
import time
import jupyter_gradio_mcp as gr

def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())

def steps(n: int, progress=gr.Progress()) -> str:
    """Go n steps."""
    for i in range(n):
        progress((i + 1, n), desc=f"step {i + 1}")
    return "done"

def sleeps() -> None:
    """Sleep."""
    time.sleep(60)
'''


class Connection:
    """One kept-alive connection."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.http.connect()
        self.http.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers = {**ACCEPT, **headers}

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[Any, bytes]:
        self.http.request("POST", path, body, {**self.headers, **(headers or {})})
        answer = self.http.getresponse()
        data = answer.read()
        assert answer.status in (200, 202), (answer.status, data)
        return answer.headers, data


def modern(method: str, params: dict[str, Any], **meta: Any) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a request of revision 2026-07-28."""
    envelope = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
        **meta,
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": envelope}}
    headers = {"MCP-Protocol-Version": MODERN, "Mcp-Method": method}
    if "name" in params:
        headers["Mcp-Name"] = params["name"]
    return json.dumps(body).encode(), headers


def handshake(connection: Connection, path: str) -> dict[str, str]:
    """Open a session of the former era; the headers of its further requests."""
    info = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
    hello = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": info}
    headers, _ = connection.post(path, json.dumps(hello).encode())
    session = {"MCP-Protocol-Version": "2025-06-18"}
    if headers["mcp-session-id"]:
        session["mcp-session-id"] = headers["mcp-session-id"]
    connection.post(path, json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}).encode(), session)
    return session


def call_body(name: str, arguments: dict[str, Any], **meta: Any) -> bytes:
    """Body of a call of the former era."""
    params = {"name": name, "arguments": arguments, **({"_meta": meta} if meta else {})}
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()


Subject = Callable[[], Any]


class Bench:
    """The measurements of one run."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.rows: list[tuple[str, list[float], str]] = []
        self.echo = 0.0

    def turns(self, subjects: dict[str, Subject], calls: int, rounds: int = 10) -> dict[str, list[float]]:
        """Call the subjects in turn; milliseconds of every call."""
        each = max(3, int(calls * self.scale) // rounds)
        times: dict[str, list[float]] = {name: [] for name in subjects}
        for subject in subjects.values():
            for _ in range(min(each, 20)):
                subject()
        for _ in range(rounds):
            for name, subject in subjects.items():
                for _ in range(each):
                    started = time.perf_counter()
                    subject()
                    times[name].append((time.perf_counter() - started) * 1e3)
        for name, taken in times.items():
            self.add(name, taken)
        return times

    def add(self, name: str, taken: list[float], unit: str = "ms") -> None:
        """Keep and print one row."""
        if name == "the echo":
            self.echo = statistics.median(taken)
        self.rows.append((name, taken, unit))
        print(self.line(name, taken, unit), flush=True)

    def line(self, name: str, taken: list[float], unit: str) -> str:
        taken = sorted(taken)
        low, middle, high = (taken[int(len(taken) * share)] for share in (0.05, 0.5, 0.95 - 1e-9))
        ratio = f"{middle / self.echo:8.2f}×" if unit == "ms" and self.echo else " " * 9
        return f"| {name:<62} | {middle:9.2f} | {low:8.2f} – {high:<8.2f} | {unit:<7} | {ratio} |"


def ours(bench: Bench, peers: dict[str, int]) -> None:
    """Everything that our own server does, and the peers beside it."""
    with tempfile.TemporaryDirectory() as folder, live(Path(folder)) as server:
        notebook = server.notebook("bench.ipynb")
        loading(bench, server)
        notebook.load()
        notebook.run(TOOLS)
        authorization = {"Authorization": f"Bearer {server.token}"}
        connection = Connection(server.port, authorization)
        body, headers = modern("tools/call", {"name": "letter_counter", "arguments": {"word": "strawberry"}})
        session = handshake(connection, "/gradio_api/mcp/")
        legacy = call_body("letter_counter", {"word": "strawberry"})
        run = json.dumps({"data": ["strawberry"]}).encode()
        subjects: dict[str, Subject] = {
            "the echo": lambda: connection.post("/echo", body),
            "bare tornado echo": lambda: connection.post("/bare", body),
            f"tools/call, {MODERN}": lambda: connection.post("/gradio_api/mcp/", body, headers),
            "tools/call, handshake era": lambda: connection.post("/gradio_api/mcp/", legacy, session),
            "REST run": lambda: connection.post("/gradio_api/run/letter_counter", run),
        }
        for peer, port in peers.items():
            subjects.update(of_peer(peer, port))
        bench.turns(subjects, 2000)
        if "Gradio" in peers:
            bench.turns(of_gradio(peers["Gradio"]), 30, rounds=3)
        steps(bench, server, peers)
        streams(bench, connection)
        concurrency(bench, server, body, headers, peers)
        listing(bench, server, notebook, connection)
        registration(bench, server, notebook)
        busy(bench, notebook, lambda: connection.post("/gradio_api/mcp/", body, headers))
        death(bench, server, notebook)


def of_peer(peer: str, port: int) -> dict[str, Subject]:
    """Calls of the same function in somebody else's server, in each era it speaks."""
    path = {"Gradio": "/gradio_api/mcp/", "FastMCP": "/mcp"}.get(peer, "/mcp")
    connection = Connection(port, {})
    session = handshake(connection, path)
    legacy = call_body("letter_counter", {"word": "strawberry", "letter": "r"})
    label = "Gradio, queue=False" if peer == "Gradio" else f"{peer} in-process"
    subjects: dict[str, Subject] = {f"{label}, handshake era": lambda: connection.post(path, legacy, session)}
    body, headers = modern("tools/call", {"name": "letter_counter", "arguments": {"word": "strawberry"}})
    with contextlib.suppress(AssertionError):
        connection.post(path, body, headers)
        subjects[f"{label}, {MODERN}"] = lambda: connection.post(path, body, headers)
    return subjects


def of_gradio(port: int) -> dict[str, Subject]:
    connection = Connection(port, {})
    path = "/gradio_api/mcp/"
    session = handshake(connection, path)
    plain = call_body("queued", {"word": "strawberry", "letter": "r"})
    token = call_body("queued", {"word": "strawberry", "letter": "r"}, progressToken="t")
    return {
        "Gradio, queue": lambda: connection.post(path, plain, session),
        "Gradio, queue and progress token": lambda: connection.post(path, token, session),
    }


def steps(bench: Bench, server: LiveServer, peers: dict[str, int]) -> None:
    """100 steps of progress, all of which must arrive."""
    connection = Connection(server.port, server.authorization)
    body, headers = modern("tools/call", {"name": "steps", "arguments": {"n": 100}}, progressToken="t")

    def ours() -> None:
        _, data = connection.post("/gradio_api/mcp/", body, headers)
        assert data.count(b"notifications/progress") == 100

    subjects: dict[str, Subject] = {"100 steps of progress": ours}
    if "FastMCP" in peers:
        other = Connection(peers["FastMCP"], {})
        session = handshake(other, "/mcp")
        legacy = call_body("steps", {"n": 100}, progressToken="t")
        subjects["100 steps of progress, FastMCP in-process"] = lambda: other.post("/mcp", legacy, session)
    bench.turns(subjects, 60, rounds=5)


def streams(bench: Bench, connection: Connection) -> None:
    """`call/v2`: two requests, the second of them a stream."""

    def call() -> None:
        _, data = connection.post("/gradio_api/call/v2/letter_counter", b'{"word": "strawberry"}')
        event = json.loads(data)["event_id"]
        connection.http.request("GET", f"/gradio_api/call/letter_counter/{event}", headers=connection.headers)
        assert b"event: complete" in connection.http.getresponse().read()

    bench.turns({"REST call/v2 and its stream": call}, 500, rounds=5)


def concurrency(bench: Bench, server: LiveServer, body: bytes, headers: dict[str, str], peers: dict[str, int]) -> None:
    """Calls a second with many callers, each with a connection of its own."""
    places: dict[str, tuple[int, str, dict[str, str]]] = {"": (server.port, "/gradio_api/mcp/", server.authorization)}
    if "FastMCP" in peers:
        places[", FastMCP in-process"] = (peers["FastMCP"], "/mcp", {})
    for callers in (1, 8, 32, 128):
        for label, (port, path, authorization) in places.items():
            each = max(5, int(1600 * bench.scale / callers))
            connections = [Connection(port, authorization) for _ in range(callers)]
            sessions = [handshake(connection, path) if label else headers for connection in connections]
            data = call_body("letter_counter", {"word": "strawberry"}) if label else body

            def work(pair: Any, path: str = path, data: bytes = data, each: int = each) -> None:
                for _ in range(each):
                    pair[0].post(path, data, pair[1])

            rates = []
            with concurrent.futures.ThreadPoolExecutor(callers) as pool:
                for _ in range(3):
                    started = time.perf_counter()
                    list(pool.map(work, zip(connections, sessions, strict=True)))
                    rates.append(callers * each / (time.perf_counter() - started))
            bench.add(f"{callers} callers{label}", rates, "calls/s")


def listing(bench: Bench, server: LiveServer, notebook: LiveNotebook, connection: Connection) -> None:
    """`tools/list` with few and many endpoints."""
    body, headers = modern("tools/list", {})
    for count in (1, 100, 1000):
        source = "\n".join(f"def f{i}(a: int = {i}, b: str = '') -> int:\n    return a" for i in range(count))
        many = server.notebook(f"many{count}.ipynb").load()
        many.run("%%mcp_tool\n" + source)
        path = f"/{many.address}gradio_api/mcp/"
        subject = {f"tools/list of {count}": lambda path=path: connection.post(path, body, headers)}
        bench.turns(subject, 50, rounds=5)
        many.close()


def registration(bench: Bench, server: LiveServer, notebook: LiveNotebook) -> None:
    """From sending a cell to its function in the list, against a cell that defines it and no more."""
    connection = Connection(server.port, server.authorization)
    plain, marked = [], []
    for number in range(max(5, int(30 * bench.scale))):
        source = f"def added{number}(a: int) -> int:\n    return a"
        started = time.perf_counter()
        notebook.run(source)
        plain.append((time.perf_counter() - started) * 1e3)
        started = time.perf_counter()
        notebook.run(f"%%mcp_tool\n{source}", cell="registration")
        connection.http.request("GET", f"/{notebook.address}gradio_api/mcp/schema", headers=connection.headers)
        assert f"added{number}".encode() in connection.http.getresponse().read()
        marked.append((time.perf_counter() - started) * 1e3)
    bench.add("a cell that defines a function", plain)
    bench.add("a %%mcp_tool cell, until its function is listed", marked)


def busy(bench: Bench, notebook: LiveNotebook, call: Subject) -> None:
    """The same call while a cell sleeps, and while one computes."""
    for label, source in (
        ("kernel asleep in a cell", "import time; time.sleep({})"),
        ("kernel in a busy Python loop", "import time\nend = time.time() + {}\nn = 0\nwhile time.time() < end: n += 1"),
    ):
        seconds = max(3, 8 * bench.scale)
        cell = notebook.send(source.format(seconds))
        time.sleep(0.3)
        taken = []
        end = time.perf_counter() + seconds - 0.8
        while time.perf_counter() < end:
            started = time.perf_counter()
            call()
            taken.append((time.perf_counter() - started) * 1e3)
        notebook.finish(cell)
        bench.add(f"tools/call, {MODERN}, {label}", taken)


def death(bench: Bench, server: LiveServer, notebook: LiveNotebook) -> None:
    """From SIGKILL of the kernel to the caller's error."""
    body, headers = modern("tools/call", {"name": "sleeps", "arguments": {}})
    taken = []
    for number in range(5):
        doomed = server.notebook(f"doomed{number}.ipynb").load()
        doomed.run(TOOLS)
        pid = doomed.pid()
        connection = Connection(server.port, server.authorization)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            answer = pool.submit(connection.post, f"/{doomed.address}gradio_api/mcp/", body, headers)
            time.sleep(0.3)
            started = time.perf_counter()
            os.kill(pid, signal.SIGKILL)
            assert b"restarted or died" in answer.result()[1]
            taken.append((time.perf_counter() - started) * 1e3)
        doomed.client.stop_channels()
    bench.add("SIGKILL of the kernel, until the caller has its error", taken)


def loading(bench: Bench, server: LiveServer) -> None:
    """`%load_ext` and the first magic: at once, and with the pause that a person makes."""
    rows: dict[str, list[float]] = {"at once": [], "after a pause": []}
    magic = '%%mcp_tool\ndef loaded(word: str = "a") -> int:\n    """Count."""\n    return len(word)'
    for number in range(10):
        label = "after a pause" if number % 2 else "at once"
        notebook = server.notebook(f"loading{number}.ipynb")
        for _ in range(3):
            notebook.run("def f(a: int) -> int:\n    return a")
        started = time.perf_counter()
        notebook.run("%load_ext jupyter_gradio_mcp")
        taken = time.perf_counter() - started
        if number % 2:
            time.sleep(1)
        started = time.perf_counter()
        notebook.run(magic)
        rows[label].append((taken + time.perf_counter() - started) * 1e3)
        notebook.close()
    for label, taken_all in rows.items():
        bench.add(f"%load_ext and the first %%mcp_tool, {label}", taken_all)


def starting(bench: Bench) -> None:
    """The notebook server's own start, with the extension and without, in turn."""
    rows: dict[bool, list[float]] = {True: [], False: []}
    code = (
        "import time; started = time.perf_counter()\n"
        "from jupyter_server.serverapp import ServerApp\nfrom tornado.ioloop import IOLoop\n"
        "app = ServerApp.instance(open_browser=False, allow_root=True, port=0, jpserver_extensions={EXTENSIONS})\n"
        "app.initialize(argv=[], find_extensions=False)\n"
        "async def stop():\n    print('took', time.perf_counter() - started); app.stop()\n"
        "app.io_loop.add_callback(stop)\napp.start()\n"
    )
    for number in range(max(6, int(20 * bench.scale))):
        on = bool(number % 2)
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(
                [sys.executable, "-c", code.replace("{EXTENSIONS}", repr({"jupyter_gradio_mcp": on}))],
                env={
                    **os.environ,
                    "JUPYTER_RUNTIME_DIR": folder,
                    "JUPYTER_CONFIG_DIR": folder,
                    "JUPYTER_NO_CONFIG": "1",
                },
                capture_output=True,
                text=True,
                check=True,
            )
        rows[on].append(float(ran.stdout.partition("took ")[2].split()[0]) * 1e3)
    bench.add("start of the notebook server without the extension", rows[False])
    bench.add("start of the notebook server with the extension", rows[True])


@contextlib.contextmanager
def live(folder: Path) -> Iterator[LiveServer]:
    """A notebook server with our extension and the echoes."""
    extensions = "--ServerApp.jpserver_extensions={'jupyter_gradio_mcp': True, 'echo': True}"
    server = LiveServer(folder, extensions, environment={"PYTHONPATH": str(HERE)})
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def peer_servers() -> Iterator[dict[str, int]]:
    """The peers that are installed, each in an environment of its own, and their ports."""
    with contextlib.ExitStack() as stack:
        ports: dict[str, int] = {}
        for name, python, script in (
            ("SDK", Path(sys.executable), "sdk_server.py"),
            ("FastMCP", environments.python_of("fastmcp"), "fastmcp_server.py"),
            ("Gradio", environments.python_of("gradio"), "gradio_server.py"),
        ):
            if not python.exists():
                print(f"({name} is not installed: python tests/environments.py {name.lower()})")
                continue
            port = free_port()
            environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
            process = subprocess.Popen(
                [str(python), str(HERE / "peers" / script), str(port)],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            for _ in range(300):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    ports[name] = port
                    break
                time.sleep(0.1)
            else:
                print(f"({name} did not start)")
        yield ports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the calls")
    parser.add_argument("--json", type=Path, help="write all rows to this file, too")
    given = parser.parse_args()
    bench = Bench(0.1 if given.quick else 1.0)
    print(f"| {'subject':<62} | {'median':>9} | {'5 % – 95 %':^19} | {'unit':<7} | {'to echo':>9} |")
    print(f"|{'-' * 64}|{'-' * 10}:|{'-' * 21}|{'-' * 9}|{'-' * 10}:|")
    with peer_servers() as peers:
        ours(bench, peers)
    starting(bench)
    if given.json:
        given.json.write_text(json.dumps([{"subject": n, "unit": u, "values": v} for n, v, u in bench.rows]))


if __name__ == "__main__":
    main()
