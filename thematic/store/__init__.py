"""The database: journal, texts, and the view built from them."""
