"""Words that are said where a name was asked for, and are none; a few of them are names as well."""

from __future__ import annotations

from actions.fields.words import listed

NOT_NAMES = frozenset(
    listed(
        "je tu il elle on nous vous ils j' bonjour bonsoir salut merci aide client cliente"
        " abonne facture box fibre internet mobile telephone numero appel rappel demain lundi"
        " mardi mercredi jeudi vendredi samedi dimanche probleme panne contrat resilier veux"
        " voudrais peux dois suis est ai as etes sont avez pas plus rien pourquoi comment"
        " quand quoi qui que quel quelle combien ou chez votre notre mon ma mes ton son sa"
        " une un en y euh conseiller humain quelqu'un personne mecontent perdu desole presse"
        " inquiet satisfait content decu d'accord ca cela ceci dans avec hello hi hey thanks"
        " help customer bill phone call back today tomorrow monday tuesday wednesday thursday"
        " friday saturday sunday problem issue contract cancel want would like need can could"
        " have has is are was the a an my your our this that what when where why how who not"
        " calling looking trying interested unhappy happy sorry lost sure fine good bad about"
        " it you he she we they someone agent human person adviser advisor please wish order"
        " at home work bon bonne ok okay exact exacte correct vrai faux juste tout parfait right"
        " wrong ca tel"
        " matin midi soir urgent important test aucun anonyme nobody anonymous question"
        " reclamation comme payment status enquiry query appelez-moi appelle-moi rappelez-moi"
        " rappelle-moi pouvez-vous m'appeler appelez rappelez bureau ici vite maintenant later"
        " asap soon now speaking"
    )
)
# Beside another word, these may be a name: « Claire Bon », "Bill Gates".
ALSO_NAMES = frozenset(listed("bon bonne juste bill an order good fine parfait sure can son ai"))
