"""Access keys: made, found, revoked, and stored so that only their hash is there."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from support.clock import Clock

from jupyter_gradio_mcp.errors import InvalidRequest
from jupyter_gradio_mcp.server.keys import PREFIX, USED_EVERY, Keys, looks_like_key, masked, seconds

START = 1_000_000.0


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gradio_mcp" / "keys.json"


@pytest.fixture
def server(file: Path, clock: Clock) -> Keys:
    return Keys(file, clock)


@pytest.fixture
def cli(file: Path, clock: Clock) -> Keys:
    """The same keys, as the command line has them beside a server."""
    return Keys(file, clock)


def used(keys: Keys, name: str = "key") -> float | None:
    return next(key.last_used for key in keys.all() if key.name == name)


# -- making and finding --


def test_a_key_is_found_by_its_whole_text_only(server: Keys) -> None:
    text, key = server.create("key")
    assert re.fullmatch(r"jgm_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", text)
    found = server.find(text)
    assert found is not None
    assert (found.id, found.name) == (key.id, "key")
    other, _ = server.create("other")
    secret = text.split("_", 2)[2]
    wrong = "A" if secret[0] != "A" else "B"
    for no_key in (
        "",
        PREFIX,
        text[:-1],
        text + "A",
        text + "\n",
        " " + text,
        text.upper(),
        f"jgm_{key.id}_{wrong}{secret[1:]}",
        f"jgm_{key.id}_{other.split('_', 2)[2]}",
        f"jgm_{'0' * 12}_{secret}",
        f"jgm_{key.id}_{key.digest[:43]}",
        f"jgm_{key.id}_{'é' * 43}",
    ):
        assert server.find(no_key) is None, no_key


def test_each_key_is_another(server: Keys) -> None:
    assert len({server.create("key")[0] for _ in range(10)}) == 10
    assert len(server.all()) == 10


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\0", "\u202e"])
def test_a_key_needs_a_name_that_can_be_shown(server: Keys, name: str) -> None:
    with pytest.raises(InvalidRequest, match="name"):
        server.create(name)
    assert server.all() == []


@pytest.mark.parametrize("expires", [0, -1, float("nan"), float("inf"), 1e11])
def test_a_time_that_is_none_is_refused(server: Keys, expires: float) -> None:
    with pytest.raises(InvalidRequest, match="expire"):
        server.create("key", expires=expires)
    assert server.all() == []


def test_what_it_is_limited_to_is_its_scope_also_for_others(server: Keys, cli: Keys) -> None:
    text, _ = cli.create(" key ", notebooks=["a.ipynb"], endpoints=["f", "g"])
    key = server.find(text)
    assert key is not None
    assert key.name == "key"
    assert key.scope.admits_app("any", frozenset(["a.ipynb", "b.ipynb"]))
    assert not key.scope.admits_app("any", frozenset(["b.ipynb"]))
    assert [key.scope.admits(name) for name in "fgh"] == [True, True, False]
    everything = server.find(cli.create("all")[0])
    assert everything is not None
    assert everything.scope.admits_app("any", frozenset())
    assert everything.scope.admits("any")
    nothing = server.find(cli.create("none", notebooks=[], endpoints=[])[0])
    assert nothing is not None
    assert not nothing.scope.admits_app("any", frozenset(["a.ipynb"]))
    assert not nothing.scope.admits("f")


def test_keys_are_listed_oldest_first_without_their_hash(server: Keys, clock: Clock) -> None:
    for name in "bac":
        server.create(name, expires=5)
        clock.now += 10
    assert [key.name for key in server.all()] == ["b", "a", "c"], "those that have expired, too"
    shown = server.all()[0].to_json()
    assert {"id", "name", "created", "expires", "last_used", "notebooks", "endpoints", "kernel", "panel"} == set(shown)


# -- what is stored --


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_only_this_user_reads_the_file(server: Keys, file: Path) -> None:
    before = os.umask(0)
    try:
        server.create("key")
    finally:
        os.umask(before)
    assert {found.name: stat.S_IMODE(found.stat().st_mode) for found in [file.parent, *file.parent.iterdir()]} == {
        "gradio_mcp": 0o700,
        "keys.json": 0o600,
        "keys.lock": 0o600,
    }
    file.chmod(0o644)
    server.create("another")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "what was open to others is closed by the next change"


def test_the_secret_is_stored_as_a_hash_only(server: Keys, file: Path) -> None:
    text, key = server.create("key")
    stored = file.read_text()
    assert text.split("_", 2)[2] not in stored
    assert text not in stored
    assert key.digest in stored
    assert json.loads(stored)["keys"][0]["id"] == key.id


def test_another_sees_at_once_what_was_made_and_revoked(server: Keys, cli: Keys) -> None:
    assert server.all() == []
    texts = [cli.create("key")[0] for _ in range(3)]
    for text in texts:
        key = server.find(text)
        assert key is not None
        assert [gone.id for gone in cli.revoke(key.id)] == [key.id]
        assert server.find(text) is None
        assert server.get(key.id) is None
    assert server.all() == []


def test_keys_are_revoked_by_id_or_by_a_name_that_only_one_has(server: Keys, cli: Keys) -> None:
    _, one = server.create("one")
    _, two = server.create("two")
    server.create("two")
    with pytest.raises(InvalidRequest, match=f"2 access keys are called 'two'.*{two.id}"):
        cli.revoke("two")
    assert len(cli.all()) == 3
    assert len(cli.revoke(two.id)) == len(cli.revoke("two")) == 1
    assert [key.id for key in server.all()] == [one.id]
    assert cli.revoke("none") == []
    assert cli.revoke(one.id[:-1]) == []
    assert [key.id for key in server.revoke(one.id)] == [one.id]
    assert cli.all() == []


def test_a_key_that_was_revoked_does_not_come_back(server: Keys, cli: Keys, clock: Clock) -> None:
    text, key = server.create("key")
    server.find(text)
    cli.revoke(key.id)
    clock.now += 2 * USED_EVERY
    server.flush()
    server.create("other")
    assert [found.name for found in cli.all()] == ["other"]
    assert cli.find(text) is None


def test_without_the_file_no_stored_key_opens_anything(server: Keys, file: Path) -> None:
    text, _ = server.create("key")
    content = file.read_text()
    file.unlink()
    assert server.find(text) is None
    assert server.all() == []
    file.write_text(content)
    assert server.find(text) is not None


def test_no_key_is_lost_when_several_processes_make_them(server: Keys, file: Path) -> None:
    program = """
import sys
from pathlib import Path
from jupyter_gradio_mcp.server.keys import Keys
keys = Keys(Path(sys.argv[1]))
sys.stdout.write("ready")
sys.stdout.flush()
sys.stdin.read(1)
for number in range(20):
    keys.create(f"{sys.argv[2]} {number}")
"""
    pipe = subprocess.PIPE
    makers = [
        subprocess.Popen([sys.executable, "-c", program, str(file), str(name)], stdin=pipe, stdout=pipe)
        for name in range(3)
    ]
    for maker in makers:
        assert maker.stdout is not None
        assert maker.stdout.read(5) == b"ready"
    for maker in makers:
        maker.communicate(b"!")
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    assert {key.name for key in server.all()} == {f"{name} {number}" for name in range(3) for number in range(20)}
    assert {found.name for found in file.parent.iterdir()} == {"keys.json", "keys.lock"}


def test_no_key_is_lost_when_threads_make_and_revoke_them(server: Keys, cli: Keys) -> None:
    start = threading.Barrier(2)

    def make(keys: Keys, name: str) -> None:
        start.wait()
        for number in range(20):
            keys.create(f"{name} {number}")
            keys.revoke(f"{name} {number - 1}")

    threads = [threading.Thread(target=make, args=given) for given in ((server, "server"), (cli, "cli"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key.name for key in cli.all()} == {"server 19", "cli 19"}


def test_what_fails_while_it_is_stored_leaves_the_keys_as_they_were(
    server: Keys, cli: Keys, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, _ = server.create("key")

    def full(*given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        server.create("other")
    monkeypatch.undo()
    assert [key.name for key in cli.all()] == [key.name for key in server.all()] == ["key"]
    assert server.find(text) is not None
    assert {found.name for found in file.parent.iterdir()} == {"keys.json", "keys.lock"}


def _entry(**fields: Any) -> str:
    entry = {"id": "0123456789ab", "name": "key", "digest": "0" * 64, "created": 1.0, **fields}
    return json.dumps({"keys": [entry]})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"keys": 3}',
        b'{"keys": ["x"]}',
        b'{"keys": [{"id": "x"}]}',
        b'{"keys": [{}]}',
        b"\xff\xfe",
        _entry(digest="é").encode(),
        _entry(digest=None).encode(),
        _entry(digest="").encode(),
        _entry(expires="tomorrow").encode(),
        _entry(created=None).encode(),
        _entry(last_used=[1]).encode(),
        _entry(notebooks=3).encode(),
    ],
)
def test_a_damaged_file_opens_nothing_says_so_and_is_not_written_over(server: Keys, file: Path, content: bytes) -> None:
    text, key = server.create("key")
    file.write_bytes(content)
    for refused in (
        lambda: server.find(text),
        lambda: server.find(f"jgm_0123456789ab_{'A' * 43}"),
        lambda: server.get(key.id),
        server.all,
        lambda: server.create("other"),
        lambda: server.revoke("key"),
    ):
        with pytest.raises(InvalidRequest, match=r"access keys, keys\.json, cannot be read") as caught:
            refused()
        assert str(file.parent) not in caught.value.message, "it reaches callers"
    assert file.read_bytes() == content


def test_a_file_that_cannot_be_read_is_told_without_its_path(server: Keys, file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(InvalidRequest, match=r"keys\.json, cannot be read: .") as caught:
        server.find(f"jgm_{'0' * 12}_{'A' * 43}")
    assert str(file.parent) not in caught.value.message


def test_an_entry_as_it_was_first_written_is_read(server: Keys, file: Path) -> None:
    file.parent.mkdir()
    file.write_text(_entry())
    (key,) = server.all()
    assert (key.expires, key.last_used, key.notebooks, key.kernel) == (None, None, None, None)


# -- time --


def test_a_key_opens_nothing_once_it_has_expired(server: Keys, cli: Keys, clock: Clock) -> None:
    text, key = server.create("key", expires=100)
    for keys in (server, cli):
        clock.now = START + 99.9
        assert keys.find(text) is not None
        clock.now = START + 100
        assert keys.find(text) is None
        assert keys.get(key.id) is None
    assert [found.expires for found in cli.all()] == [START + 100]


def test_the_last_use_is_known_here_at_once_and_to_others_soon(server: Keys, cli: Keys, clock: Clock) -> None:
    text, _ = server.create("key")
    assert used(server) is None
    server.find(text)
    assert used(server) == used(cli) == START, "the first use is told at once"
    clock.now += USED_EVERY - 1
    server.find(text)
    assert (used(server), used(cli)) == (clock.now, START), "the file is not written at each use"
    server.flush()
    assert used(cli) == clock.now


def test_a_key_that_is_always_in_use_is_noted_too(server: Keys, cli: Keys, clock: Clock) -> None:
    text, _ = server.create("key")
    for _ in range(50):
        clock.now += USED_EVERY / 5
        server.find(text)
        told = used(cli)
        assert told is not None
        assert clock.now - told <= USED_EVERY + 1


def test_the_later_use_counts_whoever_saw_it(server: Keys, cli: Keys, clock: Clock) -> None:
    text, _ = server.create("key")
    server.find(text)
    clock.now += 10
    cli.find(text)
    cli.flush()
    server.create("other")
    assert used(server) == used(cli) == START + 10


def test_a_failed_attempt_is_no_use(server: Keys) -> None:
    text, _ = server.create("key", expires=100)
    server.find(text[:-1] + ("A" if text[-1] != "A" else "B"))
    server.get(text.split("_")[1])
    assert used(server) is None


def test_a_key_opens_though_its_use_cannot_be_noted(server: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    text, _ = server.create("key")

    def read_only(*given: Any, **options: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("jupyter_gradio_mcp.server.keys.tempfile.mkstemp", read_only)
    assert server.find(text) is not None
    assert used(server) == START


# -- keys of a kernel --


def test_a_passing_key_is_stored_nowhere_and_dies_with_its_kernel(server: Keys, cli: Keys, file: Path) -> None:
    text, key = server.create("key", kernel="k1")
    other, _ = server.create("key", kernel="k2")
    assert not file.exists()
    assert cli.find(text) is None
    assert cli.all() == []
    found = server.find(text)
    assert found is not None
    assert found.scope.admits_app("k1", frozenset())
    assert not found.scope.admits_app("k2", frozenset())
    server.forget_kernel("k1")
    assert server.find(text) is None
    assert server.get(key.id) is None
    assert server.find(other) is not None


def test_a_passing_key_expires_is_revoked_and_noted_like_others(server: Keys, clock: Clock, file: Path) -> None:
    text, key = server.create("key", kernel="k", expires=100)
    server.find(text)
    assert used(server) == START
    assert [gone.id for gone in server.revoke(key.id)] == [key.id]
    assert server.find(text) is None
    text, _ = server.create("key", kernel="k", expires=100)
    clock.now += 100
    assert server.find(text) is None
    server.flush()
    assert not file.exists()


def test_a_passing_key_needs_no_file(server: Keys, file: Path) -> None:
    text, _ = server.create("key", kernel="k")
    file.parent.mkdir()
    file.write_text("damaged")
    assert server.find(text) is not None


def test_one_name_may_be_of_stored_and_passing_keys(server: Keys, cli: Keys) -> None:
    texts = [server.create("key", kernel="k")[0], server.create("key")[0]]
    assert len(server.all()) == 2
    assert len(cli.revoke("key")) == 1
    assert [server.find(text) is not None for text in texts] == [True, False]


# -- text --


def test_what_was_meant_as_a_key_is_told_from_a_token(server: Keys) -> None:
    text, _ = server.create("key")
    assert looks_like_key(text)
    assert looks_like_key("jgm_oops")
    assert not looks_like_key("0123456789abcdef" * 3)
    assert not looks_like_key("")


def test_the_secret_of_each_key_in_a_text_is_masked(server: Keys) -> None:
    one, two = server.create("one")[0], server.create("two")[0]
    log = f"GET /gradio_key/{one}/gradio_api/info?token={two} HTTP/1.1, jgm_oops"
    shown = masked(log)
    for text in (one, two):
        id, secret = text.split("_", 2)[1:]
        assert id in shown, "the owner sees which key it was"
        assert secret[:5] not in shown
    assert shown == (
        f"GET /gradio_key/jgm_{one.split('_')[1]}_…/gradio_api/info?token=jgm_{two.split('_')[1]}_… HTTP/1.1, jgm_oops"
    )
    assert masked(shown) == shown


@pytest.mark.parametrize("length", [1, 20, 42, 44, 80])
def test_a_key_that_was_cut_or_has_too_much_is_masked_too(length: int) -> None:
    assert masked(f"<jgm_0123456789ab_{'x' * length}>") == "<jgm_0123456789ab_…>"


@pytest.mark.parametrize(
    ("text", "time"),
    [("30m", 1800), ("12h", 43200), ("7d", 604800), ("4w", 2419200), (" 1.5 H ", 5400), ("0.5m", 30)],
)
def test_a_time_has_a_unit(text: str, time: float) -> None:
    assert seconds(text) == time


@pytest.mark.parametrize(
    "text", ["", "30", "m", "-1d", "0h", "0.0w", "1y", "1s", "1d2h", "1e3d", "d1", "1,5h", ".5h", "nan d"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no time; write for example 30m"):
        seconds(text)


def test_a_log_line_that_cannot_be_written_is_left_to_its_handler() -> None:
    import logging

    from jupyter_gradio_mcp.server.keys import without_keys

    broken = logging.LogRecord("x", logging.INFO, "f", 1, "%d of %d", ("a",), None)
    assert without_keys(broken) is True
    told = logging.LogRecord("x", logging.INFO, "f", 1, "GET /gradio_key/%s/", (f"jgm_{'0' * 12}_{'s' * 43}",), None)
    assert without_keys(told) is True
    assert "ssss" not in told.getMessage()
