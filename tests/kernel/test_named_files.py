"""Files that callers name within the values of components: only such as they may read."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.apps import Opened
from support.engine import Told

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.descriptions import FILE_META
from jupyter_gradio_mcp.errors import FunctionFailed, InvalidArguments
from jupyter_gradio_mcp.kernel.calls import Calls, run_all
from jupyter_gradio_mcp.kernel.files import SETTINGS, Settings, Store, configure
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import Registry, endpoint
from jupyter_gradio_mcp.kernel.transfer import checked


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("a.ipynb").write_text("nobody may read this")
    return "a.ipynb"


def respond(m: str, h: list) -> Any:
    h.append({"role": "assistant", "content": m})
    return h


def untyped(m, h):  # type: ignore[no-untyped-def]
    return respond(m, h)


def pairs(m: str, h: list[list]) -> Any:
    return [*h, [m, None]]


def tuples(m: str, h: list[list[str | tuple]]) -> Any:
    return [*h, [m, None]]


def paths(m: str, h: list[tuple[Path, str]]) -> Any:
    return [*h, (m, None)]


def messages(m: str, h: list[gr.ChatMessage]) -> Any:
    return [*h, gr.ChatMessage(m)]


FILE = {"path": "a.ipynb"}
FORMS = [
    [[FILE, "x"]],
    [["x", FILE]],
    [[[FILE], "x"]],
    [[["a.ipynb"], "x"]],
    [["a.ipynb", "x"]],
    [{"role": "user", "content": FILE}],
    [{"role": "user", "content": [FILE, "x"]}],
    [{"role": "user", "content": {"file": FILE}}],
    [{"role": "user", "content": {"file": {**FILE, "meta": FILE_META}, "alt_text": "x"}}],
    [{"role": "user", "content": {"component": "image", "value": FILE, "props": {}}}],
    [{"role": "user", "content": {"component": "gallery", "value": [{"image": FILE}], "props": {}}}],
    [{"role": "user", "content": [[{"a": [{"b": FILE}]}]]}],
]


def app_of(function: Any, **options: Any) -> Opened:
    with gr.Blocks() as demo:
        m, chat = gr.Textbox(), gr.Chatbot(**options)
        m.submit(function, [m, chat], chat)
    return Opened(demo)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("function", [respond, untyped, pairs, tuples, paths, messages])
def test_no_caller_of_an_app_reads_files_by_naming_them_in_a_conversation(
    function: Any, form: Any, secret: str, tmp_path: Path
) -> None:
    app = app_of(function, type="tuples" if function in (pairs, tuples) else None)
    told = app.told(function.__name__, m="x", h=form)
    [result] = told.of("result") or [None]
    assert result is None or "orig_name" not in str(result["value"]), result
    copies = [path for folder in [app.store._own] if folder for path in Path(folder).rglob("*") if path.is_file()]
    assert copies == [], "nothing was copied into the cache"


def test_a_refused_file_is_named_and_an_own_one_comes_back(secret: str) -> None:
    app = app_of(respond)
    error = app.error("respond", m="x", h=[[FILE, "x"]])
    assert error.startswith("'h': A message names a file that cannot be read here: 'a.ipynb'"), error
    with app.store.create("b.txt") as new:
        new.write_text("b")
    file = app.store.written(new, "b.txt")
    for content in ({"path": file["path"]}, [{"file": file, "alt_text": None}, "x"]):
        [first, _] = app.call("respond", m="x", h=[{"role": "user", "content": content}])
        part = first["content"][0] if isinstance(content, list) else first["content"]
        assert part["file"]["path"] == file["path"]
    [first, _] = app.call("respond", m="x", h=[{"role": "user", "content": {"path": "https://example.org/a.png"}}])
    assert "https://example.org/a.png" in str(first)
    assert app.call("respond", m="x", h=[["a.ipynb", None]])[0]["content"] == "a.ipynb"
    assert app.call("respond", m="x", h=None) == [{"role": "assistant", "content": "x"}]


def test_what_the_author_begins_with_is_not_judged(secret: str) -> None:
    app = app_of(respond, value=[{"role": "assistant", "content": {"path": secret}}])
    [first, second] = app.call("respond", m="x")
    assert (first["content"], second["content"]) == (secret, "x")


def call_plain(function: Any, options: Options, **arguments: Any) -> Told:
    registry, store = Registry(), Store(SETTINGS)
    registry.register([endpoint(function, function.__name__, options)], "cell")
    calls, told = Calls(registry, None, store), Told()  # type: ignore[arg-type]
    run_all(calls.begin(1, function.__name__, arguments, told))
    assert told.ended.wait(20)
    store.close()
    return told


@pytest.mark.parametrize("verb", ["respond", "retry"])
def test_nor_by_a_text_with_files_that_is_said_again(verb: str, secret: str) -> None:
    app = Opened(gr.ChatInterface(lambda message, history: "ok", api_name="f"))
    for files in ([secret], secret):
        said = [{"role": "user", "content": {"text": "", "files": files}}]
        [error] = app.told(verb, viewer="owner", history=said).of("error")
        assert error["error"]["code"] == InvalidArguments.code


@pytest.mark.parametrize("form", FORMS[:3])
def test_plain_functions_with_a_conversation_refuse_them_too(form: Any, secret: str) -> None:
    chat = gr.Chatbot()
    told = call_plain(respond, Options(inputs={"h": chat}, outputs=gr.Chatbot()), m="x", h=form)
    [error] = told.of("error")
    assert error["error"]["code"] == InvalidArguments.code


def test_a_multimodal_text_may_be_one_file_alone_that_may_be_read(secret: str) -> None:
    store = Store(SETTINGS)
    parameter: Any = {"name": "m", "files": "many", "component": "MultimodalTextbox"}
    for value in ({**FILE, "meta": FILE_META}, {**FILE, "meta": FILE_META, "files": []}, FILE):
        with pytest.raises(InvalidArguments, match=r"No such file|no file"):
            checked([parameter], {"m": value}, store)
    with store.create("b.txt") as new:
        new.write_text("b")
    file = store.written(new, "b.txt")
    assert checked([parameter], {"m": file}, store) == {"m": {"text": "", "files": [file]}}
    assert checked([parameter], {"m": {"text": "a"}}, store) == {"m": {"text": "a"}}
    store.close()


def test_jupyters_runtime_folder_and_connection_files_are_blocked_wherever_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime, other = tmp_path / "runtime", tmp_path / "connections"
    files = [runtime / "jpserver-1.json", runtime / "kernel-1.json", other / "kernel-2.json", other / "kernel-3.json"]
    keys = tmp_path / "data" / "gradio_mcp" / "keys.json"
    for file in (*files, keys, tmp_path / "a.txt"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    app = SimpleNamespace(abs_connection_file=str(files[2]))
    kernels = SimpleNamespace(IPKernelApp=SimpleNamespace(initialized=lambda: True, instance=lambda: app))
    monkeypatch.setitem(sys.modules, "ipykernel.kernelapp", kernels)
    settings = Settings()
    monkeypatch.setattr("jupyter_gradio_mcp.kernel.files.SETTINGS", settings)
    configure(allowed_paths=tmp_path)
    store = Store(settings)
    assert store.keep(tmp_path / "a.txt")
    for file in (*files, keys):
        assert store.readable(str(file)) is None
        for given in (True, False):
            with pytest.raises(FunctionFailed):
                store.keep(file, given=given)
    app.abs_connection_file = str(tmp_path / "work" / "kernel-4.json")
    (tmp_path / "work" / "kernel-4.json").write_text("x")
    (tmp_path / "work" / "b.txt").write_text("x")
    assert store.keep(tmp_path / "work" / "b.txt"), "the working directory stays open"
    with pytest.raises(FunctionFailed):
        store.keep(tmp_path / "work" / "kernel-4.json")
    store.close()


def test_arguments_that_are_nested_too_deeply_are_invalid() -> None:
    def keep(data: dict) -> int:
        return len(data)

    deep: Any = {}
    for _ in range(sys.getrecursionlimit()):
        deep = {"a": deep}
    [error] = call_plain(keep, Options(), data=deep, more=1).of("error")
    assert (error["error"]["code"], error["error"]["message"]) == (
        InvalidArguments.code,
        "The arguments are nested too deeply.",
    )
