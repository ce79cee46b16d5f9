"""Values in snippets are what they were: read by each language itself."""

import ast
import json
import subprocess
from collections.abc import Callable
from typing import Any

import environments
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.snippets import Snippets, node
from support.windows_shells import Powershell, argv, cmd_command, cmd_expanded

pytestmark = [pytest.mark.slow, pytest.mark.clients]

NASTY = [
    "",
    "'",
    '"',
    "'\"",
    "\\",
    "\\'",
    '\\"',
    "a\nb\r\nc\td",
    "$HOME ${HOME} $(id) `id` !! %PATH% %a% ^& | < > ( ) ; * ? ~ #",
    "${1+1} {{x}} </script> <!--",
    "é ü ß 你好 😀 👨‍👩‍👧",
    "\u2018\u2019\u201a\u201b\u201c\u201d\u2028\u2029\u0085\u00a0\u200b\u202e\ufeff",
    "\ud800 \udfff \udc00\ud800",
    "\x00\x01\x1b\x7f\x80",
    "''' \"\"\" '''",
    "--data @file -x",
    "end\\",
    "C:\\new\\table\\u0041",
    "__proto__",
]
NUMBERS = [0, -0.0, -1, 1.5, -2.5e-7, 5e-324, 1.7976931348623157e308, 1e21, 2**53, 2**63, 10**20, 0.1, 123456789.123]
VALUES = [
    None,
    True,
    False,
    *NASTY,
    *NUMBERS,
    [],
    {},
    [[], {}, [None, [True]]],
    {text: [text, {text: number}] for text, number in zip(NASTY, NUMBERS, strict=False)},
    {"__proto__": {"a": 1}, "constructor": 2, "with space": 3, "class": 4, "1": 5},
    {"long": ["a long text of many words " * 4, {"deep": [["x" * 60, "y" * 60], {"z": "z" * 99}]}]},
]

TEXTS = st.text(st.characters(), max_size=12) | st.sampled_from(NASTY)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> Snippets:
    return Snippets(tmp_path_factory.mktemp("snippets"))


def as_javascript_has(value: Any) -> Any:
    """A value after JavaScript had it: every number a double."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, list):
        return [as_javascript_has(item) for item in value]
    return {key: as_javascript_has(item) for key, item in value.items()} if isinstance(value, dict) else value


def written(value: Any) -> str:
    """A value so that -0.0 is no 0, and 1 no True; the order of members aside."""
    return json.dumps(as_javascript_has(value), sort_keys=True)


def evaluated_by_python(texts: list[str]) -> list[Any]:
    return [ast.literal_eval(text) for text in texts]


def evaluated_by_node(texts: list[str]) -> list[Any]:
    program = """
        import { readFileSync } from "node:fs";
        const minus = (key, value) => (Object.is(value, -0) ? "minus zero" : value);
        const values = JSON.parse(readFileSync(0, "utf8")).map(text => (0, eval)(`(${text})`));
        console.log(JSON.stringify(values, minus));
    """
    found = node(program, texts).replace('"minus zero"', "-0.0")
    return list(json.loads(found))


def evaluated_by_bash(texts: list[str]) -> list[Any]:
    # The words go through a file: a command line of all of them would be too long.
    script = "".join(f"printf '%s\\n' {text}\n" for text in texts)
    ran = subprocess.run(["bash"], input=script.encode("utf-8"), capture_output=True, timeout=60, check=True)
    return [json.loads(line) for line in ran.stdout.decode().split("\n")[:-1]]


def evaluated_by_cmd(texts: list[str]) -> list[Any]:
    environment = {"PATH": "no", "a": "no", "HOME": "no"}
    return [json.loads(argv(cmd_command(cmd_expanded(f"curl -d {text}", environment)))[2]) for text in texts]


def evaluated_by_powershell(texts: list[str]) -> list[Any]:
    found = []
    for text in texts:
        shell = Powershell({}, environments.ROOT)
        shell.run(f"$a = {text}\n")
        assert shell.variables["a"].isascii()
        found.append(json.loads(shell.variables["a"]))
    return found


WAYS = pytest.mark.parametrize(
    ("function", "evaluate"),
    [
        ("python", evaluated_by_python),
        ("javascript", evaluated_by_node),
        ("bashJson", evaluated_by_bash),
        ("cmdJson", evaluated_by_cmd),
        ("powershellJson", evaluated_by_powershell),
    ],
)


def check(snippets: Snippets, function: str, evaluate: Callable[[list[str]], list[Any]], values: list[Any]) -> None:
    texts = snippets.ask(*([function, value] for value in values))
    for value, text, found in zip(values, texts, evaluate(texts), strict=True):
        assert written(found) == written(value), text


@WAYS
def test_values_come_through(snippets: Snippets, function: str, evaluate: Any) -> None:
    check(snippets, function, evaluate, VALUES)


@WAYS
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(JSON, min_size=20, max_size=120))
def test_any_value_comes_through(snippets: Snippets, function: str, evaluate: Any, values: list[Any]) -> None:
    check(snippets, function, evaluate, values)


@pytest.mark.parametrize("function", ["python", "javascript"])
def test_what_nobody_sees_is_escaped(snippets: Snippets, function: str) -> None:
    [text] = snippets.ask([function, "a\u202eb\u200bc\u00a0d\u0000e\nf \ud800"])
    assert text.isascii()
    assert text.isprintable()


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=50))
def test_any_text_is_one_word_of_bash(snippets: Snippets, texts: list[str]) -> None:
    words = " ".join(snippets.ask(*(["bash", text] for text in texts)))
    ran = subprocess.run(
        ["bash"], input=f"printf '%s\\0' {words}".encode(), capture_output=True, timeout=60, check=True
    )
    assert ran.stdout.decode().split("\0")[:-1] == texts
