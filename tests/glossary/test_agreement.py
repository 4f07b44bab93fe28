"""Dutch articles, pronouns and adjectives made to suit the term after them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary.agreement import inflected, suited, uninflected
from pipeline.glossary.genders import article_of


@pytest.mark.parametrize(
    ("before", "noun", "source", "expected"),
    [
        ("de nieuwe ", "contextvenster", "the new ", "het nieuwe "),
        ("een nieuwe, snelle ", "contextvenster", "a new, fast ", "een nieuwe, snelle "),
        ("een grote snelle ", "beloningsmodel", "a large fast ", "een groot snel "),
        ("Een getrainde ", "taalmodel", "A trained ", "Een getraind "),
        ("geen lege ", "contextvenster", "no empty ", "geen leeg "),
        ("hun nieuw ", "contextvenster", "their new ", "hun nieuwe "),
        ("het nieuw ", "contextvenster", "the new ", "het nieuwe "),
        ("Deze ", "contextvenster", "This ", "Dit "),
        ("onze eigen ", "contextvenster", "our own ", "onze eigen "),
        ("onze ", "basismodel", "our ", "ons "),
        ("elke ", "taalmodel", "every ", "elk "),
        ("die ", "taalmodel", "that ", "dat "),
        ("die ", "taalmodel", "who use a ", "die "),
        ("het nieuwe ", "broncode", "the new ", "de nieuwe "),
        ("een groot ", "broncode", "a large ", "een grote "),
        ("dit ", "broncode", "this ", "deze "),
        ("dat dit ", "broncode", "that it ", "dat dit "),
        ("ons ", "broncode", "us read ", "ons "),
        ("“de grote ", "contextvenster", "“the large ", "“het grote "),
        ("een groot aantal ", "broncode", "many ", "een groot aantal "),
        ("de methode ", "taalmodel", "the method ", "de methode "),
        ("de grote ", "Zyrkon", "the large ", "de grote "),
    ],
)
def test_words_before_a_noun(before: str, noun: str, source: str, expected: str) -> None:
    text = f"Daar is {before}"
    found = suited(text, noun, plural=False, source_before=f"There is {source}")
    assert found == f"Daar is {expected}"


def test_words_before_a_plural() -> None:
    source = "There are the new "
    assert suited("Daar zijn het nieuw ", "modellen", plural=True, source_before=source) == (
        "Daar zijn de nieuwe "
    )
    source = "That lets "
    assert suited("Dat laat het ", "agenten", plural=True, source_before=source) == "Dat laat het "


@pytest.mark.parametrize(
    ("ended", "bare"),
    [
        *[("rode", "rood"), ("hoge", "hoog"), ("brede", "breed"), ("dunne", "dun")],
        *[("lege", "leeg"), ("goede", "goed"), ("lieve", "lief"), ("grijze", "grijs")],
        *[("simpele", "simpel"), ("individuele", "individueel"), ("formele", "formeel")],
        *[("financiële", "financieel"), ("reële", "reëel"), ("sociale", "sociaal")],
        *[("grotere", "groter"), ("menselijke", "menselijk"), ("betrouwbare", "betrouwbaar")],
        *[("getrainde", "getraind"), ("open", "open"), ("extra", "extra")],
    ],
)
def test_adjectives_lose_their_ending(ended: str, bare: str) -> None:
    assert uninflected(ended) == bare


@given(st.text("abdegiknorstuvzë", min_size=1, max_size=12))
def test_any_word_can_be_asked_for(word: str) -> None:
    assert uninflected(word)[:1] == word[:1] or len(word) < 2
    assert inflected(word).startswith(word[:1])


@pytest.mark.parametrize(
    ("noun", "article"),
    [
        ("versiebeheer", "het"),
        ("aanpak", "de"),
        ("batterijpakket", "het"),
        ("platenlabel", "het"),
        ("bedrijfsgeheim", "het"),
        ("medeoprichter", "de"),
        ("tokenizer", "de"),
        ("rendement op investering", ""),
        ("GPU-cluster", ""),
        ("NER", ""),
        ("AI-model", "het"),
        ("LLM", ""),
    ],
)
def test_gender_by_the_last_part(noun: str, article: str) -> None:
    assert article_of(noun, plural=False) == article
