"""What `view_api` says in words of Python that components take and give, as Gradio says it."""

import pytest
from support.live import LiveNotebook

pytestmark = pytest.mark.slow

APP = """
import jupyter_gradio_mcp as gr

components = [
    gr.Image(), gr.Image(type="filepath"), gr.Audio(), gr.Video(), gr.File(), gr.File(file_count="multiple"),
    gr.Gallery(), gr.MultimodalTextbox(), gr.Textbox(), gr.Checkbox(), gr.ColorPicker(), gr.Number(), gr.Slider(),
]

def f(*values):
    return values

with gr.Blocks() as demo:
    gr.Button().click(f, components, components, api_name="f")
demo.launch(mcp_server=True)
"""
"""Pictures, sounds, files and fields."""

MESSAGE = "dict(text: str, files: list[filepath])"


def test_files_are_paths_and_only_a_message_is_a_text_with_files(notebook: LiveNotebook) -> None:
    assert "is live" in notebook.run(APP).text
    info = notebook.server.http.get(f"{notebook.address}gradio_api/info").json()["named_endpoints"]["/f"]
    taken = [parameter["python_type"]["type"] for parameter in info["parameters"]]
    given = [returned["python_type"]["type"] for returned in info["returns"]]
    files = ["filepath", "filepath", "filepath", "filepath", "filepath", "list[filepath]", "list[filepath]"]
    assert taken[:8] == [*files, MESSAGE]
    assert given[:8] == [*files, MESSAGE]
    assert taken[8:] == ["str", "bool", "str", "float", "float"]
