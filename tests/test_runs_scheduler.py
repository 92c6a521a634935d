"""The notebooks run as they are, with parameters, under jupyter-scheduler.

Through its own HTTP interface, on a server of this machine.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPException
from urllib.request import Request, urlopen

import nbformat
import pytest

from conftest import PROJECT
from small_projects import until

TOKEN = "only-for-this-test"


@contextmanager
def server(tmp_path):
    """Jupyter server with the scheduler, rooted at a copy of the notebooks.

    Address and root are given.
    """
    root = tmp_path / "rooted"
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    places = {"DAY229_REPORTS": str(tmp_path / "reports")} | {
        f"JUPYTER_{kind}_DIR": str(tmp_path / kind.lower())
        for kind in ("DATA", "CONFIG", "RUNTIME")
    }
    env = (
        os.environ | places | {"DAY229_ROOT": str(PROJECT), "IPYTHONDIR": str(tmp_path / "ipython")}
    )
    env.pop("DAY229_OUTPUT", None)
    words = [
        "--no-browser",
        "--allow-root",
        "--port=0",
        "--ip=127.0.0.1",
        f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.jpserver_extensions={'jupyter_scheduler': True}",
    ]
    with (tmp_path / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", *words], env=env, stdout=log, stderr=log
        )
        try:
            until(
                lambda: [
                    p
                    for p in (tmp_path / "runtime").glob("jpserver-*.json")
                    if p.read_text(encoding="utf-8").rstrip().endswith("}")
                ]
            )
            yield (
                json.loads(
                    next((tmp_path / "runtime").glob("jpserver-*.json")).read_text(encoding="utf-8")
                )["url"],
                root,
            )
        finally:
            process.terminate()
            process.wait(30)


def asked(url: str, path: str, body: dict | None = None) -> dict:
    """Answer of the scheduler."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(
        f"{url}scheduler/{path}", data=data, headers={"Authorization": f"token {TOKEN}"}
    )
    with urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def answers(url: str) -> bool:
    """Whether the server has opened its port and the scheduler its routes."""
    try:
        return bool(asked(url, "runtime_environments"))
    except (OSError, HTTPException):
        return False


def ended(url: str, parameters: dict[str, str]) -> dict:
    """Job of notebook 04 with these parameters, once it has ended."""
    job = {
        "name": "chronology",
        "input_uri": "notebooks/04-chronology.ipynb",
        "runtime_environment_name": sys.prefix,
        "output_formats": ["ipynb"],
        "parameters": parameters,
    }
    job_id = asked(url, "jobs", job)["job_id"]
    end = time.monotonic() + 150
    while (found := asked(url, f"jobs/{job_id}"))["status"] not in {
        "COMPLETED",
        "FAILED",
    }:  # a job that has not begun is called STOPPED
        if time.monotonic() > end:
            pytest.fail(f"the job is still {found['status']}")
        time.sleep(0.5)
    return found


@pytest.fixture
def scheduler(tmp_path):
    with server(tmp_path) as (url, root):
        until(lambda: answers(url))
        yield url, root


def test_a_notebook_runs_with_parameters_and_a_bad_one_fails_the_job(scheduler, tmp_path):
    url, _ = scheduler
    # jupyter-scheduler writes parameters as code: words carry their own quotes
    job = ended(url, {"as_of": "'2022-09-30'", "hindsight": "False", "draws": "200"})
    assert job["status"] == "COMPLETED", (tmp_path / "server.log").read_text(encoding="utf-8")[
        -3000:
    ]
    staged = next(tmp_path.glob("data/scheduler_staging_area/*/04-chronology-*.ipynb"))
    cells = nbformat.read(staged, as_version=4).cells
    assert any("as_of = '2022-09-30'" in c.source for c in cells)
    code = [c for c in cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    shown = json.dumps([c.outputs for c in code])
    assert "2022-09-30" in shown
    bad = ended(url, {"as_of": "'30.09.2022'"})
    assert bad["status"] == "FAILED"
    assert "wanted a day as YYYY-MM-DD" in bad["status_message"]
