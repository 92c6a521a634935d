import csv
import hashlib

import pooch
import pytest

from analysis import paths, sources

CONTENT = b"a,b\n1,2\n"
URL = "https://example.org/tiny.csv"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("DAY229_CACHE", str(folder))
    return folder


@pytest.fixture
def tiny(raw_copy):
    """Register with one tiny file, in a copy of the data."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    header = "file,sha256,bytes,url,publisher,licence,what\n"
    row = f"tiny.csv,{digest},{len(CONTENT)},{URL},nobody,CC0,two numbers\n"
    (raw_copy / "upstream.csv").write_text(header + row, encoding="utf-8")
    return digest


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("no route to host")

    monkeypatch.setattr(pooch, "retrieve", refuse)


def registered():
    with (paths.raw() / "upstream.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_the_register_agrees_with_its_file():
    rows = registered()
    table = sources.register()
    assert list(table.index) == list(rows)
    for column in ("sha256", "url", "publisher", "licence", "what"):
        assert dict(table[column]) == {name: row[column] for name, row in rows.items()}
    assert dict(table["bytes"]) == {name: int(row["bytes"]) for name, row in rows.items()}


def test_no_two_registered_files_share_a_hash_or_an_address():
    rows = registered().values()
    assert len({row["sha256"] for row in rows}) == len(rows)
    assert len({row["url"] for row in rows}) == len(rows)


def test_an_unknown_name_is_refused_with_the_known_ones(cache, tiny, no_network):
    with pytest.raises(sources.UpstreamError, match=r"big\.csv: not registered; known: tiny\.csv"):
        sources.fetch("big.csv")


def test_a_file_in_the_cache_is_returned_without_network(cache, tiny, no_network):
    (cache / "tiny.csv").write_bytes(CONTENT)
    assert sources.fetch("tiny.csv") == cache / "tiny.csv"
    assert (cache / "tiny.csv").read_bytes() == CONTENT


def test_a_cached_file_with_another_hash_is_refused_and_left_alone(cache, tiny, no_network):
    held = cache / "tiny.csv"
    held.write_bytes(b"a,b\n1,3\n")
    found = hashlib.sha256(b"a,b\n1,3\n").hexdigest()
    with pytest.raises(sources.UpstreamError) as caught:
        sources.fetch("tiny.csv")
    message = str(caught.value)
    assert all(part in message for part in (str(held), tiny, found, "next:"))
    assert held.read_bytes() == b"a,b\n1,3\n"
    assert [path.name for path in cache.iterdir()] == ["tiny.csv"]


def test_a_failed_download_names_the_address_and_the_way_out(cache, tiny, no_network):
    with pytest.raises(sources.UpstreamError) as caught:
        sources.fetch("tiny.csv")
    assert all(
        part in str(caught.value) for part in ("tiny.csv", URL, "DAY229_CACHE", "no route to host")
    )
    assert isinstance(caught.value.__cause__, OSError)
    assert list(cache.iterdir()) == []


def test_a_download_is_asked_for_by_registered_address_and_hash(cache, tiny, monkeypatch):
    asked = {}

    def retrieve(url, *, known_hash, fname, path, progressbar):
        asked.update(url=url, known_hash=known_hash, progressbar=progressbar)
        (path / fname).write_bytes(CONTENT)
        return str(path / fname)

    monkeypatch.setattr(pooch, "retrieve", retrieve)
    assert sources.fetch("tiny.csv") == cache / "tiny.csv"
    assert asked == {"url": URL, "known_hash": f"sha256:{tiny}", "progressbar": False}


def test_every_registered_file_that_is_at_hand_has_its_registered_hash():
    folder = paths.root().parent / "shared" / "data"
    held = [(folder / name, row) for name, row in registered().items() if (folder / name).is_file()]
    if not held:
        pytest.skip(f"{folder}: upstream files not present beside the repository")
    wrong = {
        path.name
        for path, row in held
        if hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]
    }
    assert wrong == set()
    assert {path.name for path, row in held if path.stat().st_size != int(row["bytes"])} == set()
