"""The components of files: what a function is given of one, and what each makes one of."""

from __future__ import annotations

import io
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Optional

import numpy as np
import PIL.Image
import pytest
from pydantic import TypeAdapter, ValidationError

from jupyter_gradio_mcp.descriptions import FILE_META
from jupyter_gradio_mcp.errors import FunctionFailed, InvalidArguments
from jupyter_gradio_mcp.kernel.components.files import File, Gallery
from jupyter_gradio_mcp.kernel.components.media import Audio, Image, Video
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.results import Results

EMPTY: Any = ...


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
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


@pytest.fixture
def picture(here: Path) -> Path:
    """A picture of 3 × 2 pixels that are half transparent."""
    PIL.Image.new("RGBA", (3, 2), (255, 0, 0, 128)).save(here / "picture.png")
    return here / "picture.png"


def sent(path: Path) -> dict[str, Any]:
    """A file as the server sends it."""
    return {"path": str(path), "meta": dict(FILE_META)}


def given(component: Any, value: Any, hint: Any = EMPTY) -> Any:
    accepted = component.accepts() if hint is EMPTY else component.accepts(hint)
    return TypeAdapter(accepted).validate_python(value)


def refused(component: Any, value: Any, hint: Any = EMPTY) -> str:
    with pytest.raises(ValidationError) as error:
        given(component, value, hint)
    return str(error.value)


def wav(path: Path, width: int, frames: bytes, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(8000)
        file.writeframes(frames)
    return path


def float_wav(path: Path, samples: Any, *, extensible: bool = False) -> Path:
    """A WAV file of 32 bit floats, which Python's own module cannot write."""
    kind = (0xFFFE if extensible else 3).to_bytes(2, "little")
    head = kind + (1).to_bytes(2, "little") + (8000).to_bytes(4, "little") + (32000).to_bytes(4, "little")
    head += (4).to_bytes(2, "little") + (32).to_bytes(2, "little")
    if extensible:
        head += (22).to_bytes(2, "little") + bytes(6) + (3).to_bytes(2, "little") + bytes(14)
    data = samples.astype("<f4").tobytes()
    body = b"WAVEfmt " + len(head).to_bytes(4, "little") + head + b"data" + len(data).to_bytes(4, "little") + data
    path.write_bytes(b"RIFF" + len(body).to_bytes(4, "little") + body)
    return path


# -- images in --


def test_an_image_is_an_array_of_rgb_unless_something_says_otherwise(picture: Path) -> None:
    array = given(Image(), sent(picture))
    assert (array.shape, array.dtype, array.flags.writeable) == ((2, 3, 3), np.uint8, True)
    assert given(Image(image_mode="L"), sent(picture)).shape == (2, 3)
    assert given(Image(image_mode=None), sent(picture)).shape == (2, 3, 4)


@pytest.mark.parametrize(
    ("type", "hint", "kind"),
    [
        (None, PIL.Image.Image, PIL.Image.Image),
        (None, Optional[PIL.Image.Image], PIL.Image.Image),
        (None, np.ndarray, np.ndarray),
        (None, str, str),
        (None, Path, Path),
        (None, bytes, bytes),
        (None, Any, np.ndarray),
        ("pil", EMPTY, PIL.Image.Image),
        ("filepath", EMPTY, str),
        ("filepath", Path, Path),
        ("numpy", PIL.Image.Image, np.ndarray),
    ],
)
def test_the_type_decides_and_then_the_hint(picture: Path, type: str | None, hint: Any, kind: type) -> None:
    assert isinstance(given(Image(type=type), sent(picture), hint), kind)


def test_only_an_optional_image_may_be_missing(picture: Path) -> None:
    assert given(Image(), None, Optional[np.ndarray]) is None
    assert "Should be an image" in refused(Image(), None, np.ndarray)


@pytest.mark.parametrize("type", ["numpy", "pil", "filepath"])
def test_a_path_that_nobody_has_checked_is_never_opened(picture: Path, type: str) -> None:
    for value in (str(picture), {"path": str(picture)}, {"path": str(picture), "meta": {}}, [sent(picture)]):
        assert "Should be an image" in refused(Image(type=type), value)


def test_what_is_no_image_is_refused_without_naming_the_path(here: Path) -> None:
    (here / "note.txt").write_text("text")
    for type, reason in (("numpy", "it cannot be read as one"), ("filepath", "the file is text/plain")):
        message = refused(Image(type=type), sent(here / "note.txt")).partition("[type")[0]
        assert reason in message
        assert str(here) not in message


def test_hints_alone_give_arrays_and_sounds(picture: Path, here: Path) -> None:
    def function(
        image: Annotated[np.ndarray, "image"],
        more: Annotated[list[np.ndarray], "image"],
        sound: tuple[int, np.ndarray],
        other: Annotated[Path, "video"],
        maybe: Annotated[np.ndarray | None, "image"] = None,
    ) -> None:
        """Take them."""

    function.__annotations__ = {
        "image": Annotated[np.ndarray, "image"],
        "more": Annotated[list[np.ndarray], "image"],
        "sound": tuple[int, np.ndarray],
        "other": Annotated[Path, "video"],
        "maybe": Annotated[Optional[np.ndarray], "image"],
    }
    described = describe(function)
    shown = {p["name"]: (p["component"], p.get("files")) for p in described.parameters}
    assert shown == {
        "image": ("Image", "one"),
        "more": ("Image", "many"),
        "sound": ("Audio", "one"),
        "other": ("Video", "one"),
        "maybe": ("Image", "one"),
    }
    file = sent(picture)
    sound = sent(wav(here / "a.wav", 2, b"\1\0\2\0"))
    found = described.arguments.bind({"image": file, "more": [file], "sound": sound, "other": file, "maybe": file})
    assert found["image"].shape == found["more"][0].shape == found["maybe"].shape == (2, 3, 3)
    assert (found["sound"][0], found["sound"][1].tolist(), found["other"]) == (8000, [1, 2], picture)
    with pytest.raises(InvalidArguments, match="'image': Should be an image"):
        described.arguments.bind({"image": str(picture), "more": [], "sound": sound, "other": file})


# -- sounds in --


@pytest.mark.parametrize(
    ("width", "frames", "dtype", "samples"),
    [
        (1, bytes([0, 128, 255]), np.int16, [-32768, 0, 127 << 8]),
        (2, np.array([-5, 7], "<i2").tobytes(), np.int16, [-5, 7]),
        (3, b"\1\0\0\xff\xff\xff\0\0\x80", np.int32, [256, -256, -(1 << 31)]),
        (4, np.array([-5, 7], "<i4").tobytes(), np.int32, [-5, 7]),
    ],
)
def test_samples_of_every_width_are_read(here: Path, width: int, frames: bytes, dtype: Any, samples: list[int]) -> None:
    rate, found = given(Audio(), sent(wav(here / "a.wav", width, frames)))
    assert (rate, found.dtype, found.tolist()) == (8000, dtype, samples)


@pytest.mark.parametrize("extensible", [False, True])
def test_samples_that_are_floats_are_read(here: Path, extensible: bool) -> None:
    rate, found = given(
        Audio(type="numpy"), sent(float_wav(here / "a.wav", np.array([0.5, -2.0]), extensible=extensible))
    )
    assert (rate, found.dtype, found.tolist()) == (8000, np.float32, [0.5, -2.0])


def test_channels_are_columns_and_an_unfinished_recording_is_read_as_far_as_it_goes(here: Path) -> None:
    path = wav(here / "a.wav", 2, np.arange(6, dtype="<i2").tobytes(), channels=2)
    assert given(Audio(), sent(path))[1].tolist() == [[0, 1], [2, 3], [4, 5]]
    path.write_bytes(path.read_bytes()[:-3])
    assert given(Audio(), sent(path))[1].tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    "content", [b"ID3 an mp3", b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \4\0\0\0abcddata\0\0\0\0"]
)
def test_another_format_says_how_to_take_it(here: Path, content: bytes) -> None:
    (here / "a.mp3").write_bytes(content)
    assert "type='filepath'" in refused(Audio(), sent(here / "a.mp3"))
    assert given(Audio(type="filepath"), sent(here / "a.mp3")) == str(here / "a.mp3")


# -- files in --


def test_a_file_is_its_path_or_its_content(here: Path) -> None:
    (here / "a.csv").write_text("a")
    file = sent(here / "a.csv")
    assert given(File(), file) == str(here / "a.csv")
    assert given(File(), file, Path) == here / "a.csv"
    assert given(File(type="binary"), file) == given(File(), file, bytes) == b"a"
    assert given(File(file_count="multiple"), [file, file], list[Path]) == [here / "a.csv"] * 2
    assert given(File(file_count="directory", type="binary"), [file]) == [b"a"]
    assert (File().files, File(file_count="multiple").files) == ("one", "many")
    assert given(Video(), file, Path) == here / "a.csv"


@pytest.mark.parametrize("file_types", [["csv"], [".CSV"], ["*.csv"], ["image", "text"], ["file"], None])
def test_a_file_of_the_right_type_is_taken(here: Path, file_types: list[str] | None) -> None:
    (here / "a.csv").write_text("a")
    assert given(File(file_types=file_types), sent(here / "a.csv")) == str(here / "a.csv")


def test_a_file_of_the_wrong_type_says_which_are_right(here: Path) -> None:
    (here / "a.txt").write_text("a")
    for type in ("filepath", "binary"):
        message = refused(File(file_types=[".csv", "image"], type=type), sent(here / "a.txt"))
        assert "only .csv, image is taken, and 'a.txt' is none of them" in message


@pytest.mark.parametrize(
    "make",
    [
        lambda: Image(type="tensor"),
        lambda: Image(format="tiff"),
        lambda: Audio(type="pil"),
        lambda: File(file_count="two"),
    ],
)
def test_an_option_that_there_is_not_names_those_that_there_are(make: Any) -> None:
    with pytest.raises(ValueError, match="say one of"):
        make()


# -- galleries in --


def test_a_gallery_gives_images_with_captions_or_alone_as_the_hint_says(picture: Path) -> None:
    file = sent(picture)
    items = [file, {"image": file, "caption": "one"}, [file, "two"]]
    found = given(Gallery(), items)
    assert [caption for _, caption in found] == [None, "one", "two"]
    assert all(isinstance(image, np.ndarray) for image, _ in found)
    alone = given(Gallery(), items, list[PIL.Image.Image])
    assert [image.size for image in alone] == [(3, 2)] * 3
    [(path, _)] = given(Gallery(type="filepath"), [file], list)
    assert path == str(picture)


@pytest.mark.parametrize(
    "wrap", [lambda p: p, lambda p: {"image": p}, lambda p: [p, "a"], lambda p: {"image": {"path": p}}]
)
def test_an_unchecked_path_in_a_gallery_is_never_opened(picture: Path, wrap: Any) -> None:
    assert "Should be an image" in refused(Gallery(type="filepath"), [wrap(str(picture))])


# -- out --


def shown(component: Any, value: Any, store: Store) -> Any:
    return Results(None, "f", components=[component]).to_json(value, store)


def opened(file: dict[str, Any]) -> Any:
    return PIL.Image.open(io.BytesIO(Path(file["path"]).read_bytes()))


def test_an_image_is_made_of_everything_that_shows_one(store: Store, picture: Path) -> None:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (4, 4)).save(buffer, "jpeg")
    for value, size in (
        (np.zeros((5, 7), "uint8"), (7, 5)),
        (np.ones((5, 7, 3)), (7, 5)),
        (PIL.Image.new("CMYK", (2, 2)), (2, 2)),
        (picture, (3, 2)),
        (str(picture), (3, 2)),
        (buffer.getvalue(), (4, 4)),
        (buffer, (4, 4)),
    ):
        returned = shown(Image(), value, store)
        assert (returned.files, returned.fits, opened(returned.value).size) == (True, False, size)


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "gif"])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "I", "I;16", "F", "P", "RGB", "RGBA", "CMYK", "LAB", "PA"])
def test_an_image_of_any_mode_is_written_in_the_format_that_is_asked_for(store: Store, format: str, mode: str) -> None:
    file = shown(Image(format=format), PIL.Image.new(mode, (2, 2)), store).value
    assert opened(file).format == format.upper()
    assert file["mime_type"] == f"image/{format}"


def test_an_address_stays_one_and_a_data_url_becomes_a_file(store: Store) -> None:
    elsewhere = shown(Image(), "https://example.com/a/b.png?c=1", store).value
    assert (elsewhere["url"], elsewhere["orig_name"], elsewhere["mime_type"]) == (
        "https://example.com/a/b.png?c=1",
        "b.png",
        "image/png",
    )
    file = shown(File(), "data:text/plain;base64,aGk=", store).value
    assert Path(file["path"]).read_text() == "hi"
    with pytest.raises(FunctionFailed, match="data: URL"):
        shown(File(), "data:text/plain;base64,!", store)


def test_a_sound_is_made_of_samples_at_any_rate(store: Store) -> None:
    file = shown(Audio(), (7000, np.zeros(70, "float32")), store).value
    with wave.open(file["path"]) as sound:
        assert (sound.getframerate(), sound.getnframes()) == (7000, 70)
    assert file["mime_type"] == "audio/wav"


@pytest.mark.parametrize(
    ("component", "value", "message"),
    [
        (Image(), {"a": 1}, "a dict for Image, which shows an image: return an image of PIL"),
        (Image(), np.zeros((2, 2, 5)), r"an array of shape \(2, 2, 5\)"),
        (Image(), "nowhere.png", "the path 'nowhere.png', which is no file"),
        (Image(), Path("nowhere.png"), "the path 'nowhere.png', which is no file"),
        (Audio(), (8000, [1, 2]), "the rate in Hz and an array"),
        (Audio(), np.zeros(5), "the rate in Hz and an array"),
        (File(), ["a", "b"], "file_count='multiple'"),
        (Gallery(), 3, "3 for Gallery: return a list of images"),
    ],
)
def test_what_cannot_be_shown_says_what_can(store: Store, component: Any, value: Any, message: str) -> None:
    with pytest.raises(FunctionFailed, match=message):
        shown(component, value, store)


def test_nothing_is_nothing(store: Store) -> None:
    for component in (Image(), Audio(), File(), Gallery(), Video()):
        assert shown(component, None, store).value is None


def test_a_hidden_file_does_not_leave_by_any_component(store: Store, here: Path) -> None:
    (here / ".secret.png").write_bytes(b"x")
    for component, value in (
        (Image(), ".secret.png"),
        (File(), here / ".secret.png"),
        (File(file_count="multiple"), [".secret.png"]),
        (Gallery(), [(".secret.png", "a")]),
        (Video(), ".secret.png"),
    ):
        with pytest.raises(FunctionFailed, match="allowed_paths"):
            shown(component, value, store)


def test_a_gallery_is_a_list_of_files_with_captions(store: Store, picture: Path) -> None:
    returned = shown(
        Gallery(), [picture, (np.zeros((2, 2), "uint8"), "black"), {"image": str(picture), "caption": "c"}], store
    )
    assert returned.files
    assert [item["caption"] for item in returned.value] == [None, "black", "c"]
    assert [opened(item["image"]).size for item in returned.value] == [(3, 2), (2, 2), (3, 2)]
    assert len(shown(Gallery(), np.zeros((4, 2, 2, 3), "uint8"), store).value) == 4


def test_several_components_take_as_many_values(store: Store, picture: Path) -> None:
    results = Results(None, "f", components=[Image(), File()])
    for values in ((picture, b"a"), [picture, b"a"]):
        returned = results.to_json(values, store)
        assert (returned.files, [file["size"] for file in returned.value][1]) == (True, 1)
    for wrong, found in ((picture, "a .*Path"), ((picture,), "1 values"), (None, "a NoneType")):
        with pytest.raises(FunctionFailed, match=rf"returned {found}, and it has 2 outputs \(Image, File\)"):
            results.to_json(wrong, store)


def test_a_default_is_copied_for_callers_once_and_one_that_is_not_there_is_left_out(
    store: Store, picture: Path
) -> None:
    component = Image(str(picture), label="Photo")
    first, again = component.props(store), component.props(store)
    assert first["value"]["path"] == again["value"]["path"]
    assert Path(first["value"]["path"]).is_relative_to(store.folder or "")
    assert first["label"] == "Photo"
    assert "value" not in Image("nowhere.png").props(store)
    assert "value" not in Image(str(picture)).props()
