"""Is this upstream file the one that was registered?

Reads `data/raw/upstream.csv`; fetches with pooch from pinned addresses into the cache and checks
SHA-256 before anything is parsed. Draws nothing.
"""

from pathlib import Path

import pandas as pd

from analysis import paths


class UpstreamError(RuntimeError):
    """An upstream file is unknown, missing, or not the registered one."""


def register() -> pd.DataFrame:
    """Registered upstream files: file, sha256, bytes, url, publisher, licence, what.

    Indexed by file.
    """
    return pd.read_csv(paths.raw() / "upstream.csv", dtype={"sha256": str}).set_index("file")


def fetch(name: str, *, progress: bool = False) -> Path:
    """Path of one verified upstream file, downloaded only when the cache does not hold it.

    Parameters
    ----------
    name : str
        File name in `data/raw/upstream.csv`.
    progress : bool
        Show a progress bar while downloading.

    Raises
    ------
    UpstreamError
        If the name is unknown, the cached file has another hash, or the download fails.
    """
    import pooch

    entry = _entry(name)
    held = paths.cache() / name
    if held.exists():
        _verify(held, entry)
        return held
    try:
        found = pooch.retrieve(
            entry["url"],
            known_hash=f"sha256:{entry['sha256']}",
            fname=name,
            path=paths.cache(),
            progressbar=progress,
        )
    except Exception as error:  # pooch passes on whatever the transport raised
        raise UpstreamError(
            f"{name}: could not be fetched from {entry['url']} into {paths.cache()} ({error}); "
            "next: check the network, or set DAY229_CACHE to a folder that holds the file"
        ) from error
    return Path(found)


def _entry(name: str) -> pd.Series:
    table = register()
    if name not in table.index:
        raise UpstreamError(
            f"{name}: not registered; known: {', '.join(table.index)}; next: add a row to"
            " data/raw/upstream.csv"
        )
    return table.loc[name]


def _verify(path: Path, entry: pd.Series) -> None:
    """Refuse a cached file that is not the registered one; it is never overwritten silently."""
    import pooch

    found = pooch.file_hash(str(path), alg="sha256")
    if found != entry["sha256"]:
        raise UpstreamError(
            f"{path}: wanted sha256 {entry['sha256']}, found {found}; next: move the file away and"
            " fetch it again"
        )
