"""The server of one program, `python app.py`: it serves that program's functions and nothing else, while it runs."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.manager import AsyncContentsManager

from ..protocol import ADDRESS_VARIABLE


class NoContents(AsyncContentsManager):
    """Files of nobody's."""

    def get_extra_handlers(self) -> list[Any]:
        """None, where others have one for downloads."""
        return []


class ProgramServer(ServerApp):
    """A notebook server without notebooks: it neither opens files nor starts kernels, whoever asks."""

    default_services: ClassVar[tuple[str, ...]] = ("api", "auth", "security", "shutdown")  # type: ignore[assignment,misc]

    def init_configurables(self) -> None:
        """As the base class, but for what the user's own settings say of files."""
        self.contents_manager_class = NoContents
        super().init_configurables()

    def find_server_extensions(self) -> None:
        """Load ours, and no other."""
        self.config.ServerApp.jpserver_extensions = {"jupyter_gradio_mcp": True}
        self.jpserver_extensions = {"jupyter_gradio_mcp": True}


def main() -> None:
    """Serve the program that has started this, until it ends. It says on stdin, in a line of JSON, who it is."""
    told = json.loads(sys.stdin.readline())
    # There is nothing that root could do by this server but what the program does.
    server = ProgramServer.instance(
        open_browser=False, allow_root=True, default_url="/gradio/", log_level=logging.ERROR
    )
    server.initialize(argv=sys.argv[1:])
    # It opens what is not the app's, and stays untold.
    server.identity_provider.token_generated = False
    server.io_loop.add_callback(_announce, server, told)
    threading.Thread(target=_until_the_end, args=(server,), daemon=True).start()
    server.start()
    # All is put away by now. Python would take itself apart for seconds, and the program waits for this end.
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _until_the_end(server: ProgramServer) -> None:
    sys.stdin.read()
    server.io_loop.add_callback(server.stop)


async def _announce(server: ProgramServer, told: Mapping[str, Any]) -> None:
    """Let the program dial, and tell it where."""
    extension = server.web_app.settings["jupyter_gradio_mcp"]
    extension.service.of_program = True
    extension.admit_program(told["name"], bytes.fromhex(told["key"]), told["path"])
    while not os.environ.get(ADDRESS_VARIABLE):
        await asyncio.sleep(0.01)
    file = Path(told["announced"])
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(json.dumps({"address": os.environ[ADDRESS_VARIABLE]}))
    os.replace(unfinished, file)
