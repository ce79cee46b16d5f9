"""The notebook server's half: it knows descriptions, never functions."""
