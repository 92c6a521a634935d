"""Every public result prints plainly, says a line, becomes a frame and shows itself as HTML."""

from dataclasses import dataclass, is_dataclass
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, migration, referendum, stations
from analysis.plain import plain
from analysis.quantities import Estimate

ROOMS = (
    "casualties",
    "chronology",
    "claims",
    "migration",
    "referendum",
    "returns",
    "stations",
    "results",
)


def public_results() -> list[type]:
    """Dataclasses that the faces of the statistics offer."""
    found = []
    for room in ROOMS:
        module = import_module(f"analysis.{room}")
        names = [getattr(module, n) for n in getattr(module, "__all__", dir(module))]
        found += [
            n
            for n in names
            if isinstance(n, type)
            and is_dataclass(n)
            and n.__module__.startswith(f"analysis.{room}")
            and n.__name__ != "Fact"
        ]
    return found


def lacks(cls: type) -> list[str]:
    """What a result does not have."""
    missing = [name for name in ("to_frame", "_repr_html_") if not hasattr(cls, name)]
    return missing + ["__str__"] * (cls.__str__ is object.__str__)


@pytest.mark.parametrize("cls", public_results(), ids=lambda c: f"{c.__module__}.{c.__name__}")
def test_every_public_result_has_a_frame_a_sentence_and_html(cls):
    assert lacks(cls) == []


def test_a_class_without_them_is_caught():
    @dataclass(frozen=True)
    class Bare:
        people: int

    assert lacks(Bare) == ["to_frame", "_repr_html_", "__str__"]


@plain
@dataclass(frozen=True, slots=True)
class Planted:
    share: np.float64
    months: tuple
    path: pd.DataFrame
    draws: np.ndarray


PLANTED = Planted(
    share=np.float64(0.5),
    months=(np.int64(3), np.float64(1.5)),
    path=pd.DataFrame({"day": [1, 2]}),
    draws=np.zeros((2, 3)),
)


def test_numbers_are_printed_without_the_type_that_computed_them():
    assert (
        repr(PLANTED)
        == "Planted(share=0.5, months=(3, 1.5), path=<DataFrame 2 x 1>, draws=<ndarray 2 x 3>)"
    )
    assert repr(Estimate(low=np.float64(1), central=2, high=3, unit="%", basis="b")).startswith(
        "Estimate(low=1.0, central=2, high=3,"
    )


def test_a_result_without_a_sentence_says_its_numbers_in_a_line():
    assert str(PLANTED) == "Planted: share 0.5, path of 2 rows."


def test_the_frame_is_the_table_the_rows_or_the_numbers_of_a_result():
    assert PLANTED.to_frame().equals(PLANTED.path)
    audits = referendum.audit_all(evidence.known_by("2022-10-11"))
    assert audits.to_frame().equals(audits.table())
    turnouts = evidence.table("referendum_tallies", as_of="2022-10-11")
    row = referendum.turnout_checks(turnouts)[0].to_frame()
    assert len(row) == 1
    assert {"region", "recomputed", "recomputed_low", "recomputed_high"} <= set(row)


def test_changing_a_frame_does_not_change_the_result():
    given = PLANTED.to_frame()
    given["day"] = 0
    assert PLANTED.path["day"].tolist() == [1, 2]


def test_html_shows_texts_and_does_not_obey_them():
    @plain
    @dataclass(frozen=True)
    class Named:
        name: str

    shown = Named(name="<b>x</b>")._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown


def computed() -> list:
    """Results of real evidence, one of each kind of making."""
    known = evidence.known_by("2022-10-11")
    audits = referendum.audit_all(known)
    voters = np.random.default_rng(1).integers(200, 2000, 300)
    counts = {
        "voters": voters,
        "given": voters // 2,
        "received": voters // 2,
        "leader": voters // 3,
    }
    return [
        audits,
        audits.regions[0],
        *referendum.turnout_checks(known.table("referendum_tallies")),
        *migration.net_flows(known.table("border_crossings"))[:2],
        stations.integer_excess(pd.DataFrame(counts)),
    ]


def test_a_computed_result_prints_no_type_of_a_library_anywhere():
    for result in computed():
        assert "np." not in repr(result)
        assert str(result).endswith(".")
        assert isinstance(result.to_frame(), pd.DataFrame)
        assert result._repr_html_().startswith("<p>")
