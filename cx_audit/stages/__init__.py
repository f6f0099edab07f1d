"""The pipeline cut into stages that any engine runs: each a plain function of a desk and a block of work."""

from cx_audit.stages.blocks import in_blocks, learning
from cx_audit.stages.comparing import COMPARE, Texts, ToCompare, compare_block, odds_of
from cx_audit.stages.desk import MOST_KEPT, Entry, Prepared, Setup, WorkDesk
from cx_audit.stages.grouping import group_all
from cx_audit.stages.models import EMBED, JUDGE, SpreadEncoder, SpreadJudge
from cx_audit.stages.naming import NAME, Group, Grouped, ToName, speakers
from cx_audit.stages.preparing import PREPARE, Ready, prepare, prepare_all
from cx_audit.stages.reading import READ, Read, ToRead, views
from cx_audit.stages.settings import Settings

__all__ = [
    "COMPARE",
    "EMBED",
    "JUDGE",
    "MOST_KEPT",
    "NAME",
    "PREPARE",
    "READ",
    "Entry",
    "Group",
    "Grouped",
    "Prepared",
    "Read",
    "Ready",
    "Settings",
    "Setup",
    "SpreadEncoder",
    "SpreadJudge",
    "Texts",
    "ToCompare",
    "ToName",
    "ToRead",
    "WorkDesk",
    "compare_block",
    "group_all",
    "in_blocks",
    "learning",
    "odds_of",
    "prepare",
    "prepare_all",
    "speakers",
    "views",
]
