"""Where may a reader run a notebook without installing anything?

On Binder and Colab, once the repository has an address: one line in `pyproject.toml`, below
``[project.urls]``, ``Repository = "https://github.com/OWNER/NAME"``, turns the links on. Without it
there are none. Reads that file alone.
"""

import re
import tomllib
from urllib.parse import quote

from analysis import paths
from analysis.errors import ExpectedError

BINDER, COLAB = "https://mybinder.org/v2/gh", "https://colab.research.google.com/github"
BRANCH = "main"  # of the repository
_ADDRESS = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


class LaunchError(ExpectedError, ValueError):
    """An address of the repository that Binder and Colab cannot open."""

    kind = "parameter"


def repository() -> str:
    """Owner and name of the repository, or "" where its address is not given.

    Raises
    ------
    LaunchError
        If the address is none of a repository on GitHub.
    """
    path = paths.root() / "pyproject.toml"
    held = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    given = held.get("project", {}).get("urls", {}).get("Repository", "")
    if given and not (found := _ADDRESS.fullmatch(given)):
        raise LaunchError(
            f"pyproject.toml, Repository: wanted https://github.com/OWNER/NAME, found {given!r}; "
            "next: write the address so, or leave the line out"
        )
    return "/".join(found.groups()) if given else ""


def line(notebook: str) -> str:
    """Links that open a notebook to be run, as a line of Markdown; "" without an address.

    Parameters
    ----------
    notebook : str
        Name without suffix, such as "01-referendums".

    Raises
    ------
    LaunchError
        As `repository`.

    References
    ----------
    Addresses as in the manuals of Binder (mybinder.readthedocs.io) and Colab.
    """
    name = repository()
    if not name:
        return ""
    file = f"notebooks/{quote(notebook)}.ipynb"
    binder = f"{BINDER}/{name}/{BRANCH}?urlpath={quote(f'lab/tree/{file}', safe='')}"
    colab = f"{COLAB}/{name}/blob/{BRANCH}/{file}"
    setup = f"%pip install git+https://github.com/{name}"
    return (
        f"Run this page yourself: [on Binder]({binder}) or [on Colab]({colab}), there after "
        f"`{setup}`."
    )


def with_links(notebook, name: str) -> None:
    """Add the links to the first cell of a copy of a notebook that is to be shown."""
    if (told := line(name)) and notebook.cells and notebook.cells[0].cell_type == "markdown":
        notebook.cells[0].source += f"\n\n{told}"
