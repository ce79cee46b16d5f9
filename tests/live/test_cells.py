"""What a person sees who writes `%%mcp_tool` above a function."""

import httpx
import pytest
from support.live import LiveNotebook, LiveServer

pytestmark = pytest.mark.slow

COUNTER = '''%%mcp_tool
def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text.

    Args:
        word: The text to search through.
        letter: The letter to count.
    """
    return word.lower().count(letter.lower())
'''


def names(server: LiveServer, notebook: LiveNotebook) -> list[str]:
    """What the notebook's own address lists."""
    answer = server.http.get(f"{notebook.address}gradio_api/mcp/schema")
    return [] if answer.status_code == 404 else [tool["name"] for tool in answer.json()]


def test_a_function_is_live_when_its_cell_has_run(server: LiveServer, notebook: LiveNotebook) -> None:
    ran = notebook.run(COUNTER)
    url = f"http://localhost:{server.port}/"
    assert ran.stdout == (
        "letter_counter(word: str = 'strawberry', letter: str = 'r') -> int is live\n"
        f"  MCP   {url}gradio_api/mcp/\n"
        f"  REST  POST {url}gradio_api/call/v2/letter_counter\n"
    )
    assert server.call("letter_counter") == 3
    answer = server.http.post("gradio_api/run/letter_counter", json={"data": ["Mississippi", "s"]})
    assert answer.json()["data"] == [4]


def test_a_marked_cell_is_an_ordinary_cell(notebook: LiveNotebook) -> None:
    ran = notebook.run(
        "%%mcp_tool\nimport asyncio\n\ndef f() -> int:\n    return 1\n\n%time pass\nawait asyncio.sleep(0, 'last')"
    )
    assert (ran.status, ran.result) == ("ok", "'last'")
    assert "Wall time" in ran.stdout
    assert notebook.run("f()").result == "1"


def test_a_traceback_has_true_line_numbers(notebook: LiveNotebook) -> None:
    ran = notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1\n\n1 / 0")
    assert ran.status == "error"
    assert "line 5" in ran.error or "----> 5" in ran.error.replace("\x1b[0m", "").replace("\x1b[32m", "")


def test_a_cell_that_fails_registers_nothing_and_leaves_the_old(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef old() -> int:\n    return 1", cell="c1")
    notebook.run("%%mcp_tool\ndef new() -> int:\n    return 1\nraise ValueError", cell="c1")
    assert names(server, notebook) == ["old"]
    assert server.call("old", at=notebook.address) == 1


def test_a_cell_that_runs_again_replaces_its_functions(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef one() -> int:\n    return 1\n\ndef two() -> int:\n    return 2", cell="c1")
    assert names(server, notebook) == ["one", "two"]
    ran = notebook.run("%%mcp_tool\ndef two() -> int:\n    return 22\n\ndef three() -> int:\n    return 3", cell="c1")
    assert "one is offered no more." in ran.stdout
    assert names(server, notebook) == ["two", "three"]
    assert server.call("two", at=notebook.address) == 22


def test_only_functions_of_the_cell_without_an_underscore_are_offered(
    server: LiveServer, notebook: LiveNotebook
) -> None:
    notebook.run("def before() -> int:\n    return 0")
    notebook.run(
        "%%mcp_tool\nfrom textwrap import dedent\nimport functools\n\n@functools.lru_cache\ndef cached(n: int) -> int:\n"
        "    return n\n\ndef _helper() -> int:\n    return 0\n\nclass Thing: ...\n\nif True:\n    async def later() -> int:\n        return 1"
    )
    assert names(server, notebook) == ["cached", "later"]


def test_named_functions_are_offered_wherever_they_were_defined(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("def earlier(a: int) -> int:\n    return a + 1")
    notebook.run("%mcp_tool earlier")
    assert server.call("earlier", at=notebook.address, a=1) == 2


def test_what_cannot_be_described_is_refused_and_the_rest_is_offered(
    server: LiveServer, notebook: LiveNotebook
) -> None:
    ran = notebook.run("%%mcp_tool\ndef good() -> int:\n    return 1\n\ndef bad(*values) -> int:\n    return 1")
    assert "Not registered: bad() takes *values" in ran.stderr
    assert names(server, notebook) == ["good"]
    ran = notebook.run("%%mcp_tool\nx = 1")
    assert "Nothing is registered: the cell defines no function" in ran.stderr


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--bogus", "unrecognized arguments: --bogus"),
        ("--visibility secret", "invalid choice: 'secret'"),
        ("--concurrency -1", "--concurrency needs 0 or more, not -1"),
        ("--timeout 0", "--timeout needs seconds above 0, not 0"),
        ("--annotations kind", "--annotations knows read-only"),
        ("--description a --no-description", "exclude each other"),
    ],
)
def test_a_wrong_option_is_a_one_line_error_and_the_cell_does_not_run(
    notebook: LiveNotebook, line: str, message: str
) -> None:
    ran = notebook.run(f"%%mcp_tool {line}\nran = True\ndef f() -> int:\n    return 1")
    assert ran.status == "error"
    assert message in ran.text
    assert "Traceback" not in ran.text
    assert notebook.run("ran").status == "error"


def test_options_reach_the_tool(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run(
        '%%mcp_tool --api-name total --title "The sum" --description "Adds numbers." --annotations read-only,idempotent\n'
        "def f(a: int, b: int = 0) -> int:\n    return a + b"
    )
    assert names(server, notebook) == ["total"]
    [tool] = server.http.get(f"{notebook.address}gradio_api/mcp/schema").json()
    assert tool["description"] == "Adds numbers."
    assert server.call("total", at=notebook.address, a=1) == 1
    ran = notebook.run("%%mcp_tool --api-name x\ndef a() -> int:\n    return 1\ndef b() -> int:\n    return 1")
    assert "--api-name is for one function; here are 2: a, b." in ran.stderr


def test_examples_are_an_expression_of_the_notebook(notebook: LiveNotebook) -> None:
    notebook.run("rows = [[1], {'a': 2}]")
    assert notebook.run("%%mcp_tool --examples rows\ndef f(a: int) -> int:\n    return a").stderr == ""
    assert (
        "--examples nowhere: NameError"
        in notebook.run("%%mcp_tool --examples nowhere\ndef f(a: int) -> int:\n    return a").stderr
    )


def test_undocumented_answers_rest_only_and_private_nobody(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool --visibility undocumented\ndef hidden() -> int:\n    return 1")
    notebook.run("%%mcp_tool --visibility private\ndef closed() -> int:\n    return 1")
    assert names(server, notebook) == []
    assert server.call("hidden", at=notebook.address) == 1
    assert server.http.post(f"{notebook.address}gradio_api/call/v2/closed", json={}).status_code == 404


def test_functions_are_listed_and_removed(server: LiveServer, notebook: LiveNotebook) -> None:
    assert "Put %%mcp_tool above one" in notebook.run("%mcp_list").stdout
    notebook.run("%%mcp_tool\ndef one(a: int = 1) -> int:\n    return 1\n\ndef two():\n    return 2")
    assert notebook.run("%mcp_list").stdout == "one  (a: int = 1) -> int\ntwo  ()\n"
    assert "No function 'three' is offered. Offered are: one, two" in notebook.run("%mcp_remove three").text
    assert notebook.run("%mcp_remove one").stdout == "one is offered no more.\n"
    assert names(server, notebook) == ["two"]
    for wrong in ("", "--", "--all two", "--everything"):
        assert "%mcp_remove" in notebook.run(f"%mcp_remove {wrong}").text
    assert "No function '--all' is offered" in notebook.run("%mcp_remove -- --all").text
    notebook.run("%mcp_remove --all")
    assert names(server, notebook) == []


def test_failures_are_shown_to_the_owner_only(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef fails() -> int:\n    secret_name = 1\n    raise ValueError('no good')")
    answer = server.http.post(f"{notebook.address}gradio_api/run/fails", json={"data": []})
    assert answer.status_code == 500
    assert answer.json()["error"] == "ValueError: no good"
    assert "line" not in answer.text
    assert "in fails\n    raise ValueError" in notebook.run("%mcp_list --errors").stdout


def test_every_magic_explains_itself(notebook: LiveNotebook) -> None:
    for magic in ("%%mcp_tool", "%mcp_tool", "%mcp_list", "%mcp_remove"):
        assert notebook.run(f"get_ipython().run_line_magic('pinfo', '{magic}')").status == "ok"
    assert "--main-thread" in notebook.run("print(get_ipython().find_cell_magic('mcp_tool').__doc__)").stdout


def test_unloading_gives_everything_back(server: LiveServer, notebook: LiveNotebook) -> None:
    look = (
        "import sys, json\nip = get_ipython()\n"
        "print(json.dumps([sys.getswitchinterval(), type(sys.stdout).__dict__['write'].__qualname__, 'publish' in vars(ip.display_pub),"
        " 'raw_input' in vars(ip.kernel), len(ip.input_transformers_cleanup),"
        " {k: len(v) for k, v in ip.events.callbacks.items()}, sorted(m for ms in ip.magics_manager.magics.values() for m in ms if 'mcp' in m)]))"
    )
    notebook.run("%unload_ext jupyter_gradio_mcp")
    before = notebook.run(look).stdout
    notebook.run("%load_ext jupyter_gradio_mcp")
    notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
    assert notebook.run(look).stdout != before
    assert names(server, notebook) == ["f"]
    notebook.run("%unload_ext jupyter_gradio_mcp")
    assert notebook.run(look).stdout == before
    assert names(server, notebook) == []
    assert "mcp_tool" in notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1").text, "the magic is unknown again"
    notebook.run("%load_ext jupyter_gradio_mcp")
    notebook.run("%%mcp_tool\ndef f() -> int:\n    return 2")
    assert server.call("f", at=notebook.address) == 2


def test_two_notebooks_share_a_server_and_a_name(server: LiveServer, notebook: LiveNotebook) -> None:
    other = server.notebook("sub dir/other #1.ipynb").load()
    notebook.run("%%mcp_tool\ndef shared() -> int:\n    return 1")
    ran = other.run("%%mcp_tool\ndef shared() -> int:\n    return 2")
    assert "Another notebook offers 'shared', so at these addresses this one is called 'shared_other_1'." in ran.stdout
    assert (server.call("shared"), server.call("shared_other_1")) == (1, 2)
    assert (server.call("shared", at=notebook.address), server.call("shared", at=other.address)) == (1, 2)
    other.close()


def test_a_renamed_notebook_answers_at_both_addresses(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef f() -> int:\n    return 1")
    former = notebook.address
    notebook.rename("renamed #2.ipynb")
    assert server.call("f", at=notebook.address) == 1
    assert server.call("f", at=former) == 1
    ran = notebook.run("%%mcp_tool\ndef f() -> int:\n    return 2")
    assert "is live" in ran.stdout
    assert server.call("f", at="gradio/renamed%20%232.ipynb/") == 2


def test_a_kernel_without_a_notebook_is_an_app_under_its_id(server: LiveServer) -> None:
    answer: httpx.Response = server.http.post("api/kernels", json={"name": "python3"})
    kernel = answer.json()
    console = LiveNotebook(server, kernel["id"], {"id": "", "kernel": kernel})
    console.load().run("%%mcp_tool\ndef f() -> int:\n    return 7")
    assert server.call("f", at=f"gradio/{kernel['id']}/") == 7
    server.http.delete(f"api/kernels/{kernel['id']}")
    console.client.stop_channels()


def test_a_working_directory_that_was_deleted_keeps_no_function_back(server: LiveServer) -> None:
    notebook = server.notebook("gone.ipynb").load()
    assert notebook.run("import os, tempfile\nos.chdir(tempfile.mkdtemp())\nos.rmdir(os.getcwd())").status == "ok"
    ran = notebook.run("%%mcp_tool\ndef still_there() -> bytes:\n    return b'yes'")
    assert "is live" in ran.stdout, ran.text
    made = server.call("still_there")
    assert server.http.get(f"gradio_api/file={made['path']}").content == b"yes"
    notebook.close()
