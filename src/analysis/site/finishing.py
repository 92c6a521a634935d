"""How are finished pages closed to other hosts?

Each page gets a Content-Security-Policy that admits its own files and the very scripts that it was
built with, by their SHA-256. Reads and writes HTML; draws nothing.
"""

import base64
import hashlib
import re
from pathlib import Path

from analysis import markup

INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/ld\+json))[^>]*>(.*?)</script>", re.DOTALL
)
POLICY = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; script-src 'self'"
)
FOLD_LABEL = ' aria-label="Toggle hidden content"'  # hides the name of a fold from a screen reader


def finish(folder: Path) -> None:
    """Close every page of a built site to other hosts; what is no page is taken out."""
    for path in [*folder.rglob("*macros.html"), *folder.rglob("*.map")]:
        path.unlink()
    for path in sorted(folder.rglob("*.html")):
        path.write_text(closed(path.read_text(encoding="utf-8")), encoding="utf-8")


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
