"""The function in Gradio's own process, with its queue and without: `python gradio_server.py PORT`."""

import sys

import gradio as gr


def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())


def queued(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())


with gr.Blocks() as demo:
    word, letter, out = gr.Textbox("strawberry"), gr.Textbox("r"), gr.Number()
    gr.Button().click(letter_counter, [word, letter], out, api_name="letter_counter", queue=False)
    gr.Button().click(queued, [word, letter], out, api_name="queued")

demo.launch(mcp_server=True, server_port=int(sys.argv[1]), quiet=True)
