"""Times as transcripts write them, in milliseconds from the start of the recording."""

from __future__ import annotations

import re

STAMP = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
"""A time of day or of the recording: `0:03`, `55:21`, `00:06:19`, `0:0:3.25`."""

TRAILING = re.compile(r"(?:[ \t]*#(\d{1,2}:\d{2}:\d{2}(?:-\d)?)#)+[ \t]*(?=\n|\Z)")
"""f4 and MAXQDA end a turn with `#00:00:05-2#`, the last digit tenths of a second."""

MARGIN = re.compile(r"^[ \t]*(\d{1,3})[.:][ ]?(\d{2})[ ]?\t[ \t]*", re.MULTILINE)
"""A typist's margin: minutes, a point, seconds, a tab (`0.39<TAB>My name …`)."""

COUNTER = re.compile(r"^\d{3}\t[ \t]*", re.MULTILINE)
"""The reading of a tape counter in the margin; no time can be told from it."""


def milliseconds(stamp: str) -> int:
    """Read `[h:]m:s[.fraction]` or f4's `hh:mm:ss-t`.

    >>> milliseconds("00:06:19"), milliseconds("0:0:3.25"), milliseconds("00:00:05-2")
    (379000, 3250, 5200)
    """
    whole, _, fraction = stamp.replace(",", ".").replace("-", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or "0")


def since_first(stamps: list[int | None]) -> list[int | None]:
    """Turn times of day into times from the first one, over midnight too."""
    day = 24 * 60 * 60 * 1000
    first = next((stamp for stamp in stamps if stamp is not None), 0)
    return [None if stamp is None else (stamp - first) % day for stamp in stamps]
