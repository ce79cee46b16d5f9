"""`jupyter gradio-mcp …`: the commands, and which module has each. Nothing else is imported here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .._version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status."""
    parser = argparse.ArgumentParser(
        prog="jupyter gradio-mcp", description="Functions of live notebooks as MCP tools and REST endpoints."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    serve = commands.add_parser(
        "serve",
        help="start a notebook server, run notebooks or programs on it and serve their functions",
        epilog="Options that are not listed go to the notebook server: --port 9999, --ServerApp.base_url=/x/ …",
        allow_abbrev=False,
    )
    serve.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="notebook file, or a program with launch()")
    serve.add_argument(
        "--no-save", action="store_true", help="leave the files as they are; otherwise outputs are saved"
    )
    serve.add_argument("--keep-going", action="store_true", help="go on with a notebook after a cell that fails")
    serve.add_argument("--strict", action="store_true", help="stop with exit status 1 when a cell fails")
    serve.add_argument("--cell-timeout", type=float, metavar="S", help="seconds that one cell may run; default: any")
    serve.add_argument("--browser", action="store_true", help="open JupyterLab in the browser")
    doctor = commands.add_parser("doctor", help="check both sides, and say what to do about what is wrong")
    doctor.add_argument("--no-call", action="store_true", help="leave out the test call on a server of its own")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    keys = commands.add_parser("keys", help="access keys: credentials for functions only, not for the notebook server")
    keys.add_argument("--file", help="file of the keys, if the server's GradioMcp.key_file names another")
    actions = keys.add_subparsers(dest="action", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make a key and print it, this once")
    create.add_argument("name", metavar="NAME", help="what to call it: the program it is for")
    create.add_argument("--expires", metavar="T", help="let it end after a time such as 12h, 7d or 4w")
    create.add_argument("--notebook", action="append", metavar="PATH", help="limit it to a notebook; can be repeated")
    create.add_argument("--function", action="append", metavar="NAME", help="limit it to a function; can be repeated")
    create.add_argument("--json", action="store_true", help="print all of it as JSON")
    listing = actions.add_parser("list", help="list the keys, without themselves")
    listing.add_argument("--json", action="store_true", help="print the list as JSON")
    revoke = actions.add_parser("revoke", help="end a key at once, with all that it has open")
    revoke.add_argument("key", metavar="ID_OR_NAME", help="its id, or its name")
    connect = commands.add_parser(
        "connect", help="say how an MCP client is connected, or write it into the client's file"
    )
    connect.add_argument("client", nargs="?", metavar="CLIENT", help="the client; none: list them")
    connect.add_argument("--url", help="address of the notebook server, if several are running")
    connect.add_argument("--name", help="what the client is to call it; default: after the notebook, or the port")
    connect.add_argument("--notebook", metavar="PATH", help="one notebook instead of all")
    connect.add_argument("--function", action="append", metavar="NAME", help="only this function; can be repeated")
    connect.add_argument("--key-env", metavar="VAR", help="let the client read its key from the variable; none is made")
    connect.add_argument("--no-key", action="store_true", help="no access key at all, for a server that asks for none")
    connect.add_argument("--write", action="store_true", help="write it into the client's own file")
    connect.add_argument("--file", help="the file to write, if it is another")
    connect.add_argument("--json", action="store_true", help="print it as JSON")
    bridge = commands.add_parser(
        "bridge",
        help="MCP on stdin and stdout, for clients that start their servers as commands",
        description="Passes all that the notebooks offer to the client that started this, also after the notebook "
        "server was started anew.",
    )
    _add_access_options(bridge)
    bridge.add_argument("--tools", metavar="A,B", help="these tools only")
    bridge.add_argument("--upload-dir", metavar="DIR", help="offer a tool that sends files of this folder, of no other")
    listed = commands.add_parser("list", help="list the functions that can be called")
    _add_access_options(listed)
    listed.add_argument("--json", action="store_true", help="print the list as JSON")
    call = commands.add_parser(
        "call",
        help="call a function and print its result",
        epilog="A value is JSON where it can be read as such, else text; @FILE sends a file. "
        "Exit status: 0; 1 when the function failed; 2 when nothing was called; 130 after Ctrl-C.",
    )
    call.add_argument("name", metavar="NAME", help="the function")
    call.add_argument("arguments", nargs="*", metavar="ARGUMENT=VALUE", help="its arguments")
    call.add_argument("--json", metavar="OBJECT", help="arguments as a JSON object")
    call.add_argument("--output", metavar="FILE", help="save the result, or the file that it is; a folder for several")
    _add_access_options(call)
    upload = commands.add_parser("upload", help="send files and print the addresses that functions take as arguments")
    upload.add_argument("files", nargs="+", metavar="FILE", help="the files")
    _add_access_options(upload, notebook=False)
    given, rest = parser.parse_known_args(argv)
    if given.command in ("call", "upload"):
        # The parser does not find what comes after an option.
        more = given.arguments if given.command == "call" else given.files
        more += [text for text in rest if not text.startswith("-")]
        rest = [text for text in rest if text.startswith("-")]
    if given.command == "serve":
        from .serve import serve as run_serve

        return run_serve(given, rest)
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if given.command in ("bridge", "list", "call", "upload"):
        try:
            return _talk(given)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package not in ("anyio", "httpx2", "mcp", "mcp_types"):
                raise
            print(
                f"jupyter gradio-mcp {given.command}: '{package}' is not installed here. "
                f'"{sys.executable}" -m pip install "jupyter-gradio-mcp[server]"',
                file=sys.stderr,
            )
            return 2
    if given.command == "keys":
        from .keys import keys as run_keys

        return run_keys(given)
    if given.command == "connect":
        from .connect import connect as run_connect

        return run_connect(given)
    from .doctor import doctor as run_doctor

    return run_doctor(call=not given.no_call, as_json=given.json)


def _talk(given: argparse.Namespace) -> int:
    """Run one of the commands that talk to a server."""
    if given.command == "bridge":
        from .bridge.command import bridge as run_bridge

        return run_bridge(given)
    if given.command == "upload":
        from .upload import upload as run_upload

        return run_upload(given)
    from .calls import call as run_call
    from .calls import list_functions

    return list_functions(given) if given.command == "list" else run_call(given)


def _add_access_options(parser: argparse.ArgumentParser, *, notebook: bool = True) -> None:
    parser.add_argument("--url", help="address of the server; default: the one of yours that runs here")
    if notebook:
        parser.add_argument("--notebook", metavar="PATH", help="the functions of this notebook only")
    parser.add_argument("--key-env", metavar="VAR", help="environment variable that holds an access key or a token")
    parser.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME=VAR",
        help="send a header whose value is in the environment variable VAR; can be repeated",
    )


if __name__ == "__main__":
    sys.exit(main())
