"""Numbers that prove themselves by their check digits.

Written here since python-stdnum is LGPL, which the default install can't have. Sources: ISO/IEC 7812-1 (Luhn),
ISO 13616 (IBAN, mod 97), and the authorities that give the national numbers out.
"""

from __future__ import annotations

import re

__all__ = ["is_card", "is_iban", "is_national_id"]

_CARD = re.compile(r"[2-6]\d{12,18}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_DNI = re.compile(r"[0-9XYZ]\d{7}[A-Z]")
_CODICE_FISCALE = re.compile(r"[A-Z]{6}[\dLMNPQRSTUV]{2}[ABCDEHLMPRST][\dLMNPQRSTUV]{2}[A-Z][\dLMNPQRSTUV]{3}[A-Z]")
_SSN = re.compile(r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_NINO = re.compile(r"(?![DFIQUV]|.[DFIQUVO])[A-Z]{2}\d{6}[A-D]")
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16,
         10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip


def is_card(digits: str) -> bool:
    """Whether digits are the number of a payment card: 13 to 19 of them, Luhn's sum a multiple of ten."""
    if not _CARD.fullmatch(digits):
        return False
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)) % 10 == 0


def is_iban(compact: str) -> bool:
    """Whether a text without spaces, in capitals, is an IBAN."""
    if not _IBAN.fullmatch(compact):
        return False
    return int("".join(str(int(letter, 36)) for letter in compact[4:] + compact[:4])) % 97 == 1


def is_national_id(written: str) -> bool:
    """Whether a text is a national number: Spain, Italy, Poland, Brazil, France, or written as in the USA or UK."""
    compact = re.sub(r"[ .-]", "", written).upper()
    checks = (_is_dni, _is_codice_fiscale, _is_pesel, _is_cpf, _is_nir)
    written_so = _SSN.fullmatch(written.strip()) or _NINO.fullmatch(compact)
    return written_so is not None or any(check(compact) for check in checks)


def _is_dni(text: str) -> bool:
    """Spain's DNI and NIE: the letter is the rest by 23."""
    if not _DNI.fullmatch(text):
        return False
    number = str("XYZ".find(text[0])) + text[1:-1] if text[0] in "XYZ" else text[:-1]
    return _DNI_LETTERS[int(number) % 23] == text[-1]


def _is_codice_fiscale(text: str) -> bool:
    """Italy's codice fiscale: letters and digits weigh by their place, the rest by 26 is the last letter."""
    if not _CODICE_FISCALE.fullmatch(text):
        return False
    even = sum(int(c) if c.isdigit() else ord(c) - 65 for c in text[1:15:2])
    return chr(65 + (even + sum(_ODD[c] for c in text[0:15:2])) % 26) == text[-1]


def _weighed(text: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))


def _is_pesel(text: str) -> bool:
    """Poland's PESEL: weights 1, 3, 7, 9; the month must be one."""
    if not re.fullmatch(r"\d{11}", text) or not 1 <= int(text[2:4]) % 20 <= 12:
        return False
    return _weighed(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def _is_cpf(text: str) -> bool:
    """Brazil's CPF: two check digits; a row of one digit isn't given out."""
    if not re.fullmatch(r"\d{11}", text) or len(set(text)) == 1:
        return False
    first = _weighed(text, tuple(range(10, 1, -1))) * 10 % 11 % 10
    second = _weighed(text, tuple(range(11, 1, -1))) * 10 % 11 % 10
    return text[9:] == f"{first}{second}"


def _is_nir(text: str) -> bool:
    """France's social security number: 97 less the rest of the first thirteen digits."""
    if not re.fullmatch(r"[12]\d{14}", text):
        return False
    return 97 - int(text[:13]) % 97 == int(text[13:])
