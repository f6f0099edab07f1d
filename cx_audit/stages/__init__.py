"""The pipeline cut into stages that any engine runs: each a plain function of a desk and a block of work."""

from cx_audit.stages.blocks import in_blocks, learning
from cx_audit.stages.compare_all import AllQuestions, compare_all, read_all, to_compare
from cx_audit.stages.comparing import COMPARE, ToCompare, compare_block, odds_of
from cx_audit.stages.desk import MOST_KEPT, Entry, Prepared, Setup, WorkDesk
from cx_audit.stages.grouping import group_all
from cx_audit.stages.models import EMBED, JUDGE, SpreadEncoder, SpreadJudge
from cx_audit.stages.naming import NAME, Group, Grouped, ToName, speakers
from cx_audit.stages.preparing import PREPARE, Ready, prepare, prepare_all
from cx_audit.stages.reading import READ, Read, ToRead, views
from cx_audit.stages.recall import Recall
from cx_audit.stages.settings import Settings
from cx_audit.stages.work import Embed, Work

__all__ = [
    "COMPARE",
    "EMBED",
    "JUDGE",
    "MOST_KEPT",
    "NAME",
    "PREPARE",
    "READ",
    "AllQuestions",
    "Embed",
    "Entry",
    "Group",
    "Grouped",
    "Prepared",
    "Read",
    "Ready",
    "Recall",
    "Settings",
    "Setup",
    "SpreadEncoder",
    "SpreadJudge",
    "ToCompare",
    "ToName",
    "ToRead",
    "Work",
    "WorkDesk",
    "compare_all",
    "compare_block",
    "group_all",
    "in_blocks",
    "learning",
    "odds_of",
    "prepare",
    "prepare_all",
    "read_all",
    "speakers",
    "to_compare",
    "views",
]
