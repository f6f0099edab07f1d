"""Who is told what: the segments that a user declares, which answers are for whom, and who is told nothing.

``declare`` makes ``Segments`` of what the configuration says; ``assigned`` gives an answer its segments; ``matrix`` and
``gaps`` tell of each question what each segment hears. Differences between segments that exclude each other are never
contradictions: ``Segments.scope`` brings them to the rules by which ``cx_audit.compare`` tells that two things aren't
said to one customer.
"""

from cx_audit.segments.assign import assigned
from cx_audit.segments.declare import AudienceRule, Segments, Spec, Where, declare
from cx_audit.segments.gaps import gaps
from cx_audit.segments.matrix import matrix

__all__ = ["AudienceRule", "Segments", "Spec", "Where", "assigned", "declare", "gaps", "matrix"]
