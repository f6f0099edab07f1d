"""Text that others wrote, made harmless for the place it is shown in."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "FSI",
    "PDI",
    "block",
    "cell",
    "fit_cell",
    "isolate",
    "language_tag",
    "log_line",
    "one_line",
    "reads_right_to_left",
    "strip_controls",
    "web_link",
]

FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"

# Whole terminal sequences first (CSI, OSC and the like, other escapes), so that "\x1b[31m" leaves no "[31m" behind.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-Z\\^-~]"
)
# Bidi embeddings, overrides and isolates can show "14" as "41"; we set our own where they are needed.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n[ \n]*\n ?| ?\n ?")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}")
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20\x7f-\x9f]+", re.IGNORECASE)

# Blanks, quotes and what has no width may stand before a formula: some spreadsheets leave them out.
_LEAD = r"[\s'\"\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
_FORMULA = re.compile(_LEAD + r"[=+\-@＝＋－＠]|[\t\r\n]")
# Excel splits at ";" in much of Europe, whatever quotes say: a formula must not start after one either.
_INNER_FORMULA = re.compile(rf"(;{_LEAD})(?=[=+\-@＝＋－＠])")
_CELL_LIMIT = 32_767


def replace_surrogates(text: str) -> str:
    """``text`` with half characters (JSON's "\\ud800") replaced one for one, so that it can be written as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def strip_controls(text: str) -> str:
    """``text`` without terminal sequences, control codes and bidi controls; line ends become ``\\n``."""
    if text.isprintable():  # no control or format code, no surrogate, no line end: most texts, and much the faster
        return text
    return _UNSEEN.sub("", _NEWLINE.sub("\n", _ESCAPE.sub("", replace_surrogates(text))))


def one_line(text: str) -> str:
    """``text`` on one line, white space folded, nothing in it that steers a terminal."""
    return " ".join(strip_controls(text).split())


def log_line(text: str) -> str:
    """``text`` on one line that the log of a CI job shows and doesn't obey, if words of our own stand before it.

    GitHub's runner takes "::" for a command at the beginning of a line, and "##[" anywhere.
    """
    return one_line(text).replace("##[", "# #[")


def block(text: str) -> str:
    """``text`` with its paragraphs, nothing in it that steers a terminal."""
    folded = _BLANKS.sub(" ", strip_controls(text))
    return _EMPTY_LINES.sub(lambda gap: "\n\n" if gap[0].count("\n") > 1 else "\n", folded).strip()


def cell(text: str) -> str:
    """``text`` as a spreadsheet cell that can't start a formula (OWASP "CSV injection") and that Excel can hold."""
    clean = _INNER_FORMULA.sub(r"\1'", one_line(text))
    if _FORMULA.match(text) or _FORMULA.match(clean):
        clean = f"'{clean}"
    return fit_cell(clean)


def fit_cell(text: str) -> str:
    """``text``, cut to what Excel's cells hold; Excel counts in UTF-16, where an emoji is two."""
    if len(text) <= _CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _CELL_LIMIT:
        return text
    return units[: 2 * (_CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is Arabic, Hebrew or the like."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def isolate(text: str, *, right_to_left: bool = False) -> str:
    """``text`` kept from reordering its neighbours, if it holds anything that runs right to left.

    ``right_to_left`` says that it is a piece of a text that does: a line of it may begin with a foreign word.
    """
    if not right_to_left and not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text):
        return text
    lead = RLM if right_to_left and not reads_right_to_left(text) else ""
    return f"{FSI}{lead}{text}{PDI}"


def language_tag(locale: str | None) -> str | None:
    """``locale`` as a BCP 47 tag fit for an attribute, or None if it can't be one."""
    tag = (locale or "").strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def web_link(url: str | None) -> str | None:
    """``url`` if it is a plain http(s) address; None for anything a page should not link to."""
    address = (url or "").strip()
    return address if len(address) <= 2000 and _LINK.fullmatch(address) else None
