"""What a saved notebook says of a panel."""

from html.parser import HTMLParser
from typing import Any, Literal

from jupyter_gradio_mcp.kernel.card import WIDGET_VIEW, bundle, entry, html
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.panels import MIME, Mount


def counter(word: str = "<script>alert(1)</script>") -> int:
    return 0


def mount(*functions: Any, **changes: Any) -> Mount:
    shown = functions or (entry(endpoint(counter, "counter", Options(title="A & B")), "Counts <b>.\n\nReturns: it"),)
    made: Mount = {"version": 1, "kernel": "k", "panel": "cell:c1", "title": "A & B", "functions": list(shown)}
    return {**made, **changes}  # type: ignore[typeddict-item]


class Seen(HTMLParser):
    """The elements of a text, its attributes and what is read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_card_is_read_only_and_whatever_the_author_wrote_is_text_in_it() -> None:
    seen = Seen(html(mount()))
    assert seen.tags == {"div", "strong", "br", "code", "em"}
    assert seen.attributes == {"style"}
    assert seen.open == []
    assert "A & Bcounter(word: str = '<script>alert(1)</script>') -> int" in seen.text
    assert "Counts <b>." in seen.text
    assert "Run the cell to bring its panel back." in seen.text


def test_its_colours_are_those_around_it() -> None:
    style = html(mount())
    assert "#" not in style.replace("&#", "")
    assert "background: none" in style


def test_long_texts_are_cut() -> None:
    def f(a: str = "x" * 1000, *, b: Literal[tuple("y" * n for n in range(1, 60))] = "y") -> None: ...  # type: ignore[valid-type]

    made = entry(endpoint(f, "f", Options()), "word " * 200)
    assert "'" + "x" * 38 + "…" in made["signature"], "of a default its beginning is enough"
    assert len(made["signature"]) == 400
    assert len(made["description"]) == 300
    assert made["description"].endswith("…")


def test_what_differs_between_runs_is_not_in_the_data_that_is_compared() -> None:
    """nbval compares everything in the data, but a widget's view; and it leaves out the metadata."""
    data, metadata = bundle(mount(kernel="one", panel="cell:a"), "m1")
    again, others = bundle(mount(kernel="two", panel="function:counter"), "m2")
    compared = [{key: value for key, value in found.items() if key != WIDGET_VIEW} for found in (data, again)]
    assert compared[0] == compared[1]
    assert metadata == {MIME: {"kernel": "one", "panel": "cell:a"}}
    assert others == {MIME: {"kernel": "two", "panel": "function:counter"}}
    assert data[WIDGET_VIEW] == {"version_major": 2, "version_minor": 0, "model_id": "m1"}
    assert {**data[MIME], **metadata[MIME]} == mount(kernel="one", panel="cell:a")


def test_the_text_tells_the_functions() -> None:
    first, second = (entry(endpoint(counter, name, Options()), "") for name in ("one", "two"))
    assert bundle(mount(first), None)[0]["text/plain"] == (
        "Panel of one(word: str = '<script>alert(1)</script>') -> int"
    )
    assert bundle(mount(first, second), None)[0]["text/plain"].splitlines()[:2] == [
        "Panel of",
        "  one(word: str = '<script>alert(1)</script>') -> int",
    ]
    assert WIDGET_VIEW not in bundle(mount(), None)[0]
    assert "bring their panel back" in html(mount(first, second))


def test_a_saved_api_page_says_of_what_it_was_and_how_it_comes_back() -> None:
    page = mount(panel="", view="api", endpoint="counter")
    data, metadata = bundle(page, None)
    assert {**data[MIME], **metadata[MIME]} == page
    assert data["text/plain"] == "API page of counter(word: str = '<script>alert(1)</script>') -> int"
    assert "Run the cell to bring the API page back." in Seen(data["text/html"]).text
    assert bundle(mount(functions=[], panel="", view="api"), None)[0]["text/plain"] == "API page of"
