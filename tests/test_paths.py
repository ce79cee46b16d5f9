"""Which files may leave the machine: the one judge of both sides."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from jupyter_gradio_mcp import paths
from jupyter_gradio_mcp.paths import PathRules, clean_name, file_data, regular_file, resolved, within

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and names of POSIX")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with `open/a.txt` and `secret/b.txt`, resolved."""
    folder = tmp_path.resolve()
    for name in ("open/a.txt", "secret/b.txt"):
        file = folder / name
        file.parent.mkdir()
        file.write_text(name)
    return folder


@pytest.fixture
def folding(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is particular to a file system that folds case: a path keeps the capitals that it was written with, and
    yet it is the same place. Here a link stands for the other capitals, and is not followed."""
    monkeypatch.setattr(paths.os.path, "realpath", lambda path, strict=False: os.path.abspath(path))


# -- what names a file at all --


def test_a_file_is_found_from_the_base_or_by_its_whole_path(here: Path) -> None:
    assert regular_file("open/a.txt", here) == here / "open/a.txt"
    assert regular_file(str(here / "open/a.txt"), Path("/nowhere")) == here / "open/a.txt"
    assert regular_file("open/../secret/./b.txt", here) == here / "secret/b.txt"


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "open",
        "open/",
        "open/a.txt/x",
        "open/none.txt",
        "open/a.txt\0",
        "open/a.txt\n",
        "\x1fopen/a.txt",
        "open/a\ud800.txt",
        "x" * 5000,
        "x" * 300,
        "open/" + "./" * 3000 + "a.txt",
        "file:///etc/passwd",
        "http://localhost/a.txt",
        "open%2fa.txt",
        "~/a.txt",
    ],
)
def test_what_names_no_file_is_nothing_and_no_error(here: Path, path: str) -> None:
    assert regular_file(path, here) is None


@pytest.mark.parametrize(
    "path",
    [
        "//host/share",
        "\\\\host\\share",
        "/\\host\\share",
        "\\/host\\share",
        "\\\\?\\C:\\a",
        "//",
        "file:///etc/passwd",
        "smb://host/a",
        "a\0b",
        "a" * 5000,
    ],
)
def test_other_machines_and_urls_are_refused_before_the_file_system_is_asked(
    here: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*given: object, **options: object) -> str:
        raise AssertionError("the file system was asked")

    monkeypatch.setattr(paths.os.path, "realpath", asked)
    assert regular_file(path, here) is None


@pytest.mark.parametrize(("path", "known"), [("a.txt::$DATA", False), ("a.txt:other", False), ("a.txt", True)])
def test_the_streams_of_ntfs_are_refused(here: Path, path: str, known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "open" / path).write_text("")
    assert regular_file(f"open/{path}", here) is not None, "a colon is a letter like any other elsewhere"
    monkeypatch.setattr(paths.sys, "platform", "win32")
    assert (regular_file(f"open/{path}", here) is not None) is known


@posix
def test_what_is_no_regular_file_is_not_read(here: Path) -> None:
    os.mkfifo(here / "pipe")
    assert regular_file("pipe", here) is None
    assert regular_file("/dev/zero", here) is None
    (here / "zero").symlink_to("/dev/zero")
    assert regular_file("zero", here) is None


@posix
def test_links_are_followed_and_those_that_lead_nowhere_are_nothing(here: Path) -> None:
    (here / "link").symlink_to("open/a.txt")
    (here / "broken").symlink_to("none")
    (here / "round").symlink_to("round")
    assert regular_file("link", here) == here / "open/a.txt"
    assert regular_file("broken", here) is None
    assert regular_file("round", here) is None


# -- places --


def test_a_place_is_within_itself_and_what_is_above(here: Path) -> None:
    file = here / "open/a.txt"
    assert within(file, [file])
    assert within(file, [here / "none", here / "open"])
    assert not within(file, [])
    assert not within(file, [here / "secret", here / "ope", here / "open/a.tx", here / "open/a.txt/b"])
    assert not within(here / "open2", [here / "open"]), "a name that begins alike is another"
    assert within(here / "open/none/x", [here / "open"]), "also what is not there"


@posix
def test_the_same_place_under_another_name_is_within(here: Path) -> None:
    (here / "SECRET").symlink_to("secret")
    assert within(here / "SECRET/b.txt", [here / "secret"])
    assert within(here / "secret/b.txt", [here / "SECRET"])
    assert within(here / "SECRET/none", [here / "secret"])
    assert not within(here / "open/a.txt", [here / "SECRET"])


def test_paths_that_are_allowed_are_absolute_and_links_followed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("USERPROFILE", str(here))
    assert resolved(["open", "none/../x", here / "secret", "~/y"], here) == (
        here / "open",
        here / "x",
        here / "secret",
        here / "y",
    )
    if sys.platform != "win32":
        (here / "link").symlink_to("secret")
        assert resolved(["link/b.txt"], here) == (here / "secret/b.txt",)


# -- what may be read --


@pytest.mark.parametrize("kind", ["static", "allowed", "caches"])
def test_files_in_static_allowed_and_cached_folders_are_read_and_no_others(here: Path, kind: str) -> None:
    rules = PathRules(**{kind: (here / "open",)})
    assert rules.readable("open/a.txt", here) == here / "open/a.txt"
    assert rules.readable("secret/b.txt", here) is None
    assert rules.readable("open/../secret/b.txt", here) is None
    assert rules.readable(str(here / "secret/b.txt"), here) is None
    assert rules.readable("open", here) is None
    assert PathRules().readable("open/a.txt", here) is None


@pytest.mark.parametrize("kind", ["static", "allowed", "caches"])
@pytest.mark.parametrize("blocked", ["secret", "secret/b.txt", "."])
def test_blocked_wins_over_everything(here: Path, kind: str, blocked: str) -> None:
    rules = PathRules(
        **{kind: (here, here / "secret", here / "secret/b.txt")}, blocked=(Path(os.path.abspath(here / blocked)),)
    )
    assert rules.readable("secret/b.txt", here) is None
    assert rules.returnable(here / "secret/b.txt", here, here) is False
    assert (rules.readable("open/a.txt", here) is None) is (blocked == ".")


def test_one_file_can_be_allowed(here: Path) -> None:
    (here / "open/a.txt2").write_text("")
    rules = PathRules(allowed=(here / "open/a.txt",))
    assert rules.readable("open/a.txt", here) is not None
    assert rules.readable("open/a.txt2", here) is None


@posix
def test_a_link_leads_neither_out_of_allowed_nor_into_blocked(here: Path) -> None:
    (here / "open/out").symlink_to(here / "secret")
    (here / "secret/in").symlink_to(here / "open/a.txt")
    rules = PathRules(allowed=(here / "open",), blocked=(here / "secret",))
    assert rules.readable("open/out/b.txt", here) is None
    assert PathRules(allowed=(here / "open",)).readable("open/out/b.txt", here) is None
    assert PathRules(allowed=(here,), blocked=(here / "secret",)).readable("open/out/b.txt", here) is None
    assert rules.readable("secret/in", here) == here / "open/a.txt", "what counts is the file, not the way to it"


@posix
def test_a_blocked_file_is_blocked_under_each_of_its_names(here: Path) -> None:
    os.link(here / "secret/b.txt", here / "open/c.txt")
    rules = PathRules(allowed=(here / "open",), blocked=(here / "secret/b.txt",))
    assert rules.readable("open/c.txt", here) is None
    assert rules.readable("open/a.txt", here) is not None


@posix
@pytest.mark.usefixtures("folding")
def test_other_capitals_lead_to_no_blocked_file(here: Path) -> None:
    (here / "SECRET").symlink_to("secret")
    (here / "OPEN").symlink_to("open")
    (here / "secret/B.TXT").symlink_to("b.txt")
    rules = PathRules(allowed=(here,), blocked=(here / "secret",))
    for path in ("secret/b.txt", "SECRET/b.txt", "SECRET/B.TXT"):
        assert rules.readable(path, here) is None, path
    assert PathRules(allowed=(here,), blocked=(here / "secret/b.txt",)).readable("SECRET/B.TXT", here) is None
    assert PathRules(allowed=(here / "open",)).readable("OPEN/a.txt", here) is not None


@posix
def test_a_blocked_path_that_is_made_later_is_blocked(here: Path) -> None:
    rules = PathRules(allowed=(here,), blocked=resolved(["later"], here))
    (here / "later").symlink_to("secret")
    assert rules.readable("later/b.txt", here) is None
    assert rules.readable("secret/b.txt", here) is None


# -- what a function may hand out --


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("work/a.txt", True),
        ("work/sub/a.txt", True),
        ("work/.env", False),
        ("work/.ssh/id", False),
        ("work/sub/.hidden/deep/a.txt", False),
        ("work/sub/.a", False),
        ("work/a.b", True),
        ("temp/a.txt", True),
        ("temp/.a", True),
        ("elsewhere/a.txt", False),
        ("workshop/a.txt", False),
    ],
)
def test_a_result_comes_from_the_working_folder_unless_hidden_or_the_temporary_one(
    tmp_path: Path, path: str, may: bool
) -> None:
    file = tmp_path.resolve() / path
    assert PathRules().returnable(file, tmp_path.resolve() / "work", tmp_path.resolve() / "temp") is may


def test_a_working_folder_below_a_hidden_one_is_not_hidden(tmp_path: Path) -> None:
    working = tmp_path / ".project"
    assert PathRules().returnable(working / "a.txt", working, tmp_path / "temp")


def test_a_hidden_file_stays_hidden_where_the_working_folder_is_a_temporary_one(tmp_path: Path) -> None:
    assert not PathRules().returnable(tmp_path / "work/.env", tmp_path / "work", tmp_path)
    assert not PathRules().returnable(tmp_path / "work/.env", tmp_path / "work", tmp_path / "work")


@pytest.mark.parametrize("kind", ["static", "allowed", "caches"])
def test_what_is_allowed_may_be_handed_out_also_hidden_and_from_anywhere(tmp_path: Path, kind: str) -> None:
    rules = PathRules(**{kind: (tmp_path / "work/.data", tmp_path / "far")})
    for path in ("work/.data/a", "far/a", "far/.a"):
        assert rules.returnable(tmp_path / path, tmp_path / "work", tmp_path / "temp")
    assert not rules.returnable(tmp_path / "work/.other", tmp_path / "work", tmp_path / "temp")


@posix
def test_a_hidden_file_is_not_handed_out_by_other_capitals_of_the_working_folder(here: Path) -> None:
    (here / "OPEN").symlink_to("open")
    (here / "open/.env").write_text("")
    assert not PathRules().returnable(here / "OPEN/.env", here / "open", here / "temp")
    assert PathRules().returnable(here / "OPEN/a.txt", here / "open", here / "temp")


# -- names --


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a.txt", "a.txt"),
        ("größe 1.tar.gz", "größe 1.tar.gz"),
        ("gro\u0308ße", "größe"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/", "file"),
        ("", "file"),
        (".", "file"),
        ("..", "file"),
        ("a/..", "file"),
        ("...", "file"),
        (".bashrc", "bashrc"),
        ("a.txt. .", "a.txt"),
        ("a\0b\nc\x7f", "a_b_c_"),
        ('a<b>c:d"e|f?g*h', "a_b_c_d_e_f_g_h"),
        ("a.txt::$DATA", "a.txt__$DATA"),
        ("con", "_con"),
        ("CON.tar.gz", "_CON.tar.gz"),
        ("con .txt", "_con .txt"),
        (" aux", "_aux"),
        ("Lpt9.x", "_Lpt9.x"),
        ("com¹", "_com¹"),
        ("CONIN$", "_CONIN$"),
        ("com0", "com0"),
        ("console", "console"),
        ("a\ud800b", "ab"),
        ("\ud800", "file"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["x" * 500 + ".png", "ü" * 500 + ".png", "€" * 66 + "ab.png"])
def test_a_long_name_is_cut_and_keeps_its_ending(name: str) -> None:
    cut = clean_name(name)
    assert cut.endswith(".png")
    assert 196 < len(cut.encode()) <= 200
    assert name.startswith(cut.removesuffix(".png"))


@pytest.mark.parametrize(
    "name", ["a." + "x" * 500, "x" * 199 + " .y" + "z" * 300, "x" * 198 + ". yz", "con" + "." * 300]
)
def test_a_name_that_is_cut_stays_clean(name: str) -> None:
    cut = clean_name(name)
    assert 0 < len(cut.encode()) <= 200
    assert clean_name(cut) == cut


# -- what the other side is told --


def test_a_file_is_told_with_its_size_name_and_kind(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"123")
    assert file_data(tmp_path / "a.png") == {
        "path": str(tmp_path / "a.png"),
        "url": None,
        "size": 3,
        "orig_name": "a.png",
        "mime_type": "image/png",
        "is_stream": False,
        "meta": {"_type": "gradio.FileData"},
    }
    told = file_data(tmp_path / "a.png", "b.html")
    assert (told["orig_name"], told["mime_type"]) == ("b.html", "text/html")
    told["meta"]["x"] = "y"
    assert "x" not in file_data(tmp_path / "a.png")["meta"], "each has its own"
