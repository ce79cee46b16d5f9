"""`jupyter gradio-mcp serve`: a notebook server that runs notebooks and programs, and serves their functions."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat

from ..protocol import ADDRESS_VARIABLE, PROGRAM_VARIABLE
from .run import CellFailed, run_notebook


class Unusable(Exception):
    """What was given cannot be served; the message says why, in a line."""


def serve(given: argparse.Namespace, options: Sequence[str]) -> int:
    """Serve notebooks until stopped; the exit status."""
    if find_spec("jupyter_server") is None:
        print('serve needs the server part: pip install "jupyter-gradio-mcp[server]"', file=sys.stderr)
        return 2
    files = [Path(name) for name in given.notebooks]
    try:
        for file in files:
            _check(file)
    except Unusable as error:
        print(f"jupyter gradio-mcp serve: {error}", file=sys.stderr)
        return 2
    from jupyter_server.serverapp import ServerApp

    server = ServerApp.instance(
        open_browser=given.browser,
        root_dir=str(_root(files)),
        default_url="/lab" if find_spec("jupyterlab") else "/",
    )
    server.initialize(argv=list(options))
    serving = Serving(server, files, given)
    server.io_loop.add_callback(serving.run)
    try:
        server.start()
    finally:
        serving.close()
    return serving.status


class Serving:
    """The notebooks of one server, from start to what is printed of them.

    Args:
        server: The notebook server.
        files: The notebooks.
        given: The command's options.
    """

    def __init__(self, server: Any, files: Sequence[Path], given: argparse.Namespace) -> None:
        self.status = 0
        self._server = server
        self._files = files
        self._given = given
        self._programs: list[subprocess.Popen[bytes]] = []

    async def run(self) -> None:
        """Run the notebooks one after the other, then say where everything is."""
        failed = False
        await self._extension_started()
        for file in self._files:
            try:
                await self._run(file)
            except CellFailed as error:
                failed = True
                cells = file.suffix != ".py" and not self._given.keep_going
                rest = "" if not cells else "\nThe cells after it were not run; --keep-going runs them."
                print(f"{error}{rest}\n", file=sys.stderr, flush=True)
            except Exception as error:
                failed = True
                print(f"{file}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        if failed and self._given.strict:
            self.status = 1
            self._server.stop()
            return
        print(self._summary(), flush=True)

    async def _extension_started(self) -> None:
        """Wait until kernels that are started are told where the extension is; not for one that is switched off."""
        if self._server.web_app.settings.get("jupyter_gradio_mcp") is None:
            return
        for _ in range(1000):
            if os.environ.get(ADDRESS_VARIABLE):
                return
            await asyncio.sleep(0.01)

    async def _run(self, file: Path) -> None:
        manager = self._server.contents_manager
        path = file.resolve().relative_to(Path(self._server.root_dir).resolve()).as_posix()
        if file.suffix == ".py":
            await self._run_program(file, path)
            return
        before = await _maybe(manager.get(path))
        notebook: Any = nbformat.from_dict(before["content"])  # type: ignore[no-untyped-call]
        try:
            await self._run_cells(file, path, notebook)
        finally:
            if not self._given.no_save:
                await self._save(path, notebook, before["last_modified"])

    async def _run_cells(self, file: Path, path: str, notebook: Any) -> None:
        name = notebook.metadata.get("kernelspec", {}).get("name") or self._server.kernel_manager.default_kernel_name
        # A session, and not just a kernel, so that JupyterLab opens the notebook on the same one.
        session = await _maybe(
            self._server.session_manager.create_session(
                path=path,
                name=file.name,
                type="notebook",
                kernel_name=name or self._server.kernel_manager.default_kernel_name,
            )
        )
        kernel = self._server.kernel_manager.get_kernel(session["kernel"]["id"])
        await run_notebook(
            notebook,
            kernel,
            label=path,
            keep_going=self._given.keep_going,
            timeout=self._given.cell_timeout,
        )

    async def _run_program(self, file: Path, path: str) -> None:
        """Start a program, and wait until its first `launch()`. It is no kernel, but linked as one is."""
        extension = self._server.web_app.settings.get("jupyter_gradio_mcp")
        if extension is None:
            raise CellFailed(f"{path}: this server does not load the extension.")
        name, key = f"program-{secrets.token_hex(16)}", secrets.token_bytes(32)
        extension.admit_program(name, key, path)
        environment = {**os.environ, PROGRAM_VARIABLE: f"{name}:{key.hex()}"}
        # Ctrl-C is for the server, which ends the program.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        command = [sys.executable, str(file)]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, **apart)
        self._programs.append(process)
        while extension.catalog.app(name) is None:
            if process.poll() is not None:
                how = f"failed, with exit status {process.returncode}" if process.returncode else "launched nothing"
                raise CellFailed(f"{path}: the program {how}.")
            await asyncio.sleep(0.05)

    def close(self) -> None:
        """End the programs."""
        for process in self._programs:
            process.terminate()
            process.wait()

    async def _save(self, path: str, notebook: Any, read: Any) -> None:
        manager = self._server.contents_manager
        if (await _maybe(manager.get(path, content=False)))["last_modified"] != read:
            print(f"{path} was changed meanwhile; the outputs of this run are not saved.", file=sys.stderr)
            return
        # The outputs are this run's own, so the notebook is as trusted as if run by hand.
        manager.notary.mark_cells(notebook, True)
        await _maybe(manager.save({"type": "notebook", "format": "json", "content": notebook}, path))

    def _summary(self) -> str:
        """What is live, where, and how an agent is connected to it."""
        extension = self._server.web_app.settings.get("jupyter_gradio_mcp")
        if extension is None:
            return (
                "The functions are out of reach: this server does not load the extension. Switch it on with\n"
                "    jupyter server extension enable jupyter_gradio_mcp"
            )
        base = extension.public_url
        lines = []
        for app in extension.catalog.apps():
            told = [name for name, endpoint in app.endpoints.items() if not endpoint.get("alias")]
            names = ", ".join(told) or "no functions"
            lines += ["", f"{app.path}: {names}"]
            if len(extension.catalog.apps()) > 1:
                lines.append(f"  MCP of this notebook alone   {base}{extension.service.place(app)}gradio_api/mcp/")
        if not lines:
            lines = ["", "No function is live. Put %%mcp_tool above one in a notebook, and run its cell."]
        lines += ["", f"Notebooks   {self._server.public_url}", f"Page        {base}gradio/"]
        lines += [f"API         {base}gradio_api/call/v2/NAME"]
        if extension.mcp_enabled:
            lines += [f"MCP         {base}gradio_api/mcp/", "", "Claude Code:", f"  {self._claude(base)}"]
        else:
            lines.append("MCP         switched off (GRADIO_MCP_SERVER or GradioMcp.mcp_enabled)")
        return "\n".join(lines) + "\n"

    def _claude(self, base: str) -> str:
        name = f"jupyter-{urlsplit(base).port or 'hub'}"
        command = shlex.join(["claude", "mcp", "add", "--transport", "http", name, f"{base}gradio_api/mcp/"])
        if not self._server.identity_provider.auth_enabled:
            return command
        # A key, which opens functions only, rather than the token, which opens the whole server. It
        # is made when the command is run, so it is neither on this screen nor in a log.
        program = shlex.join(
            [str(Path(sys.executable).with_name("jupyter-gradio-mcp")), "keys", "create", "claude-code"]
        )
        return f'{command} --header "Authorization: Bearer $({program})"'


def _check(file: Path) -> None:
    """Refuse what cannot be served before anything is started."""
    if not file.is_file():
        raise Unusable(f"there is no file {file}")
    if file.suffix == ".py":
        try:
            compile(file.read_bytes(), str(file), "exec")
        except (SyntaxError, ValueError) as error:
            raise Unusable(f"{file} is no program of Python's: {error}") from error
        return
    try:
        notebook: Any = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:
        raise Unusable(f"{file} is no notebook: {str(error).splitlines()[0][:200]}") from error
    name = notebook.metadata.get("kernelspec", {}).get("name")
    from jupyter_client.kernelspec import KernelSpecManager

    installed = KernelSpecManager().find_kernel_specs()
    if name and name not in installed:
        raise Unusable(f"{file} wants the kernel '{name}', and installed are: {', '.join(sorted(installed))}")


def _root(files: Sequence[Path]) -> Path:
    """The folder to serve: the present one if it holds all notebooks, else the one that does."""
    parents = [file.resolve().parent for file in files]
    here = Path.cwd()
    if all(parent.is_relative_to(here) for parent in parents):
        return here
    return Path(os.path.commonpath(parents))


async def _maybe(value: Any) -> Any:
    """Jupyter's managers come in a synchronous and an asynchronous kind."""
    return await value if asyncio.iscoroutine(value) or asyncio.isfuture(value) else value
