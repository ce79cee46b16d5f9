"""Which files the bridge sends: those of one folder, whatever an agent tries."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from jupyter_gradio_mcp.cli.outbox import NotAdmitted, Outbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, beside one with a secret."""
    (tmp_path / "out" / "below").mkdir(parents=True)
    (tmp_path / "out" / "below" / "a.txt").write_text("admitted")
    (tmp_path / "out-side").mkdir()
    (tmp_path / "out-side" / "secret").write_text("secret")
    (tmp_path / "secret").write_text("secret")
    return tmp_path / "out"


def read(folder: Path, path: str) -> str:
    with Outbox(folder).open(path) as file:
        return file.read().decode()


@pytest.mark.parametrize(
    "path", ["below/a.txt", "./below/a.txt", "below/../below/a.txt", "{folder}/below/a.txt", "link", "way/a.txt"]
)
def test_files_of_the_folder_are_opened(folder: Path, path: str) -> None:
    (folder / "link").symlink_to("below/a.txt")
    (folder / "way").symlink_to("below")
    assert read(folder, path.format(folder=folder)) == "admitted"


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/",
        "below",
        "nowhere",
        "../secret",
        "below/../../secret",
        "{folder}/../secret",
        "{folder}-side/secret",
        "../out-side/secret",
        "/etc/passwd",
        "/proc/self/environ",
        "file:///etc/passwd",
        "//localhost/etc/passwd",
        "below/a.txt\0.png",
        "~/.ssh/id_rsa",
        "link-out",
        "way-out/secret",
        "link-to-link",
        "loop",
        ".hidden",
        ".folder/a.txt",
        "link-to-hidden",
        "pipe",
        "socket",
        "x" * 5000,
    ],
)
def test_nothing_else_is(folder: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "link-out").symlink_to(folder.parent / "secret")
    (folder / "way-out").symlink_to(folder.parent)
    (folder / "link-to-link").symlink_to("link-out")
    (folder / "loop").symlink_to("loop")
    (folder / ".hidden").write_text("secret")
    (folder / ".folder").mkdir()
    (folder / ".folder" / "a.txt").write_text("secret")
    (folder / "link-to-hidden").symlink_to(".hidden")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        monkeypatch.chdir(folder)  # the path of a socket must be short
        bound.bind("socket")
        with pytest.raises(NotAdmitted, match="names no file that may be sent"):
            read(folder, path.format(folder=folder))


def test_every_refusal_is_in_the_same_words(folder: Path) -> None:
    said = set()
    for path in ("../secret", "../nowhere", "below"):
        with pytest.raises(NotAdmitted) as refused:
            read(folder, path)
        said.add(str(refused.value).replace(path, "PATH", 1))
    assert len(said) == 1


def test_a_folder_that_is_hidden_itself_may_be_named(tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "a.txt").write_text("admitted")
    assert read(tmp_path / ".cache", "a.txt") == "admitted"


def test_a_folder_that_is_a_link_is_the_one_that_it_led_to_at_first(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    outbox = Outbox(tmp_path / "link")
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to(folder.parent)
    with outbox.open("below/a.txt") as file:
        assert file.read() == b"admitted"
    with pytest.raises(NotAdmitted):
        outbox.open("secret")


def test_a_folder_that_becomes_a_link_meanwhile_leads_nowhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(folder)
    opened = outbox._opened

    def swapped(parts: tuple[str, ...]) -> object:
        # Between the look and the opening, as somebody who races would do it.
        (folder / "below").rename(folder / "was")
        (folder / "below").symlink_to(folder.parent / "elsewhere")
        return opened(parts)

    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere" / "a.txt").write_text("secret")
    monkeypatch.setattr(outbox, "_opened", swapped)
    with pytest.raises(NotAdmitted):
        outbox.open("below/a.txt")


def test_what_is_no_folder_is_refused_at_once(folder: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Outbox(folder / "nowhere")
    with pytest.raises(NotADirectoryError):
        Outbox(folder / "below" / "a.txt")


def test_a_path_in_the_temporary_folder_that_is_a_link_works() -> None:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "a.txt").write_text("admitted")
        assert read(Path(place), str(Path(place) / "a.txt")) == "admitted"
