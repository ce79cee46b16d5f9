"""The last example of Gradio's guide: a server of FastMCP's on stdio that calls apps with `gradio_client`."""

from pathlib import Path
from typing import Any

import environments
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from support.live import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.clients]

APP = """
import jupyter_gradio_mcp as gr
from PIL import Image

def infer(prompt, model_size, seed, randomize_seed, width, height, guidance_scale, num_inference_steps):
    return Image.new("RGB", (int(width) // 64, int(height) // 128), "teal"), seed

def generate_audio(text_input, audio_prompt_input, max_new_tokens, cfg_scale, temperature, top_p, cfg_filter_top_k, speed_factor):
    return (8000, __import__("numpy").zeros(80, dtype="int16")), f"{text_input} {audio_prompt_input} {speed_factor}"

with gr.Blocks() as demo:
    prompt, size, seed, random = gr.Textbox(), gr.Radio(["0.6B", "1.6B"]), gr.Number(), gr.Checkbox()
    sliders = [gr.Slider(1, 2048), gr.Slider(1, 2048), gr.Slider(1, 10), gr.Slider(1, 50)]
    image, used = gr.Image(), gr.Number()
    gr.Button().click(infer, [prompt, size, seed, random, *sliders], [image, used])
    more = [gr.Audio(type="filepath"), *(gr.Number() for _ in range(6))]
    gr.Button().click(generate_audio, [prompt, *more], [gr.Audio(), gr.Textbox()])

_, url, _ = demo.launch()
print(url)
"""

SERVER = '''
from mcp.server.fastmcp import FastMCP
from gradio_client import Client
import sys
import io

mcp = FastMCP("gradio-spaces")

clients = {}

def get_client(space_id: str) -> Client:
    """Get or create a Gradio client for the specified space."""
    if space_id not in clients:
        clients[space_id] = Client(space_id)
    return clients[space_id]

@mcp.tool()
async def generate_image(prompt: str, space_id: str = sys.argv[1]):
    """Generate an image using Flux.

    Args:
        prompt: Text prompt describing the image to generate
        space_id: HuggingFace Space ID to use
    """
    client = get_client(space_id)
    return client.predict(
        prompt=prompt,
        model_size="1.6B",
        seed=0,
        randomize_seed=True,
        width=1024,
        height=1024,
        guidance_scale=4.5,
        num_inference_steps=2,
        api_name="/infer",
    )

@mcp.tool()
async def run_dia_tts(prompt: str, space_id: str = sys.argv[1]):
    """Text-to-Speech Synthesis."""
    client = get_client(space_id)
    return client.predict(
        text_input=f"""{prompt}""",
        audio_prompt_input=None,
        max_new_tokens=3072,
        cfg_scale=3,
        temperature=1.3,
        top_p=0.95,
        cfg_filter_top_k=30,
        speed_factor=0.94,
        api_name="/generate_audio",
    )

if __name__ == "__main__":
    # What gradio_client says goes where it does not disturb.
    mcp.run(transport="stdio")
'''


@pytest.mark.anyio
async def test_a_server_of_fastmcp_calls_an_app_by_the_address_of_launch(tmp_path: Path) -> None:
    environments.make("gradio")
    server = LiveServer(tmp_path)
    notebook = server.notebook("app.ipynb")
    ran = notebook.run(APP, cell="app")
    assert ran.status == "ok", ran.text
    url = ran.stdout.split()[-1]
    script = tmp_path / "gradio_mcp_server.py"
    script.write_text(SERVER)
    parameters = StdioServerParameters(
        command=str(environments.python_of("gradio")),
        args=[str(script), url],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "HF_HUB_OFFLINE": "1"},
    )
    try:
        with (tmp_path / "errors").open("w") as errors:
            async with stdio_client(parameters, errlog=errors) as (read, write), ClientSession(read, write) as client:
                await client.initialize()
                assert [tool.name for tool in (await client.list_tools()).tools] == ["generate_image", "run_dia_tts"]
                answer = await client.call_tool("generate_image", {"prompt": "a cat"})
                assert not answer.is_error, answer
                image, seed = (text(block) for block in answer.content)
                assert (image.endswith(".png"), Path(image).is_file(), seed) == (True, True, "0")
                answer = await client.call_tool("run_dia_tts", {"prompt": "[S1] Hello."})
                assert text(answer.content[1]) == "[S1] Hello. None 0.94"
    finally:
        notebook.close()
        server.close()


def text(block: Any) -> str:
    assert block.type == "text", block
    return str(block.text)
