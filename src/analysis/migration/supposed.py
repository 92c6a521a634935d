"""What would the estimate be if the share that nobody counted were known?

The assumption that brings most of the doubt is held still, and all others are drawn as before.
Pure; draws nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from analysis.migration.abroad import left_and_stayed
from analysis.migration.abroad_findings import StillAbroad
from analysis.migration.priors import Prior, PriorError
from analysis.migration.wave import SHARED, WaveInputs
from analysis.parameters import Parameters
from analysis.quantities import Estimate

UNCOUNTED = "uncounted_share"


def uncounted_at(
    inputs: WaveInputs, shares: Iterable[float], *, level: float, draws: int, seed: int
) -> dict[float, Estimate]:
    """Persons still abroad for each share of those who went where nobody counted.

    Parameters
    ----------
    inputs : WaveInputs
        From `wave_inputs`.
    shares : iterable of float
        Of all who left, those who went straight to countries without a count; 0 to below 1.
    level, draws : float, int
        As in `left_and_stayed`.
    seed : int
        The same draws serve every share, so that differences come from the share alone.

    Returns
    -------
    dict of Estimate
        Persons, by share.

    Raises
    ------
    PriorError
        If a share is no share, or leaves nobody who was counted.

    Examples
    --------
    >>> from analysis import evidence, migration
    >>> known = evidence.known_by("2022-10-11")
    >>> window = {"start": "2022-09-21", "end": "2022-10-11", "as_of": known.as_of}
    >>> held = [known.table(t) for t in ("border_crossings", "priors")]
    >>> inputs = migration.wave_inputs(*held, **window)
    >>> found = uncounted_at(inputs, (0.0, 0.5), level=0.95, draws=100, seed=1)
    >>> round(found[0.5].central / found[0.0].central, 6)
    2.0
    """
    return {
        s: left_and_stayed(
            _held_at(inputs, s), level=level, draws=draws, rng=np.random.default_rng(seed)
        ).total
        for s in shares
    }


def supposing(abroad: StillAbroad, share: float, p: Parameters) -> StillAbroad:
    """The same account with the share that nobody counted held still, and said to be.

    What would be with nobody gone on (`none_gone_on`) is left out.

    Parameters
    ----------
    abroad : StillAbroad
        From `still_abroad`; one without an estimate comes back as it is.
    share : float
        Of all who left, those who went straight to countries without a count; 0 to below 1.
    p : Parameters
        `level`, `draws` and `seed`, as `abroad` was made with.

    Raises
    ------
    PriorError
        As `uncounted_at`.

    Examples
    --------
    >>> from analysis import evidence, migration, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=100, seed=1)
    >>> known, priors = evidence.known_by(p.day), evidence.Evidence(None).table("priors")
    >>> supposing(migration.still_abroad(known, priors, p), 0.0, p).abroad.steps["not counted"]
    0.0
    """
    if not abroad:
        return abroad
    inputs, drawn = _held_at(abroad.inputs, share), {"level": p.level, "draws": p.draws}
    return replace(
        abroad,
        inputs=inputs,
        abroad=left_and_stayed(inputs, rng=p.rng(), **drawn),
        alike=left_and_stayed(inputs, rng=p.rng(), together=True, **drawn),
        none_gone_on=None,
        priors_name=f"{abroad.priors_name}, but {100 * share:g} % {SHARED[UNCOUNTED]}",
    )


def _held_at(inputs: WaveInputs, share: float) -> WaveInputs:
    if not 0 <= share < 1:
        raise PriorError(f"share={share}: wanted 0 to below 1, of all who left; next: give a share")
    known = Prior(low=share, mode=share, high=share, key=inputs.shared[UNCOUNTED].key)
    return replace(inputs, shared=inputs.shared | {UNCOUNTED: known})
