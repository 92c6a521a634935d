"""Evidence with tables replaced, for tests that plant what a rule or a finding should see."""

from analysis.claims import Margin
from analysis.evidence import Evidence

FIRM = Margin(hangs_on="more", change_pct=None, publishers=2)  # where margins, slow, are not asked


class Planted(Evidence):
    """All evidence held with some tables replaced."""

    def __init__(self, **tables):
        super().__init__(None)
        object.__setattr__(self, "planted", tables)

    def table(self, name, *, bearing=True):
        held = super().table(name, bearing=bearing)
        return self.planted[name].copy() if name in self.planted else held
