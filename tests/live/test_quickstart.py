"""Who does what docs/quickstart.md says gets what it says."""

from pathlib import Path

import pytest
from support.live import LiveServer
from support.pages import NOTEBOOK, Reader, sections

pytestmark = [pytest.mark.slow, pytest.mark.clients]

PAGE = Path(__file__).parent.parent.parent / "docs" / "quickstart.md"


def test_the_quickstart_from_its_top_to_its_end(server: LiveServer, tmp_path: Path) -> None:
    found = sections(PAGE)
    notebook = server.notebook(NOTEBOOK)
    try:
        reader = Reader(server, tmp_path, notebook)
        done = {title: reader.read(blocks) for title, blocks in found.items()}
        assert {title for title, count in done.items() if not count} == {"Install"}
        refused = server.http.get("gradio/", headers={"Authorization": "Bearer jgm_none"})
        assert refused.status_code == 401
    finally:
        notebook.close()
