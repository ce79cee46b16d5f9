"""The snippets of `labextension/src/snippets`, as the browser makes them: bundled, and asked in Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import environments

LABEXTENSION = environments.ROOT / "labextension"

_ENTRY = """
export { LANGUAGES, snippet, program } from './index';
export { python, javascript } from './literals';
export { bash, bashJson, cmdJson, powershell, powershellJson } from './shell';
"""

_BUNDLE = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { labextension, entry, out } = JSON.parse(readFileSync(0, "utf8"));
const { buildSync } = createRequire(labextension + "/package.json")("esbuild");
const stdin = { contents: entry, resolveDir: labextension + "/src/snippets", loader: "ts" };
buildSync({ stdin, bundle: true, format: "esm", outfile: out, logLevel: "warning" });
"""

_ASK = """
import { readFileSync } from "node:fs";
const unpacked = value =>
  !(value instanceof Object) ? value
  : Array.isArray(value) ? value.map(unpacked)
  : Object.fromEntries(value.members.map(([name, item]) => [name, unpacked(item)]));
const { module, packed } = JSON.parse(readFileSync(0, "utf8"));
const asked = unpacked(packed);
const made = await import(module);
const answers = asked.map(([name, ...given]) => (typeof made[name] === "function" ? made[name](...given) : made[name]));
console.log(JSON.stringify(answers));
"""


def node(program: str, given: Any) -> str:
    """What a program prints that is given JSON."""
    command = [*environments.node(), "--input-type=module", "-e", program]
    ran = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


class Snippets:
    """The module, bundled into a folder."""

    def __init__(self, folder: Path) -> None:
        self.module = folder / "snippets.mjs"
        node(_BUNDLE, {"labextension": str(LABEXTENSION), "entry": _ENTRY, "out": str(self.module)})

    def ask(self, *asked: list[Any]) -> list[Any]:
        """What functions give, each asked for by its name and arguments."""
        return list(json.loads(node(_ASK, {"module": self.module.as_uri(), "packed": _packed(list(asked))})))

    def snippet(self, language: str, fn: Any, values: Any, target: Any) -> Any:
        """`snippet(…)`"""
        return self.ask(["snippet", language, {"fn": fn, "values": values}, target])[0]

    def program(self, language: str, steps: list[Any]) -> Any:
        """`program(…)`"""
        return self.ask(["program", language, steps])[0]


def _packed(value: Any) -> Any:
    r"""A value whose members are pairs, for V8 13.6 mistakes names of one character in JSON.

    `JSON.parse('[{"\\":{}},{"\u001e":[{"\u00f0":null}]}]')` gives the last member the name of the first.
    """
    if isinstance(value, list):
        return [_packed(item) for item in value]
    if isinstance(value, dict):
        return {"members": [[name, _packed(item)] for name, item in value.items()]}
    return value
