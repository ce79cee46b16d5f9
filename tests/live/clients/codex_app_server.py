"""Codex, as editors drive it: `codex_app_server.py COMMAND…` talks JSON-RPC with `codex app-server`, whose one MCP server is "notebook"."""

import json
import subprocess
import sys
from typing import Any


class AppServer:
    """An app server, asked one thing at a time."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.asked = 0
        self.ask("initialize", clientInfo={"name": "test", "title": "test", "version": "1"})
        self.tell({"method": "initialized"})

    def tell(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def ask(self, method: str, **params: Any) -> Any:
        self.asked += 1
        self.tell({"id": self.asked, "method": method, "params": params})
        assert self.process.stdout
        for line in self.process.stdout:
            print(line, file=sys.stderr, end="")
            message = json.loads(line)
            if message.get("id") == self.asked:
                return message["result"]
        raise EOFError("codex app-server ended")

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def main(*command: str) -> None:
    codex = AppServer(list(command))
    [server] = codex.ask("mcpServerStatus/list")["data"]
    thread = codex.ask("thread/start")["thread"]["id"]

    def call(tool: str, **arguments: Any) -> Any:
        return codex.ask("mcpServer/tool/call", threadId=thread, server="notebook", tool=tool, arguments=arguments)

    counted = call("letter_counter", word="banana", letter="a")
    call("steps", n=3)
    image = call("square", side=4)["content"][0]
    failed = call("fails")
    assert failed["isError"]
    codex.close()
    found = {
        "tools": sorted(server["tools"]),
        "result": counted["structuredContent"],
        "text": counted["content"][0]["text"],
        "image": [image["mimeType"], image["data"]],
        "error": failed["content"][0]["text"],
    }
    print(json.dumps(found))


main(*sys.argv[1:])
