"""A copy of the data, or its erasure, which cannot be undone."""

from __future__ import annotations

import pytest

from actions.privacy import read_right
from actions.turn import Turn


def right(text: str, intent: str) -> str | None:
    turn = Turn("sender", text, intent, 0.9, "fr", "web", None, "rights_form", False)
    return read_right(turn, False).values.get("right")


@pytest.mark.parametrize(
    ("text", "intent", "wanted"),
    [
        ("effacez toutes mes données", "data_erasure", "erasure"),
        ("j'invoque mon droit à l'oubli", "data_erasure", "erasure"),
        ("fermez mon accès et détruisez tout", "data_erasure", "erasure"),
        ("une copie de mes données", "data_export", "export"),
        ("tout ce que vous savez sur moi", "data_export", "export"),
        ("je veux recevoir une copie avant de tout supprimer", "data_erasure", None),
        ("send me a copy then delete everything", "data_export", None),
        ("ne supprimez pas mes données", "data_erasure", None),
        ("je ne veux pas les effacer", "data_erasure", None),
        ("don't delete my data", "data_erasure", None),
        ("n'effacez rien, envoyez moi une copie", "data_erasure", "export"),
        ("n'effacez rien envoyez-moi une copie", "inform", "export"),
        ("n'oubliez pas de m'envoyer une copie", "data_erasure", "export"),
        ("don’t delete anything, send me a copy", "data_erasure", "export"),
        ("a copy without deleting anything", "data_erasure", "export"),
    ],
)
def test_an_erasure_is_read_only_from_plain_words(text: str, intent: str, wanted: str) -> None:
    assert right(text, intent) == wanted
