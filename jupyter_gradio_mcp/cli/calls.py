"""`jupyter gradio-mcp list` and `call`: a notebook's functions from the command line.

Results go to the output and everything else beside it, so that they can be piped.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from ..descriptions import is_file_data
from ..paths import clean_name
from . import access
from .app import App, AppError, open_regular, opened
from .servers import NoServerFound

FAILED, WRONG, INTERRUPTED = 1, 2, 130
"""Exit statuses: the function failed; nothing was called, and what is wrong is with the command; Ctrl-C."""

MAX_DEFAULT = 40
"""Characters of a default that are listed."""

_WRONG_CODES = frozenset(
    {"unknown_endpoint", "invalid_request", "invalid_arguments", "unauthenticated", "forbidden", "unreachable", "404"}
)


class WrongCommand(Exception):
    """The command cannot be carried out as it is; the message says why."""


def list_functions(given: argparse.Namespace) -> int:
    """Print what can be called; the exit status."""
    return _run("list", _list(given))


def call(given: argparse.Namespace) -> int:
    """Call a function and print its result; the exit status."""
    return _run("call", _call(given))


def _run(command: str, work: Any) -> int:
    try:
        return int(asyncio.run(work))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Who read the output has seen enough. Python would complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AppError as error:
        print(f"jupyter gradio-mcp {command}: {error}", file=sys.stderr)
        return WRONG if error.code in _WRONG_CODES else FAILED
    except (NoServerFound, access.NoCredential, WrongCommand) as error:
        print(f"jupyter gradio-mcp {command}: {error}", file=sys.stderr)
        return WRONG


# -- list --


async def _list(given: argparse.Namespace) -> int:
    server, headers = access.server_of(given)
    async with opened(server.app(given.notebook), headers) as app:
        info = await _info(app)
    # What is another name of something is listed as that.
    shown = [_described(name.lstrip("/"), found) for name, found in info.items() if not found.get("alias")]
    if given.json:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    if not shown:
        print("No function is live there. Run a cell with %%mcp_tool in a notebook.", file=sys.stderr)
    for function in shown:
        print(f"{function['name']}{function['signature']}{_what_it_is(function)}")
        if function["description"]:
            print(f"    {function['description'].strip().splitlines()[0]}")
    return 0


async def _info(app: App) -> dict[str, Any]:
    info = await app.get("gradio_api/info")
    named = info.get("named_endpoints") if isinstance(info, dict) else None
    if not isinstance(named, dict):
        raise AppError(f"{app.url}gradio_api/info did not answer as an app of Gradio's does.")
    return named


def _described(name: str, found: dict[str, Any]) -> dict[str, Any]:
    parameters = found.get("parameters") or []
    returns = [returned["python_type"]["type"] for returned in found.get("returns") or []]
    shown = ", ".join(_parameter(parameter) for parameter in parameters)
    result = returns[0] if len(returns) == 1 else f"tuple[{', '.join(returns)}]"
    return {
        "name": name,
        # Only our own servers have anything but tools, and say so.
        "kind": found.get("kind") or "tool",
        "uri": found.get("uri") or "",
        "signature": f"({shown})" + (f" -> {result}" if returns else ""),
        "description": found.get("description") or "",
        "parameters": [
            {
                "name": parameter["parameter_name"],
                "type": parameter["python_type"]["type"],
                "description": parameter["python_type"].get("description") or "",
                "required": not parameter["parameter_has_default"],
                **({"default": parameter["parameter_default"]} if parameter["parameter_has_default"] else {}),
            }
            for parameter in parameters
        ],
        "returns": returns,
    }


def _what_it_is(function: dict[str, Any]) -> str:
    return {"prompt": " as a prompt", "resource": f" as the resource {function['uri']}"}.get(function["kind"], "")


def _parameter(parameter: dict[str, Any]) -> str:
    shown = f"{parameter['parameter_name']}: {parameter['python_type']['type']}"
    if not parameter["parameter_has_default"]:
        return shown
    default = repr(parameter["parameter_default"])
    # It may be a whole table.
    return f"{shown} = {default if len(default) <= MAX_DEFAULT else default[: MAX_DEFAULT - 1] + '…'}"


# -- call --


async def _call(given: argparse.Namespace) -> int:
    texts, files = _arguments(given.arguments)
    arguments = {**_object(given.json), **texts}
    server, headers = access.server_of(given)
    telling = _Telling(sys.stderr)
    async with opened(server.app(given.notebook), headers) as app:
        for name, file in files.items():
            arguments[name] = await _sent(app, file, telling)
        name = given.name.strip("/")
        event = await app.begin(name, arguments)
        try:
            result = await _result(app, name, event, telling)
        except asyncio.CancelledError:
            # Ctrl-C: the function must not go on for nobody.
            with contextlib.suppress(AppError):
                await app.cancel(event)
            telling.end()
            print(f"'{name}' was cancelled.", file=sys.stderr)
            raise
        if given.output is not None:
            await _save(app, result, Path(given.output))
        else:
            print(*_lines(result), sep="\n")
    return 0


def _arguments(given: Sequence[str]) -> tuple[dict[str, Any], dict[str, Path]]:
    """The values, and the files to send, by the names of their parameters."""
    values: dict[str, Any] = {}
    files: dict[str, Path] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise WrongCommand(f"'{text[:80]}' is no argument; write NAME=VALUE, or NAME=@FILE for a file.")
        if name in values or name in files:
            raise WrongCommand(f"The argument '{name}' is given twice. Give a list as JSON: {name}='[1, 2]'.")
        if value.startswith("@"):
            files[name] = Path(value[1:]).expanduser()
        else:
            values[name] = _value(value)
    return values, files


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
    except RecursionError:
        raise WrongCommand("A value is JSON nested too deep.") from None


def _object(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongCommand(f"--json: this is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise WrongCommand('--json: write an object with the arguments by name, such as \'{"word": "strawberry"}\'.')
    return found


async def _sent(app: App, path: Path, telling: _Telling) -> str:
    try:
        file = open_regular(path)
    except OSError as error:
        raise WrongCommand(f"{path} cannot be read: {error.strerror or error}") from None

    async def told(sent: int, size: int) -> None:
        telling.progress(sent, size, f"sending {path.name}")

    with file:
        url = await app.upload(file, path.name, told)
    telling.end()
    return url


async def _result(app: App, name: str, event: str, telling: _Telling) -> Any:
    async for kind, data in app.events(name, event):
        if kind == "progress":
            telling.progress(data["progress"], data["total"], data["message"])
        elif kind == "log":
            telling.log(data["text"])
        elif kind == "generating":
            telling.partial("\n".join(_lines(_one(data))))
        elif kind == "complete":
            telling.end()
            return _one(data)
        elif kind == "error":
            telling.end()
            raise AppError(str(data["error"]), str(data.get("code", "")))
    telling.end()
    raise AppError(f"The server ended before '{name}' had a result.", "kernel_gone")


def _one(outputs: list[Any]) -> Any:
    return outputs[0] if len(outputs) == 1 else outputs


def _lines(result: Any) -> Iterator[str]:
    """A result as people and programs read it: text as it is, files as their addresses, all else as JSON."""
    if isinstance(result, list) and result and all(map(is_file_data, result)):
        yield from (str(file["url"]) for file in result)
    else:
        shown = _addressed(result)
        yield shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)


def _addressed(value: Any) -> Any:
    if is_file_data(value):
        return value.get("url") or value["path"]
    if isinstance(value, list):
        return [_addressed(item) for item in value]
    return value


async def _save(app: App, result: Any, to: Path) -> None:
    """Save the files of a result, or the result itself where there are none."""
    found = [file for file in (result if isinstance(result, list) else [result]) if is_file_data(file)]
    try:
        if to.is_dir():
            if not found:
                raise WrongCommand(f"--output: {to} is a folder, and the result is no file.")
            for file in found:
                await _fetch(app, file, _free(to / clean_name(file["orig_name"] or "file")))
        elif len(found) == 1:
            await _fetch(app, found[0], to)
        elif found:
            raise WrongCommand(f"--output: the result has {len(found)} files; name a folder that is there.")
        else:
            to.write_text("\n".join(_lines(result)) + "\n", encoding="utf-8")
    except OSError as error:
        raise WrongCommand(f"--output: {error.filename or to} cannot be written: {error.strerror}") from None


async def _fetch(app: App, file: dict[str, Any], to: Path) -> None:
    # What is there stays until the new file is complete.
    unfinished = to.with_name(f".{to.name[:100]}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("xb") as out:
            await app.fetch(str(file["url"]), out)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    print(to)


def _free(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


class _Telling:
    """What is told beside the result: log lines always, progress and partial results to a person only."""

    _CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._person = out.isatty()
        self._open = False

    def progress(self, done: float, total: float | None, message: str | None) -> None:
        if not self._person:
            return
        share = f"{done / total:4.0%}" if total else f"{done:g}"
        self._line(f"{share}  {message or ''}")

    def partial(self, text: str) -> None:
        if self._person:
            self._line(text.replace("\n", " "))

    def log(self, text: str) -> None:
        self.end()
        # What a function prints may hold what makes a terminal do things.
        shown = self._CONTROL.sub("�", text) if self._person else text
        self._out.write(shown if shown.endswith("\n") else f"{shown}\n")
        self._out.flush()

    def end(self) -> None:
        """Leave the line that is written over and over."""
        if self._open:
            self._out.write("\r\x1b[K")
            self._out.flush()
            self._open = False

    def _line(self, text: str) -> None:
        with contextlib.suppress(OSError):
            # Some terminals do not know how wide they are.
            text = text[: (os.get_terminal_size(self._out.fileno()).columns or 80) - 1]
        self._out.write("\r\x1b[K" + self._CONTROL.sub(" ", text))
        self._out.flush()
        self._open = True
