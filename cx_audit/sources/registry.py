"""All formats by name, in the order in which equally sure ones win."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cx_audit.errors import UsageError
from cx_audit.sources.dialogflow_es import DialogflowES
from cx_audit.sources.html_faq import HtmlFaq
from cx_audit.sources.intercom_conversations import IntercomConversations
from cx_audit.sources.interface import FolderSource, Source
from cx_audit.sources.mail_archive import MailArchive
from cx_audit.sources.markdown_faq import MarkdownFaq
from cx_audit.sources.rasa import Rasa
from cx_audit.sources.table import Table
from cx_audit.sources.turn_table import TurnTable
from cx_audit.sources.zendesk_articles import ZendeskArticles
from cx_audit.sources.zendesk_macros import ZendeskMacros
from cx_audit.sources.zendesk_snippets import ZendeskSnippets
from cx_audit.sources.zendesk_tickets import ZendeskTickets

__all__ = ["CONVERSATIONS", "FOLDER_SOURCES", "SOURCES", "source_named"]

_ALL: tuple[Source, ...] = (
    ZendeskMacros(),
    ZendeskArticles(),
    ZendeskSnippets(),
    Rasa(),
    DialogflowES(),
    ZendeskTickets(),
    IntercomConversations(),
    MailArchive(),
    TurnTable(),
    Table(),
    HtmlFaq(),
    MarkdownFaq(),
)

SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ALL})
CONVERSATIONS = frozenset({ZendeskTickets.name, IntercomConversations.name, MailArchive.name, TurnTable.name})
"""Those whose customers and reps are masked."""

FOLDER_SOURCES: tuple[FolderSource, ...] = tuple(source for source in _ALL if isinstance(source, FolderSource))


def source_named(name: str) -> Source:
    """The format of that name; UsageError lists the names where there is none."""
    try:
        return SOURCES[name]
    except KeyError:
        raise UsageError(f"no format called {name!r}", remedy=f"there are {', '.join(sorted(SOURCES))}") from None
