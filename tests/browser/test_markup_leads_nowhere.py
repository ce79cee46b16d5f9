"""An author's `gr.HTML` leads its frame nowhere and runs nothing, in JupyterLab, whose pages have no policy of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Locator, Request, Route, expect
from support.browser import NotebookPage, Panel, Window
from support.live import LiveServer

ELSEWHERE = "http://elsewhere.test/"

REFRESH = f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>"
LINK = f"<a class=t href='{ELSEWHERE}linked'>link</a>"
RECT = "<rect class=t width=90 height=40 />"

MARKUP: Mapping[str, str] = {
    "meta": REFRESH,
    "noscript": f"<noscript><style></noscript>{REFRESH}</style></noscript>",
    "noscript and comment": f"<noscript><!--</noscript>{REFRESH}--></noscript>",
    "noscript in foreign content": f"<svg><foreignObject><noscript><style></noscript>{REFRESH}</style></noscript>",
    "meta in foreign content": f"<svg><desc>{REFRESH}</desc></svg><svg>{REFRESH}</svg><math><mtext>{REFRESH}</mtext></math>",
    "style in math": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;{REFRESH}">',
    "style in svg": f'<svg></p><style><a id="</style>{REFRESH}">',
    "plaintext": f"<p class=t>text</p><plaintext></body>{REFRESH}",
    "shadow": f"<div class=t>text<template shadowrootmode=open>{LINK}</template></div>",
    "link": LINK,
    "svg link": f"<svg width=90 height=40><a xlink:href='{ELSEWHERE}linked'>{RECT}</a></svg>",
    "used link": f"<label><svg width=90 height=40><defs><a id=k href='{ELSEWHERE}'><rect width=90 height=40 /></a></defs>"
    "<use class=t href='#k' /></svg></label>",
    "animated link": f"<svg width=90 height=40><a><set attributeName=href to='{ELSEWHERE}' />"
    f"<animate attributeName='xlink:href' values='{ELSEWHERE};{ELSEWHERE}' />{RECT}</a></svg>",
    "math link": f"<math class=t href='{ELSEWHERE}'><mi href='{ELSEWHERE}'>text</mi></math>",
    "area": "<img class=t usemap='#m' width=80 height=80 src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"
    f"<map name=m><area coords=0,0,80,80 href='{ELSEWHERE}linked'></map>",
    "form": f"<form action='{ELSEWHERE}'><button class=t>Send</button><input class=t type=submit formaction='{ELSEWHERE}'>",
    "base": f"<base href='{ELSEWHERE}'><p class=t>text</p>",
    "frames": f"<iframe srcdoc='<script>parent.location=`{ELSEWHERE}`</script>'></iframe><iframe src='{ELSEWHERE}'></iframe>"
    f"<object data='{ELSEWHERE}'></object><embed src='{ELSEWHERE}'>",
    "frameset": f"<frameset><frame src='{ELSEWHERE}'></frameset>",
    "script": f"<script>location = '{ELSEWHERE}'</script><svg><script>location = '{ELSEWHERE}'</script></svg>"
    f"<img src=x onerror=\"location = '{ELSEWHERE}'\"><details open ontoggle=\"location = '{ELSEWHERE}'\"></details>",
    "javascript": f"<a class=t href='javascript:location=`{ELSEWHERE}`'>link</a>",
    "style": f"<style>@import '{ELSEWHERE}style.css';</style><link rel=prerender href='{ELSEWHERE}'>",
    "names": "<form><input name=getAttributeNames><input name=remove><input name=matches></form><img name=body>"
    f"<img name=head><img name=importNode><img name=createElement>{REFRESH}{LINK}",
}
"""By what they try; what has the class `t` is clicked."""

CELLS: Mapping[str, str] = {
    "markup": f"""
import jupyter_gradio_mcp as gr
markup = {dict(MARKUP)!r}
with gr.Blocks(title="Markup") as demo:
    parts = [gr.HTML(text, label=name) for name, text in markup.items()]
    gr.Button("Again").click(lambda: [f"<p>once more</p>{{text}}" for text in markup.values()], None, parts)
demo.launch()""",
    "left": """
with gr.Blocks(title="Left") as demo:
    page = gr.HTML("<p>Hello</p>", label="Page")
    gr.Button("Mend").click(lambda: "<p>Good</p>", None, page)
demo.launch()""",
}


@pytest.fixture(scope="module")
def window(browser: Browser, server: LiveServer) -> Iterator[Window]:
    """A browser that never reaches the other site, which would speak to the notebook."""
    window = Window(browser, server)
    window.expect_problems("Content Security Policy|elsewhere.test|ERR_")

    def answer(route: Route) -> None:
        script = (
            "<script>parent.postMessage({ height: 999, click: true, link: 'http://elsewhere.test/' }, '*')</script>"
        )
        route.fulfill(body=f"<!doctype html>another page{script}", content_type="text/html")

    window.context.route(f"{ELSEWHERE}**", answer)
    yield window
    window.close()


@pytest.fixture(scope="module")
def notebook(window: Window) -> NotebookPage:
    """The notebook, all of whose cells ran."""
    return window.lab("markup.ipynb", CELLS).connected().run_all()


def button(of: Locator, name: str) -> Locator:
    """A button of an app."""
    return of.get_by_role("button", name=name, exact=True)


def test_nothing_leads_a_frame_elsewhere(notebook: NotebookPage) -> None:
    led: list[str] = []

    def note(request: Request) -> None:
        # A link opens beside the notebook, in a page of its own.
        if request.is_navigation_request() and request.frame.parent_frame is not None:
            led.append(request.url)

    notebook.page.on("request", note)
    place = Panel(notebook.output("markup")).place
    for again in (False, True):
        if again:
            button(place, "Again").click()
        for name in MARKUP:
            frame = place.locator(f"iframe[title='{name}']")
            frame.scroll_into_view_if_needed()
            inside = frame.content_frame
            if again:
                expect(inside.get_by_text("once more")).to_be_attached()
            else:
                expect(inside.locator("html:not([data-nonce])")).to_be_attached()
            for target in inside.locator(".t").all():
                # What is within a `use` is reached by a pointer alone.
                target.click(force=True) if name == "used link" else target.dispatch_event("click")
            expect(inside.locator("meta[http-equiv=refresh], noscript, template, iframe, base")).to_have_count(0)
            assert inside.locator("html").evaluate("() => location.href") == "about:srcdoc", name
    notebook.page.remove_listener("request", note)
    assert led == []


def test_another_page_in_a_frame_is_taken_away_and_not_heard(notebook: NotebookPage) -> None:
    left = Panel(notebook.output("left")).place
    left.scroll_into_view_if_needed()
    frame = left.locator("iframe")
    expect(frame.content_frame.get_by_text("Hello")).to_be_visible()
    with notebook.page.expect_request(f"{ELSEWHERE}gone"):
        frame.content_frame.locator("html").evaluate(
            "(_, to) => { setTimeout(() => { location = to; }); }", f"{ELSEWHERE}gone"
        )
    expect(left.get_by_role("alert")).to_contain_text("another page")
    expect(frame).to_have_count(0)
    button(left, "Mend").click()
    expect(frame.content_frame.get_by_text("Good")).to_be_visible()
    expect(left.get_by_role("alert")).to_have_count(0)


def test_a_frame_that_is_moved_shows_the_same(notebook: NotebookPage) -> None:
    left = Panel(notebook.output("left")).place
    frame = left.locator("iframe")
    before = frame.content_frame.get_by_text("Good", exact=True)
    expect(before).to_be_visible()
    frame.evaluate("at => { const { parentNode } = at; at.remove(); parentNode.append(at); }")
    expect(before).to_be_visible()
    expect(left.get_by_role("alert")).to_have_count(0)
