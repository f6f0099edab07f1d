"""The schema for editors takes what the loader takes."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from cx_audit.backing import policy_subjects
from cx_audit.policy import policy_schema
from cx_audit.resources import packaged

SCHEMA = policy_schema(policy_subjects())


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_samples_policy_fits() -> None:
    text = (packaged("samples") / "policy.yml").read_text(encoding="utf-8")
    plain = json.loads(json.dumps(yaml.safe_load(text), default=str))
    jsonschema.validate(plain, SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        "return_window: {value: 30 days, ownr: x}",
        "return_window: {owner: x}",
        "retun_window: 30 days",
        "mine: {value: allowed}",
        "region: Netherlands",
    ],
)
def test_what_the_loader_refuses_for_its_shape_does_not(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), SCHEMA)


@pytest.mark.parametrize(
    "text", ["return_fee: {EU: free, US: {value: $5, owner: x}}", 'mine: {value: allowed, question: "May I?"}']
)
def test_segments_and_own_matters_do(text: str) -> None:
    jsonschema.validate(yaml.safe_load(text), SCHEMA)
