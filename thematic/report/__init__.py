"""Findings become a document; this room decides nothing."""
