from __future__ import annotations

import numpy as np

from thematic.model.columns import OPPOSES, SUPPORTS
from thematic.synthesis.tallies import join_camps


def test_rejecting_the_other_camp_is_no_dissent_from_a_finding_of_two_camps():
    supports, opposes = 1 << SUPPORTS, 1 << OPPOSES
    one = np.array([supports, supports, 0, opposes, supports | opposes, 0], dtype=np.uint8)
    other = np.array([opposes, supports, supports, 0, 0, 0], dtype=np.uint8)
    joined = join_camps([one, other])
    assert [bool(flags & opposes) for flags in joined] == [False, True, False, True, True, False]
    assert [bool(flags & supports) for flags in joined] == [True, True, True, False, True, False]
