"""What other sources tell everybody: contact details there are the company's, whoever else repeats them."""

from __future__ import annotations

from collections.abc import Iterable

from cx_audit.masking import contacts_in
from cx_audit.masking.contacts import domain_of
from cx_audit.model import Answer
from cx_audit.sources.interface import Public

__all__ = ["public_details"]


def public_details(answers: Iterable[Answer]) -> Public:
    """The contact details in answers that no rep gave, and the domains of the mail addresses among them."""
    values: set[str] = set()
    for answer in answers:
        if answer.agent is None:
            values |= {spot.value for spot in contacts_in(answer.text, "") if not spot.kind.never_companys}
    domains = {domain_of(value) for value in values if value.startswith("mail:")}
    return Public(frozenset(values), frozenset(domains))
