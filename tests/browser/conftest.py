"""A browser for the pages: Chromium of this machine, and the site served below a sub-path."""

import functools
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *told):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site):
    """Address of the site, some folders below the host."""
    folder = site.parent
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{site.name}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium():
    """Chromium, or the reason why no page was opened."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("no Chromium on this machine; next: install the package chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        arguments = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = running.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, address):
    """Open a page by its name, at a width and in a scheme; every complaint is kept."""
    contexts = []

    def open_page(name, width=1280, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page, complaints = context.new_page(), []
        page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
        page.on(
            "request",
            lambda r: r.url.startswith((address, "data:")) or complaints.append(f"asked: {r.url}"),
        )
        page.goto(name if "://" in name else address + name)
        return page, complaints

    yield open_page
    for context in contexts:
        context.close()
