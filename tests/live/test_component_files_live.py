"""Files, tables and figures by their components, through a real server: sent, shown, and refused."""

import io
import json
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import PIL.Image
import pytest
from support.files import FILE_META, as_argument, run, sent
from support.live import LiveNotebook, LiveServer
from support.mcp import modern_call

pytestmark = pytest.mark.slow

SECRET = "nobody may read this"

FUNCTIONS = """%%mcp_tool
from typing import Annotated

import numpy as np
import pandas as pd
import PIL.Image
import jupyter_gradio_mcp as gr
from matplotlib.figure import Figure

def negative(image: Annotated[np.ndarray, gr.Image()]) -> Annotated[np.ndarray, gr.Image(format="webp")]:
    return 255 - image

def size(image: Annotated[np.ndarray, "image"]) -> list[int]:
    return list(image.shape)

def path_of(image: Annotated[str, gr.Image(type="filepath")]) -> str:
    return open(image, "rb").read().decode("latin-1")

def louder(sound: tuple[int, np.ndarray]) -> tuple[int, np.ndarray]:
    return sound[0], sound[1] * 2

def doubled(table: pd.DataFrame) -> pd.DataFrame:
    return table * 2

def columns(table: Annotated[pd.DataFrame, gr.Dataframe(headers=["a", "b"], col_count=(2, "fixed"))]) -> Annotated[pd.DataFrame, gr.Dataframe()]:
    return table.T.reset_index(names="name")

def gallery(images: Annotated[list, gr.Gallery()]) -> Annotated[list, gr.Gallery()]:
    return [(image[::-1], caption) for image, caption in images]

def texts(files: Annotated[list[str], gr.File(file_count="multiple", file_types=[".txt"])]) -> list[str]:
    return [open(file).read() for file in files]

def plot(high: int = 3) -> Annotated[Figure, gr.Plot()]:
    figure = Figure()
    figure.add_subplot().plot([1, high])
    return figure
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    live = LiveServer(tmp_path_factory.mktemp("server"))
    yield live
    live.close()
    assert "Traceback" not in live.log(), live.log()


@pytest.fixture(scope="module")
def notebook(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("components.ipynb").load()
    ran = opened.run(FUNCTIONS)
    assert ran.status == "ok", ran.error
    (server.root / "ordinary.txt").write_text(SECRET)
    yield opened
    opened.close()


def picture(width: int = 3, height: int = 2) -> bytes:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (width, height), (255, 0, 10)).save(buffer, "png")
    return buffer.getvalue()


def value(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    [found] = answer.json()["data"]
    return found


def shown(file: dict[str, Any]) -> Any:
    """The pixels of a file in a result, fetched by its address without any other credential."""
    answer = httpx.get(file["url"])
    assert answer.status_code == 200, answer.text
    return np.asarray(PIL.Image.open(io.BytesIO(answer.content)).convert("RGB"))


def test_an_image_that_was_uploaded_is_an_array_and_an_array_is_an_image(
    server: LiveServer, notebook: LiveNotebook
) -> None:
    [path] = sent(server, ("picture.png", picture()), at=notebook.address)
    file = value(run(server, "negative", as_argument(path), at=notebook.address))
    assert file["mime_type"] == "image/webp"
    assert shown(file).shape == (2, 3, 3)
    assert value(run(server, "size", as_argument(path), at=notebook.address)) == [2, 3, 3]
    again = value(run(server, "size", file, at=notebook.address))
    assert again == [2, 3, 3], "a result is an argument"


def test_a_sound_goes_in_and_out_as_samples(server: LiveServer, notebook: LiveNotebook) -> None:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(np.array([100, -200], "<i2").tobytes())
    [path] = sent(server, ("a.wav", buffer.getvalue()), at=notebook.address)
    file = value(run(server, "louder", as_argument(path), at=notebook.address))
    with wave.open(io.BytesIO(httpx.get(file["url"]).content)) as made:
        assert np.frombuffer(made.readframes(2), "<i2").tolist() == [200, -400]
    [mp3] = sent(server, ("a.mp3", b"ID3"), at=notebook.address)
    refused = run(server, "louder", as_argument(mp3), at=notebook.address)
    assert refused.status_code == 422
    assert "type='filepath'" in refused.text
    assert mp3 not in refused.text


@pytest.mark.parametrize(
    "table",
    [{"headers": ["a", "b"], "data": [[1, 2]]}, [{"a": 1, "b": 2}], [[1, 2]], "a,b\n1,2"],
    ids=["pair", "records", "rows", "csv"],
)
def test_a_table_goes_in_in_any_form_and_out_as_its_hint_or_its_component_says(
    server: LiveServer, notebook: LiveNotebook, table: Any
) -> None:
    names = ["1", "2"] if table == [[1, 2]] else ["a", "b"]
    assert value(run(server, "doubled", table, at=notebook.address)) == [dict(zip(names, [2, 4], strict=True))]
    assert value(run(server, "columns", table, at=notebook.address)) == {
        "headers": ["name", "0"],
        "data": [["a", 1], ["b", 2]],
        "metadata": None,
    }


def test_a_table_that_is_none_says_why_and_the_next_call_works(server: LiveServer, notebook: LiveNotebook) -> None:
    refused = run(server, "columns", [[1, 2, 3]], at=notebook.address)
    assert refused.status_code == 422
    assert "it needs 2 columns, and has 3" in refused.text
    assert value(run(server, "columns", [[1, 2]], at=notebook.address))["data"] == [["a", 1], ["b", 2]]


def test_an_agent_reads_a_table_of_a_component_as_text_and_gets_it_structured(
    server: LiveServer, notebook: LiveNotebook
) -> None:
    called = modern_call(server, "columns", {"table": "a,b\n1,2"}, at=notebook.address).json()["result"]
    assert called["content"][0]["text"].splitlines()[-1] == "[2 rows × 2 columns]"
    structured = called["structuredContent"]
    assert structured.get("result", structured)["headers"] == ["name", "0"]
    assert not called.get("isError")


def test_a_gallery_goes_in_and_out_with_captions(server: LiveServer, notebook: LiveNotebook) -> None:
    paths = sent(server, ("one.png", picture()), ("two.png", picture(5, 4)), at=notebook.address)
    items = [{"image": as_argument(paths[0]), "caption": "one"}, as_argument(paths[1])]
    made = value(run(server, "gallery", items, at=notebook.address))
    assert [item["caption"] for item in made] == ["one", None]
    assert [shown(item["image"]).shape for item in made] == [(2, 3, 3), (4, 5, 3)]
    assert len(value(run(server, "gallery", made, at=notebook.address))) == 2, "a result is an argument"


def test_an_agent_sees_the_images_of_a_gallery_and_of_a_plot(server: LiveServer, notebook: LiveNotebook) -> None:
    [path] = sent(server, ("one.png", picture()), at=notebook.address)
    called = modern_call(server, "gallery", {"images": [{"image": path, "caption": "First"}]}, at=notebook.address)
    kinds = [block["type"] for block in called.json()["result"]["content"]]
    assert kinds == ["text", "image", "text"], called.text
    assert called.json()["result"]["content"][0]["text"] == "First"
    plotted = modern_call(server, "plot", {}, at=notebook.address).json()["result"]["content"]
    assert [block["type"] for block in plotted] == ["image", "text"]


def test_a_figure_is_a_plot_whose_picture_can_be_fetched(server: LiveServer, notebook: LiveNotebook) -> None:
    plot = value(run(server, "plot", 4, at=notebook.address))
    assert plot["type"] == "matplotlib"
    assert shown(plot["plot"]).ndim == 3


def test_files_of_other_types_are_refused_by_name(server: LiveServer, notebook: LiveNotebook) -> None:
    paths = sent(server, ("a.txt", b"text"), ("b.csv", b"1"), at=notebook.address)
    assert value(run(server, "texts", [as_argument(paths[0])], at=notebook.address)) == ["text"]
    refused = run(server, "texts", [as_argument(path) for path in paths], at=notebook.address)
    assert refused.status_code == 422
    assert "'files[1]': Should be a file: only .txt is taken, and 'b.csv' is none of them" in refused.json()["error"]


# -- attacks --


def forms(path: str) -> list[Any]:
    """Every way of writing a file of the host as an argument."""
    fake = {"path": path, "meta": FILE_META}
    return [
        path,
        fake,
        {"path": path},
        {"url": f"file://{path}", "meta": FILE_META},
        {"path": path, "url": "https://example.com/a.png", "meta": FILE_META, "orig_name": "a.png"},
    ]


@pytest.mark.parametrize("function", ["negative", "size", "path_of", "louder"])
def test_a_file_of_the_host_is_no_argument(server: LiveServer, notebook: LiveNotebook, function: str) -> None:
    for form in forms(str(server.root / "ordinary.txt")) + forms("ordinary.txt"):
        answer = run(server, function, form, at=notebook.address)
        assert answer.status_code == 422, (form, answer.text)
        assert SECRET not in answer.text


@pytest.mark.parametrize("function", ["gallery", "texts"])
def test_nor_is_it_one_of_several(server: LiveServer, notebook: LiveNotebook, function: str) -> None:
    [good] = sent(server, ("a.txt" if function == "texts" else "a.png", picture()), at=notebook.address)
    for form in forms(str(server.root / "ordinary.txt")) + forms("ordinary.txt"):
        for item in (
            form,
            {"image": form},
            {"video": form, "caption": "a"},
            {"image": as_argument(good), "video": form},
            {"image": as_argument(good), "path": form, "meta": FILE_META},
            {"image": form, "meta": FILE_META},
            [form, "caption"],
            [[form, "caption"], "caption"],
            {"image": {"image": form}},
        ):
            for value in ([item], [as_argument(good), item], json.dumps([item])):
                answer = run(server, function, value, at=notebook.address)
                assert SECRET not in answer.text
                if item == {"image": as_argument(good), "video": form} and function == "gallery":
                    # The other name is not looked at.
                    assert answer.status_code == 200
                    assert "video" not in json.dumps(answer.json()["data"])
                else:
                    assert answer.status_code == 422, (value, answer.text)


def test_a_table_opens_no_file(server: LiveServer, notebook: LiveNotebook) -> None:
    (server.root / "table.csv").write_text("a,b\n1,2")
    path = str(server.root / "table.csv")
    fake = {"path": path, "meta": FILE_META}
    for form in (path, "table.csv", f"file://{path}", fake, [fake]):
        answer = run(server, "columns", form, at=notebook.address)
        assert '["a", 1]' not in json.dumps(answer.json()), answer.text


def test_what_a_function_hands_on_in_the_form_of_a_gallery_opens_nothing(server: LiveServer) -> None:
    opened = server.notebook("echo.ipynb").load()
    try:
        ran = opened.run(
            "%%mcp_tool\nfrom pathlib import Path\nfrom typing import Any\n\n"
            "def echo(data: dict) -> Any:\n"
            "    Path('made.txt').write_text('made')\n"
            "    return [Path('made.txt'), data]\n"
        )
        assert ran.status == "ok", ran.error
        secret = Path("/etc/passwd")
        fake = {"path": str(secret), "meta": FILE_META}
        for data in ({"image": fake, "caption": None}, {"type": "matplotlib", "plot": fake, "library": fake}):
            [[_, handed]] = run(server, "echo", data, at=opened.address).json()["data"]
            for file in handed.values():
                if isinstance(file, dict) and "url" in file:
                    assert httpx.get(file["url"]).status_code == 403
            called = modern_call(server, "echo", {"data": data}, at=opened.address)
            assert "cm9vd" not in called.text, "the beginning of the file, in base64"
    finally:
        opened.close()
