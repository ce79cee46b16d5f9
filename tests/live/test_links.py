"""The connection between kernel and server, and who may not make one."""

import contextlib
import json
import os
import secrets
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.live import LiveNotebook, LiveServer, wait_for

from jupyter_gradio_mcp import protocol

pytestmark = pytest.mark.slow

TOOL = "%%mcp_tool\ndef f() -> int:\n    return 1"


class Dialler:
    """Whoever dials the server's socket, speaking frames by hand."""

    def __init__(self, address: str) -> None:
        kind, _, rest = address.partition(":")
        if kind == "unix":
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(rest)
        else:
            host, _, port = rest.rpartition(":")
            self.socket = socket.create_connection((host, int(port)))
        self.socket.settimeout(10)
        self.decoder = protocol.Decoder()

    def read(self) -> dict[str, Any] | None:
        """The next frame's head; None at the end."""
        while True:
            try:
                data = self.socket.recv(1 << 16)
            except ConnectionError:
                return None
            if not data:
                return None
            frames = self.decoder.feed(data)
            if frames:
                return frames[0].head

    def send(self, **head: Any) -> None:
        self.socket.sendall(protocol.encode(head))

    def close(self) -> None:
        self.socket.close()

    def hello(self, kernel: str, key: bytes, **changes: Any) -> dict[str, Any] | None:
        """Shake hands as `kernel`; the server's answer."""
        challenge = self.read()
        assert challenge is not None
        assert challenge["op"] == "challenge"
        proof = protocol.prove(key, "kernel", challenge["nonce"], kernel)
        head = {"kernel": kernel, "nonce": "n", "mac": proof, "protocol": protocol.PROTOCOL, "version": "0", **changes}
        self.send(op="hello", **head)
        return self.read()


@pytest.fixture(params=["unix", "tcp"], scope="module")
def linked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveServer, LiveNotebook, str, bytes]]:
    server = LiveServer(tmp_path_factory.mktemp("linked"), f"--GradioMcp.link_transport={request.param}")
    notebook = server.notebook().load()
    notebook.run(TOOL)
    address = notebook.run("import os; print(os.environ['JUPYTER_GRADIO_MCP_ADDRESS'])").stdout.strip()
    assert address.startswith(request.param)
    yield server, notebook, address, session_key(server, notebook)
    notebook.close()
    server.close()


@pytest.fixture
def dial() -> Iterator[Callable[[str], Dialler]]:
    """Dial an address; hangs up after the test."""
    with contextlib.ExitStack() as stack:

        def dial(address: str) -> Dialler:
            return stack.enter_context(contextlib.closing(Dialler(address)))

        yield dial


def session_key(server: LiveServer, notebook: LiveNotebook) -> bytes:
    return str(json.loads((server.runtime / f"kernel-{notebook.kernel}.json").read_text())["key"]).encode()


def test_a_call_goes_over_either_kind_of_socket(linked: Any) -> None:
    server, *_ = linked
    assert server.call("f") == 1


def test_only_the_holder_of_the_session_key_is_let_in(linked: Any, dial: Any) -> None:
    server, notebook, address, key = linked
    other = server.notebook("other.ipynb")
    others_key = session_key(server, other)
    attempts = [
        (notebook.kernel, secrets.token_bytes(16)),
        (notebook.kernel, others_key),
        (other.kernel, key),
        ("no-such-kernel", key),
        ("../../etc/passwd", key),
    ]
    for kernel, claimed in attempts:
        answer = dial(address).hello(kernel, claimed)
        assert answer is not None
        assert (answer["op"], answer["reason"]) == ("refused", "kernel"), kernel
    replayed = dial(address)
    assert replayed.hello(notebook.kernel, key, mac=protocol.prove(key, "server", "n", notebook.kernel)) is not None
    assert server.call("f") == 1, "the true kernel's link was left alone"
    assert server.http.get("gradio_api/about").json()["apps"] == 1
    other.close()


def test_another_version_of_the_protocol_is_told_so(linked: Any, dial: Any) -> None:
    _, notebook, address, key = linked
    answer = dial(address).hello(notebook.kernel, key, protocol=99)
    assert answer is not None
    assert (answer["op"], answer["reason"]) == ("refused", "version")


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        struct.pack("!IQ", 2**31, 0),
        struct.pack("!IQ", 2, 2**50) + b"{}",
        struct.pack("!IQ", 4, 0) + b"null",
        protocol.encode({"op": "publish", "id": 1, "endpoints": []}),
        protocol.encode({"op": "hello"}),
        protocol.encode({"op": "hello", "kernel": [], "nonce": {}, "mac": None, "protocol": 1}),
    ],
)
def test_malformed_frames_end_the_connection_and_nothing_else(linked: Any, dial: Any, data: bytes) -> None:
    server, _, address, _ = linked
    dialler = dial(address)
    dialler.read()
    dialler.socket.sendall(data)
    answer = dialler.read()
    assert answer is None or answer["op"] == "refused"
    assert server.call("f") == 1


def test_malformed_frames_of_a_true_kernel_end_its_own_link_only(linked: Any, dial: Any) -> None:
    server, _, address, _ = linked
    other = server.notebook("other.ipynb")
    key = session_key(server, other)
    for frame in ({"op": "result"}, {"op": "publish"}, {"op": "publish", "id": 1, "endpoints": 3}):
        dialler = dial(address)
        answer = dialler.hello(other.kernel, key)
        assert answer is not None
        assert answer["op"] == "welcome"
        dialler.send(**frame)
        assert dialler.read() is None
    assert server.call("f") == 1
    other.close()


def test_somebody_who_dials_and_says_nothing_is_hung_up_on(linked: Any, dial: Any) -> None:
    _, _, address, _ = linked
    dialler = dial(address)
    dialler.read()
    assert dialler.read() is None, "after the time for a handshake"


def test_the_socket_is_the_users_own_and_goes_with_the_server(tmp_path: Path) -> None:
    server = LiveServer(tmp_path)
    notebook = server.notebook().load()
    address = notebook.run("import os; print(os.environ['JUPYTER_GRADIO_MCP_ADDRESS'])").stdout.strip()
    folder = Path(address.removeprefix("unix:")).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == os.getuid()
    notebook.close()
    server.close()
    assert not folder.exists()


def test_the_folder_of_a_killed_server_is_swept_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    killed = LiveServer(tmp_path / "a")
    notebook = killed.notebook().load()
    address = notebook.run("import os; print(os.environ['JUPYTER_GRADIO_MCP_ADDRESS'])").stdout.strip()
    folder = Path(address.removeprefix("unix:")).parent
    notebook.close()
    killed.process.kill()
    killed.process.wait()
    assert folder.exists()
    LiveServer(tmp_path / "b").close()
    assert not folder.exists()


def test_a_forked_child_does_not_hide_the_death_of_its_kernel(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(TOOL)
    forked = notebook.run(
        "import os, time\nif not (child := os.fork()):\n    time.sleep(20)\n    os._exit(0)\nprint(child)"
    )
    child = int(forked.stdout)
    try:
        os.kill(notebook.pid(), signal.SIGKILL)
        wait_for(
            lambda: server.http.post(f"{notebook.address}gradio_api/run/f", json={"data": []}).status_code == 404,
            "the loss",
            3,
        )
    finally:  # The notebook's end interrupts the child's sleep, after which it would be a kernel that nobody ends.
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def test_publishing_in_quick_succession_ends_with_the_last(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(TOOL)
    last = [notebook.send(f"%%mcp_tool\ndef f{i}() -> int:\n    return {i}", cell="same") for i in range(20)][-1]
    notebook.finish(last)
    names = [tool["name"] for tool in server.http.get(f"{notebook.address}gradio_api/mcp/schema").json()]
    assert names == ["f", "f19"]


def test_a_list_with_a_malformed_function_is_refused_and_fails_nobody_else(linked: Any, dial: Any) -> None:
    server, _, address, _ = linked
    other = server.notebook("incomplete.ipynb")
    key = session_key(server, other)
    files: dict[str, Any] = {"working": "/", "static": [], "allowed": [], "blocked": [], "max_file_size": None}
    for endpoints in ([{"name": "z"}], [{"name": "z", "visibility": "public"}], [3], []):
        dialler = dial(address)
        dialler.hello(other.kernel, key)
        dialler.send(op="publish", id=1, endpoints=endpoints, files=files)
        assert dialler.read() is None
        for path in ("config", "gradio_api/info", "gradio_api/openapi.json", "gradio_api/mcp/schema"):
            assert server.http.get(path).status_code == 200, (path, endpoints)
    other.close()


def test_what_is_too_large_for_a_frame_fails_its_call_and_not_the_link(linked: Any) -> None:
    server, notebook, _, _ = linked
    notebook.run('%%mcp_tool\ndef big(size: int) -> str:\n    return "x" * size')
    answer = server.http.post("gradio_api/run/big", json={"data": [300 << 20]})
    assert (answer.status_code, answer.json()["code"]) == (500, "function_failed")
    assert "cannot be sent" in answer.json()["error"]
    # Numbers that JSON writes longer than they came.
    content = b'{"data": [[' + b"1e15," * (15 << 20) + b"1]]}"
    answer = server.http.post("gradio_api/run/big", content=content, timeout=100)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert server.call("big", size=2) == "xx"
