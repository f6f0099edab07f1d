"""Cases and strategies that the text tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("en", "nl", "es", "vi", "ar", "de", "fr", "pt", "it", "pl", "xx")


def load(name: str) -> Any:  # noqa: ANN401 - each file has a shape of its own
    return yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))


_PIECES = st.sampled_from(
    [
        *"<>&;#/!-=\"'[](){}*_`~|\\ \n\r\t.…%$",
        "<p>", "</p>", "<br>", "<td>", "</td>", "<tr>", "<script>", "</script>", "<svg>", "<head>", "<body>",
        "<a href='x", "<!--", "-->", "<![CDATA[", "]]>", "<?", "<![", "&amp;", "&copy", "&#8364;", "&#x1F600;",
        "&notit;", "&#0;", "&nbsp;", "&NotEqualTilde;", "&#99999999999;", "<sup>", "2", "30 days", "café", "е́",
        "{{a}}", "{%if%}", "{a, plural, one {x}}", "%(a)s", "[ORDER]", "**", "__", "```", "- ", "# ", "| ", "---",
        "[a](b)", "![a](b)", "\u202e", "\u200b", "\u200d", "\ufeff", "\ud800", "😀", "مرحبا", "\u0301",
    ]
)  # fmt: skip

SOUP = st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=40).map("".join)
"""Text full of markup, whole and broken."""
