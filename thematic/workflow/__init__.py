"""One function per act a person can do; where the rooms meet the store."""
