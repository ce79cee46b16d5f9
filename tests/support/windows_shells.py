"""As much of cmd and PowerShell as snippets use, by the rules that are documented for them.

cmd at its prompt first replaces `%NAME%`; then `"` begins and ends what it leaves alone, and `^` takes the next
character as it is. A program splits its command line itself, as the C runtime of Windows does. PowerShell is read by
its tree-sitter grammar, and of what that finds only what is written here is carried out. Anything else is an error.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import tree_sitter
import tree_sitter_powershell


def cmd_expanded(text: str, environment: Mapping[str, str]) -> str:
    """A line after `%NAME%` is replaced; at the prompt, what is no variable stays."""
    found, at = "", 0
    while at < len(text):
        end = text.find("%", at + 1) if text[at] == "%" else -1
        name = text[at + 1 : end].partition(":")[0] if end > 0 else ""
        if end > 0 and name in environment:
            assert ":" not in text[at:end], "a variable is changed while it is replaced"
            found, at = found + environment[name], end + 1
        else:
            found, at = found + text[at], at + 1
    return found


def cmd_command(text: str) -> str:
    """The one command of a text, as cmd hands it on: outside of its quotation marks nothing may mean anything to it."""
    found, quoted, at = "", False, 0
    while at < len(text):
        character = text[at]
        if character == '"':
            quoted = not quoted
        elif not quoted and character == "^":
            at += 1
            # At the end of a line it takes the line's end away, and the next character is as it is.
            at += text[at] == "\n"
            character = text[at]
        else:
            assert quoted or character not in "&|<>()\n", f"cmd heeds {character!r} in {text[:at]!r}"
        found, at = found + character, at + 1
    assert not quoted, text
    return found


def argv(command: str) -> list[str]:
    """The words of a command line, as `CommandLineToArgvW` has them."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    for backslashes, rest in re.findall(r"(\\*)([^\\]|$)", command):
        if rest == '"':
            word += "\\" * (len(backslashes) // 2)
            begun = True
            if len(backslashes) % 2:
                word += '"'
            else:
                quoted = not quoted
            continue
        word += backslashes
        if rest in (" ", "\t", "") and not quoted:
            if word or begun:
                words.append(word)
            word, begun = "", False
        else:
            word += rest
    assert not quoted, command
    return words


_LOOP = re.compile(r"for /f tokens\^=([\d^,]+)\^ delims\^=\^\" %F in \('(.*?)'\) do @(.*)", re.DOTALL)


def run_cmd(text: str, environment: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What a text does that is pasted into cmd; `curl` is the one of this machine."""
    text = cmd_expanded(text.rstrip("\n"), environment)
    assert len(text) <= 8191
    loop = _LOOP.fullmatch(text)
    if loop is None:
        return _run(argv(cmd_command(text)), environment, folder)
    tokens, inner, body = loop.groups()
    # It runs in a cmd of its own, which reads it once more.
    sent = _run(argv(cmd_command(cmd_expanded(inner, environment))), environment, folder)
    if sent.returncode:
        return sent
    pieces = [piece for piece in sent.stdout.strip().split('"') if piece]
    command = cmd_command(body)
    for index, token in enumerate(tokens.split("^,")):
        command = command.replace(f"%{chr(ord('F') + index)}", pieces[int(token) - 1])
    return _run(argv(command), environment, folder)


def _run(command: list[str], environment: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    assert command[0] in ("curl", "curl.exe")
    command = ["curl", *command[1:]]
    return subprocess.run(
        command, env=dict(environment), cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


_POWERSHELL = tree_sitter.Language(tree_sitter_powershell.language())


class Thrown(Exception):
    """PowerShell's `throw`, or a request that failed."""


class Powershell:
    """Carries out a text.

    Args:
        environment: Its environment variables.
        folder: Where it runs.
    """

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.variables: dict[str, Any] = {"LASTEXITCODE": 0}

    def run(self, text: str) -> str:
        """What it prints. `Thrown` if it fails."""
        root = tree_sitter.Parser(_POWERSHELL).parse(text.encode()).root_node
        assert not root.has_error, root
        [statements] = root.named_children
        printed = [self._value(statement) for statement in statements.named_children]
        return "".join(str(value) + "\n" for value in printed if value is not None)

    def _value(self, node: tree_sitter.Node) -> Any:
        method = getattr(self, f"_{node.type}", None)
        if method is not None:
            return method(node)
        # What has one part is that part.
        assert len(node.named_children) == 1, node
        assert node.type.endswith(("_expression", "pipeline", "pipeline_chain", "unary_expression")), node
        return self._value(node.named_children[0])

    def _text(self, node: tree_sitter.Node) -> str:
        assert node.text is not None
        return node.text.decode()

    def _assignment_expression(self, node: tree_sitter.Node) -> None:
        left, operator, right = node.named_children
        assert self._text(operator) == "="
        self.variables[self._text(left).removeprefix("$")] = self._value(right)

    def _if_statement(self, node: tree_sitter.Node) -> Any:
        text = self._text(node)
        if "PSVersionTable" in text:
            return "curl"
        assert re.fullmatch(r'if \(\$LASTEXITCODE\) \{ throw "\$file\d+" \}', text), text
        if self.variables["LASTEXITCODE"]:
            raise Thrown(self.variables[re.findall(r"file\d+", text)[0]])
        return None

    def _variable(self, node: tree_sitter.Node) -> Any:
        name = self._text(node).removeprefix("$").strip("{}")
        return self.environment.get(name[4:], "") if name.startswith("env:") else self.variables[name]

    def _integer_literal(self, node: tree_sitter.Node) -> int:
        return int(self._text(node))

    def _string_literal(self, node: tree_sitter.Node) -> str:
        text = self._text(node)
        [kind] = node.named_children
        if kind.type == "verbatim_string_characters":
            assert not re.search("[\u2018-\u201b]", text[1:-1]), "a quotation mark that ends the text"
            assert "'" not in text[1:-1].replace("''", "")
            return text[1:-1].replace("''", "'")
        assert "`" not in text
        for variable in reversed(kind.named_children):
            start, end = variable.start_byte - node.start_byte, variable.end_byte - node.start_byte
            text = text[:start] + self._variable(variable.named_children[0].parent or variable) + text[end:]
        return text[1:-1]

    def _additive_expression(self, node: tree_sitter.Node) -> Any:
        values = [self._value(child) for child in node.named_children]
        return values[0] if len(values) == 1 else values[0] + values[1]

    def _hash_literal_expression(self, node: tree_sitter.Node) -> dict[str, str]:
        entries = [entry for body in node.named_children for entry in body.named_children]
        return {self._value(e.named_children[0].named_children[0]): self._value(e.named_children[1]) for e in entries}

    def _member_access(self, node: tree_sitter.Node) -> Any:
        assert self._text(node).endswith(".Content")
        return self._value(node.named_children[0])

    def _parenthesized_expression(self, node: tree_sitter.Node) -> Any:
        text = self._text(node)
        found = re.fullmatch(r"\(\[Text\.Encoding\]::UTF8\.GetBytes\((\$\w+)\)\)", text)
        if found:
            return self.variables[found[1][1:]].encode()
        return self._value(node.named_children[0])

    def _pipeline_chain(self, node: tree_sitter.Node) -> Any:
        value: Any = None
        for index, part in enumerate(node.named_children):
            value = self._command(part, value) if part.type == "command" and index else self._value(part)
        return value

    def _command(self, node: tree_sitter.Node, piped: Any = None) -> Any:
        name, *rest = [child for child in node.named_children if child.type != "command_invokation_operator"]
        words = [
            self._text(word) if word.type in ("command_parameter", "generic_token") else self._value(word)
            for elements in rest
            for word in elements.named_children
            if word.type != "command_argument_sep"
        ]
        command = self._text(name)
        if command == "ConvertFrom-Json":
            return json.loads(piped)
        if command == "Select-Object":
            assert words[0] == "-First"
            return piped[0]
        if command == "ConvertTo-Json":
            return json.dumps(words[0])
        if command == "Invoke-WebRequest":
            return self._request(words)
        assert command == "$curl", command
        ran = _run(["curl", *words], self.environment, self.folder)
        self.variables["LASTEXITCODE"] = ran.returncode
        return ran.stdout.strip()

    def _request(self, words: list[Any]) -> str:
        assert words.pop(0) == "-UseBasicParsing"
        options = dict(zip(words[::2], words[1::2], strict=True))
        headers = {**options.pop("-Headers"), "Content-Type": options.pop("-ContentType")}
        answer = httpx.request(
            options.pop("-Method"), options.pop("-Uri"), headers=headers, content=options.pop("-Body"), timeout=60
        )
        assert not options
        if not answer.is_success:
            raise Thrown(answer.text)
        return answer.text
