"""What `launch()` takes, what it gives back, and how long that lasts."""

from collections.abc import Iterator

import environments
import httpx
import pytest
from support.live import LiveNotebook, LiveServer, wait_for

pytestmark = pytest.mark.slow

APP = '''
import jupyter_gradio_mcp as gr

def repeat(word: str, times: int = 2) -> str:
    """Repeat a word."""
    return word * times

demo = gr.Interface(repeat, ["text", "number"], "text", title="Words")
'''

GRADIO_5 = """inline inbrowser share debug max_threads auth auth_message prevent_thread_lock show_error server_name server_port
height width favicon_path ssl_keyfile ssl_certfile ssl_keyfile_password ssl_verify quiet show_api allowed_paths
blocked_paths root_path app_kwargs state_session_capacity share_server_address share_server_protocol
share_server_tls_certificate auth_dependency max_file_size enable_monitoring strict_cors node_server_name node_port
ssr_mode pwa mcp_server i18n _frontend"""

GRADIO_6 = "footer_links run_history num_workers theme css css_paths js head head_paths _app"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("launching"))
    yield live
    live.close()


@pytest.fixture
def notebook(server: LiveServer, request: pytest.FixtureRequest) -> Iterator[LiveNotebook]:
    opened = server.notebook(f"{request.node.name}.ipynb")
    ran = opened.run(APP, cell="app")
    assert ran.status == "ok", ran.text
    yield opened
    opened.close()


def upload(notebook: LiveNotebook, size: int) -> int:
    files = {"files": ("a.bin", b"0" * size)}
    return notebook.server.http.post(f"{notebook.address}gradio_api/upload", files=files).status_code


def printed(notebook: LiveNotebook, expression: str) -> str:
    ran = notebook.run(f"print({expression})")
    assert ran.status == "ok", ran.text
    return ran.stdout.strip()


def test_every_keyword_of_gradio_is_taken_and_what_means_nothing_is_told_once(notebook: LiveNotebook) -> None:
    names = [*GRADIO_5.split(), *GRADIO_6.split()]
    given = dict.fromkeys(names)
    ran = notebook.run(f"demo.launch(**{given!r})", cell="app")
    assert (ran.status, ran.stderr) == ("ok", ""), ran.text
    ran = notebook.run("demo.launch(None, True, True, auth=('a', 'b'), server_port=7860)", cell="app")
    assert ran.stderr.count("UserWarning") == 1
    for name in ("inbrowser=", "share=", "auth=", "server_port="):
        assert name in ran.stderr
    assert "demo.launch(None, True, True" in ran.stderr.splitlines()[1]
    for wrong, near in {
        "port": "server_port",
        "sharee": "share",
        "mcp": "mcp_server",
        "auth_massage": "auth_message",
    }.items():
        assert f"launch() takes no '{wrong}'. Did you mean '{near}'?" in notebook.run(f"demo.launch({wrong}=1)").error
    assert "launch() is given 'share' twice" in notebook.run("demo.launch(None, False, True, share=True)").error
    assert "at most 11 options" in notebook.run("demo.launch(*[None] * 12)").error


def test_what_launch_says_of_files_holds_while_the_app_is_open(server: LiveServer, notebook: LiveNotebook) -> None:
    assert notebook.run("demo.launch(max_file_size='5kb')", cell="app").status == "ok"
    assert (upload(notebook, 6000), upload(notebook, 5000)) == (413, 200)
    notebook.run(
        "other = gr.Interface(lambda x: x, 'text', 'text')\nother.launch(max_file_size=4 * gr.FileSize.KB)", "b"
    )
    assert upload(notebook, 5000) == 413
    notebook.run("other.close()")
    assert upload(notebook, 5000) == 200
    notebook.run("demo.launch()", cell="app")
    assert upload(notebook, 6000) == 200
    (server.root / "secret.txt").write_text("kept")
    address = f"{notebook.address}gradio_api/file={server.root / 'secret.txt'}"
    assert server.http.get(address).status_code == 403
    notebook.run("import os\ndemo.launch(allowed_paths=[os.getcwd()])", cell="app")
    assert server.http.get(address).text == "kept"
    notebook.run("demo.launch(allowed_paths=[os.getcwd()], blocked_paths=[os.path.abspath('secret.txt')])", cell="app")
    assert server.http.get(address).status_code == 403
    notebook.run("os.environ['GRADIO_ALLOWED_PATHS'] = os.getcwd() + ', /nowhere'\ndemo.launch()", cell="app")
    assert server.http.get(address).text == "kept"
    notebook.run("demo.close(); keep = gr.Interface(lambda x: x, 'text', 'text', api_name='keep')")
    notebook.run("del os.environ['GRADIO_ALLOWED_PATHS']\nkeep.launch()", cell="keep")
    assert server.http.get(address).status_code == 403


@pytest.mark.parametrize(("said", "offered"), [("True", True), ("true", True), ("1", True), ("0", False), ("", False)])
def test_the_environment_says_whether_agents_may_call(server: LiveServer, said: str, offered: bool) -> None:
    notebook = server.notebook("environment.ipynb")
    notebook.run(f"import os; os.environ['GRADIO_MCP_SERVER'] = {said!r}")
    notebook.run(APP + "demo.launch()", cell="app")
    schema = server.http.get(f"{notebook.address}gradio_api/mcp/schema").json()
    assert [tool["name"] for tool in schema] == (["repeat"] if offered else [])
    notebook.run(APP + "demo.launch(mcp_server=False)", cell="app")
    assert server.http.get(f"{notebook.address}gradio_api/mcp/schema").json() == []
    notebook.close()


def test_what_people_read_of_an_app(notebook: LiveNotebook) -> None:
    assert notebook.run("demo").result == "<gr.Interface 'Words': launch() shows it>"
    assert (
        notebook.run("demo.is_running, demo.local_url, demo.server_port, demo.share_url").result
        == "(False, '', None, None)"
    )
    assert notebook.run("demo.launch(quiet=True, inline=False)", cell="app").text == ""
    assert notebook.run("demo").result == "<gr.Interface 'Words': launched>"
    port = notebook.server.port
    assert notebook.run("demo.is_running, demo.server_port, demo.share_url").result == f"(True, {port}, None)"
    url = printed(notebook, "demo.local_url")
    assert printed(notebook, "demo.local_api_url") == f"{url}gradio_api/"
    secret = url.partition("gradio_key/")[2].partition("/")[0]
    for shown in (
        "demo.local_url",
        "demo.local_api_url",
        "demo.launch(inline=False)",
        "[demo.local_url]",
        "vars(demo)",
    ):
        assert secret[10:] not in notebook.run(shown, cell="shows").result, shown
    assert notebook.run("demo.block_thread(); print('on')").stdout == "on\n"


def test_an_address_lasts_as_long_as_the_app(notebook: LiveNotebook) -> None:
    def opens(url: str) -> bool:
        return httpx.get(f"{url}gradio_api/info").status_code == 200

    first = printed(notebook, "demo.launch(quiet=True, inline=False)[1]")
    second = printed(notebook, "demo.launch(quiet=True, inline=False)[1]")
    assert (opens(first), opens(second)) == (False, True)
    notebook.run("demo.close(); demo.close()")
    assert not opens(second)
    third = printed(notebook, "demo.launch(quiet=True, inline=False)[1]")
    assert opens(third)
    notebook.restart()
    wait_for(lambda: not opens(third), "the end of the address")


def test_an_app_without_functions_has_an_address_that_opens_no_other(notebook: LiveNotebook) -> None:
    notebook.run("demo.launch()", cell="app")
    notebook.run("with gr.Blocks() as page:\n    gr.Markdown('Read **me**')\npage.launch()", cell="page")
    url = printed(notebook, "page.local_url")
    [panel] = httpx.get(f"{url}gradio_api/panel").json()["panels"]
    assert [component["type"] for component in panel["components"]] == ["Markdown"]
    assert httpx.get(f"{url}gradio_api/info").json()["named_endpoints"] == {}
    assert httpx.post(f"{url}gradio_api/run/repeat", json={"data": ["a", 2]}).status_code == 404


def test_a_cell_that_fails_after_launching_leaves_the_app_open(server: LiveServer, notebook: LiveNotebook) -> None:
    assert "ZeroDivisionError" in notebook.run("demo.launch()\n1 / 0", cell="app").error
    assert server.call("repeat", at=notebook.address, word="a") == "aa"
    notebook.run("1 / 0\ndemo.launch()", cell="app")
    # As with `%%mcp_tool`: what a cell that fails would have changed stays.
    assert notebook.run("demo.is_running").result == "True"


@pytest.mark.clients
@pytest.mark.parametrize("environment", ["gradio-client", "gradio-client-1"])
def test_gradios_client_works_in_the_cell_that_launches_and_beside_a_busy_one(
    server: LiveServer, environment: str
) -> None:
    environments.make(environment)
    notebook = server.notebook(f"{environment}.ipynb")
    [packages] = (environments.FOLDER / environment / "lib").glob("python*/site-packages")
    launch = "_, url, _ = demo.launch()\nfrom gradio_client import Client\nclient = Client(url, verbose=False)\n"
    head = f"import os, sys; os.environ['HF_HUB_OFFLINE'] = '1'; sys.path.append({str(packages)!r})\n"
    ran = notebook.run(head + APP + launch + "print(client.predict('ab', 3, api_name='/repeat'))", cell="app")
    assert ran.stdout.endswith("ababab\n"), ran.text
    assert printed(notebook, "client.predict('a', 1, api_name='/predict')") == "a"
    busy = notebook.send("import time, threading\nwhile not os.path.exists('go'): time.sleep(0.01)")
    assert server.call("repeat", at=notebook.address, word="b") == "bb"
    (server.root / "go").touch()
    assert notebook.finish(busy).status == "ok"
    (server.root / "go").unlink()
    notebook.close()


def test_what_cannot_be_loaded_is_told_in_a_line(notebook: LiveNotebook) -> None:
    server = notebook.server
    for address, words in {
        "'http://127.0.0.1:1'": "there is no app at http://127.0.0.1:1",
        f"{server.url!r}": "refused with 401",
        f"{server.url + 'static/'!r}": "there is no app at",
        "'http://[::1'": "ValueError",
        "'user/space'": "the name of a Space with src=",
        "'models/gpt2'": "the nearest is gr.Interface of a function that calls it",
        "3": "takes the address of an app, not 3",
    }.items():
        assert words in notebook.run(f"gr.load({address})").error


def test_a_loaded_app_is_called_as_a_function(server: LiveServer, notebook: LiveNotebook) -> None:
    url = printed(notebook, "demo.launch(quiet=True, inline=False)[1]")
    other = server.notebook("calls.ipynb")
    other.run(f"import jupyter_gradio_mcp as gr\nfar = gr.load({url!r})")
    assert other.run("far('ab'), far('ab', 3), far('c', api_name='/repeat')").result == "('abab', 'ababab', 'cc')"
    assert "has no function 'x'. There are: repeat." in other.run("far(api_name='/x')").error
    assert "repeat() takes 2 values, and 3 are given" in other.run("far(1, 2, 3)").error
    ran = other.run(
        "with gr.Blocks() as both:\n"
        "    word, said = gr.Textbox(), gr.Textbox()\n"
        "    word.submit(lambda text: far(text) + '!', word, said, api_name='louder')\n"
        "    far.render()\n"
        "both.launch()",
        cell="both",
    )
    assert ran.status == "ok", ran.text
    assert server.call("louder", at=other.address, text="x") == "xx!"
    assert server.call("repeat", at=other.address, word="x", times=3) == "xxx"
    other.close()
