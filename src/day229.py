"""How is the command started, even where a file of the reader's hides the library?

`day229`, or `python -m day229`. A file `analysis.py` in a folder that Python looks into first is
imported instead of the library; that is said in a sentence.
"""

import sys


def main() -> None:
    """Run the command."""
    try:
        from analysis.cli import app
    except ImportError as error:
        hiding = getattr(sys.modules.get("analysis"), "__file__", None) or ""
        if not hiding.endswith("analysis.py"):
            raise
        sys.exit(
            f"{hiding} hides the library `analysis` ({error}); next: rename that file, or start"
            " the command in another folder"
        )
    app()


if __name__ == "__main__":
    main()
