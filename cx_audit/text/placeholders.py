"""What a channel fills in when it speaks: template variables, of the vendors whose exports are read."""

from __future__ import annotations

import re

from cx_audit.text.spans import Mapped

__all__ = ["PLACEHOLDER", "neutralise"]

PLACEHOLDER = "…"
"""What stands for a value that the channel fills in."""

# Logic around text shows nothing itself: Liquid, Jinja, Rasa; Handlebars blocks and comments.
_LOGIC = re.compile(
    r"""
      \{%-?\s*comment\s*-?%\}.{0,2000}?\{%-?\s*endcomment\s*-?%\}
    | \{%-?\s*+(?!\w+\.\w)[^%{}]{0,500}+%\}
    | \{\#(?![\w-]{1,100}\})[^{}]{0,500}+\#\}
    | \{\{[\#/^!][^{}]{0,300}+\}\}
    | \{\{\s*else\s*\}\}
    """,
    re.X | re.S,
)
# Three levels of braces are as deep as plural and select forms go in practice.
_ICU = re.compile(
    r"""\{\s{0,5}+\w{1,60}+\s{0,5}+,\s{0,5}+(?:plural|select|selectordinal)\s{0,5}+,
        (?: [^{}]++ | \{ (?: [^{}]++ | \{[^{}]*+\} )*+ \} )*+ \}""",
    re.X,
)
_VARIABLE = re.compile(
    r"""
      \{\{\{[^{}]{1,300}+\}\}\}                              # {{{Recipient.Name}}} Salesforce, Handlebars unescaped
    | \{\{[^{}]{1,300}+\}\}                                  # {{ticket.requester.first_name}} Zendesk, Intercom, ...
    | \{%-?\s*+\w+\.\w[^%{}]{0,200}+%\}                      # {%customer.firstName,fallback=there%} Help Scout
    | [\#$]\{[^{}\n]{1,200}+\}                               # ${ticket.name} Zoho, #{name} Ruby
    | \{![\w.$]{1,100}+\}                                    # {!Contact.FirstName} Salesforce
    | \{[^\W\d]\w{0,60}+(?:[ .:-]\w{1,60}+){0,5}+(?:,[^{}\n]{0,200}+)?\}   # {name} Rasa, {count, number} ICU
    | %\([^\W\d]\w{0,60}+\)[sd]                              # %(name)s gettext
    | (?<![\w%])%[A-Za-z_][\w.]{1,60}+%(?!\w)                # %name% LiveChat
    | \*\|[A-Z][A-Z0-9_:]{0,60}+\|\*                         # *|FNAME|* Mailchimp
    | \[\[[^\W\d][\w. -]{0,60}+\]\]                          # [[name]]
    | \[(?:name|e-mail|(?:phone|card|id|order)\ number|link|bank\ account|address|date\ of\ birth)\]   # our masks
    | <\?(?!xml|php)(?:[^?]|\?(?!>)){1,300}+\?>             # <? $order.date ?> Watson
    | (?<![\w$])\$(?![A-Z]{2,3}\s?\d)[^\W\d][\w-]{0,60}+(?:\.[^\W\d][\w-]{0,60}+){0,6}+(?:\([^()\n]{0,200}+\))?
                                                           # $name Watson, $session.params.name Dialogflow
    | \[(?=[^\]]{0,62}\])[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ0-9_ .'/-]){1,60}+\](?![(\[])   # [ORDER NUMBER]
    """,
    re.X,
)


_MARK = re.compile(r"[{\[$%<]|\*\|")
"""What all of them begin with."""


def neutralise(mapped: Mapped) -> Mapped:
    """Template logic goes; each variable becomes ``PLACEHOLDER``, which maps to the whole of it."""
    if not _MARK.search(mapped.text):
        return mapped
    return mapped.sub(_LOGIC, "").sub(_ICU, PLACEHOLDER).sub(_VARIABLE, PLACEHOLDER)
