"""The transcript: one widget on the line API, and the indexes that keep it quick at any size."""
