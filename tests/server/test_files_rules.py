"""Which file somebody may read, at which notebook's address."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from jupyter_gradio_mcp import paths
from jupyter_gradio_mcp.descriptions import FILE_META
from jupyter_gradio_mcp.server.cache import Cache
from jupyter_gradio_mcp.server.caller import Caller
from jupyter_gradio_mcp.server.catalog import App
from jupyter_gradio_mcp.server.files import Files
from jupyter_gradio_mcp.server.scope import Identity
from jupyter_gradio_mcp.server.signing import Signed, Signer

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links of POSIX")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with `work/a.txt`, `data/b.txt` and `data/secret/c.txt`."""
    folder = tmp_path.resolve()
    for name in ("work/a.txt", "data/b.txt", "data/secret/c.txt"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return folder


@pytest.fixture
def cache(here: Path) -> Iterator[Cache]:
    made = Cache(here / "cache", max_bytes=0, max_age=0)
    yield made
    made.close()


@pytest.fixture
def server(here: Path, cache: Cache) -> Callable[..., Files]:
    """Makes the files of a server whose settings are these paths, each below `here`."""

    def make(**settings: list[str]) -> Files:
        resolved = {name: paths.resolved(given, here) for name, given in settings.items()}
        return Files(cache, Signer(lambda: 1e9, 3600), **resolved)

    return make


@pytest.fixture
def app(here: Path) -> Callable[..., App]:
    """Makes a notebook in `work` that says this of files, each path below `here`."""

    def make(kernel: str = "k", *, working: str = "work", **said: list[str]) -> App:
        settings: Any = {
            "working": str(here / working),
            **{
                name: [str(path) for path in paths.resolved(said.get(name, []), here)]
                for name in ("static", "allowed", "blocked")
            },
            "max_file_size": None,
            "delete_cache": None,
        }
        return App(kernel, f"{kernel}.ipynb", live=True, files=settings)

    return make


def kept(cache: Cache, folder: Path) -> Path:
    file = folder / "0123" / "a.txt"
    file.parent.mkdir()
    file.write_text("x")
    return file


# -- what opens a file --


@pytest.mark.parametrize("said", ["static", "allowed"])
def test_a_notebook_opens_what_it_says_and_nothing_else(server: Any, app: Any, here: Path, said: str) -> None:
    files, notebook = server(), app(**{said: ["data"]})
    assert files.find(str(here / "data/b.txt"), [notebook]) == here / "data/b.txt"
    for path in ("work/a.txt", "data", "data/none", "data/../work/a.txt", ""):
        assert files.find(str(here / path), [notebook]) is None
    assert files.find(str(here / "data/b.txt"), [app()]) is None
    assert files.find(str(here / "data/b.txt"), []) is None


def test_what_the_server_allows_is_open_at_every_address(server: Any, app: Any, here: Path) -> None:
    files = server(allowed=["data"])
    for apps in ([], [app()], [app("k"), app("j")], [App("k", "k.ipynb")]):
        assert files.find(str(here / "data/b.txt"), apps) == here / "data/b.txt"
        assert files.find(str(here / "work/a.txt"), apps) is None


def test_uploads_and_the_results_of_ones_own_kernel_are_open(server: Any, app: Any, cache: Cache) -> None:
    files, one, two = server(), app("k1"), app("k2")
    upload, mine, other = (
        kept(cache, folder) for folder in (cache.uploads, cache.of_kernel("k1"), cache.of_kernel("k2"))
    )
    assert [files.find(str(file), [one]) for file in (upload, mine, other)] == [upload, mine, None]
    assert [files.find(str(file), [one, two]) for file in (upload, mine, other)] == [upload, mine, other]
    assert [files.find(str(file), []) for file in (upload, mine, other)] == [upload, None, None]
    assert files.find(str(cache.uploads.parent), [one]) is None


@pytest.mark.parametrize(
    "path",
    [
        "/proc/self/environ",
        "/etc/passwd",
        "../data/b.txt/../../../etc/passwd",
        "//etc/passwd",
        "file:///etc/passwd",
        "\0",
        "a" * 5000,
    ],
)
def test_no_path_of_the_machine_is_open_by_itself(server: Any, app: Any, path: str) -> None:
    assert server().find(path, []) is None
    assert server(allowed=["data"]).find(path, [app(static=["work"])]) is None


# -- what is blocked --


def test_blocked_wins_over_allowed_static_and_cache(server: Any, app: Any, here: Path, cache: Cache) -> None:
    result = kept(cache, cache.of_kernel("k"))
    secret = str(here / "data/secret/c.txt")
    for by_server in (True, False):
        blocked = ["data/secret", "cache"]
        files = server(blocked=blocked) if by_server else server()
        notebook = app(static=["data"], allowed=["data/secret/c.txt"], blocked=[] if by_server else blocked)
        assert files.find(secret, [notebook]) is None
        assert files.find(str(result), [notebook]) is None
        assert files.find(str(here / "data/b.txt"), [notebook]) is not None


def test_what_the_server_blocks_no_notebook_opens(server: Any, app: Any, here: Path, cache: Cache) -> None:
    files = server(allowed=["data"], blocked=["data/secret"])
    for apps in ([], [app(allowed=["data/secret"])], [app("k"), app("j", static=["data"])]):
        assert files.find(str(here / "data/secret/c.txt"), apps) is None


def test_what_a_notebook_blocks_is_closed_at_its_address_though_the_server_allows_it(
    server: Any, app: Any, here: Path, cache: Cache
) -> None:
    files, upload = server(allowed=["data"]), kept(cache, cache.uploads)
    notebook = app(blocked=["data/secret", "cache"])
    assert files.find(str(here / "data/secret/c.txt"), [notebook]) is None
    assert files.find(str(upload), [notebook]) is None
    assert files.find(str(here / "data/b.txt"), [notebook]) is not None


def test_what_a_notebook_blocks_is_blocked_for_it_only(server: Any, app: Any, here: Path) -> None:
    files, path = server(), str(here / "data/secret/c.txt")
    blocking, opening = app("k1", allowed=["data"], blocked=["data/secret"]), app("k2", allowed=["data"])
    assert files.find(path, [blocking]) is None
    assert files.find(path, [opening]) is not None
    for apps in ([blocking, opening], [opening, blocking]):
        assert files.find(path, apps) is not None
    assert files.find(path, [blocking, app("k3", allowed=["data"], blocked=["data/secret/c.txt"])]) is None


def test_the_union_is_judged_by_the_notebooks_that_are_reached(server: Any, app: Any, here: Path) -> None:
    files, one, two = server(), app("k1", allowed=["data"]), app("k2", static=["work"])
    both = [str(here / "data/b.txt"), str(here / "work/a.txt")]
    assert [files.find(path, [one, two]) is not None for path in both] == [True, True]
    assert [files.find(path, iter([two])) is not None for path in both] == [False, True]


# -- bounds --


def test_a_notebook_opens_nothing_outside_of_the_bounds(server: Any, app: Any, here: Path) -> None:
    files = server(bounds=["data"])
    notebook = app(static=["work"], allowed=["data", "."])
    assert files.find(str(here / "data/b.txt"), [notebook]) is not None
    assert files.find(str(here / "work/a.txt"), [notebook]) is None
    assert files.find(str(here / "work/a.txt"), [app(allowed=["."])]) is None


def test_bounds_are_for_notebooks_and_neither_for_the_server_nor_for_blocking(
    server: Any, app: Any, here: Path, cache: Cache
) -> None:
    files, result = server(bounds=["data"], allowed=["work"]), kept(cache, cache.of_kernel("k"))
    assert files.find(str(here / "work/a.txt"), [app()]) is not None
    assert files.find(str(result), [app()]) == result
    assert files.find(str(here / "work/a.txt"), [app(blocked=["work"])]) is None


@posix
def test_a_link_that_a_notebook_makes_leads_not_out_of_the_bounds(server: Any, app: Any, here: Path) -> None:
    files = server(bounds=["data"])
    notebook = app(allowed=["data/later"])
    (here / "data/later").symlink_to(here / "work")
    assert files.find(str(here / "data/later/a.txt"), [notebook]) is None
    assert files.find(str(here / "work/a.txt"), [notebook]) is None
    within = app(allowed=["data/inside"])
    (here / "data/inside").symlink_to(here / "data/secret")
    assert files.find(str(here / "data/secret/c.txt"), [within]) is not None


# -- places --


def test_a_relative_path_starts_from_the_working_folder_of_its_notebook(server: Any, app: Any, here: Path) -> None:
    files = server()
    one, two = app("k1", static=["work", "data"]), app("k2", working="data", static=["data"])
    assert files.find("a.txt", [one]) == here / "work/a.txt"
    assert files.find("../data/b.txt", [one]) == here / "data/b.txt"
    assert files.find("a.txt", [two]) is None
    assert files.find("b.txt", [one]) is None
    assert files.find("b.txt", [one, two]) == here / "data/b.txt", "in the union any of them will do"
    assert server(allowed=["data"]).find("data/b.txt", []) is None, "without a notebook there is no such folder"


@posix
def test_links_are_followed_before_anything_is_judged(server: Any, app: Any, here: Path) -> None:
    (here / "work/out").symlink_to(here / "data")
    (here / "work/secret").symlink_to(here / "data/secret/c.txt")
    (here / "data/in").symlink_to(here / "work/a.txt")
    files, notebook = server(blocked=["data/secret"]), app(static=["work"])
    assert files.find("out/b.txt", [notebook]) is None
    assert files.find("secret", [notebook]) is None
    assert files.find("secret", [app(static=["work", "data"])]) is None
    assert files.find(str(here / "data/in"), [notebook]) == here / "work/a.txt"


@posix
def test_a_link_that_is_allowed_opens_what_it_leads_to(server: Any, app: Any, here: Path) -> None:
    (here / "link").symlink_to("data")
    assert server().find(str(here / "data/b.txt"), [app(allowed=["link"])]) is not None
    assert server(blocked=["link"]).find(str(here / "data/b.txt"), [app(allowed=["data"])]) is None


@posix
def test_another_name_of_a_blocked_file_is_blocked(server: Any, app: Any, here: Path) -> None:
    os.link(here / "data/secret/c.txt", here / "work/c.txt")
    notebook = app(static=["work"])
    assert server().find("c.txt", [notebook]) is not None
    assert server(blocked=["data/secret/c.txt"]).find("c.txt", [notebook]) is None
    assert server().find("c.txt", [app(static=["work"], blocked=["data/secret/c.txt"])]) is None


@posix
def test_other_capitals_of_a_blocked_folder_are_blocked(
    server: Any, app: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where case is folded, a path keeps its capitals and is the same place. A link that is not
    # followed is just that.
    (here / "data/SECRET").symlink_to("secret")
    files = [server(allowed=["data"], blocked=["data/secret"]), server(allowed=["data"])]
    notebooks = [app(), app(blocked=["data/secret"])]
    monkeypatch.setattr(paths.os.path, "realpath", lambda path, strict=False: os.path.abspath(path))
    for one, notebook in zip(files, notebooks, strict=True):
        assert one.find(str(here / "data/SECRET/c.txt"), [notebook]) is None
        assert one.find("../data/SECRET/c.txt", [notebook]) is None
        assert one.find("../data/b.txt", [notebook]) is not None


def test_this_file_system_as_it_is_opens_no_blocked_file_by_other_capitals(server: Any, app: Any, here: Path) -> None:
    files = server(allowed=["data"], blocked=["data/secret"])
    for path in ("DATA/SECRET/C.TXT", "data/Secret/c.txt", "data/secret/C.txt"):
        assert files.find(str(here / path), [app()]) is None


# -- addresses --

CALLER = Caller(
    Identity("me", "key:0123456789ab", key="0123456789ab"), address="http://localhost:8888/base/gradio/a.ipynb/"
)


def test_an_address_is_signed_for_its_file_and_key_and_leads_back_to_it(server: Any) -> None:
    files, path = server(), "/tmp/c a/größe #1?x=%41&y.png"
    address = files.address(path, CALLER)
    assert address.startswith(f"{CALLER.address}gradio_api/file=/tmp/c%20a/")
    assert urlsplit(address).fragment == ""
    assert files.own_path(address, CALLER) == path
    (signature,) = parse_qs(urlsplit(address).query)["sig"]
    assert files.signer.check(path, signature) == Signed("0123456789ab")


@pytest.mark.parametrize(
    ("url", "address", "path"),
    [
        ("http://localhost:8888/gradio_api/file=/a", "http://localhost:8888/", "/a"),
        ("http://localhost:8888/any/where/gradio_api/file=/a?sig=1#x", "http://localhost:8888/", "/a"),
        ("http://127.0.0.1:8888/gradio_api/file=/a", "http://localhost:8888/", "/a"),
        ("http://LOCALHOST:8888/gradio_api/file=/a", "http://[::1]:8888/", "/a"),
        ("http://[::1]:8888/gradio_api/file=/a", "http://127.0.0.1:8888/", "/a"),
        ("http://localhost/gradio_api/file=/a", "http://127.0.0.1/", "/a"),
        ("http://[::1]/gradio_api/file=/a", "http://localhost:80/", "/a"),
        ("https://hub.org/gradio_api/file=/a", "http://hub.org/", "/a"),
        ("https://hub.org:443/gradio_api/file=/a", "https://Hub.org/", "/a"),
        ("http://me:word@localhost:8888/gradio_api/file=/a", "http://localhost:8888/", "/a"),
        ("http://localhost:8888/gradio_api/file=%2Fa%20b", "http://localhost:8888/", "/a b"),
        (
            "http://localhost:8888/gradio_api/file=/x/gradio_api/file=/a",
            "http://localhost:8888/",
            "/x/gradio_api/file=/a",
        ),
        ("http://localhost:8888/gradio_api/file=", "http://localhost:8888/", ""),
        ("http://localhost:8889/gradio_api/file=/a", "http://localhost:8888/", None),
        ("http://localhost/gradio_api/file=/a", "http://localhost:8888/", None),
        ("http://localhost:8888/gradio_api/file=/a", "http://hub.org:8888/", None),
        ("http://hub.org/gradio_api/file=/a", "http://127.0.0.1/", None),
        ("http://hub.org:8888/gradio_api/file=/a", "http://evil.org:8888/", None),
        ("http://hub.org@evil.org/gradio_api/file=/a", "http://hub.org/", None),
        ("http://hub.org.evil.org/gradio_api/file=/a", "http://hub.org/", None),
        ("http://hub.org/?gradio_api/file=/a", "http://hub.org/", None),
        ("http://hub.org/#gradio_api/file=/a", "http://hub.org/", None),
        ("http://hub.org/api/contents/a", "http://hub.org/", None),
        ("http://[/gradio_api/file=/a", "http://hub.org/", None),
        ("http://localhost:port/gradio_api/file=/a", "http://localhost:8888/", None),
        ("http://localhost:99999/gradio_api/file=/a", "http://localhost:8888/", None),
        ("http://hub.org\u2100/gradio_api/file=/a", "http://hub.org/", None),
    ],
)
def test_an_address_of_ours_is_known_by_host_port_and_route(
    server: Any, url: str, address: str, path: str | None
) -> None:
    assert server().own_path(url, Caller(Identity("me", "me"), address=address)) == path


def test_each_file_in_a_result_gets_its_address_and_nothing_else_changes(server: Any) -> None:
    files = server()
    file = {"path": "/a", "url": None, "meta": dict(FILE_META)}
    others = [{"path": "/a"}, {"path": "/a", "meta": {}}, {"path": 3, "meta": FILE_META}, "/a", None, {"x": [file]}]
    made = files.with_addresses([file, [file], *others], CALLER)
    assert made[0] == made[1][0] == {**file, "url": files.address("/a", CALLER)}
    assert made[2:] == others
    assert file["url"] is None


def test_the_temporary_folder_is_not_open(server: Any, app: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    assert server().find(str(here / "work/a.txt"), [app()]) is None, "a function may return it, which copies it"
