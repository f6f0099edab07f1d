from __future__ import annotations

import pytest
from browsing import browser, report_file, visit  # noqa: F401 - fixtures
from command import FirstDemo, cx_audit


@pytest.fixture(scope="session")
def first_demo(tmp_path_factory: pytest.TempPathFactory) -> FirstDemo:
    """Whatever test asks first for the samples pays for the model and the vectors; the others run warm."""
    return FirstDemo(cx_audit("demo", "-f", "json", cwd=tmp_path_factory.mktemp("first")))
