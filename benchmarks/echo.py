"""A server extension with the two echoes that all else is measured against."""

from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web


class AuthenticatedEcho(JupyterHandler):
    """*The echo*: what any authenticated handler of a notebook server costs."""

    @web.authenticated
    def post(self) -> None:
        self.finish(self.request.body)


class BareEcho(web.RequestHandler):
    """What tornado itself costs."""

    def check_xsrf_cookie(self) -> None: ...

    def post(self) -> None:
        self.finish(self.request.body)

    post.__allow_unauthenticated = True  # type: ignore[attr-defined]


def _load_jupyter_server_extension(app: Any) -> None:
    app.web_app.add_handlers(".*$", [(f"{app.base_url}echo", AuthenticatedEcho), (f"{app.base_url}bare", BareEcho)])


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "echo"}]
