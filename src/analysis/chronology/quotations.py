"""How many of the words between quotation marks did the speaker say?

Pure: texts in, a share out; opens no file and draws nothing.
"""

import re

_EMPTY = frozenset(
    {"a", "an", "and", "in", "is", "it", "it's", "its", "of", "on", "our", "the", "their", "this"}
    | {"to", "we", "will"}
)  # words that carry no meaning of their own


def words_kept(text_version: str, translation: str) -> float:
    """Share of the words in quotation marks that a close translation of the original holds.

    Empty words (articles, pronouns, short prepositions) do not count; words are compared by their
    first five letters, so that "wedged" meets "wedging".

    Parameters
    ----------
    text_version : str
        What stands between the quotation marks.
    translation : str
        A translation close to the words said.

    Returns
    -------
    float
        0 to 1; 1 where nothing but empty words is quoted.

    Examples
    --------
    >>> words_kept("stop lying in its daily updates", "We must stop lying")
    0.5
    """
    quoted, said = _stems(text_version), _stems(translation)
    return len(quoted & said) / len(quoted) if quoted else 1.0


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z']+", text.lower())
    return frozenset(w[:5] for w in words if w not in _EMPTY)
