"""The pages of notebooks and of their list, where people log in with a key, and what is said where nothing is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http.cookies import Morsel
from typing import Any, ClassVar
from urllib.parse import urlencode

from tornado import web

from .. import errors
from . import pages, panel_view
from .auth import KEY_COOKIE
from .keys import masked
from .page_handler import PageHandler
from .service import Service
from .static import StaticFiles

SCRIPT = "page.js"
"""What draws the pages."""

_OURS = re.compile(r"gradio(?:_api)?/[!-\[\]-~]*")
"""Addresses below the server's base that a login leads back to."""


class HomeHandler(PageHandler):
    """The address itself: the page of a notebook, or the list of all. Programs are led to the list of functions."""

    def initialize(self, service: Service, static: StaticFiles) -> None:  # type: ignore[override]
        """Take where the page's script is."""
        super().initialize(service)
        self._static = static

    @web.authenticated
    def get(self) -> None:
        """The page."""
        if not self.wants_page:
            self.redirect(f"{self.root_path}gradio_api/mcp/")
        elif (slashed := self._with_slash()) is not None:
            # All addresses in it are relative.
            self.redirect(slashed)
        elif self.identity.key is None and self.token_authenticated and (token := self.get_query_argument("token", "")):
            # The page's script sends no token: Jupyter makes a login of it, as for its own pages.
            login, after = str(self.settings["login_url"]), self.base_url + self.page_here
            query = urlencode({"token": token, "next": after})
            self.redirect(f"{login}{'&' if '?' in login else '?'}{query}")
        else:
            self._keep_forgery_out()
            self.finish_page(self._page(), pages.SHELL_POLICY)

    head = get

    def _page(self) -> str:
        base, app = self.base_from_here, self.app
        # Of the list it is the server's base; of a notebook its own address.
        own = "./" if app is not None else base
        script = self._static.address(SCRIPT)
        attributes = {"base": base, "app": own, "static": f"{own}gradio_api/static/"}
        if app is None:
            return pages.shell({**attributes, "list": ""}, "Notebooks", "", script and own + script)
        # Who came for one app has no notebooks to look at.
        if self.identity.scope.panel is not None or self.service.of_program:
            attributes["alone"] = ""
        title = panel_view.title(app, self.identity.scope)
        gone = "" if app.live else f"The kernel of {app.path} has restarted or was shut down. Run its cells again."
        attributes |= {"kernel": app.kernel, "notebook": app.path, "title": title}
        return pages.shell(attributes, title, gone, script and own + script)

    def _with_slash(self) -> str | None:
        """The address with its last slash; None if it has it."""
        place = self.place_here
        if place and not place.endswith("/"):
            place += "/"
        elif place or getattr(self.request, "gradio_key_slash", True):
            return None
        key = f"gradio_key/{self.key_url}/" if self.key_url else ""
        return f"{self.base_url}{key}{place}{self.page_here[len(self.place_here) :]}"

    def _keep_forgery_out(self) -> None:
        """See that the page has the cookie which its requests need beside Jupyter's login."""
        if self.identity.key is None and not self.token_authenticated and self.settings.get("xsrf_cookies", False):
            assert self.xsrf_token


class LoginHandler(PageHandler):
    """`login`: turns an access key into a cookie for the pages of ours. `logout` takes it away."""

    page_methods: ClassVar[tuple[str, ...]] = ("POST",)

    async def _admit(self) -> None:
        """Nobody has to be known before."""

    def post(self) -> None:
        """The key as JSON `{"key"}`, or as the `password` of a form → `{"success": true}`; for the form of our own
        page, back to where it was asked for."""
        if self.request.path.rstrip("/").endswith("logout"):
            self._set_cookies("", 0)
            self.finish({"success": True})
            return
        given = self.get_body_argument("password", "")
        if not given and self.request.headers.get("Content-Type", "").startswith("application/json"):
            body = self.json_body()
            given = body.get("key", "") if isinstance(body, dict) else ""
        key = self.service.keys.find(given) if isinstance(given, str) else None
        if key is None or (self.app is not None and not key.scope.admits_app(self.app.kernel, self.app.paths)):
            raise errors.Unauthenticated("This is no access key that opens this. `jupyter gradio-mcp keys` makes them.")
        self._set_cookies(given)
        self.set_header("Cache-Control", "no-store")
        if self.is_for_a_person:
            self.redirect(self.base_url + self._after(), status=303)
        else:
            self.finish({"success": True})

    post.__allow_unauthenticated = True  # type: ignore[attr-defined]

    def finish_error(self, error: errors.CallError) -> None:
        """As everywhere; a person gets the form again."""
        if self.is_for_a_person and isinstance(error, errors.Unauthenticated):
            self.finish_login(self._after(), error.message)
        else:
            super().finish_error(error)

    def _after(self) -> str:
        """The page that the form was shown at."""
        after = self.get_body_argument("next", "")
        return after if _OURS.fullmatch(after) else "gradio/"

    def _set_cookies(self, value: str, lifetime: int | None = None) -> None:
        """Set the cookie, one of the same name for each path, which tornado's own way cannot."""
        for path in self._places():
            morsel: Morsel[str] = Morsel()
            morsel.set(KEY_COOKIE, value, value)
            attributes: dict[str, Any] = {"path": path, "httponly": True, "samesite": "Strict"}
            attributes["secure"] = self.request.protocol == "https"
            if lifetime is not None:
                attributes["max-age"] = lifetime
            morsel.update(attributes)
            self.add_header("Set-Cookie", morsel.OutputString())

    def _places(self) -> Sequence[str]:
        """The paths that the cookie is for: this notebook's, or everything of ours and nothing else."""
        if self.app is not None:
            return [self.root_path]
        return [f"{self.base_url}{name}" for name in ("gradio", "gradio_api", "config")]


class NothingHereHandler(PageHandler):
    """Any other address below ours: 404 with a body that says so."""

    @web.authenticated
    def get(self) -> None:
        """Say that nothing is here."""
        where = masked(self.request.path)[:200]
        what = "A notebook has an address once it offers a function, while its kernel runs."
        if self.is_for_a_person:
            self.set_status(404)
            self.finish_page(pages.problem_page(f"There is nothing at {where}. {what}", self.base_from_here))
            return
        raise web.HTTPError(
            404,
            f"There is nothing at {where}. {what} The live functions are listed at "
            f"{self.base_url}gradio_api/mcp/schema",
        )

    head = post = put = patch = delete = get
