"""Reserve and standard error of Mack 1993, ASTIN Bulletin 23(2), 213-225.

For the triangle of Taylor & Ashe.
"""

import numpy as np
import pytest

from analysis.casualties import chain_ladder

INCREMENTS = """
357848 766940 610542 482940 527326 574398 146342 139950 227229 67948
352118 884021 933894 1183289 445745 320996 527804 266172 425046
290507 1001799 926219 1016654 750816 146923 495992 280405
310608 1108250 776189 1562400 272482 352053 206286
443160 693190 991983 769488 504851 470639
396132 937085 847498 805037 705960
440832 847631 1131398 1063269
359480 1061648 1443370
376686 986608
344014
"""


def test_reserve_and_standard_error_are_those_of_mack():
    rows = [np.cumsum([float(v) for v in line.split()]) for line in INCREMENTS.strip().splitlines()]
    found = chain_ladder(
        np.array([np.pad(r, (0, 10 - len(r)), constant_values=np.nan) for r in rows])
    )
    assert found.total_to_come == pytest.approx(18_680_856, abs=1)
    assert found.total_se == pytest.approx(2_447_095, abs=1)
    assert found.se[[1, -1]] == pytest.approx([75_535, 1_363_155], abs=1)
