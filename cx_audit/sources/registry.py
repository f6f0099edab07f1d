"""All formats by name, in the order in which equally sure ones win."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cx_audit.errors import UsageError
from cx_audit.sources.botpress import Botpress
from cx_audit.sources.chatwoot import ChatwootArticles, ChatwootReplies
from cx_audit.sources.confluence import ConfluenceContent, ConfluencePages
from cx_audit.sources.desk_folders import DeskFolders
from cx_audit.sources.dialogflow_cx import DialogflowCX
from cx_audit.sources.dialogflow_es import DialogflowES
from cx_audit.sources.freshdesk import FreshdeskArticles, FreshdeskReplies
from cx_audit.sources.front import FrontArticles, FrontTemplates
from cx_audit.sources.gorgias import GorgiasMacros
from cx_audit.sources.guru_cards import GuruCards
from cx_audit.sources.guru_collection import GuruCollection
from cx_audit.sources.helpscout import HelpScoutArticles, HelpScoutReplies
from cx_audit.sources.html_faq import HtmlFaq
from cx_audit.sources.i18n import LanguageFile
from cx_audit.sources.intercom import IntercomArticles, IntercomMacros, IntercomSnippets
from cx_audit.sources.intercom_conversations import IntercomConversations
from cx_audit.sources.interface import FolderSource, Source
from cx_audit.sources.lex import LexV2
from cx_audit.sources.mail_archive import MailArchive
from cx_audit.sources.markdown_faq import MarkdownFaq
from cx_audit.sources.notion import Notion
from cx_audit.sources.page_list import PageList
from cx_audit.sources.pdf import Pdf
from cx_audit.sources.qnabot import QnaBot
from cx_audit.sources.qnamaker import QnaMaker
from cx_audit.sources.rasa import Rasa
from cx_audit.sources.rst import Rst
from cx_audit.sources.table import Table
from cx_audit.sources.turn_table import TurnTable
from cx_audit.sources.watson import Watson
from cx_audit.sources.word import Word
from cx_audit.sources.zammad import ZammadArticles, ZammadModules
from cx_audit.sources.zendesk_articles import ZendeskArticles
from cx_audit.sources.zendesk_macros import ZendeskMacros
from cx_audit.sources.zendesk_snippets import ZendeskSnippets
from cx_audit.sources.zendesk_tickets import ZendeskTickets

__all__ = ["CONVERSATIONS", "FOLDER_SOURCES", "SOURCES", "source_named"]

_ALL: tuple[Source, ...] = (
    ZendeskMacros(),
    ZendeskArticles(),
    ZendeskSnippets(),
    GorgiasMacros(),
    FreshdeskReplies(),
    FreshdeskArticles(),
    HelpScoutArticles(),
    IntercomArticles(),
    IntercomMacros(),
    IntercomSnippets(),
    FrontTemplates(),
    FrontArticles(),
    ChatwootReplies(),
    ChatwootArticles(),
    ZammadModules(),
    ZammadArticles(),
    GuruCards(),
    GuruCollection(),
    Notion(),
    ConfluencePages(),
    ConfluenceContent(),
    HelpScoutReplies(),
    DeskFolders(),
    Rasa(),
    DialogflowES(),
    ZendeskTickets(),
    IntercomConversations(),
    MailArchive(),
    TurnTable(),
    Word(),
    Pdf(),
    DialogflowCX(),
    LexV2(),
    Watson(),
    QnaMaker(),
    QnaBot(),
    Botpress(),
    Table(),
    PageList(),
    HtmlFaq(),
    Rst(),
    MarkdownFaq(),
    LanguageFile(),
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
