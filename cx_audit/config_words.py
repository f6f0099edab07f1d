"""Each key of ``cx-audit.yml`` in a plain sentence, with an example: what ``cx-audit init`` writes and editors show.

Beside ``config.py``, since people write it and rules are read there; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["WORDS", "Word"]


class Word(NamedTuple):
    """What a key does, and a value for it as YAML writes it; "" where its own keys make it up."""

    says: str
    example: str = ""


WORDS: Mapping[str, Word] = MappingProxyType(
    {
        "sources": Word("What cx-audit reads when you name no folder: one entry for each file or folder."),
        "sources: path": Word("A file, a folder, or several with a star, seen from this file.", "exports/*.csv"),
        "sources: format": Word("What kind of file it is, where cx-audit can't tell; see docs/sources.md.", "table"),
        "sources: channel": Word("Who speaks here: chatbot, faq, macro, agent, knowledge, or your own word.", "macro"),
        "sources: audience": Word("For whom these answers are, if not for everyone: a segment, see below.", "gold"),
        "languages": Word(
            "The languages of your answers. Leave out those you don't write in: detection gets surer.", "[en, nl]"
        ),
        "report_language": Word("Prefer this language for the titles of questions.", "en"),
        "region": Word(
            "Your home country, two capitals: says which dollar $ is, and whether 3/2 is in March or February.", "NL"
        ),
        "model": Word(
            "Another model to group answers with; the built-in one needs no setting.", "multilingual-e5-small"
        ),
        "group_by": Word("meaning groups answers by what they say; intent takes your own column `intent`.", "meaning"),
        "threshold": Word("Lower puts more answers together, higher fewer; 0.1 to 0.3 is sane.", "0.15"),
        "min_confidence": Word("From 0 to 1: contradictions less sure than this are not told.", "0.38"),
        "fail_on": Word("For CI: the least severity that fails the run: high, medium, low or never.", "high"),
        "masking": Word("Hide names, numbers and addresses in conversations; false keeps texts as they are.", "true"),
        "anonymise": Word("Name reps by a number instead of their name.", "true"),
        "company_domains": Word("Your own domains: addresses there are yours, and are not hidden.", "[shop.example]"),
        "limits": Word("How much is read before a file counts as broken; raise it for very large exports."),
        "limits: file_mb": Word("The largest file, in megabytes.", "512"),
        "limits: whole_file_mb": Word("The largest file that can't be read row by row, in megabytes.", "128"),
        "limits: row_characters": Word("The longest row of a table.", "10000000"),
        "limits: field_characters": Word("The longest field of a table.", "1000000"),
        "rules": Word("Folders with rules of your own, such as another language; see docs/languages.md.", "[my-rules]"),
        "outcomes": Word("Whether our model reads every two answers side by side.", "true"),
        "judge": Word("Let a model judge what the rules leave open; see docs/judge.md."),
        "judge: model": Word("none, or a folder with a model of yours.", "models/my-nli"),
        "judge: threshold": Word("From 0.5 to 1: how sure it must be.", "0.8"),
        "judge: temperature": Word("Over 1 makes a model of yours less sure, under 1 surer.", "1.0"),
        "judge: allow_download": Word("Whether a model may be fetched from the internet.", "false"),
        "engine": Word("Where the work runs: worker processes, or a Dask cluster; see docs/scale.md."),
        "engine: kind": Word("local is this machine, dask a cluster.", "local"),
        "engine: workers": Word("Worker processes; 0 does all in one.", "2"),
        "engine: scheduler": Word("With dask: a cluster that runs already.", "tcp://10.0.0.5:8786"),
        "engine: folder": Word("With dask: where finished blocks are kept, for all workers to reach.", "./runs"),
        "ask": Word("How `cx-audit ask` puts questions to your live bot; see docs/ask.md."),
        "ask: bot": Word("dialogflow-cx, dialogflow-es, lex, openai, rasa, or a file that describes yours.", "rasa"),
        "ask: settings": Word("What the bot needs to be reached, never a key.", "{url: 'https://bot.shop.example'}"),
        "ask: locales": Word("What the bot calls its languages.", "{en: en-GB}"),
        "ask: not_understood": Word("How the bot says that it didn't understand.", "['Sorry, I did not get that.']"),
        "ask: wordings": Word("In how many wordings each question is asked, at most.", "2"),
        "ask: times": Word("How often each wording is asked.", "1"),
        "ask: only": Word("Ask in this language only.", "en"),
        "ask: channels": Word("Ask only what these channels answer.", "[faq]"),
        "ask: limit": Word("Ask so many questions at most.", "50"),
        "ask: into": Word("Where the replies are kept, for the next audit.", "chatbot-replies.jsonl"),
        "ask: channel": Word("What the bot is called in the report.", "chatbot"),
        "ask: concurrency": Word("How many questions are asked at a time.", "2"),
        "ask: per_minute": Word("The most requests a minute.", "60"),
        "ask: session": Word("Another word here begins other conversations.", "november"),
        "ask: price_in": Word("What 1,000 tokens sent cost you, to tell a sum before it starts.", "0.15"),
        "ask: price_out": Word("What 1,000 tokens received cost you.", "0.6"),
        "ask: currency": Word("The currency of both.", "EUR"),
        "baseline": Word("The file of known findings, which fail no run; see docs/baseline.md.", "known.jsonl"),
        "history": Word("A file that remembers each run, for `cx-audit history`.", "history.sqlite3"),
        "suppressions": Word("Differences that are meant to be, and are not told; see docs/baseline.md."),
        "suppressions: finding": Word("The id of a finding, as the report shows it.", "f-0123456789ab"),
        "suppressions: role": Word("Or what the value is about.", "return_window"),
        "suppressions: channels": Word("Or two channels; what you name must all fit.", "[faq, agent]"),
        "suppressions: reason": Word("Why it is meant; required.", "Reps may be generous."),
        "suppressions: owner": Word("Whom to ask; required.", "mia@shop.example"),
        "suppressions: until": Word("The last day that it holds.", "'2030-12-31'"),
        "metrics": Word("Tables of what questions cost you, to put the dearest findings first; see docs/impact.md."),
        "metrics: path": Word("A CSV or XLSX of contacts, macro uses, CSAT, NPS and the like.", "metrics/contacts.csv"),
        "metrics: columns": Word("Our names for your columns, where they aren't recognised.", "{contacts: Tickets}"),
        "metrics: months": Word("How many months the table covers.", "3"),
        "segments": Word(
            "How your customers are divided, with the words for each group; see docs/segments.md.",
            "{tier: {gold: [gold members], basic: []}}",
        ),
        "policy": Word("The file of what your company says is true; see docs/policy.md.", "policy.yml"),
        "authority": Word(
            "Who is likely right where the policy says nothing: a channel, newest or most_used.",
            "{return_fee: knowledge, default: newest}",
        ),
        "pull": Word("What `cx-audit pull` fetches from your help desk or website; see docs/pull.md."),
        "pull: vendor": Word("zendesk, intercom, website and others.", "zendesk"),
        "pull: name": Word("What you call it; its folder has this name.", "shop-desk"),
        "pull: what": Word("Only these, not all that it gives.", "[macros]"),
        "pull: base_url": Word("The address of your own server, or of the website.", "https://desk.shop.example"),
        "pull: into": Word("The folder to write into.", "snapshots"),
        "pull: keys": Word("Which variable holds the key; never the key itself.", "{ZENDESK_API_TOKEN: SHOP_DESK_KEY}"),
    }
)
