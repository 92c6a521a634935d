import contextlib
import csv
import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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

    def retrieve(url, *, known_hash, fname, path, downloader):
        asked.update(url=url, known_hash=known_hash, size=downloader.keywords["size"])
        (path / fname).write_bytes(CONTENT)
        return str(path / fname)

    monkeypatch.setattr(pooch, "retrieve", retrieve)
    assert sources.fetch("tiny.csv") == cache / "tiny.csv"
    assert asked == {"url": URL, "known_hash": f"sha256:{tiny}", "size": len(CONTENT)}


class Server(ThreadingHTTPServer):
    """Answers each address by its name; counts how often it was asked."""

    daemon_threads = True

    def __init__(self, steps):
        super().__init__(("127.0.0.1", 0), Handler)
        self.steps, self.asked = steps, 0
        self.address = f"http://127.0.0.1:{self.server_port}/file"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        step = self.server.steps[min(self.server.asked, len(self.server.steps) - 1)]
        self.server.asked += 1
        with contextlib.suppress(OSError):
            step(self)

    def log_message(self, *args):
        pass


def whole(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(CONTENT)


def in_trouble(handler):
    handler.send_error(503)


def missing(handler):
    handler.send_error(404)


def cut_short(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(CONTENT)


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"0" * 65_536)


def dripping(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"0")
        handler.wfile.flush()
        time.sleep(0.02)


@pytest.fixture
def served(monkeypatch):
    servers = []
    monkeypatch.setattr(sources, "PAUSE", 0.0)

    def serve(*steps):
        servers.append(Server(steps))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return servers[-1]

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def download(server, output, size=8):
    sources._download(server.address, str(output), None, size=size, progress=False)
    return output.read_bytes()


def test_a_server_in_trouble_is_asked_again(served, tmp_path):
    server = served(in_trouble, cut_short, whole)
    assert download(server, tmp_path / "file") == CONTENT
    assert server.asked == 3


def test_a_server_that_stays_in_trouble_is_asked_three_times(served, tmp_path):
    server = served(in_trouble)
    with pytest.raises(RuntimeError, match="503"):
        download(server, tmp_path / "file")
    assert server.asked == sources.TRIES


def test_a_file_that_is_gone_is_asked_for_once(served, tmp_path):
    server = served(missing)
    with pytest.raises(OSError, match="404"):
        download(server, tmp_path / "file")
    assert server.asked == 1


def test_a_body_without_end_is_left_at_the_registered_size(served, tmp_path):
    with pytest.raises(sources.UpstreamError, match="more than the 8 bytes that are registered"):
        download(served(endless), tmp_path / "file")
    assert (tmp_path / "file").stat().st_size <= len(CONTENT) + sources._PIECE


def test_a_body_that_drips_ends_with_the_clock(served, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "SECONDS", 0.3)
    with pytest.raises(sources.UpstreamError, match=r"of 1,000,000 bytes had come after 0\.3 s"):
        download(served(dripping), tmp_path / "file", size=1_000_000)


def test_what_came_of_a_failed_download_does_not_stay(cache, tiny, served, monkeypatch):
    server = served(endless)
    entry = sources._entry("tiny.csv").copy()
    entry["url"] = server.address
    monkeypatch.setattr(sources, "_entry", lambda name: entry)
    with pytest.raises(sources.UpstreamError, match="could not be fetched"):
        sources.fetch("tiny.csv")
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "url"), [("../evil.csv", URL), ("tiny.csv", "http://example.org/tiny.csv")]
)
def test_a_register_that_leads_out_of_the_cache_or_off_https_is_refused(
    cache, tiny, raw_copy, name, url
):
    register = raw_copy / "upstream.csv"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("tiny.csv,", f"{name},", 1).replace(URL, url))
    with pytest.raises(sources.UpstreamError, match="wanted a file name without a folder"):
        sources.fetch(name)


def test_one_file_that_fails_does_not_stop_the_others(cache, tiny, no_network):
    (cache / "tiny.csv").write_bytes(CONTENT)
    found = sources.fetch_all(["big.csv", "tiny.csv"])
    assert isinstance(found["big.csv"], sources.UpstreamError)
    assert found["tiny.csv"] == cache / "tiny.csv"


def test_a_missing_register_is_said(raw_copy):
    (raw_copy / "upstream.csv").unlink()
    with pytest.raises(sources.UpstreamError, match="no register of upstream files; next:"):
        sources.fetch("tiny.csv")


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
