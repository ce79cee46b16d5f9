"""Types whose values travel as files, in and out."""

from __future__ import annotations

import struct
import sys
import tempfile
import types
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Annotated, Any, List, Optional, Union  # noqa: UP035

import PIL.Image
import pytest
from pydantic import Field

from jupyter_gradio_mcp.descriptions import FILE_META
from jupyter_gradio_mcp.errors import FunctionFailed, InvalidArguments
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.media import files_of, holds_files, is_file_data, may_be_file, to_file
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint

Image = PIL.Image.Image


class Odd(type(Path())):  # type: ignore[misc]
    """A path of the author's own."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the temporary one in `temp`, the cache in `cache`."""
    folder = tmp_path.resolve() / "work"
    folder.mkdir()
    (tmp_path / "temp").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path.resolve() / "temp"))
    return folder


@pytest.fixture
def store(here: Path) -> Iterator[Store]:
    made = Store(Settings())
    made.folder = here.parent / "cache"
    yield made
    made.close()


def given(hint: Any, value: Any) -> Any:
    """What a function with a parameter of this type is given when the server sends this."""

    def function(file):
        """Take it."""

    function.__annotations__["file"] = hint
    return describe(function).arguments.bind({"file": value})["file"]


def returned(value: Any, store: Store, hint: Any = ...) -> Any:
    def make():
        """Give it."""

    if hint is not ...:
        make.__annotations__["return"] = hint
    return describe(make).results.to_json(value, store)


def sent(path: Path) -> dict[str, Any]:
    """A file as the server sends it."""
    return {"path": str(path), "meta": dict(FILE_META)}


def png(width: int, height: int) -> bytes:
    """A tiny file that says it is a black and white image of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10)) + chunk(b"IEND", b"")


# -- which types are files --


@pytest.mark.parametrize(
    ("hint", "files", "component"),
    [
        (Path, "one", "File"),
        (Odd, "one", "File"),
        (bytes, "one", "File"),
        (Image, "one", "Image"),
        (Optional[Path], "one", "File"),
        (Image | None, "one", "Image"),
        (Annotated[bytes, "said"], "one", "File"),
        (Annotated[Optional[Path], "said"], "one", "File"),
        (list[Path], "many", "File"),
        (List[Image], "many", "Image"),  # noqa: UP006
        (Sequence[bytes], "many", "File"),
        (Optional[list[Path]], "many", "File"),
        (list[Annotated[Path, "said"]], "many", "File"),
    ],
)
def test_a_file_or_a_list_of_files_is_one(hint: Any, files: str, component: str) -> None:
    found = files_of(hint)
    assert found is not None
    assert (found[0], found[1].component) == (files, component)

    def function(file):
        """Take it."""

    function.__annotations__["file"] = hint
    parameter = describe(function).parameters[0]
    assert (parameter["files"], parameter["component"]) == (files, component)
    assert "public" not in parameter["description"]
    assert "upload" in parameter["schema"]["description"]


OTHERS = [
    str,
    PurePath,
    Any,
    None,
    list,
    List,  # noqa: UP006
    Sequence,
    list[str],
    list[list[Path]],
    dict[str, Path],
    dict[str, bytes],
    Union[Path, str],
    Union[bytes, str],
    bytes | str | None,
    Union[Path, bytes],
    tuple[Path, ...],
    list[Union[bytes, str]],
    list[list[bytes]],
]


@pytest.mark.parametrize("hint", OTHERS)
def test_other_types_are_none(hint: Any) -> None:
    assert files_of(hint) is None


@pytest.mark.parametrize("hint", OTHERS)
def test_where_the_server_looks_for_no_files_none_is_opened(here: Path, hint: Any) -> None:
    # The server checks the path of a file only where it is told that there is one.
    (here / "secret").write_bytes(b"hunter2")

    def function(file):
        """Take it."""

    function.__annotations__["file"] = hint
    described = describe(function)
    assert "files" not in described.parameters[0]
    told = sent(here / "secret")
    for value in (told, [told], [[told]], {"a": told}):
        try:
            bound = described.arguments.bind({"file": value})
        except InvalidArguments:
            continue
        assert "hunter2" not in repr(bound)
        assert "Path(" not in repr(bound), "nor is a path made of it"


def test_a_path_among_other_choices_is_what_the_caller_wrote() -> None:
    assert given(Union[Path, str], "a.txt") == "a.txt"
    assert given(Sequence[int], "[1, 2]") == [1, 2]


@pytest.mark.parametrize(
    ("hint", "holds"),
    [
        (Path, True),
        (list[Image], True),
        (Optional[bytes], True),
        (tuple[str, Path], True),
        (tuple[Image, ...], True),
        (tuple[str, list[Path]], True),
        (tuple[str, int], False),
        (tuple, False),
        (list[str], False),
        (dict[str, Path], False),
        (Any, False),
    ],
)
def test_a_result_with_files_is_known_by_its_hint(hint: Any, holds: bool) -> None:
    assert holds_files(hint) is holds


# -- in --


def test_a_function_is_given_the_file_opened(here: Path) -> None:
    PIL.Image.new("RGB", (3, 2), "red").save(here / "a.png")
    image = given(Image, sent(here / "a.png"))
    assert (image.size, image.getpixel((0, 0))) == ((3, 2), (255, 0, 0))
    (here / "a.png").unlink()
    assert image.copy().size == (3, 2), "it is loaded: the cache may be swept meanwhile"


def test_a_function_is_given_the_path_or_the_bytes(here: Path) -> None:
    (here / "a.bin").write_bytes(b"\0\xff")
    file = sent(here / "a.bin")
    assert given(Path, file) == here / "a.bin"
    assert given(Optional[Path], file) == here / "a.bin"
    assert given(Optional[Path], None) is None
    assert given(bytes, file) == b"\0\xff"
    assert given(list[bytes], [file, file]) == [b"\0\xff"] * 2
    assert given(Sequence[Path], [file]) == [here / "a.bin"]
    assert given(Annotated[list[Path], Field(max_length=1)], [file]) == [here / "a.bin"]
    with pytest.raises(InvalidArguments):
        given(Annotated[list[Path], Field(max_length=1)], [file, file])


def test_an_image_stands_as_the_camera_meant_it(here: Path) -> None:
    mark = PIL.Image.Exif()
    mark[0x0112] = 6
    PIL.Image.new("RGB", (3, 2)).save(here / "a.jpg", exif=mark)
    assert given(Image, sent(here / "a.jpg")).size == (2, 3)


@pytest.mark.parametrize("hint", [Path, bytes, Image, Optional[Path]])
@pytest.mark.parametrize(
    "value",
    [
        "/etc/passwd",
        "",
        3,
        {"path": "/etc/passwd"},
        {"path": "/etc/passwd", "meta": None},
        {"path": "/etc/passwd", "meta": {"_type": "other"}},
        {"path": "/etc/passwd", "meta": {**FILE_META, "more": 1}},
        {"path": ["/etc/passwd"], "meta": FILE_META},
        {"url": "/etc/passwd", "meta": FILE_META},
        [{"path": "/etc/passwd", "meta": FILE_META}],
    ],
)
def test_what_is_not_marked_as_a_file_is_none(hint: Any, value: Any) -> None:
    assert not is_file_data(value)
    with pytest.raises(InvalidArguments, match="Should be a"):
        given(hint, value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        png(3, 3)[:40],
        png(300, 300),
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 30,
    ],
)
def test_a_file_that_is_no_image_is_refused_without_its_path(here: Path, content: bytes) -> None:
    (here / "a.png").write_bytes(content)
    with pytest.raises(InvalidArguments, match="it cannot be read as one") as caught:
        given(Image, sent(here / "a.png"))
    assert str(here) not in str(caught.value.to_wire()), "where the server put it is not for callers"


# As in a kernel, where the first of these is only warned of.
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [9_500, 14_000, 60_000])
def test_a_decompression_bomb_is_refused_as_too_large(here: Path, side: int) -> None:
    (here / "a.png").write_bytes(png(side, side))
    with pytest.raises(InvalidArguments, match="it is too large") as caught:
        given(Image, sent(here / "a.png"))
    assert str(here) not in str(caught.value.to_wire())


@pytest.mark.parametrize(
    "error", [EOFError, zlib.error, KeyError, struct.error, MemoryError, PIL.UnidentifiedImageError]
)
def test_whatever_a_decoder_raises_is_the_fault_of_the_file(
    here: Path, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Any) -> Any:
        raise error(str(here))

    monkeypatch.setattr(PIL.Image, "open", broken)
    with pytest.raises(InvalidArguments, match="it cannot be read as one") as caught:
        given(Image, sent(here / "a.png"))
    assert str(here) not in str(caught.value.to_wire())


def test_a_file_that_was_swept_is_an_error_of_that_argument(here: Path) -> None:
    for hint in (bytes, list[bytes]):
        file = sent(here / "gone")
        with pytest.raises(InvalidArguments, match=r"'file.*cannot be read") as caught:
            given(hint, [file] if hint is not bytes else file)
        assert str(here) not in str(caught.value.to_wire())


# -- out --


def test_a_path_that_exists_is_a_file_and_any_other_breaks_the_promise_of_one(store: Store, here: Path) -> None:
    (here / "a.txt").write_text("x")
    made = returned(Path("a.txt"), store, Path)
    assert made.files
    assert (made.value["orig_name"], Path(made.value["path"]).read_text()) == ("a.txt", "x")
    for path in ("none", ".", "a" * 5000, "a\0b", "a.txt/b"):
        assert to_file(Path(path), store, "f") is None
        assert returned(Path(path), store).value == str(Path(path)), "without a hint it is text"
        with pytest.raises(FunctionFailed, match="which is no file"):
            returned(Path(path), store, Path)


@pytest.mark.parametrize("value", ["a.txt", "/etc/passwd", PurePath("a.txt"), 3, None, {"path": "a.txt"}, ["a.txt"]])
def test_text_that_happens_to_be_a_path_is_no_file(store: Store, here: Path, value: Any) -> None:
    (here / "a.txt").write_text("x")
    assert to_file(value, store, "f") is None
    assert not returned(value, store).files


def test_a_path_that_may_not_leave_fails_the_call(store: Store, here: Path) -> None:
    (here / ".env").write_text("x")
    for value in (Path(".env"), [Path(".env")], ("a", Path(".env"))):
        with pytest.raises(FunctionFailed, match="allowed_paths"):
            returned(value, store)


@pytest.mark.parametrize("value", [b"\0\xff", bytearray(b"\0\xff")])
def test_bytes_are_a_file_named_after_the_function(store: Store, value: Any) -> None:
    made = returned(value, store)
    assert made.value["orig_name"] == "make.bin"
    assert Path(made.value["path"]).read_bytes() == b"\0\xff"


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB", "HSV", "I", "I;16", "F"]
)
def test_an_image_of_any_mode_is_a_png(store: Store, mode: str) -> None:
    made = returned(PIL.Image.new(mode, (3, 2)), store).value
    assert (made["orig_name"], made["mime_type"]) == ("make.png", "image/png")
    with PIL.Image.open(made["path"]) as image:
        assert (image.format, image.size) == ("PNG", (3, 2))
        assert image.has_transparency_data == (mode in ("LA", "PA", "RGBA", "RGBa"))


def test_an_image_of_large_numbers_keeps_16_bits(store: Store) -> None:
    made = returned(PIL.Image.new("I", (1, 1), 300), store).value
    with PIL.Image.open(made["path"]) as image:
        assert image.getpixel((0, 0)) == 300


def test_a_figure_is_a_png(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Figure:
        def savefig(self, path: Path, **options: Any) -> None:
            assert options["format"] == "png"
            path.write_bytes(b"figure")

    module = types.ModuleType("matplotlib.figure")
    module.Figure = Figure  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "matplotlib.figure", module)
    made = returned(Figure(), store).value
    assert (made["orig_name"], Path(made["path"]).read_bytes()) == ("make.png", b"figure")


def test_items_of_a_list_or_tuple_are_files_each(store: Store) -> None:
    made = returned(["a", b"1", None, [b"2"]], store)
    assert made.files
    assert (made.value[0], made.value[1]["size"], made.value[2:]) == ("a", 1, [None, ["Mg=="]])
    made = returned((b"1", {"x": 1}), store, tuple[bytes, dict])
    assert (made.value[0]["size"], made.value[1]) == (1, {"x": 1})
    assert not returned({"a": b"1"}, store).files
    assert not returned([], store).files
    assert not returned([b"1"] * 1001, store).files, "only a short list is looked through"


def test_without_a_store_files_are_text(here: Path) -> None:
    assert returned(b"1", None).value == "MQ=="  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "may"), [("a", False), (1, False), ({}, False), (None, False), (b"", True), ([], True)]
)
def test_what_may_take_long_to_write_is_known(value: Any, may: bool) -> None:
    assert may_be_file(value) is may


# -- defaults and examples --


def test_defaults_and_examples_are_copied_wherever_they_are(store: Store, here: Path) -> None:
    (here.parent / "far.txt").write_text("far")
    (here / ".hidden.txt").write_text("hidden")
    far, hidden = here.parent / "far.txt", here / ".hidden.txt"

    def read(file: Path = far, other: Optional[bytes] = None) -> str:
        """Read."""
        return ""

    info = endpoint(read, "read", Options(examples=[[hidden], {"other": b"12"}])).info(store)
    default = info["parameters"][0]["default"]
    assert Path(default["path"]).read_text() == "far"
    assert Path(default["path"]).is_relative_to(here.parent / "cache")
    assert default["path"] == info["input_schema"]["properties"]["file"]["default"]
    assert info["parameters"][1].get("default") is None
    assert Path(info["examples"][0]["file"]["path"]).read_text() == "hidden"
    assert info["examples"][1]["other"]["size"] == 2
    assert str(far) not in str(info)


def test_a_default_that_is_blocked_or_gone_is_not_shown_and_hinders_nothing(store: Store, here: Path) -> None:
    (here / "a.txt").write_text("secret")
    store._settings.own.blocked = (here / "a.txt",)

    def read(file: Path = here / "a.txt", other: Path = here / "none") -> str:
        """Read."""
        return ""

    info = endpoint(read, "read", Options()).info(store)
    assert [parameter.get("default") for parameter in info["parameters"]] == [None, None]
    assert str(here) not in str(info)
    assert info["parameters"][0]["required"] is False
