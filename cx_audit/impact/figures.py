"""A question's figures beside those of all others, as the report shows them."""

from __future__ import annotations

from typing import Any

from cx_audit.impact.tally import SMALL_SAMPLE, Tally

__all__ = ["figures"]

_DIGITS = 2


def _round(value: float) -> float | int:
    rounded = round(value, _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def _mean(name: str, own: Tally, rest: Tally) -> dict[str, Any] | None:
    """A mean of answers beside the mean of the rest."""
    answers = getattr(own, f"{name}_answers")
    if not answers:
        return None
    mean = getattr(own, name) / answers
    out: dict[str, Any] = {"mean": _round(mean), "answers": _round(answers), "small_sample": answers < SMALL_SAMPLE}
    others = getattr(rest, f"{name}_answers")
    if others:
        beside = getattr(rest, name) / others
        out |= {"rest": _round(beside), "rest_answers": _round(others), "difference": _round(mean - beside)}
    return out


def _nps(own: Tally, rest: Tally) -> dict[str, Any] | None:
    """The net promoter score, and how many promoters there would be more, were they as many as among the rest."""
    if own.nps is None:
        return None
    out: dict[str, Any] = {
        "score": _round(own.nps),
        "answers": _round(own.nps_answers),
        "promoters": _round(own.promoters),
        "passives": _round(own.passives),
        "detractors": _round(own.detractors),
        "small_sample": own.nps_answers < SMALL_SAMPLE,
    }
    if rest.nps is not None:
        out |= {"rest": _round(rest.nps), "rest_answers": _round(rest.nps_answers)}
        out["difference"] = _round(own.nps - rest.nps)
        missing = own.nps_answers * rest.promoters / rest.nps_answers - own.promoters
        out["promoters_lost"] = _round(max(0.0, missing))
    return out


def _churn(own: Tally, rest: Tally) -> dict[str, Any] | None:
    if own.churn is None:
        return None
    out: dict[str, Any] = {
        "rate": round(own.churn, 4),
        "lost": _round(own.lost),
        "at_start": _round(own.at_start),
        "small_sample": own.at_start < SMALL_SAMPLE,
    }
    return out | ({"rest": round(rest.churn, 4)} if rest.churn is not None else {})


def _time(name: str, unit: str, minutes: float, own: Tally, rest: Tally) -> dict[str, Any] | None:
    count = getattr(own, f"{name}_contacts")
    if not count:
        return None
    others = getattr(rest, f"{name}_contacts")
    out: dict[str, Any] = {unit: _round(getattr(own, name) / count / minutes), "contacts": _round(count)}
    return out | ({"rest": _round(getattr(rest, name) / others / minutes)} if others else {})


def figures(own: Tally, rest: Tally, per_month: float | None) -> dict[str, Any]:
    """What is known of a question; what no row says is not there.

    Args:
        own: the sums of its rows.
        rest: the sums of all other rows.
        per_month: its contacts in a month, where the tables tell how many months they cover.
    """
    found: dict[str, Any] = {
        "contacts": _round(own.contacts) if own.contact_rows else None,
        "contacts_a_month": _round(per_month) if per_month is not None else None,
        "uses": _round(own.uses) if own.use_rows else None,
        "csat": _mean("csat", own, rest),
        "ces": _mean("ces", own, rest),
        "nps": _nps(own, rest),
        "churn": _churn(own, rest),
        "clv": {"mean": _round(own.clv / own.clv_customers), "rows": _round(own.clv_customers)}
        if own.clv_customers
        else None,
        "handling": _time("handling", "minutes", 1.0, own, rest),
        "resolution": _time("resolution", "hours", 60.0, own, rest),
    }
    return {name: value for name, value in found.items() if value is not None}
