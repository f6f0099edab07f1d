"""Personal details out of a text, placeholders in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from cx_audit.masking.contacts import PARTICLE, domain_of, find_addresses, find_emails, find_links
from cx_audit.masking.kinds import Kind, Spot
from cx_audit.masking.names import find_names, name_parts
from cx_audit.masking.numbers import find_numbers
from cx_audit.text.phrases import addressees

__all__ = ["Companys", "contacts_in", "mask"]

_LONGEST_GAP = 16
_SAME_PERSON = re.compile(rf"[ .]{{0,2}}| (?:{PARTICLE} ){{1,3}}")


@dataclass(frozen=True, slots=True)
class Companys:
    """What belongs to the company and stays: ``values`` of spots, and its own ``domains``.

    ``customers`` are values that stand in customers' own records: those never stay.
    """

    values: Collection[str] = frozenset()
    domains: Collection[str] = frozenset()
    customers: Collection[str] = field(default_factory=frozenset)

    def owns(self, spot: Spot, people: Iterable[str] = ()) -> bool:
        """Whether a detail is the company's: said to several customers or in public, or on its own domain.

        A mail address that holds the name of one of ``people`` is that person's.
        """
        if spot.kind.never_companys or spot.value in self.customers:
            return False
        if spot.value in self.values:
            return True
        if spot.kind is not Kind.EMAIL or not _is_under(domain_of(spot.value), self.domains):
            return False
        local = spot.value.removeprefix("mail:").partition("@")[0]
        return not any(part.casefold() in local for name in people for part in name_parts(name))


def _is_under(domain: str, domains: Collection[str]) -> bool:
    parts = domain.split(".")
    return any(".".join(parts[at:]) in domains for at in range(len(parts) - 1))


def contacts_in(text: str, language: str) -> list[Spot]:
    """All that could be the company's or a person's, but names; no two overlap, the surer wins."""
    found: list[Spot] = []
    if "@" in text or "://" in text or "www." in text.lower():
        found += [*find_emails(text), *find_links(text)]
    if any(map(str.isdigit, text)):
        found += [*find_numbers(text, language), *find_addresses(text, language)]
    return _apart(found)


def _apart(spots: Iterable[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for spot in spots:
        if all(spot.end <= other.start or other.end <= spot.start for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def mask(text: str, people: Collection[str], language: str, companys: Companys) -> tuple[str, Counter[Kind]]:
    """The text with each personal detail replaced, and how many of each kind.

    ``people`` are the names that the record gives, ``language`` is ISO 639-1 ("" for any).
    """
    details = contacts_in(text, language)
    people = _persons(people, language, companys)
    private = [spot for spot in details if not companys.owns(spot, people)]
    taken = [*details, *_joined(text, sorted(find_names(text, people, language), key=lambda spot: spot.start))]
    spots = [spot for spot in _apart(taken) if spot in private or spot.kind is Kind.NAME]
    counts: Counter[Kind] = Counter()
    pieces, at = [], 0
    for spot in spots:
        pieces += [text[at : spot.start], spot.kind.mask]
        counts[spot.kind] += 1
        at = spot.end
    return "".join([*pieces, text[at:]]), counts


def _persons(people: Iterable[str], language: str, companys: Companys) -> list[str]:
    """The names without what is no person's: "from", "Support", and the company's own name, as its domains spell it."""
    own = {label for domain in companys.domains for label in domain.split(".")[:-1]}
    drop = addressees(language) | own
    kept = (" ".join(part for part in name_parts(name) if part.casefold() not in drop) for name in people)
    return [name for name in kept if name]


def _joined(text: str, names: Iterable[Spot]) -> list[Spot]:
    """Names side by side as one, with the small words between them: "Anna de Vries" is a person."""
    joined: list[Spot] = []
    for spot in names:
        last = joined[-1] if joined else None
        gap = text[last.end : spot.start] if last else ""
        if last and (_SAME_PERSON.fullmatch(gap) if len(gap) <= _LONGEST_GAP else False):
            joined[-1] = Spot(last.start, max(last.end, spot.end), Kind.NAME, "name")
        else:
            joined.append(spot)
    return joined
