"""Small accounts of each vendor, as its API answers: written from the vendors' documentation.

``pages`` maps a path and query to a body, or to a body and headers; ``{base}`` in a header is the server's address.
``paged`` is the path that has several pages, ``answers`` what a pull must give: id -> channel, question, answer,
locale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Body = Any
Answer = tuple[str, str, str, str | None]


@dataclass(frozen=True)
class Site:
    vendor: str
    pages: dict[str, Body | tuple[Body, dict[str, str]]]
    paged: str
    answers: dict[str, Answer]
    settings: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    authorization: tuple[str, str] = ("Authorization", "Bearer ")
    follows_links: bool = False


def _cursor(key: str, items: list[Body], more: bool, after: str) -> Body:
    """As Zendesk pages: the cursor and the link are set on the last page, too, and the link names another host."""
    link = f"https://elsewhere.example/api/v2/{key}?page%5Bafter%5D={after}"
    return {key: items, "meta": {"has_more": more, "after_cursor": after}, "links": {"next": link, "prev": None}}


def _macro(number: int, title: str, *actions: tuple[str, Body], active: bool = True) -> Body:
    listed = [{"field": name, "value": value} for name, value in actions]
    return {"id": number, "title": title, "active": active, "actions": listed, "updated_at": "2026-02-01T10:00:00Z"}


def _article(number: int, locale: str, title: str, body: str, **more: Body) -> Body:
    return {
        "id": number, "locale": locale, "source_locale": "en-us", "title": title, "body": body, "draft": False,
        "outdated": False, "html_url": f"https://acme.example/{locale}/{number}", "edited_at": "2026-01-05T00:00:00Z",
    } | more  # fmt: skip


ZENDESK = Site(
    "zendesk",
    {
        "/api/v2/locales": {"locales": [{"id": 1, "locale": "en-US"}, {"id": 8, "locale": "de"}]},
        "/api/v2/dynamic_content/items?page[size]=100": _cursor(
            "items",
            [
                {
                    "id": 5,
                    "name": "Return time",
                    "placeholder": "{{dc.return_time}}",
                    "variants": [
                        {"id": 50, "locale_id": 1, "content": "30 days", "active": True, "default": True},
                        {"id": 51, "locale_id": 8, "content": "30 Tage", "active": True, "default": False},
                        {"id": 52, "locale_id": 9, "content": "old", "active": False, "default": False},
                    ],
                }
            ],
            False,
            "x",
        ),
        "/api/v2/macros?active=true&page[size]=100": _cursor(
            "macros",
            [
                _macro(1, "Returns::How long", ("comment_value_html", "<p>You have {{dc.return_time}}.</p>")),
                _macro(2, "Note", ("comment_value", "Ask Ann."), ("comment_mode_is_public", "false")),
            ],
            True,
            "c1",
        ),
        "/api/v2/macros?active=true&page[size]=100&page[after]=c1": _cursor(
            "macros",
            [
                _macro(3, "Shipping", ("comment_value", ["channel:all", "Two days."])),
                _macro(4, "Chat", ("comment_value", ["channel:chat", "Hi, two days."])),
                _macro(5, "Close", ("status", "solved")),
            ],
            False,
            "c2",
        ),
        "/api/v2/help_center/locales": {"locales": ["en-us", "de"], "default_locale": "en-us"},
        "/api/v2/help_center/en-us/articles?page[size]=100": _cursor(
            "articles",
            [
                _article(9, "en-us", "Returns", "<h2>How long?</h2><p>30 days.</p><h2>Who pays?</h2><p>You do.</p>"),
                _article(10, "en-us", "Draft", "<p>Soon.</p>", draft=True),
            ],
            False,
            "a1",
        ),
        "/api/v2/help_center/de/articles?page[size]=100": _cursor(
            "articles",
            [
                _article(9, "de", "Rückgabe", "<p>14 Tage.</p>"),
                _article(11, "de", "Alt", "<p>Alt.</p>", outdated=True),
            ],
            False,
            "a2",
        ),
    },
    "/api/v2/macros",
    {
        "macros-1-de": ("macro", "Returns::How long", "<p>You have 30 Tage.</p>", "de"),
        "macros-1-en-US": ("macro", "Returns::How long", "<p>You have 30 days.</p>", "en-US"),
        "macros-3": ("macro", "Shipping", "Two days.", None),
        "macros-4-channel:chat": ("macro", "Chat", "Hi, two days.", None),
        "articles-9-de": ("faq", "Rückgabe", "<p>14 Tage.</p>", "de"),
        "articles-9-en-us-how-long": ("faq", "How long?", "<p>30 days.</p>", "en-us"),
        "articles-9-en-us-who-pays": ("faq", "Who pays?", "<p>You do.</p>", "en-us"),
    },
    settings={"user": "ann@example.com"},
    keys={"ZENDESK_API_TOKEN": "zd/Secret+Token=1"},
    skipped={"draft": 1, "internal note": 1, "no reply text": 1, "outdated translation": 1},
    authorization=("Authorization", "Basic "),
)

_INTERCOM_ARTICLE = {
    "type": "article", "id": "7", "title": "Returns", "body": "<p>30 days.</p>", "state": "published",
    "default_locale": "en", "url": "https://help.example/7", "updated_at": 1767225600,
}  # fmt: skip
INTERCOM = Site(
    "intercom",
    {
        "/articles?per_page=100&page=1": {
            "type": "list",
            "pages": {"page": 1, "per_page": 100, "total_pages": 2},
            "data": [
                {
                    **_INTERCOM_ARTICLE,
                    "translated_content": {
                        "type": "article_translated_content",
                        "de": {
                            "type": "article_content", "title": "Rückgabe", "body": "<p>14 Tage.</p>",
                            "state": "published", "updated_at": 1767225600,
                        },
                        "fr": {"type": "article_content", "title": "Retour", "body": "<p>x</p>", "state": "draft"},
                        "es": None,
                    },
                }
            ],
        },
        "/articles?per_page=100&page=2": {
            "type": "list",
            "pages": {"page": 2, "per_page": 100, "total_pages": 2},
            "data": [{**_INTERCOM_ARTICLE, "id": "8", "title": "Costs", "translated_content": None}],
        },
        "/macros?per_page=100": {
            "type": "list",
            "data": [{"id": "1", "name": "Hello", "body": "<p>Hi</p>", "body_text": "Hi", "updated_at": "2026-01-01"}],
            "pages": {"next": {"page": 2, "starting_after": "s1"}},
        },
        "/macros?per_page=100&starting_after=s1": {
            "type": "list", "data": [{"id": "2", "name": "Bye", "body": "<p>Bye</p>"}], "pages": {"next": None},
        },
    },
    "/articles",
    {
        "articles-7-en": ("faq", "Returns", "<p>30 days.</p>", "en"),
        "articles-7-de": ("faq", "Rückgabe", "<p>14 Tage.</p>", "de"),
        "articles-8-en": ("faq", "Costs", "<p>30 days.</p>", "en"),
        "macros-1": ("macro", "Hello", "Hi", None),
        "macros-2": ("macro", "Bye", "<p>Bye</p>", None),
    },
    keys={"INTERCOM_ACCESS_TOKEN": "intercom-secret-token"},
    skipped={"draft": 1},
)  # fmt: skip

_MORE = {"Link": '<{base}/api/v2/canned_response_folders?per_page=100&page=2>; rel="next"'}
FRESHDESK = Site(
    "freshdesk",
    {
        "/api/v2/canned_response_folders?per_page=100": ([{"id": 1, "name": "General"}], _MORE),
        "/api/v2/canned_response_folders?per_page=100&page=2": [{"id": 2, "name": "Returns"}],
        "/api/v2/canned_response_folders/1/responses?per_page=100": [
            {
                "id": 11,
                "title": "Hi",
                "content": "Hi",
                "content_html": "<p>Hi</p>",
                "updated_at": "2026-01-01T00:00:00Z",
            }
        ],
        "/api/v2/canned_response_folders/2/responses?per_page=100": [{"id": 21, "title": "Back", "content": "30 days"}],
        "/api/v2/solutions/categories?per_page=100": [{"id": 3, "name": "Help"}],
        "/api/v2/solutions/categories/3/folders?per_page=100": [
            {"id": 31, "name": "Public", "visibility": 1},
            {"id": 32, "name": "Agents", "visibility": 3},
        ],
        "/api/v2/solutions/folders/31/articles?per_page=100": [
            {"id": 311, "title": "Returns", "description": "<p>30 days.</p>", "status": 2, "tags": ["a", "b"]},
            {"id": 312, "title": "Soon", "description": "<p>x</p>", "status": 1},
        ],
        "/api/v2/solutions/folders/32/articles?per_page=100": [
            {"id": 321, "title": "Refunds", "description": "<p>Ask a lead.</p>", "status": 2}
        ],
        "/api/v2/solutions/folders/31/articles/de?per_page=100": [
            {"id": 311, "title": "Rückgabe", "description": "<p>14 Tage.</p>", "status": 2}
        ],
        # No translation of folder 32: a 404, which is no error.
    },
    "/api/v2/canned_response_folders",
    {
        "canned_responses-11": ("macro", "Hi", "<p>Hi</p>", None),
        "canned_responses-21": ("macro", "Back", "30 days", None),
        "articles-311": ("faq", "Returns", "<p>30 days.</p>", "en"),
        "articles-321": ("knowledge", "Refunds", "<p>Ask a lead.</p>", "en"),
        "translations-311-de": ("faq", "Rückgabe", "<p>14 Tage.</p>", "de"),
    },
    settings={"language": "en", "languages": ("de",)},
    keys={"FRESHDESK_API_KEY": "freshdesk-secret-key"},
    skipped={"draft": 1},
    authorization=("Authorization", "Basic "),
    follows_links=True,
)


def _gorgias(number: int, name: str, html: str, **more: Body) -> Body:
    reply = {"name": "setResponseText", "arguments": {"body_html": html, "body_text": "text"}}
    tags = {"name": "addTags", "arguments": {"tags": "a"}}
    return {"id": number, "name": name, "language": "en", "usage": 7, "actions": [tags, reply], **more}


GORGIAS = Site(
    "gorgias",
    {
        "/api/macros?limit=100": {
            "object": "list",
            "data": [_gorgias(1, "Returns", "<div>30 days</div>"), _gorgias(2, "Old", "x", archived_datetime="2025")],
            "meta": {"prev_cursor": None, "next_cursor": "n/1="},
        },
        "/api/macros?limit=100&cursor=n/1=": {
            "object": "list", "data": [_gorgias(3, "Costs", "<div>5 €</div>")], "meta": {"next_cursor": None},
        },
    },
    "/api/macros",
    {
        "macros-1": ("macro", "Returns", "<div>30 days</div>", "en"),
        "macros-3": ("macro", "Costs", "<div>5 €</div>", "en"),
    },
    settings={"user": "ann@example.com"},
    keys={"GORGIAS_API_KEY": "gorgias-secret-key"},
    skipped={"inactive": 1},
    authorization=("Authorization", "Basic "),
)  # fmt: skip


def _mailboxes(number: int, name: str, page: int) -> Body:
    return {"_embedded": {"mailboxes": [{"id": number, "name": name}]}, "page": {"number": page, "totalPages": 2}}


HELPSCOUT = Site(
    "helpscout",
    {
        "/v2/oauth2/token": {"token_type": "bearer", "access_token": "the-access-token-of-helpscout"},
        "/v2/mailboxes?page=1": _mailboxes(1, "Support", 1),
        "/v2/mailboxes?page=2": _mailboxes(2, "Sales", 2),
        "/v2/mailboxes/1/saved-replies?includeChatReplies=true": [{"id": 10, "name": "Returns", "preview": "You ha"}],
        "/v2/mailboxes/2/saved-replies?includeChatReplies=true": [{"id": 20, "name": "Hello", "preview": "H"}],
        "/v2/mailboxes/1/saved-replies/10": {"id": 10, "name": "Returns", "text": "30 days<br />", "chatText": "30 d"},
        "/v2/mailboxes/2/saved-replies/20": {"id": 20, "name": "Hello", "text": "Hello", "chatText": None},
    },
    "/v2/mailboxes",
    {
        "saved_replies-10-email": ("macro", "Returns", "30 days<br />", None),
        "saved_replies-10-chat": ("macro", "Returns", "30 d", None),
        "saved_replies-20-email": ("macro", "Hello", "Hello", None),
    },
    keys={"HELPSCOUT_APP_ID": "helpscout-app-id-1", "HELPSCOUT_APP_SECRET": "helpscout-app-secret"},
)

HELPSCOUT_DOCS = Site(
    "helpscout-docs",
    {
        "/v1/collections?page=1": {
            "collections": {
                "page": 1, "pages": 1,
                "items": [{"id": "c1", "name": "Help", "visibility": "public"}, {"id": "c2", "visibility": "private"}],
            }
        },
        "/v1/collections/c1/articles?status=published&pageSize=100&page=1": {
            "articles": {"page": 1, "pages": 2, "items": [{"id": "a1"}]}
        },
        "/v1/collections/c1/articles?status=published&pageSize=100&page=2": {
            "articles": {"page": 2, "pages": 2, "items": [{"id": "a2"}]}
        },
        "/v1/collections/c2/articles?status=published&pageSize=100&page=1": {
            "articles": {"page": 1, "pages": 1, "items": [{"id": "a3"}]}
        },
        "/v1/articles/a1": {"article": {"id": "a1", "status": "published", "name": "Returns", "text": "30 days"}},
        "/v1/articles/a2": {"article": {"id": "a2", "status": "notpublished", "name": "Soon", "text": "<p>x</p>"}},
        "/v1/articles/a3": {"article": {"id": "a3", "status": "published", "name": "Team", "text": "<p>Ask</p>"}},
    },
    "/v1/collections/c1/articles",
    {
        "articles-a1": ("faq", "Returns", "30 days", "en"),
        "articles-a3": ("knowledge", "Team", "<p>Ask</p>", "en"),
    },
    settings={"language": "en"},
    keys={"HELPSCOUT_DOCS_API_KEY": "helpscout-docs-secret"},
    skipped={"draft": 1},
    authorization=("Authorization", "Basic "),
)  # fmt: skip

FRONT = Site(
    "front",
    {
        "/message_templates?limit=100": {
            "_pagination": {"next": "https://acme.api.frontapp.com/message_templates?limit=100&page_token=t%2F1"},
            "_results": [{"id": "rsp_1", "name": "Returns", "subject": "Your return", "body": "<p>30 days</p>"}],
        },
        "/message_templates?limit=100&page_token=t/1": {
            "_pagination": {"next": None},
            "_results": [{"id": "rsp_2", "name": "Hi", "subject": None, "body": "<p>Hi</p>"}],
        },
    },
    "/message_templates",
    {
        "message_templates-rsp_1": ("macro", "Returns", "<p>30 days</p>", None),
        "message_templates-rsp_2": ("macro", "Hi", "<p>Hi</p>", None),
    },
    keys={"FRONT_API_TOKEN": "front-secret-token"},
)

GURU = Site(
    "guru",
    {
        "/api/v1/search/cardmgr": (
            [{"id": "k1", "preferredPhrase": "Returns"}],
            {"Link": '<{base}/api/v1/search/cardmgr?token=2>; rel="next-page"'},
        ),
        "/api/v1/search/cardmgr?token=2": (
            [{"id": "k2", "preferredPhrase": "Gone"}, {"id": "k3", "preferredPhrase": "Old"}],
            {"Link": '<{base}/api/v1/search/cardmgr?token=3>; rel="next-page"'},
        ),
        "/api/v1/search/cardmgr?token=3": None,  # 204
        "/api/v1/cards/k1/extended": {
            "id": "k1", "preferredPhrase": "Returns", "content": "<p>30 days</p>", "slug": "s/Returns",
            "lastModified": "2026-01-01T00:00:00.000+0000", "verificationState": "TRUSTED",
        },
        # k2 was removed between the list and the card: a 404, which is no error.
        "/api/v1/cards/k3/extended": {"id": "k3", "preferredPhrase": "Old", "content": "<p>x</p>", "archived": True},
    },
    "/api/v1/search/cardmgr",
    {"cards-k1": ("knowledge", "Returns", "<p>30 days</p>", None)},
    settings={"user": "ann@example.com"},
    keys={"GURU_API_TOKEN": "guru-secret-token"},
    skipped={"inactive": 1},
    authorization=("Authorization", "Basic "),
    follows_links=True,
)  # fmt: skip

_PORTAL = "/api/v1/accounts/12/portals/help/articles"
CHATWOOT = Site(
    "chatwoot",
    {
        "/api/v1/accounts/12/canned_responses": [
            {"id": 1, "short_code": "returns", "content": "**30 days**", "updated_at": "2026-01-01T00:00:00Z"}
        ],
        "/api/v1/accounts/12/portals": {"payload": [{"id": 1, "slug": "help"}]},
        f"{_PORTAL}?page=1": {
            "payload": [
                {
                    "id": 5,
                    "title": "Returns",
                    "content": "# How long?\n\n30 days.\n",
                    "status": "published",
                    "locale": "en",
                }
            ],
            "meta": {"current_page": "1", "articles_count": 3},
        },
        f"{_PORTAL}?page=2": {
            "payload": [
                {
                    "id": 6,
                    "title": "Rückgabe",
                    "content": "14 Tage.",
                    "status": "published",
                    "category": {"locale": "de"},
                },
                {"id": 7, "title": "Soon", "content": "x", "status": "draft"},
                {"id": 8, "title": "Old", "content": "x", "status": "archived"},
            ],
            "meta": {"current_page": "2", "articles_count": 3},
        },
        f"{_PORTAL}?page=3": {"payload": [], "meta": {"current_page": "3", "articles_count": 3}},
    },
    _PORTAL,
    {
        "canned_responses-1": ("macro", "returns", "**30 days**", None),
        "articles-5-how-long": ("faq", "How long?", "30 days.", "en"),
        "articles-6": ("faq", "Rückgabe", "14 Tage.", "de"),
    },
    settings={"account": "12"},
    keys={"CHATWOOT_API_TOKEN": "chatwoot-secret-token"},
    skipped={"draft": 1, "inactive": 1},
    authorization=("api-access-token", "chatwoot-secret-token"),
)


def _assets(answer: Body, translations: dict[str, Body], contents: dict[str, Body]) -> Body:
    return {
        "id": answer["id"],
        "assets": {
            "KnowledgeBaseAnswer": {str(answer["id"]): answer},
            "KnowledgeBaseLocale": {"1": {"id": 1, "system_locale_id": 31}, "2": {"id": 2, "system_locale_id": 32}},
            "KnowledgeBaseAnswerTranslation": translations,
            "KnowledgeBaseAnswerTranslationContent": contents,
        },
    }


def _translation(number: int, title: str, answer: int, locale: int) -> Body:
    return {"id": number, "title": title, "kb_locale_id": locale, "answer_id": answer, "content_id": number * 10}


ZAMMAD = Site(
    "zammad",
    {
        "/api/v1/text_modules?per_page=100&page=1": [
            {
                "id": 1,
                "name": "Hi",
                "content": "<p>Hi #{ticket.customer.firstname}</p>",
                "active": True,
                "keywords": "hi",
            }
        ],
        "/api/v1/text_modules?per_page=100&page=2": [{"id": 2, "name": "Old", "content": "x", "active": False}],
        "/api/v1/text_modules?per_page=100&page=3": [],
        "/api/v1/locales": [{"id": 31, "locale": "en-us"}, {"id": 32, "locale": "de-de"}],
        "/api/v1/knowledge_bases/1": {"id": 1, "answer_ids": [3, 4, 5]},
        "/api/v1/knowledge_bases/1/answers/3?full=1&include_contents=1": _assets(
            {"id": 3, "published_at": "2026-01-01", "internal_at": None, "archived_at": None},
            {"6": _translation(6, "Returns", 3, 1), "7": _translation(7, "Rückgabe", 3, 2)},
            {"60": {"id": 60, "body": "<p>30 days</p>"}, "70": {"id": 70, "body": "<p>14 Tage</p>"}},
        ),
        "/api/v1/knowledge_bases/1/answers/4?full=1&include_contents=1": _assets(
            {"id": 4, "published_at": None, "internal_at": "2026-01-01", "archived_at": None},
            {"8": _translation(8, "Refunds", 4, 1)},
            {"80": {"id": 80, "body": "<p>Ask</p>"}},
        ),
        "/api/v1/knowledge_bases/1/answers/5?full=1&include_contents=1": _assets(
            {"id": 5, "published_at": None, "internal_at": None, "archived_at": None},
            {"9": _translation(9, "Soon", 5, 1)},
            {"90": {"id": 90, "body": "<p>x</p>"}},
        ),
    },
    "/api/v1/text_modules",
    {
        "text_modules-1": ("macro", "Hi", "<p>Hi #{ticket.customer.firstname}</p>", None),
        "knowledge_base-6": ("faq", "Returns", "<p>30 days</p>", "en-us"),
        "knowledge_base-7": ("faq", "Rückgabe", "<p>14 Tage</p>", "de-de"),
        "knowledge_base-8": ("knowledge", "Refunds", "<p>Ask</p>", "en-us"),
    },
    keys={"ZAMMAD_TOKEN": "zammad-secret-token"},
    skipped={"draft": 1, "inactive": 1},
    authorization=("Authorization", "Token token=zammad-secret-token"),
)

SITES = (ZENDESK, INTERCOM, FRESHDESK, GORGIAS, HELPSCOUT, HELPSCOUT_DOCS, FRONT, GURU, CHATWOOT, ZAMMAD)
