"""Fixtures: one real server per test module, a fresh notebook per test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.live import LiveNotebook, LiveServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A notebook server with the extension."""
    live = LiveServer(tmp_path_factory.mktemp("server"))
    yield live
    live.close()


@pytest.fixture
def notebook(server: LiveServer, request: pytest.FixtureRequest) -> Iterator[LiveNotebook]:
    """A notebook with the extension loaded, named after the test."""
    opened = server.notebook(f"{request.node.name[:60]}.ipynb").load()
    yield opened
    opened.close()
