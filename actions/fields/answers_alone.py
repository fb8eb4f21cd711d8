"""Words that mean yes or no when nothing else is said, folded."""

from __future__ import annotations

YES_ALONE = {
    "fr": (
        "clairement|valider|allez|avec joie|c'est moi|c'est parti|ca joue|certainement"
        "|comme vous voulez|confirmer|cool|correct|enregistrez|enregistrez-le|entendu|envoyez"
        "|faites|genial|go|grave|je suis pour|juste|lancez|moi|nickel|note|o|on y va|positif"
        "|reservez|si|si possible|si vous voulez|super|top|transmettez|vi|voila"
        "|vous pouvez enregistrer|vous pouvez y aller|we|y|ya"
    ),
    "en": (
        "accepted|true|carry on|proceed|totally|"
        "aye|book it|confirm|correct|do it|fine|go on|good|great|i am|i can|i do|i would|indeed"
        "|it is"
        "|it's good|let's do it|let's go|looks good|mm-hmm|okey dokey|please|right|save it|send it"
        "|that's good|uh huh|uh-huh|very good|we do|y|ya|ye|you bet|lovely|wonderful"
        "|brilliant|excellent|fantastic|marvellous"
    ),
}
NO_ALONE = {
    "fr": (
        "inutile|meme pas|rien d'autre|"
        "aucun|aucune|bof non|du tout|erreur|faux|il y a une faute|jamais|n|n'enregistrez pas"
        "|n'enregistrez rien|n'envoyez pas|n'envoyez rien|ne faites pas ca|ne le faites pas"
        "|que nenni"
        "|rien|surement pas|tant pis"
    ),
    "en": (
        "false|nothing|it didn't|"
        "do not|don't|don't do it|don't do that|don't send it|hardly|i am not|i don't want to"
        "|i do not|i don't|i won't|i wouldn't|i'm not|isn't it"
        "|it is not|it isn't|it's not|n|neither|never|none|wouldn't|wrong"
    ),
}
