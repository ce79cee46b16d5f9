"""Handlers that a person may open in a browser: what is refused comes as a page, and leads to the login."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import parse_qsl, quote, urlencode

from .. import errors
from . import pages
from .auth import GradioHandler


class PageHandler(GradioHandler):
    """Base of those handlers. For programs they are as all others."""

    page_methods: ClassVar[tuple[str, ...]] = ("GET", "HEAD")

    @property
    def is_for_a_person(self) -> bool:
        """Whether a browser asks for a page."""
        return self.request.method in self.page_methods and pages.is_browser(self.request.headers.get("Accept", ""))

    @property
    def wants_page(self) -> bool:
        """Whether the page is the answer: to a browser, and to who takes anything."""
        return self.request.method in self.page_methods and pages.wants_page(self.request.headers.get("Accept", ""))

    @property
    def place_here(self) -> str:
        """The address below the server's base, as it was asked for; without a key."""
        return self.request.path[len(self.base_url) :]

    @property
    def page_here(self) -> str:
        """The same with its query, which says what the page has open, but without a token: it goes into pages."""
        query = [(name, value) for name, value in parse_qsl(self.request.query, True) if name != "token"]
        return f"{self.place_here}?{urlencode(query)}" if query else self.place_here

    @property
    def base_from_here(self) -> str:
        """The server's base as this page reaches it, below the key if the client has it there."""
        return "../" * self.place_here.count("/") or "./"

    def finish_page(self, text: str, policy: str = pages.CONTENT_SECURITY_POLICY, *, form: bool = False) -> None:
        """Answer with a page; a `form` on it is sent to us."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")
        # Of a form a browser says where it comes from only if it may tell the referrer, too; else it would be refused.
        self.set_header("Referrer-Policy", "no-referrer" if self.key_url and not form else "same-origin")
        self.finish(text)

    def finish_login(self, after: str, message: str = "") -> None:
        """Answer with the page to log in at.

        Args:
            after: The address below the server's base to go on to.
            message: Why that is needed.
        """
        login = f"{self.base_from_here}{'../../' if self.key_url else ''}gradio_api/login"
        jupyter: str | None = None
        if not self.service.of_program:
            jupyter = str(self.settings["login_url"])
            jupyter += f"{'&' if '?' in jupyter else '?'}next={quote(self.base_url + after, safe='')}"
        self.finish_page(pages.login_page(login, jupyter, after, message), pages.LOGIN_POLICY, form=True)

    def finish_error(self, error: errors.CallError) -> None:
        """Tell an error: to a person by a page, with the login where that helps."""
        if not self.is_for_a_person:
            super().finish_error(error)
        elif self.no_credential:
            self.set_status(401)
            self.finish_login(self.page_here)
        elif isinstance(error, errors.Forbidden) and getattr(self, "identity", None) and self.identity.key:
            self.finish_login(self.page_here, error.message)
        else:
            self.finish_page(pages.problem_page(error.message, self.base_from_here))
