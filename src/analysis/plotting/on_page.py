"""How does a saved figure stand on a page: wide or narrow by the window, with its data below?

Reads the files that `publish` saved beside a run; where they are missing, the page keeps the PNG of
the notebook. Draws nothing.
"""

import base64
import re
import shutil
from pathlib import Path

from analysis.markup import in_html

WIDE_FROM_PX = 760  # of a window, from which the wide figure is shown
ROWS = 30  # of a table that a page shows below a figure
FORMS = (".png", ".svg", ".narrow.svg", ".csv")  # of a saved figure that a page needs
_NAME = re.compile(r"[\w-]+")
_KINDS = {".png": "image/png", ".svg": "image/svg+xml"}


def name_of(output, folder: Path) -> str:
    """Name of the figure that an output of a notebook shows, if a folder holds all its files."""
    told = output.get("metadata", {}).get("image/png", {})
    name = str(told.get("figure", "")) if "image/png" in output.get("data", {}) else ""
    known = _NAME.fullmatch(name) and all((folder / f"{name}{form}").is_file() for form in FORMS)
    return name if known else ""


def shown(output, folder: Path, address: str = "") -> str:
    """A figure of a notebook as HTML; "" where the folder does not hold it.

    Parameters
    ----------
    output : mapping
        Output of a code cell, with the figure's name and alternative text in its metadata.
    folder : pathlib.Path
        Where the figure's files are.
    address : str
        Of that folder, seen from the page; without it the pictures are written into the page.

    Returns
    -------
    str
        The narrow picture for narrow windows, the wide one for others, and a folded table.
    """
    if not (name := name_of(output, folder)):
        return ""
    alt = in_html(output["metadata"]["image/png"].get("alt", ""))
    narrow, wide, png = (_source(folder, f"{name}{f}", address) for f in FORMS[2::-1])
    kind = 'type="image/svg+xml"'
    sources = f'<source media="(max-width: {WIDE_FROM_PX - 1}px)" {kind} srcset="{narrow}">'
    sources += f'<source {kind} srcset="{wide}">' if address else ""
    picture = f'<picture>{sources}<img src="{png}" alt="{alt}"></picture>'
    return f'<div class="figure">{picture}{_data(folder / f"{name}.csv", address)}</div>'


def copy(saved: Path, folder: Path) -> None:
    """Copy the pictures and tables of all figures that were saved for both widths."""
    for narrow in sorted(saved.glob(f"*{FORMS[2]}")):
        folder.mkdir(exist_ok=True)
        for form in FORMS:
            shutil.copy(saved / f"{narrow.name.removesuffix(FORMS[2])}{form}", folder)


def _source(folder: Path, file: str, address: str) -> str:
    """Where a page finds a picture: its address, or the picture itself."""
    if address:
        return f"{address}/{file}"
    content = base64.b64encode((folder / file).read_bytes()).decode()
    return f"data:{_KINDS[Path(file).suffix]};base64,{content}"


def _data(path: Path, address: str) -> str:
    """The table behind a figure, folded; its first rows where it has many."""
    import pandas as pd

    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = table.head(ROWS).to_html(index=False, border=0).replace("<th>", '<th scope="col">')
    few = f"The first {ROWS} of {len(table):,} rows" if len(table) > ROWS else "All rows"
    link = f' · <a href="{address}/{path.name}">CSV</a>' if address else ""
    return f"<details><summary>Data of this figure</summary>\n{rows}\n<p>{few}{link}</p></details>"
