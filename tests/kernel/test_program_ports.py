"""The port that `launch()` in a program is given."""

from typing import Any

import pytest

from jupyter_gradio_mcp.kernel.apps import script

NOTHING = dict.fromkeys(["server_port", "root_path", "server_name", "ssl_keyfile", "ssl_certfile"])


@pytest.mark.parametrize("given", ["99999", "abc", "-1", "0"])
def test_what_is_no_port_is_told(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", given)
    with pytest.raises(ValueError, match=f"GRADIO_SERVER_PORT is a port from 1 to 65535, not '{given}'"):
        script._options(NOTHING)


@pytest.mark.parametrize("given", [99999, 0, "abc", []])
def test_the_keyword_is_named(given: Any) -> None:
    with pytest.raises(ValueError, match="server_port= is a port from 1 to 65535, not"):
        script._options({**NOTHING, "server_port": given})


def test_a_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_SERVER_PORT", "7861")
    assert script._options(NOTHING)["port"] == 7861
    monkeypatch.setenv("GRADIO_SERVER_PORT", "")
    assert script._options(NOTHING)["port"] is None
