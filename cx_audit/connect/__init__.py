"""Pulling answers from where they live: connectors as data, one client, a snapshot as result."""

from cx_audit.connect.load import find_connectors, load_connector, own_file
from cx_audit.connect.plan import Plan, Wish, make_plan, needed_settings
from cx_audit.connect.run import Circumstances, Outcome, Planned, planned_requests, pull
from cx_audit.connect.schema import Connector
from cx_audit.connect.snapshot import MANIFEST
from cx_audit.connect.website import WEBSITE, Website, make_website, planned_pages, pull_website

__all__ = [
    "MANIFEST",
    "WEBSITE",
    "Circumstances",
    "Connector",
    "Outcome",
    "Plan",
    "Planned",
    "Website",
    "Wish",
    "find_connectors",
    "load_connector",
    "make_plan",
    "make_website",
    "needed_settings",
    "own_file",
    "planned_pages",
    "planned_requests",
    "pull",
    "pull_website",
]
