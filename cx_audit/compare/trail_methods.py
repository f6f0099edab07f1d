"""Methods that one answer takes and another turns down: the mentions that say so, and the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx_audit.compare.method_clash import MethodClash, Rule, method_clashes
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_mentions import mentions
from cx_audit.compare.method_pack import families, family_file
from cx_audit.compare.method_stance import Stance
from cx_audit.compare.record import Seen
from cx_audit.compare.trail import Compared, Outcome, RuleUsed, Said
from cx_audit.compare.trail_places import quoted_rows
from cx_audit.compare.view import AnswerView
from cx_audit.model import Finding

__all__ = ["compared_methods", "is_about_methods", "method_rules", "other_mentions"]

_RULES = {
    Rule.REFUSED: "one answer refuses what the other takes",
    Rule.EXCLUDED: "one answer gives a list that it calls complete, without what the other takes",
    Rule.FORM: "one answer pays in credit and not in money, the other in money",
    Rule.CHOICE: "each answer takes one of the things that leave each other out",
    Rule.NEEDLESS: "one answer says that nobody needs what the other calls the only way",
    Rule.APART: "each answer names its own way, and one says that something can't be done",
    Rule.LISTS: "each answer gives a list, and each list holds what the other lacks",
}
_STANCES = {
    Stance.ACCEPTED: "takes {}",
    Stance.REFUSED: "refuses {}",
    Stance.ONLY: "takes {} and nothing else",
    Stance.NEEDLESS: "says that {} isn't needed",
    Stance.UNCLEAR: "names {}, and counts for nothing",
}


def is_about_methods(finding: Finding) -> bool:
    """Whether the rules for methods found it."""
    return finding.role in families() and all(p.value.startswith(f"{finding.role}:") for p in finding.positions)


def _said(view: AnswerView, mention: Mention) -> Said:
    concept = families()[mention.family].concepts[mention.concept]
    start = mention.sentence.start
    claim = _STANCES[mention.stance].format(concept.title)
    if mention.places:
        claim += f" ({', '.join(sorted(mention.places))})"
    statement = view.clean.text[start : mention.sentence.end]
    return Said(view.answer.id, statement, ((mention.start - start, mention.end - start),), claim)


def _clashes(finding: Finding, seen: Seen) -> Iterator[tuple[Sequence[AnswerView], MethodClash]]:
    """The clashes that make a finding, with the views that they count in."""
    yes, no = finding.positions[:2]
    takes, refuses = ({quote.answer_id for quote in position.quotes} for position in (yes, no))
    concepts = yes.value.removeprefix(f"{finding.role}:").removesuffix(":yes").split("+")
    ordered = sorted(seen.views, key=lambda view: view.answer.id)
    for clash in method_clashes(ordered):
        ours = clash.family == finding.role and clash.concept in concepts
        if ours and ordered[clash.yes].answer.id in takes and ordered[clash.no].answer.id in refuses:
            yield ordered, clash


def compared_methods(finding: Finding, seen: Seen) -> list[Compared]:
    """What is taken by whom, and turned down by whom."""
    out: list[Compared] = []
    for views, clash in _clashes(finding, seen):
        left, right = _said(views[clash.yes], clash.taken), _said(views[clash.no], clash.against)
        title = families()[clash.family].title
        why = (
            f"both speak of one family of methods: {title.lower()}",
            f"{100 * finding.confidence:.0f} % sure, by the kind of rule",
        )
        out.append(Compared(left, right, _RULES[clash.rule], why, Outcome.TOLD))
    return out


def other_mentions(finding: Finding, seen: Seen, compared: Sequence[Compared]) -> list[Said]:
    """What the quoted answers say of other methods of the family."""
    told = {(side.answer_id, side.claim) for pair in compared for side in (pair.left, pair.right)}
    views = [seen.views[row] for row in quoted_rows(finding, seen.views)]
    said = [_said(view, m) for view in views for m in mentions(view) if m.family == finding.role]
    once = {(one.answer_id, one.claim): one for one in reversed(said)}
    return [one for key, one in reversed(once.items()) if key not in told]


def method_rules(finding: Finding, seen: Seen) -> list[RuleUsed]:
    """The rule of each clash, and the words of each language that it was read with."""
    found: dict[str, RuleUsed] = {}
    for views, clash in _clashes(finding, seen):
        id = f"methods.{clash.family}.{clash.concept}.{clash.rule.value}"
        found[id] = RuleUsed(id, family_file(clash.family), _RULES[clash.rule])
        for language in (views[clash.yes].language, views[clash.no].language):
            words = f"methods.words-{language}"
            found[words] = RuleUsed(words, f"rules/methods/words-{language}.yml", "what taking and refusing sound like")
    return [found[id] for id in sorted(found)]
