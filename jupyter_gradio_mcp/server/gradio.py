"""What Gradio's clients read first: `config` and `info`. Pure.

The clients are gradio_client for Python and @gradio/client for JavaScript. What they need was found
by running them; docs/reference.md says what of Gradio's contract is here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..descriptions import ParameterInfo
from .catalog import Offer
from .values import addressed, column_names, example, files_of, files_schema, output_schema, python_type

VERSION = "6.31.0"
"""The version of Gradio whose contract this is; clients switch on it."""

# Under v3 the Python client takes any object with a text `path` for a file.
PROTOCOL = "sse_v2.1"

API_PREFIX = "/gradio_api"

Numbered = tuple[int, Offer]


def config(numbered: Sequence[Numbered], *, title: str, app_id: int, max_file_size: int | None) -> dict[str, Any]:
    """The app as `config` shows it.

    Args:
        numbered: What is offered, with Gradio's `fn_index` of each.
        title: What the app is called.
        app_id: Changes when the app does.
        max_file_size: Bytes that one file may have; None is no limit.
    """
    components: list[dict[str, Any]] = []

    def component(label: str, kind: str) -> int:
        # Ids begin at 1: to one of the clients 0 is none.
        components.append({"id": len(components) + 1, "type": "api", "props": {"label": label, "name": kind.lower()}})
        return len(components)

    dependencies = [
        {
            "id": number,
            "targets": [],
            "inputs": [component(p["name"], p["component"]) for p in offer.endpoint["parameters"]],
            "outputs": [component(o["label"], o["component"]) for o in offer.endpoint["outputs"]],
            "backend_fn": True,
            "js": None,
            "queue": offer.endpoint["queue"],
            "api_name": offer.name,
            "api_visibility": offer.endpoint["visibility"],
            "show_api": offer.endpoint["visibility"] == "public",
            "types": {"generator": offer.endpoint["streams"], "cancel": False},
            "cancels": [],
            "trigger": None,
            "batch": False,
        }
        for number, offer in numbered
    ]
    return {
        "version": VERSION,
        "protocol": PROTOCOL,
        "api_prefix": API_PREFIX,
        "app_id": app_id,
        "title": title,
        "enable_queue": True,
        "connect_heartbeat": False,
        "show_error": True,
        "is_space": False,
        "is_colab": False,
        "space_id": None,
        "auth_required": False,
        "run_history": False,
        "max_file_size": max_file_size,
        "components": components,
        "dependencies": dependencies,
    }


def info(offers: Sequence[Offer], address_of: Callable[[str], str]) -> dict[str, Any]:
    """The functions as `info` shows them.

    Args:
        offers: What is offered.
        address_of: From the path of a file to its address.
    """
    return {"named_endpoints": {f"/{o.name}": _endpoint(o, address_of) for o in offers}, "unnamed_endpoints": {}}


def _endpoint(offer: Offer, address_of: Callable[[str], str]) -> dict[str, Any]:
    endpoint = offer.endpoint
    row = endpoint["examples"][0] if endpoint["examples"] else {}
    definitions, columns = endpoint["input_schema"].get("$defs", {}), column_names(endpoint["parameters"])
    return {
        "parameters": [_parameter(p, row, definitions, columns, address_of) for p in endpoint["parameters"]],
        "returns": [
            {
                "label": output["label"],
                "type": output_schema(output),
                "python_type": {
                    "type": python_type(output["type"], output_schema(output), output["files"]),
                    "description": output["description"],
                },
                "component": output["component"],
            }
            for output in endpoint["outputs"]
        ],
        "api_visibility": endpoint["visibility"],
        # Of what is hidden here, one of the clients takes no arguments by name.
        "show_api": True,
        "description": f"Another name of /{offer.alias}." if offer.alias else endpoint["description"],
        # Neither is Gradio's, whose clients pass over them.
        **({"alias": offer.alias} if offer.alias else {}),
        **({} if endpoint["kind"] == "tool" else {"kind": endpoint["kind"], "uri": endpoint["uri"]}),
    }


def _parameter(
    parameter: ParameterInfo,
    row: dict[str, Any],
    definitions: dict[str, Any],
    columns: Sequence[str],
    address_of: Callable[[str], str],
) -> dict[str, Any]:
    files = files_of(parameter)
    schema = files_schema(files, parameter["component"]) if files else parameter["schema"]
    if definitions and not files:
        schema = {**schema, "$defs": definitions}
    name = parameter["name"]
    return {
        "label": name,
        "parameter_name": name,
        "parameter_has_default": not parameter["required"],
        "parameter_default": addressed(parameter.get("default"), address_of),
        "type": schema,
        "python_type": {
            "type": python_type(parameter["type"], schema, files),
            "description": parameter["description"],
        },
        "component": parameter["component"],
        "example_input": addressed(example(parameter, row, definitions, columns), address_of),
    }
