"""Each labelled company is grouped alike by near pairs and by the matrix of all distances."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.data import Company, companies
from benchmarks.speed.bag import Bags
from cx_audit.embed import NoProgress
from cx_audit.group import group_answers, group_texts
from cx_audit.text import base_language, clean

COMPANIES = companies()


@pytest.mark.parametrize("company", COMPANIES, ids=[company.name for company in COMPANIES])
def test_a_company_is_grouped_alike_with_and_without_all_distances(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    languages = [base_language(answer.locale or "en") for answer in company.answers]
    speakers = [answer.speaker for answer in company.answers]
    texts = [group_texts(a, clean(a.text), own) for a, own in zip(company.answers, languages, strict=True)]
    joint, body = (
        Bags().encode(side, "query", NoProgress()) for side in ([t.joint for t in texts], [t.body for t in texts])
    )
    dense = group_answers(joint, body, languages, speakers)
    monkeypatch.setattr("cx_audit.group.linkage._DENSE", 0)
    sparse = group_answers(joint, body, languages, speakers)
    assert sparse.groups == dense.groups
    assert sum(len(rows) > 2 for rows in sparse.groups) > 3
