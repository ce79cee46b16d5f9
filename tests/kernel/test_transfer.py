"""Files between a panel and its kernel, without a server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_gradio_mcp.descriptions import FILE_META, ParameterInfo
from jupyter_gradio_mcp.errors import InvalidArguments, InvalidRequest, PayloadTooLarge
from jupyter_gradio_mcp.kernel import transfer
from jupyter_gradio_mcp.kernel.files import SETTINGS, Said, Store, configure
from jupyter_gradio_mcp.kernel.transfer import Uploads, checked, read


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(SETTINGS, "own", Said())
    made = Store(SETTINGS)
    yield made
    made.close()


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def head(name: str = "a.txt", **fields: Any) -> dict[str, Any]:
    return {"name": name, "size": 6, "offset": 0, "last": False, **fields}


def test_pieces_become_a_file_that_can_be_read_in_pieces(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(store)
    assert uploads.piece("u", head("../../Ä b.txt"), b"one") is None
    file = uploads.piece("u", head(offset=3, last=True), b"two")
    assert file is not None
    assert Path(file["path"]).read_bytes() == b"onetwo"
    assert Path(file["path"]).name == "Ä b.txt"
    assert (file["size"], file["mime_type"], file["meta"]) == (6, "text/plain", FILE_META)
    monkeypatch.setattr(transfer, "MAX_PIECE", 4)
    about, data = read(store, {"path": file["path"], "offset": 0})
    assert (about, data) == ({"size": 6, "offset": 0, "last": False, "mime_type": "text/plain"}, b"onet")
    assert read(store, {"path": file["path"], "offset": 4})[1] == b"wo"
    assert read(store, {"path": file["path"], "offset": 6})[0]["last"] is True


@pytest.mark.parametrize(
    ("second", "data"),
    [
        (head(offset=4), b"xx"),
        (head(offset=3, size=-1), b"xx"),
        (head(offset=3, size="6"), b"xx"),
        (head(offset=True), b"xx"),
        (head(offset=3, last=True), b"xx"),
        (head(offset=3, size=10, last=True), b"xx"),
    ],
)
def test_a_piece_that_does_not_fit_ends_the_upload(
    store: Store, tmp_path: Path, second: dict[str, Any], data: bytes
) -> None:
    uploads = Uploads(store)
    uploads.piece("u", head(), b"one")
    with pytest.raises(InvalidRequest):
        uploads.piece("u", second, data)
    assert files(tmp_path) == []
    with pytest.raises(InvalidRequest, match="not known here"):
        uploads.piece("u", head(offset=3, last=True), b"two")
    assert uploads.piece("u", head(size=0, last=True), b"") is not None, "the next one works"


def test_a_file_that_is_too_large_is_refused_before_it_comes_and_while_it_does(store: Store, tmp_path: Path) -> None:
    configure(max_file_size=4)
    uploads = Uploads(store)
    with pytest.raises(PayloadTooLarge, match="6 bytes; at most 4"):
        uploads.piece("u", head(), b"")
    with pytest.raises(PayloadTooLarge, match="5 bytes; at most 4"):
        uploads.piece("u", head(size=1), b"12345")
    assert files(tmp_path) == []


def test_what_is_not_ended_is_taken_away(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(store)
    uploads.piece("u", head(), b"one")
    uploads.piece("v", head(), b"one")
    uploads.abandon("u")
    assert len(files(tmp_path)) == 1
    monkeypatch.setattr(transfer, "ABANDONED_AFTER", -1.0)
    uploads.piece("w", head(), b"one")
    uploads.piece("x", head(), b"one")
    assert len(files(tmp_path)) == 1, "only the newest is left"
    uploads.close()
    assert files(tmp_path) == []


def test_only_files_of_the_store_or_allowed_ones_are_read(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("no")
    for path in (str(secret), "/etc/passwd", "https://example.org/x", "", 3):
        with pytest.raises(InvalidRequest):
            read(store, {"path": path, "offset": 0})
    configure(allowed_paths=[secret])
    assert read(store, {"path": str(secret)})[1] == b"no"


ONE: ParameterInfo = {"name": "file", "files": "one", "component": "File"}
MANY: ParameterInfo = {"name": "files", "files": "many", "component": "File"}
DATA: ParameterInfo = {"name": "data"}


def test_files_in_arguments_are_those_that_were_sent(store: Store, tmp_path: Path) -> None:
    file = Uploads(store).piece("u", head(last=True), b"onetwo")
    assert file is not None
    secret = tmp_path / "secret.txt"
    secret.write_text("no")
    there = {"path": str(secret), "meta": FILE_META}
    assert checked([ONE, MANY, DATA], {"file": file, "files": [file], "data": there}, store) == {
        "file": file,
        "files": [file],
        "data": there,
    }
    assert checked([ONE], {"file": None}, store) == {"file": None}
    refused: list[tuple[Any, str]] = [
        (there, "No such file can be named here"),
        (str(secret), "No such file can be named here"),
        ("https://example.org/a.png", "is an address. Upload it: this panel has no server"),
        ({"path": "", "url": "http://x/y", "meta": FILE_META}, "is an address"),
        ("data:text/plain,hello", "is an address"),
        ({"path": file["path"]}, "This is no file"),
        (7, "This is no file"),
    ]
    for value, message in refused:
        with pytest.raises(InvalidArguments, match=message) as raised:
            checked([ONE], {"file": value}, store)
        assert raised.value.details[0]["loc"] == ["file"]
        with pytest.raises(InvalidArguments, match=message):
            checked([MANY], {"files": [file, value]}, store)
