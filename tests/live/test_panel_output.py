"""The panel under a cell in a real kernel, driven as a front end does that reaches no server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ipykernel
import nbformat
import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from support.live import LiveNotebook, wait_for
from support.panel import Cell, Panel

from jupyter_gradio_mcp.panels import MIME

pytestmark = pytest.mark.slow

WIDGET = "application/vnd.jupyter.widget-view+json"

COUNTER = '''%%mcp_tool
def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text.

    Args:
        word: The text to search through.
        letter: The letter to count.
    """
    return word.lower().count(letter.lower())
'''

SLOW = """%%mcp_tool
import time
import jupyter_gradio_mcp as gr

def slow(seconds: float = 60, progress=gr.Progress()) -> str:
    print("begun")
    for _ in progress.tqdm(range(int(seconds * 100))):
        time.sleep(0.01)
    return "done"
"""


@pytest.fixture(scope="module")
def manager() -> Iterator[KernelManager]:
    """A kernel that no notebook server started."""
    environment = {k: v for k, v in os.environ.items() if k != "JUPYTER_GRADIO_MCP_ADDRESS"}
    running = KernelManager(kernel_name="python3")
    running.start_kernel(env=environment)
    yield running
    running.shutdown_kernel(now=True)


@pytest.fixture
def client(manager: KernelManager) -> Iterator[BlockingKernelClient]:
    """A front end of it, with the extension loaded; it is unloaded again."""
    connected = manager.blocking_client()
    connected.start_channels()
    connected.wait_for_ready(timeout=30)
    assert Cell(connected, "%load_ext jupyter_gradio_mcp").text == ""
    yield connected
    Cell(connected, "%unload_ext jupyter_gradio_mcp")
    connected.stop_channels()


# -- what the cell shows --


def test_a_cell_shows_its_panel_in_every_form_that_a_front_end_may_want(client: BlockingKernelClient) -> None:
    ran = Cell(client, COUNTER, "c1")
    [shown] = ran.of("display_data")
    assert set(shown["data"]) == {MIME, WIDGET, "text/html", "text/plain"}
    assert shown["data"]["text/plain"] == "Panel of letter_counter(word: str = 'strawberry', letter: str = 'r') -> int"
    assert shown["metadata"][MIME]["panel"] == "cell:c1"
    panel = ran.panel()
    assert panel.state["mount"] == {**shown["data"][MIME], **shown["metadata"][MIME]}
    assert (panel.state["_model_module"], panel.state["_model_name"]) == ("anywidget", "AnyModel")
    assert "export" in panel.state["_esm"]
    assert panel.opened["target_name"] == "jupyter.widget"
    assert "ready, but out of reach of agents" in ran.text, "what is missing is said all the same"


def test_with_a_server_the_output_names_the_kernel_as_the_server_does(notebook: LiveNotebook) -> None:
    ran = Cell(notebook.client, COUNTER, "c1")
    [shown] = ran.of("display_data")
    assert shown["metadata"][MIME] == {"kernel": notebook.kernel, "panel": "cell:c1"}
    assert "is live\n  MCP " in ran.text
    assert ran.panel().frames(ran.panel().call("letter_counter"))[-1]["value"] == 3


def test_no_ui_resources_and_prompts_show_none_and_private_functions_do(client: BlockingKernelClient) -> None:
    body = "\ndef f(n: int = 1) -> str:\n    return ''"
    for head in ("%%mcp_tool --no-ui", "%%mcp_resource a://b", "%%mcp_prompt"):
        assert Cell(client, head + body, "c1").of("display_data") == []
    undecorated = "import jupyter_gradio_mcp as gr\n@gr.mcp.tool(ui=False)" + body
    assert Cell(client, undecorated, "c1").of("display_data") == []
    panel = Cell(client, "%%mcp_tool --visibility private" + body, "c2").panel()
    [known] = panel.ask("panels")["value"]["panels"]
    assert known["id"] == "cell:c2"
    assert panel.frames(panel.call("f"))[-1]["op"] == "result"


def test_several_functions_share_a_panel_and_those_of_a_module_have_one_each(
    client: BlockingKernelClient, tmp_path: Path
) -> None:
    two = "\ndef one() -> int:\n    return 1\n\ndef two() -> int:\n    return 2"
    assert len(Cell(client, "%%mcp_tool" + two, "c1").of("display_data")) == 1
    module = tmp_path / "tools_of_mine.py"
    module.write_text(
        "import jupyter_gradio_mcp as gr\n@gr.mcp.tool\ndef three(): ...\n@gr.mcp.tool\ndef four(): ...\n"
    )
    ran = Cell(client, f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nimport tools_of_mine", "c2")
    assert [d["metadata"][MIME]["panel"] for d in ran.of("display_data")] == ["function:three", "function:four"]
    known = ran.panel().ask("panels")["value"]["panels"]
    assert [panel["id"] for panel in known] == ["cell:c1", "function:three", "function:four"]


def test_a_cell_whose_output_is_captured_registers_all_the_same(client: BlockingKernelClient) -> None:
    ran = Cell(client, "%%capture\n" + COUNTER, "c1")
    assert ran.of("error") == []
    assert "letter_counter" in Cell(client, "%mcp_list").text


def test_nbconvert_keeps_the_card_and_two_runs_of_it_are_equal(tmp_path: Path) -> None:
    def run() -> list[dict[str, object]]:
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in ("%load_ext jupyter_gradio_mcp", COUNTER)]
        )
        NotebookClient(book, timeout=60, kernel_name="python3").execute()
        [output] = [output for output in book.cells[1].outputs if output.output_type == "display_data"]
        return [{key: value for key, value in output.data.items() if key != WIDGET}]

    first, second = run(), run()
    assert first == second
    assert "Run the cell" in str(first[0]["text/html"])


def test_nbval_accepts_a_notebook_that_was_saved_with_its_panel(tmp_path: Path, client: BlockingKernelClient) -> None:
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in ("%load_ext jupyter_gradio_mcp", COUNTER)]
    )
    NotebookClient(book, timeout=60, kernel_name="python3").execute()
    # A front end would have sent the cell's id, which nbval does not.
    book.cells[1].outputs[-1].metadata[MIME] = {"kernel": "another", "panel": "cell:c1"}
    saved = tmp_path / "saved.ipynb"
    nbformat.write(book, saved)
    checked = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", str(saved), "-p", "no:cacheprovider", "-c", os.devnull],
        capture_output=True,
        check=False,
        text=True,
        cwd=tmp_path,
        timeout=100,
    )
    assert checked.returncode == 0, checked.stdout


def test_a_program_without_a_kernel_shows_none(tmp_path: Path) -> None:
    code = f"%load_ext jupyter_gradio_mcp\nget_ipython().run_cell({COUNTER!r})\n"
    file = tmp_path / "script.ipy"
    file.write_text(code)
    ran = subprocess.run(
        [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", str(file)],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "IPYTHONDIR": str(tmp_path)},
        timeout=60,
    )
    assert "letter_counter" in ran.stdout
    assert "Panel of" not in ran.stdout, ran.stdout


def test_a_kernel_loads_no_widget_library_for_it(client: BlockingKernelClient) -> None:
    Cell(client, COUNTER, "c1").panel()
    looked = Cell(client, "import sys\nprint({'ipywidgets', 'anywidget'} & set(sys.modules))")
    assert looked.text == "set()\n"


# -- the messages of a panel --


def test_a_function_is_called_over_the_comm(client: BlockingKernelClient) -> None:
    panel = Cell(client, COUNTER, "c1").panel()
    answer = panel.ask("panels")["value"]
    assert (answer["state"], answer["owner"], answer["notebook"]) == ("live", True, "")
    [info] = answer["panels"]
    assert [action["endpoint"] for action in info["actions"]] == ["letter_counter"]
    assert panel.frames(panel.call("letter_counter", word="Mississippi", letter="s")) == [
        {"op": "started"},
        {"op": "result", "value": 4, "fits": True, "files": False},
    ]


def test_what_goes_wrong_is_the_last_frame_of_its_call_and_the_next_works(client: BlockingKernelClient) -> None:
    panel = Cell(client, "%%mcp_tool\ndef f(n: int) -> int:\n    print('so far')\n    return 1 // n", "c1").panel()
    wrong = panel.frames(panel.call("f", n="many"))[-1]
    assert (wrong["error"]["code"], wrong["error"]["details"][0]["loc"]) == ("invalid_arguments", ["n"])
    failed = panel.frames(panel.call("f", n=0))
    assert [frame["op"] for frame in failed] == ["started", "log", "error"]
    assert failed[1]["text"] == "so far"
    assert "line 4, in f" in failed[-1]["traceback"]
    assert "Cell In[" in failed[-1]["traceback"]
    assert panel.frames(panel.call("gone"))[-1]["error"]["code"] == "unknown_endpoint"
    assert panel.frames(panel.call("f", n=1))[-1]["value"] == 1


def test_progress_comes_a_few_times_a_second_and_stop_stops(client: BlockingKernelClient) -> None:
    panel = Cell(client, SLOW, "c1").panel()
    call = panel.call("slow", seconds=60)
    told = []
    while len(told) < 6:
        told += panel.frames(call, until=("progress", "log", "started"))
    times = [at for at, heard, _ in panel.heard if heard.get("frame", {}).get("op") == "progress"]
    assert len(times) >= 3
    assert len(times) <= (times[-1] - times[0]) / 0.05 + 2
    panel.say("cancel", call)
    assert panel.frames(call)[-1]["error"]["code"] == "cancelled"
    assert panel.frames(panel.call("slow", seconds=0))[-1]["value"] == "done"


def test_a_time_limit_holds_without_a_server(client: BlockingKernelClient) -> None:
    panel = Cell(client, SLOW.replace("%%mcp_tool", "%%mcp_tool --timeout 0.2"), "c1").panel()
    last = panel.frames(panel.call("slow"))[-1]
    assert last["error"] == {
        "code": "timed_out",
        "message": "'slow' ran for longer than 0.2 seconds and was stopped.",
    }
    assert panel.frames(panel.call("slow", seconds=0))[-1]["value"] == "done"


def test_calls_wait_for_one_another_and_say_so(client: BlockingKernelClient) -> None:
    panel = Cell(client, SLOW, "c1").panel()
    first = panel.call("slow")
    panel.frames(first, until=("log",))
    second = panel.call("slow", seconds=0)
    assert panel.frames(second, until=("queued",))[-1]["position"] == 0
    panel.say("cancel", first)
    assert panel.frames(second, until=("started", "error"))[-1]["op"] == "started"
    assert panel.frames(second)[-1]["value"] == "done"


def test_a_generator_shows_what_is_there_so_far_and_an_async_function_runs(client: BlockingKernelClient) -> None:
    source = (
        "%%mcp_tool\nimport asyncio\nasync def count(n: int):\n    for i in range(n):\n        yield i\n"
        "        await asyncio.sleep(0.06)"
    )
    panel = Cell(client, source, "c1").panel()
    frames = panel.frames(panel.call("count", n=3))
    assert [frame["value"] for frame in frames if frame["op"] in ("partial", "result")] == [0, 1, 2, 2]


def test_a_function_asks_the_person_at_the_panel(client: BlockingKernelClient) -> None:
    source = "%%mcp_tool\nimport jupyter_gradio_mcp as gr\ndef f() -> str:\n    return gr.ask('Your name?', str)"
    panel = Cell(client, source, "c1").panel()
    call = panel.call("f")
    [question] = panel.frames(call, until=("ask",))[-1]["questions"]
    assert question["params"]["message"] == "Your name?"
    [field] = question["params"]["requestedSchema"]["properties"]
    panel.say("answer", call, answers={question["key"]: {"action": "accept", "content": {field: "Ada"}}})
    assert panel.frames(call)[-1]["value"] == "Ada"


def test_a_file_goes_in_and_comes_out_in_pieces(client: BlockingKernelClient) -> None:
    source = (
        "%%mcp_tool\nfrom pathlib import Path\ndef twice(file: bytes) -> bytes:\n    return file * 2\n"
        "def name(path: Path) -> str:\n    return path.name"
    )
    panel = Cell(client, source, "c1").panel()
    body = os.urandom(3 << 20)
    first = {"upload": "u", "name": "a b.bin", "size": len(body), "offset": 0, "last": False}
    assert panel.ask("upload", [body[: 2 << 20]], **first)["file"] is None
    file = panel.ask("upload", [body[2 << 20 :]], **{**first, "offset": 2 << 20, "last": True})["file"]
    assert file["size"] == len(body)
    assert panel.frames(panel.call("name", path=file))[-1]["value"] == "a b.bin"
    made = panel.frames(panel.call("twice", file=file))[-1]["value"]
    got = b""
    while True:
        reply = panel.ask("file", path=made["path"], offset=len(got))
        got += panel.heard[-1][2][0]
        if reply["last"]:
            break
    assert got == body * 2
    assert len(panel.heard[-1][2][0]) == 2 << 20
    refused = panel.ask("file", path="/etc/passwd", offset=0)["error"]
    assert refused == {"code": "invalid_request", "message": "No such file may be read here: /etc/passwd"}
    url = panel.frames(panel.call("name", path="https://example.org/x.png"))[-1]["error"]
    assert "Upload it: this panel has no server" in url["message"]
    assert url["details"][0]["loc"] == ["path"]


def test_parts_of_the_panel_come_over_the_comm_and_nothing_else_does(client: BlockingKernelClient) -> None:
    panel = Cell(client, COUNTER, "c1").panel()
    for name in ("../widget.js", "/etc/passwd", "..", "", None, "missing.js"):
        assert panel.ask("asset", name=name)["error"]["code"] == "invalid_request"
    found = Cell(
        client,
        "from jupyter_gradio_mcp.kernel import model\nimport pathlib, tempfile\nformer = model.STATIC\n"
        "model.STATIC = pathlib.Path(tempfile.mkdtemp())\n(model.STATIC / 'grid.js').write_text('export {}')",
    )
    assert found.text == ""
    assert panel.ask("asset", name="grid.js")["text"] == "export {}"
    Cell(client, "model.STATIC = former")


@pytest.mark.parametrize(
    "content",
    [
        {"op": "nothing"},
        {"op": "rows", "query": 3},
        {"op": "rows", "query": {"view": "unknown", "start": 0, "stop": 1}},
        {"op": "upload"},
        {"op": "answer", "answers": []},
        {"id": 7, "op": "panels"},
    ],
)
def test_a_bad_message_is_answered_and_the_next_works(client: BlockingKernelClient, content: dict[str, object]) -> None:
    panel = Cell(client, COUNTER, "c1").panel()
    panel.raw({"method": "custom", "content": {"id": "x", **content}})
    heard = panel.listen()
    assert (heard["op"], heard["id"]) == ("reply", content.get("id", "x"))
    assert heard["error"]["message"]
    for broken in ({}, {"method": "custom"}, {"method": "custom", "content": 3}, {"method": "update", "state": {}}):
        panel.raw(broken)
    for bad in ({"endpoint": 3}, {"endpoint": "letter_counter", "arguments": []}):
        assert panel.frames(panel.say("call", **bad))[-1]["error"]["code"] == "invalid_request"
    assert panel.frames(panel.call("letter_counter"))[-1]["value"] == 3


def test_a_front_end_that_comes_later_gets_the_state(client: BlockingKernelClient) -> None:
    panel = Cell(client, COUNTER, "c1").panel()
    panel.raw({"method": "request_state"})
    assert panel.listen() == {"method": "update", "state": panel.state, "buffer_paths": []}


# -- how it comes and goes --


def test_a_panel_hears_of_what_other_cells_do(client: BlockingKernelClient) -> None:
    panel = Cell(client, COUNTER, "c1").panel()
    panel.ask("panels")
    ran = Cell(client, "%%mcp_tool\ndef other() -> int:\n    return 1", "c2")
    assert {"op": "changed"} in [c["data"].get("content") for c in ran.of("comm_msg") if c["comm_id"] == panel.model]
    assert len(panel.ask("panels")["value"]["panels"]) == 2
    Cell(client, "%mcp_remove letter_counter other")
    assert panel.ask("panels")["value"]["panels"] == []


def test_a_cell_that_runs_again_has_a_new_panel_and_the_old_one_is_closed(client: BlockingKernelClient) -> None:
    panel = Cell(client, SLOW, "c1").panel()
    call = panel.call("slow")
    panel.frames(call, until=("log",))
    ran = Cell(client, SLOW, "c1")
    assert [content["comm_id"] for content in ran.of("comm_close")] == [panel.model]
    again = ran.panel()
    assert again.frames(again.call("slow", seconds=0))[-1]["value"] == "done", "the old call holds no place any more"
    panel.raw({"method": "custom", "content": {"op": "panels", "id": "x"}})
    assert panel.silent(0.3)
    assert Cell(client, "1").of("error") == []


def test_a_comm_that_no_browser_uses_is_never_spoken_on(client: BlockingKernelClient) -> None:
    first = Cell(client, COUNTER, "c1")
    model = first.panel().model
    for ran in (Cell(client, "%%mcp_tool\ndef other() -> int:\n    return 1", "c2"), Cell(client, COUNTER, "c1")):
        said = [*ran.of("comm_msg"), *ran.of("comm_close")]
        assert model not in [content["comm_id"] for content in said]


def test_a_browser_that_closes_a_panel_cancels_its_calls_and_drops_its_uploads(
    client: BlockingKernelClient, tmp_path: Path
) -> None:
    panel = Cell(
        client, SLOW.replace("    print(", f"    open({str(tmp_path / 'ran')!r}, 'a').close(); print("), "c1"
    ).panel()
    panel.frames(panel.call("slow"), until=("log",))
    panel.ask("upload", [b"abc"], upload="u", name="a", size=6, offset=0, last=False)
    panel.raw({}, kind="comm_close")
    threads = "import threading\nprint(sum(t.name == 'gradio-mcp-panel-call' for t in threading.enumerate()))"
    wait_for(lambda: Cell(client, threads).text == "0\n", "the end of the call")
    look = "import glob, tempfile\nprint(len(glob.glob(tempfile.gettempdir() + f'/jupyter-gradio-mcp-*/*/.a')))"
    assert Cell(client, look).text == "0\n"


def test_unloading_closes_the_panels(client: BlockingKernelClient) -> None:
    panel = Cell(client, COUNTER, "c1").panel()
    panel.frames(panel.call("letter_counter"))
    ran = Cell(client, "%unload_ext jupyter_gradio_mcp")
    assert [content["comm_id"] for content in ran.of("comm_close")] == [panel.model]
    left = "import threading\nprint(sorted(t.name for t in threading.enumerate() if t.name == 'gradio-mcp-panels'))"
    wait_for(lambda: Cell(client, left).text == "[]\n", "the end of the sending thread")
    assert Cell(client, "%load_ext jupyter_gradio_mcp").text == ""
    again = Cell(client, COUNTER, "c1").panel()
    assert again.frames(again.call("letter_counter"))[-1]["value"] == 3


def test_after_a_restart_old_panels_are_silent_and_the_cell_brings_a_new_one(
    manager: KernelManager, client: BlockingKernelClient
) -> None:
    former = Cell(client, COUNTER, "c1").panel()
    manager.restart_kernel(now=True)
    connected = manager.blocking_client()
    connected.start_channels()
    connected.wait_for_ready(timeout=30)
    old = Panel(connected, former.opened)
    old.raw({"method": "custom", "content": {"op": "panels", "id": "x"}})
    assert old.silent(0.3)
    Cell(connected, "%load_ext jupyter_gradio_mcp")
    panel = Cell(connected, COUNTER, "c1").panel()
    assert panel.state["mount"]["panel"] == old.state["mount"]["panel"]
    assert panel.frames(panel.call("letter_counter"))[-1]["value"] == 3
    connected.stop_channels()


def test_the_main_thread_still_works_for_others_after_messages_of_a_panel(client: BlockingKernelClient) -> None:
    source = "%%mcp_tool --main-thread\nimport threading\ndef f() -> bool:\n    return threading.current_thread() is threading.main_thread()"
    panel = Cell(client, source, "c1").panel()
    assert panel.frames(panel.call("f"))[-1]["value"] is True
    panel.ask("panels")
    assert panel.frames(panel.call("f"))[-1]["value"] is True


def test_results_that_are_no_json_say_so(client: BlockingKernelClient) -> None:
    panel = Cell(client, "%%mcp_tool\ndef f():\n    return float('nan')", "c1").panel()
    last = panel.frames(panel.call("f"))[-1]
    assert json.dumps(last, allow_nan=False)


@pytest.mark.skipif(ipykernel.version_info < (7,), reason="this ipykernel has no subshells")
def test_on_a_subshell_a_call_runs_and_stops_while_a_cell_runs(client: BlockingKernelClient, tmp_path: Path) -> None:
    panel = Cell(client, SLOW, "c1").panel()
    # What sends frames has been begun by a message that came without a subshell.
    assert panel.frames(panel.call("slow", seconds=0))[-1]["value"] == "done"
    client.control_channel.send(client.session.msg("create_subshell_request", {}))
    subshell = client.control_channel.get_msg(timeout=30)["content"]["subshell_id"]

    def say(**content: object) -> None:
        sent = client.session.msg(
            "comm_msg", {"comm_id": panel.model, "data": {"method": "custom", "content": content}}
        )
        sent["header"]["subshell_id"] = subshell
        client.shell_channel.send(sent)

    end = tmp_path / "end"
    code = f"import pathlib, time\nwhile not pathlib.Path({str(end)!r}).exists():\n    time.sleep(0.01)"
    busy = client.session.msg("execute_request", {"code": code, "silent": False})
    client.shell_channel.send(busy)
    say(op="call", id="c", endpoint="slow", arguments={})
    panel.frames("c", until=("progress",))
    say(op="cancel", id="c")
    assert panel.frames("c")[-1]["error"]["code"] == "cancelled"
    say(op="panels", id="p")
    heard = panel.listen()
    assert (heard["op"], heard["id"]) == ("reply", "p")
    # All of that came while the cell ran.
    end.touch()
    while client.get_shell_msg(timeout=30)["parent_header"]["msg_id"] != busy["header"]["msg_id"]:
        pass
