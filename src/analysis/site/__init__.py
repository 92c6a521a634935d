"""How do readers meet the results?

A site of plain pages in front of the notebooks: answers, a page for each claim, the run notebooks.
`claim_pages` and `answers` say what a page holds, `pieces` renders it, `notebook_pages` makes run
notebooks fit to be read, `building` has Sphinx put all together, `finishing` closes the pages to
other hosts. Reads a run, the ledger and `docs/site`; runs no notebook.

Examples
--------
>>> from analysis import claims, evidence, site
>>> known = evidence.known_by("2022-10-11")
>>> site.claim_page(claims.claim("C17"), known).then.mark.symbol
'≈'
"""

from analysis.site.answers import Answer, answers
from analysis.site.building import build, publish
from analysis.site.claim_pages import ClaimPage, claim_page, claim_pages
from analysis.site.notebook_pages import SiteError
from analysis.site.review import claim_review

__all__ = [
    "Answer",
    "ClaimPage",
    "SiteError",
    "answers",
    "build",
    "claim_page",
    "claim_pages",
    "claim_review",
    "publish",
]
