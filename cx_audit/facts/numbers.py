"""Numbers written in digits."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["FRACTIONS", "LONE_GROUP", "is_year", "read_digits", "read_mixed"]

FRACTIONS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
}
LONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""One separator before three digits: thousands, or three decimals."""
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_RAISED = re.compile(r"\d+'\d{1,2}")
"""Spanish writes 29'90 for 29.90."""


def read_digits(written: str, decimal: str, *, fraction: bool = False) -> Decimal:
    """The number that ``written`` (plain digits with separators) stands for.

    One separator before exactly three digits is ambiguous ("4.000"): prices and counts with three decimals
    hardly occur, so it groups in every language, save after a lone 0 or where ``fraction`` says that
    decimals are likely (percentages) and it is the language's ``decimal`` sign.
    """
    grouped = _GROUPED.fullmatch(written)
    if grouped is None and _RAISED.fullmatch(written):
        return Decimal(written.replace("'", "."))
    if grouped is None:
        last = max(written.rfind("."), written.rfind(","))
        if last < 0:
            return Decimal(written.replace(" ", "").replace("'", ""))
        if written.count(written[last]) > 1:
            return Decimal(re.sub(r"[^\d]", "", written))
        return Decimal(re.sub(r"[^\d]", "", written[:last]) + "." + written[last + 1 :])
    sign = grouped.group(1)
    whole, last = written, len(written)
    for other in {".", ","} - {sign}:
        if other in written:
            last = written.rfind(other)
            whole = written[:last]
    lone = written.count(sign) == 1 and last == len(written)
    if lone and sign in ".," and (written[0] == "0" or (fraction and sign == decimal)):
        return Decimal(written.replace(sign, "."))
    cents = written[last + 1 :]
    return Decimal(re.sub(r"[^\d]", "", whole) + (f".{cents}" if cents else ""))


def read_mixed(written: str) -> Decimal | None:
    """A whole number and a fraction, "2½" or "2 1/2"; None for any other number."""
    if written[-1] in FRACTIONS:
        return Decimal(written[:-1]) + FRACTIONS[written[-1]]
    whole, _, fraction = written.partition(" ")
    parts, slash, size = fraction.partition("/")
    return Decimal(whole) + Decimal(parts) / Decimal(size) if slash else None


def is_year(value: Decimal) -> bool:
    """Whether a bare number is more likely a calendar year than an amount."""
    return value == value.to_integral_value() and 1900 <= value <= 2100
