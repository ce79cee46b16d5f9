"""The function in FastMCP's own process: `python fastmcp_server.py PORT`."""

import sys

from fastmcp import Context, FastMCP

server = FastMCP("bench")


@server.tool
def letter_counter(word: str = "strawberry", letter: str = "r") -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())


@server.tool
async def steps(n: int, context: Context) -> str:
    """Go n steps."""
    for i in range(n):
        await context.report_progress(i + 1, n, f"step {i + 1}")
    return "done"


server.run(transport="http", port=int(sys.argv[1]), show_banner=False, log_level="error")
