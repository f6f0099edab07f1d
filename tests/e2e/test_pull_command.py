"""``cx-audit pull`` as a process: killed in the middle it goes on, and what it wrote is audited."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command import TIMEOUT, cx_audit
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

KEY = "the-key-of-the-text-modules"


def _module(number: int) -> dict[str, object]:
    return {"id": number, "name": "How long can I return it?", "content": f"<p>{number * 10} days.</p>", "active": True}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    # No keyring of the developer's: a key that is not set must be missing here as on any machine.
    return {"ZAMMAD_TOKEN": KEY, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PYTHONPATH": os.getcwd()}


def test_a_pull_that_is_killed_goes_on(httpserver: HTTPServer, tmp_path: Path, env: dict[str, str]) -> None:
    reached, asked = threading.Event(), []

    def answer(request: Request) -> Response:
        asked.append(request.args["page"])
        if asked == ["1", "2"]:
            reached.set()
            threading.Event().wait(2)
        pages = {"1": [_module(1)], "2": [_module(2)]}
        return Response(json.dumps(pages.get(request.args["page"], [])), content_type="application/json")

    httpserver.expect_request("/api/v1/text_modules").respond_with_handler(answer)
    url = httpserver.url_for("").rstrip("/")
    arguments = ("pull", "zammad", "--base-url", url, "--what", "text_modules")
    first = subprocess.Popen([sys.executable, "-m", "cx_audit", *arguments], cwd=tmp_path, env={**os.environ, **env})
    assert reached.wait(TIMEOUT)
    first.kill()
    first.wait(TIMEOUT)
    assert [entry.name for entry in (tmp_path / "snapshots").iterdir()] == [".cx-audit-pull"]
    run = cx_audit(*arguments, cwd=tmp_path, env=env)
    assert (run.code, run.err) == (0, "")
    assert run.out == b"snapshots/zammad: text_modules 2; went on where it was cut\n"
    assert asked == ["1", "2", "2", "3"]
    assert [entry.name for entry in (tmp_path / "snapshots").iterdir()] == ["zammad"]
    lines = (tmp_path / "snapshots" / "zammad" / "text_modules.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["answer"] for line in lines] == ["<p>10 days.</p>", "<p>20 days.</p>"]


def test_a_key_is_in_nothing_that_a_failing_process_says(
    httpserver: HTTPServer, tmp_path: Path, env: dict[str, str]
) -> None:
    httpserver.expect_request("/api/v1/text_modules").respond_with_handler(
        lambda request: Response(request.headers["Authorization"], 401)
    )
    url = httpserver.url_for("").rstrip("/")
    run = cx_audit("pull", "zammad", "--base-url", url, cwd=tmp_path, env={**env, "CX_AUDIT_DEBUG": "1"})
    assert run.code == 2
    assert "the key in ZAMMAD_TOKEN is not accepted: wrong, expired or revoked" in run.err
    assert KEY not in run.err
    assert "Traceback" not in run.err


def test_a_missing_key_is_named(httpserver: HTTPServer, tmp_path: Path, env: dict[str, str]) -> None:
    url = httpserver.url_for("").rstrip("/")
    run = cx_audit("pull", "zammad", "--base-url", url, cwd=tmp_path, env={**env, "ZAMMAD_TOKEN": ""})
    assert run.code == 2
    assert run.err.startswith("cx-audit: ZAMMAD_TOKEN is not set: it holds a personal access token of Zammad")
