"""The coding desk, in Textual."""
