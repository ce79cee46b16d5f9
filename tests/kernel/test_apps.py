"""Apps: what is offered of them, and how their functions are called."""

import asyncio
import functools
import warnings
from collections.abc import AsyncIterator, Iterator
from typing import Any

import jsonschema
import pytest
from support.apps import Opened

import jupyter_gradio_mcp as gr
from jupyter_gradio_mcp.errors import RegistrationError
from jupyter_gradio_mcp.kernel.apps import keywords


def double(value: str) -> str:
    """Say it twice.

    Args:
        value: What to say.
    """
    return value * 2


# -- names and visibilities --


def test_an_interface_is_called_as_its_function_is_and_as_predict_which_is_not_listed() -> None:
    app = Opened(gr.Interface(double, "text", "text"), mcp=True)
    assert app.names() == ["double"]
    assert app.names("undocumented") == ["predict"]
    assert app.infos["predict"]["alias"] == "double"
    assert app.call("predict", value="ab") == "abab"


def test_the_function_of_a_lambda_or_without_a_name_is_called_predict() -> None:
    assert Opened(gr.Interface(lambda x: x, "text", "text")).names() == ["predict"]
    assert Opened(gr.Interface(functools.partial(double), "text", "text")).names() == ["double"]
    assert Opened(gr.Interface(str.upper, "text", "text")).call("upper", self="a") == "A"


def test_names_that_are_taken_get_a_number() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox()
        for _ in range(2):
            gr.Button().click(double, box, box)
        gr.Button().click(double, box, box, api_name="other")
        gr.Button().click(double, box, box, api_name=False)
    assert Opened(demo).names() == ["double", "double_1", "other"]
    assert Opened(demo, taken={"double": None}).names() == ["double_1", "double_2", "other"]
    assert Opened(demo).names("private") == ["double_2"]


@pytest.mark.parametrize(
    ("options", "visibility", "name"),
    [
        ({}, "public", "double"),
        ({"api_name": "two"}, "public", "two"),
        ({"api_name": "/two"}, "public", "two"),
        ({"show_api": False}, "undocumented", "double"),
        ({"api_visibility": "undocumented"}, "undocumented", "double"),
        ({"api_name": False}, "private", "double"),
        ({"api_visibility": "private"}, "private", "double"),
    ],
)
def test_both_spellings_of_who_may_call(options: dict[str, Any], visibility: str, name: str) -> None:
    assert Opened(gr.Interface(double, "text", "text", **options)).infos[name]["visibility"] == visibility
    with gr.Blocks() as demo:
        box = gr.Textbox()
        gr.Button().click(double, box, box, **options)
    assert Opened(demo).infos[name]["visibility"] == visibility


def test_a_wrong_visibility_is_refused() -> None:
    with pytest.raises(ValueError, match="'public', 'undocumented' or 'private', not 'hidden'"):
        gr.Interface(double, "text", "text", api_visibility="hidden")


def test_descriptions_are_the_docstrings_or_what_is_said() -> None:
    assert Opened(gr.Interface(double, "text", "text")).infos["double"]["description"] == "Say it twice."
    said = gr.Interface(double, "text", "text", api_description="Twice.")
    assert Opened(said).infos["double"]["description"] == "Twice."
    silent = gr.Interface(double, "text", "text", api_description=False)
    assert Opened(silent).infos["double"]["description"] == ""


def test_queueing_is_as_said() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox()
        gr.Button().click(double, box, box, api_name="a")
        gr.Button().click(double, box, box, api_name="b", concurrency_limit=None)
        gr.Button().click(double, box, box, api_name="c", concurrency_limit=3)
        gr.Button().click(double, box, box, api_name="d", queue=False)
    found = Opened(demo).infos
    assert [found[name]["concurrency"] for name in "abcd"] == [1, None, 3, None]
    demo.queue(max_size=5, default_concurrency_limit=2)
    found = Opened(demo).infos
    assert [found[name]["concurrency"] for name in "abcd"] == [2, None, 3, None]
    assert found["a"]["max_size"] == 5


def test_agents_are_offered_a_function_if_launch_says_so() -> None:
    assert Opened(gr.Interface(double, "text", "text")).infos["double"]["mcp"] is False
    assert Opened(gr.Interface(double, "text", "text"), mcp=True).infos["double"]["mcp"] is True


# -- inputs and outputs --


def test_initial_values_are_defaults_and_win_over_those_of_the_signature() -> None:
    def f(a: str, b: int = 3, c: int = 4) -> str:
        return f"{a}{b}{c}"

    app = Opened(gr.Interface(f, [gr.Textbox("x"), gr.Number(), gr.Number(9)], "text"))
    assert app.infos["f"]["input_schema"]["properties"]["a"]["default"] == "x"
    assert app.call("f") == "x39"


def test_components_may_be_left_to_hints_and_defaults() -> None:
    def f(a: str, b: bool = True, c: int = 4) -> int:
        return c

    infos = Opened(gr.Interface(f)).infos["f"]
    assert [p["component"] for p in infos["parameters"]] == ["Textbox", "Checkbox", "Number"]
    infos = Opened(gr.Interface(f, ["text", None], "label")).infos["f"]
    assert [p["component"] for p in infos["parameters"]] == ["Textbox", "Checkbox"]
    assert [o["component"] for o in infos["outputs"]] == ["Label"]


def test_a_component_counts_more_than_a_hint_that_does_not_fit() -> None:
    def f(a: list[int]) -> set[int]:
        return {len(a)}

    app = Opened(gr.Interface(f, "number", "text"))
    assert app.error("f", a=1) == "TypeError: object of type 'int' has no len()"


def test_more_components_than_parameters_and_fewer_are_errors() -> None:
    with pytest.raises(RegistrationError, match=r"double\(\) takes 1 argument, and is to be given .* 2 components"):
        Opened(gr.Interface(double, ["text", "text"], "text"))
    with pytest.raises(RegistrationError, match=r"double\(\) needs 'value', and is given the values of 0 components"):
        Opened(gr.Interface(double, [], "text"))


def test_any_number_of_arguments_goes_to_a_function_that_takes_it() -> None:
    def f(first: str, *rest: str, last: str = "!") -> str:
        return first + "".join(rest) + last

    app = Opened(gr.Interface(f, ["text", "text", "text"], "text"))
    assert [p["name"] for p in app.infos["f"]["parameters"]] == ["first", "param_1", "param_2"]
    assert app.call("f", first="a", param_1="b", param_2="c") == "abc!"


def test_a_set_of_inputs_is_given_as_one_dict() -> None:
    with gr.Blocks() as demo:
        a, b = gr.Number(label="A"), gr.Number(label="B")
        total = gr.Number()

        def add(values: dict[Any, float]) -> float:
            return values[a] + values[b]

        gr.Button().click(add, {a, b}, total)
    assert Opened(demo).call("add", a=1, b=2) == 3


def test_several_outputs_and_a_dict_of_some() -> None:
    with gr.Blocks() as demo:
        box, number = gr.Textbox(), gr.Number()
        gr.Button().click(lambda: ("a", 1), None, [box, number], api_name="both")
        gr.Button().click(lambda: {number: 5}, None, [box, number], api_name="some")
        gr.Button().click(lambda: "a", None, [box, number], api_name="few")
        gr.Button().click(lambda: print("hi"), api_name="none")
    app = Opened(demo)
    assert app.call("both") == ["a", 1]
    assert app.call("some") == [{"__type__": "update"}, 5]
    assert app.error("few").startswith("The function returned a str, and it has 2 outputs: return a tuple of as many")
    assert app.call("none") is None
    assert app.action("none")["outputs"] == []


def test_a_person_may_leave_a_field_empty_and_a_program_names_what_is_needed() -> None:
    def f(a: str, b: int) -> str:
        return repr((a, b))

    app = Opened(gr.Interface(f, ["text", "number"], "text"))
    assert app.call("f", viewer="owner") == "('', None)"
    assert app.call("f", a=None, b=None) == "('', None)"
    assert "needs 'b'" in app.error("f", a="x")
    assert app.infos["f"]["input_schema"]["required"] == ["a", "b"]


def test_progress_and_requests_are_given_as_to_any_function() -> None:
    def f(a: str, request: gr.Request, progress: Any = gr.Progress()) -> str:
        progress(0.5, desc="half")
        return f"{a} {request.session_id}"

    app = Opened(gr.Interface(f, "text", "text"))
    told = app.told("f", a="x", session="s1")
    assert told.of("result")[0]["value"] == "x s1"
    assert told.progress()[0][2] == "half"


@pytest.mark.anyio
async def test_functions_of_all_kinds() -> None:
    def stream(n: int) -> Iterator[str]:
        for i in range(n):
            yield str(i)

    async def later(n: int) -> str:
        await asyncio.sleep(0)
        return str(n)

    async def stream_later(n: int) -> AsyncIterator[str]:
        for i in range(n):
            yield str(i)

    for function, parts in ((stream, ["0", "1"]), (later, []), (stream_later, ["0", "1"])):
        app = Opened(gr.Interface(function, "number", "text"))
        told = await asyncio.to_thread(app.told, function.__name__, n=2)
        assert [frame["value"] for frame in told.of("partial")] == parts
        assert told.of("result")[0]["value"] == ("2" if function is later else "1")
        assert app.infos[function.__name__]["streams"] is bool(parts)
        app.calls.close()


# -- values of sessions --


def test_a_state_is_each_sessions_own_and_no_caller_sees_it() -> None:
    with gr.Blocks() as demo:
        step, total, seen = gr.Number(1), gr.State(0), gr.Number()

        def add(step: int, total: int) -> tuple[int, int]:
            return total + step, total + step

        gr.Button().click(add, [step, total], [seen, total])
        gr.Button().click(lambda total: total, total, seen, api_name="look")
    app = Opened(demo)
    assert [p["name"] for p in app.infos["add"]["parameters"]] == ["step"]
    assert app.infos["add"]["stateful"]
    assert [app.call("add", step=2, session=session) for session in ("a", "a", "b", None, None)] == [2, 4, 2, 2, 2]
    assert app.call("look", session="a") == 4
    assert len(app.action("add")["outputs"]) == 1


def test_the_states_of_an_interface() -> None:
    def f(word: str, words: list[str]) -> tuple[str, list[str]]:
        return " ".join([*words, word]), [*words, word]

    app = Opened(gr.Interface(f, ["text", gr.State([])], ["text", "state"]))
    assert [app.call("f", word=word, session="s") for word in "ab"] == ["a", "a b"]
    state = gr.State([])
    app = Opened(gr.Interface(f, ["text", state], ["text", state]))
    assert [app.call("f", word=word, session="s") for word in "ab"] == ["a", "a b"]


# -- updates --


def test_updates_are_told_as_gradios_clients_know_them() -> None:
    with gr.Blocks() as demo:
        pick, box, column = gr.Dropdown(["a"]), gr.Textbox(), gr.Column()
        outputs = [pick, box, column]

        def f(how: Any = None) -> Any:
            return gr.update(choices=["x", ("Y", "y")], value="y"), gr.Textbox(visible=False), gr.Column(visible=True)

        gr.Button().click(f, None, outputs)
        gr.Button().click(gr.skip, None, outputs, api_name="skip")
        gr.Button().click(lambda: (gr.skip(), "x", gr.skip()), None, outputs, api_name="part")
        gr.Button().click(lambda: gr.update(interactive=False, placeholder="p"), None, box, api_name="one")
    app = Opened(demo)
    assert app.call("f") == [
        {"__type__": "update", "choices": [["x", "x"], ["Y", "y"]], "value": "y"},
        {"__type__": "update", "visible": False},
        {"__type__": "update", "visible": True},
    ]
    assert app.call("skip") == [{"__type__": "update"}] * 3
    assert app.call("part") == [{"__type__": "update"}, "x", {"__type__": "update"}]
    assert app.call("one") == {"__type__": "update", "interactive": False, "placeholder": "p"}


def test_choices_may_change_and_what_is_picked_among_the_new_ones_is_taken() -> None:
    with gr.Blocks() as demo:
        country, city = gr.Radio(["it", "fr"]), gr.Dropdown(["Rome", "Pisa"])
        country.change(lambda of: gr.Dropdown(choices=["Paris"]), country, city, api_name="change")
        city.change(lambda name: name, city, city, api_name="pick")
    app = Opened(demo)
    assert app.call("change", of="fr") == {"__type__": "update", "choices": [["Paris", "Paris"]]}
    assert app.call("pick", name="Paris") == "Paris"
    assert app.infos["pick"]["input_schema"]["properties"]["name"]["enum"] == ["Rome", "Pisa"]
    assert "Input should be 'it' or 'fr'" in app.error("change", of="de")


def test_an_update_of_a_file_tells_that_it_has_one() -> None:
    pixels = [[(255, 0, 0)]]
    with gr.Blocks() as demo:
        image = gr.Image()

        def f() -> Any:
            import numpy as np

            return gr.Image(value=np.array(pixels, dtype="uint8"), label="Red")

        gr.Button().click(f, None, image)
    [result] = Opened(demo).told("f").of("result")
    assert result["files"]
    assert result["value"]["label"] == "Red"
    assert result["value"]["value"]["path"].endswith(".png")


# -- layouts and listening --


def test_a_layout_is_a_tree_of_what_is_made_within_it() -> None:
    with gr.Blocks(title="All") as demo:
        gr.Markdown("# Hello")
        with gr.Row():
            with gr.Column(scale=2):
                name = gr.Textbox(label="Name", value="Ada")
            with gr.Group():
                later = gr.Number(render=False)
        with gr.Tabs(), gr.Tab("One"), gr.Accordion("More", open=False):
            later.render()
            gr.Button("Go", variant="primary").click(double, name, name, api_name="twice")
    panel = Opened(demo).panel

    def drawn(node: Any) -> Any:
        if node["type"] == "component":
            return next(c["type"] for c in panel["components"] if c["id"] == node["id"])
        return (node["type"], *map(drawn, node["children"]))

    assert panel["title"] == "All"
    assert drawn(panel["layout"]) == (
        "column",
        "Markdown",
        ("row", ("column", "Textbox"), ("group",)),
        ("tabs", ("tab", ("accordion", "Number", "Button"))),
    )
    ids = [component["id"] for component in panel["components"]]
    assert len(set(ids)) == len(ids)
    assert Opened(demo).panel == panel
    [action] = panel["actions"]
    by_id = {component["id"]: component for component in panel["components"]}
    assert [by_id[id]["props"]["label"] for _, id in action["inputs"]] == ["Name"]
    [(button, event)] = action["triggers"]
    assert (by_id[button]["props"]["value"], event) == ("Go", "click")
    for component in panel["components"]:
        jsonschema.Draft202012Validator.check_schema(component["schema"])


def test_what_is_only_filled_cannot_be_edited() -> None:
    with gr.Blocks() as demo:
        a, b, c = gr.Textbox(label="a"), gr.Textbox(label="b"), gr.Textbox(label="c", interactive=True)
        gr.Button().click(lambda x: (x, x), a, [b, c])
    props = {c["name"]: c["props"].get("interactive") for c in Opened(demo).panel["components"]}
    assert (props["x"], props["b"], props["c"]) == (None, False, True)


def test_functions_come_one_after_the_other() -> None:
    with gr.Blocks() as demo:
        box = gr.Textbox()
        first = gr.Button().click(double, box, box, api_name="first", show_progress="minimal")
        second = first.then(double, box, box, api_name="second")
        second.success(double, box, box, api_name="third")
        second.failure(double, box, box, api_name="fourth")
        gr.Button("Stop").click(None, cancels=[first])
        box.submit(lambda: None, cancels=first, api_name="both")
    app = Opened(demo)
    assert [app.action(name)["after"] for name in ("first", "second", "third", "fourth")] == [
        None,
        ("first", "then"),
        ("second", "success"),
        ("second", "failure"),
    ]
    assert app.action("second")["triggers"] == []
    assert app.action("first")["progress"] == "minimal"
    stop = app.action("")
    assert (stop["cancels"], len(stop["triggers"])) == (["first"], 1)
    assert app.action("both")["cancels"] == ["first"]
    assert first("a") == "aa"


def test_listeners_as_decorators_and_of_several_events_and_of_the_app() -> None:
    with gr.Blocks() as demo:
        box, button, timer = gr.Textbox(), gr.Button(), gr.Timer(2)

        @gr.on([button.click, box.submit], inputs=box, outputs=box)
        def shout(text: str) -> str:
            return text.upper()

        @button.click(inputs=box, outputs=box)
        def whisper(text: str) -> str:
            return text.lower()

        demo.load(lambda: "hi", None, box, api_name="greet")
        timer.tick(lambda: "tick", None, box, api_name=False)
        gr.on(fn=double, inputs=[box], outputs=box, api_name="live")
    app = Opened(demo)
    assert app.action("shout")["triggers"] == [("c2", "click"), ("c1", "submit")]
    assert app.action("greet")["triggers"] == [("", "load")]
    assert app.action("live")["triggers"] == [("", "load"), ("c1", "change")]
    assert app.component("c3")["props"] == {"value": 2, "active": True}
    assert app.call("shout", text="a") == "A"
    assert app.call("whisper", text="A") == "a"


def test_a_value_that_is_a_function_is_asked_for_when_the_panel_opens() -> None:
    with gr.Blocks() as demo:
        gr.Textbox(value=lambda: "now")
    app = Opened(demo)
    assert app.names("undocumented") == ["begin"]
    assert app.action("begin")["triggers"] == [("", "load")]
    assert app.call("begin") == "now"
    assert "value" not in app.component("c1")["props"]


def test_a_clear_button_empties_its_components() -> None:
    with gr.Blocks() as demo:
        a, b = gr.Textbox(), gr.Number()
        gr.ClearButton([a, b]).add(gr.Checkbox())
    app = Opened(demo)
    assert [app.call(name) for name in ("clear", "clear_1")] == [[None, None], None]
    assert app.names() == []


def test_apps_stand_in_apps() -> None:
    inner = gr.Interface(double, gr.Textbox(label="In"), "text", title="Inner", description="What it does")
    with gr.Blocks() as demo:
        with gr.Row():
            inner.render()
        gr.Interface(lambda x: x, gr.Number(), gr.Number(), live=True, api_name="same")
    app = Opened(demo)
    assert app.names() == ["double", "same"]
    assert [c["props"].get("value") for c in app.panel["components"] if c["type"] == "Markdown"] == [
        "## Inner",
        "What it does",
    ]
    assert app.action("same")["triggers"] == [(app.action("same")["inputs"][0][1], "change")]
    row, second = app.panel["layout"]["children"]
    assert row["type"] == "row"
    assert [child["type"] for child in second["children"]] == ["form", "results"]


def test_tabs_of_apps_have_their_names() -> None:
    apps = [gr.Interface(double, "text", "text"), gr.Interface(double, "text", "text", title="Second")]
    panel = Opened(gr.TabbedInterface(apps)).panel
    assert [tab["label"] for tab in panel["layout"]["children"]] == ["Tab 1", "Second"]
    assert [action["endpoint"] for action in panel["actions"]] == ["double", "double_1"]
    with pytest.raises(ValueError, match="2 apps and 1 names"):
        gr.TabbedInterface(apps, ["One"])


def test_examples_fill_the_form() -> None:
    app = Opened(gr.Interface(double, gr.Textbox(), "text", examples=["a", ["b"]]))
    [(_, id)] = app.action("double")["inputs"]
    assert app.action("double")["examples"] == [{id: "a"}, {id: "b"}]


# -- functions without components --


def test_gr_api_within_an_app_takes_typed_functions_only() -> None:
    with gr.Blocks() as demo:

        def fn(a: int, b: int, c: list[str], progress: Any = gr.Progress()) -> tuple[int, list[str]]:
            return a + b, c[a:b]

        assert gr.api(fn, api_name="add_and_slice") is fn
        with pytest.raises(RegistrationError, match=r"lambda.* needs a type hint for 'y', what it returns"):
            gr.api(lambda y: y, api_name="x")
    app = Opened(demo)
    assert app.call("add_and_slice", a=1, b=2, c=["x", "y"]) == [3, ["y"]]
    assert app.panel["actions"] == []


def test_what_a_decorator_says_counts_also_in_an_app() -> None:
    @gr.mcp.tool(title="Adding", annotations={"readOnlyHint": True})
    def add(a: int, b: int) -> int:
        return a + b

    @gr.mcp.prompt()
    def ask(name: str) -> str:
        return f"Who is {name}?"

    apps = [gr.Interface(add, [gr.Number(1), gr.Number(2)], "number"), gr.Interface(ask, gr.Textbox("Ada"), "text")]
    app = Opened(gr.TabbedInterface(apps))
    assert (app.infos["add"]["title"], app.infos["add"]["mcp"], app.infos["add"]["kind"]) == ("Adding", True, "tool")
    assert app.infos["ask"]["kind"] == "prompt"
    assert app.infos["ask"]["parameters"][0]["default"] == "Ada"
    assert app.infos["ask_1"]["visibility"] == "private"
    assert app.call("ask_1") == "Who is Ada?"


# -- what Gradio has and this has not --


def test_a_keyword_that_means_nothing_here_is_told_of_once() -> None:
    with pytest.warns(UserWarning, match="takes no account") as told:
        gr.Interface(double, "text", "text", flagging_mode="manual", flagging_dir="x", theme="soft")
    [warning] = told
    assert "gr.Interface() takes no account of flagging_mode=, flagging_dir=: nothing is flagged here" in str(
        warning.message
    )
    assert "theme=: panels look as the notebook does" in str(warning.message)
    assert warning.filename == __file__


def test_keywords_at_gradios_own_defaults_are_silent() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gr.Interface(double, "text", "text", allow_flagging="never", cache_examples=False, batch=False, submit_btn="Go")
        keywords.taken("launch()", {"share": False, "debug": False, "ssl_verify": True, "auth": None}, keywords.LAUNCH)


def test_unknown_keywords_are_errors() -> None:
    with pytest.raises(TypeError, match=r"gr.Interface\(\) takes no 'titel'. Did you mean 'title'?"):
        gr.Interface(double, "text", "text", titel="x")
    with pytest.raises(TypeError, match=r"gr.Blocks\(\) takes no 'tytle'. Did you mean 'title'?"):
        gr.Blocks(tytle="x")
    with gr.Blocks():
        box = gr.Textbox()
        with pytest.raises(TypeError, match=r"takes no 'api_names'. Did you mean 'api_name'?"):
            box.change(double, box, box, api_names="x")
        with pytest.raises(TypeError, match=r"gr.Row takes no 'visable'. Did you mean 'visible'?"):
            gr.Row(visable=False)


def test_what_cannot_be_done_without_names_the_nearest() -> None:
    with pytest.raises(NotImplementedError, match=r"batch= is not supported here. The nearest is a function of one"):
        gr.Interface(double, "text", "text", batch=True)
    with gr.Blocks():
        box = gr.Textbox()
        with pytest.raises(NotImplementedError, match="js= is not supported here"):
            box.change(double, box, box, js="() => 1")
        with pytest.raises(NotImplementedError, match="preprocess= is not supported"):
            box.change(double, box, box, preprocess=False)
        with pytest.raises(AttributeError, match=r"gr.Textbox has no event 'stream' here. The nearest is: change"):
            box.stream(double)
        with pytest.raises(AttributeError, match=r"gr.Textbox has no 'chang'. Did you mean 'change'?"):
            box.chang(double)
        with pytest.raises(TypeError, match="inputs= takes components"):
            box.change(double, "text", box)
    with pytest.raises(AttributeError, match=r"within `with gr\.Blocks"):
        box.change(double, box, box)
    with pytest.raises(
        AttributeError, match=r"Gradio's gr.ImageEditor is not supported here. The nearest is: gr.Image"
    ):
        _ = gr.ImageEditor
    assert not hasattr(gr, "Nonsense")


def test_containers_belong_to_an_app() -> None:
    with pytest.raises(RuntimeError, match=r"gr\.Row belongs within `with gr\.Blocks"), gr.Row():
        pass
    with pytest.raises(RuntimeError, match="belongs within"):
        gr.on([], double)


def test_both_names_of_a_function_share_its_queue() -> None:
    app = Opened(gr.Interface(double, "text", "text"))
    first, second = (app.registry.get(name) for name in ("double", "predict"))
    assert first is not None
    assert second is not None
    assert first.lane == second.lane == "double"
