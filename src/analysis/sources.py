"""Is this upstream file the one that was registered?

Reads `data/raw/upstream.csv`; fetches with pooch from pinned addresses into the cache and checks
SHA-256 before anything is parsed. Draws nothing.
"""

import hashlib
import logging
import time
from functools import partial
from pathlib import Path, PurePosixPath

import pandas as pd

from analysis import paths

SECONDS = 300.0  # most that one file may take, all tries together; the largest has 4 MB
SILENCE = (10.0, 30.0)  # seconds to wait for a connection, and for the next piece
TRIES = 3
PAUSE = 2.0  # seconds before the second try, twice as many before the third
_PIECE = 65_536  # bytes read at once
_log = logging.getLogger(__name__)


class _InTroubleError(RuntimeError):
    """The server says that it cannot answer now."""


class UpstreamError(RuntimeError):
    """An upstream file is unknown, missing, or not the registered one."""


def register() -> pd.DataFrame:
    """Registered upstream files: file, sha256, bytes, url, publisher, licence, what.

    Indexed by file.

    Raises
    ------
    UpstreamError
        If there is no register.
    """
    path = paths.raw_file("upstream")
    try:
        return pd.read_csv(path, dtype={"sha256": str}).set_index("file")
    except FileNotFoundError:
        raise UpstreamError(
            f"{path}: no register of upstream files; next: work in a clone of the project, or set"
            " DAY229_ROOT to one"
        ) from None


def fetch(name: str, *, progress: bool = False) -> Path:
    """Path of one verified upstream file, downloaded only when the cache does not hold it.

    A download ends when it grows beyond the registered size or takes longer than `SECONDS`;
    what comes and goes (no answer, a server in trouble) is tried `TRIES` times.

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
    entry = _entry(name)
    held = paths.cache() / name
    if held.exists():
        _verify(held, entry)
        return held
    try:
        return _downloaded(entry, progress)
    except Exception as error:  # pooch passes on whatever the transport raised
        raise UpstreamError(
            f"{name}: could not be fetched from {entry['url']} into {paths.cache()} ({error}); "
            "next: check the network, or set DAY229_CACHE to a folder that holds the file"
        ) from error


def fetch_all(names: list[str], *, progress: bool = False) -> dict[str, Path | UpstreamError]:
    """Each file's path, or why it is not there: one that fails does not stop the others."""
    found: dict[str, Path | UpstreamError] = {}
    for name in names:
        try:
            found[name] = fetch(name, progress=progress)
        except UpstreamError as error:
            found[name] = error
    return found


def _downloaded(entry: pd.Series, progress: bool) -> Path:
    import pooch

    (paths.cache() / entry.name).parent.mkdir(parents=True, exist_ok=True)
    found = pooch.retrieve(
        entry["url"],
        known_hash=f"sha256:{entry['sha256']}",
        fname=entry.name,
        path=paths.cache(),
        downloader=partial(_download, size=int(entry["bytes"]), progress=progress),
    )
    return Path(found)


def _download(url: str, output: str, _: object, *, size: int, progress: bool) -> None:
    """Write the body of one address, again from the start while its failure may pass."""
    import requests
    from urllib3.exceptions import HTTPError

    end = time.monotonic() + SECONDS
    for left in reversed(range(TRIES)):
        try:
            return _write_body(url, output, size=size, end=end, progress=progress)
        except (requests.ConnectionError, requests.Timeout, HTTPError, _InTroubleError) as error:
            if not left or time.monotonic() > end:
                raise
            time.sleep(PAUSE * (TRIES - left))
            _log.info("%s: %s; tried again", url, error)
    raise UpstreamError(f"{url}: not tried")


def _write_body(url: str, output: str, *, size: int, end: float, progress: bool) -> None:
    import requests
    from tqdm import tqdm

    bar = tqdm(total=size, unit="B", unit_scale=True, disable=not progress)
    with bar, requests.get(url, stream=True, timeout=SILENCE) as answer, open(output, "wb") as file:
        if answer.status_code >= 500:
            raise _InTroubleError(f"the server answered {answer.status_code}")
        answer.raise_for_status()
        while piece := answer.raw.read1(_PIECE, decode_content=True):
            file.write(piece)
            bar.update(len(piece))
            _stop_beyond(file.tell(), size, end)


def _stop_beyond(written: int, size: int, end: float) -> None:
    if written > size:
        raise UpstreamError(f"more than the {size:,} bytes that are registered came")
    if time.monotonic() > end:
        raise UpstreamError(f"{written:,} of {size:,} bytes had come after {SECONDS:g} seconds")


def _entry(name: str) -> pd.Series:
    table = register()
    if name not in table.index:
        raise UpstreamError(
            f"{name}: not registered; known: {', '.join(table.index)}; next: add a row to"
            " data/raw/upstream.csv"
        )
    entry = table.loc[name]
    outside = PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    if outside or not entry["url"].startswith("https://"):
        raise UpstreamError(
            f"data/raw/upstream.csv: {name} at {entry['url']}: wanted a file name without a folder"
            " above the cache and an address that begins with https://; next: mend the row"
        )
    return entry


def _verify(path: Path, entry: pd.Series) -> None:
    """Refuse a cached file that is not the registered one; it is never overwritten silently."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != entry["sha256"]:
        raise UpstreamError(
            f"{path}: wanted sha256 {entry['sha256']}, found {found}; next: move the file away and"
            " fetch it again"
        )
