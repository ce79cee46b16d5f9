"""The page `docs/clients.md`: what every client is told of an example."""

from __future__ import annotations

from .configuration import configuration
from .known import CLIENTS
from .target import VARIABLE, Target

_INTRODUCTION = """# Connecting a client

<!-- Made by `python -m jupyter_gradio_mcp.clients`; a test compares. -->

`jupyter gradio-mcp connect CLIENT` finds your running notebook server, makes an access key for the client, and prints
what is below with your own addresses. With `--write` it puts it into the client's own file: all else in the file stays
as it is, a copy of the former file is kept beside it, and a file that cannot be read is left alone.
`%mcp_connect CLIENT` in a notebook prints the same for that notebook.

Here the server is at `http://localhost:8888/` and the key in the environment variable `{variable}`, which
`export {variable}="$(jupyter gradio-mcp keys create NAME)"` sets. One notebook alone is at
`http://localhost:8888/gradio/PATH.ipynb/gradio_api/mcp/`. Functions whose parameters are `gr.Header` get the headers
that the client sends; `connect` adds them to what it prints.
"""


def page() -> str:
    """The page `docs/clients.md`."""
    target = Target(
        "jupyter-8888",
        "http://localhost:8888/gradio_api/mcp/",
        bridge=("/absolute/path/to/jupyter-gradio-mcp", "bridge"),
    )
    parts = [_INTRODUCTION.format(variable=VARIABLE)]
    for client in CLIENTS:
        found = configuration(client, target)
        parts.append(f"## {client.title}\n")
        parts.append(f"`jupyter gradio-mcp connect {client.id}`\n")
        if found.command:
            parts.append(f"```bash\n{found.command}\n```\n")
        for place in found.places():
            path, _, platforms = place.partition("  ")
            parts.append(f"* `{path}` {platforms}".rstrip())
        parts.append(("\n" if found.places() else "") + f"```{client.format}\n{found.snippet}```\n")
        if found.link:
            parts.append(f"```text\n{found.link}\n```\n")
        parts.extend(f"{note}\n" for note in found.notes())
    return "\n".join(parts).rstrip("\n") + "\n"
