"""`UPDATE_GOLDEN=1 pytest tests/report` writes the golden files anew; look at the diff before you commit it."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def update_golden() -> bool:
    """Whether to write what should be compared."""
    return os.environ.get("UPDATE_GOLDEN") == "1"
