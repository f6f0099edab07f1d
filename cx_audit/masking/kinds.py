"""What is masked, and what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MASKS", "Kind", "Spot"]


class Kind(StrEnum):
    """The kinds of personal detail; the value is what the mask says between its brackets."""

    NAME = "name"
    EMAIL = "e-mail"
    PHONE = "phone number"
    LINK = "link"
    CARD = "card number"
    IBAN = "bank account"
    NATIONAL_ID = "id number"
    NUMBER = "order number"
    ADDRESS = "address"
    BIRTH = "date of birth"

    @property
    def mask(self) -> str:
        """What stands in the text instead."""
        return f"[{self.value}]"

    @property
    def never_companys(self) -> bool:
        """Whether it stays masked however often it is said."""
        return self in (Kind.NAME, Kind.CARD, Kind.NATIONAL_ID, Kind.BIRTH)


MASKS = frozenset(kind.mask for kind in Kind)


@dataclass(frozen=True, slots=True)
class Spot:
    """``text[start:end]`` is a personal detail; ``value`` is the same however it is written."""

    start: int
    end: int
    kind: Kind
    value: str
