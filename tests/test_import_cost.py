"""What an import brings with it. Times are for the benchmarks; this is about what must not come at all."""

import subprocess
import sys

import pytest

HEAVY = ("mcp", "mcp_types", "jsonschema", "jupyter_server", "numpy", "pandas", "PIL", "starlette", "httpx", "httpx2")


def loaded_by(statement: str) -> set[str]:
    """Names of the top-level modules that a statement loads in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import jupyter_gradio_mcp as gr; gr.Progress",
        "import jupyter_gradio_mcp.kernel.magics",
        "import jupyter_gradio_mcp.kernel.notebook",
    ],
)
def test_the_kernel_side_never_loads_the_servers_half(statement: str) -> None:
    assert loaded_by(statement).isdisjoint(HEAVY)


def test_the_magics_do_not_wait_for_pydantic() -> None:
    assert "pydantic" not in loaded_by("import jupyter_gradio_mcp.kernel.magics")


def test_the_package_itself_loads_nothing() -> None:
    assert loaded_by("import jupyter_gradio_mcp").isdisjoint({*HEAVY, "pydantic", "IPython", "asyncio", "tornado"})


def test_the_server_extension_does_not_load_the_mcp_sdk() -> None:
    loaded = loaded_by("import jupyter_gradio_mcp.server.extension, jupyter_gradio_mcp.server.mcp_routes")
    assert loaded.isdisjoint({"mcp", "mcp_types", "starlette", "anywidget", "ipywidgets"})
