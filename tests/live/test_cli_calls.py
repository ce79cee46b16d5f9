"""`jupyter gradio-mcp list`, `call` and `upload`, as processes of their own, on a real server."""

import http.server
import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.files import forget_peak, peak
from support.live import LiveNotebook, LiveServer, wait_for

pytestmark = pytest.mark.slow

TOOLS = '''%%mcp_tool --no-queue
import time
from pathlib import Path
import jupyter_gradio_mcp as gr
import PIL.Image

begun, stopped = [], []

def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word.

    More is said here.
    """
    return word.count(letter)

def told(value) -> str:
    return f"{type(value).__name__} {value}"

def pair() -> tuple[int, str]:
    return 1, "ü"

def rotate(image: PIL.Image.Image) -> PIL.Image.Image:
    return image.rotate(90, expand=True)

def size(file: Path) -> int:
    return file.stat().st_size

def files() -> list[Path]:
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(name)
    return [Path("a.txt"), Path("b.txt")]

def fails() -> int:
    raise ValueError("no good")

def steps(n: int, progress=gr.Progress()):
    for i in range(n):
        progress((i + 1, n), desc=f"step {i + 1}")
        print("printed", i)
        time.sleep(0.3)
        yield i

def sleeps(seconds: float) -> str:
    begun.append(seconds)
    try:
        end = time.time() + seconds
        while time.time() < end:
            time.sleep(0.01)
        return "slept"
    finally:
        stopped.append(seconds)
'''


@pytest.fixture(scope="module")
def tools(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("sub dir/tools.ipynb").load()
    ran = opened.run(TOOLS)
    assert ran.stderr == "", ran.text
    yield opened
    opened.close()


def environment(server: LiveServer, **changes: str) -> dict[str, str]:
    return {**os.environ, "JUPYTER_RUNTIME_DIR": str(server.runtime), **changes}


def run(
    server: LiveServer, *arguments: str, cwd: Path | None = None, **changes: str
) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [sys.executable, "-m", "jupyter_gradio_mcp.cli", *arguments],
        cwd=cwd or server.root,
        env=environment(server, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran


def call(server: LiveServer, *arguments: str, **changes: Any) -> str:
    ran = run(server, "call", *arguments, **changes)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "png")
    return buffer.getvalue()


def test_what_can_be_called_is_listed(server: LiveServer, tools: LiveNotebook) -> None:
    ran = run(server, "list")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(
        "letter_counter(word: str = 'strawberry', letter: str = 'r') -> int\n"
        "    Count how often a letter occurs in a word.\n"
        "told(value: Any) -> str\n"
    )
    [first, *_] = json.loads(run(server, "list", "--json", "--notebook", "sub dir/tools.ipynb").stdout)
    assert (first["name"], first["signature"]) == (
        "letter_counter",
        "(word: str = 'strawberry', letter: str = 'r') -> int",
    )
    assert first["parameters"][1] == {
        "name": "letter", "type": "str", "description": "", "required": False, "default": "r",
    }  # fmt: skip


def test_what_is_no_tool_is_listed_as_what_it_is_and_the_server_knows_who_asks(server: LiveServer) -> None:
    notebook = server.notebook("kinds.ipynb").load()
    try:
        notebook.run("%%mcp_resource notes://{day}\ndef note(day: str) -> str:\n    return day", cell="a")
        notebook.run("%%mcp_prompt\ndef plan() -> str:\n    return 'Plan'", cell="b")
        ran = run(server, "list", "--notebook", "kinds.ipynb")
        assert ran.stdout == "note(day: str) -> str as the resource notes://{day}\nplan() -> dict as a prompt\n"
        listed = json.loads(run(server, "list", "--json", "--notebook", "kinds.ipynb").stdout)
        assert [(one["kind"], one["uri"]) for one in listed] == [("resource", "notes://{day}"), ("prompt", "")]
        assert run(server, "call", "note", "day=1", "--notebook", "kinds.ipynb").returncode == 0
        [call] = server.http.get("gradio_api/calls", params={"limit": 1}).json()["calls"]
        assert call["client"].startswith("jupyter-gradio-mcp/")
    finally:
        notebook.close()


def test_values_are_json_where_they_parse_and_else_text(server: LiveServer, tools: LiveNotebook) -> None:
    assert call(server, "letter_counter", "word=a=a", "letter=a") == "2\n"
    assert call(server, "told", "value=12") == "int 12\n"
    assert call(server, "told", "value=twelve, or so") == "str twelve, or so\n"
    assert call(server, "told", 'value="12"') == "str 12\n"
    assert call(server, "told", 'value={"a": [1, null]}') == "dict {'a': [1, None]}\n"
    assert call(server, "told", "value=") == "str \n"
    assert call(server, "/letter_counter", "--json", '{"word": "x", "letter": "x"}') == "1\n"
    assert call(server, "--url", server.url + "lab", "letter_counter", "--json", '{"word": "x"}', "letter=x") == "1\n"
    assert call(server, "pair") == '[1, "ü"]\n'


def test_a_notebook_is_named_by_its_path_or_its_file(server: LiveServer, tools: LiveNotebook) -> None:
    assert call(server, "letter_counter", "--notebook", "sub dir/tools.ipynb") == "3\n"
    assert call(server, "letter_counter", "--notebook", "tools.ipynb", cwd=server.root / "sub dir") == "3\n"
    ran = run(server, "call", "letter_counter", "--notebook", "nowhere.ipynb")
    assert ran.returncode == 2
    assert "There is nothing at /gradio/nowhere.ipynb/" in ran.stderr


def test_files_go_in_and_come_out(server: LiveServer, tools: LiveNotebook, tmp_path: Path) -> None:
    (tmp_path / "in.png").write_bytes(png(30, 20))
    url = call(server, "rotate", f"image=@{tmp_path / 'in.png'}").strip()
    assert re.fullmatch(r"http://localhost:\d+/gradio_api/file=\S+\?sig=\S+", url)
    assert call(server, "rotate", f"image=@{tmp_path / 'in.png'}", "--output", str(tmp_path / "out.webp")) != ""
    with Image.open(tmp_path / "out.webp") as out:
        assert out.size == (20, 30)
    assert call(server, "rotate", f"image={url}", "--output", str(tmp_path / "again.webp")) != ""
    with Image.open(tmp_path / "again.webp") as out:
        assert out.size == (30, 20)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["again.webp", "in.png", "out.webp"]


def test_several_files_go_into_a_folder(server: LiveServer, tools: LiveNotebook, tmp_path: Path) -> None:
    assert len(call(server, "files").splitlines()) == 2
    (tmp_path / "a.txt").write_text("mine")
    saved = call(server, "files", "--output", str(tmp_path)).splitlines()
    assert saved == [str(tmp_path / "a-2.txt"), str(tmp_path / "b.txt")]
    assert ((tmp_path / "a.txt").read_text(), (tmp_path / "a-2.txt").read_text()) == ("mine", "a.txt")
    ran = run(server, "call", "files", "--output", str(tmp_path / "one"))
    assert (ran.returncode, "the result has 2 files; name a folder" in ran.stderr) == (2, True)
    call(server, "letter_counter", "--output", str(tmp_path / "count"))
    assert (tmp_path / "count").read_text() == "3\n"


def test_log_lines_and_partial_results_stay_out_of_the_output(server: LiveServer, tools: LiveNotebook) -> None:
    ran = run(server, "call", "steps", "n=2")
    assert ran.stdout == "1\n"
    assert ran.stderr == "printed 0\nprinted 1\n"


def test_a_person_sees_progress(server: LiveServer, tools: LiveNotebook) -> None:
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_gradio_mcp.cli", "call", "steps", "n=3"],
        cwd=server.root,
        env=environment(server),
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while select.select([mine], [], [], 40)[0]:
        try:
            shown += os.read(mine, 4096)
        except OSError:
            break
    os.close(mine)
    out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, b"2\n")
    assert b" 33%  step 1" in shown
    assert b"100%  step 3" in shown


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["fails"], 1, "ValueError: no good"),
        (["nowhere"], 2, "There is no function 'nowhere'"),
        (["letter_counter", "wrod=x"], 2, "letter_counter() takes no argument 'wrod'. Did you mean 'word'?"),
        (["letter_counter", "word"], 2, "'word' is no argument; write NAME=VALUE"),
        (["letter_counter", "word=a", "word=b"], 2, "The argument 'word' is given twice"),
        (["letter_counter", "--json", "[]"], 2, "--json: write an object"),
        (["letter_counter", "--json", "{"], 2, "--json: this is no JSON"),
        (["size", "file=@/nowhere"], 2, "/nowhere cannot be read: No such file or directory"),
        (["size", "file=@/"], 2, "/ cannot be read: / is no regular file"),
        (["size", "file=@/dev/zero"], 2, "/dev/zero cannot be read: /dev/zero is no regular file"),
        (["letter_counter", "--url", "http://127.0.0.1:1/"], 2, "cannot be reached"),
        (["letter_counter", "--key-env", "NOT_THERE"], 2, "NOT_THERE is not set"),
        (["letter_counter", "--output", "/nowhere/x"], 2, "/nowhere/x cannot be written: No such file"),
        (["letter_counter", "--wrong"], 2, "unrecognized arguments: --wrong"),
    ],
)
def test_what_goes_wrong_is_told_with_a_status(
    server: LiveServer, tools: LiveNotebook, arguments: list[str], status: int, message: str
) -> None:
    ran = run(server, "call", *arguments)
    assert (ran.returncode, ran.stdout) == (status, ""), ran.stderr
    assert message in ran.stderr


def test_ctrl_c_cancels_the_function(server: LiveServer, tools: LiveNotebook) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_gradio_mcp.cli", "call", "sleeps", "seconds=61"],
        cwd=server.root,
        env=environment(server),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: "61" in tools.run("begun").result, "the call")
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=20)
    assert (process.returncode, out, said) == (130, "", "'sleeps' was cancelled.\n")
    wait_for(lambda: "61" in tools.run("stopped").result, "the end of the function")


def test_cancel_stops_a_call_of_the_simple_api_and_its_reader_hears_so(server: LiveServer, tools: LiveNotebook) -> None:
    name = "sleeps"
    event = server.http.post(f"gradio_api/call/v2/{name}", json={"seconds": 62}).json()["event_id"]
    wait_for(lambda: "62" in tools.run("begun").result, "the call")
    assert server.http.post(f"{tools.address}gradio_api/cancel", json={"event_id": event}).json() == {"success": True}
    assert "62" not in tools.run("stopped").result, "it was begun at another address"
    key = server.http.post("gradio_api/keys", json={"name": "other"}).json()["key"]
    headers = {"Authorization": f"Bearer {key}"}
    server.http.post("gradio_api/cancel", json={"event_id": event}, headers=headers)
    assert "62" not in tools.run("stopped").result, "it is another's"
    server.http.post("gradio_api/cancel", json={"event_id": event})
    wait_for(lambda: "62" in tools.run("stopped").result, "the end of the function")
    assert server.read(f"gradio_api/call/{name}/{event}") == [
        ("error", {"error": "The call was cancelled.", "code": "cancelled"})
    ]


def test_an_upload_gives_an_address_that_functions_take(
    server: LiveServer, tools: LiveNotebook, tmp_path: Path
) -> None:
    (tmp_path / 'a "b" ü.png').write_bytes(png(7, 5))
    (tmp_path / "empty").touch()
    ran = run(server, "upload", str(tmp_path / 'a "b" ü.png'), str(tmp_path / "empty"), "/nowhere")
    first, second = ran.stdout.splitlines()
    assert (ran.returncode, "/nowhere: No such file or directory" in ran.stderr) == (1, True)
    assert call(server, "rotate", f"image={first}", "--output", str(tmp_path / "out")) != ""
    with Image.open(tmp_path / "out") as out:
        assert out.size == (5, 7)
    assert call(server, "size", f"file={second}") == "0\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_a_large_file_takes_no_memory(server: LiveServer, tools: LiveNotebook, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(400 << 20)
    code = "import re, sys\nfrom jupyter_gradio_mcp.cli import main\nstatus = main(sys.argv[1:])\n"
    # Not `getrusage`, whose peak begins with that of whoever started the process.
    code += "print(int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024)\nsys.exit(status)"
    forget_peak(server.process.pid)
    ran = subprocess.run(
        [sys.executable, "-c", code, "upload", str(tmp_path / "large")],
        env=environment(server),
        cwd=server.root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    url, memory = ran.stdout.split()
    assert int(memory) < 150, "MiB"
    assert peak(server.process.pid) < 400 << 20
    assert call(server, "size", f"file={url}") == f"{400 << 20}\n"


@pytest.mark.parametrize(
    ("config", "prefix"),
    [({"version": "4.44.1"}, ""), ({"version": "6.0.0", "api_prefix": "/gradio_api"}, "gradio_api/")],
)
def test_an_upload_goes_to_any_app_of_gradios(
    server: LiveServer, tmp_path: Path, config: dict[str, Any], prefix: str
) -> None:
    heard: list[tuple[str, str | None, bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200 if self.path == "/app/config" else 404, config)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers.get("X-Key"), body))
            self.answer(200, ["/tmp/gradio/0 1/a.txt"])

        def answer(self, status: int, body: Any) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *args: Any) -> None:
            pass

    app = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=app.serve_forever, args=(0.01,), daemon=True).start()
    try:
        (tmp_path / "a.txt").write_text("content")
        url = f"http://127.0.0.1:{app.server_port}/app/"
        ran = run(server, "upload", str(tmp_path / "a.txt"), "--url", url, "--header", "X-Key=VAR", VAR="secret")
    finally:
        app.shutdown()
        app.server_close()
    assert (ran.returncode, ran.stdout) == (0, f"{url}{prefix}file=/tmp/gradio/0%201/a.txt\n"), ran.stderr
    [(path, key, body)] = heard
    assert (path, key) == (f"/app/{prefix}upload", "secret")
    assert b'name="files"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n--' in body


def test_these_commands_do_not_load_the_mcp_sdk() -> None:
    code = "import jupyter_gradio_mcp.cli.calls, jupyter_gradio_mcp.cli.upload, sys\n"
    code += "print({'mcp', 'mcp_types', 'jupyter_server', 'pydantic', 'tornado'} & {name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize("missing", ["httpx2", "mcp"])
def test_an_install_without_the_server_part_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules['{missing}'] = None\nfrom jupyter_gradio_mcp.cli import main\nsys.exit(main(['bridge']))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert 'pip install "jupyter-gradio-mcp[server]"' in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
