"""How are finished pages closed to other hosts?

Hard words are linked to the glossary. Each page gets a Content-Security-Policy that admits its own
files and the very scripts that it was built with, by their SHA-256. Reads and writes HTML; draws
nothing.
"""

import base64
import hashlib
import re
from pathlib import Path

from analysis import markup
from analysis.site import glossary

INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/ld\+json))[^>]*>(.*?)</script>", re.DOTALL
)
POLICY = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; script-src 'self'"
)
WITH_TERMS = ("claims", "explainers", "notebooks")  # folders whose hard words are linked
FOLD_LABEL = ' aria-label="Toggle hidden content"'  # hides the name of a fold from a screen reader


def finish(folder: Path) -> None:
    """Close every page of a built site to other hosts, hard words linked.

    What is no page is taken out.
    """
    for path in [*folder.rglob("*macros.html"), *folder.rglob("*.map")]:
        path.unlink()
    entries = folder / "glossary.html"
    known = glossary.terms(entries.read_text(encoding="utf-8")) if entries.is_file() else {}
    for path in sorted(folder.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        if path.parent.name in WITH_TERMS:
            page = glossary.linked(page, known, "../glossary.html")
        path.write_text(closed(page), encoding="utf-8")


def closed(page: str) -> str:
    """Page with its policy, and with folds that bear their names.

    Examples
    --------
    >>> "script-src 'self'" in closed("<head></head>")
    True
    """
    hashes = sorted({f"'sha256-{_digest(script)}'" for script in INLINE.findall(page)})
    policy = " ".join([POLICY, *hashes])
    head = f"<head>\n    {markup.policy(policy)}"
    return page.replace(FOLD_LABEL, "").replace("<head>", head, 1)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
