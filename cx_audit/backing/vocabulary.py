"""What a policy may speak of: the roles, the matters of yes or no, and the methods that the comparison knows."""

from __future__ import annotations

from types import MappingProxyType

from cx_audit.compare.method_pack import families
from cx_audit.facts.packs import remembers_packs
from cx_audit.model import FactKind
from cx_audit.policy import Listed, Subjects, subjects
from cx_audit.roles import packaged_roles, roles_in_use

__all__ = ["FAMILIES", "authority_keys", "policy_subjects"]

FAMILIES = {"payment": "Payment methods", "carrier": "Carriers", "document": "Identity documents"}
"""The families that a policy can list in full, by what it calls them."""


def _listed(family: str, title: str) -> Listed:
    concepts = families()[family].concepts
    names: dict[str, str] = {}
    for id, concept in concepts.items():
        for name in (id, id.replace("_", " "), concept.title, *(n for told in concept.names.values() for n in told)):
            names.setdefault(" ".join(name.casefold().rstrip("*").split()), id)
    titles = {id: concept.title for id, concept in concepts.items()}
    return Listed(family, title, MappingProxyType(names), MappingProxyType(titles))


@remembers_packs
def policy_subjects() -> Subjects:
    """Everything that a policy can state.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    return subjects(_listed(family, title) for family, title in FAMILIES.items())


@remembers_packs
def authority_keys() -> tuple[str, ...]:
    """What an authority can be named for: roles, keys of the policy, families of methods, kinds of value, stages.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    roles = {**packaged_roles(), **roles_in_use()}.values()
    known = {name for role in roles for name in (role.id, role.policy, role.stage)}
    return tuple(sorted({*known, *families(), *(kind.value for kind in FactKind), "polarity", "default"}))
