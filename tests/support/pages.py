"""The examples of a page of the documentation, run as its reader would.

What follows the language of a code block says what it is, and is not shown:

    ```python cell          a cell of a notebook, in which the extension is loaded
    ```bash run             commands in a shell; what they set stays for the blocks below
    ```python run           a program of its own
    ```javascript run       the same, by Node
    ```text output          what the block above prints; `…` stands for anything

The page's `http://localhost:8888/` is the server, and the notebook is `my_notebook.ipynb`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import environments

from .live import LiveNotebook, LiveServer

ADDRESS = "http://localhost:8888/"
NOTEBOOK = "my_notebook.ipynb"


@dataclass(frozen=True)
class Block:
    """A code block: `language` and `mark` are the words behind its fence, `line` where it begins."""

    language: str
    mark: str
    text: str
    line: int


def sections(page: Path) -> dict[str, list[Block]]:
    """The code blocks below each heading of the second level."""
    found: dict[str, list[Block]] = {}
    text = page.read_text()
    title = ""
    for match in re.finditer(
        r"^## (?P<title>.*)$|^```(?P<language>\w*) ?(?P<mark>.*)\n(?P<text>(?s:.*?))^```$", text, re.M
    ):
        if match["title"] is not None:
            title = match["title"].strip()
        else:
            line = text.count("\n", 0, match.start()) + 1
            found.setdefault(title, []).append(Block(match["language"], match["mark"].strip(), match["text"], line))
    return found


def says(wanted: str, printed: str) -> bool:
    """Whether that is what was printed, where `…` stands for anything."""
    pattern = ".*?".join(map(re.escape, wanted.strip().split("…")))
    return re.fullmatch(pattern, printed.strip(), re.S) is not None


class Reader:
    """Somebody who does what a section says, from its top to its end.

    Args:
        server: Where the notebook is.
        folder: Room for programs and what the shell knows.
        notebook: The notebook; without one the section has no cells.
        variables: What the shell knows at first.
    """

    def __init__(
        self, server: LiveServer, folder: Path, notebook: LiveNotebook | None = None, **variables: str
    ) -> None:
        self.server = server
        self.variables = variables
        self.notebook = notebook
        self.folder = folder
        self.printed = ""
        self._known = folder / "variables"
        self._known.touch()

    def read(self, blocks: list[Block]) -> int:
        """Do what is marked, and compare; how many blocks that were."""
        return sum(self._do(block) for block in blocks)

    def _do(self, block: Block) -> bool:
        text = block.text.replace(ADDRESS, f"http://localhost:{self.server.port}{self.server.base_url}")
        if block.mark == "cell":
            assert self.notebook, "there is no notebook"
            ran = self.notebook.run(text)
            assert ran.status == "ok", (block, ran.text)
            assert "not registered" not in ran.text, (block, ran.text)
            self.printed = ran.stdout + ran.result
        elif block.mark == "run":
            self.printed = self._run(block, text)
        elif block.mark == "output":
            assert says(text, self.printed), f"line {block.line}: {self.printed}"
        else:
            assert not block.mark, block
            return False
        return True

    def _run(self, block: Block, text: str) -> str:
        if block.language != "bash":
            command, file = self._program(block)
            file.write_text(text)
            text = shlex.join([*command, str(file)])
        # What one block sets, the next one has.
        whole = f". '{self._known}'\nset -a\n{text}\nset +a\n{{ export -p; declare -f; }} > '{self._known}'\n"
        ran = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", whole],
            cwd=self.server.root,
            env={**self.server.environment, **self._environment()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert ran.returncode == 0, f"{text}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    def _program(self, block: Block) -> tuple[list[str], Path]:
        """What runs it, and where it has to lie."""
        if block.language == "javascript":
            packages = self.folder / "node_modules"  # Node looks for them beside the program
            if not packages.exists():
                packages.symlink_to(environments.node_of("gradio-client-js") / "node_modules")
            return environments.node(), self.folder / "program.mjs"
        python = environments.python_of("gradio-client") if "gradio_client" in block.text else Path(sys.executable)
        return [str(python)], self.folder / "program.py"

    def _environment(self) -> dict[str, str]:
        return {
            **self.variables,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "HF_HUB_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "GRADIO_ANALYTICS_ENABLED": "False",
        }
