"""The countries as methods of one family: their names from CLDR, in every language with words of its own."""

from __future__ import annotations

from babel import Locale

from cx_audit.compare.method_concept import Concept

__all__ = ["countries"]

_SHORT = {
    "AE": ("uae", "emirates"),
    "GB": ("uk", "great britain", "england"),
    "NL": ("holland",),
    "US": ("usa", "america"),
}
"""Names beside CLDR's, the same in all languages."""
_NOT_COUNTRIES = frozenset({"EA", "EU", "EZ", "IC", "UN", "ZZ"})
_SIGNS = frozenset("/*?~#_{}()")
"""Signs of the pattern language: a name that holds one is left out."""


def _territories(language: str) -> dict[str, str]:
    names = ((str(code), str(name)) for code, name in Locale.parse(language).territories.items())
    return {code: name for code, name in names if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES}


def _forms(name: str, language: str) -> tuple[str, ...]:
    """A name as texts write it; German has a genitive, and plurals a dative ("in den Niederlanden")."""
    folded = name.casefold()
    return (folded, f"{folded}{'n' if folded.endswith('e') else 's'}") if language == "de" else (folded,)


def countries(languages: tuple[str, ...]) -> dict[str, Concept]:
    """ISO 3166 code -> a concept with the country's name in each of ``languages``."""
    local = {language: _territories(language) for language in languages}
    out: dict[str, Concept] = {}
    for code, title in sorted(_territories("en").items()):
        names = {
            language: _forms(known[code], language)
            for language, known in local.items()
            if code in known and not _SIGNS & set(known[code])
        }
        out[code] = Concept(title=title, names={**names, "any": _SHORT.get(code, ())})
    return out
