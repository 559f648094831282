"""Qualitative interview coding and thematic synthesis, in the terminal."""
