"""A rate and samples are a sound; pixels are an image where the hint says so."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import PIL.Image
import pytest

from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.kernel.describe import describe
from jupyter_gradio_mcp.kernel.files import Settings, Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.chdir(tmp_path.resolve())
    made = Store(Settings())
    made.folder = tmp_path.resolve() / "cache"
    yield made
    made.close()


def described(hint: Any) -> Any:
    def make():
        """Give it."""

    if hint is not ...:
        make.__annotations__["return"] = hint
    return describe(make)


def returned(value: Any, store: Store, hint: Any = ...) -> Any:
    return described(hint).results.to_json(value, store)


def samples(path: str) -> tuple[int, int, Any]:
    with wave.open(path) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return file.getframerate(), file.getnchannels(), frames.reshape(-1, file.getnchannels()).tolist()


@pytest.mark.parametrize(
    ("array", "written"),
    [
        (np.array([0, 100, -100], "int16"), [[0], [100], [-100]]),
        (np.array([0.0, 0.5, -1.0], "float32"), [[0], [16383], [-32767]]),
        (np.array([0.0, 2.0], "float64"), [[0], [32767]]),
        (np.array([np.nan, 1.0]), [[0], [32767]]),
        (np.array([128, 255, 0], "uint8"), [[0], [32512], [-32768]]),
        (np.array([1 << 16, -(1 << 31)], "int32"), [[1], [-32768]]),
        (np.array([[1, 2], [3, 4], [5, 6]], "int16"), [[1, 2], [3, 4], [5, 6]]),
        (np.arange(20, dtype="int16").reshape(2, 10), [[i, i + 10] for i in range(10)]),
    ],
)
def test_a_rate_and_samples_are_a_wav_file(store: Store, array: Any, written: Any) -> None:
    made = returned((44100, array), store).value
    assert (made["orig_name"], made["mime_type"]) == ("make.wav", "audio/wav")
    assert samples(made["path"]) == (44100, len(written[0]), written)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ((5, np.zeros(1)), [5, [0.0]]),
        ((44100, np.zeros(0)), [44100, []]),
        ((44100, "x"), [44100, "x"]),
        ([44100, np.zeros(1)], [44100, [0.0]]),
        ((np.zeros(1), np.zeros(1)), [[0.0], [0.0]]),
        ((44100.0, np.zeros(1)), [44100.0, [0.0]]),
        ((True, np.zeros(1)), [True, [0.0]]),
    ],
)
def test_a_number_and_an_array_are_data_if_the_number_is_no_usual_rate(store: Store, value: Any, shown: Any) -> None:
    made = returned(value, store)
    assert (made.value, made.files) == (shown, False)


def test_a_hint_makes_any_rate_one_and_gradios_type_is_one_output(store: Store) -> None:
    said = Annotated[tuple[int, np.ndarray], "audio"]
    assert samples(returned((5, np.zeros(3)), store, said).value["path"])[0] == 5
    for hint in (said, tuple[int, np.ndarray]):
        [output] = described(hint).outputs
        assert (output["component"], output["files"]) == ("Audio", "one")
        assert described(hint).output_schema is None
    assert returned((44100, np.zeros(3)), store, tuple[int, np.ndarray]).files
    assert returned((5, np.zeros(3)), store, tuple[int, np.ndarray]).value == [5, [0.0, 0.0, 0.0]]


RED = np.array([[[255, 0, 0]]], "uint8")


@pytest.mark.parametrize("hint", [Annotated[np.ndarray, "image"], PIL.Image.Image, PIL.Image.Image | None])
@pytest.mark.parametrize("array", [RED, RED / 255.0, RED.astype(int), np.concatenate([RED, RED[:, :, :1]], 2)])
def test_pixels_are_an_image_where_the_hint_says_so(store: Store, hint: Any, array: Any) -> None:
    made = returned(array, store, hint)
    with PIL.Image.open(made.value["path"]) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 0, 0)
    assert described(hint).outputs[0]["component"] == "Image"


def test_gray_and_black_and_white_are_images_too(store: Store) -> None:
    for array in (np.full((2, 3), 9, "uint8"), np.full((2, 3, 1), 9, "uint8"), np.ones((2, 3), bool)):
        with PIL.Image.open(returned(array, store, PIL.Image.Image).value["path"]) as image:
            assert image.size == (3, 2)


@pytest.mark.parametrize("array", [np.zeros(3), np.zeros((2, 2, 7)), np.zeros((0, 2, 3)), np.array([["a"]])])
def test_what_no_image_can_be_made_of_is_data(store: Store, array: Any) -> None:
    assert returned(array, store, PIL.Image.Image).value == array.tolist()


def test_without_such_a_hint_pixels_are_data(store: Store) -> None:
    assert returned(RED, store).value == returned(RED, store, np.ndarray).value == [[[255, 0, 0]]]


def test_a_text_is_a_path_where_the_hint_says_so_and_nowhere_else(store: Store) -> None:
    Path("a.mp3").write_bytes(b"ID3")
    for hint in (Annotated[str, "audio"], Annotated[str | None, "file"]):
        assert returned("a.mp3", store, hint).value["orig_name"] == "a.mp3"
        with pytest.raises(FunctionFailed, match="which is no file"):
            returned("none.mp3", store, hint)
        assert returned("https://example.com/a.mp3", store, hint).value == "https://example.com/a.mp3"
    assert returned(["a.mp3"], store, Annotated[list[str], "audio"]).value[0]["orig_name"] == "a.mp3"
    assert returned(["a.mp3"], store, list[Annotated[str, "audio"]]).value[0]["orig_name"] == "a.mp3"
    both = returned(("a.mp3", "a.mp3"), store, tuple[Annotated[str, "audio"], str]).value
    assert (both[0]["orig_name"], both[1]) == ("a.mp3", "a.mp3")
    assert returned("a.mp3", store, Annotated[str, "the name of the audio"]).value == "a.mp3"
    assert returned("a.mp3", store, PIL.Image.Image).value == "a.mp3"
    assert described(Annotated[list[str], "audio"]).outputs[0]["files"] == "many"


def test_a_path_that_the_hint_names_obeys_the_rules_of_files(store: Store) -> None:
    Path(".env").write_text("x")
    with pytest.raises(FunctionFailed, match="allowed_paths"):
        returned(".env", store, Annotated[str, "file"])
