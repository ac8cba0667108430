"""What was to be replaced before anybody reads it, and what only looks like it."""

from __future__ import annotations

import pytest

from knowledge_center.text.leftovers import leftovers


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("TODO: ask Ana", "note", "TODO"),
        ("Ask Ana (TODO)", "note", "TODO"),
        ("FIXME", "note", "FIXME"),
        ("Lorem ipsum dolor sit amet", "filling", "Lorem ipsum"),
        ("Dear [First Name],", "placeholder", "[First Name]"),
        ("Dear [name]", "placeholder", "[name]"),
        ("Liebe [Vorname],", "placeholder", "[Vorname]"),
        ("[Ihr Name]", "placeholder", "[Ihr Name]"),
        ("Cher [Prénom],", "placeholder", "[Prénom]"),
        ("Estimado [Nombre],", "placeholder", "[Nombre]"),
        ("[Insert a link here]", "placeholder", "[Insert a link here]"),
        ("[YOUR_COMPANY]", "placeholder", "[YOUR_COMPANY]"),
        ("Dear %FIRSTNAME%", "placeholder", "%FIRSTNAME%"),
        ("Dear %FIRST_NAME%", "placeholder", "%FIRST_NAME%"),
        ("Andr\ufffd", "damage", "\ufffd"),
    ],
)
def test_what_was_to_be_replaced_is_found(text: str, kind: str, found: str) -> None:
    """Each slip is found once, by the letters that stand there."""
    assert [(one.kind, one.text) for one in leftovers(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "sign", ["é", "ü", "à", "“", "”", "’", "–", "…", "€", "ż", "ž", "ů", "😀", "\xa0", "°"]
)
def test_letters_of_another_encoding_are_known_by_what_was_meant(sign: str) -> None:
    """A program that takes UTF-8 for Windows-1252: what it makes of a letter leads back to that letter."""
    data = f"a{sign}b".encode()
    damaged = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)
    assert [one.meant for one in leftovers(damaged)] == [sign]
    assert not list(leftovers(f"a{sign}b"))


@pytest.mark.parametrize(
    "text",
    [
        "Your to-do list, and my todo app", "What “TODO” means", "“Lorem ipsum”, and where it comes from",
        "An example is the famous Lorem Ipsum text.",
        "TODO SOBRE LA ENTREVISTA", "MASTODON", "[the first name](https://example.com/)", "[name]: https://example.com/",
        "[First Name](x.md)", "20% of 30%", "100%NAME", "%20date%20", "%PATH%", "[1]", "[sic]", "[x] done",
        "NÃO", "AÇÃO", "“ATÉ AMANHÃ”", "IRMÃ\xa0MARIA", "DE MANHÃ…", "À bientôt", "« voilà\xa0»", "„på Å“", "Å\xa0være",
        "Ärger", "ÄÖÜ", "Â", "Ã", "über Öl", "50\xa0€",
        "naïve façade", "São Paulo", "Ça va", "łódź", "Việt Nam", "日本語", "עברית", "👩🏽‍💼",
    ],
)  # fmt: skip
def test_what_is_meant_is_left_in_peace(text: str) -> None:
    """Words of other languages, links, notes about notes: no editor has to defend them."""
    assert list(leftovers(text)) == []
