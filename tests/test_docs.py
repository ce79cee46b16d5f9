"""The documentation and the code say the same."""

import inspect
import json
import re
from pathlib import Path
from typing import Any

import environments
import pytest
from IPython.core.magic_arguments import real_name

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp import cli, errors
from jupyter_gradio_mcp.kernel.components.base import Component
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
        "gradio_api/agents/?": "gradio_api/agents",
        "gradio_api/connect/?": "gradio_api/connect",
        "gradio_api/log(?:in|out)/?": "gradio_api/login",
        "log(?:in|out)/?": "login",
        "gradio_api/about/?": "gradio_api/about",
        "gradio_api/panel/?": "gradio_api/panel",
        "gradio_api/panel/api/?": "gradio_api/panel/api",
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


PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md"]
PAGES += sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("*.md"))


def prose(page: Path) -> str:
    """A page without its code blocks and code spans."""
    return re.sub(r"```.*?^```|`[^`\n]+`", "", page.read_text(), flags=re.S | re.M)


def anchors(page: Path) -> set[str]:
    """What a link to a heading of the page may say behind `#`, as GitHub makes it."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} (.*)$", re.sub(r"```.*?^```", "", page.read_text(), flags=re.S | re.M), re.M):
        shown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        found.add(re.sub(r"[^\w\- ]", "", shown).replace(" ", "-"))
    return found


@pytest.mark.parametrize("file", PAGES)
def test_links_between_documents_lead_somewhere(file: str) -> None:
    path = ROOT / file
    for link in re.findall(r"\]\((?![a-z]+:)([^)\s]+)\)", prose(path)):
        target, _, anchor = link.partition("#")
        led = path.parent / target if target else path
        assert led.exists(), link
        assert not anchor or anchor in anchors(led), link


def test_every_page_is_on_the_map_of_the_documentation() -> None:
    linked = {link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", (ROOT / "docs" / "index.md").read_text())}
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert pages <= linked
    assert "docs/index.md" in (ROOT / "README.md").read_text()


def test_every_component_is_on_the_page_of_components_and_every_one_there_exists() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "components.md").read_text(), re.M))
    public = {name: getattr(gr, name) for name in gr.__all__}
    components = {name: it for name, it in public.items() if isinstance(it, type) and issubclass(it, Component)}
    # Of apps only, such as buttons, and another spelling of one: the page on Gradio has those.
    assert documented == {
        name for name, it in components.items() if ".apps." not in it.__module__ and it.__name__ == name
    }


def test_every_environment_variable_is_documented() -> None:
    found: set[str] = set()
    for file in (ROOT / "jupyter_gradio_mcp").rglob("*.py"):
        found |= set(re.findall(r'"((?:JUPYTER_)?GRADIO_[A-Z_]+)"', file.read_text()))
    for name in ("ALLOWED_PATHS", "BLOCKED_PATHS"):
        found |= {f"GRADIO_{name}", f"JUPYTER_GRADIO_{name}"}
    documented = set(re.findall(r"`((?:JUPYTER_)?GRADIO_[A-Z_]+)", REFERENCE))
    assert documented == found


def test_every_command_and_setting_of_the_jupyterlab_extension_is_documented() -> None:
    said = section("JupyterLab")
    extension = ROOT / "labextension"
    names = extension / "src" / "lab" / "names.ts"
    source = (names if names.exists() else extension / "src" / "index.ts").read_text()
    commands = set(re.findall(r"(?:jupyter-gradio-mcp:|\$\{PREFIX\})([\w-]+)[`']", source)) - {"plugin"}
    assert commands
    documented = set(re.findall(r"^\| `jupyter-gradio-mcp:([\w-]+)` \|", said, re.M))
    assert commands <= documented
    schemas = list((extension / "schema").glob("*.json"))
    settings = {name for schema in schemas for name in json.loads(schema.read_text()).get("properties", {})}
    told = set(re.findall(r"^\| `(\w+)` \|", said, re.M))
    assert settings <= told
    assert schemas
    assert (documented, told) == (commands, settings)


def test_the_page_on_the_api_page_names_what_is_on_it() -> None:
    page = (ROOT / "docs" / "api-page.md").read_text()
    sources = ROOT / "labextension" / "src"
    index = sources / "snippets" / "index.ts"
    languages = dict(re.findall(r"id: '(\w+)',\s+title: '([^']+)'", index.read_text()))
    assert languages
    assert dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", page, re.M)) == languages
    strings = "\n".join(file.read_text() for file in sources.rglob("*.ts*") if ".test." not in file.name)
    for label in re.findall(r"(?<!\*)\*([A-Z][^*|]+)\*(?!\*)", " ".join(page.replace("***", "*").split())):
        # An ellipsis that is no label's own stands for what is filled in.
        found = all(part in strings for part in label.split(" … ")) or label.rstrip("…") in strings
        assert found or label.startswith("Copy as "), label


def test_the_readmes_cell_prints_what_the_readme_says() -> None:
    from jupyter_gradio_mcp.kernel.options import Options
    from jupyter_gradio_mcp.kernel.registry import endpoint
    from jupyter_gradio_mcp.kernel.report import report_all

    readme = (ROOT / "README.md").read_text()
    cell = readme.partition("```python\n%%mcp_tool\n")[2].partition("```")[0]
    namespace: dict[str, Any] = {}
    exec(cell, namespace)
    found = endpoint(namespace["letter_counter"], "letter_counter", Options())
    url = "http://localhost:8888/"
    told = report_all(
        [found],
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


def test_what_is_not_here_of_gradio_is_documented_with_what_comes_nearest() -> None:
    from jupyter_gradio_mcp.kernel.apps import events, keywords, unsupported

    page = (ROOT / "docs" / "from-gradio.md").read_text()
    ignored, _, refused = page.partition("## What is not supported")
    told = dict(re.findall(r"^\| `gr\.(\w+)` \| (.+) \|$", refused, re.M))
    assert told == unsupported.NEAREST
    assert set(told).isdisjoint(gr.__all__)
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", refused, re.M)) == events.NEAREST
    tables = (keywords.INTERFACE, keywords.CHAT, keywords.LISTENER, keywords.LAUNCH, keywords.BLOCKS)
    without = {name for table in tables for name, k in table.items() if k.instead}
    assert set(re.findall(r"^\| `(\w+)=` \|", refused, re.M)) == without
    rows = re.findall(r"^\| (`\w+=`(?:, `\w+=`)*) \|", ignored, re.M)
    said = {name for row in rows for name in re.findall(r"`(\w+)=`", row)}
    assert said == {name for table in tables for name, k in table.items() if k.reason}


def test_the_cells_of_the_page_on_gradio_make_apps() -> None:
    from jupyter_gradio_mcp.kernel.apps.blocks import Blocks

    page = (ROOT / "docs" / "from-gradio.md").read_text()
    for cell in re.findall(r"```python\n(.*?)```", page, re.S):
        namespace: dict[str, Any] = {}
        # Launching has been tried where a notebook is.
        exec(re.sub(r"^.*demo\.launch.*$", "", cell, flags=re.M), namespace)
        assert isinstance(namespace["demo"], Blocks)
