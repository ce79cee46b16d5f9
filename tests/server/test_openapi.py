"""The REST API as an OpenAPI document."""

import copy
import datetime
import enum
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, Union

import pytest
import typing_extensions
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from PIL import Image
from pydantic import BaseModel, Field, WithJsonSchema

from jupyter_gradio_mcp.errors import CallError
from jupyter_gradio_mcp.kernel.files import Settings, Store
from jupyter_gradio_mcp.kernel.options import Options
from jupyter_gradio_mcp.kernel.registry import endpoint
from jupyter_gradio_mcp.paths import file_data
from jupyter_gradio_mcp.server.catalog import App, Offer
from jupyter_gradio_mcp.server.openapi import document

APP = App("k", "nb.ipynb")
URL = "http://127.0.0.1:8888/lab-base/"


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Point(BaseModel):
    x: float
    y: float = 0


class Box(BaseModel):
    corner: Point
    other: Point | None = None
    color: Color = Color.RED


class Tree(BaseModel):
    value: int = 0
    children: list["Tree"] = []


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]
    age: int = None


@dataclass
class Person:
    name: str
    age: int = 3


class Depth(typing_extensions.TypedDict):
    deep: bool
    note: typing_extensions.NotRequired[str]


def offer(function: Any, name: str | None = None, **options: Any) -> Offer:
    made = endpoint(function, name or function.__name__, Options(**options))
    return Offer(made.name, APP, made.info(Store(Settings())))


def documented(*offers: Offer, **settings: Any) -> dict[str, Any]:
    """The document, as it is on the wire; it must be valid."""
    before = copy.deepcopy([o.endpoint for o in offers])
    made = document(offers, URL, **{"title": "Functions", "version": "1.2.3", "max_file_size": None, **settings})
    assert [o.endpoint for o in offers] == before
    read: dict[str, Any] = json.loads(json.dumps(made, allow_nan=False))
    OpenAPIV31SpecValidator(read).validate()
    assert all(_resolves(read, ref) for ref in _refs(read))
    return read


def of(function: Any, **options: Any) -> dict[str, Any]:
    return documented(offer(function, **options))


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        yield from value.get("discriminator", {}).get("mapping", {}).values()
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _refs(inner)


def _resolves(document: Any, ref: str) -> bool:
    for part in ref.removeprefix("#/").split("/"):
        document = document[part]
    return True


def body(made: dict[str, Any], path: str) -> dict[str, Any]:
    content: dict[str, Any] = made["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return content


def named(made: dict[str, Any], name: str) -> dict[str, Any]:
    schema: dict[str, Any] = body(made, f"/gradio_api/call/v2/{name}")["schema"]
    return schema


def listed(made: dict[str, Any], name: str) -> dict[str, Any]:
    schema: dict[str, Any] = body(made, f"/gradio_api/run/{name}")["schema"]
    return schema


def outputs(made: dict[str, Any], name: str) -> dict[str, Any]:
    answer = made["paths"][f"/gradio_api/run/{name}"]["post"]["responses"]["200"]["content"]["application/json"]
    schema: dict[str, Any] = answer["schema"]["properties"]["data"]
    return schema


def events(made: dict[str, Any], name: str) -> dict[str, Any]:
    answer = made["paths"][f"/gradio_api/call/{name}/{{event_id}}"]["get"]["responses"]["200"]
    schema: dict[str, Any] = answer["content"]["text/event-stream"]["schema"]
    return schema


def fits(made: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    """Whether `value` obeys a schema of the document."""
    whole = {**schema, "components": made["components"]}
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole).is_valid(value)


def operations(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    methods = ("get", "head", "post")
    return {o["operationId"]: o for item in made["paths"].values() for m, o in item.items() if m in methods}


def add(a: int, b: int = 2) -> int:
    """Add two numbers.

    Args:
        a: The first one.
        b: The second one.

    Returns:
        The sum.
    """
    return a + b


# --- the document as a whole -------------------------------------------------------------------


def test_nothing_offered_is_a_document_with_the_fixed_routes() -> None:
    made = documented()
    assert made["openapi"] == "3.1.0"
    assert made["jsonSchemaDialect"] == "https://json-schema.org/draft/2020-12/schema"
    assert (made["info"]["title"], made["info"]["version"]) == ("Functions", "1.2.3")
    assert made["servers"] == [{"url": "http://127.0.0.1:8888/lab-base"}]
    assert set(made["paths"]) == {
        "/config",
        "/gradio_api/info",
        "/gradio_api/about",
        "/gradio_api/upload",
        "/gradio_api/file={path}",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/cancel",
    }


def test_a_function_has_three_operations() -> None:
    made = of(add)
    assert {"/gradio_api/call/v2/add", "/gradio_api/call/add/{event_id}", "/gradio_api/run/add"} < set(made["paths"])
    found = operations(made)
    assert {"call_add", "read_add", "run_add"} < set(found)
    run = found["run_add"]
    assert run["summary"] == "Add"
    assert run["description"] == "Add two numbers.\n\nReturns: The sum."
    assert all(found[id]["tags"] == ["functions"] for id in ("call_add", "read_add", "run_add"))
    assert len({found[id]["summary"] for id in ("call_add", "read_add", "run_add")}) == 3


def test_title_and_hidden_description_are_as_the_author_says() -> None:
    run = operations(of(add, title="Sum up", description=""))["run_add"]
    assert run["summary"] == "Sum up"
    assert "description" not in run


def test_each_tag_is_explained() -> None:
    made = of(add)
    used = {tag for operation in operations(made).values() for tag in operation["tags"]}
    assert used == {tag["name"] for tag in made["tags"]} == {"functions", "files", "queue", "server"}


def test_ids_are_legal_unique_and_do_not_depend_on_the_order() -> None:
    names = ["a-b", "a_b", "a_b_2", "2nd", "config", "queue", "a--b", "v2"]
    offers = [offer(add, name) for name in names]
    one, other = documented(*offers), documented(*reversed(offers))
    ids = [o["operationId"] for item in one["paths"].values() for m, o in item.items() if m in ("get", "head", "post")]
    assert len(ids) == len(set(ids)) == 3 * len(names) + 9
    assert all(id.isidentifier() and id.isascii() for id in ids)

    def by_path(made: dict[str, Any]) -> dict[str, str]:
        return {p: o["operationId"] for p, i in made["paths"].items() for m, o in i.items() if m == "post"}

    assert by_path(one) == by_path(other)
    assert by_path(one)["/gradio_api/run/a_b"] == "run_a_b"
    assert by_path(one)["/gradio_api/run/a-b"] == "run_a_b_3"


def test_the_same_offers_make_the_same_text() -> None:
    offers = [offer(add), offer(_boxes)]
    assert json.dumps(documented(*offers)) == json.dumps(documented(*copy.deepcopy(offers)))


def test_credentials_are_any_of_three() -> None:
    made = of(add)
    schemes = made["components"]["securitySchemes"]
    assert made["security"] == [{"bearer": []}, {"basic": []}, {"token": []}]
    assert (schemes["bearer"]["type"], schemes["bearer"]["scheme"]) == ("http", "bearer")
    assert (schemes["basic"]["type"], schemes["basic"]["scheme"]) == ("http", "basic")
    assert (schemes["token"]["type"], schemes["token"]["in"], schemes["token"]["name"]) == ("apiKey", "query", "token")


# --- arguments ---------------------------------------------------------------------------------


def test_named_arguments() -> None:
    made = of(add)
    schema = named(made, "add")
    assert schema == {
        "type": "object",
        "properties": {
            "a": {"type": "integer", "description": "The first one."},
            "b": {"type": "integer", "default": 2, "description": "The second one."},
        },
        "required": ["a"],
        "additionalProperties": False,
    }
    assert fits(made, schema, {"a": 1})
    assert not fits(made, schema, {"b": 1})
    assert not fits(made, schema, {"a": 1, "c": 1})
    assert not fits(made, schema, {"a": "x"})


def test_arguments_in_order() -> None:
    made = of(add)
    schema = listed(made, "add")
    data = schema["properties"]["data"]
    assert (data["minItems"], data["maxItems"]) == (1, 2)
    assert [item["title"] for item in data["prefixItems"]] == ["a", "b"]
    assert fits(made, schema, {"data": [1]})
    assert fits(made, schema, {"data": [1, 2]})
    for bad in ({"data": []}, {"data": [1, 2, 3]}, {"data": ["x"]}, {"data": 1}, {}, []):
        assert not fits(made, schema, bad)


def test_a_body_is_required_where_an_argument_is() -> None:
    def optional(a: int = 1) -> None: ...

    assert operations(of(add))["call_add"]["requestBody"]["required"] is True
    assert operations(of(optional))["call_optional"]["requestBody"]["required"] is False
    assert operations(of(optional))["run_optional"]["requestBody"]["required"] is True


def test_no_parameters() -> None:
    def nothing() -> None: ...

    made = of(nothing)
    assert fits(made, named(made, "nothing"), {})
    assert not fits(made, named(made, "nothing"), {"a": 1})
    assert fits(made, listed(made, "nothing"), {"data": []})
    assert not fits(made, listed(made, "nothing"), {"data": [1]})
    assert outputs(made, "nothing")["items"] == {"type": "null"}


def test_a_required_argument_after_optional_ones_must_be_in_the_list() -> None:
    def late(a: int = 1, *, b: int) -> None: ...

    made = of(late)
    assert not fits(made, listed(made, "late"), {"data": []})
    assert not fits(made, listed(made, "late"), {"data": [1]})
    assert fits(made, listed(made, "late"), {"data": [1, 2]})


def test_falsy_defaults_are_kept() -> None:
    def falsy(
        zero: int = 0,
        no: bool = False,
        empty: str = "",
        none: Optional[int] = None,
        items: list[int] = [],  # noqa: B006
        real: float = 0.0,
    ) -> None: ...

    made = of(falsy)
    properties = named(made, "falsy")["properties"]
    assert {name: schema["default"] for name, schema in properties.items()} == {
        "zero": 0,
        "no": False,
        "empty": "",
        "none": None,
        "items": [],
        "real": 0.0,
    }
    assert fits(made, named(made, "falsy"), {name: schema["default"] for name, schema in properties.items()})


def test_a_default_of_none_makes_null_a_choice() -> None:
    def lazy(
        a: int = None,  # noqa: RUF013
        b: Literal["x", "y"] = None,  # noqa: RUF013
        c: Point = None,
    ) -> None:
        """Be lazy.

        Args:
            a: A number.
        """

    made = of(lazy)
    schema = named(made, "lazy")
    assert schema["properties"]["a"] == {
        "anyOf": [{"type": "integer"}, {"type": "null"}],
        "description": "A number.",
        "default": None,
    }
    assert fits(made, schema, {"a": None, "b": None, "c": None})
    assert fits(made, schema, {"a": 1, "b": "x", "c": {"x": 1}})
    assert not fits(made, schema, {"a": "x"})
    assert not fits(made, schema, {"b": "z"})


def test_a_default_of_plainly_another_type_is_left_out() -> None:
    class Inner(BaseModel):
        number: int = None
        point: Point = None
        mode: Literal["x", "y"] = None

    def wrong(
        a: int = "x",
        b: str = 1,
        c: list[int] = "x",
        d: dict[str, int] = [],  # noqa: B006
        e: float = True,
        f: Annotated[int, WithJsonSchema({"type": "number"})] = "x",
        g: Optional[Inner] = None,
    ) -> None: ...

    made = of(wrong)
    properties = named(made, "wrong")["properties"]
    assert [name for name, schema in properties.items() if "default" in schema] == ["g"]
    inner = made["components"]["schemas"]["wrong.Inner"]["properties"]
    assert [name for name, schema in inner.items() if "default" in schema] == []


def test_any_other_default_stays_whatever_the_schema_says() -> None:
    def odd(a: Annotated[int, Field(ge=1)] = 0, b: Literal["x", "y"] = "z") -> None: ...

    made = document([offer(odd)], URL, title="t", version="v", max_file_size=None)
    properties = named(made, "odd")["properties"]
    assert {name: schema["default"] for name, schema in properties.items()} == {"a": 0, "b": "z"}


def test_a_default_that_its_type_admits_stays() -> None:
    def right(
        b: Annotated[float, Field(ge=1, lt=8, multiple_of=0.5)] = 2.5,
        c: Literal[1, "x", None] = "x",
        d: Annotated[str, Field(min_length=2, pattern="^a")] = "ab",
        e: set[int] = {1},  # noqa: B006
        f: float = 1,
        g: dict[str, Any] = {"$ref": 1},  # noqa: B006
        h: list[Point] = [Point(x=1)],  # noqa: B006
        i: tuple[int, str] = (1, "a"),
        j: Color = Color.BLUE,
        k: Tree = Tree(children=[Tree()]),
        m: datetime.date = datetime.date(2020, 1, 2),
        n: Person = Person("a"),
        o: Any = None,
        p: Literal["x", None] = None,
    ) -> None: ...

    made = of(right)
    properties = named(made, "right")["properties"]
    assert [name for name, schema in properties.items() if "default" not in schema] == []
    assert properties["g"]["default"] == {"$ref": 1}
    assert fits(made, named(made, "right"), {name: schema["default"] for name, schema in properties.items()})


def test_constraints_and_choices() -> None:
    def pick(
        level: Annotated[int, Field(ge=0, le=10)],
        mode: Literal["fast", "slow"] = "fast",
        color: Color = Color.RED,
        bound: Annotated[float, Field(le=float("inf"))] = 1,
    ) -> None: ...

    made = of(pick)
    schema = named(made, "pick")
    assert fits(made, schema, {"level": 10, "mode": "slow", "color": "blue"})
    for bad in ({"level": 11}, {"level": 1, "mode": "x"}, {"level": 1, "color": "green"}):
        assert not fits(made, schema, bad)


def test_keywords_that_a_function_takes_may_be_sent() -> None:
    def free(a: int = 1, **rest: int) -> None: ...

    def any(**rest): ...

    made = documented(offer(free), offer(any))
    assert fits(made, named(made, "free"), {"a": 1, "z": 2})
    assert not fits(made, named(made, "free"), {"z": "x"})
    assert fits(made, named(made, "any"), {"z": "x"})
    assert listed(made, "any")["properties"]["data"]["maxItems"] == 0


def test_no_hints_take_anything() -> None:
    def loose(a, b=0, c=""): ...

    made = of(loose)
    assert fits(made, named(made, "loose"), {"a": {"x": [1]}, "b": 1.5})
    assert fits(made, outputs(made, "loose"), [{"anything": 1}])


def test_examples_are_those_of_the_author() -> None:
    made = of(add, examples=[[1, 2], {"b": 3}])
    assert body(made, "/gradio_api/call/v2/add")["examples"] == {
        "example1": {"value": {"a": 1, "b": 2}},
        "example2": {"value": {"b": 3}},
    }
    assert body(made, "/gradio_api/run/add")["examples"] == {
        "example1": {"value": {"data": [1, 2]}},
        "example2": {"value": {"data": [None, 3]}},
    }
    assert "examples" not in body(of(add), "/gradio_api/run/add")


# --- definitions -------------------------------------------------------------------------------


def _boxes(box: Box, tree: Tree = Tree(), person: Person = Person("x"), options: Depth = None) -> list[Box]:
    return [box]


def test_definitions_are_components() -> None:
    made = of(_boxes)
    schemas = made["components"]["schemas"]
    assert {"_boxes.Box", "_boxes.Point", "_boxes.Color", "_boxes.Tree", "_boxes.Person"} < set(schemas)
    assert schemas["_boxes.Tree"]["properties"]["children"]["items"] == {"$ref": "#/components/schemas/_boxes.Tree"}
    schema = named(made, "_boxes")
    assert "$defs" not in json.dumps(made)
    box = {"corner": {"x": 1}, "color": "blue"}
    assert fits(made, schema, {"box": box, "tree": {"children": [{"children": []}]}, "options": {"deep": True}})
    for bad in ({"corner": {}}, {"corner": {"x": 1}, "color": "green"}, {"corner": {"x": 1}, "other": {"x": "a"}}):
        assert not fits(made, schema, {"box": bad})
    assert not fits(made, schema, {"box": box, "tree": {"children": [{"children": [{"value": "x"}]}]}})
    assert not fits(made, schema, {"box": box, "options": {"note": "x"}})


def test_functions_with_classes_of_one_name_keep_their_own() -> None:
    def one() -> Any:
        class Thing(BaseModel):
            a: int

        def use(things: list[Thing]) -> None: ...

        return use

    def other() -> Any:
        class Thing(BaseModel):
            b: str

        def use(things: list[Thing]) -> None: ...

        return use

    made = documented(offer(one(), "one"), offer(other(), "other"))
    assert fits(made, named(made, "one"), {"things": [{"a": 1}]})
    assert not fits(made, named(made, "one"), {"things": [{"b": "x"}]})
    assert fits(made, named(made, "other"), {"things": [{"b": "x"}]})
    assert not fits(made, named(made, "other"), {"things": [{"a": 1}]})


def test_a_class_that_is_called_like_our_own_components_does_not_meet_them() -> None:
    class Error(BaseModel):
        mine: int

    class FileData(BaseModel):
        mine: int

    def use(errors: list[Error], files: list[FileData], path: Path) -> list[Error]:
        return errors

    made = of(use)
    assert "code" in made["components"]["schemas"]["Error"]["properties"]
    assert fits(made, named(made, "use"), {"errors": [{"mine": 1}], "files": [{"mine": 1}], "path": "x"})


def test_arguments_and_results_share_what_is_equal_and_nothing_else() -> None:
    class Spot(BaseModel):
        x: int

    def same(spots: list[Spot]) -> list[Spot]:
        return spots

    class Row(BaseModel):
        size: Annotated[int, WithJsonSchema({"type": "integer"}, mode="validation")]
        point: Point

    def differs(rows: list[Row]) -> list[Row]:
        return rows

    made = documented(offer(same))
    assert [name for name in made["components"]["schemas"] if name.startswith("same.")] == ["same.Spot"]
    Row.model_fields["size"].metadata.append(WithJsonSchema({"type": "string"}, mode="serialization"))
    Row.model_rebuild(force=True)
    made = of(differs)
    assert fits(made, named(made, "differs"), {"rows": [{"size": 1, "point": {"x": 1}}]})
    assert fits(made, outputs(made, "differs"), [[{"size": "1", "point": {"x": 1, "y": 0}}]])
    assert not fits(made, outputs(made, "differs"), [[{"size": 1, "point": {"x": 1, "y": 0}}]])


def test_generic_models_have_legal_names() -> None:
    from typing import Generic, TypeVar

    T = TypeVar("T")

    class Pair(BaseModel, Generic[T]):
        first: T

    def use(a: list[Pair[int]], b: list[Pair[str]]) -> None: ...

    made = documented(offer(use), offer(use, "use-too"))
    assert fits(made, named(made, "use-too"), {"a": [{"first": 1}], "b": [{"first": "x"}]})
    assert not fits(made, named(made, "use-too"), {"a": [{"first": "x"}], "b": []})


def test_a_tagged_union_refers_to_components_in_its_mapping() -> None:
    def feed(pet: Annotated[Union[Cat, Dog], Field(discriminator="kind")]) -> None: ...

    made = of(feed)
    assert named(made, "feed")["properties"]["pet"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/feed.Cat",
        "dog": "#/components/schemas/feed.Dog",
    }
    assert "default" not in made["components"]["schemas"]["feed.Dog"]["properties"]["age"]
    assert not fits(made, named(made, "feed"), {"pet": {"kind": "cow"}})


def test_data_that_looks_like_a_reference_stays() -> None:
    class Strange(BaseModel):
        ref: int = Field(alias="$ref")
        defs: int = Field(1, alias="$defs")
        default: int = 0

    def use(strange: list[Strange], choice: Literal["#/$defs/Strange"]) -> None: ...

    made = of(use)
    assert set(made["components"]["schemas"]["use.Strange"]["properties"]) == {"$ref", "$defs", "default"}
    assert fits(made, named(made, "use"), {"strange": [{"$ref": 1}], "choice": "#/$defs/Strange"})
    assert not fits(made, named(made, "use"), {"strange": [{"$ref": "x"}], "choice": "#/$defs/Strange"})


def test_a_reference_that_leads_nowhere_admits_anything() -> None:
    made = offer(add)
    made.endpoint["input_schema"] = {"type": "object", "properties": {"a": {"$ref": "#/$defs/Gone"}}}
    assert named(documented(made), "add")["properties"]["a"] == {}


def test_a_schema_that_is_none_spoils_nothing_else() -> None:
    made = offer(add, "broken")
    broken = {"type": ["x", 1], "$ref": 1, "minimum": "x", "anyOf": None, "properties": [], "default": None}
    made.endpoint["input_schema"] = {"type": "object", "properties": {"a": broken}}
    shown = document([made, offer(add)], URL, title="t", version="v", max_file_size=None)
    assert named(shown, "add") == named(of(add), "add")


# --- files -------------------------------------------------------------------------------------

FILE = {"path": "/x/y.png", "meta": {"_type": "gradio.FileData"}}


def test_a_file_is_named_by_text_or_file_data() -> None:
    def show(image: Image.Image, mask: Optional[Image.Image] = None) -> Image.Image:
        """Show.

        Args:
            image: What to show.
        """
        return image

    made = of(show)
    schema = named(made, "show")
    assert schema["properties"]["image"] == {
        "anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/FileData"}],
        "description": "What to show. An http(s) URL, a data: URL, or a path that POST gradio_api/upload returned.",
    }
    assert fits(made, schema, {"image": "data:image/png;base64,", "mask": None})
    assert fits(made, schema, {"image": {**FILE, "url": None, "orig_name": "y.png"}})
    for bad in (None, 1, {"path": "x"}, {"path": "x", "meta": {"_type": "other"}}, ["x"]):
        assert not fits(made, schema, {"image": bad})
    assert fits(made, listed(made, "show"), {"data": [FILE]})


def test_files_are_arrays() -> None:
    def pack(files: list[Path], more: Optional[list[Path]] = None) -> Path:
        return files[0]

    made = of(pack)
    schema = named(made, "pack")
    assert fits(made, schema, {"files": ["http://x/y", FILE], "more": None})
    assert fits(made, schema, {"files": [], "more": []})
    for bad in (None, "x", [1], [{"path": "x"}]):
        assert not fits(made, schema, {"files": bad})


def test_a_file_as_default_is_named_by_its_path(tmp_path: Path) -> None:
    held = tmp_path / "a.txt"
    held.write_text("x")

    def read(path: Path = held) -> str:
        return ""

    made = of(read)
    default = named(made, "read")["properties"]["path"]["default"]
    assert default.endswith("a.txt")
    assert fits(made, named(made, "read"), {"path": default})


def test_results_with_files(tmp_path: Path) -> None:
    def one() -> Image.Image: ...

    def maybe() -> Optional[Path]: ...

    def many() -> list[Image.Image]: ...

    def mixed() -> tuple[str, Path]: ...

    held = tmp_path / "a.txt"
    held.write_text("x")
    file = {**file_data(held), "url": "http://x/a.txt"}
    made = documented(*map(offer, (one, maybe, many, mixed)))
    assert outputs(made, "one")["items"] == {"$ref": "#/components/schemas/FileData"}
    assert fits(made, outputs(made, "one"), [file])
    assert not fits(made, outputs(made, "one"), [None])
    assert fits(made, outputs(made, "maybe"), [None])
    assert fits(made, outputs(made, "maybe"), [file])
    assert fits(made, outputs(made, "many"), [[file, file]])
    assert not fits(made, outputs(made, "many"), [file])
    assert fits(made, outputs(made, "mixed"), ["x", file])
    assert not fits(made, outputs(made, "mixed"), [file, "x"])


def test_uploads_are_arrays_of_binaries() -> None:
    upload = documented(max_file_size=5000)["paths"]["/gradio_api/upload"]["post"]
    schema = upload["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert schema["properties"]["files"]["items"] == {
        "type": "string",
        "format": "binary",
        "contentMediaType": "application/octet-stream",
        "maxLength": 5000,
    }
    assert "5000 bytes" in upload["description"]
    assert [p["name"] for p in upload["parameters"]] == ["upload_id"]
    assert upload["responses"]["200"]["content"]["application/json"]["schema"]["items"] == {"type": "string"}
    assert "maxLength" not in json.dumps(documented()["paths"]["/gradio_api/upload"])


def test_files_are_read_whole_or_in_parts() -> None:
    item = documented()["paths"]["/gradio_api/file={path}"]
    assert {(p["in"], p["name"]) for p in item["parameters"]} == {
        ("path", "path"),
        ("query", "sig"),
        ("header", "Range"),
    }
    for method in ("get", "head"):
        assert {"200", "206", "401", "403", "416"} <= set(item[method]["responses"])
        assert {} in item[method]["security"]
    assert "content" in item["get"]["responses"]["206"]
    assert "content" not in json.dumps(item["head"]["responses"])


# --- results and events ------------------------------------------------------------------------


def test_results_are_typed() -> None:
    made = of(add)
    assert outputs(made, "add") == {
        "type": "array",
        "items": {"type": "integer", "description": "The sum."},
        "minItems": 1,
        "maxItems": 1,
    }
    answer = made["paths"]["/gradio_api/run/add"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    good = {"data": [3], "is_generating": False, "duration": 0.1, "average_duration": 0.1}
    assert fits(made, answer, good)
    assert not fits(made, answer, {**good, "data": ["x"]})
    assert not fits(made, answer, {**good, "is_generating": True})


def test_a_tuple_is_several_outputs() -> None:
    def pair(a: int) -> tuple[int, Box]: ...

    def row(a: int) -> tuple[int, ...]:
        return (a,)

    made = documented(offer(pair), offer(row))
    assert fits(made, outputs(made, "pair"), [1, {"corner": {"x": 1, "y": 0}, "other": None, "color": "red"}])
    assert not fits(made, outputs(made, "pair"), [1, {"corner": {}}])
    assert not fits(made, outputs(made, "pair"), [1])
    assert fits(made, outputs(made, "row"), [[1, 2, 3]])


def event(name: str, data: Any) -> dict[str, Any]:
    return {"event": name, "data": json.dumps(data)}


def test_events_are_objects_of_name_and_json() -> None:
    def count(n: int) -> Iterator[int]:
        yield n

    made = documented(offer(add), offer(count))
    bar = {"index": 1, "length": None, "unit": "steps", "progress": None, "desc": None}
    notice = {"kind": "success", "title": "Success", "duration": None, "visible": True}
    shared = [
        event("progress", {"progress": 1, "total": None, "message": None, "unit": "steps", "progress_data": [bar]}),
        event("log", {"level": "info", "stream": "stdout", "text": "x"}),
        event("log", {**notice, "level": "info", "stream": "notice", "text": "x"}),
        event("heartbeat", None),
        event("error", {"error": "It failed.", "code": "function_failed"}),
        event("complete", [3]),
    ]
    for name in ("add", "count"):
        assert all(fits(made, events(made, name), one) for one in shared)
        assert not fits(made, events(made, name), event("other", None))
        assert not fits(made, events(made, name), {"event": "complete", "data": [3]})
    assert fits(made, events(made, "count"), event("generating", [1]))
    assert not fits(made, events(made, "add"), event("generating", [1]))


def test_the_data_of_an_event_is_typed() -> None:
    made = of(add)
    complete = events(made, "add")["oneOf"][0]["properties"]
    assert complete["event"] == {"type": "string", "const": "complete"}
    assert complete["data"]["contentMediaType"] == "application/json"
    assert complete["data"]["contentSchema"] == outputs(made, "add")
    error = made["components"]["schemas"]["ErrorEvent"]["properties"]["data"]["contentSchema"]
    assert error == {"$ref": "#/components/schemas/Error"}


def test_beginning_a_call_links_to_reading_it() -> None:
    made = documented(offer(add, "a-b"))
    answer = operations(made)["call_a_b"]["responses"]["200"]
    assert answer["links"]["read"]["operationId"] == "read_a_b"
    assert "read_a_b" in operations(made)
    assert fits(made, answer["content"]["application/json"]["schema"], {"event_id": "x"})


def test_the_queue() -> None:
    made = documented()
    join = body(made, "/gradio_api/queue/join")["schema"]
    assert fits(made, join, {"data": [1], "fn_index": 1, "session_hash": "x", "event_data": None})
    for bad in ({"fn_index": "1"}, {"session_hash": ""}, {"session_hash": "x" * 257}):
        assert not fits(made, join, {"data": [1], "fn_index": 1, "session_hash": "x", **bad})
    cancel = body(made, "/gradio_api/cancel")["schema"]
    assert fits(made, cancel, {"session_hash": "x", "fn_index": 1, "event_id": "y"})
    data = operations(made)["stream_queue"]
    assert [(p["name"], p["required"]) for p in data["parameters"]] == [("session_hash", True)]
    assert set(data["responses"]["200"]["content"]) == {"text/event-stream"}


# --- errors ------------------------------------------------------------------------------------


def _codes(root: type[CallError]) -> set[str]:
    return {root.code}.union(*(_codes(child) for child in root.__subclasses__()))


def test_every_code_is_in_the_schema_and_explained() -> None:
    made = documented()
    assert set(made["components"]["schemas"]["Error"]["properties"]["code"]["enum"]) == _codes(CallError)
    texts = " ".join(response["description"] for response in made["components"]["responses"].values())
    assert all(f"`{code}`: " in texts for code in _codes(CallError))


def test_errors_carry_a_sentence_a_word_and_findings() -> None:
    made = documented()
    schema = {"$ref": "#/components/schemas/Error"}
    error = {"error": "No.", "code": "invalid_arguments"}
    assert fits(made, schema, {**error, "detail": "No."})
    assert fits(made, schema, {**error, "detail": [{"loc": ["a", 0], "msg": "No.", "type": "int_type"}]})
    assert not fits(made, schema, {**error, "detail": [{"loc": "a"}]})
    assert not fits(made, schema, {**error, "code": "other"})


@pytest.mark.parametrize(
    ("id", "statuses"),
    [
        ("call_add", {401, 403, 404, 413, 422, 500, 503}),
        ("read_add", {401, 403, 404, 500}),
        ("run_add", {401, 403, 404, 409, 413, 422, 500, 503, 504}),
        ("get_config", {401, 403, 404, 500}),
        ("get_info", {401, 403, 404, 500}),
        ("get_about", {401, 403, 404, 500}),
        ("upload_files", {401, 403, 404, 413, 422, 500}),
        ("get_file", {206, 401, 403, 404, 416, 500}),
        ("head_file", {206, 401, 403, 404, 416, 500}),
        ("join_queue", {401, 403, 404, 413, 422, 500, 503}),
        ("stream_queue", {401, 403, 404, 422, 500}),
        ("cancel_call", {401, 403, 404, 413, 422, 500}),
    ],
)
def test_every_operation_tells_its_errors(id: str, statuses: set[int]) -> None:
    responses = operations(of(add))[id]["responses"]
    assert {int(status) for status in responses} == {200, *statuses}


# --- everything at once ------------------------------------------------------------------------


def _everything(
    image: Image.Image,
    files: list[Path],
    mode: Literal["a", "b"],
    color: Color,
    box: Box,
    person: Person,
    options: Depth,
    tree: Tree,
    loose,
    level: Annotated[int, Field(ge=0, le=10)] = 0,
    text: Optional[str] = None,
    **rest: float,
) -> Iterator[tuple[Box, list[Path], Tree]]:
    """Take all there is."""
    yield box, files, tree


def test_all_kinds_of_functions_together_are_a_valid_document() -> None:
    functions = (add, _boxes, _everything)
    made = documented(
        *(offer(function, f"{function.__name__}-{i}", title="T") for function in functions for i in range(3)),
        max_file_size=1,
    )
    arguments = {
        "image": "http://x/y.png",
        "files": [FILE],
        "mode": "a",
        "color": "red",
        "box": {"corner": {"x": 1}},
        "person": {"name": "x"},
        "options": {"deep": False},
        "tree": {},
        "loose": None,
        "more": 1.5,
    }
    assert fits(made, named(made, "_everything-1"), arguments)
    assert not fits(made, named(made, "_everything-1"), {**arguments, "more": "x"})
    assert not fits(made, named(made, "_everything-1"), {**arguments, "level": 11})
    data = [value for name, value in arguments.items() if name != "more"]
    assert fits(made, listed(made, "_everything-1"), {"data": data})
    assert not fits(made, listed(made, "_everything-1"), {"data": data[:-1]})
