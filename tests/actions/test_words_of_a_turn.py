"""A few words that settle something: which of a list, give it up, take what was offered."""

from __future__ import annotations

import pytest

from actions.awaited import settles
from actions.case_readers import read_comment, read_description
from actions.corrections import calls_off, gives_up, orders_to_cancel
from actions.fields import place_in_list, without_particulars
from actions.fields.day_names import well_spelled
from actions.interruptions import asks_something
from actions.knowledge import suggested
from actions.turn import Turn, clear
from actions.values_alone import task_named


def turn(
    text: str, awaiting: str = "", intent: str = "out_of_scope", form: str | None = None
) -> Turn:
    slots = {"awaiting": awaiting or None}
    return Turn("sender", text, intent, 0.9, "fr", "web", None, form, False, slots=slots)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("le premier", 1), ("euh la première", 1), ("the first one please", 1), ("1", None),
        ("le deuxième créneau", 2), ("the second one", 2), ("je prends le dernier", 3),
        ("le premier décembre", None), ("le premier à 10 h", None), ("", None),
        ("numéro deux", 2), ("le numéro 2", 2), ("le 2ème", 2), ("je vais prendre le premier", 1),
        ("le tout premier", 1), ("le tout dernier", 3), ("number three please", 3), ("option 2", 2),
        ("I'll take the first one", 1), ("the very first", 1), ("le 2", None), ("deux", None),
        ("le 2 décembre", None), ("the other one", None), ("numéro deux cents", None),
    ],
)  # fmt: skip
def test_a_place_in_a_list_is_said_alone(text: str, place: int | None) -> None:
    assert place_in_list(text) == place


def chosen(text: str) -> str | None:
    offered = {"suggestions": ["wifi", "fibre"], "awaiting": "choice"}
    return suggested(Turn("s", text, "inform", 0.9, "fr", "web", None, None, False, slots=offered))


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("le premier", "wifi"), ("1", "wifi"), ("une", "wifi"), ("one", "wifi"), ("le 2", "fibre"),
        ("deux", "fibre"), ("oui le deuxième", "fibre"), ("le dernier", "fibre"), ("2", "fibre"),
        ("the last one", "fibre"), ("la première réponse", "wifi"), ("number two", "fibre"),
        ("euh la seconde s'il vous plaît", "fibre"), ("the second link", "fibre"),
        ("le troisième", None), ("j'ai un problème de wifi", None), ("une panne chez moi", None),
        ("changer une prise", None), ("the other one", None), ("aucun des deux", None),
        ("none of the three", None), ("un souci de box", None), ("my phone one", None),
        ("two phones", None), ("en première", None),
    ],
)  # fmt: skip
def test_a_suggestion_is_chosen_by_its_place_alone(text: str, article: str | None) -> None:
    assert chosen(text) == article


def test_what_was_suggested_is_forgotten_with_a_form() -> None:
    assert {"suggestions"} <= {event["name"] for event in clear("phone")}


@pytest.mark.parametrize(
    "text",
    ["non rien", "laisse tomber", "annule tout finalement", "stop", "ah non, oubliez",
     "never mind", "forget it thanks", "euh non annulez s’il vous plaît", "oui annulez",
     "ok cancel", "d'accord annulez tout", "that's it i want to cancel", "c'est bon j'abandonne",
     "oui annulez ma demande", "yes cancel everything", "je veux arrêter", "i give up",
     "ok let's stop", "c'est bon laisse", "c'est bon on oublie", "okay forget that", "bon d'accord j'annule tout"],
)  # fmt: skip
def test_giving_up_is_heard_whatever_the_intent(text: str) -> None:
    assert gives_up(text)


@pytest.mark.parametrize(
    "text",
    ["non", "plutôt jeudi", "annulez mon contrat", "ma box s’arrête", "rien ne marche",
     "cancel my contract", "je ne veux pas annuler", "the service stopped", "oui", "c'est bon",
     "i want to cancel my contract", "oui n'annulez pas", "that's it", "annulez mon rappel"],
)  # fmt: skip
def test_a_sentence_about_something_gives_nothing_up(text: str) -> None:
    assert not gives_up(text)


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("oui annulez le rendez-vous", True),
        ("yes please cancel the call", True),
        ("oui", False),
        ("oui n'annulez pas", False),
        ("yes but don't cancel the other", False),
        ("oui c'est pour annuler ma ligne", False),
        ("oui ne pas annuler", False),
    ],
)
def test_a_yes_may_be_said_to_an_end(text: str, ended: bool) -> None:
    assert calls_off(text) is ended


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("oui", "action_affirm"), ("réessayez", "action_affirm"), ("try again", "action_affirm"),
        ("encore une fois svp", "action_affirm"), ("go", "action_affirm"),
        ("non", "action_deny"), ("ne réessayez pas", "action_deny"), ("no thanks", "action_deny"),
        ("qsdlkj", None), ("👍", None), ("c'est bon ou pas ?", None), ("peut-être", None),
        ("oui mais je voudrais d’abord savoir combien cela coûte", None),
    ],
)  # fmt: skip
def test_words_settle_a_second_try_whatever_the_intent(text: str, action: str | None) -> None:
    assert settles(turn(text, "retry:action_book_callback")) == action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("oui merci", "action_affirm"), ("ça marche", "action_affirm"), ("non", "action_deny"),
        ("ça marche toujours pas", "action_deny"), ("ça marche mal", "action_deny"),
        ("c'est bon mais ça marche toujours pas", "action_deny"),
        ("absolument rien", "action_deny"), ("tout à fait faux", "action_deny"),
        ("ça ne répond pas à ma question", "action_deny"), ("it didn't help", "action_deny"),
        ("comment ça marche", None), ("ma télé", None),
    ],
)  # fmt: skip
def test_words_say_whether_an_answer_helped(text: str, action: str | None) -> None:
    assert settles(turn(text, "rating")) == action


def test_nothing_is_settled_when_nothing_was_offered() -> None:
    assert settles(turn("oui")) is None


@pytest.mark.parametrize(
    ("text", "offered", "begun"),
    [
        ("06 12 34 56 78", "offer:callback_form", "callback_form"),
        ("alors le 06 12 34 56 78", "offer:action_talk_to_human", "action_talk_to_human"),
        ("ajoutez que c’est pire le dimanche", "offer:comment_form", "comment_form"),
        ("06 12 34 56 78", "", None),
        ("il fait beau", "offer:callback_form", None),
        ("c’est pire le dimanche", "offer:comment_form", None),
    ],
)
def test_a_value_takes_what_was_offered(text: str, offered: str, begun: str | None) -> None:
    assert task_named(turn(text, offered)) == begun


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("oui ajoutez que c’est pire le dimanche", "c’est pire le dimanche"),
        ("please add that it rains", "it rains"),
        ("oui", None),
        ("add a comment", None),
        ("ajouter un commentaire à mon dossier", None),
        ("ajoutez une petite précision svp", None),
        ("add the words I said", "the words I said"),
    ],
)
def test_a_comment_is_taken_from_the_sentence_that_offers_it(text: str, comment: str) -> None:
    assert read_comment(turn(text, form="comment_form"), False).values.get("comment") == comment


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bonjour je voudrais ouvrir un dossier s'il vous plaît merci d'avance", False),
        ("ouvrez un dossier, mon numéro est le 06 12 34 56 78", False),
        ("hello I would like to open a case please", False),
        ("ouvrez un dossier, ma box redémarre toute seule depuis hier", True),
        ("open a case, my router keeps restarting since Monday", True),
    ],
)
def test_a_request_alone_describes_nothing(text: str, told: bool) -> None:
    assert bool(read_description(turn(text, form="case_form"), False).values) is told


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("une offre fibre, mon nom c'est Durand", "une offre fibre"),
        ("un forfait et mon numéro est le 06 12 34 56 78", "un forfait"),
        ("a mobile plan, my email is a@b.co", "a mobile plan"),
        ("un forfait pour mon portable", "un forfait pour mon portable"),
    ],
)
def test_who_asks_is_no_part_of_what_is_asked(text: str, kept: str) -> None:
    assert without_particulars(text) == kept


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("jeud ou samdi", "fr", "jeudi ou samedi"),
        ("mon mari, merci de vendre mardi", "fr", "mon mari, merci de vendre mardi"),
        ("une demande pour la semaine", "fr", "une demande pour la semaine"),
        ("thusday or tommorow", "en", "thursday or tomorrow"),
        ("my money and my friend on Tuesday", "en", "my money and my friend on Tuesday"),
    ],
)
def test_only_the_names_of_days_are_put_right(text: str, language: str, written: str) -> None:
    assert well_spelled(text, language) == written


@pytest.mark.parametrize(
    "text", ["comment faire", "c’est payant ?", "euh combien ça coûte", "how?"]
)
def test_a_question_has_its_form(text: str) -> None:
    assert asks_something(turn(text))


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("ouvrez un dossier, l’image de ma télé se fige", "case_form"),
        ("please open a case, my router keeps restarting", "case_form"),
        ("rappelez-moi demain, le voyant de ma box est rouge", "callback_form"),
        ("call me back on Friday, the light on my box is red", "callback_form"),
        (
            "je veux un conseiller tout de suite, mon numéro est le 06 12 34 56 78",
            "action_talk_to_human",
        ),
        ("I want to speak to someone now, it's 06 12 34 56 78", "action_talk_to_human"),
        ("je voudrais parler à un conseiller lundi à 10 h", None),
        ("comment ouvrir un dossier ?", None),
        ("pourquoi dites-vous rappelez-moi ?", None),
        ("on m’appelle sans arrêt", None),
        ("they call me every day", None),
    ],
)
def test_what_is_ordered_outright_begins_its_task(text: str, begun: str | None) -> None:
    assert task_named(turn(text, intent="ask_question")) == begun


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("annulez", True),
        ("annulez-le", True),
        ("oui annulez-le s’il vous plaît", True),
        ("vous pouvez annuler mon rappel", True),
        ("annuler", True),
        ("cancel it please", True),
        ("go ahead and cancel the callback", True),
        ("non annulez", False),
        ("n’annulez pas", False),
        ("don't cancel it", False),
        ("comment annuler", False),
        ("annulez ma demande de résiliation", False),
    ],
)
def test_an_order_to_cancel_is_nothing_but_that(text: str, ordered: bool) -> None:
    assert orders_to_cancel(text) is ordered
