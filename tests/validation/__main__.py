"""Write the tables of this folder again, all or the named ones, and the page that tells them.

`make validate`, or `python -m validation NAME ...` in `tests`; `page` alone simulates nothing.
"""

import sys
from importlib import import_module

from validation import page
from validation.agreement import HERE

STUDIES = (
    "referendum_sizes",
    "emigration_wave",
    "station_rates",
    "station_edges",
    "station_redrawn",
    "forensic_nulls",
    "mixture_grid",
    "mixture_intervals",
    "synthesis_coverage",
    "synthesis_mcmc",
    "excess_coverage",
    "deaths_foreseen",
    "deaths_coverage",
    "latent_classes",
)


def main(names: list[str]) -> None:
    """Simulate and write; the returns of 2021 must be in the cache for `station_redrawn`."""
    if unknown := sorted(set(names) - {*STUDIES, "page"}):
        sys.exit(f"no such study: {', '.join(unknown)}; wanted some of {', '.join(STUDIES)}, page")
    for name in [name for name in names if name != "page"] if names else STUDIES:
        table = import_module(f"validation.{name}").simulate()
        table.to_csv(HERE / f"{name}.csv", index=False, lineterminator="\n")
        print(f"{name}.csv: {len(table)} rows", flush=True)
    page.write()


if __name__ == "__main__":
    main(sys.argv[1:])
