"""The pages of notebooks: what a browser gets there, how a person logs in, and our own files."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from support.live import LiveNotebook, LiveServer

import jupyter_gradio_mcp

pytestmark = pytest.mark.slow

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
STATIC = Path(jupyter_gradio_mcp.__file__).parent / "static"


@pytest.fixture(scope="module", params=["/", "/deep/base/"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server, also below a prefix, and a notebook in a folder."""
    server = LiveServer(tmp_path_factory.mktemp("pages"), base_url=request.param)
    notebook = server.notebook("some folder/my notes.ipynb").load()
    notebook.run("%%mcp_tool\ndef f(a: int = 1) -> int:\n    return a")
    yield server, notebook
    notebook.close()
    server.close()


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Some files as the build makes them, where it did not; it would also write `page.js`."""
    made = []
    there = STATIC.is_dir()
    STATIC.mkdir(exist_ok=True)
    for name, text in (("page.js", "export {};\n"), ("frame.html", "<!doctype html><p>frame</p>")):
        if not (STATIC / name).exists():
            (STATIC / name).write_text(text)
            made.append(STATIC / name)
    yield
    for file in made:
        file.unlink()
    if not there:
        STATIC.rmdir()


def attributes(page: str) -> dict[str, str]:
    """What the page tells its script."""
    main = re.search(r'<main id="page"([^>]*)>', page)
    assert main, page
    return {name: unescape(value) for name, value in re.findall(r'data-([a-z]+)="([^"]*)"', main[1])}


def key_of(server: LiveServer, **limits: Any) -> str:
    return str(server.http.post("gradio_api/keys", json={"name": "visitor", **limits}).json()["key"])


def log_in(browser: httpx.Client, page: httpx.Response, key: str) -> httpx.Response:
    """Fill in the form of a page, as a browser sends it."""
    form = re.search(r'<form method="post" action="([^"]+)">', page.text)
    after = re.search(r'name="next" value="([^"]*)"', page.text)
    assert form, page.text
    assert after, page.text
    assert page.headers["Referrer-Policy"] == "same-origin", "with none a browser sends the form's origin as null"
    url = urljoin(str(page.url), unescape(form[1]))
    origin = f"{page.url.scheme}://{page.url.netloc.decode()}"
    return browser.post(url, data={"password": key, "next": unescape(after[1])}, headers={**HTML, "Origin": origin})


def test_a_notebooks_address_is_its_page_for_a_browser(served: Any, built: None) -> None:
    server, notebook = served
    page = server.http.get(notebook.address, headers=HTML)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    told = attributes(page.text)
    assert (told["kernel"], told["notebook"], told["title"]) == (notebook.kernel, notebook.path, "my notes")
    assert "list" not in told
    here = str(page.url)
    assert urljoin(here, told["base"]) == server.url
    assert urljoin(here, told["app"]) == here
    [script] = re.findall(r'<script type="module" src="([^"]+)"></script>', page.text)
    file = server.http.get(urljoin(here, script))
    assert file.status_code == 200
    assert "immutable" in file.headers["Cache-Control"]
    assert urljoin(here, script).startswith(urljoin(here, told["static"]))
    assert "<noscript>" in page.text


def test_the_policy_of_a_page_admits_our_own_files_and_nothing_else(served: Any) -> None:
    server, notebook = served
    policy = server.http.get(notebook.address, headers=HTML).headers["Content-Security-Policy"]
    rules = {name: value for name, _, value in (rule.strip().partition(" ") for rule in policy.split(";"))}
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == rules["frame-ancestors"] == "'self'"
    # And the one script that frames with an author's markup have, which is told by its hash.
    assert re.fullmatch(r"'self' 'sha256-[\w+/]{43}='", rules["script-src"])
    assert rules["base-uri"] == "'none'"


def test_the_list_of_notebooks_is_a_page_too(served: Any, built: None) -> None:
    server, _ = served
    page = server.http.get("gradio/", headers=HTML)
    told = attributes(page.text)
    assert told["list"] == ""
    here = str(page.url)
    assert urljoin(here, told["base"]) == urljoin(here, told["app"]) == server.url
    [script] = re.findall(r'src="([^"]+)"', page.text)
    assert server.http.get(urljoin(here, script)).status_code == 200
    slashless = server.http.get("gradio", headers=HTML)
    assert (slashless.status_code, slashless.headers["Location"]) == (302, f"{server.base_url}gradio/")


def test_programs_are_led_to_the_list_of_functions_as_before(served: Any) -> None:
    server, notebook = served
    for at in ("gradio/", notebook.address):
        answer = server.http.get(at, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.headers["Location"].endswith("gradio_api/mcp/")) == (302, True)


def test_who_takes_anything_gets_the_page(served: Any) -> None:
    server, notebook = served
    for at in ("gradio/", notebook.address, "gradio_api/mcp/", f"{notebook.address}gradio_api/mcp/"):
        answer = server.http.get(at, headers={"Accept": "*/*"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), at
        stream = server.http.get(at, headers={"Accept": "*/*, text/event-stream"})
        assert "text/html" not in stream.headers["Content-Type"] or stream.status_code == 302, at
    assert httpx.get(f"{server.url}gradio/", headers={"Accept": "*/*"}).json()["error"], "and no form to log in"


def test_an_address_without_its_slash_leads_to_the_page(served: Any) -> None:
    server, notebook = served
    answer = server.http.get(notebook.address.rstrip("/"), headers=HTML)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{server.base_url}{notebook.address}")


def test_a_key_url_is_a_page_whose_addresses_stay_below_the_key(served: Any, built: None) -> None:
    server, notebook = served
    keyed = f"{server.url}gradio_key/{key_of(server)}/"
    for at, own in ((notebook.address, notebook.address), ("gradio/", ""), ("", "")):
        page = httpx.get(keyed + at, headers=HTML)
        assert page.status_code == 200
        told = attributes(page.text)
        assert urljoin(str(page.url), told["base"]) == keyed
        assert urljoin(str(page.url), told["app"]) == keyed + own
        [script] = re.findall(r'src="([^"]+)"', page.text)
        assert httpx.get(urljoin(str(page.url), script)).status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
    slashless = httpx.get(keyed.rstrip("/"), headers=HTML)
    assert (
        slashless.status_code,
        f"{server.url}"[:-1] + slashless.headers["Location"][len(server.base_url) - 1 :],
    ) == (
        302,
        keyed,
    )


def test_who_has_not_logged_in_gets_a_form_and_after_it_the_page(served: Any) -> None:
    server, notebook = served
    key = key_of(server)
    with httpx.Client() as browser:
        for at in (notebook.address, "gradio/", f"{notebook.address}?view=api&fn=slugify"):
            page = browser.get(f"{server.url}{at}{'&token=wrong' if '?' in at else ''}", headers=HTML)
            assert page.status_code == 401
            assert "my notes" not in re.sub(r'<input type="hidden"[^>]*>|href="[^"]*"', "", page.text)
            assert "<script" not in page.text
            assert "form-action 'self'" in page.headers["Content-Security-Policy"]
            wrong = log_in(browser, page, "jgm_wrong")
            assert (wrong.status_code, wrong.headers["Content-Type"]) == (401, "text/html; charset=utf-8")
            assert "no access key that opens this" in wrong.text
            answer = log_in(browser, wrong, key)
            assert (answer.status_code, answer.headers["Location"]) == (303, f"{server.base_url}{at}")
            cookies = answer.headers.get_list("set-cookie")
            assert all("HttpOnly" in c and "SameSite=Strict" in c and "Path=/;" not in c for c in cookies)
            there = browser.get(urljoin(server.url, answer.headers["Location"]), headers=HTML)
            assert there.status_code == 200
            # What the page's script asks for, here and at the union's address.
            for base in {server.url, f"{server.url}{notebook.address}"}:
                asked = browser.get(f"{base}gradio_api/panel", params={"kernel": notebook.kernel})
                assert asked.json()["owner"] is False
            origin = {"Origin": f"http://127.0.0.1:{server.port}"}
            browser.post(f"{server.url}gradio_api/logout", headers=origin)
            assert browser.get(f"{server.url}gradio_api/panel").status_code == 401
            browser.cookies.clear()


def test_a_program_that_logs_in_is_answered_with_json_as_before(served: Any) -> None:
    server, notebook = served
    for at in ("gradio_api/login", f"{notebook.address}login"):
        answer = httpx.post(server.url + at, json={"key": key_of(server)})
        assert (answer.status_code, answer.json()) == (200, {"success": True})
        wrong = httpx.post(server.url + at, data={"username": "", "password": "wrong"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "gradio/\\evil", "lab", "gradio/\r\nX: y", ""]
)
def test_a_login_leads_to_our_pages_only(served: Any, after: str) -> None:
    server, _ = served
    form = {"password": key_of(server), "next": after}
    answer = httpx.post(f"{server.url}gradio_api/login", data=form, headers=HTML)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{server.base_url}gradio/")
    assert "X" not in answer.headers


def test_a_form_of_another_site_logs_nobody_in(served: Any) -> None:
    server, _ = served
    for origin in ("https://evil.example", "null"):
        answer = httpx.post(
            f"{server.url}gradio_api/login", data={"password": key_of(server)}, headers={**HTML, "Origin": origin}
        )
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_key_of_another_notebook_gets_the_form_again(served: Any) -> None:
    server, notebook = served
    headers = {**HTML, "Authorization": f"Bearer {key_of(server, notebooks=['another.ipynb'])}"}
    page = httpx.get(f"{server.url}{notebook.address}", headers=headers)
    assert page.status_code == 403
    assert "does not open this notebook" in page.text
    assert '<form method="post"' in page.text


def test_a_wrong_key_url_gets_a_form_that_leads_away_from_it(served: Any) -> None:
    server, notebook = served
    with httpx.Client() as browser:
        page = browser.get(f"{server.url}gradio_key/wrong/{notebook.address}", headers=HTML)
        assert page.status_code == 401
        answer = log_in(browser, page, key_of(server))
        assert answer.headers["Location"] == f"{server.base_url}{notebook.address}"
        assert browser.get(urljoin(server.url, answer.headers["Location"]), headers=HTML).status_code == 200


def test_who_comes_with_the_servers_token_is_logged_in_by_jupyter_and_may_call(served: Any) -> None:
    server, notebook = served
    with httpx.Client(follow_redirects=True) as browser:
        page = browser.get(f"{server.url}{notebook.address}", params={"token": server.token}, headers=HTML)
        assert (page.status_code, str(page.url)) == (200, f"{server.url}{notebook.address}")
        xsrf = browser.cookies.get("_xsrf")
        assert xsrf, "the page's requests need it"
        body = {"session": "0123456789abcdef", "call": "c", "endpoint": "f", "arguments": {}}
        url = f"{server.url}{notebook.address}gradio_api/panel/call"
        assert browser.post(url, json=body).status_code == 403
        assert browser.post(url, json=body, headers={"X-XSRFToken": xsrf}).status_code == 200
    assert f"token={server.token}" not in server.log()


def test_where_nothing_is_a_browser_gets_a_page_that_says_so(served: Any) -> None:
    server, _ = served
    for at in ("gradio/absent.ipynb/", "gradio/<b>x</b>/", "gradio_api/absent"):
        page = server.http.get(at, headers=HTML)
        assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert "<b>x" not in page.text
        [link] = re.findall(r'href="([^"]+)"', page.text)
        assert urljoin(str(page.url), link) == f"{server.url}gradio/"
        assert httpx.get(f"{server.url}{at}", headers=HTML).status_code == 401
        assert server.http.get(at).json()["code"] == "unknown_endpoint"


def test_a_notebook_whose_kernel_has_restarted_says_what_it_was(served: Any) -> None:
    server, _ = served
    notebook: LiveNotebook = server.notebook("restarted.ipynb").load()
    notebook.run("%%mcp_tool\ndef mine() -> int:\n    return 1")
    notebook.restart()
    page = server.http.get(notebook.address, headers=HTML)
    assert page.status_code == 200
    assert attributes(page.text)["notebook"] == "restarted.ipynb"
    assert "The kernel of restarted.ipynb has restarted" in page.text
    notebook.close()


def test_our_files_are_kept_by_browsers_as_long_as_they_do_not_change(served: Any, built: None) -> None:
    server, notebook = served
    at = f"{notebook.address}gradio_api/static/page.js"
    first = server.http.get(at)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    again = server.http.get(at, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    version = first.headers["ETag"].strip('"')
    lasting = server.http.get(at, params={"v": version})
    assert "immutable" in lasting.headers["Cache-Control"]
    for stale in ("0" * 16, version[:4], ""):
        assert server.http.get(at, params={"v": stale}).headers["Cache-Control"] == "no-cache", stale
    assert server.http.head(at).headers["Content-Length"] == str(len(first.content))


def test_the_frame_for_plots_has_nothing_of_this_origin(served: Any, built: None) -> None:
    server, _ = served
    policy = server.http.get("gradio_api/static/frame.html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none';")
    assert "allow-same-origin" not in policy
    assert "connect-src" not in policy


@pytest.mark.parametrize(
    "name", ["absent.js", "..%2f__init__.py", "%2e%2e", ".hidden", "a%00b", "x" * 5000, "page.js%2f"]
)
def test_no_other_file_is_one_of_ours(served: Any, name: str) -> None:
    server, _ = served
    answer = server.http.get(f"gradio_api/static/{name}")
    assert answer.status_code == 404, answer.text
    assert answer.json()["code"] == "unknown_endpoint"


def test_our_files_are_for_those_who_may_come_in(served: Any) -> None:
    server, _ = served
    assert httpx.get(f"{server.url}gradio_api/static/page.js").status_code == 401
