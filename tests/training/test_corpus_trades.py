"""The training corpus as labelled companies, for fits."""

from __future__ import annotations

from benchmarks.accuracy.corpus import trades


def test_every_pair_of_a_topic_is_labelled_and_stays_in_its_topic() -> None:
    companies = trades()
    assert [company.name for company in companies] == sorted(company.name for company in companies)
    for company in companies:
        topic = {answer.id: answer.intent for answer in company.answers}
        assert len(topic) == len(company.answers)
        for pair, label in company.labels.items():
            assert len({topic[id] for id in pair}) == 1
            assert (label.kind is not None) == (label.relation == "contradict")


def test_answers_are_asked_in_their_own_language_as_their_channel_would() -> None:
    answers = {answer.id: answer for company in trades() for answer in company.answers}
    assert {answer.channel for answer in answers.values()} >= {"faq", "macro", "chatbot", "agent", "knowledge"}
    assert sum(bool(answer.question) for answer in answers.values()) > 0.6 * len(answers)
