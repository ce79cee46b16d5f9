"""`make bench-apps`: the same Gradio code in a notebook's kernel and in Gradio's own environment, from its import on.

Each round begins with a fresh process: a kernel that has loaded nothing of us, and a Python that has loaded nothing of
Gradio. In it one text runs, with only the module's name changed: import it, build an app, launch it, call its endpoint
by REST, launch a new edition of it, build and launch one of 200 components. The rounds of both take turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from environments import python_of  # noqa: E402
from support.live import LiveServer  # noqa: E402

STEPS = ("import", "build", "launch", "first call", "next call", "launch again", "200 components, built and launched")

UNTIL_ANSWERED = 4
"""Steps up to the first answer."""

APP = '''
import json, time, urllib.request

times = [time.perf_counter()]
import {module} as gr
times.append(time.perf_counter())


def letter_counter(word: str, letter: str) -> int:
    """Count how often a letter occurs in a word or text."""
    return word.lower().count(letter.lower())


def app(rows):
    with gr.Blocks() as demo:
        for _ in range(rows):
            with gr.Row():
                word, letter, out = gr.Textbox("strawberry"), gr.Textbox("r"), gr.Number()
                count = gr.Button("Count")
            count.click(letter_counter, [word, letter], out, api_name="letter_counter")
    return demo


def launch(demo):
    return demo.launch(prevent_thread_lock=True, quiet=True, inline=False)[1]


def call(url):
    body = json.dumps({{"data": ["strawberry", "r"]}}).encode()
    kind = {{"Content-Type": "application/json"}}
    request = urllib.request.Request(url + "gradio_api/run/letter_counter", body, kind)
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["data"] == [3], url


demo = app(1)
times.append(time.perf_counter())
url = launch(demo)
times.append(time.perf_counter())
call(url)
times.append(time.perf_counter())
call(url)
times.append(time.perf_counter())
demo.close()
launch(app(1))
times.append(time.perf_counter())
launch(app(50))
times.append(time.perf_counter())
print("TIMES", json.dumps([after - before for before, after in zip(times, times[1:])]))
'''


def taken(printed: str) -> list[float]:
    """Seconds of each step, from what was printed."""
    line = next((line for line in printed.splitlines() if line.startswith("TIMES ")), None)
    if line is None:
        raise SystemExit(f"The app did not run to its end:\n{printed}")
    seconds: list[float] = json.loads(line.removeprefix("TIMES "))
    return seconds


def ours(server: LiveServer) -> list[float]:
    """One round in a kernel that is new."""
    notebook = server.notebook("apps.ipynb")
    try:
        return taken(notebook.run(APP.format(module="jupyter_gradio_mcp")).text)
    finally:
        notebook.close()


def gradios() -> list[float]:
    """One round in Gradio's own environment."""
    # Its server's threads would keep the process.
    program = APP.format(module="gradio") + "import os, sys; sys.stdout.flush(); os._exit(0)"
    command = [str(python_of("gradio")), "-c", program]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    return taken(ran.stdout + ran.stderr)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=9, help="rounds")
    rounds = parser.parse_args().n
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder))
        try:
            both = [(ours(server), gradios()) for _ in range(rounds + 1)][1:]
        finally:
            server.close()
    print(f"{'step':<38}{'here, ms':>10}{'min-max':>14}{'Gradio, ms':>12}{'min-max':>14}{'ratio':>8}")
    rows = [(step, slice(place, place + 1)) for place, step in enumerate(STEPS)]
    for step, part in [*rows, ("from import to the first answer", slice(UNTIL_ANSWERED))]:
        columns = [[sum(one[side][part]) * 1e3 for one in both] for side in (0, 1)]
        medians = [statistics.median(column) for column in columns]
        spreads = [f"{min(column):.0f}-{max(column):.0f}" for column in columns]
        ratio = f"{medians[1] / medians[0]:.1f}"
        print(f"{step:<38}{medians[0]:>10.1f}{spreads[0]:>14}{medians[1]:>12.1f}{spreads[1]:>14}{ratio:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
