"""Which folder shall the site show? `python -m analysis.site [FOLDER]`, else `reports/latest`."""

import sys
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError
from analysis.site import publish


def main(given: list[str]) -> str:
    """Build the site of a run beside it, and say where it opens."""
    folder = Path(given[0]) if given else paths.reports() / "latest"
    return f"The readers' site opens with {publish(folder)}"


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:]))
    except ExpectedError as error:
        print(f"site: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
