"""The folders that results and uploads are kept in, and when they go."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_gradio_mcp.server import folders
from jupyter_gradio_mcp.server.cache import UNFINISHED_SECONDS, Cache

HOUR = 3600.0


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path, max_bytes=0, max_age=0)
    yield made
    made.close()


def kept(cache: Cache, name: str = "a.txt", *, size: int = 1, age: float = 0, kernel: str | None = None) -> Path:
    """A file that was completed so many seconds ago: an upload, or a result of a kernel."""
    unfinished, final = cache.new(name)
    if kernel is not None:
        folder = cache.of_kernel(kernel) / final.parent.name
        unfinished.parent.rename(folder)
        unfinished, final = folder / unfinished.name, folder / final.name
    unfinished.write_bytes(b"x" * size)
    cache.complete(unfinished, final)
    aged(final, age)
    return final


def aged(file: Path, seconds: float) -> None:
    then = time.time() - seconds
    for path in (file, file.parent):
        os.utime(path, (then, then))


# -- folders --


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_every_folder_is_for_this_user_only(cache: Cache, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        unfinished, _ = cache.new("a.txt")
        made = [unfinished.parent, cache.uploads, cache.of_kernel("k"), cache.uploads.parent]
    finally:
        os.umask(before)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in made} == {0o700}


def test_kernels_and_uploads_have_folders_of_their_own(cache: Cache, tmp_path: Path) -> None:
    one, two = cache.of_kernel("k1"), cache.of_kernel("k2")
    assert len({one, two, cache.uploads}) == 3
    assert cache.of_kernel("k1") == one, "a kernel that dials anew finds its files"
    assert one.parent == two.parent == cache.uploads.parent
    assert one.parent.parent == tmp_path
    assert one.parent.name.startswith(f"{folders.PREFIX}{os.getpid()}-")


def test_a_caller_of_a_kernel_knows_its_folder_and_the_uploads(cache: Cache) -> None:
    one, two = cache.of_kernel("k1"), cache.of_kernel("k2")
    assert cache.known("k1") == (one, cache.uploads)
    assert cache.known("k2") == (two, cache.uploads)
    assert cache.known("none") == (cache.uploads,)


def test_a_notebook_may_want_its_cache_elsewhere(cache: Cache, tmp_path: Path) -> None:
    folder = cache.of_kernel("k", str(tmp_path / "its/own"))
    assert folder.parent.parent == tmp_path / "its/own"
    assert cache.known("k") == (folder, cache.uploads)
    cache.close()
    assert list((tmp_path / "its/own").iterdir()) == []


def test_the_name_of_a_kernel_leads_nowhere_else(cache: Cache) -> None:
    assert cache.of_kernel("../../k").parent == cache.uploads.parent


def test_without_a_base_it_is_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    cache = Cache(None, max_bytes=0, max_age=0)
    assert cache.uploads.parent.parent == tmp_path
    cache.close()


def test_a_cache_that_was_taken_away_is_made_anew(cache: Cache) -> None:
    before = cache.uploads
    shutil.rmtree(before.parent)
    assert cache.uploads.is_dir()
    assert cache.uploads.parent != before.parent
    assert cache.of_kernel("k").is_dir()


def test_what_killed_servers_left_is_swept(tmp_path: Path) -> None:
    # No process has a number beyond this.
    dead, live, other = (tmp_path / f"{folders.PREFIX}{pid}-x" for pid in (1 << 30, os.getpid(), "word"))
    foreign = tmp_path / f"other-{1 << 30}-x"
    for folder in (dead, live, other, foreign):
        folder.mkdir()
    cache = Cache(tmp_path, max_bytes=0, max_age=0)
    assert cache.uploads.is_dir()
    assert [folder.exists() for folder in (dead, live, other, foreign)] == [False, True, True, True]
    cache.close()


# -- files --


@pytest.mark.parametrize("name", ["a.txt", "../../etc/a.txt", "..\\a.txt", "/a.txt"])
def test_a_file_has_its_clean_name_once_it_is_complete(cache: Cache, name: str) -> None:
    unfinished, final = cache.new(name)
    assert unfinished.parent == final.parent
    assert final.parent.parent == cache.uploads
    assert (unfinished.name, final.name) == (".a.txt", "a.txt")
    unfinished.write_text("x")
    assert not final.exists()
    cache.complete(unfinished, final)
    assert [file.name for file in final.parent.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["", "..", ".", "a" * 5000, "ü" * 5000, "\0", "con"])
def test_any_name_can_be_written(cache: Cache, name: str) -> None:
    unfinished, final = cache.new(name)
    unfinished.write_text("x")
    cache.complete(unfinished, final)
    assert final.read_text() == "x"


def test_the_folder_of_a_file_is_a_secret_of_its_own(cache: Cache) -> None:
    folders_ = {cache.new("a.txt")[0].parent.name for _ in range(10)}
    assert len(folders_) == 10
    assert all(len(name) == 32 and int(name, 16) for name in folders_)


def test_a_file_that_is_not_wanted_goes_with_its_folder(cache: Cache) -> None:
    other = kept(cache)
    unfinished, _ = cache.new("a.txt")
    unfinished.write_text("x")
    cache.discard(unfinished)
    cache.discard(unfinished)
    assert list(cache.uploads.iterdir()) == [other.parent]


# -- tidying --


def test_old_files_go_with_their_folders(cache: Cache) -> None:
    cache._max_age = HOUR
    old, young = kept(cache, age=HOUR + 60), kept(cache, age=HOUR - 60)
    cache.sweep()
    assert list(cache.uploads.iterdir()) == [young.parent]
    assert not old.exists()


def test_without_limits_nothing_goes(cache: Cache) -> None:
    old = kept(cache, age=10_000 * HOUR, size=1000)
    cache.sweep()
    assert old.exists()


@pytest.mark.parametrize(
    ("server", "notebook", "goes"),
    [
        (0, None, False),
        (0, HOUR, True),
        (HOUR, None, True),
        (10 * HOUR, HOUR, True),
        (HOUR, 10 * HOUR, True),
        (10 * HOUR, 10 * HOUR, False),
    ],
)
def test_of_the_ages_of_server_and_notebook_the_lesser_counts(
    cache: Cache, server: float, notebook: float | None, goes: bool
) -> None:
    cache._max_age = server
    file = kept(cache, age=2 * HOUR, kernel="k")
    cache.ages("k", None if notebook is None else (60, notebook))
    cache.sweep()
    assert file.exists() is not goes


def test_the_age_of_a_notebook_is_for_its_own_files_and_until_it_says_otherwise(cache: Cache) -> None:
    upload, mine, other = (kept(cache, age=2 * HOUR, kernel=kernel) for kernel in (None, "k", "j"))
    cache.ages("k", (60, HOUR))
    cache.ages("k", None)
    cache.sweep()
    assert mine.exists()
    cache.ages("k", (60, HOUR))
    cache.sweep()
    assert (upload.exists(), mine.exists(), other.exists()) == (True, False, True)


def test_a_file_that_is_written_to_is_not_old(cache: Cache) -> None:
    cache._max_age = HOUR
    file = kept(cache, age=2 * HOUR)
    os.utime(file)
    cache.sweep()
    assert file.exists()


@pytest.mark.parametrize(("age", "goes"), [(UNFINISHED_SECONDS - 60, False), (UNFINISHED_SECONDS + 60, True)])
@pytest.mark.parametrize("max_age", [0, 2 * UNFINISHED_SECONDS])
def test_what_was_never_completed_goes_after_a_day(cache: Cache, max_age: float, age: float, goes: bool) -> None:
    cache._max_age = max_age
    complete = kept(cache, age=age)
    unfinished, _ = cache.new("a.txt")
    unfinished.write_text("half")
    aged(unfinished, age)
    cache.sweep()
    assert unfinished.exists() is not goes
    assert complete.exists()


def test_of_what_is_too_much_the_oldest_goes_first_wherever_it_is(cache: Cache) -> None:
    cache._max_bytes = 10
    files = [kept(cache, size=4, age=age, kernel=kernel) for age, kernel in ((3, None), (9, "k"), (1, "k"), (7, "j"))]
    cache.sweep()
    assert [file.exists() for file in files] == [True, False, True, False]
    cache.sweep()
    assert [file.exists() for file in files] == [True, False, True, False]


def test_as_much_as_there_may_be_stays(cache: Cache) -> None:
    cache._max_bytes = 8
    files = [kept(cache, size=4), kept(cache, size=4)]
    cache.sweep()
    assert all(file.exists() for file in files)


@pytest.mark.parametrize(("max_bytes", "size", "room"), [(0, 1 << 60, True), (5, 5, True), (5, 6, False)])
def test_there_is_room_for_what_is_no_more_than_all(tmp_path: Path, max_bytes: int, size: int, room: bool) -> None:
    assert Cache(tmp_path, max_bytes=max_bytes, max_age=0).has_room(size) is room


def test_the_files_of_a_kernel_go_with_it(cache: Cache) -> None:
    mine, other, upload = kept(cache, kernel="k"), kept(cache, kernel="j"), kept(cache)
    cache.ages("k", (60, 1))
    cache.forget("k")
    cache.forget("none")
    assert (mine.exists(), other.exists(), upload.exists()) == (False, True, True)
    assert cache.known("k") == (cache.uploads,)
    again = kept(cache, kernel="k", age=60)
    cache.sweep()
    assert again.exists(), "nor is its age remembered"


def test_all_goes_when_the_server_stops(cache: Cache, tmp_path: Path) -> None:
    kept(cache)
    kept(cache, kernel="k")
    cache.close()
    assert list(tmp_path.iterdir()) == []
