"""How does a claim's page tell a search engine what was found?

As a ClaimReview of schema.org; a verdict that cannot be checked has words and no rating.
"""

from analysis.case import written
from analysis.site.claim_pages import ClaimPage

PUBLISHER = {"@type": "Organization", "name": "Day 229"}
WORST, BEST = 1, 5  # ends of the rating


def claim_review(page: ClaimPage) -> dict:
    """ClaimReview of one claim, as it stands now.

    References
    ----------
    https://schema.org/ClaimReview
    """
    rated = page.now.mark
    value = {} if rated.rating is None else {"ratingValue": rated.rating}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{page.slug}.html",
        "author": PUBLISHER,
        "claimReviewed": page.claim.paraphrase,
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": page.speaker},
            "datePublished": written()[0].isoformat(),
        },
        "reviewRating": {
            "@type": "Rating",
            **value,
            "bestRating": BEST,
            "worstRating": WORST,
            "alternateName": rated.verdict,
            "ratingExplanation": page.now.reason,
        },
    }
