"""What a person sees who opens an address of ours in a browser. But for the notebooks' pages no script, and nothing
from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape

from ..clients.configuration import Configuration, configuration
from ..clients.known import find
from ..clients.target import Target, default_name, key_limits
from .catalog import Offer
from .tools import required_headers, schema_entry

_SHOWN = ("claude-code", "cursor", "vscode")
"""The clients of which the page of an MCP address tells; the command line and the API page know the others."""

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem;
  white-space: pre-wrap; overflow-wrap: anywhere; font-size: .88rem; }
code { font-family: ui-monospace, monospace; } dt { margin-top: .6rem; font-weight: 600; } dd { margin: 0 0 0 1rem; }
""".strip()

_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Only this module's own style is admitted."""


LOGIN_POLICY = CONTENT_SECURITY_POLICY.replace("form-action 'none'", "form-action 'self'")
"""The same, and a form."""

_MARKUP = "sha256-oG06pZgDiGq1P6f/NLs5v8Ce8S+xrfB7tN6v0SDra4A="
"""The hash of the one script of frames that show an author's markup: they are bound by the policy of their page."""

SHELL_POLICY = (
    f"default-src 'none'; script-src 'self' '{_MARKUP}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; font-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Our own scripts from our own files; no script in the page itself."""


def is_browser(accept: str) -> bool:
    """Whether a request with this `Accept` header comes from a person's browser."""
    return "text/html" in accept and "text/event-stream" not in accept


def wants_page(accept: str) -> bool:
    """Whether a GET with this `Accept` header is answered by a page where there is one: for a browser, and for who
    takes anything, as curl does. An MCP client names the stream that it wants."""
    return is_browser(accept) or ("*/*" in accept and "text/event-stream" not in accept)


def shell(attributes: Mapping[str, str], title: str, note: str, script: str | None) -> str:
    """A page that a script draws.

    Args:
        attributes: What the script is told, as `data-` attributes.
        title: Of the page.
        note: What to say until the script runs; "" says that it loads.
        script: Its address, relative; None where the package was built without it.
    """
    if script is None:
        note = (note + " The package was built without its pages: install jupyter-gradio-mcp from a wheel.").strip()
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in attributes.items())
    module = f'<script type="module" src="{escape(script)}"></script>' if script else ""
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{_STYLE}</style></head>
<body><main id="page"{told}>
<p>{escape(note or "Loading…")}</p>
<noscript><p>This page needs JavaScript.
<a href="{escape(attributes["app"])}gradio_api/mcp/">The page for agents</a> needs none.</p></noscript>
</main>{module}</body></html>
"""


def login_page(login: str, jupyter: str | None, after: str, message: str = "") -> str:
    """What a person sees at a page of ours who has not logged in.

    Args:
        login: The address that takes the key.
        jupyter: The address of the notebook server's own login; None at the server of one program, which has none.
        after: What to go on to, below the server's base.
        message: Why the former try failed, or did not do.
    """
    problem = f'<p role="alert"><strong>{escape(message)}</strong></p>' if message else ""
    where = f"""<p>Whoever runs this notebook server makes one with <code>jupyter gradio-mcp keys create NAME</code>.
For those who have the server itself: <a href="{escape(jupyter or "")}">log in to Jupyter</a>.</p>"""
    if jupyter is None:
        where = """<p>A program is served here. When it started it printed the address of its page, with the key in it:
open that address, or put its key here.</p>"""
    return _page(
        "Log in to see this",
        f"""<h1>Log in to see this</h1>
{problem}
<form method="post" action="{escape(login)}">
<input type="hidden" name="next" value="{escape(after)}">
<p><label for="key">Access key</label><br>
<input id="key" name="password" type="password" autocomplete="current-password" required autofocus size="40">
<button type="submit">Open</button></p>
</form>
{where}
<p>Programs and agents pass the key as <code>Authorization: Bearer KEY</code>.</p>""",
    )


def problem_page(message: str, base: str) -> str:
    """What a person sees where there is nothing to see; `base` is the server's."""
    return _page(
        "Not here",
        f"""<h1>Not here</h1>
<p>{escape(message)}</p>
<p><a href="{escape(base)}gradio/">All notebooks of this server</a></p>""",
    )


def mcp_page(
    url: str, offers: list[Offer], notebook: str | None, forms: str | None, *, is_open: bool, with_key: bool = False
) -> str:
    """The page at an MCP address.

    Args:
        url: The address itself, absolute.
        offers: What clients find here.
        notebook: The notebook whose address it is; None for the union.
        forms: The address of the page that shows how the functions are called; None where there is none.
        is_open: Whether the server asks for no credential.
        with_key: Whether the address holds an access key, so that nothing else is needed.
    """
    target = Target(
        default_name(url, notebook or ""),
        url,
        headers=tuple(required_headers(map(schema_entry, offers))),
        open=is_open or with_key,
        limits=key_limits(notebook, ()),
    )
    where = f"the notebook <code>{escape(notebook)}</code>" if notebook else "all live notebooks of this server"
    more = f'<p><a href="{escape(forms)}">All clients, and code that calls these functions</a></p>' if forms else ""
    note = "This server asks for no credential."
    if with_key:
        note = "The address holds an access key: whoever has it can call these functions."
    elif not is_open:
        note = (
            "<code>jupyter gradio-mcp keys create NAME</code> makes an access key, which opens these functions and "
            "nothing else of the notebook server."
        )
    clients = "\n".join(_told(configuration(find(client), target)) for client in _SHOWN)
    return _page(
        "MCP server of a Jupyter notebook server",
        f"""<h1>This is an MCP server</h1>
<p>It is for agents: give them the address below, and they can call the functions of {where}.</p>
<pre><code>{escape(url)}</code></pre>
<p>{note}</p>
{more}
{_listed(offers)}
{clients}
<p>For other clients: <code>jupyter gradio-mcp connect CLIENT</code>.</p>""",
    )


def _told(found: Configuration) -> str:
    """What one client is told: its command, or what belongs into its file."""
    client, shown, where = found.client, found.snippet.rstrip("\n"), found.places()
    if found.command and not client.asks:
        shown, where = found.command, []
    parts = [f"<h2>{escape(client.title)}</h2>"]
    if found.variables:
        parts.append(_code("\n".join(map(found.export, found.variables))))
    if where:
        parts.append(f"<p>{'<br>'.join(f'<code>{escape(place)}</code>' for place in where)}</p>")
    parts.append(_code(shown))
    parts += [f"<p>{escape(note)}</p>" for note in found.notes()]
    return "\n".join(parts)


def _code(text: str) -> str:
    return f"<pre><code>{escape(text)}</code></pre>"


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><main>
{body}
</main></body></html>
"""


def _listed(offers: list[Offer]) -> str:
    """The tools, resources and prompts; of the latter two nothing is said where there are none."""
    sections = []
    for kind, heading in (("tool", "Tools"), ("resource", "Resources"), ("prompt", "Prompts")):
        items = [_item(offer) for offer in offers if offer.endpoint["kind"] == kind]
        if items:
            sections.append(f"<h2>{heading}</h2>\n<dl>{''.join(items)}</dl>")
        elif kind == "tool":
            sections.append(
                "<h2>Tools</h2>\n"
                "<p>None yet. Put <code>%%mcp_tool</code> above a function in a notebook and run its cell.</p>"
            )
    return "\n".join(sections)


def _item(offer: Offer) -> str:
    endpoint = offer.endpoint
    # A resource is asked for by its URI.
    shown = f"<code>{escape(endpoint['uri'] or offer.name)}</code>"
    if endpoint["uri"]:
        shown += f" {escape(offer.name)}"
    return f"<dt>{shown}</dt><dd>{escape(endpoint['description'] or 'No description.')}</dd>"
