"""Published totals from overlapping lists.

Kosovo, March to June 1999, four lists: Ball, Betts, Scheuren, Dudukovich & Asher 2002 (10,356
killed); errors, deviance and information criteria as given by Rcapture (Baillargeon & Rivest 2007,
Journal of Statistical Software 19(5)). Hepatitis A in a college in Taiwan, three lists: the
pairwise model.
"""

import numpy as np
import pytest

from analysis import casualties, evidence


@pytest.fixture(scope="module")
def kosovo():
    lists = evidence.known_by(None).table("capture_lists").set_index("pattern")["central"]
    every = ["".join(map(str, p)) for p in casualties.patterns(4)]
    lists.index = [str(p).zfill(4) for p in lists.index]
    return casualties.fit_all(lists[every].to_numpy(), ("EXH", "ABA", "OSCE", "HRW"))


def test_the_best_model_by_bic_is_that_of_the_report(kosovo):
    best = kosovo.table.iloc[0]
    assert best["total"] == pytest.approx(10_356.519, abs=0.001)
    assert best["se"] == pytest.approx(785.902, abs=0.001)
    assert (best["deviance"], best["freedom"], best["bic"]) == (
        pytest.approx(9.3227, abs=1e-4),
        4,
        pytest.approx(203.0296, abs=1e-4),
    )


def test_other_models_that_fit_as_well_give_other_totals(kosovo):
    by_aic = kosovo.table.loc[kosovo.table["aic"].idxmin()]
    assert (by_aic["total"], by_aic["se"]) == (
        pytest.approx(12_740.968, abs=1e-3),
        pytest.approx(1_600.713, abs=1e-3),
    )
    assert kosovo.table.iloc[2]["total"] == pytest.approx(18_393, abs=0.5)


def test_the_pairwise_model_of_three_lists_gives_the_published_total():
    counts = np.array([63, 55, 18, 69, 17, 21, 28])
    table = casualties.fit_all(counts, ("P", "Q", "E")).table.set_index("model")
    assert table.loc["P.Q + P.E + Q.E", "total"] == pytest.approx(1_312.76, abs=0.5)
