"""Panels over HTTP: what they show to whom, and calls that outlive a broken stream and a reload."""

import contextlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx
import pytest
from support.live import DEADLINE, LiveNotebook, LiveServer, wait_for
from support.mcp import modern_call

pytestmark = pytest.mark.slow

FUNCTIONS = """%%mcp_tool
import threading
import jupyter_gradio_mcp as gr
from collections.abc import Iterator
from pathlib import Path

gate, stopped = threading.Event(), threading.Event()

def double(n: int) -> int:
    print(f"doubling {n}")
    gr.Info("almost there", title="Note")
    return 2 * n

def fails() -> int:
    raise ValueError("no good")

def waits(progress: gr.Progress = gr.Progress()) -> str:
    print("before")
    progress(0.5, desc="half")
    gate.wait(30)
    print("after")
    return "done"

def endless() -> Iterator[int]:
    try:
        while True:
            yield 1
    finally:
        stopped.set()

def travel() -> str:
    return f"to {gr.ask('Which city?')}"

def thinks() -> str:
    return gr.sample("Think")

def visits(count: gr.State = gr.State(0)) -> int:
    count.value += 1
    return count.value

def writes() -> Path:
    Path("made.txt").write_text("made")
    return Path("made.txt")
"""


class Page:
    """What a browser does at one page: it reads the stream, and posts."""

    def __init__(
        self,
        server: LiveServer,
        at: str = "",
        *,
        headers: dict[str, str] | None = None,
        cookies: dict[str, str] | None = None,
        session: str | None = None,
        kernel: str | None = None,
    ) -> None:
        self.session = session or secrets.token_hex(16)
        self.kernel = kernel
        self.http = httpx.Client(
            base_url=server.url + at,
            headers=server.authorization if headers is None else headers,
            cookies=cookies,
            timeout=DEADLINE,
        )
        self.events: Queue[tuple[str, dict[str, Any]]] = Queue()
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.last = ""
        self._stream: Any = None
        self._thread: threading.Thread | None = None

    def listen(self, *, forget: bool = True) -> "Page":
        """Open the stream: as after a reload, or (`forget` is False) as a browser that was cut off."""
        headers = {} if forget or not self.last else {"Last-Event-ID": self.last}
        request = self.http.build_request(
            "GET", "gradio_api/panel/events", params={"session": self.session}, headers=headers, timeout=None
        )
        self._stream = stream = self.http.send(request, stream=True)
        assert stream.status_code == 200, stream.read()
        self.seen, self.events = [], Queue()
        self._thread = threading.Thread(target=self._read, args=(stream, self.events), daemon=True)
        self._thread.start()
        return self

    def _read(self, stream: httpx.Response, events: Queue[tuple[str, dict[str, Any]]]) -> None:
        with contextlib.suppress(httpx.HTTPError, httpx.StreamError):
            number = ""
            for line in stream.iter_lines():
                if line.startswith("id: "):
                    number = line[4:]
                elif line.startswith("data: "):
                    events.put((number, json.loads(line[6:])))
                    number = ""
        events.put(("", {"closed": True}))

    def next(self, which: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next event that is so; what comes before it is in `seen`."""
        while True:
            try:
                number, event = self.events.get(timeout=DEADLINE)
            except Empty:
                raise AssertionError(f"it did not come; what came: {self.seen}") from None
            self.last = number or self.last
            self.seen.append((number, event))
            if which(event):
                return event

    def frame(self, call: str, *ops: str) -> dict[str, Any]:
        """The next frame of a call with one of these ops."""
        found = self.next(lambda event: event.get("call") == call and event["frame"]["op"] in ops)
        frame: dict[str, Any] = found["frame"]
        return frame

    def end(self, call: str) -> dict[str, Any]:
        """Its last frame."""
        return self.frame(call, "result", "error")

    def frames(self, call: str) -> list[dict[str, Any]]:
        """What was told of a call so far."""
        return [event["frame"] for _, event in self.seen if event.get("call") == call]

    def post(self, route: str, **body: Any) -> httpx.Response:
        """POST to a route of panels."""
        named = {"session": self.session, **({"kernel": self.kernel} if self.kernel else {}), **body}
        return self.http.post(f"gradio_api/panel/{route}", json=named)

    def call(self, endpoint: str, id: str | None = None, **arguments: Any) -> str:
        """Begin a call."""
        id = id or secrets.token_hex(8)
        answer = self.post("call", call=id, endpoint=endpoint, arguments=arguments)
        assert (answer.status_code, set(answer.json())) == (200, {"listening"}), answer.text
        return id

    def run(self, endpoint: str, **arguments: Any) -> Any:
        """Call and wait for the value."""
        end = self.end(self.call(endpoint, **arguments))
        assert end["op"] == "result", end
        return end["value"]

    def leave(self) -> None:
        """Cut the stream."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def close(self) -> None:
        """Close the page."""
        self.leave()
        self.http.close()


@pytest.fixture(scope="module")
def offering(server: LiveServer) -> Iterator[LiveNotebook]:
    opened = server.notebook("of panels.ipynb").load()
    ran = opened.run(FUNCTIONS)
    assert ran.status == "ok", ran.text
    opened.run("%%mcp_tool --visibility private\ndef closed() -> int:\n    return 5")
    opened.run("%%mcp_tool --visibility undocumented\ndef hidden() -> int:\n    return 6")
    yield opened
    opened.close()


@pytest.fixture(params=["union", "notebook"])
def place(request: pytest.FixtureRequest, offering: LiveNotebook) -> dict[str, Any]:
    """Both ways to a notebook: its own address, and the union's with the kernel."""
    return {"kernel": offering.kernel} if request.param == "union" else {"at": offering.address}


@pytest.fixture
def page(server: LiveServer, place: dict[str, Any]) -> Iterator[Page]:
    opened = Page(server, **place).listen()
    yield opened
    opened.close()


def key_of(server: LiveServer, **limits: Any) -> str:
    answer = server.http.post("gradio_api/keys", json={"name": f"key {secrets.token_hex(4)}", **limits})
    return str(answer.json()["key"])


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def by_cookie(server: LiveServer, key: str) -> dict[str, Any]:
    """What the browser of somebody sends who logged in with a key."""
    origin = f"http://127.0.0.1:{server.port}"
    answer = httpx.post(f"{server.url}gradio_api/login", json={"key": key}, headers={"Origin": origin})
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["set-cookie"].partition(";")[0].partition("=")
    return {"headers": {"Origin": origin, "Cookie": f"{cookie[0]}={cookie[2]}"}}


def logged_in(server: LiveServer) -> dict[str, str]:
    """The cookies of a browser in which the owner has just logged in."""
    with httpx.Client(base_url=server.url, follow_redirects=True) as browser:
        assert browser.get("tree", params={"token": server.token}).status_code in (200, 404)
        browser.get("login")
        return dict(browser.cookies)


def test_a_call_is_told_on_the_stream_of_its_session(page: Page) -> None:
    call = page.call("double", n=21)
    end = page.end(call)
    assert (end["op"], end["value"]) == ("result", 42)
    frames = page.frames(call)
    assert frames[0]["op"] == "started"
    assert "doubling 21" in "".join(frame["text"] for frame in frames if frame["op"] == "log")
    assert [f["title"] for f in frames if f.get("stream") == "notice"] == ["Note"]
    assert all("id" not in frame for frame in frames), "the number of a call on its link is nobody's business"
    numbers = [int(number) for number, event in page.seen if "call" in event]
    assert numbers == sorted(set(numbers))


def test_the_stream_begins_with_what_there_is(server: LiveServer, page: Page, offering: LiveNotebook) -> None:
    state = page.next(lambda event: event.get("kernel") == offering.kernel)
    assert state == {"kernel": offering.kernel, "state": "live", "revision": state["revision"]}
    assert page.seen[0][1] == {"calls": []}
    headers = page._stream.headers
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["Content-Type"].startswith("text/event-stream")


def test_wrong_arguments_are_the_error_of_the_call_and_the_next_call_works(page: Page) -> None:
    end = page.end(page.call("double", n="many"))
    assert (end["error"]["code"], end["error"]["details"][0]["loc"]) == ("invalid_arguments", ["n"])
    end = page.end(page.call("double"))
    assert end["error"]["code"] == "invalid_arguments"
    assert page.run("double", n=1) == 2


def test_arguments_that_are_no_json_are_the_error_of_the_call(page: Page) -> None:
    call = secrets.token_hex(8)
    body = {"session": page.session, "call": call, "endpoint": "double", "kernel": page.kernel, "arguments": {"n": 1}}
    text = json.dumps({k: v for k, v in body.items() if v is not None}).replace('"n": 1', '"n": NaN')
    assert page.http.post("gradio_api/panel/call", content=text).status_code == 200
    assert page.end(call)["error"]["code"] == "invalid_arguments"


def test_who_was_cut_off_is_told_what_came_meanwhile_and_nothing_twice(page: Page, offering: LiveNotebook) -> None:
    offering.run("gate.clear()")
    call = page.call("waits")
    assert page.frame(call, "log")["text"] == "before"
    page.leave()
    offering.run("gate.set()")
    page.listen(forget=False)
    assert page.end(call)["value"] == "done"
    after = page.frames(call)
    assert [f["text"] for f in after if f["op"] == "log"] == ["after"]
    assert not any(f["op"] == "started" for f in after)


def test_a_page_that_was_reloaded_is_told_everything_that_still_counts(page: Page, offering: LiveNotebook) -> None:
    offering.run("gate.clear()")
    call = page.call("waits")
    page.frame(call, "progress")
    page.leave()
    page.listen()
    assert page.next(lambda event: "calls" in event) == {"calls": [call]}
    assert page.frame(call, "progress")["bars"][0]["desc"] == "half"
    page.leave()
    offering.run("gate.set()")
    page.listen()
    assert page.end(call)["value"] == "done"
    assert [f["text"] for f in page.frames(call) if f["op"] == "log"] == ["before", "after"]
    page.leave()
    page.listen()
    assert page.end(call)["value"] == "done", "what it gave is kept"


def test_a_number_of_another_server_or_session_hides_nothing(page: Page) -> None:
    call = page.call("double", n=4)
    page.end(call)
    for last in ("1", str(2**62), "nonsense", "-1"):
        page.leave()
        page.last = last
        page.listen(forget=False)
        assert page.end(call)["value"] == 8, last


def test_a_call_can_be_stopped(page: Page, offering: LiveNotebook) -> None:
    offering.run("stopped.clear()")
    call = page.call("endless")
    page.frame(call, "partial")
    assert page.post("cancel", call=call).json() == {}
    assert page.end(call)["error"]["code"] == "cancelled"
    assert offering.run("print(stopped.wait(30))").stdout == "True\n"
    assert page.post("cancel", call=call).json() == {}, "it is over, and stays so"
    assert page.post("cancel", call="unheard").status_code == 404
    assert page.run("double", n=1) == 2


def test_a_question_is_answered_at_the_page(page: Page) -> None:
    call = page.call("travel")
    [question] = page.frame(call, "ask")["questions"]
    assert question["params"]["message"] == "Which city?"
    field = next(iter(question["params"]["requestedSchema"]["properties"]))
    page.leave()
    page.listen()
    assert page.frame(call, "ask")["questions"] == [question], "a page that was reloaded is asked again"
    answer = {question["key"]: {"action": "accept", "content": {field: "Rome"}}, "unasked": None}
    assert page.post("answer", call=call, answers=answer).json() == {}
    assert page.end(call)["value"] == "to Rome"
    assert page.post("answer", call=call, answers=answer).json() == {}, "an answer that comes late does no harm"
    page.leave()
    page.listen()
    page.end(call)
    assert not [f for f in page.frames(call) if f["op"] == "ask"], "and what was answered is not asked again"


def test_what_no_person_can_answer_is_refused_at_once(page: Page) -> None:
    end = page.end(page.call("thinks"))
    assert end["error"]["code"] == "cannot_ask"


def test_two_pages_do_not_hear_each_other(server: LiveServer, place: dict[str, Any], page: Page) -> None:
    other = Page(server, **place).listen()
    page.run("double", n=3)
    assert other.run("double", n=4) == 8
    assert [f["value"] for _, e in other.seen if "call" in e and (f := e["frame"])["op"] == "result"] == [8]
    other.close()


def test_two_streams_of_one_session_hear_the_same(server: LiveServer, place: dict[str, Any], page: Page) -> None:
    twin = Page(server, **place, session=page.session).listen()
    call = page.call("double", n=5)
    assert twin.end(call) == page.end(call)
    twin.close()


def test_a_session_has_its_own_state(server: LiveServer, place: dict[str, Any], page: Page) -> None:
    assert [page.run("visits"), page.run("visits")] == [1, 2]
    other = Page(server, **place).listen()
    assert other.run("visits") == 1
    other.close()


def test_files_have_addresses_that_open(server: LiveServer, page: Page) -> None:
    made = page.run("writes")
    assert made["url"].startswith("/"), "whatever host and scheme the browser knows us by"
    assert httpx.get(f"http://127.0.0.1:{server.port}{made['url']}").text == "made"


def test_another_credentials_session_is_not_to_be_found(server: LiveServer, place: dict[str, Any], page: Page) -> None:
    call = page.call("endless")
    page.frame(call, "partial")
    stranger = Page(server, **place, headers=bearer(key_of(server)), session=page.session)
    assert stranger.post("cancel", call=call).status_code == 404
    assert stranger.post("answer", call=call, answers={}).status_code == 404
    stranger.listen()
    assert stranger.run("double", n=1) == 2
    assert not stranger.frames(call)
    stranger.close()
    page.post("cancel", call=call)
    assert page.end(call)["error"]["code"] == "cancelled"


def test_a_page_is_told_when_nobody_listens_to_its_call(
    server: LiveServer, place: dict[str, Any], offering: LiveNotebook
) -> None:
    # Jupyter makes somebody new of each who logs in with its token.
    origin = {"Origin": f"http://127.0.0.1:{server.port}"}
    before, after = (Page(server, **place, headers=origin, cookies=logged_in(server), session="s" * 16) for _ in "12")
    for page in (before, after):
        page.http.headers["X-XSRFToken"] = page.http.cookies["_xsrf"]
    before.listen()
    asked = {"endpoint": "double", "arguments": {"n": 4}}
    assert before.post("call", call="c1", **asked).json() == {"listening": True}
    assert before.end("c1")["value"] == 8
    assert after.post("call", call="c2", **asked).json() == {"listening": False}
    assert after.listen().end("c2")["value"] == 8
    assert not before.frames("c2")
    before.close()
    after.close()


def test_names_are_checked_and_none_is_used_twice(page: Page) -> None:
    call = page.call("double", n=1)
    again = page.post("call", call=call, endpoint="double", arguments={"n": 1})
    assert (again.status_code, again.json()["code"]) == (422, "invalid_request")
    assert call in again.json()["error"]
    for wrong in (None, 7, "", "x" * 65, "a b", "a\nb"):
        assert page.post("call", call=wrong, endpoint="double", arguments={}).status_code == 422, wrong
    for wrong in (None, 7, "short", "x" * 65, "no spaces in a name"):
        answer = page.http.post(
            "gradio_api/panel/call",
            json={"session": wrong, "call": "c", "endpoint": "double", "arguments": {}, "kernel": page.kernel},
        )
        assert (answer.status_code, "session" in answer.json()["error"]) == (422, page.kernel is not None or True), (
            wrong
        )
    assert page.post("call", call="c", endpoint=7).status_code == 422
    assert page.post("call", call="c", endpoint="double", arguments=[1]).status_code == 422
    assert page.post("answer", call=call, answers=["yes"]).status_code == 422
    unknown = page.post("call", call="c", endpoint="nobody")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_endpoint")
    assert page.run("double", n=2) == 4


def test_the_owner_calls_everything_and_others_what_they_may(
    server: LiveServer, place: dict[str, Any], offering: LiveNotebook
) -> None:
    owner = Page(server, **place).listen()
    assert (owner.run("closed"), owner.run("hidden")) == (5, 6)
    key = key_of(server)
    limited = key_of(server, endpoints=["double", "closed"])
    keyed = {**place, "at": f"gradio_key/{key}/{place.get('at', '')}"}
    for guest, private in (
        (Page(server, **place, headers=bearer(key)), False),
        (Page(server, **keyed, headers={}), False),
        (Page(server, **place, **by_cookie(server, key)), True),
        (Page(server, **place, **by_cookie(server, limited)), False),
    ):
        guest.listen()
        assert guest.run("double", n=1) == 2
        if private:
            assert guest.run("closed") == 5
        else:
            assert guest.post("call", call="c", endpoint="closed").status_code == 404
        guest.close()
    elsewhere = key_of(server, endpoints=["nowhere"])
    listed = server.http.get("gradio_api/panel", headers=bearer(elsewhere)).json()
    assert listed["notebooks"] == [], "of notebooks where a key opens nothing it is told nothing"
    out = Page(server, **place, headers=bearer(limited)).listen()
    assert out.post("call", call="c", endpoint="hidden").status_code == 404
    owner.close()
    out.close()


def test_a_pause_stops_others_and_not_the_owner(
    server: LiveServer, place: dict[str, Any], offering: LiveNotebook
) -> None:
    owner = Page(server, **place).listen()
    guest = Page(server, **place, **by_cookie(server, key_of(server))).listen()
    server.http.post("gradio_api/pause", json={"paused": True, "notebook": offering.path})
    try:
        assert owner.run("double", n=8) == 16
        refused = guest.post("call", call="c", endpoint="double", arguments={"n": 1})
        assert (refused.status_code, refused.json()["code"]) == (503, "paused")
    finally:
        server.http.post("gradio_api/pause", json={"paused": False, "notebook": offering.path})
    assert guest.run("double", n=8) == 16
    assert guest.end(guest.call("double", id="c", n=1))["value"] == 2, "a name that was refused is free"
    owner.close()
    guest.close()


def test_what_there_is_is_told_to_each_as_far_as_he_may_see_it(server: LiveServer, offering: LiveNotebook) -> None:
    owners = server.http.get("gradio_api/panel", params={"kernel": offering.kernel}).json()
    assert {k: owners[k] for k in ("kernel", "notebook", "title", "state", "owner")} == {
        "kernel": offering.kernel,
        "notebook": offering.path,
        "title": "of panels",
        "state": "live",
        "owner": True,
    }
    assert server.http.get(f"{offering.address}gradio_api/panel").json() == owners
    key = key_of(server)
    guests = httpx.get(f"{server.url}{offering.address}gradio_api/panel", headers=bearer(key)).json()
    assert guests["owner"] is False
    assert "closed" not in json.dumps(guests)
    listed = server.http.get("gradio_api/panel").json()["notebooks"]
    [mine] = [n for n in listed if n["kernel"] == offering.kernel]
    assert (mine["address"], mine["state"]) == (offering.address, "live")
    assert {"double", "closed"} <= {f["name"] for f in mine["functions"]}
    [seen] = [
        n
        for n in httpx.get(f"{server.url}gradio_api/panel", headers=bearer(key)).json()["notebooks"]
        if n["kernel"] == offering.kernel
    ]
    assert {f["name"] for f in seen["functions"]}.isdisjoint({"closed", "hidden"})
    elsewhere = key_of(server, notebooks=["elsewhere.ipynb"])
    assert httpx.get(f"{server.url}gradio_api/panel", headers=bearer(elsewhere)).json()["notebooks"] == []
    for kernel in ("nothing", offering.kernel):
        answer = httpx.get(f"{server.url}gradio_api/panel", params={"kernel": kernel}, headers=bearer(elsewhere))
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_endpoint")
    assert server.http.get(f"{offering.address}gradio_api/panel", params={"kernel": "nothing"}).status_code == 404


def test_an_app_is_no_way_to_another(server: LiveServer, notebook: LiveNotebook, offering: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\ndef mine() -> int:\n    return 1")
    page = Page(server, offering.address, kernel=notebook.kernel)
    assert page.post("call", call="c", endpoint="mine", arguments={}).status_code == 404
    page.close()


def test_changes_are_told_once_and_to_those_who_may_see_the_notebook(
    server: LiveServer, notebook: LiveNotebook, offering: LiveNotebook
) -> None:
    owner, guest = Page(server).listen(), Page(server, headers=bearer(key_of(server, notebooks=[offering.path])))
    guest.listen()
    guest.next(lambda event: event.get("kernel") == offering.kernel)
    notebook.run("%%mcp_tool\ndef mine() -> int:\n    return 1")
    first = owner.next(lambda event: event.get("kernel") == notebook.kernel)
    assert first["state"] == "live"
    notebook.restart()
    assert owner.next(lambda event: event.get("kernel") == notebook.kernel)["state"] == "gone"
    gone = server.http.get("gradio_api/panel", params={"kernel": notebook.kernel}).json()
    assert gone["state"] == "gone"
    page = Page(server, kernel=notebook.kernel)
    refused = page.post("call", call="c", endpoint="mine", arguments={})
    assert (refused.status_code, refused.json()["code"]) == (503, "kernel_gone")
    page.close()
    notebook.load()
    notebook.run("%%mcp_tool\ndef mine() -> int:\n    return 2")
    again = owner.next(lambda event: event.get("kernel") == notebook.kernel)
    assert (again["state"], again["revision"] > first["revision"]) == ("live", True)
    told = [event for _, event in owner.seen if event.get("kernel") == notebook.kernel]
    assert len({event["revision"] for event in told}) == len(told)
    guest.kernel = offering.kernel
    assert guest.run("double", n=1) == 2
    assert not [event for _, event in guest.seen if event.get("kernel") == notebook.kernel]
    owner.close()
    guest.close()


def test_a_call_ends_when_its_kernel_restarts(server: LiveServer, notebook: LiveNotebook) -> None:
    notebook.run("%%mcp_tool\nimport time\ndef sleeps() -> None:\n    time.sleep(60)")
    page = Page(server, notebook.address).listen()
    call = page.call("sleeps")
    page.frame(call, "started")
    notebook.restart()
    assert page.end(call)["error"]["code"] == "kernel_gone"
    page.close()


def test_a_key_that_is_revoked_ends_its_stream_and_its_calls(
    server: LiveServer, place: dict[str, Any], offering: LiveNotebook
) -> None:
    offering.run("stopped.clear()")
    made = server.http.post("gradio_api/keys", json={"name": "short lived"}).json()
    guest = Page(server, **place, headers=bearer(made["key"])).listen()
    guest.frame(guest.call("endless"), "partial")
    server.http.delete(f"gradio_api/keys/{made['id']}")
    guest.next(lambda event: "closed" in event)
    assert offering.run("print(stopped.wait(30))").stdout == "True\n"
    again = guest.http.get("gradio_api/panel/events", params={"session": guest.session})
    assert again.status_code == 401
    guest.close()


def test_rows_of_a_table_that_is_not_there_are_refused_and_so_is_what_is_no_question(page: Page) -> None:
    asked = {"kernel": page.kernel} if page.kernel else {}
    absent = page.http.post("gradio_api/panel/rows", json={"view": "0" * 32, "start": 0, "stop": 10, **asked})
    assert absent.status_code in (404, 422), absent.text
    for wrong in ({}, {"view": "v", "start": 5, "stop": 1}, {"view": "v", "stop": 1, "other": 1}):
        answer = page.http.post("gradio_api/panel/rows", json={**wrong, **asked})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_a_call_of_a_panel_is_in_the_record_as_such(server: LiveServer, page: Page) -> None:
    page.run("double", n=77)
    entry = wait_for(lambda: server.http.get("gradio_api/calls", params={"limit": 1}).json()["calls"], "the record")[0]
    assert (entry["endpoint"], entry["via"], entry["outcome"]) == ("double", "panel", "ok")


@pytest.mark.parametrize("via", ["panel", "queue", "rest", "mcp"])
def test_what_a_call_waited_and_what_it_ran_are_told_apart(
    server: LiveServer, notebook: LiveNotebook, via: str
) -> None:
    notebook.run("%%mcp_tool\nimport time\n\ndef naps(seconds: float) -> str:\n    time.sleep(seconds)\n    return ''")
    at, http = notebook.address, server.http
    page = Page(server, at).listen() if via == "panel" else None

    def call(seconds: float) -> None:
        if page is not None:
            page.call("naps", seconds=seconds)
        elif via == "mcp":
            modern_call(server, "naps", {"seconds": seconds}, at=at, progressToken=f"t{seconds}")
        elif via == "rest":
            http.post(f"{at}gradio_api/run/naps", json={"data": [seconds]})
        else:
            [id] = [d["id"] for d in http.get(f"{at}config").json()["dependencies"] if d["api_name"] == "naps"]
            body = {"data": [seconds], "fn_index": id, "session_hash": secrets.token_hex(8)}
            http.post(f"{at}gradio_api/queue/join", json=body)
            with http.stream(
                "GET", f"{at}gradio_api/queue/data", params={"session_hash": body["session_hash"]}
            ) as told:
                told.read()

    def recorded(count: int) -> list[dict[str, Any]]:
        def own() -> list[dict[str, Any]]:
            calls = http.get("gradio_api/calls", params={"limit": count}).json()["calls"]
            return [c for c in calls if (c["endpoint"], c["notebook"], c["via"]) == ("naps", notebook.path, via)]

        found: list[dict[str, Any]] = wait_for(lambda: len(own()) == count and own(), "the record")
        return sorted(found, key=lambda c: float(c["waited"]))

    call(0)
    [quick] = recorded(1)
    assert quick["waited"] == 0
    assert quick["seconds"] > 1e-4, "what the frames take is a part of it"
    threads = [threading.Thread(target=call, args=(0.2 + place / 100,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = (c for c in recorded(3) if c["seconds"] > 0.1)
    assert first["waited"] == 0
    assert first["seconds"] >= 0.2
    assert 0.1 < second["waited"] < first["seconds"] + 0.1
    assert 0.2 <= second["seconds"] < second["waited"] + second["seconds"] - 0.1
    if page is not None:
        page.close()


def test_a_page_that_stays_away_for_too_long_loses_what_runs(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, "--GradioMcp.panel_grace=0.2")
    try:
        notebook = server.notebook().load()
        notebook.run(FUNCTIONS)
        page = Page(server, notebook.address).listen()
        call = page.call("endless")
        page.frame(call, "partial")
        page.leave()
        assert notebook.run("print(stopped.wait(30))").stdout == "True\n"
        page.listen()
        assert page.end(call)["error"]["code"] == "cancelled", "and hears so when it comes back"
        page.close()
        notebook.close()
    finally:
        server.close()
