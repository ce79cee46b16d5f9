"""Nothing that a function returns runs on the page: what `markdown.js` and `frame.html` let through, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

import jupyter_gradio_mcp

STATIC = Path(jupyter_gradio_mcp.__file__).parent / "static"
SITE = "http://views.test"

HARMFUL = [
    "<script>window.harmed = 1</script>",
    '<img src="/none" onerror="window.harmed = 1">',
    '<svg onload="window.harmed = 1"><script>window.harmed = 1</script></svg>',
    '<iframe srcdoc="<script>parent.harmed = 1</script>"></iframe>',
    "[x](javascript:window.harmed=1)",
    '<a href="javascript:window.harmed=1">x</a>',
    '<a href=" &#106;ava&#10;script:window.harmed=1">x</a>',
    '<form action="javascript:window.harmed=1"><button>x</button></form>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.harmed=1&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=window.harmed=1></form>",
    "<details open ontoggle=window.harmed=1><summary>x</summary></details>",
    "<object data='javascript:window.harmed=1'></object><embed src='javascript:window.harmed=1'>",
    "<style>* { display: none !important }</style>",
    '<div style="position: fixed; inset: 0" id="main" name="main" class="jgm-panel">over the page</div>',
    '<link rel="stylesheet" href="/none.css"><base href="https://elsewhere.test/"><meta http-equiv="refresh" content="0">',
]

ALLOWED = {
    *("A", "B", "BLOCKQUOTE", "BR", "CODE", "DEL", "DETAILS", "DIV", "EM", "H1", "HR", "IMG", "LI", "OL", "P", "PRE"),
    *("STRONG", "SUMMARY", "TABLE", "TBODY", "TD", "TH", "THEAD", "TR", "UL"),
}
ATTRIBUTES = {"alt", "decoding", "href", "loading", "open", "referrerpolicy", "rel", "src", "target", "title"}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a site that holds our static files, without a policy that would help."""

    def answer(route: Route) -> None:
        path = STATIC / route.request.url.removeprefix(f"{SITE}/")
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(body="<!doctype html><title>views</title><main></main>", content_type="text/html")

    opened = browser.new_page()
    opened.route("**/*", answer)
    opened.goto(f"{SITE}/")
    yield opened
    opened.close()


SHOW = """async text => {
  const { render } = await import('/markdown.js');
  const host = document.body.appendChild(document.createElement('div'));
  host.innerHTML = render(text);
  for (const link of host.querySelectorAll('a')) {
    link.removeAttribute('target');
    link.click();
  }
  // When this one has failed to load, those before it have.
  await new Promise(done => {
    const last = document.body.appendChild(new Image());
    last.onerror = done;
    last.src = '/none';
  });
  const elements = [...host.querySelectorAll('*')];
  return {
    harmed: window.harmed ?? null,
    address: location.href,
    tags: elements.map(element => element.tagName),
    attributes: elements.flatMap(element => element.getAttributeNames()),
  };
}"""


@pytest.mark.parametrize("text", HARMFUL)
def test_markdown_can_do_nothing_but_be_seen(page: Page, text: str) -> None:
    shown = page.evaluate(SHOW, f"before\n\n{text}\n\nafter")
    assert shown["harmed"] is None
    assert shown["address"] == f"{SITE}/"
    assert set(shown["tags"]) <= ALLOWED
    assert set(shown["attributes"]) <= ATTRIBUTES


def test_links_of_markdown_open_in_a_new_window_that_knows_nothing_of_this_one(page: Page) -> None:
    shown = page.evaluate("text => import('/markdown.js').then(m => m.render(text))", "[a](https://example.org)")
    assert shown == '<p><a href="https://example.org" target="_blank" rel="noopener noreferrer">a</a></p>\n'


MOUNT = """async text => {
  const { mount } = await import('/markdown.js');
  const host = document.body.appendChild(document.createElement('div'));
  const shown = mount(host, { value: '' });
  shown.update(text);
  while (!host.childNodes.length) await new Promise(done => setTimeout(done));
  const raw = host.querySelector('.jgmv-raw')?.textContent === text;
  const found = { raw, why: raw ? host.firstElementChild.textContent : '', elements: host.childElementCount };
  shown.update('*next*');
  while (host.innerHTML !== '<p><em>next</em></p>\\n') await new Promise(done => setTimeout(done));
  return found;
}"""


@pytest.mark.parametrize(
    ("text", "why"), [(">" * 5000 + "x", "cannot be set as Markdown"), ("# a\n*b* `c`\n\n" * 100_000, "too long")]
)
def test_markdown_that_is_too_much_is_shown_as_it_was_written(page: Page, text: str, why: str) -> None:
    shown = page.evaluate(MOUNT, text)
    assert shown["raw"]
    assert why in shown["why"]


def test_markdown_of_very_many_parts_is_shown(page: Page) -> None:
    shown = page.evaluate(MOUNT, "---\n" * 124_000)
    assert not shown["raw"]
    assert shown["elements"] == 124_000


FRAME = """([library, spec]) => new Promise((done, failed) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = '/frame.html';
  addEventListener('message', ({ data, source }) => {
    if (source !== frame.contentWindow) return;
    if (data.ready) {
      const colors = { fg: 'black', bg: 'white' };
      source.postMessage({ kind: 'plotly', libraries: [library], spec, dark: false, colors }, '*');
    }
    if (data.said) done({ said: data.said, harmed: window.harmed ?? null, title: document.title, error: null });
    if (data.error) done({ said: null, harmed: window.harmed ?? null, title: document.title, error: data.error });
  });
  document.body.append(frame);
})"""

REACHING = """window.Plotly = { react: async () => {
  const said = {};
  const tries = {
    parent: () => { parent.harmed = 1; },
    title: () => { top.document.title = 'harmed'; },
    leave: () => { top.location = '/elsewhere'; },
    storage: () => localStorage.getItem('x'),
    cookie: () => document.cookie,
    fetch: () => fetch('/markdown.js'),
  };
  for (const [name, attempt] of Object.entries(tries)) {
    try { await attempt(); said[name] = 'done'; } catch { said[name] = 'refused'; }
  }
  parent.postMessage({ said }, '*');
}};"""


def test_the_library_of_a_figure_reaches_nothing_outside_its_frame(page: Page) -> None:
    result = page.evaluate(FRAME, [REACHING, "{}"])
    names = ("parent", "title", "leave", "storage", "cookie", "fetch")
    assert result == {"said": dict.fromkeys(names, "refused"), "harmed": None, "title": "views", "error": None}


def test_a_figure_that_cannot_be_read_is_told(page: Page) -> None:
    assert "JSON" in page.evaluate(FRAME, ["window.Plotly = {}", "{nope"])["error"]
