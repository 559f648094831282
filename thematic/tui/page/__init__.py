"""How a page of text is laid out and drawn: wrapping, lanes, glyphs and paint, with no widget in sight."""
