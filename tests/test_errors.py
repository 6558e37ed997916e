"""An error carries its sentence and the facts in it, and its text is the two together."""

import pickle

from ltrec_gui.errors import ModelError, Phrase, StoreError, fill


def test_the_text_is_the_sentence_with_its_facts():
    error = StoreError("“{name}” holds {count} items.", name="spring", count=3)
    assert str(error) == "“spring” holds 3 items."
    assert (error.sentence, error.facts) == ("“{name}” holds {count} items.", {"name": "spring", "count": 3})


def test_a_fact_may_be_a_phrase_with_facts_of_its_own():
    error = ModelError(
        "It cannot be used: {reason}.", reason=Phrase("its {name} is damaged", name="vocab.txt")
    )
    assert str(error) == "It cannot be used: its vocab.txt is damaged."


def test_braces_that_are_no_fields_stay():
    assert fill("{a} {b} {", {"a": "{b}"}) == "{b} {b} {"
    assert str(StoreError("100 % {odd}")) == "100 % {odd}"


def test_an_error_survives_being_copied():
    error = pickle.loads(pickle.dumps(StoreError("“{name}” is gone.", name="spring")))
    assert (str(error), error.sentence, error.facts) == (
        "“spring” is gone.",
        "“{name}” is gone.",
        {"name": "spring"},
    )
