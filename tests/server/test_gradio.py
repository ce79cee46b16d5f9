"""What Gradio's clients read."""

import copy
import json
import random
import time
from typing import Any

import pytest

from jupyter_gradio_mcp.errors import FunctionFailed
from jupyter_gradio_mcp.server.edits import MAX_EDITS, edits
from jupyter_gradio_mcp.server.narrator import Narrator


def applied(value: Any, changes: list[list[Any]]) -> Any:
    """What gradio_client makes of edits, in its own order and with its own rules."""
    value = copy.deepcopy(value)
    for action, path, new in changes:
        if not path:
            value = new if action == "replace" else value + new
            continue
        holder = value
        for part in path[:-1]:
            holder = holder[part]
        last = path[-1]
        if action == "replace":
            holder[last] = new
        elif action == "append":
            holder[last] += new
        elif action == "add":
            if isinstance(holder, list):
                holder.insert(int(last), new)
            else:
                holder[last] = new
        elif action == "delete":
            del holder[int(last) if isinstance(holder, list) else last]
        else:
            raise AssertionError(action)
    return value


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Hel", "Hello", [["append", [], "lo"]]),
        ("Hello", "Hel", [["replace", [], "Hel"]]),
        ("", "a", [["replace", [], "a"]]),
        ("a", "a", []),
        (1, True, [["replace", [], True]]),
        (1, 1.0, [["replace", [], 1.0]]),
        (None, {"a": 1}, [["replace", [], {"a": 1}]]),
        ([1, 2], [1, 2, 3], [["add", [2], 3]]),
        ([1, 2, 3], [1], [["delete", [2], None], ["delete", [1], None]]),
        ({"a": "x", "b": 1}, {"a": "xy"}, [["delete", ["b"], None], ["append", ["a"], "y"]]),
        ([{"t": "a"}], [{"t": "ab"}], [["append", [0, "t"], "b"]]),
        ([True], [1], [["replace", [0], 1]]),
    ],
)
def test_edits_say_only_what_changed(old: Any, new: Any, wanted: Any) -> None:
    assert edits(old, new) == wanted


def made(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.choice(
        ["str", "int", "none", "bool", "list", "dict"] if depth < 3 else ["str", "int", "none", "bool"]
    )
    if kind == "list":
        return [made(chance, depth + 1) for _ in range(chance.randrange(4))]
    if kind == "dict":
        return {chance.choice("abcd"): made(chance, depth + 1) for _ in range(chance.randrange(4))}
    return {"str": "x" * chance.randrange(4), "int": chance.randrange(3), "none": None, "bool": chance.random() < 0.5}[
        kind
    ]


@pytest.mark.parametrize("seed", range(200))
def test_the_client_makes_the_new_value_of_the_edits(seed: int) -> None:
    chance = random.Random(seed)
    old, new = made(chance), made(chance)
    # As text, for to Python True is 1; the order of an object's keys is not part of its value.
    assert json.dumps(applied(old, edits(old, new)), sort_keys=True) == json.dumps(new, sort_keys=True)


def test_a_value_that_changed_all_over_is_sent_whole() -> None:
    old, new = list(range(MAX_EDITS * 2)), list(range(1, MAX_EDITS * 2 + 1))
    assert edits(old, new) == [["replace", [], new]]


def narrator(**given: Any) -> Narrator:
    settings: dict[str, Any] = {"usual_seconds": 2.0, "concurrency": 2, **given}
    return Narrator("e1", lambda head: [head["value"]], **settings)


def test_a_generator_is_told_whole_first_and_then_by_edits() -> None:
    teller = narrator()
    first, second = (teller.tell({"op": "partial", "value": text, "files": False}, 0.1)[0] for text in ("a", "ab"))
    assert first["output"]["data"] == ["a"]
    assert second["output"]["data"] == [[["append", [], "b"]]]
    assert {first["msg"], second["msg"]} == {"process_generating"}
    [last] = teller.tell({"op": "result", "value": "ab", "fits": True, "files": False}, 0.2)
    assert (last["msg"], last["success"], last["output"]["data"]) == ("process_completed", True, ["ab"])
    assert (last["output"]["duration"], last["output"]["average_duration"]) == (0.2, 2.0)


def test_waiting_is_told_with_an_honest_estimate() -> None:
    [message] = narrator().tell({"op": "queued", "position": 3, "size": 5}, 0)
    assert message == {"msg": "estimation", "event_id": "e1", "rank": 3, "queue_size": 5, "rank_eta": 4.0}
    [unknown] = narrator(usual_seconds=None).tell({"op": "queued", "position": 3, "size": 5}, 0)
    assert unknown["rank_eta"] is None, "nobody knows before the first call"


def test_an_error_has_no_field_that_the_client_could_not_take() -> None:
    # gradio_client calls AppError(message=…, **rest) with whatever else is there.
    [message] = narrator().tell({"op": "error", "error": FunctionFailed("ValueError: no").to_wire()}, 0)
    assert message["success"] is False
    assert message["output"] == {"error": "ValueError: no", "duration": 10, "visible": True, "title": "Error"}


def test_progress_is_told_bar_by_bar() -> None:
    bars = [
        {"index": 2, "length": 10, "unit": "steps", "progress": None, "desc": "Epochs"},
        {"index": None, "length": None, "unit": "steps", "progress": 0.3, "desc": None},
    ]
    head = {"op": "progress", "progress": 2.03, "total": 10, "message": "m", "unit": "steps", "bars": bars}
    [message] = narrator().tell(head, 0)
    assert (message["msg"], message["progress_data"]) == ("progress", bars)


def test_a_notice_is_shown_as_its_author_wants_and_what_is_printed_is_not() -> None:
    log = {"op": "log", "level": "info", "text": "well done"}
    notice = {**log, "stream": "notice", "kind": "success", "title": "Look", "duration": None, "visible": True}
    [told] = narrator().tell(notice, 0)
    assert told == {
        "msg": "log",
        "event_id": "e1",
        "log": "well done",
        "level": "success",
        "title": "Look",
        "duration": None,
        "visible": True,
    }
    [printed] = narrator().tell({**log, "stream": "stdout"}, 0)
    assert (printed["level"], printed["visible"]) == ("info", False)


def test_an_error_is_shown_as_its_author_wants() -> None:
    shown = {"title": "Too large", "duration": None, "visible": False}
    [message] = narrator().tell({"op": "error", "error": FunctionFailed("no", shown=shown).to_wire()}, 0)
    assert message["output"] == {"error": "no", **shown}


def test_a_large_value_is_sent_whole_rather_than_compared_for_long() -> None:
    large = list(range(1_000_000))
    started = time.perf_counter()
    for old, new in ((large, [*large, 1]), (large, []), ({"a": [large]}, {"a": [large, 1]})):
        assert edits(old, new) == [["replace", [], new]]
    assert time.perf_counter() - started < 0.2
