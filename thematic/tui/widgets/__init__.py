"""Widgets show values and post messages; they call nobody."""
