"""Templates of URIs, read backwards."""

import random
import time
from urllib.parse import quote

import pytest

from jupyter_gradio_mcp.uris import MAX_URI, BadTemplate, UriTemplate


@pytest.mark.parametrize(
    ("template", "uri", "found"),
    [
        ("notes://all", "notes://all", {}),
        ("notes://all", "notes://all/", None),
        ("notes://all", "notes://all?x=1", None),
        ("greeting://{name}", "greeting://Ann", {"name": "Ann"}),
        ("greeting://{name}", "greeting://", None),
        ("greeting://{name}", "greeting://a/b", None),
        ("greeting://{name}", "greeting://a%2Fb%20%C3%A9", {"name": "a/b é"}),
        ("greeting://{name}", "greeting://%zz%", {"name": "%zz%"}),
        ("greeting://{name}", "greeting://%ff", {"name": "�"}),
        ("files://{path*}", "files://a/b/c", {"path": "a/b/c"}),
        ("files://{+path}", "files://a/b/c", {"path": "a/b/c"}),
        ("x://{a}/{b*}/{c}.txt", "x://1/2/3/4.txt", {"a": "1", "b": "2/3", "c": "4"}),
        ("x://{a}/{b*}/{c}.txt", "x://1/2.txt", None),
        ("x://{a*}/{b}", "x://1/2/3", {"a": "1/2", "b": "3"}),
        ("x://{a}-{b}", "x://1-2-3", {"a": "1", "b": "2-3"}),
        ("x://{a}/b", "x:///b", None),
        ("x://{a}ab", "x://ab", None),
        ("search://all{?q,limit}", "search://all", {}),
        ("search://all{?q,limit}", "search://all?", {}),
        ("search://all{?q,limit}", "search://all?limit=3&q=a%26b+c", {"limit": "3", "q": "a&b c"}),
        ("search://all{?q,limit}", "search://all?q=", {"q": ""}),
        ("search://all{?q,limit}", "search://all?q=1&q=2", {"q": "2"}),
        ("search://all{?q,limit}", "search://all?q=1&other=2", None),
        ("search://{where}{?q}", "search://here?q=%3F", {"where": "here", "q": "?"}),
        ("db://rows?table={t}", "db://rows?table=a", {"t": "a"}),
    ],
)
def test_a_uri_is_read_by_its_template(template: str, uri: str, found: dict[str, str] | None) -> None:
    assert UriTemplate(template).match(uri) == found


def test_what_is_not_ascii_is_the_same_percent_encoded_or_not() -> None:
    for template in ("notes://größe/{name}", "notes://gr%C3%B6%C3%9Fe/{name}"):
        for uri in ("notes://größe/é", "notes://gr%C3%B6%C3%9Fe/%C3%A9"):
            assert UriTemplate(template).match(uri) == {"name": "é"}
    assert UriTemplate("notes://{name}").match("notes://\ud800") == {"name": "?"}


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("", "has no scheme"),
        ("notes", "has no scheme"),
        ("://x", "has no scheme"),
        ("1://x", "has no scheme"),
        ("x://{a", "without its other half"),
        ("x://a}", "without its other half"),
        ("x://{{a}}", "without its other half"),
        ("x://{}", "'' cannot be the name"),
        ("x://{a b}", "cannot be the name"),
        ("x://{1}", "cannot be the name"),
        ("x://{&a}", "cannot be the name"),
        ("x://a{?}", "'' cannot be the name"),
        ("x://{?a}/b", "cannot be the name"),
        ("x://{a}/{a}", "has 'a' twice"),
        ("x://{a}{?a}", "has 'a' twice"),
        ("x://{a}{b}", "between two variables"),
        ("x://{a*}/{+b}", "two variables that take the rest"),
    ],
)
def test_a_template_that_cannot_be_read_is_refused_with_the_reason(template: str, why: str) -> None:
    with pytest.raises(BadTemplate, match=why.replace("(", r"\(")):
        UriTemplate(template)


def test_a_template_tells_its_names_and_which_of_them_may_be_left_out() -> None:
    template = UriTemplate("x://{a}/{b*}{?c,d}")
    assert (template.names, template.optional) == (("a", "b", "c", "d"), {"c", "d"})
    assert UriTemplate("x://a").names == ()


def test_the_more_that_is_fixed_the_earlier_a_template_counts() -> None:
    ordered = ["x://notes/{day}", "x://{a}/{b}", "x://notes/{rest*}", "x://{rest*}"]
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=lambda text: UriTemplate(text).rank) == ordered


def test_what_is_put_into_a_template_comes_out() -> None:
    chance = random.Random(7)
    alphabet = "ab/%?&=#+. ~{}é漢🙂\t"
    for _ in range(2000):
        count = chance.randint(0, 4)
        rest = chance.choice([None, *range(count)])
        optional = chance.randint(0, 2)
        values = {
            # What would lead out of a folder has a test of its own.
            f"v{index}": "".join(chance.choices(alphabet, k=chance.randint(1, 6))).replace("..", ". .")
            for index in range(count + optional)
        }
        parts = [f"{{v{index}*}}" if index == rest else f"{{v{index}}}" for index in range(count)]
        query = ",".join(f"v{index}" for index in range(count, count + optional))
        template = UriTemplate("x://é/" + "/".join(parts) + (f"{{?{query}}}" if query else ""))
        safe = {index: "/" if index == rest else "" for index in range(count)}
        filled = "/".join(quote(values[f"v{index}"], safe=safe[index]) for index in range(count))
        pairs = "&".join(f"v{index}={quote(values[f'v{index}'], safe='')}" for index in range(count, count + optional))
        uri = "x://é/" + filled + (f"?{pairs}" if pairs else "")
        assert template.match(uri) == values, (template.text, uri)


@pytest.mark.parametrize(
    ("template", "uri"),
    [
        ("x://{a}", "x://" + "a" * 10_000_000),
        ("x://" + "-".join(f"{{v{n}}}" for n in range(100)), "x://" + "-" * (MAX_URI - 5)),
        ("x://" + "ab".join(f"{{v{n}}}" for n in range(100)) + "!", "x://" + "ab" * (MAX_URI // 2 - 3)),
        ("x://{a*}/" + "/".join(f"{{v{n}}}" for n in range(100)), "x://" + "/" * (MAX_URI - 5)),
        ("x://a{?q}", "x://a?" + "&" * (MAX_URI - 7)),
        ("x://a{?q}", "x://a?" + "q=1&" * 2000),
        ("x://{a}", "x://" + "%" * (MAX_URI - 5)),
        ("x://{a}", "x://" + "é" * (MAX_URI - 5)),
    ],
)
def test_no_uri_takes_long(template: str, uri: str) -> None:
    known = UriTemplate(template)
    begun = time.perf_counter()
    known.match(uri)
    assert time.perf_counter() - begun < 0.2


def test_no_template_takes_long_to_be_refused() -> None:
    for text in ("x://" + "{" * 100_000, "x://" + "{a}" * 1000, "x" * 100_000, "x://a" + "{?" * 50_000):
        begun = time.perf_counter()
        with pytest.raises(BadTemplate):
            UriTemplate(text)
        assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("value", ["..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "a%2F..", "%2e%2e%5cwindows", "a%00b"])
def test_no_value_leads_out_of_a_folder(value: str) -> None:
    assert UriTemplate("files://{name}").match(f"files://{value}") is None
    assert UriTemplate("files://{path*}").match(f"files://a/{value}/b") is None
    assert UriTemplate("files://{name}").match("files://a..b") == {"name": "a..b"}
