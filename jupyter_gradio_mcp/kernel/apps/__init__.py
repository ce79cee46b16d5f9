"""Apps, as Gradio has them: layouts of components, functions that listen to them, and `launch()`.

This module knows nothing: each name is imported from its own module when it is asked for.
"""
