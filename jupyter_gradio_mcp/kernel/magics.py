"""The magics: parse a line, call the notebook, say what happened."""

# IPython's decorators for magics have no types.
# mypy: disable-error-code="untyped-decorator,no-untyped-call,arg-type"

from __future__ import annotations

import gc
import shlex
import sys
from dataclasses import replace
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from ..errors import CallError, LinkError, RegistrationError
from ..uris import BadTemplate, UriTemplate
from .cells import MAGIC, MAGICS, Cells, Done
from .magic_options import Request, common_arguments, names_of, options_of, unquoted
from .mainthread import MainThread
from .options import ANNOTATIONS, MARK, Options
from .owner_magics import OwnerMagics
from .report import report_all, signature, what_it_is

if TYPE_CHECKING:
    from .notebook import Notebook
    from .registry import Change, Endpoint


@magics_class
class McpMagics(Magics):
    """Offer the notebook's functions as MCP tools and REST endpoints."""

    shell: Any

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._main_thread = MainThread(shell)
        self._cells = Cells(shell, self._register)
        self._main_thread.submit(_import_ahead)
        self.owner = OwnerMagics(shell, lambda: self.notebook)

    @cached_property
    def notebook(self) -> Notebook:
        """The functions of this notebook; there from the first use on."""
        _import_ahead()
        from .notebook import Notebook

        return Notebook(self.shell, self._main_thread)

    def close(self) -> None:
        """Undo all that loading did."""
        self._cells.close()
        self._main_thread.close()
        if "notebook" in self.__dict__:
            self.notebook.close()
        for own in (self, self.owner):
            for kind, names in own.magics.items():
                for name in names:
                    self.shell.magics_manager.magics[kind].pop(name, None)

    @magic_arguments(MAGIC)
    @argument(
        "names", nargs="*", help="functions to offer; none: all that the cell defines, but those with a leading _"
    )
    @common_arguments
    @argument("--no-ui", action="store_true", help="show no panel under the cell")
    @argument("--annotations", default="", metavar="A,B", help=f"hints for agents: {', '.join(ANNOTATIONS)}")
    @argument(
        "--examples", metavar="EXPR", help="a Python expression: a list of example arguments; quote it if it has blanks"
    )
    @argument(
        "--inputs",
        metavar="EXPR",
        help="a Python expression: the components of the parameters, such as [gr.Slider(0,1)]",
    )
    @argument("--outputs", metavar="EXPR", help="a Python expression: the components of the outputs")
    @line_magic(MAGIC)
    def mcp_tool(self, line: str) -> None:
        """Offer the functions of this cell as MCP tools and REST endpoints.

        As the first line of a cell, `%%mcp_tool`, it covers the functions that the cell defines.
        """
        given = parse_argstring(self.mcp_tool, line)
        expressions = (unquoted(said) for said in (given.examples, given.inputs, given.outputs))
        self._cells.mark(Request(names_of(given.names), options_of(given), *expressions))

    @magic_arguments("mcp_resource")
    @argument("uri", help="URI, or a template of URIs such as notes://{name}, whose variables are the parameters")
    @argument("names", nargs="*", help="the function to offer; none: the one that the cell defines")
    @argument("--mime-type", default="", metavar="TYPE", help="type of what it gives, such as image/png")
    @common_arguments
    @line_magic("mcp_resource")
    def mcp_resource(self, line: str) -> None:
        """Offer what the function of this cell gives as an MCP resource: `%%mcp_resource notes://{name}`."""
        given = parse_argstring(self.mcp_resource, line)
        uri = unquoted(given.uri) or ""
        try:
            UriTemplate(uri)
        except BadTemplate as error:
            raise UsageError(f"%%mcp_resource: {error}") from None
        options = replace(options_of(given), kind="resource", uri=uri, mime_type=unquoted(given.mime_type) or "")
        self._cells.mark(Request(names_of(given.names), options))

    @magic_arguments("mcp_prompt")
    @argument("names", nargs="*", help="functions to offer; none: all that the cell defines")
    @common_arguments
    @line_magic("mcp_prompt")
    def mcp_prompt(self, line: str) -> None:
        """Offer the functions of this cell as MCP prompts: templates of messages that people pick in a client."""
        given = parse_argstring(self.mcp_prompt, line)
        self._cells.mark(Request(names_of(given.names), replace(options_of(given), kind="prompt")))

    @line_magic
    def mcp_list(self, line: str) -> None:
        """List the functions that this notebook offers.  `%mcp_list --errors` shows the latest failures."""
        words = shlex.split(line)
        if words not in ([], ["--errors"]):
            raise UsageError(f"%mcp_list takes --errors or nothing, not {line!r}")
        if words:
            print(self._failures())
            return
        endpoints = [found for found in self.notebook.registry.all() if not found.options.alias]
        if not endpoints:
            print("No functions are offered. Put %%mcp_tool above one and run its cell.")
        paused = self._paused()
        width = max((len(found.name) for found in endpoints), default=0)
        for found in endpoints:
            notes = what_it_is(found)
            notes += "" if found.options.visibility == "public" else f"  ({found.options.visibility})"
            notes += "" if found.options.mcp else "  (not over MCP)"
            if paused["paused"] or found.name in paused["endpoints"]:
                notes += "  (paused)"
            print(f"{found.name:<{width}}  {signature(found)}{notes}")

    @line_magic
    def mcp_remove(self, line: str) -> None:
        """Offer functions no more: `%mcp_remove NAME…`, or `%mcp_remove --all`. After `--` all words are names."""
        words = shlex.split(line)
        registry = self.notebook.registry
        everything = words == ["--all"]
        if words[:1] == ["--"]:
            names = names_of(words[1:])
        elif not everything and any(word.startswith("-") for word in words):
            raise UsageError(f"%mcp_remove takes --all alone, or names, not {line!r}. After -- all words are names")
        else:
            names = [found.name for found in registry.all()] if everything else names_of(words)
        if not everything and not names:
            raise UsageError("%mcp_remove needs the names of functions, or --all")
        unknown = [name for name in names if registry.get(name) is None]
        if unknown:
            offered = ", ".join(found.name for found in registry.all()) or "none"
            raise UsageError(f"No function {unknown[0]!r} is offered. Offered are: {offered}")
        self._publish(registry.remove(names), [])

    @line_magic
    def mcp_api(self, line: str) -> None:
        """Show the API page of this notebook under the cell: `%mcp_api`, or `%mcp_api NAME` with a function open.

        It has every function with its parameters, code that calls it, and a form to try it in.
        """
        words = shlex.split(line)
        if len(words) > 1:
            raise UsageError(f"%mcp_api takes the name of one function or nothing, not {line!r}")
        named = self.notebook.registry.get(words[0]) if words else None
        if words and named is None:
            offered = ", ".join(found.name for found in self.notebook.registry.all()) or "none"
            raise UsageError(f"No function {words[0]!r} is offered. Offered are: {offered}")
        try:
            published = self.notebook.publish()
        except LinkError as error:
            from .notebook import how_to_mend

            raise UsageError(f"%mcp_api: {error}.\n{how_to_mend(error)}") from None
        # For front ends that do not reach the server, and for whoever wants it in a window of its own.
        print(f"API page: {published['app_url']}?view=api{'' if named is None else f'&fn={named.name}'}")
        self.notebook.show_api(named)

    def _paused(self) -> dict[str, Any]:
        """What is paused; without a server nothing is."""
        try:
            state: dict[str, Any] = self.notebook.manage("state")
            return state
        except (LinkError, CallError):
            return {"paused": False, "endpoints": []}

    # -- what happens when a marked cell has run --

    def declare(self, function: Any) -> None:
        """A decorator of `gr.mcp` stands above `function`: offer it when the cell is done."""
        self._cells.declare(function)

    @property
    def cells(self) -> Cells:
        """What is known of the cell that runs."""
        return self._cells

    def _register(self, done: Done) -> None:
        asked = bool(done.markings or done.declared)
        if not asked and "notebook" not in self.__dict__:
            return
        self.notebook.apps.end_of_cell(done.cell, self._cells.run)
        endpoints: dict[str, Endpoint] = {}
        there: list[Any] = []
        try:
            for marking in done.markings:
                names = marking.request.names or marking.names
                if names or not done.declared:
                    for found in self._endpoints(marking.request, names, done.cell):
                        _take(endpoints, found)
                there += [self.shell.user_ns.get(name) for name in names]
        except RegistrationError as error:
            _complain(f"Nothing is registered: {error}{self._as_before(done.cell)}")
            return
        for function in done.declared:
            # What the notebook calls by that name may be wrapped in further decorators.
            name = getattr(function, "__name__", "")
            current = self.shell.user_ns.get(name)
            if getattr(current, MARK, None) is getattr(function, MARK):
                function = current  # noqa: PLW2901
            if not any(function is other for other in there):
                there.append(function)
                # A module is imported once: the cell that did it offers nothing when it runs again.
                cell = done.cell if getattr(function, "__module__", None) == "__main__" else None
                if (made := self._try(function, name, Options(), cell)) is not None:
                    _take(endpoints, made)
        # A cell that asks for nothing any more takes back what it offered.
        if endpoints or not asked:
            found_here = list(endpoints.values())
            for found in found_here:
                self._warn_of_conflicts(found)
            self._publish(self.notebook.registry.register(found_here, done.cell), found_here)

    def _endpoints(self, request: Request, names: list[str], cell: str | None) -> list[Endpoint]:
        options = request.options
        if not names:
            raise RegistrationError("the cell defines no function (names that start with '_' are left out).")
        for option, one in (("--api-name", options.api_name is not None), ("a URI", options.kind == "resource")):
            if one and len(names) > 1:
                raise RegistrationError(f"{option} is for one function; here are {len(names)}: {', '.join(names)}.")
        if request.examples is not None:
            options = replace(options, examples=self._rows(request.examples))
        for option, said in (("inputs", request.inputs), ("outputs", request.outputs)):
            if said is not None:
                # Gradio's short names need no quotes.
                short = said.isidentifier() and said not in self.shell.user_ns
                options = replace(options, **{option: said if short else self._evaluate(f"--{option}", said)})
        for name in names:
            if name not in self.shell.user_ns:
                _complain(f"Not registered: there is no {name!r} in the notebook.")
        there = [name for name in names if name in self.shell.user_ns]
        found = [self._try(self.shell.user_ns[name], name, options, cell) for name in there]
        made = [endpoint for endpoint in found if endpoint is not None]
        if not made:
            raise RegistrationError("no function of the cell can be offered.")
        return made

    def _try(self, function: Any, name: str, options: Options, cell: str | None) -> Endpoint | None:
        """The endpoint, or None when it has been said why there is none."""
        from .registry import endpoint

        declared = getattr(function, MARK, None)
        if declared is not None and options.kind != "tool" and declared.over(options) != options:
            _complain(f"{name}(): what its decorator says counts, and not what the line of the magic says.")
        try:
            return endpoint(function, name, options if declared is None else declared.over(options), cell)
        except RegistrationError as error:
            _complain(f"Not registered: {error}")
            return None

    def _as_before(self, cell: str | None) -> str:
        """What a cell that has failed to register offers nevertheless."""
        former = [found.name for found in self.notebook.registry.all() if cell is not None and found.cell == cell]
        return f" As before, the cell offers: {', '.join(former)}." if former else ""

    def _warn_of_conflicts(self, found: Endpoint) -> None:
        kind, uri = found.options.kind, found.options.uri
        former = self.notebook.registry.get(found.name)
        if former is not None and former.options.kind != kind:
            _complain(f"'{found.name}' was a {former.options.kind}; now it is a {kind}. Another --api-name keeps both.")
        for other in self.notebook.registry.all():
            replaced = other.name == found.name or (found.cell is not None and other.cell == found.cell)
            if uri and other.options.uri == uri and not replaced:
                _complain(
                    f"{uri} is the URI of '{other.name}', too, which answers it. %mcp_remove {other.name} ends that."
                )

    def _evaluate(self, option: str, expression: str) -> Any:
        try:
            return eval(expression, self.shell.user_global_ns, self.shell.user_ns)
        except Exception as error:
            raise RegistrationError(f"{option} {expression}: {type(error).__name__}: {error}") from error

    def _rows(self, expression: str) -> list[Any]:
        rows = self._evaluate("--examples", expression)
        if not isinstance(rows, (list, tuple)):
            raise RegistrationError(f"--examples must be a list of rows, not {type(rows).__name__}.")
        return list(rows)

    def _publish(self, change: Change, endpoints: list[Endpoint]) -> None:
        for name in change.removed:
            print(f"{name} is offered no more.")
        if not endpoints and not change.removed:
            return
        try:
            published = self.notebook.publish()
        except LinkError as error:
            from .notebook import how_to_mend

            if endpoints:
                names = ", ".join(found.name for found in endpoints)
                print(f"{names}: ready, but out of reach of agents: {error}.\n{how_to_mend(error)}")
        else:
            if endpoints:
                print(report_all(endpoints, published))
        self.notebook.show(endpoints)

    def _failures(self) -> str:
        failures = list(self.notebook.calls.failures)
        return "\n".join(f"--- {name}\n{text}" for name, text in failures) or "No call has failed."


def _import_ahead() -> None:
    """Import pydantic and what stands on it between two cells, while the author still types.

    It takes longer than all the rest; a marked cell that comes sooner imports it itself.
    """
    collecting = gc.isenabled()
    # Half of the time would go to looking for garbage among modules, where there is none.
    gc.disable()
    try:
        # pydantic itself waits with the second half until the first description.
        for name in (f"{__package__}.notebook", "pydantic.fields", "pydantic.json_schema"):
            import_module(name)
        # Which version of a package is there takes some milliseconds to find.
        import_module(f"{__package__}.model").anywidget_version()
    finally:
        if collecting:
            gc.enable()


def _take(endpoints: dict[str, Endpoint], found: Endpoint) -> None:
    former = endpoints.get(found.name)
    if former is not None and former.function is not found.function:
        _complain(f"{found.name!r} is the name of several functions of this cell; the last one is offered.")
    endpoints[found.name] = found


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


_loaded: dict[int, McpMagics] = {}


def load(shell: Any) -> None:
    """`%load_ext jupyter_gradio_mcp`."""
    if id(shell) in _loaded:
        return
    magics = McpMagics(shell)
    shell.register_magics(magics, magics.owner)
    for name in MAGICS:
        # The input transformer deals with such cells; this entry is for `%%mcp_tool?`, for completion,
        # and for programs that call the magic by hand.
        run = partial(_run_marked, name)
        run.__doc__ = getattr(McpMagics, name).__doc__
        shell.register_magic_function(run, "cell", name)
    _loaded[id(shell)] = magics


def loaded(shell: Any) -> McpMagics:
    """What `load` has made for a shell."""
    return _loaded[id(shell)]


def unload(shell: Any) -> None:
    """`%unload_ext jupyter_gradio_mcp`."""
    magics = _loaded.pop(id(shell), None)
    if magics is not None:
        magics.close()
        for name in MAGICS:
            shell.magics_manager.magics["cell"].pop(name, None)


def _run_marked(name: str, line: str, cell: str) -> None:
    from IPython import get_ipython

    get_ipython().run_cell(f"%%{name} {line}\n{cell}")
