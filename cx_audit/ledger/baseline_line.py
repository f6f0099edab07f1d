"""What a line of the baseline must hold; apart, since pydantic takes longer to load than most files to read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cx_audit.model import FindingKind, Severity

__all__ = ["Line"]

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]


class Line(BaseModel):
    """One known finding."""

    # A later version of cx-audit may add fields; this one leaves them aside.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}(?:-[0-9]{1,4})?$")
    first_seen: date
    severity: Severity
    kind: FindingKind
    role: str | None
    question: str
    message: str
    says: dict[str, tuple[str, ...]]
    asked: tuple[Hash, ...] = Field(min_length=1)
