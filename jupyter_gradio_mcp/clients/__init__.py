"""How each MCP client is told of a server: its file, the form of the entry, its command, its link.

Pure: no network, no settings, nothing but the standard library. What is said here of a client is
from its own documentation; `python -m jupyter_gradio_mcp.clients` prints it all as `docs/clients.md`.
"""
