"""Programs of clients' environments, as somebody starts them who has nothing else set up."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def printed(command: Sequence[str], home: Path) -> Any:
    """The last line that a program prints, as JSON.

    Args:
        command: The program and its arguments.
        home: Its home folder; nothing is asked of Hugging Face.
    """
    ran = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False"},
        timeout=100,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])
