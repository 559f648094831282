"""Rules for coding one text."""
