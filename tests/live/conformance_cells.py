# The fixtures that the conformance suite asks a server for, as the cells of a notebook; nothing here is imported.
# What follows `# %%` is a magic for the cell, or `later`: what that cell uses may not be there yet.

# %% mcp_tool --no-queue
import base64
import io
import time
import wave
from typing import Annotated, Any, Literal

import PIL.Image
from pydantic import BaseModel, Field

import jupyter_gradio_mcp as gr

RED = PIL.Image.new("RGB", (1, 1), "red")


def as_png(image: PIL.Image.Image) -> str:
    """An image as the data of a content block."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def as_wav(seconds: float = 0.01) -> str:
    """Silence as the data of a content block."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(seconds * 8000) * 2))
    return base64.b64encode(file.getvalue()).decode()


def test_simple_text() -> str:
    """Give a text."""
    return "This is a simple text response for testing."


def test_image_content() -> PIL.Image.Image:
    """Give an image."""
    return RED


def test_audio_content():
    """Give a sound."""
    return {"type": "audio", "data": as_wav(), "mimeType": "audio/wav"}


def test_embedded_resource():
    """Give a resource within the result."""
    resource = {
        "uri": "test://embedded-resource",
        "mimeType": "text/plain",
        "text": "This is an embedded resource content.",
    }
    return [{"type": "resource", "resource": resource}]


def test_multiple_content_types():
    """Give a text, an image and a resource."""
    resource = {
        "uri": "test://mixed-content-resource",
        "mimeType": "application/json",
        "text": '{"test":"data","value":123}',
    }
    return [
        {"type": "text", "text": "Multiple content types test:"},
        {"type": "image", "data": as_png(RED), "mimeType": "image/png"},
        {"type": "resource", "resource": resource},
    ]


def test_error_handling():
    """Fail."""
    raise ValueError("This tool intentionally returns an error for testing")


def test_tool_with_logging() -> str:
    """Print three lines."""
    print("Tool execution started")
    time.sleep(0.05)
    print("Tool processing data")
    time.sleep(0.05)
    print("Tool execution completed")
    return "Logged three lines."


def test_logging_tool() -> str:
    """Print a line."""
    print("Diagnostic trace logging activated")
    return "Logging evaluated"


def test_tool_with_progress(progress=gr.Progress()) -> str:  # noqa: PT028
    """Go from 0 to 100."""
    for done in (0, 50, 100):
        progress((done, 100))
        time.sleep(0.05)
    return "Went from 0 to 100."


def test_reconnection() -> str:
    """Give a text after a while."""
    time.sleep(0.1)
    return "Reconnection test completed successfully."


def test_custom_header(region: Annotated[str, Field(json_schema_extra={"x-mcp-header": "Region"})]) -> str:
    """Give what came in the parameter that is a header, too.

    Args:
        region: Where to.
    """
    return region


def test_trigger_tool_change() -> str:
    """Offer one more function, while this one runs."""
    source = f'%%mcp_tool\ndef offered_while_called():\n    """Offered at {time.time()}."""'
    get_ipython().run_cell(source)  # noqa: F821
    return "Offered."


# %% mcp_tool --no-queue
class Person(BaseModel):
    name: str = "John Doe"
    age: int = 30
    score: float = 95.5
    status: Literal["active", "inactive", "pending"] = "active"
    verified: bool = True


class Contact(BaseModel):
    username: str = Field(description="User's response")
    email: str = Field(description="User's email address")


OPTIONS = ["option1", "option2", "option3"]
CHOICES = [{"const": f"value{i}", "title": f"{word} Option"} for i, word in enumerate(("First", "Second", "Third"), 1)]
ENUMS = {
    "type": "object",
    "properties": {
        "untitledSingle": {"type": "string", "enum": OPTIONS},
        "titledSingle": {"type": "string", "oneOf": CHOICES},
        "legacyEnum": {
            "type": "string",
            "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
        },
        "untitledMulti": {"type": "array", "items": {"type": "string", "enum": OPTIONS}},
        "titledMulti": {"type": "array", "items": {"anyOf": CHOICES}},
    },
}


def a_field(name: str, kind: str) -> dict[str, Any]:
    """The schema of an object with one field."""
    return {"type": "object", "properties": {name: {"type": kind}}, "required": [name]}


def test_elicitation(message: str) -> str:
    """Ask who somebody is.

    Args:
        message: The question.
    """
    return f"User response: {gr.ask(message, Contact)}"


def test_elicitation_sep1034_defaults() -> str:
    """Ask with a default for each field."""
    return f"Elicitation completed: {gr.ask('Please review', Person)}"


def test_elicitation_sep1330_enums() -> str:
    """Ask for choices of all kinds."""
    return f"Elicitation completed: {gr.ask('Please choose', ENUMS)}"


def test_streaming_elicitation() -> str:
    """Ask."""
    return f"Streaming complete: {gr.ask('Go on?', a_field('ok', 'boolean'))}"


def test_input_required_result_elicitation() -> str:
    """Ask for a name."""
    return f"Hello, {gr.ask('What is your name?', a_field('name', 'string'), key='user_name')}!"


def test_input_required_result_request_state() -> str:
    """Ask for a confirmation."""
    return f"state-ok: {gr.ask('Please confirm', a_field('ok', 'boolean'))}"


def test_input_required_result_tampered_state() -> str:
    """Ask for a confirmation."""
    return f"Confirmed: {gr.ask('Please confirm', a_field('ok', 'boolean'))}"


def test_input_required_result_multi_round() -> str:
    """Ask twice."""
    name = gr.ask("Step 1: What is your name?", a_field("name", "string"))
    color = gr.ask("Step 2: What is your favorite color?", a_field("color", "string"))
    return f"{name} likes {color}."


def test_sampling(prompt: str) -> str:
    """Let the caller's model answer.

    Args:
        prompt: What to tell it.
    """
    return f"LLM response: {gr.sample(prompt, max_tokens=100)}"


def test_missing_capability() -> str:
    """Let the caller's model answer."""
    return gr.sample("Is anybody there?")


def test_input_required_result_sampling() -> str:
    """Let the caller's model answer."""
    return gr.sample("What is the capital of France?", max_tokens=100)


def test_input_required_result_list_roots() -> str:
    """Look at the caller's roots."""
    return f"Roots: {gr.roots()}"


async def test_input_required_result_multiple_inputs() -> str:
    """Ask, let the model answer, and look at the roots, all at once."""
    import asyncio

    found = await asyncio.gather(
        gr.ask("What is your name?", a_field("name", "string")),
        gr.sample("Generate a greeting", max_tokens=50),
        gr.roots(),
    )
    return f"All three: {found}"


def test_input_required_result_capabilities() -> str:
    """Ask whoever can be asked: the person, or else the model."""
    try:
        return f"The person says {gr.ask('Elicitation input', a_field('value', 'string'))}"
    except Exception:
        return f"The model says {gr.sample('Sample request', max_tokens=50)}"


# %%
@gr.mcp.tool(
    input_schema={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            }
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": False,
    }
)
def json_schema_2020_12_tool(**arguments: Any) -> str:
    """Tool with JSON Schema 2020-12 features."""
    return f"Called with {arguments}"


# %%
@gr.mcp.resource("test://static-text", mime_type="text/plain")
def static_text() -> str:
    """A text."""
    return "This is the content of the static text resource."


@gr.mcp.resource("test://static-binary", mime_type="image/png")
def static_binary() -> PIL.Image.Image:
    """An image."""
    return RED


@gr.mcp.resource("test://watched-resource", mime_type="text/plain")
def watched_resource() -> str:
    """A text that clients subscribe to."""
    return "Watched resource content"


@gr.mcp.resource("test://template/{id}/data", mime_type="application/json")
def template_data(id: str) -> dict[str, Any]:
    """The data of an id."""
    return {"id": id, "templateTest": True, "data": f"Data for ID: {id}"}


# %%
@gr.mcp.prompt()
def test_simple_prompt() -> str:
    """A simple prompt."""
    return "This is a simple prompt for testing."


@gr.mcp.prompt()
def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
    """A prompt with arguments.

    Args:
        arg1: First test argument.
        arg2: Second test argument.
    """
    return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"


@gr.mcp.prompt()
def test_prompt_with_embedded_resource(resourceUri: str) -> list[Any]:  # noqa: N803
    """A prompt with a resource in it.

    Args:
        resourceUri: URI of the resource to embed.
    """
    resource = {"uri": resourceUri, "mimeType": "text/plain", "text": "Embedded resource content for testing."}
    return [
        {"role": "user", "content": {"type": "resource", "resource": resource}},
        "Please process the embedded resource above.",
    ]


@gr.mcp.prompt()
def test_prompt_with_image() -> list[Any]:
    """A prompt with an image in it."""
    return [{"role": "user", "content": RED}, "Please analyze the image above."]


@gr.mcp.prompt()
def test_input_required_result_prompt() -> str:
    """A prompt that asks."""
    return f"In the context {gr.ask('What context should the prompt use?', a_field('context', 'string'))}"


# %% mcp_tool --no-queue
def test_trigger_prompt_change() -> str:
    """Offer one more prompt, while this function runs."""

    def offered_while_called() -> str:
        return "Offered."

    gr.mcp.prompt(f"offered_at_{time.time_ns()}", description="Offered while a function ran.")(offered_while_called)
    return "Offered."
