"""Which addresses only this machine can reach."""

from __future__ import annotations

import ipaddress


def is_this_machine(host: str) -> bool:
    """Whether an address can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
