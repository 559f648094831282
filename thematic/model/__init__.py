"""The words of the domain as frozen values and small pure rules."""
