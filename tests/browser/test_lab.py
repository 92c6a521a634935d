"""A reader in JupyterLab: opens a notebook, changes a parameter, runs all, reads the verdict.

And opens the lab's page, moves what can be moved, and sees another figure.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from analysis import paths

pytest.importorskip("jupyterlab", reason="jupyterlab is not installed")

NOTEBOOK = "00-verdicts.ipynb"
START = paths.examples() / "00-start.ipynb"
DAY = "2022-09-22"  # before any result was announced: C17 could not be checked yet
STARTS, RUNS, SEEN = 90, 120, 60  # s at most, on a busy machine
TRIES = 4


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(holds, seconds: float, what: str):
    """What `holds` gives once it is true; a failure that says what did not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.2)
    pytest.fail(f"{what} did not come within {seconds} s")


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab over a copy of one notebook, whose figures and facts go beside it."""
    given = {"DAY229_OUTPUT": str(tmp_path / "work")}
    with jupyterlab(tmp_path, paths.notebooks() / NOTEBOOK, given) as served:
        yield served


@pytest.fixture
def start(tmp_path):
    """A JupyterLab over a copy of the lab's page, in which settings move."""
    pytest.importorskip("ipywidgets", reason="ipywidgets is not installed: extra 'lab'")
    with jupyterlab(tmp_path, START, {}) as served:
        yield served


@contextmanager
def jupyterlab(tmp_path: Path, notebook: Path, given: dict[str, str]):
    """Address of a JupyterLab of its own with its token, over a copy of one notebook."""
    work, own = tmp_path / "work", tmp_path / "own"
    work.mkdir()
    shutil.copy(notebook, work)
    (work / notebook.name).chmod(0o644)
    settings = own / "config" / "lab" / "user-settings" / "@jupyterlab"
    for plugin, held in (
        ("apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False}),
        ("notebook-extension/tracker", {"windowingMode": "none"}),
    ):
        path = settings / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(held), encoding="utf-8")
    names = ("CONFIG", "DATA", "RUNTIME")
    mine = {f"JUPYTER_{n}_DIR": str(own / n.lower()) for n in names}
    mine |= {
        "JUPYTERLAB_SETTINGS_DIR": str(own / "config" / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "IPYTHONDIR": str(own / "ipython"),
        "DAY229_ROOT": str(paths.root()),
    }
    port, token = free_port(), secrets.token_hex(16)
    options = (f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", "--no-browser")
    command = [sys.executable, "-m", "jupyterlab", *options, "--ServerApp.port_retries=0"]
    command += [f"--ServerApp.root_dir={work}", "--ServerApp.ip=127.0.0.1", "--allow-root"]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, env=os.environ | mine | given, cwd=work, stdout=log, stderr=log
        )
        address = f"http://127.0.0.1:{port}"
        try:
            until(lambda: answers(f"{address}/api/status?token={token}"), STARTS, "JupyterLab")
            yield address, token, work
        finally:
            server.terminate()
            server.wait(20)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as told:
            return told.status == 200
    except OSError:
        return False


def appears(part) -> bool:
    """Whether a part of a page is seen within some seconds."""
    from playwright.sync_api import TimeoutError as NotSeen

    try:
        part.wait_for(timeout=1000 * SEEN)
    except NotSeen:
        return False
    return True


def run_all(page) -> None:
    """Restart the kernel, once there is one, and run all cells."""
    idle = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
    page.locator(idle).first.wait_for(state="attached", timeout=1000 * STARTS)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Run All Cells…").click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()


def with_day(source: str) -> str:
    """The parameters cell with another knowledge date."""
    lines = source.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("as_of:"))
    lines[at] = f'as_of: str = "{DAY}"  # changed by a reader'
    return "\n".join(lines)


def test_a_reader_changes_a_day_restarts_and_runs_all_and_reads_the_verdict(chromium, lab):
    address, token, work = lab
    codes = [c for c in nbformat.read(work / NOTEBOOK, as_version=4).cells if c.cell_type == "code"]
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/lab/tree/{NOTEBOOK}?token={token}")
    row = page.locator(".jp-Notebook tr", has_text="C17 ·")
    row.filter(has_text="supported with caveat").wait_for(timeout=1000 * STARTS)  # as stored
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(with_day(codes[0].source))
    run_all(page)
    row.filter(has_text="cannot be checked").first.wait_for(timeout=1000 * RUNS)
    prompt = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").last
    until(lambda: prompt.inner_text() == f"[{len(codes)}]:", RUNS, "the end of the run")
    assert page.locator(".jp-Notebook [data-mime-type*='error']").count() == 0
    context.close()


def test_a_reader_moves_an_assumption_and_sees_another_figure(chromium, start):
    address, token, _ = start
    for _ in range(TRIES):  # a busy JupyterLab may lose what a kernel says first: open it again
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(f"{address}/lab/tree/{START.name}?token={token}")
        cell = page.locator(".jp-Notebook .jp-CodeCell", has_text="explore.emigration()")
        cell.locator("img").wait_for(timeout=1000 * STARTS)  # as stored, before anything is run
        run_all(page)
        figure = cell.locator(".widget-html img")
        if appears(figure):
            break
        shown = cell.inner_text()
        context.close()
    else:
        pytest.fail(f"no figure that moves in {TRIES} tries; the cell ends: {shown[-500:]}")
    before = figure.get_attribute("src")
    cell.locator(".noUi-handle").press("ArrowRight")
    until(lambda: figure.get_attribute("src") != before, RUNS, "another figure")
    cell.locator(".widget-html", has_text="gone where nobody counted: 0.").wait_for()
    assert figure.get_attribute("alt")
    assert page.locator(".jp-Notebook [data-mime-type*='error']").count() == 0
    context.close()
