"""The documentation and the code say the same."""

import inspect
import re
from pathlib import Path
from typing import Any

import environments
import pytest
from IPython.core.magic_arguments import real_name

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp import cli, errors
from jupyter_gradio_mcp.kernel.magics import McpMagics
from jupyter_gradio_mcp.kernel.options import ANNOTATIONS
from jupyter_gradio_mcp.kernel.owner_magics import OwnerMagics
from jupyter_gradio_mcp.server.extension import GradioMcp

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = (ROOT / "docs" / "reference.md").read_text()


def section(title: str) -> str:
    """A section of the reference, its subsections included."""
    head = re.search(rf"^(#+) {re.escape(title)}$", REFERENCE, re.M)
    assert head, title
    end = re.search(rf"^#{{1,{len(head[1])}}} ", REFERENCE[head.end() :], re.M)
    return REFERENCE[head.end() :][: end.start() if end else None]


def test_every_magic_is_documented_and_every_documented_one_exists() -> None:
    magics = {name for own in (McpMagics, OwnerMagics) for kind in ("line", "cell") for name in own.magics[kind]}
    documented = set(re.findall(r"^\| `%%?(mcp_\w+)", REFERENCE, re.M))
    assert documented == magics


def test_every_option_is_documented_and_every_documented_one_exists() -> None:
    parser: Any = McpMagics.mcp_tool.parser  # type: ignore[attr-defined]
    options = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
    documented = set(re.findall(r"^\| `(--[a-z-]+)", section("Options of `%%mcp_tool`"), re.M))
    assert documented == options - {"--help"}
    assert real_name(McpMagics.mcp_tool) == "mcp_tool"
    for magic, title in (
        (OwnerMagics.mcp_key, "Options of `%mcp_key create`"),
        (OwnerMagics.mcp_connect, "Options of `%mcp_connect`"),
    ):
        parser = magic.parser  # type: ignore[attr-defined]
        options = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
        assert set(re.findall(r"^\| `(--[a-z-]+)", section(title), re.M)) == options - {"--help"}
    for word in ANNOTATIONS:
        assert f"`{word}`" in REFERENCE


def test_every_public_name_is_documented() -> None:
    assert set(re.findall(r"^\| `gr\.(\w+)`", section("Python"), re.M)) == set(gr.__all__)


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    settings = {
        name for name, trait in GradioMcp.class_own_traits(config=True).items() if trait.this_class is GradioMcp
    }
    assert set(re.findall(r"^\| `(\w+)` \|", section("Settings of the server"), re.M)) == settings


def test_every_route_is_documented() -> None:
    written = {
        "gradio_api/mcp/?": "gradio_api/mcp/",
        "gradio_api/mcp/http/?": "gradio_api/mcp/http",
        "gradio_api/mcp/sse/?": "gradio_api/mcp/sse",
        "gradio_api/mcp/messages/?": "gradio_api/mcp/messages/",
        "gradio_api/mcp/schema/?": "gradio_api/mcp/schema",
        "gradio_api/run/": "gradio_api/run/NAME",
        "gradio_api/call(?P<version>/v2)?/": "gradio_api/call/v2/NAME",
        "gradio_api/call(?:/v2)?/": "gradio_api/call/NAME/EVENT_ID",
        "gradio_api/upload/?": "gradio_api/upload",
        "gradio_api/upload_progress/?": "gradio_api/upload_progress",
        "gradio_api/file=(?P<path>(?s:.*))": "gradio_api/file=PATH",
        "": "gradio/",
        "gradio/?": "gradio/",
        "config/?": "config",
        "gradio_api/info/?": "gradio_api/info",
        "gradio_api/openapi\\.json/?": "gradio_api/openapi.json",
        "gradio_api/app_id/?": "gradio_api/app_id",
        "gradio_api/queue/join/?": "gradio_api/queue/join",
        "gradio_api/queue/data/?": "gradio_api/queue/data",
        "gradio_api/(?:cancel|reset)/?": "gradio_api/cancel",
        "gradio_api/heartbeat/(?P<session>[^/]+)/?": "gradio_api/heartbeat/SESSION",
        "gradio_api/keys/?": "gradio_api/keys",
        "gradio_api/keys/(?P<id>[^/]+)/?": "gradio_api/keys/ID",
        "gradio_api/pause/?": "gradio_api/pause",
        "gradio_api/calls/?": "gradio_api/calls",
        "gradio_api/log(?:in|out)/?": "gradio_api/login",
        "log(?:in|out)/?": "login",
        "gradio_api/about/?": "gradio_api/about",
        "gradio_api/panel/?": "gradio_api/panel",
        "gradio_api/panel/call/?": "gradio_api/panel/call",
        "gradio_api/panel/events/?": "gradio_api/panel/events",
        "gradio_api/panel/cancel/?": "gradio_api/panel/cancel",
        "gradio_api/panel/answer/?": "gradio_api/panel/answer",
        "gradio_api/panel/rows/?": "gradio_api/panel/rows",
        "gradio_api/static/(?P<name>[^/]+)": "gradio_api/static/NAME",
    }
    source = (ROOT / "jupyter_gradio_mcp" / "server" / "route_table.py").read_text()
    patterns = [p.partition("{name}")[0] for p in re.findall(r'Route\(r?f?r?"([^"]*)"', source)]
    assert [p for p in patterns if p not in written] == ["gradio(?:_api)?/.*"], "a route that this test does not know"
    for route in written.values():
        assert f"`{route}`" in section("Routes"), route


def test_every_error_is_documented() -> None:
    codes = set(errors._BY_CODE) - {"call_failed"}
    assert set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\| \d{3} \|([^|]*)\|", REFERENCE, re.M)))) == codes


def test_every_command_and_its_options_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    commands = section("Commands")
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    for command in re.findall(r"^    (\w+) ", capsys.readouterr().out, re.M):
        assert f"`jupyter gradio-mcp {command}" in commands
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        for option in set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--port"}:
            assert f"{option}" in commands or option.startswith("--ServerApp"), (command, option)


def test_every_module_is_on_the_map_and_every_one_on_the_map_exists() -> None:
    package = ROOT / "jupyter_gradio_mcp"
    modules = {str(f.relative_to(package).with_suffix("")) for f in package.rglob("*.py") if not f.name.startswith("_")}
    drawn = set(re.findall(r"^\| `([\w/]+)` \|", (ROOT / "ARCHITECTURE.md").read_text(), re.M))
    assert drawn == modules


def test_every_client_that_is_tested_is_in_the_table() -> None:
    table = (ROOT / "docs" / "clients-tested.md").read_text()
    not_clients = {"light", "gradio", "openapi-client", "conformance", "conformance-next", "axe"}
    made = {**environments.PACKAGES, **environments.NPM}
    names = {re.sub(r"(?<=.)[@<>=].*", "", wanted[0]) for name, wanted in made.items() if name not in not_clients}
    assert set(re.findall(r"^\| `([^`]+)`", table, re.M)) == names


@pytest.mark.parametrize(
    "file", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", *map(str, Path("docs").glob("*.md"))]
)
def test_links_between_documents_lead_somewhere(file: str) -> None:
    path = ROOT / file
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_the_readmes_cell_prints_what_the_readme_says() -> None:
    from jupyter_gradio_mcp.kernel.options import Options
    from jupyter_gradio_mcp.kernel.registry import endpoint
    from jupyter_gradio_mcp.kernel.report import report

    readme = (ROOT / "README.md").read_text()
    cell = readme.partition("```python\n%%mcp_tool\n")[2].partition("```")[0]
    namespace: dict[str, Any] = {}
    exec(cell, namespace)
    found = endpoint(namespace["letter_counter"], "letter_counter", Options())
    url = "http://localhost:8888/"
    told = report(
        found,
        {
            "op": "published",
            "id": 1,
            "url": url,
            "app_url": url,
            "mcp": True,
            "endpoints": [{"name": "letter_counter", "union_name": "letter_counter"}],
        },
    )
    assert f"```text\n{told}\n```" in readme
    assert namespace["letter_counter"]() == 3


def test_the_options_of_the_other_cell_magics_are_those_of_the_first_and_documented() -> None:
    def options(magic: Any) -> set[str]:
        return {name for action in magic.parser._actions for name in action.option_strings if name.startswith("--")}

    shared = options(McpMagics.mcp_tool) - {"--annotations", "--examples", "--inputs", "--outputs", "--no-ui"}
    assert options(McpMagics.mcp_prompt) == shared
    assert options(McpMagics.mcp_resource) == shared | {"--mime-type"}
    assert "`--mime-type TYPE`" in section("Options of `%%mcp_tool`")


def test_every_decorator_is_documented_with_its_parameters() -> None:
    decorators = {name: getattr(gr.mcp, name) for name in ("tool", "resource", "prompt", "resource_updated")}
    documented = dict(re.findall(r"^\* `gr\.mcp\.(\w+)\(([^)]*)\)`", section("Decorators"), re.M))
    assert set(documented) == set(decorators)
    for name, function in decorators.items():
        told = [word.split("=")[0] for word in documented[name].replace("*, ", "").split(", ")]
        assert told == list(inspect.signature(function).parameters), name


def test_the_cells_of_the_page_on_resources_can_be_offered() -> None:
    from jupyter_gradio_mcp.kernel.decorators import MARK
    from jupyter_gradio_mcp.kernel.options import Options
    from jupyter_gradio_mcp.kernel.registry import endpoint

    page = (ROOT / "docs" / "resources.md").read_text()
    namespace: dict[str, Any] = {}
    for cell in re.findall(r"```python\n(.*?)```", page, re.S):
        # The magic's line has been tried where a notebook is.
        exec(re.sub(r"^%%.*$", "", cell, flags=re.M), namespace)
    marked = {name: f for name, f in namespace.items() if hasattr(f, MARK)}
    assert set(marked) == {"all_notes", "note", "search", "greet", "look"}
    for name, function in marked.items():
        assert endpoint(function, name, getattr(function, MARK).over(Options())).name == name
    assert marked["search"]("milk") == ["monday"]
