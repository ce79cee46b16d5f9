"""`gr.load`: an app of the functions that another app offers, a Gradio app or a notebook."""

from __future__ import annotations

import atexit
import hashlib
import inspect
import json
import mimetypes
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

from ...descriptions import FILE_META, is_file_data
from ...errors import FunctionFailed, RegistrationError
from ..components import names
from ..components.base import Component
from ..components.data import JSON
from ..request import Request
from .blocks import Blocks
from .interface import Interface
from .tabbed import TabbedInterface

TIMEOUT_SECONDS = 60.0
"""Without a word for so long, the other app counts as gone; it says something every 15 seconds."""

_FILES = frozenset(("Image", "Audio", "Video", "File"))


def load(name: str, src: str | None = None, token: str | None = None, **options: Any) -> Blocks:
    """Make an app of the functions that another app offers; calls are passed on to it.

    Functions with `api_name=False` are not offered, and so not there.

    Args:
        name: The address of a Gradio app, or of a notebook, such as the one that `launch()` returned.
        src: Gradio's: "spaces" takes `name` for the name of a Space.
        token: Is sent to the other app as a Bearer token.
        options: Of `gr.Interface`, for each function.

    Returns:
        A `gr.Interface`, or of several functions a `gr.TabbedInterface`.

    Raises:
        NotImplementedError: It is to load something else than an app.
        TypeError: The address is no text.
        RegistrationError: There is no app at that address, or it offers nothing.
    """
    remote = _Remote(_address(name, src), token)
    functions = remote.functions()
    if not functions:
        raise RegistrationError(f"gr.load: the app at {remote.shown} offers no functions.")
    apps = [_interface(remote, told, options) for told in functions]
    if len(apps) == 1:
        return apps[0]
    return TabbedInterface(apps, [app.api_name or "" for app in apps], title=remote.title or None)


def _address(name: str, src: str | None) -> str:
    """The address of an app, ending in a slash."""
    if not isinstance(name, str):
        raise TypeError(f"gr.load() takes the address of an app, not {name!r:.80}")
    if src is None and name.startswith("spaces/"):
        src, name = "spaces", name.removeprefix("spaces/")
    if src == "spaces" and not name.startswith(("http://", "https://")):
        name = f"https://{name.replace('/', '-').replace('_', '-').replace('.', '-').lower()}.hf.space"
    if src not in (None, "spaces") or not name.startswith(("http://", "https://")):
        raise NotImplementedError(
            f'gr.load() takes the address of an app here, or the name of a Space with src="spaces", not {name!r:.80}. '
            "For a model, the nearest is gr.Interface of a function that calls it."
        )
    return name.rstrip("/") + "/"


class _Remote:
    """Another app.

    Args:
        url: Its address, ending in a slash.
        token: Its Bearer token.
    """

    def __init__(self, url: str, token: str | None) -> None:
        self._url = url
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        parts = urlsplit(url)
        # An address of `launch()` has a key in it.
        self.shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        config = self._json("config")
        self.title = str(config.get("title") or "")
        self._api = urljoin(url, f".{str(config.get('api_prefix') or '').rstrip('/')}/")
        self._streams = {
            f"/{dependency.get('api_name')}": bool((dependency.get("types") or {}).get("generator"))
            for dependency in config.get("dependencies", ())
        }

    def functions(self) -> list[dict[str, Any]]:
        """What it offers: what its info route tells of each function, with its `name` and whether it `streams`."""
        named = self._json(urljoin(self._api, "info")).get("named_endpoints", {})
        return [
            {**told, "name": name.lstrip("/"), "streams": self._streams.get(name, False)}
            for name, told in named.items()
            if told.get("api_visibility", "public") == "public" and told.get("show_api", True)
        ]

    def call(self, name: str, data: list[Any], session: str) -> Iterator[list[Any]]:
        """Call a function; its outputs, of one that streams again and again.

        Raises:
            FunctionFailed: It failed, or the app cannot be reached.
        """
        body = json.dumps({"data": data, "session_hash": session}).encode()
        at = urljoin(self._api, f"call/{quote(name)}")
        with self._open(at, body, {"Content-Type": "application/json"}) as answer:
            event = json.load(answer)["event_id"]
        with self._open(f"{at}/{quote(event)}") as stream:
            kind = ""
            for line in stream:
                text = line.decode().rstrip("\r\n")
                if text.startswith("event: "):
                    kind = text[7:]
                elif text.startswith("data: ") and kind in ("generating", "complete"):
                    yield json.loads(text[6:])
                    if kind == "complete":
                        return
                elif text.startswith("data: ") and kind == "error":
                    raise FunctionFailed(_told(json.loads(text[6:])))
        raise FunctionFailed(f"The app at {self.shown} hung up.")

    def upload(self, path: str | os.PathLike[str]) -> dict[str, Any]:
        """Send a file; what names it in a call."""
        name = os.path.basename(path).replace('"', "_")
        boundary = secrets.token_hex(16)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        body = head.encode() + Path(path).read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        with self._open(urljoin(self._api, "upload"), body, headers) as answer:
            [there] = json.load(answer)
        return {"path": there, "orig_name": name, "meta": FILE_META}

    def download(self, file: Mapping[str, Any]) -> str:
        """Fetch a file of a result; its path here."""
        url = urljoin(self._url, str(file.get("url") or ""))
        if not file.get("url") or urlsplit(url)[:2] != urlsplit(self._url)[:2]:
            # Another app does not say what else is asked from here.
            url = urljoin(self._api, f"file={quote(str(file['path']))}")
        name = os.path.basename(str(file.get("orig_name") or urlsplit(url).path)) or "file"
        path = os.path.join(tempfile.mkdtemp(dir=_folder()), name)
        with self._open(url) as answer, open(path, "wb") as kept:
            while block := answer.read(1 << 16):
                kept.write(block)
        return path

    def _json(self, path: str) -> dict[str, Any]:
        try:
            with self._open(urljoin(self._url, path)) as answer:
                found = json.load(answer)
        except (FunctionFailed, ValueError) as error:
            raise RegistrationError(f"gr.load: there is no app at {self.shown}: {error}") from None
        if not isinstance(found, dict):
            raise RegistrationError(f"gr.load: what answers at {self.shown} is no app.")
        return found

    def _open(self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Any:
        try:
            return urlopen(HttpRequest(url, body, {**self._headers, **(headers or {})}), timeout=TIMEOUT_SECONDS)
        except HTTPError as error:
            with error:
                text = error.read(10_000).decode(errors="replace")
            raise FunctionFailed(f"The app at {self.shown} refused with {error.code}: {_reason(text)}") from None
        except (URLError, OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise FunctionFailed(f"The app at {self.shown} cannot be reached: {reason}") from None


def _interface(remote: _Remote, told: Mapping[str, Any], options: Mapping[str, Any]) -> Interface:
    """A function of the other app, as an app of one function."""
    inputs = [_component(parameter, field=True) for parameter in told["parameters"]]
    outputs = [_component(output, field=False) for output in told["returns"]]
    said = {"api_name": told["name"], "title": told["name"], "api_description": told.get("description") or None}
    function = _function(remote, told, inputs, outputs)
    return Interface(function, inputs, outputs or None, **{**said, **options})


def _function(
    remote: _Remote, told: Mapping[str, Any], inputs: list[Component], outputs: list[Component]
) -> Callable[..., Any]:
    name = told["name"]
    fields = {parameter["parameter_name"]: field for parameter, field in zip(told["parameters"], inputs, strict=True)}

    def results(values: tuple[Any, ...], given: dict[str, Any]) -> Iterator[Any]:
        # A program that calls the app (`Blocks.__call__`) gives values, and is nobody's request.
        request: Request | None = given.pop("request", None)
        caller = request.session_id if request is not None else None
        defaults = {parameter["parameter_name"]: parameter.get("parameter_default") for parameter in told["parameters"]}
        if request is None:
            if len(values) > len(fields):
                raise TypeError(f"{name}() takes {len(fields)} values, and {len(values)} are given")
            given = {**defaults, **dict(zip(fields, values, strict=False)), **given}
        # The other app's sessions are those of this one's callers.
        session = hashlib.sha256(f"{_SALT}{caller or secrets.token_hex(8)}".encode()).hexdigest()[:32]
        # Only what came as a file is a path; a text may well look like one.
        data = [
            given.get(parameter) if field.files is None else _sent(remote, given.get(parameter))
            for parameter, field in fields.items()
        ]
        for said in remote.call(name, data, session):
            outcome = [_taken(remote, value) for value in said]
            yield outcome[0] if len(outputs) <= 1 and outcome else outcome or None

    if told["streams"]:

        def call(*values: Any, **given: Any) -> Any:
            yield from results(values, given)

    else:

        def call(*values: Any, **given: Any) -> Any:
            last = None
            for last in results(values, given):  # noqa: B007
                pass
            return last

    taken = [
        inspect.Parameter(
            parameter["parameter_name"],
            inspect.Parameter.KEYWORD_ONLY,
            # Of a file the component has it.
            default=_default(parameter),
        )
        for parameter in told["parameters"]
    ]
    taken.append(inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request))
    call.__name__ = name
    call.__doc__ = told.get("description") or None
    call.__signature__ = inspect.Signature(taken)  # type: ignore[attr-defined]
    call.__annotations__ = {"request": Request}
    return call


_SALT = secrets.token_hex(16)


@cache
def _folder() -> str:
    """Where fetched files are until this kernel ends."""
    folder = tempfile.mkdtemp(prefix="gradio-mcp-loaded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _default(parameter: Mapping[str, Any]) -> Any:
    default = parameter.get("parameter_default")
    return default if parameter.get("parameter_has_default") and not _is_file(default) else inspect.Parameter.empty


def _is_file(value: Any) -> bool:
    return is_file_data(value) or (isinstance(value, list) and any(map(is_file_data, value)))


def _component(told: Mapping[str, Any], *, field: bool) -> Component:
    """The component that the other app names, or one for any JSON."""
    schema: dict[str, Any] = dict(told["type"]) if isinstance(told.get("type"), dict) else {}
    options: dict[str, Any] = {"label": told.get("label"), "render": False}
    try:
        made = names.made(str(told.get("component", "")).lower())
    except ValueError:
        made = None
    if made is None or made.name in ("Plot", "State"):
        return JSON(**options)
    kind = type(made)
    if made.name in _FILES:
        if field and made.name in ("Image", "Audio"):
            options["type"] = "filepath"
        if made.name == "File" and schema.get("type") == "array":
            options["file_count"] = "multiple"
    choices = schema.get("enum") or (schema.get("items") or {}).get("enum")
    if made.name in ("Radio", "Dropdown", "CheckboxGroup") and choices:
        options["choices"] = [choice for choice in choices if choice is not None]
        if made.name == "Dropdown" and schema.get("type") == "array":
            options["multiselect"] = True
    if made.name == "Slider":
        options.update({key: schema[key] for key in ("minimum", "maximum") if key in schema})
    default = told.get("parameter_default")
    if field and told.get("parameter_has_default") and default is not None and not _is_file(default):
        options["value"] = default
    try:
        return kind(**options)
    except (TypeError, ValueError):
        return JSON(label=told.get("label"), render=False)


def _sent(remote: _Remote, value: Any) -> Any:
    """A file, or a list of files, as the other app takes it."""
    if isinstance(value, (str, Path)):
        return remote.upload(value)
    return [_sent(remote, item) for item in value] if isinstance(value, (list, tuple)) else value


def _taken(remote: _Remote, value: Any) -> Any:
    """An output as a function here would return it: a file is fetched."""
    if is_file_data(value):
        return remote.download(value)
    if isinstance(value, list):
        return [_taken(remote, item) for item in value]
    if isinstance(value, dict) and is_file_data(value.get("image")):
        return remote.download(value["image"]), value.get("caption")
    return value


def _told(error: Any) -> str:
    if isinstance(error, dict):
        error = error.get("error") or error.get("message")
    return str(error) if error else "The other app failed, and does not say how."


def _reason(text: str) -> str:
    try:
        body = json.loads(text)
    except ValueError:
        return " ".join(text.split())[:200] or "nothing"
    found = (body.get("detail") or body.get("message") or body) if isinstance(body, dict) else body
    return str(found)[:300]
