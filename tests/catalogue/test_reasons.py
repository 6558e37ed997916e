"""Reasons are made from templates and can be taken apart again, so that the window can translate them."""

import re

import pytest

from ltrec_gui.catalogue.reasons import REASONS, REFUSALS, parse_reason, reason, refusal


@pytest.mark.parametrize("name", sorted(REASONS))
def test_every_reason_can_be_taken_apart(name):
    fields = {field: f"{at}7" for at, field in enumerate(re.findall(r"\{(\w+)\}", REASONS[name]))}
    assert parse_reason(reason(name, **fields)) == (name, fields)


def test_no_reason_is_read_as_another():
    assert len(set(REASONS.values())) == len(REASONS)
    assert parse_reason("some other sentence") is None


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_every_refusal_says_what_is_safe_and_what_to_do(name):
    fields = dict.fromkeys(re.findall(r"\{(\w+)\}", REFUSALS[name]), "x")
    happened, safe, to_do = re.split(r"(?<=\.) ", str(refusal(name, **fields)))
    assert happened.endswith(".")
    assert safe == "Nothing was imported."
    assert to_do.endswith(".")
