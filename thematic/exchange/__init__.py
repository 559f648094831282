"""Projects of other tools, read and written."""
