"""Arguments that name files: what callers write, and the files that it becomes."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_gradio_mcp.descriptions import FILE_META
from jupyter_gradio_mcp.errors import CallError, InvalidArguments, PayloadTooLarge
from jupyter_gradio_mcp.server.cache import Cache
from jupyter_gradio_mcp.server.caller import Caller
from jupyter_gradio_mcp.server.catalog import App, Offer
from jupyter_gradio_mcp.server.fetch import Fetched
from jupyter_gradio_mcp.server.files import Files
from jupyter_gradio_mcp.server.inputs import MAX_FILES, Inputs
from jupyter_gradio_mcp.server.scope import Identity
from jupyter_gradio_mcp.server.signing import Signer

CALLER = Caller(Identity("me", "me"), address="http://localhost:8888/gradio/a.ipynb/")


class FakeFetcher:
    """Answers every URL with the same file, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.name = "cat.png"
        self.content = b"fetched"
        self.error: Exception | None = None

    async def fetch(self, url: str, target: Path, *, max_bytes: int) -> Fetched:
        self.asked.append((url, max_bytes))
        if self.error is not None:
            raise self.error
        target.write_bytes(self.content)
        return Fetched(target, self.name, len(self.content), "image/png")


@pytest.fixture
def fetcher() -> FakeFetcher:
    return FakeFetcher()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path.resolve() / "cache", max_bytes=0, max_age=0)
    yield made
    made.close()


@pytest.fixture
def app(tmp_path: Path) -> App:
    folder = tmp_path.resolve()
    for name in ("work/a.txt", "static/b.txt"):
        (folder / name).parent.mkdir()
        (folder / name).write_text(name)
    said: Any = {
        "working": str(folder / "work"),
        "static": [str(folder / "static")],
        "allowed": [],
        "blocked": [],
        "max_file_size": None,
        "delete_cache": None,
    }
    return App("k", "a.ipynb", live=True, files=said)


class Asked:
    """A function with the parameters `one`, `many` and `data`, asked with arguments."""

    def __init__(self, app: App, cache: Cache, fetcher: FakeFetcher) -> None:
        self.app = app
        self.cache = cache
        self.files = Files(cache, Signer(lambda: 1e9, 3600))
        self.fetcher = fetcher
        self.max_file_size: int | None = None
        parameters = [{"name": "one", "files": "one"}, {"name": "many", "files": "many"}, {"name": "data"}]
        endpoint: Any = {"name": "f", "visibility": "public", "parameters": parameters}
        self.offer = Offer("f", app, endpoint)

    @property
    def inputs(self) -> Inputs:
        fetcher: Any = self.fetcher
        return Inputs(self.files, fetcher, self.max_file_size)

    def __call__(self, **arguments: Any) -> dict[str, Any]:
        return asyncio.run(self.inputs.resolve(self.offer, arguments, CALLER))

    def one(self, value: Any) -> Any:
        return self(one=value)["one"]

    def content(self, value: Any) -> bytes:
        return Path(self.one(value)["path"]).read_bytes()

    def refused(self, error: type[CallError] = InvalidArguments, **arguments: Any) -> CallError:
        """The error; nothing is left in the cache."""
        before = set(self.cache.uploads.rglob("*"))
        with pytest.raises(error) as caught:
            self(**arguments)
        assert type(caught.value) is error
        assert set(self.cache.uploads.rglob("*")) == before
        (name,) = arguments
        assert caught.value.message.startswith(f"'{name}': ")
        assert [detail["loc"] for detail in caught.value.details] == [[name]]
        return caught.value


@pytest.fixture
def ask(app: App, cache: Cache, fetcher: FakeFetcher) -> Asked:
    return Asked(app, cache, fetcher)


@pytest.fixture
def upload(cache: Cache) -> Path:
    unfinished, final = cache.new("photo.png")
    unfinished.write_bytes(b"upload")
    cache.complete(unfinished, final)
    return final


def url_of(path: Path, host: str = "localhost:8888") -> str:
    return f"http://{host}/gradio/a.ipynb/gradio_api/file={quote(str(path))}?sig=1.2.3"


# -- which arguments are looked at --


def test_only_parameters_that_take_files_are_looked_at(ask: Asked, fetcher: FakeFetcher) -> None:
    for value in ("http://example.com/a", "/etc/passwd", {"path": "/etc/passwd", "meta": FILE_META}, [1], None):
        assert ask(data=value, unknown=value) == {"data": value, "unknown": value}
    assert fetcher.asked == []


def test_null_and_nothing_are_left_to_the_function(ask: Asked) -> None:
    assert ask() == {}
    assert ask(one=None, many=None) == {"one": None, "many": None}


def test_the_arguments_as_they_were_sent_are_not_changed(ask: Asked, upload: Path) -> None:
    many = [str(upload)]
    arguments = {"one": str(upload), "many": many}
    asyncio.run(ask.inputs.resolve(ask.offer, arguments, CALLER))
    assert arguments == {"one": str(upload), "many": many}
    assert many == [str(upload)]


def test_a_function_without_files_is_known(ask: Asked) -> None:
    assert Inputs.takes_files(ask.offer)
    plain: Any = {"parameters": [{"name": "data"}]}
    assert not Inputs.takes_files(Offer("g", ask.app, plain))


# -- paths and files --


def test_an_upload_is_named_by_its_path(ask: Asked, upload: Path) -> None:
    assert ask.one(str(upload)) == {
        "path": str(upload),
        "url": None,
        "size": 6,
        "orig_name": "photo.png",
        "mime_type": "image/png",
        "is_stream": False,
        "meta": FILE_META,
    }


def test_what_the_notebook_opens_can_be_named(ask: Asked, tmp_path: Path) -> None:
    assert ask.content(str(tmp_path / "static/b.txt")) == b"static/b.txt"
    assert ask.content("../static/b.txt") == b"static/b.txt"


@pytest.mark.parametrize(
    "value",
    [
        "/etc/passwd",
        "../../../../../../etc/passwd",
        "a.txt",
        "..",
        "/",
        "~",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://example.com/a",
        "//host/share",
        "\\\\host\\share",
        "/proc/self/environ",
        "a" * 5000,
        "\0",
        "\ud800",
        " http://example.com/a",
        "",
        "javascript:1",
    ],
)
def test_what_may_not_be_read_is_refused_whatever_it_is(ask: Asked, fetcher: FakeFetcher, value: str) -> None:
    error = ask.refused(one=value)
    assert "Name a file by" in error.message
    assert len(error.message) < 400
    assert fetcher.asked == []


@pytest.mark.parametrize("value", [3, True, 1.5, ["a"], [], {}, {"path": 3, "meta": FILE_META}, {"meta": FILE_META}])
def test_what_is_no_file_is_refused(ask: Asked, value: Any) -> None:
    assert "This is no file" in ask.refused(one=value).message


def test_the_results_of_another_notebook_cannot_be_named(ask: Asked, cache: Cache) -> None:
    for kernel, may in (("k", True), ("j", False)):
        file = cache.of_kernel(kernel) / "secret.txt"
        file.write_text("x")
        if may:
            assert ask.content(str(file)) == b"x"
        else:
            ask.refused(one=str(file))


@pytest.mark.skipif(sys.platform == "win32", reason="needs links of POSIX")
def test_a_link_among_uploads_leads_nowhere(ask: Asked, upload: Path) -> None:
    link = upload.with_name("link.png")
    link.symlink_to("/etc/passwd")
    ask.refused(one=str(link))


def test_a_file_as_gradio_sends_it_is_checked_anew(ask: Asked, upload: Path) -> None:
    told = ask.one({"path": str(upload), "orig_name": "my cat.jpg", "size": 1, "mime_type": "x/y", "meta": FILE_META})
    assert (told["path"], told["orig_name"], told["size"], told["mime_type"]) == (
        str(upload),
        "my cat.jpg",
        6,
        "image/jpeg",
    )
    told = ask.one({"path": str(upload), "orig_name": 3, "meta": FILE_META, "more": 1})
    assert (told["orig_name"], "more" in told) == ("photo.png", False)
    ask.refused(one={"path": "/etc/passwd", "meta": FILE_META})
    ask.refused(many=[{"path": str(upload), "meta": FILE_META}, {"path": "/etc/passwd", "meta": FILE_META}])


def test_a_file_may_be_named_by_its_url_alone(ask: Asked, upload: Path, fetcher: FakeFetcher) -> None:
    assert ask.content({"url": url_of(upload), "meta": FILE_META}) == b"upload"
    assert ask.content({"path": "", "url": url_of(upload), "meta": FILE_META}) == b"upload"
    assert ask.content({"path": "http://example.com/a", "meta": FILE_META}) == b"fetched"
    ask.refused(one={"path": "/etc/passwd", "url": url_of(upload), "meta": FILE_META})


@pytest.mark.parametrize(
    "meta", [{}, {"meta": None}, {"meta": {}}, {"meta": {"_type": "x"}}, {"meta": "gradio.FileData"}]
)
def test_what_has_a_path_and_no_mark_is_data(ask: Asked, upload: Path, meta: dict[str, Any]) -> None:
    assert "This is no file" in ask.refused(one={"path": str(upload), **meta}).message


# -- addresses of our own --


@pytest.mark.parametrize(
    "host", ["localhost:8888", "127.0.0.1:8888", "[::1]:8888", "LocalHost:8888", "me:pw@localhost:8888"]
)
def test_an_address_of_our_own_is_read_and_not_fetched(
    ask: Asked, upload: Path, fetcher: FakeFetcher, host: str
) -> None:
    assert ask.content(url_of(upload, host)) == b"upload"
    assert fetcher.asked == []


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "a.txt", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", ""]
)
def test_an_address_of_our_own_opens_no_more_than_its_route(ask: Asked, fetcher: FakeFetcher, path: str) -> None:
    for value in (f"http://127.0.0.1:8888/gradio_api/file={path}", f"HTTP://localhost:8888/gradio_api/file={path}"):
        ask.refused(one=value)
    assert fetcher.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/gradio_api/file=/etc/passwd",
        "http://localhost:9999/gradio_api/file=/etc/passwd",
        "http://localhost:8888/api/contents/a",
        "https://localhost:8888@example.com/gradio_api/file=/etc/passwd",
        "http://[",
        "http://localhost:port/gradio_api/file=/etc/passwd",
        "http://example.com\u2100/",
    ],
)
def test_any_other_address_is_left_to_the_fetcher(ask: Asked, fetcher: FakeFetcher, url: str) -> None:
    assert ask.content(url) == b"fetched"
    assert [asked[0] for asked in fetcher.asked] == [url]


# -- what is fetched --


@pytest.mark.parametrize(
    ("name", "orig_name", "on_disk"),
    [
        ("cat.png", "cat.png", "cat.png"),
        ("", "download", "download"),
        ("../../evil:.png", "../../evil:.png", "evil_.png"),
        ("x" * 500 + ".png", "x" * 500 + ".png", "x" * 196 + ".png"),
    ],
)
def test_what_is_fetched_is_an_upload_under_a_clean_name(
    ask: Asked, fetcher: FakeFetcher, cache: Cache, name: str, orig_name: str, on_disk: str
) -> None:
    fetcher.name = name
    told = ask.one("http://example.com/dir/a%20b.bin?x=1")
    path = Path(told["path"])
    assert (told["orig_name"], path.name, path.read_bytes()) == (orig_name, on_disk, b"fetched")
    assert path.parent.parent == cache.uploads
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [InvalidArguments("It was not to be had."), PayloadTooLarge("It is too large.")])
def test_what_cannot_be_fetched_leaves_nothing(ask: Asked, fetcher: FakeFetcher, error: CallError) -> None:
    fetcher.error = error
    assert ask.refused(type(error), one="http://example.com/a").message == f"'one': {error.message}"


def test_a_fault_of_this_machine_is_not_the_callers(ask: Asked, fetcher: FakeFetcher, cache: Cache) -> None:
    fetcher.error = OSError(28, "No space left on device", "/a/path")
    error = ask.refused(CallError, one="http://example.com/a")
    assert error.message == "'one': The notebook server cannot store the file: No space left on device."
    assert list(cache.uploads.iterdir()) == []


def test_what_does_not_fit_on_the_disk_leaves_nothing(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "cannot store the file: No space" in ask.refused(CallError, one="data:text/plain,abc").message


# -- data: URLs --


@pytest.mark.parametrize(
    ("url", "content", "name"),
    [
        ("data:image/png;base64,AP8=", b"\0\xff", "data.png"),
        ("DATA:IMAGE/PNG;base64,AP8=", b"\0\xff", "data.png"),
        ("data:image/png;name=a;base64,AP8%3D", b"\0\xff", "data.png"),
        ("data:text/plain;charset=utf-8,a%20b%ff", b"a b\xff", "data.txt"),
        ("data:,a,b", b"a,b", "data"),
        ("data:;base64,", b"", "data"),
        ("data:made/up;base64,YQ==", b"a", "data"),
        ("data:image/png;base64,AP\n 8=\n", b"\0\xff", "data.png"),
        ("data:text/plain,größe", "größe".encode(), "data.txt"),
    ],
)
def test_a_data_url_is_an_upload(ask: Asked, cache: Cache, url: str, content: bytes, name: str) -> None:
    told = ask.one(url)
    path = Path(told["path"])
    assert (path.read_bytes(), path.name, told["orig_name"]) == (content, name, name)
    assert path.parent.parent == cache.uploads


@pytest.mark.parametrize(
    "url",
    [
        "data:image/png;base64",
        "data:",
        "data:image/png;base64,A",
        "data:image/png;base64,AP8",
        "data:image/png;base64,A-_8",
        "data:image/png;base64,!!!!AP8=",
        "data:image/png;base64,é",
        "data:text/plain,\ud800",
    ],
)
def test_a_data_url_that_is_damaged_is_refused(ask: Asked, url: str) -> None:
    assert "data: URL" in ask.refused(one=url).message


# -- lists --


def test_a_list_of_files_may_be_named_in_every_way(ask: Asked, upload: Path) -> None:
    told = ask(
        many=[str(upload), "data:,a", url_of(upload), "http://example.com/a", {"path": str(upload), "meta": FILE_META}]
    )
    assert [Path(file["path"]).read_bytes() for file in told["many"]] == [
        b"upload",
        b"a",
        b"upload",
        b"fetched",
        b"upload",
    ]
    assert ask(many=[]) == {"many": []}


def test_one_file_or_the_json_of_a_list_does_for_a_list(ask: Asked, upload: Path) -> None:
    file = {"path": str(upload), "meta": FILE_META}
    for value in (str(upload), file, json.dumps([str(upload)]), f" {json.dumps([file])}"):
        assert [told["path"] for told in ask(many=value)["many"]] == [str(upload)]
    assert len(ask(many=json.dumps([file, str(upload)]))["many"]) == 2
    assert ask(many="[]") == {"many": []}


@pytest.mark.parametrize(
    "value",
    ["[", "[x]", "[" * 100_000, "[3]", "[[]]", "[null]", '[{"path": "/etc/passwd"}]', '["/etc/passwd"]', 3, {}, [None]],
)
def test_a_list_of_what_is_no_file_is_refused(ask: Asked, value: Any) -> None:
    ask.refused(many=value)


def test_the_json_of_a_list_does_not_do_for_one_file(ask: Asked, upload: Path) -> None:
    ask.refused(one=json.dumps([str(upload)]))
    ask.refused(one=json.dumps({"path": str(upload), "meta": FILE_META}))


def test_a_list_is_of_so_many_files_at_most(ask: Asked, fetcher: FakeFetcher, upload: Path) -> None:
    assert len(ask(many=[str(upload)] * MAX_FILES)["many"]) == MAX_FILES
    assert "too many" in ask.refused(many=["http://example.com/a"] * (MAX_FILES + 1)).message
    assert fetcher.asked == []


# -- sizes --


@pytest.mark.parametrize(
    ("server", "notebook", "limit"), [(None, None, None), (5, None, 5), (None, 7, 7), (5, 7, 5), (7, 5, 5)]
)
def test_of_the_limits_of_server_and_notebook_the_lesser_counts(
    ask: Asked, server: int | None, notebook: int | None, limit: int | None
) -> None:
    ask.max_file_size = server
    assert ask.app.files is not None
    ask.app.files["max_file_size"] = notebook
    assert ask.inputs.limit(ask.app) == (limit if limit is not None else 1 << 50)
    assert (
        ask.inputs.limit()
        == ask.inputs.limit(ask.app, App("x", "x"))
        == ask.inputs.limit(App("x", "x"))
        == (server if server is not None else 1 << 50)
    )


def _data(content: bytes, *, quoted: bool = False) -> str:
    text = base64.b64encode(content).decode()
    return "data:;base64," + ("".join(f"%{ord(letter):02x}" for letter in text) if quoted else text)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 100, 101])
def test_a_file_of_just_the_limit_is_admitted_and_a_larger_one_is_not(
    ask: Asked, fetcher: FakeFetcher, cache: Cache, limit: int
) -> None:
    ask.max_file_size = limit
    content = b"\xff" * limit
    file = cache.uploads / "file"
    for large in (False, True):
        content = b"\xff" * (limit + large)
        file.write_bytes(content)
        quoted = "data:," + "%ff" * len(content)
        for value in (_data(content), _data(content, quoted=True), quoted, str(file), url_of(file)):
            if large:
                message = ask.refused(PayloadTooLarge, one=value).message
                assert f"at most {limit}" in message or f"more than {limit}" in message
            else:
                assert ask.content(value) == content
    ask.one("http://example.com/a")
    assert fetcher.asked[-1][1] == limit


def test_a_large_data_url_is_not_decoded(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*given: Any, **options: Any) -> bytes:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(base64, "b64decode", decoded)
    ask.max_file_size = 1000
    ask.refused(PayloadTooLarge, one="data:;base64," + "A" * 10_000)


def test_each_file_of_a_list_is_measured_by_itself(ask: Asked) -> None:
    ask.max_file_size = 3
    assert len(ask(many=["data:,abc"] * 5)["many"]) == 5
