"""Which notebook server a command means, by the files that servers leave."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_gradio_mcp.cli import servers
from jupyter_gradio_mcp.cli.servers import NoServerFound, Server, find, named

ABOUT = {"name": "jupyter_gradio_mcp"}


class Answering:
    """Something that listens on a port, and notes which credentials it was sent."""

    def __init__(self, status: int = 200, body: Any = ABOUT, location: str = "") -> None:
        self.heard: list[str | None] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.heard.append(self.headers.get("Authorization"))
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "runtime"
    folder.mkdir()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("JUPYTERHUB_")]:
        monkeypatch.delenv(name)
    return folder


@pytest.fixture
def answering() -> Iterator[Any]:
    made: list[Answering] = []

    def make(*arguments: Any, **options: Any) -> Answering:
        made.append(Answering(*arguments, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def leave(runtime: Path, port: int, root: Path, **fields: Any) -> None:
    """The file of a server, as Jupyter writes it."""
    info = {
        "url": f"http://localhost:{port}/",
        "hostname": "localhost",
        "port": port,
        "sock": "",
        "secure": False,
        "base_url": "/",
        "token": "token",
        "root_dir": str(root),
        "password": False,
        "pid": os.getpid(),
        "version": "2.21.0",
        **fields,
    }
    (runtime / f"jpserver-{port}.json").write_text(json.dumps(info))


def test_the_only_server_is_the_one(runtime: Path, tmp_path: Path, answering: Any) -> None:
    one = answering()
    leave(runtime, one.port, tmp_path / "elsewhere")
    found = find()
    assert found == Server(f"http://localhost:{one.port}/", "token", tmp_path / "elsewhere", os.getpid())
    assert one.heard == ["Bearer token"]
    assert "token" not in repr(found)


def test_of_several_the_one_whose_folder_holds_this_one_is_meant(runtime: Path, tmp_path: Path, answering: Any) -> None:
    outer, inner, other = answering(), answering(), answering()
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    leave(runtime, outer.port, tmp_path)
    leave(runtime, inner.port, tmp_path / "a")
    leave(runtime, other.port, tmp_path / "other")
    assert find(None, tmp_path / "a" / "b").root_dir == tmp_path / "a"
    assert find(None, tmp_path / "x").root_dir == tmp_path
    assert find(None, "a/b/c").root_dir == tmp_path / "a"


def test_where_it_cannot_be_told_they_are_listed(runtime: Path, tmp_path: Path, answering: Any) -> None:
    one, two = answering(), answering()
    leave(runtime, one.port, tmp_path)
    leave(runtime, two.port, tmp_path)
    with pytest.raises(NoServerFound, match="Several notebook servers of yours are running") as refused:
        find()
    assert f"  --url http://localhost:{one.port}/   (notebooks in {tmp_path})" in str(refused.value)


def test_the_file_of_a_dead_server_is_ignored_and_its_token_is_sent_to_nobody(
    runtime: Path, tmp_path: Path, answering: Any
) -> None:
    successor, alive = answering(), answering()
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    leave(runtime, successor.port, tmp_path, pid=process.pid)
    with pytest.raises(NoServerFound, match="Start one with `jupyter lab`"):
        find()
    leave(runtime, alive.port, tmp_path)
    assert find().url == f"http://localhost:{alive.port}/"
    assert successor.heard == []


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"pid": "x"}', "\0"])
def test_a_file_that_is_being_written_is_passed_over(runtime: Path, content: str) -> None:
    (runtime / "jpserver-1.json").write_text(content)
    assert servers.running() == []


@pytest.mark.parametrize(
    ("answer", "fields", "message"),
    [
        ((404, {}), {}, "runs without the extension"),
        (
            (403, {}),
            {"token": "", "password": True},
            "asks for a password or another login; make one with .* --key-env",
        ),
        ((302, {}, "/login"), {"token": "", "password": True}, "asks for a password or another login"),
        ((403, {}), {}, "does not accept this key or token"),
        ((503, {}), {}, "cannot reach the notebook server"),
        ((200, {"name": "other"}), {}, "is no notebook server with jupyter-gradio-mcp"),
        ((200, []), {}, "cannot be reached: it does not say what it is"),
        ((500, {}), {}, "answers 500"),
    ],
)
def test_what_is_wrong_with_a_server_is_told(
    runtime: Path, tmp_path: Path, answering: Any, answer: Any, fields: dict[str, Any], message: str
) -> None:
    one = answering(*answer)
    leave(runtime, one.port, tmp_path, **fields)
    with pytest.raises(NoServerFound, match=message):
        find()
    with pytest.raises(NoServerFound, match=message):
        find(one.url)


def test_a_server_that_does_not_answer_is_told_and_another_is_taken(
    runtime: Path, tmp_path: Path, answering: Any
) -> None:
    gone = answering()
    gone.close()
    leave(runtime, gone.port, tmp_path)
    with pytest.raises(NoServerFound, match=r"cannot be reached: .*refused"):
        find()
    one = answering()
    leave(runtime, one.port, tmp_path)
    assert find().url.endswith(f":{one.port}/")


def test_who_only_wants_to_know_where_it_is_needs_no_credential(runtime: Path, tmp_path: Path, answering: Any) -> None:
    leave(runtime, answering(403, {}).port, tmp_path, token="", password=True)
    assert find(opened=False).token == ""
    with pytest.raises(NoServerFound):
        find()


def test_a_token_is_not_sent_on(runtime: Path, tmp_path: Path, answering: Any) -> None:
    thief = answering()
    one = answering(302, {}, thief.url)
    leave(runtime, one.port, tmp_path)
    with pytest.raises(NoServerFound):
        find()
    assert (one.heard, thief.heard) == (["Bearer token"], [])


def test_a_key_goes_before_the_token_of_the_file(runtime: Path, tmp_path: Path, answering: Any) -> None:
    one = answering()
    leave(runtime, one.port, tmp_path)
    assert find(None, None, "key").token == "key"
    assert find(one.url, None, "key").token == "key"
    assert one.heard == ["Bearer key", "Bearer key"]


def test_on_jupyterhub_the_hubs_token_opens_the_users_own_server(
    runtime: Path, tmp_path: Path, answering: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = answering()
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "of the hub")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/me/")
    leave(runtime, one.port, tmp_path, token="", base_url="/user/me/", hostname="0.0.0.0")
    assert find() == Server(f"http://127.0.0.1:{one.port}/user/me/", "of the hub", tmp_path, os.getpid())
    leave(runtime, one.port, tmp_path, token="", base_url="/user/other/")
    assert find().token == ""


@pytest.mark.parametrize(
    ("given", "url", "token"),
    [
        ("http://localhost:8888", "http://localhost:8888/", ""),
        ("localhost:8888", "http://localhost:8888/", ""),
        ("http://localhost:8888/lab?token=secret", "http://localhost:8888/", "secret"),
        ("http://localhost:8888/lab/tree/a/b.ipynb", "http://localhost:8888/", ""),
        ("https://hub.example/user/me/lab/tree/x", "https://hub.example/user/me/", ""),
        ("http://localhost:8888/gradio_api/mcp/", "http://localhost:8888/", ""),
        ("http://h:1/gradio/lab/tree/x.ipynb/gradio_api/mcp", "http://h:1/gradio/lab/tree/x.ipynb/", ""),
        ("http://h:1/b/gradio_key/secret/gradio_api/mcp/", "http://h:1/b/", "secret"),
        ("http://h:1/gradio_key/secret/", "http://h:1/", "secret"),
        ("http://u:secret@h:1/", "http://h:1/", "secret"),
        ("http://[::1]:8888/tree", "http://[::1]:8888/", ""),
    ],
)
def test_an_address_may_be_what_a_browser_shows(runtime: Path, given: str, url: str, token: str) -> None:
    assert named(given) == Server(url, token)


@pytest.mark.parametrize(
    "given", ["", "ftp://h/", "http://", "localhost", "file:///x", "http://h:99999/", "http://[x/?token=secret"]
)
def test_what_is_no_address_is_refused_without_its_secret(runtime: Path, given: str) -> None:
    with pytest.raises(NoServerFound, match="--url needs an address") as refused:
        named(given)
    assert "secret" not in str(refused.value)


def test_the_token_of_a_server_that_runs_here_is_known_to_its_address_only(runtime: Path, tmp_path: Path) -> None:
    leave(runtime, 8888, tmp_path, base_url="/base/")
    assert named("http://127.0.0.1:8888/base/lab").token == "token"
    assert named("http://localhost:8888/base/gradio/n.ipynb/").token == "token"
    for other in ("http://localhost:8888/", "http://localhost:8889/base/", "https://localhost:8888/base/"):
        assert named(other).token == ""
    assert named("http://example.org:8888/base/").token == ""


def test_a_notebook_may_be_a_file_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub dir").mkdir()
    (tmp_path / "sub dir" / "n.ipynb").touch()
    server = Server("http://h:1/", "", tmp_path, 1)
    wanted = "http://h:1/gradio/sub%20dir/n.ipynb/"
    assert server.app("sub dir/n.ipynb") == wanted
    assert server.app(str(tmp_path / "sub dir" / "n.ipynb")) == wanted
    monkeypatch.chdir(tmp_path / "sub dir")
    assert server.app("n.ipynb") == wanted
    assert server.app(None) == "http://h:1/"
    with pytest.raises(NoServerFound, match="is not below"):
        server.app("/elsewhere/n.ipynb")
