"""What a notebook says of files, and the cache that its results are copied into."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.kernel import files
from jupyter_gradio_mcp.kernel.files import FileSize, Settings, Store, configure, set_static_paths, temporary

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links and modes of POSIX")


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The notebook's settings, anew."""
    fresh = Settings()
    monkeypatch.setattr(files, "SETTINGS", fresh)
    return fresh


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the working folder `work`, the temporary one `temp`, and `else`, each with a file `a.txt`."""
    folder = tmp_path.resolve()
    for name in ("work", "temp", "else"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(name)
    monkeypatch.chdir(folder / "work")
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "temp"))
    for name in files.TEMPORARY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def store(here: Path) -> Iterator[Store]:
    """A store whose cache is `cache`."""
    made = Store(Settings())
    made.folder = here / "cache"
    yield made
    made.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# -- settings --


def test_what_is_not_given_stays_as_it_is(settings: Settings, here: Path) -> None:
    configure(allowed_paths=["a", here / "b"], blocked_paths="c", max_file_size=5, delete_cache=(60, 3600))
    configure()
    configure(blocked_paths=None)
    assert settings.to_wire() == {
        "working": str(here / "work"),
        "static": [],
        "allowed": [str(here / "work/a"), str(here / "b")],
        "blocked": [],
        "max_file_size": 5,
        "delete_cache": (60.0, 3600.0),
    }
    configure(allowed_paths=None, max_file_size=None, delete_cache=None)
    assert (settings.allowed, settings.max_file_size, settings.delete_cache) == ((), None, None)


def test_each_call_of_set_static_paths_replaces_the_former(settings: Settings, here: Path) -> None:
    with pytest.warns(UserWarning, match="there is nothing at"):
        set_static_paths(["a", "b"])
    set_static_paths(here)
    assert settings.static == (here,)


def test_a_path_is_where_it_was_when_it_was_named(
    settings: Settings, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(allowed_paths="data")
    monkeypatch.chdir(here / "else")
    assert settings.to_wire()["allowed"] == [str(here / "work/data")]
    assert settings.to_wire()["working"] == str(here / "else")


@posix
def test_links_in_named_paths_are_followed(settings: Settings, here: Path) -> None:
    (here / "work/link").symlink_to(here / "else")
    configure(allowed_paths=["link/a.txt"], blocked_paths=["link/../x"])
    assert settings.allowed == (here / "else/a.txt",)
    assert settings.blocked == (here / "x",), "`..` is that of the place, not of the text"


def test_each_change_is_told_once_and_a_refused_one_changes_nothing(settings: Settings, here: Path) -> None:
    told = []
    settings.changed = lambda: told.append(settings.max_file_size)
    (here / "work/a").mkdir()
    configure(max_file_size=5, allowed_paths="a")
    set_static_paths("a")
    assert told == [5, 5]
    with pytest.raises(ValueError, match="max_file_size"):
        configure(allowed_paths="b", max_file_size="many")
    with pytest.raises(TypeError, match="static"):
        set_static_paths([3])  # type: ignore[list-item]
    assert told == [5, 5]
    assert settings.allowed == settings.static == (here / "work/a",)


@pytest.mark.parametrize(
    ("given", "size"),
    [
        (1, 1),
        (5.9, 5),
        ("5", 5),
        ("5b", 5),
        ("5kb", 5 * 1024),
        (" 5 MB ", 5 * 1024**2),
        ("1.5gb", 1024**3 * 3 // 2),
        ("2TB", 2 * 1024**4),
        (5 * FileSize.MB, 5 * 1024**2),
        (FileSize.TB, 1 << 40),
        (FileSize.GB + FileSize.KB + FileSize.B, (1 << 30) + 1025),
    ],
)
def test_a_size_is_bytes_or_text(settings: Settings, given: Any, size: int) -> None:
    configure(max_file_size=given)
    assert settings.max_file_size == size
    assert type(settings.max_file_size) is int


@pytest.mark.parametrize(
    "given",
    [0, -1, 0.5, "0", "-5mb", "mb", "", "5 m", "five", "5mbmb", "nan", "inf", "1e999", float("nan"), float("inf")],
)
def test_what_is_no_size_is_refused(settings: Settings, given: Any) -> None:
    with pytest.raises(ValueError, match="max_file_size="):
        configure(max_file_size=given)


@pytest.mark.parametrize("given", [True, [5], b"5mb", {}])
def test_what_cannot_be_a_size_is_of_the_wrong_type(settings: Settings, given: Any) -> None:
    with pytest.raises(TypeError, match="max_file_size"):
        configure(max_file_size=given)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (60, TypeError),
        ((60,), TypeError),
        ((60, "3600"), TypeError),
        ((1, 2, 3), TypeError),
        ((0, 1), ValueError),
        ((1, 0), ValueError),
        ((-1, 1), ValueError),
        ((float("nan"), 1), ValueError),
        ((1, float("nan")), ValueError),
        ((float("inf"), 1), ValueError),
        ((1, float("inf")), ValueError),
    ],
)
def test_times_must_be_two_that_json_can_carry(settings: Settings, given: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="delete_cache"):
        configure(delete_cache=given)
    assert settings.delete_cache is None


@pytest.mark.parametrize("given", [3, [3], [None], "", [""], {"a": 1}, [["a"]], iter(["a"])])
@pytest.mark.parametrize("name", ["allowed_paths", "blocked_paths"])
def test_what_is_no_path_is_refused(settings: Settings, given: Any, name: str) -> None:
    with pytest.raises(TypeError, match=rf"configure\({name}=…\) takes paths"):
        configure(**{name: given})


def test_the_cache_is_where_the_first_variable_says(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert temporary() is None
    monkeypatch.setenv("GRADIO_TEMP_DIR", "gradio")
    assert temporary() == str(here / "work/gradio")
    monkeypatch.setenv("JUPYTER_GRADIO_TEMP_DIR", "")
    assert temporary() == str(here / "work/gradio"), "an empty one says nothing"
    monkeypatch.setenv("JUPYTER_GRADIO_TEMP_DIR", str(here / "ours"))
    assert temporary() == str(here / "ours")


# -- the store --


def test_a_returned_file_is_copied_under_its_name_into_a_private_folder(store: Store, here: Path) -> None:
    told = store.keep(Path("a.txt"))
    copy = Path(told["path"])
    assert copy.parent.parent == here / "cache"
    assert (copy.name, copy.read_text()) == ("a.txt", "work")
    assert (told["orig_name"], told["size"], told["mime_type"]) == ("a.txt", 4, "text/plain")
    (here / "work/a.txt").write_text("later")
    assert copy.read_text() == "work", "what was returned stays what it was"
    assert [file.name for file in copy.parent.iterdir()] == ["a.txt"]


@posix
def test_only_this_user_enters_the_cache(store: Store, here: Path) -> None:
    before = os.umask(0)
    try:
        copy = Path(store.keep(Path("a.txt"))["path"])
    finally:
        os.umask(before)
    assert mode(copy.parent) == mode(here / "cache") == 0o700


def test_each_copy_has_a_secret_of_its_own(store: Store) -> None:
    secrets = {Path(store.keep(Path("a.txt"))["path"]).parent.name for _ in range(10)}
    assert len(secrets) == 10
    assert {len(secret) for secret in secrets} == {32}


@pytest.mark.parametrize("path", ["work/.env", "work/.git/config", "else/a.txt"])
def test_a_file_that_may_not_leave_is_refused_with_the_setting_that_would_open_it(
    store: Store, here: Path, path: str
) -> None:
    (here / path).parent.mkdir(exist_ok=True)
    (here / path).write_text("secret")
    with pytest.raises(FunctionFailed, match=r"configure\(allowed_paths") as caught:
        store.keep(here / path)
    assert str(here) not in caught.value.message, "the message reaches callers"
    assert not (here / "cache").exists()


@posix
@pytest.mark.parametrize("target", ["else/a.txt", "work/.env"])
def test_a_link_to_what_may_not_leave_is_refused(store: Store, here: Path, target: str) -> None:
    (here / "work/.env").write_text("secret")
    (here / "work/link.txt").symlink_to(here / target)
    with pytest.raises(FunctionFailed):
        store.keep(Path("link.txt"))


def test_settings_open_and_block_from_the_next_call_on(here: Path, settings: Settings) -> None:
    store = Store(settings)
    store.folder = here / "cache"
    with pytest.raises(FunctionFailed):
        store.keep(here / "else/a.txt")
    configure(allowed_paths=here / "else")
    assert Path(store.keep(here / "else/a.txt")["path"]).read_text() == "else"
    configure(blocked_paths=[here / "else/a.txt", here / "temp", "a.txt"])
    for path in ("else/a.txt", "temp/a.txt", "work/a.txt"):
        with pytest.raises(FunctionFailed):
            store.keep(here / path)


def test_static_and_cached_files_are_not_copied(here: Path, settings: Settings) -> None:
    store = Store(settings)
    store.folder = here / "cache"
    set_static_paths(here / "else")
    told = store.keep(here / "else/a.txt", "b.txt")
    assert (told["path"], told["orig_name"]) == (str(here / "else/a.txt"), "b.txt")
    kept = store.keep(Path("a.txt"))
    assert store.keep(Path(kept["path"])) == kept
    assert len(list((here / "cache").iterdir())) == 1


def test_what_the_author_named_is_copied_from_anywhere_unless_blocked(here: Path, settings: Settings) -> None:
    store = Store(settings)
    store.folder = here / "cache"
    assert Path(store.keep(here / "else/a.txt", given=True)["path"]).is_relative_to(here / "cache")
    configure(blocked_paths=here / "else")
    with pytest.raises(FunctionFailed):
        store.keep(here / "else/a.txt", given=True)


def test_what_the_author_named_is_copied_once_until_it_changes(store: Store, here: Path) -> None:
    file = here / "default.txt"
    file.write_text("one")
    first, again = store.keep(file, given=True), store.keep(file, given=True)
    assert first["path"] == again["path"]
    file.write_text("another")
    changed = store.keep(file, given=True)
    assert Path(changed["path"]).read_text() == "another"
    Path(changed["path"]).unlink()
    assert Path(store.keep(file, given=True)["path"]).read_text() == "another", "also when the cache was swept"


def test_a_new_file_has_its_name_when_it_is_complete(store: Store) -> None:
    with store.create("../sub/a b.png") as path:
        path.write_bytes(b"12")
        assert path.name.startswith("."), "so that a half-written one is seen to be one"
        assert list(path.parent.iterdir()) == [path]
    told = store.written(path, "a b.png")
    assert Path(told["path"]).read_bytes() == b"12"
    assert Path(told["path"]).name == "a b.png"
    assert not path.exists()


@pytest.mark.parametrize("name", ["n" * 300 + ".png", "ü" * 300 + ".png"])
def test_a_long_name_keeps_its_ending(store: Store, name: str) -> None:
    with store.create(name) as path:
        path.write_bytes(b"")
    assert store.written(path, name)["path"].endswith(".png")


def test_what_fails_while_it_is_written_leaves_nothing(store: Store, here: Path) -> None:
    for error in (OSError, KeyboardInterrupt):
        with pytest.raises(error), store.create("a.txt") as path:  # noqa: PT012
            path.write_text("half")
            raise error
    assert list((here / "cache").iterdir()) == []


def test_a_cache_that_was_taken_away_is_made_anew(store: Store, here: Path) -> None:
    store.keep(Path("a.txt"))
    for path in sorted((here / "cache").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (here / "cache").rmdir()
    assert Path(store.keep(Path("a.txt"))["path"]).is_file()


@pytest.mark.parametrize("named", [None, "not/there"])
def test_without_a_server_there_is_a_cache_of_our_own_that_goes(
    here: Path, named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if named is not None:
        monkeypatch.setenv("GRADIO_TEMP_DIR", str(here / named))
    store = Store(Settings())
    copy = Path(store.keep(Path("a.txt"))["path"])
    root = copy.parent.parent
    assert root.parent == here / (named or "temp")
    assert store.keep(copy)["path"] == str(copy), "it is known as a cache"
    if sys.platform != "win32":
        assert mode(root) == 0o700
    store.close()
    assert not root.exists()
    store.close()


def test_a_cache_that_cannot_be_made_is_replaced_by_our_own(here: Path) -> None:
    store = Store(Settings())
    store.folder = here / "else/a.txt"
    assert Path(store.keep(Path("a.txt"))["path"]).is_relative_to(here / "temp")
    store.close()
