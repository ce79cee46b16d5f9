"""`make bench-images`: an image through a tool: 2000 × 1500 pixels in by our own address, rotated out.

Against the same in one process: read the file, rotate it, write it as PNG. Both in one run, in turn;
the tool is called by the official MCP client, in both protocol eras. The images are a drawing (few
colors) and a photograph (a smooth picture with noise), because PNG treats them so differently.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.live import LiveServer  # noqa: E402
from support.mcp import connect  # noqa: E402

SIZE = (2000, 1500)

CELL = '''%%mcp_tool --no-queue
from PIL import Image

def rotate(image: Image.Image) -> Image.Image:
    """Rotate an image."""
    return image.rotate(90, expand=True)
'''


def drawing() -> Image.Image:
    """Shapes on white."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    dice = random.Random(1)
    for _ in range(300):
        x, y, r = dice.randrange(2000), dice.randrange(1500), dice.randrange(5, 120)
        draw.ellipse((x, y, x + r, y + r), fill=(dice.randrange(256), dice.randrange(256), 120))
    return image


def photograph() -> Image.Image:
    """Large soft shapes, with the noise of a camera."""
    soft = drawing().resize((40, 30)).resize(SIZE, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(SIZE, 12).convert("RGB")
    return Image.blend(soft, noise, 0.15)


def in_process(path: Path, **options: int) -> bytes:
    """The same without anything between."""
    with Image.open(path) as image:
        rotated = image.rotate(90, expand=True)
    written = io.BytesIO()
    rotated.save(written, "png", **options)
    return written.getvalue()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=15, help="rounds")
    rounds = parser.parse_args().n
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder))
        try:
            server.notebook().load().run(CELL)
            print(f"{'image':<12}{'subject':<22}{'median ms':>10}{'quartiles':>16}{'ratio':>8}")
            for name, image in (("drawing", drawing()), ("photograph", photograph())):
                file = Path(folder) / f"{name}.png"
                image.save(file)
                with file.open("rb") as content:
                    answer = server.http.post("gradio_api/upload", files={"files": (file.name, content)})
                url = f"{server.url}gradio_api/file={answer.json()[0]}"
                times = asyncio.run(measure(server, file, url, rounds))
                base = statistics.median(times["in one process"])
                for subject, seconds in times.items():
                    low, middle, high = (value * 1e3 for value in statistics.quantiles(seconds, n=4))
                    spread, ratio = f"{low:.0f}-{high:.0f}", middle / 1e3 / base
                    print(f"{name:<12}{subject:<22}{middle:>10.0f}{spread:>16}{ratio:>8.2f}")
        finally:
            server.close()
    return 0


async def measure(server: LiveServer, file: Path, url: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of each subject, in turn."""
    subjects = ("in one process", "the same, level 3", "tool, 2026-07-28", "tool, handshake")
    times: dict[str, list[float]] = {subject: [] for subject in subjects}
    async with connect(server, "2026-07-28") as modern, connect(server, "legacy") as legacy:
        for _ in range(rounds + 2):
            started = time.perf_counter()
            in_process(file)
            times["in one process"].append(time.perf_counter() - started)
            started = time.perf_counter()
            # As tools write it: a third of the time for a few percent more bytes.
            in_process(file, compress_level=3)
            times["the same, level 3"].append(time.perf_counter() - started)
            for subject, client in (("tool, 2026-07-28", modern), ("tool, handshake", legacy)):
                started = time.perf_counter()
                result = await client.call_tool("rotate", {"image": url})
                times[subject].append(time.perf_counter() - started)
                assert not result.is_error, result
    return {subject: seconds[2:] for subject, seconds in times.items()}


if __name__ == "__main__":
    sys.exit(main())
