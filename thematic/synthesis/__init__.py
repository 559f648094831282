"""Agreed codings become ranked findings."""
