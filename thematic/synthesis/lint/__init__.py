"""Checks that hold the words of a report against its evidence."""
