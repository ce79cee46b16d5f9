"""`python -m jupyter_gradio_mcp.cli`, for when the command is not on the PATH."""

import sys

from . import main

sys.exit(main())
