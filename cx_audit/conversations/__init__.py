"""Conversations: who said what, which turn asked and which answered. Pure: turns in, exchanges out."""

from cx_audit.conversations.pairing import Dropped, Exchange, exchanges
from cx_audit.conversations.roles import role_of
from cx_audit.conversations.small_talk import Kind, Say, says
from cx_audit.conversations.turns import Role, Turn
from cx_audit.conversations.words import Words, words_of

__all__ = ["Dropped", "Exchange", "Kind", "Role", "Say", "Turn", "Words", "exchanges", "role_of", "says", "words_of"]
