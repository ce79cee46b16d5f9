"""The official conformance suite against a notebook, and docs/conformance.md against the suite."""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environments
import pytest
from support.live import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.clients]

CELLS = Path(__file__).with_name("conformance_cells.py")
DOCUMENT = (environments.ROOT / "docs" / "conformance.md").read_text()

RUNS = {
    "0.1.16": ("conformance", []),
    "2025-03-26": ("conformance-next", ["--spec-version", "2025-03-26"]),
    "2025-06-18": ("conformance-next", ["--spec-version", "2025-06-18"]),
    "2025-11-25": ("conformance-next", ["--spec-version", "2025-11-25"]),
    "2026-07-28": ("conformance-next", ["--spec-version", "2026-07-28"]),
}
"""The columns of the first table: the environment with the suite, and what to tell it. The stable
suite runs all that it has in one go; the other one scenario at each revision that has it."""


def table(title: str) -> list[list[str]]:
    """The rows of the table in a section of the document, its head first, without code marks."""
    section = DOCUMENT.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|") and not line.startswith("|--")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


HEAD, *ROWS = table("Scenarios")
EXPECTED = {
    (run, row[0]): cell for row in ROWS for run, cell in zip(HEAD[1:], row[1:], strict=True) if cell not in ("–", "")
}
KNOWN = {(scenario, check) for scenario, check, _ in table("Checks that do not pass")[1:]}
NOT_OURS = [pattern for pattern, _ in table("What does not apply")[1:]]


def suite(environment: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    package = environments.node_of(environment) / "node_modules" / "@modelcontextprotocol" / "conformance"
    command = [*environments.node(), str(package / "dist" / "index.js"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


def listed(environment: str, *options: str) -> set[str]:
    """The scenarios for servers that a suite has."""
    printed = suite(environment, "list", "--server", *options).stdout
    section = printed.partition("Server scenarios")[2].partition("\n\n")[0]
    return set(re.findall(r"^  - (\S+)", section, re.M))


def cells() -> Iterator[tuple[str, bool]]:
    """The fixtures: each cell, and whether it may fail, for what it uses may not be there yet."""
    for part in re.split(r"^# %% *", CELLS.read_text(), flags=re.M)[1:]:
        magic, _, source = part.partition("\n")
        yield source if magic in ("", "later") else f"%%{magic}\n{source}", magic == "later"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], list[dict[str, Any]]]]:
    """The checks of each scenario of each run, from the suite's own files: its summary ticks what it skipped."""
    server = LiveServer(tmp_path_factory.mktemp("conformance"))
    notebook = server.notebook().load()
    for source, may_fail in cells():
        ran = notebook.run(source)
        assert ran.status == "ok" or may_fail, ran.text
    # The suite can send no header, and some of its scenarios drop the query of the address.
    key = server.http.post("gradio_api/keys", json={"name": "conformance"}).json()["key"]
    url = f"{server.url}gradio_key/{key}/gradio_api/mcp/"
    found = {}
    for run, (environment, options) in RUNS.items():
        folder = tmp_path_factory.mktemp("checks")
        ran_suite = suite(environment, "server", "--url", url, "--suite", "all", "-o", str(folder), *options)
        for file in folder.glob("*/checks.json"):
            scenario = re.fullmatch(r"server-(.+)-\d{4}-\d\d-\d\dT.*", file.parent.name)
            assert scenario is not None, file
            found[run, scenario[1]] = json.loads(file.read_text())
        assert any(of == run for of, _ in found), ran_suite.stdout + ran_suite.stderr
    yield found
    notebook.close()
    server.close()


@pytest.mark.parametrize(
    ("run", "scenario"), EXPECTED, ids=[f"{scenario} {revision}" for revision, scenario in EXPECTED]
)
def test_a_scenario_ends_as_the_document_says(
    reports: dict[tuple[str, str], list[dict[str, Any]]], run: str, scenario: str
) -> None:
    checks = reports[run, scenario]
    failed = {c["id"]: f"{c['status']} {c['id']}: {c.get('errorMessage')}" for c in checks if not passes(c)}
    known = {check for of, check in KNOWN if of == scenario}
    if EXPECTED[run, scenario] == "not yet":
        assert failed.keys() - known, "It passes now: write 'yes' into docs/conformance.md."
        return
    assert failed.keys() == known, "\n".join(
        [*failed.values(), *(f"no longer true: {check}" for check in known - failed.keys())]
    )
    assert known or any(c["status"] == "SUCCESS" for c in checks), f"nothing was checked: {checks}"


def passes(check: dict[str, Any]) -> bool:
    """Whether a check is no finding. A warning is one, and so is a check that was skipped."""
    return check["status"] in ("SUCCESS", "INFO")


@pytest.mark.parametrize("run", RUNS)
def test_every_scenario_of_the_suite_is_in_the_document_and_nothing_else(run: str) -> None:
    environment, options = RUNS[run]
    assert listed(environment, *options) == {scenario for of, scenario in EXPECTED if of == run}


def test_every_extension_of_the_suite_is_tested_or_said_not_to_apply() -> None:
    tested = {scenario for _, scenario in EXPECTED}
    others = listed("conformance-next") - tested
    assert {name for name in others if not any(fnmatch.fnmatch(name, pattern) for pattern in NOT_OURS)} == set()
    for pattern in NOT_OURS:
        assert fnmatch.filter(others, pattern), f"the suite has no {pattern}"
        assert not fnmatch.filter(tested, pattern), f"{pattern} is said not to apply, and is tested"


def test_the_newest_revisions_are_tested_over_all_that_they_require() -> None:
    for revision in ("2025-11-25", "2026-07-28"):
        required = listed("conformance-next", "--requirements", revision)
        assert len(required) >= 30, required
        assert {scenario for scenario in required if (revision, scenario) not in EXPECTED} == set()
