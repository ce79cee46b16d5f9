"""The one script that runs where an author's markup is shown."""

from __future__ import annotations

import re
from pathlib import Path

from jupyter_gradio_mcp.server import pages

MARKUP_PAGE = Path(__file__).parents[2] / "labextension" / "src" / "views" / "markup-page.ts"


def test_our_pages_let_the_script_of_frames_run_that_the_browser_side_puts_there() -> None:
    found = re.search(r"HASH = '(sha256-[^']+)'", MARKUP_PAGE.read_text())
    assert found is not None
    assert f"'{found[1]}'" in pages.SHELL_POLICY
