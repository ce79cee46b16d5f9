"""What one client is told of one target: its entry as text, its command, its link, and what else to know."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, replace
from typing import Any

from .client import Client, Entry
from .entries import PLACEHOLDER, inputs, unset
from .formats import toml_table, yaml_block
from .target import Target, getting_a_key, header_variable, making_a_key


@dataclass(frozen=True)
class Configuration:
    """What a client is told.

    Attributes:
        client: The client.
        target: What it is connected with.
        entry: Its entry for it.
        inputs: What the client is to ask for (VS Code).
    """

    client: Client
    target: Target
    entry: Entry
    inputs: tuple[Entry, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The names that lead to the entry in the client's file."""
        return (*self.client.place, self.target.name)

    @property
    def data(self) -> dict[str, Any]:
        """The client's file, if it had nothing else."""
        nested: dict[str, Any] = self.entry
        for name in reversed(self.path):
            nested = {name: nested}
        return {"inputs": list(self.inputs), **nested} if self.inputs else nested

    @property
    def snippet(self) -> str:
        """The same as text in the format of the file, ending in a line break."""
        if self.client.format == "toml":
            return toml_table(self.path, self.entry)
        if self.client.format == "yaml":
            return yaml_block(self.data)
        return json.dumps(self.data, indent=2, ensure_ascii=False) + "\n"

    @property
    def command(self) -> str:
        """A command line that does the same, for a POSIX shell; empty if the client has none."""
        return "" if self.client.command is None else self.client.command(self.client, self.target)

    @property
    def link(self) -> str:
        """A link that installs it, without any key; empty if the client knows none."""
        return "" if self.client.link is None else self.client.link(self.client, replace(self.target, key=None))

    @property
    def variables(self) -> list[str]:
        """The environment variables that the entry or the command read, the key's first."""
        client, target = self.client, self.target
        if not client.reference:
            return []
        in_file = target.key is not None and client.holds_key and client.command is None
        key = [] if target.open or in_file else [target.variable]
        return [*key, *(header_variable(header) for header in target.headers)]

    def text(self) -> str:
        """All of it for a person: what to run, or what to put where."""
        parts = [self.client.title, ""]
        if self.variables:
            parts += ["In the shell, or wherever the client has its environment from:", ""]
            parts += [_indented(self.export(name)) for name in self.variables] + [""]
        if self.command:
            parts += ["Run", "", _indented(self.command), ""]
        places = self.places()
        lead = "or put into its file" if self.command else "Put into its file"
        if not places:
            lead = "Put into the client's configuration"
        parts += [lead, *(f"    {place}" for place in places), "", _indented(self.snippet.rstrip("\n")), ""]
        if self.link:
            parts += ["or open this link, which holds no key:", "", _indented(self.link), ""]
        if self.client.asks and not self.target.open:
            key = self.target.key or getting_a_key(self.client.id, self.target)
            parts += [f"{self.client.title} asks for the access key: {key}.", ""]
        notes = self.notes()
        parts += [*notes, ""] if notes else []
        return "\n".join(parts).rstrip("\n") + "\n"

    def places(self) -> list[str]:
        """Where the client's file is, a line for each place."""
        found: dict[str, list[str]] = {}
        files = self.client.files
        for platform, places in (("Linux", files.linux), ("macOS", files.mac), ("Windows", files.windows)):
            for place in places:
                found.setdefault(place, []).append(platform)
        return [
            place if len(platforms) == 3 else f"{place}  ({', '.join(platforms)})" for place, platforms in found.items()
        ]

    def notes(self) -> list[str]:
        """What else there is to know, a sentence each."""
        notes = [self.client.note] if self.client.note else []
        placeholders = [unset(header_variable(header)) for header in self.target.headers]
        wanting = [name for name in placeholders if name in self.snippet]
        if wanting:
            notes.append(f"Put what the tools want as headers in place of {', '.join(wanting)}.")
        if not self.target.open and self.target.key is None and PLACEHOLDER in self.snippet:
            notes.append(f"Put an access key in place of {PLACEHOLDER}; {getting_a_key(self.client.id, self.target)}.")
        return notes

    def export(self, name: str) -> str:
        """The line of a POSIX shell that sets one of the `variables`."""
        if name != self.target.variable:
            return f"export {name}=…"
        if self.target.key is None and self.target.taken:
            # Another key of that name is not wanted.
            return f"export {name}=…   # {getting_a_key(self.client.id, self.target)}"
        make = f'"$({making_a_key(self.client.id, self.target)})"'
        value = make if self.target.key is None else shlex.quote(self.target.key)
        return f"export {name}={value}"


def configuration(client: Client, target: Target) -> Configuration:
    """What a client is told of a target.

    Raises:
        ValueError: The client does not take the name, or does not speak the transport.
    """
    if not target.name or (client.strict and re.fullmatch(r"[A-Za-z0-9_-]+", target.name) is None):
        raise ValueError(
            f"{client.title} takes names of letters, digits, '-' and '_', not {target.name!r}; give another with --name"
        )
    if target.name.startswith("-"):
        raise ValueError(
            f"The name {target.name!r} would be an option of {client.title}'s command; give another with --name"
        )
    return Configuration(client, target, client.made(target), tuple(inputs(target)) if client.asks else ())


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))
