"""Lists that change while many clients listen, in both eras, at every address, with and without a limited key."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from support.live import LiveNotebook, LiveServer
from support.mcp import MODERN

pytestmark = pytest.mark.slow

NOUNS = {"tools": "tool", "resources": "resource", "prompts": "prompt"}
DEADLINE = 60


class Listener:
    """A client that lists again what it is told has changed."""

    def __init__(self, client: Client, label: str) -> None:
        self.client = client
        self.label = label
        self.lists: dict[str, set[str]] = {}
        self.told: list[str] = []
        self._changed = asyncio.Event()
        self._seen = asyncio.Event()
        self._stale: set[str] = set(NOUNS)

    def hear(self, method: str) -> None:
        for noun, kind in NOUNS.items():
            if kind in method.lower():
                self.told.append(noun)
                self._stale.add(noun)
                self._changed.set()

    async def handle(self, message: Any) -> None:
        self.hear(str(getattr(message, "method", "")))

    async def follow(self, listening: asyncio.Event) -> None:
        if self.client.protocol_version != MODERN:
            listening.set()
            return
        kinds = {f"{noun}_list_changed": True for noun in NOUNS}
        async with self.client.listen(**kinds) as subscription:  # type: ignore[arg-type]
            listening.set()
            async for event in subscription:
                self.hear(type(event).__name__)

    async def keep_lists(self) -> None:
        while True:
            while self._stale:
                noun = self._stale.pop()
                self.lists[noun] = await self._list(noun)
                self._seen.set()
            await self._changed.wait()
            self._changed.clear()

    async def until(self, condition: Callable[["Listener"], bool]) -> None:
        async def wait() -> None:
            while not condition(self):
                await self._seen.wait()
                self._seen.clear()

        try:
            await asyncio.wait_for(wait(), DEADLINE)
        except asyncio.TimeoutError:
            raise AssertionError(f"{self.label}: {self.lists}, told {self.told[-5:]}") from None

    async def _list(self, noun: str) -> set[str]:
        if noun == "tools":
            return {tool.name for tool in (await self.client.list_tools()).tools}
        if noun == "prompts":
            return {prompt.name for prompt in (await self.client.list_prompts()).prompts}
        plain = {resource.name for resource in (await self.client.list_resources()).resources}
        return plain | {t.name for t in (await self.client.list_resource_templates()).resource_templates}


@contextlib.asynccontextmanager
async def eight(server: LiveServer, notebook: LiveNotebook) -> AsyncIterator[list[Listener]]:
    body = {"name": "limited", "notebooks": [notebook.path]}
    key = server.http.post("gradio_api/keys", json=body).json()["key"]
    async with contextlib.AsyncExitStack() as stack:
        listeners: list[Listener] = []
        tasks: list[asyncio.Task[None]] = []
        for era in (MODERN, "legacy"):
            for at in ("", notebook.address):
                for who, headers in (("owner", server.authorization), ("key", {"Authorization": f"Bearer {key}"})):
                    http = await stack.enter_async_context(httpx2.AsyncClient(headers=headers, timeout=60))
                    transport = streamable_http_client(f"{server.url}{at}gradio_api/mcp/", http_client=http)
                    made: list[Listener] = []

                    async def handle(message: Any, made: list[Listener] = made) -> None:
                        if made:
                            await made[0].handle(message)

                    client = Client(transport, mode=era, message_handler=handle)  # type: ignore[arg-type]
                    await stack.enter_async_context(client)
                    listener = Listener(client, f"{era} at {at or 'the union'} with {who}")
                    made.append(listener)
                    listeners.append(listener)
                    listening = asyncio.Event()
                    tasks += [
                        asyncio.create_task(listener.follow(listening)),
                        asyncio.create_task(listener.keep_lists()),
                    ]
                    await asyncio.wait_for(listening.wait(), DEADLINE)
        for listener in listeners:
            await listener.until(lambda one: len(one.lists) == len(NOUNS))
        try:
            yield listeners
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def by_magic(kind: str, name: str) -> str:
    line = f" {kind}://{name}/{{a}}" if kind == "resource" else ""
    return f"%%mcp_{kind}{line}\ndef {name}(a: str) -> str:\n    return a"


def by_decorator(kind: str, names: list[str]) -> str:
    first = f"f'{kind}://{{name}}', name=name" if kind == "resource" else "name"
    return f"for name in {names}:\n    @gr.mcp.{kind}({first})\n    def f() -> str:\n        return ''"


def test_every_client_ends_with_the_right_lists(server: LiveServer, notebook: LiveNotebook) -> None:
    other = server.notebook("another.ipynb").load()
    notebook.run("import jupyter_gradio_mcp as gr")
    other.run("import jupyter_gradio_mcp as gr")
    notebook.run(by_magic("tool", "first"))

    async def scenario() -> None:
        async with eight(server, notebook) as listeners:
            kinds = list(NOUNS.values())
            offered: dict[str, set[str]] = {kind: set() for kind in kinds}
            for number in range(30):
                kind = kinds[number % 3]
                ran = await asyncio.to_thread(notebook.run, by_magic(kind, f"m{number}"))
                assert "is live" in ran.stdout, ran
                offered[kind].add(f"m{number}")
            for number in range(17):
                kind = kinds[number % 3]
                names = [f"d{number}_{index}" for index in range(10)]
                ran = await asyncio.to_thread(notebook.run, by_decorator(kind, names))
                assert ran.stdout.count("is live") == 10, ran
                offered[kind].update(names)
                if number % 3 == 2:
                    gone = [name for kind in kinds for name in sorted(offered[kind])[::2]]
                    ran = await asyncio.to_thread(notebook.run, f"%mcp_remove {' '.join(gone)}")
                    assert ran.stdout.count("is offered no more") == len(gone), ran
                    for kind in kinds:
                        offered[kind].difference_update(gone)
            expected = {noun: offered[kind] for noun, kind in NOUNS.items()}
            expected["tools"] = expected["tools"] | {"first"}
            assert all(expected.values())
            for listener in listeners:
                await listener.until(lambda one: one.lists == expected)
            # Another notebook's, which half of them may see.
            for listener in listeners:
                listener.told.clear()
            await asyncio.to_thread(other.run, by_decorator("prompt", ["elsewhere"]))
            await asyncio.to_thread(other.run, by_decorator("tool", ["over_there"]))
            await asyncio.to_thread(notebook.run, by_decorator("resource", ["last"]))
            for listener in listeners:
                await listener.until(lambda one: "last" in one.lists["resources"])
                sees_all = "at the union with owner" in listener.label
                await listener.until(lambda one, sees=sees_all: ("over_there" in one.lists["tools"]) == sees)  # type: ignore[misc]
                assert set(listener.told) == ({"prompts", "tools", "resources"} if sees_all else {"resources"})

    asyncio.run(scenario())
    other.close()


def test_only_the_list_that_changed_is_announced(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("import jupyter_gradio_mcp as gr")
    notebook.run(by_decorator("tool", ["t"]), cell="t")
    notebook.run(by_decorator("prompt", ["p"]), cell="p")
    notebook.run(by_decorator("resource", ["r"]), cell="r")

    async def scenario() -> None:
        async with eight(server, notebook) as listeners:

            async def told(*nouns: str) -> None:
                for listener in listeners:
                    await listener.until(lambda one: set(nouns) <= set(one.told))
                    assert set(listener.told) == set(nouns), listener.label
                    listener.told.clear()

            await asyncio.to_thread(notebook.run, by_decorator("tool", ["t", "t2"]), "t")
            await told("tools")
            await asyncio.to_thread(notebook.run, by_decorator("tool", ["t", "t2"]), "t")
            await asyncio.to_thread(notebook.run, by_decorator("prompt", ["p2"]), "p")
            await told("prompts")
            await asyncio.to_thread(notebook.run, by_decorator("prompt", ["r"]), "r")
            await told("prompts", "resources")

    asyncio.run(scenario())
